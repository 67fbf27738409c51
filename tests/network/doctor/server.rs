//! Servers for the doctor: the mock with the Tallyfy preset, and listeners with the responses of a test.

use crate::serve::serve;
use postsmith::build::build;
use postsmith::document::Document;
use postsmith::mock::{FaultRule, MockServer, Routes, Settings};
use postsmith::postman::Collection;
use postsmith::source::{Source, preset};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

/// A mock that ends with the test program.
pub(crate) fn mock(settings: Settings, faults: Vec<FaultRule>) -> SocketAddr {
    serve(move || MockServer::new(routes(), settings, faults, "doctor"))
}

/// The Tallyfy preset as it is built.
static COLLECTION: LazyLock<String> = LazyLock::new(|| {
    let source = Source::load(&preset("tallyfy").unwrap()).unwrap_or_else(|_| panic!("the preset has no mistakes"));
    let built = build(&source).unwrap_or_else(|_| panic!("the preset builds"));
    built.files().next().unwrap().1.to_owned()
});

/// Its requests with their examples.
fn routes() -> Routes {
    let document = Document::json("tallyfy.json", COLLECTION.as_str()).unwrap();
    Routes::new(Collection::new(document.root()))
}

/// How many requests to the mock had this text in the body.
pub(crate) fn asked(mock: SocketAddr, text: &str) -> usize {
    let mut stream = TcpStream::connect(mock).unwrap();
    stream.write_all(b"GET /__postsmith/requests HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.matches(text).count()
}

/// A listener that passes every connection to `serve` and keeps the requests.
pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    pub(crate) connections: Arc<AtomicUsize>,
    pub(crate) heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    /// Sends to each request the bytes that `response` returns for it.
    pub(crate) fn responding(response: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::start(move |mut stream, heard| {
            let request = request(&mut stream);
            let bytes = response(&request);
            heard.lock().unwrap().push(request);
            let _ = stream.write_all(&bytes);
        })
    }

    pub(crate) fn start(serve: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, heard) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (counted, kept, serve) = (Arc::clone(&connections), Arc::clone(&heard), Arc::new(serve));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let (serve, kept) = (Arc::clone(&serve), Arc::clone(&kept));
                std::thread::spawn(move || serve(stream, &kept));
            }
        });
        Self { address, connections, heard }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that arrived, without connections that sent nothing.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().iter().filter(|request| !request.is_empty()).cloned().collect()
    }
}

/// Reads the head of a request, and its body up to Content-Length.
pub(crate) fn request(stream: &mut (impl std::io::Read + ?Sized)) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).map_or(0, |n| n.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
}

/// The bytes of a JSON response.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A port on which nothing listens.
pub(crate) fn dead() -> SocketAddr {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap()
}

pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
