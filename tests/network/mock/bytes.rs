//! Faults in the bytes on the wire and in their timing.

use super::client::{RunningMock, start, tallyfy};
use super::faults::inject;
use postsmith::document::Document;
use postsmith::mock::{FaultRule, MockServer, Routes, Settings, TokenRule};
use postsmith::postman::Collection;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

const GET: &[u8] = b"GET /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n";
const LOGIN: &str = "grant_type=password&username=u&password=p&client_id=1001&client_secret=s";

fn open(address: SocketAddr, request: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    stream
}

/// A login on a connection that the client keeps open.
fn login(mock: &RunningMock) -> TcpStream {
    let length = LOGIN.len();
    let form = "Content-Type: application/x-www-form-urlencoded";
    let head =
        format!("POST /api/oauth/token HTTP/1.1\r\nHost: localhost\r\n{form}\r\nContent-Length: {length}\r\n\r\n");
    open(mock.address, format!("{head}{LOGIN}").as_bytes())
}

/// The header section and the body, until the connection closes.
fn read(mut stream: TcpStream) -> (String, String) {
    let mut bytes = String::new();
    stream.read_to_string(&mut bytes).unwrap();
    let (head, body) = bytes.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn length(head: &str) -> usize {
    head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap()
}

fn inject_once(mock: &RunningMock, mut fault: Value) {
    fault["times"] = json!(1);
    inject(mock, &json!([fault]));
}

#[test]
fn response_that_is_not_http_ends_the_connection_and_issues_no_token() {
    let mock = tallyfy();
    for (fault, bytes) in
        [("not_http", &b"SSH-2.0-OpenSSH_9.9\r\n"[..]), ("half_headers", b"HTTP/1.1 200 OK\r\nContent-Type: applica")]
    {
        inject_once(&mock, json!({"fault": fault}));
        let mut seen = Vec::new();
        login(&mock).read_to_end(&mut seen).unwrap();
        assert_eq!(seen, bytes, "{fault}");
        assert_eq!(mock.control("GET", "tokens", "")["access"], json!([]), "{fault}");
        assert_eq!(mock.call("GET", "/api/me", &[], "").status, 401, "{fault}: one call only");
    }
}

#[test]
fn content_length_can_be_too_short_or_too_long() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "length_short"}));
    let (head, body) = read(login(&mock));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("connection: close"), "{head}");
    assert_eq!(length(&head), body.len() / 2);
    let token: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(mock.get("/api/me", &token["access_token"]).status, 200);

    inject_once(&mock, json!({"fault": "length_long", "ms": 400}));
    let begun = Instant::now();
    let (head, body) = read(login(&mock));
    assert_eq!(length(&head), body.len() + 16);
    assert!(serde_json::from_str::<Value>(&body).is_ok() && begun.elapsed() >= Duration::from_millis(400));
    assert_eq!(mock.login().status, 200, "one call only");
}

#[test]
fn slow_body_does_not_delay_other_requests() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "drip", "on": "api", "ms": 5}));
    let begun = Instant::now();
    let mut stream = open(mock.address, GET);
    let mut head = [0; 12];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 401");
    assert_eq!(mock.login().status, 200, "another call gets its response meanwhile");
    let (head, body) = read(stream);
    assert_eq!(length(&head), body.len());
    assert!(body.ends_with('}') && begun.elapsed() >= Duration::from_millis(5 * body.len() as u64), "{body}");
}

#[test]
fn response_to_head_never_has_a_body() {
    let mock = tallyfy();
    for fault in ["drip", "length_short", "length_long", "too_large", "endless"] {
        inject_once(&mock, json!({"fault": fault}));
        let (head, body) = read(open(mock.address, b"HEAD /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assert!(head.starts_with("HTTP/1.1 ") && body.is_empty(), "{fault}: {head}");
    }
}

#[test]
fn response_without_a_body_is_sent_whole() {
    let text = r#"{"item": [{"request": "{{B}}/gone", "response": [{"code": 204}]}]}"#;
    let routes = Routes::new(Collection::new(Document::json("c.json", text).unwrap().root()));
    let settings = Settings { token_rule: TokenRule::None, ..Settings::default() };
    let mock = start(routes, settings);
    for fault in ["drip", "length_short", "length_long"] {
        inject(&mock, &json!([{"fault": fault}]));
        let response = mock.call("GET", "/gone", &[], "");
        assert!(response.status == 204 && !response.head.contains("content-length"), "{fault}: {response:?}");
    }
}

#[test]
fn large_body_has_its_announced_length() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "too_large", "mib": 3}));
    let seen = mock.bytes("GET", "/api/me", &[], "");
    let head = seen.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
    let text = std::str::from_utf8(&seen[..head]).unwrap();
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("application/octet-stream"), "{text}");
    assert_eq!((length(text), seen.len() - head - 4), (3 << 20, 3 << 20));
    assert!(seen[head + 4..].iter().all(|byte| *byte == 0));
    assert_eq!(mock.call("GET", "/api/me", &[], "").status, 401, "one call only");
}

#[test]
fn endless_body_ends_with_the_client_and_does_not_delay_others() {
    let mock = tallyfy();
    inject(&mock, &json!([{"fault": "endless", "on": "api"}]));
    let mut streams: Vec<_> = (0..8).map(|_| open(mock.address, GET)).collect();
    let mut seen = vec![0; 8 << 20];
    streams[0].read_exact(&mut seen).unwrap();
    let text = String::from_utf8_lossy(&seen[..200]).into_owned();
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("transfer-encoding: chunked"), "{text}");
    assert!(
        seen.split(|byte| *byte == b'\n').any(|line| line.len() > 60_000 && line.trim_ascii().is_empty()),
        "chunks of spaces"
    );
    assert_eq!(mock.login().status, 200, "eight endless responses, seven of them unread, do not delay a login");
    drop(streams);
    inject(&mock, &json!([]));
    assert_eq!(mock.call("GET", "/api/me", &[], "").status, 401);
}

#[test]
fn head_can_be_longer_than_clients_read() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "huge_headers"}));
    let response = mock.login();
    assert_eq!((response.status, response.head.matches("set-cookie: ").count()), (200, 256));
    assert!(response.head.len() > 1 << 20);
    assert_eq!(mock.get("/api/me", &response.json()["access_token"]).status, 200);
    assert!(mock.login().head.len() < 1000, "one call only");
}

/// The runtime continues after the mock stops.
#[tokio::test]
async fn raw_responses_stop_when_the_mock_stops() {
    for fault in ["endless", r#"{"fault": "length_long", "ms": 600000}"#, r#"{"fault": "drip", "ms": 600000}"#] {
        let faults = vec![FaultRule::parse(fault).unwrap()];
        let mock = MockServer::new(Routes::default(), Settings::default(), faults, "test");
        let server = mock.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
        let address = server.address();
        let serving = tokio::spawn(server.serve());
        let call = move || {
            let mut stream = open(address, GET);
            stream.read_exact(&mut [0; 12]).unwrap();
            stream
        };
        let mut stream = tokio::task::spawn_blocking(call).await.unwrap();
        serving.abort();
        let rest = move || {
            let (mut piece, begun) = (vec![0; 1 << 16], Instant::now());
            loop {
                assert!(begun.elapsed() < Duration::from_secs(10), "the mock still sends");
                match stream.read(&mut piece) {
                    Ok(0) => break true,
                    Ok(_) => {}
                    Err(error) => break error.kind() == std::io::ErrorKind::ConnectionReset,
                }
            }
        };
        assert!(tokio::task::spawn_blocking(rest).await.unwrap(), "{fault}");
    }
}

#[tokio::test]
async fn raw_responses_stop_when_the_client_closes_the_connection() {
    let faults = ["endless", r#"{"fault": "length_long", "ms": 600000}"#, r#"{"fault": "drip", "ms": 600000}"#];
    let rules = faults.map(|fault| {
        let mut rule = FaultRule::parse(fault).unwrap();
        rule.times = Some(1);
        rule
    });
    let mock = MockServer::new(Routes::default(), Settings::default(), rules.into(), "test");
    let server = mock.bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = server.address();
    let serving = tokio::spawn(server.serve());
    let metrics = tokio::runtime::Handle::current().metrics();
    let call = move || {
        let streams = [(); 3].map(|()| open(address, GET));
        streams.map(|mut stream| stream.read_exact(&mut [0; 12]).map(|()| stream).unwrap())
    };
    let streams = tokio::task::spawn_blocking(call).await.unwrap();
    assert_eq!(metrics.num_alive_tasks(), 4, "the mock and three connections");
    drop(streams);
    let begun = Instant::now();
    while metrics.num_alive_tasks() > 1 && begun.elapsed() < Duration::from_secs(10) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(metrics.num_alive_tasks(), 1, "the mock alone");
    serving.abort();
}

#[test]
fn connections_without_a_whole_head_are_closed() {
    let mock = tallyfy();
    let begun = Instant::now();
    let mut half = [&b""[..], b"GET /api/me HT", b"GET /api/me HTTP/1.1\r\nHost: localhost\r\n"]
        .map(|request| open(mock.address, request));
    // A connection with a whole request stays open for the next one.
    let mut kept = open(mock.address, GET);
    let mut first = [0; 12];
    kept.read_exact(&mut first).unwrap();
    for stream in &mut half {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    let time = begun.elapsed();
    assert!(time > Duration::from_secs(8) && time < Duration::from_secs(16), "{time:?}");
    kept.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut rest = [0; 4096];
    loop {
        match kept.read(&mut rest) {
            Ok(0) => panic!("the mock closed a connection after a whole request"),
            Ok(_) => {}
            Err(_) => break,
        }
    }
}
