//! The server: the state behind a socket.

use super::Fault;
use super::answer::{Answer, Delivery};
use super::control;
use super::feed::Feed;
use super::order::FaultRule;
use super::received::{MAX_BODY, Received};
use super::routes::Routes;
use super::settings::Settings;
use super::state::{Reply, State};
use super::wire::{Breaker, Listener};
use axum::Router;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::net::TcpListener;

/// A mock that is ready to be bound to an address.
pub struct Mock {
    state: State,
    observer: Observer,
}

/// What hears of every answered call, except those of the control endpoint.
type Observer = Box<dyn Fn(&Exchange) + Send + Sync>;

/// One answered call, without anything that may be secret. Its text is one line for a log.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The HTTP method.
    pub method: String,
    /// The path, and the names of the query parameters.
    pub url: String,
    /// The status of the answer; none: the connection was closed without one.
    pub status: Option<u16>,
    /// The ordered fault that the answer shows.
    pub fault: Option<Fault>,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, self.url)?;
        match self.status {
            Some(status) => write!(f, "{status}")?,
            None => f.write_str("no answer")?,
        }
        self.fault.map_or(Ok(()), |fault| write!(f, " (fault: {fault})"))
    }
}

/// Why the mock does not serve.
#[derive(Debug, thiserror::Error)]
pub enum MockError {
    /// Another program listens there.
    #[error("{0} is taken by another program; choose another port, or 0 for any free one")]
    Taken(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The server ended.
    #[error("the server ended")]
    Serve(#[source] io::Error),
}

impl Mock {
    /// A mock of the API that `routes` describe.
    ///
    /// `tag` becomes part of every token: with another tag for each run, tokens of an earlier run are unknown to this one.
    pub fn new(routes: Routes, settings: Settings, faults: Vec<FaultRule>, tag: impl Into<String>) -> Self {
        Self { state: State::new(routes, settings, faults, tag.into()), observer: Box::new(|_| ()) }
    }

    /// Calls `observer` for every answered call.
    #[must_use]
    pub fn observe(self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        Self { observer: Box::new(observer), ..self }
    }

    /// Starts to listen; port 0 is any free one. Needs a tokio runtime.
    pub async fn bind(self, address: SocketAddr) -> Result<Server, MockError> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            Ok((listener.local_addr()?, listener))
        };
        let (address, listener) = bound.await.map_err(|source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => MockError::Taken(address),
            _ => MockError::Bind { address, source },
        })?;
        let shared = Arc::new(Playing { state: Mutex::new(self.state), observer: self.observer });
        Ok(Server { address, listener, shared })
    }
}

// By hand: an observer cannot be shown.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("state", &self.state).finish_non_exhaustive()
    }
}

/// A mock that listens.
pub struct Server {
    address: SocketAddr,
    listener: TcpListener,
    shared: Arc<Playing>,
}

struct Playing {
    state: Mutex<State>,
    observer: Observer,
}

impl Playing {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers calls until the future is dropped.
    pub async fn serve(self) -> Result<(), MockError> {
        let service = Router::new().fallback(handle).with_state(self.shared);
        axum::serve(Listener::new(self.listener), service.into_make_service_with_connect_info::<Breaker>())
            .await
            .map_err(MockError::Serve)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

async fn handle(
    Shared(playing): Shared<Arc<Playing>>,
    ConnectInfo(breaker): ConnectInfo<Breaker>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let url = head.uri.path_and_query().map_or_else(|| head.uri.path().to_owned(), ToString::to_string);
    let mut received = Received { method, url, headers: header_pairs(&head.headers), body: Vec::new() };
    let mut exchange =
        Exchange { method: received.method.clone(), url: received.masked_url(), status: Some(413), fault: None };
    let Some(body) = read(body).await else {
        (playing.observer)(&exchange);
        let text = format!("The body is longer than {MAX_BODY} bytes, or ended too early.");
        return response(Answer::error(413, "PAYLOAD_TOO_LARGE", &text));
    };
    received.body = body;
    let now = Instant::now();
    if let Some(name) = received.path().strip_prefix(control::PREFIX) {
        return response(control::answer(&mut playing.state(), &received.method, name, &received.body, now));
    }
    let Reply { answer, delivery, fault } = playing.state().exchange(received, now);
    // Without a body there is no half to send.
    let delivery = match delivery {
        Delivery::Half if answer.body.is_empty() || exchange.method == "HEAD" => Delivery::Never,
        Delivery::Fed(manner) if answer.body.is_empty() && manner.needs_body() => Delivery::Whole,
        other => other,
    };
    exchange.status = delivery.shows_status().then(|| answer.status.as_u16());
    exchange.fault = fault;
    (playing.observer)(&exchange);
    match delivery {
        Delivery::Whole => {}
        Delivery::Late(delay) => tokio::time::sleep(delay).await,
        Delivery::Never => breaker.before_answer(),
        Delivery::Half => breaker.inside_body(answer.body.len() / 2),
        Delivery::Fed(manner) => {
            let feed = Feed::new(&answer, manner);
            breaker.feed(if exchange.method == "HEAD" { feed.head_only() } else { feed });
        }
    }
    response(answer)
}

/// The whole body; none when it is too long or the caller is gone.
async fn read(body: Body) -> Option<Vec<u8>> {
    // What is announced as too long is refused before it is sent.
    let announced = body.size_hint().lower();
    if announced > MAX_BODY as u64 {
        return None;
    }
    to_bytes(body, MAX_BODY).await.ok().map(Vec::from)
}

fn header_pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn response(answer: Answer) -> Response {
    let mut response = Response::default();
    *response.status_mut() = answer.status;
    response.headers_mut().extend(answer.fields());
    *response.body_mut() = Body::from(answer.body);
    response
}
