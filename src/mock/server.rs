//! The HTTP server of the mock: it reads requests, lets the state respond, and delivers the responses.

use super::Fault;
use super::caller;
use super::connection::{ConnectionBreaker, MockListener};
use super::control;
use super::fault_rule::FaultRule;
use super::raw_response::RawResponse;
use super::request::{MAX_BODY, MockRequest};
use super::response::{Delivery, MockResponse};
use super::routes::Routes;
use super::settings::Settings;
use super::state::{MockState, PlannedResponse};
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

/// A configured mock API. [`bind`](Self::bind) makes it listen.
pub struct MockServer {
    state: MockState,
    observer: CallObserver,
}

/// Is called for every call, except those of the control endpoint.
type CallObserver = Box<dyn Fn(&CallSummary) + Send + Sync>;

/// A call and its response, without anything that may be secret. `Display` writes one line for a log.
#[derive(Debug, Clone)]
pub struct CallSummary {
    /// The HTTP method.
    pub method: String,
    /// The path and the names of the query parameters.
    pub url: String,
    /// The status of the response; `None` if the connection closed before it was sent.
    pub status: Option<u16>,
    /// The fault that the response shows.
    pub fault: Option<Fault>,
}

impl fmt::Display for CallSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.method, self.url)?;
        match self.status {
            Some(status) => write!(f, "{status}")?,
            None => f.write_str("no response")?,
        }
        self.fault.map_or(Ok(()), |fault| write!(f, " (fault: {fault})"))
    }
}

/// Why the mock cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum MockError {
    /// Another program listens on the address.
    #[error("another program listens on {0}; choose another port, or 0 for a free one")]
    Taken(SocketAddr),
    /// The mock cannot listen on the address.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The server stopped.
    #[error("the server stopped")]
    Serve(#[source] io::Error),
}

impl MockServer {
    /// A mock of the API with these routes.
    ///
    /// `tag` becomes part of every token. Use a different tag for each run, so that tokens of an earlier run are unknown.
    pub fn new(routes: Routes, settings: Settings, faults: Vec<FaultRule>, tag: impl Into<String>) -> Self {
        Self { state: MockState::new(routes, settings, faults, tag.into()), observer: Box::new(|_| ()) }
    }

    /// Calls `observer` for every call, except those of the control endpoint.
    #[must_use]
    pub fn observe(self, observer: impl Fn(&CallSummary) + Send + Sync + 'static) -> Self {
        Self { observer: Box::new(observer), ..self }
    }

    /// Shows the credentials of the logged requests: for tests with invented ones, which compare them.
    #[must_use]
    pub fn show_credentials(mut self) -> Self {
        self.state.shows_credentials = true;
        self
    }

    /// Listens on `address`; port 0 chooses a free port. Needs a tokio runtime.
    ///
    /// # Errors
    /// If another program listens on the address, or it is not an address of this machine.
    pub async fn bind(self, address: SocketAddr) -> Result<BoundServer, MockError> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            Ok((listener.local_addr()?, listener))
        };
        let (address, listener) = bound.await.map_err(|source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => MockError::Taken(address),
            _ => MockError::Bind { address, source },
        })?;
        let is_local = address.ip().is_loopback();
        let shared = Arc::new(SharedState { state: Mutex::new(self.state), observer: self.observer, is_local });
        Ok(BoundServer { address, listener, shared })
    }
}

// Not derived: the observer has no `Debug`.
impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("state", &self.state).finish_non_exhaustive()
    }
}

/// A mock that listens on an address.
pub struct BoundServer {
    address: SocketAddr,
    listener: TcpListener,
    shared: Arc<SharedState>,
}

struct SharedState {
    state: Mutex<MockState>,
    observer: CallObserver,
    /// Whether it listens for this machine only. Then it serves no other host name, so that no web page can reach it under a name of its own.
    is_local: bool,
}

impl SharedState {
    fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BoundServer {
    /// The address that it listens on.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Responds to calls until the future is dropped.
    ///
    /// # Errors
    /// If the server stops.
    pub async fn serve(self) -> Result<(), MockError> {
        let service = Router::new().fallback(handle).with_state(self.shared);
        axum::serve(
            MockListener::new(self.listener),
            service.into_make_service_with_connect_info::<ConnectionBreaker>(),
        )
        .await
        .map_err(MockError::Serve)
    }
}

impl fmt::Debug for BoundServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

async fn handle(
    Shared(shared): Shared<Arc<SharedState>>,
    ConnectInfo(breaker): ConnectInfo<ConnectionBreaker>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let url = head.uri.path_and_query().map_or_else(|| head.uri.path().to_owned(), ToString::to_string);
    let mut request = MockRequest { method, url, headers: header_pairs(&head.headers), body: Vec::new() };
    let mut summary =
        CallSummary { method: request.method.clone(), url: request.masked_url(), status: Some(413), fault: None };
    let Some(body) = read(body).await else {
        (shared.observer)(&summary);
        let text = format!("The body is longer than {MAX_BODY} bytes, or ended too early.");
        return http_response(MockResponse::error(413, "PAYLOAD_TOO_LARGE", &text));
    };
    request.body = body;
    let now = Instant::now();
    if let Some(refused) = caller::refuse(&request, shared.is_local) {
        summary.status = Some(refused.status.as_u16());
        (shared.observer)(&summary);
        return http_response(refused);
    }
    if let Some(name) = request.path().strip_prefix(control::PREFIX) {
        return http_response(control::respond(&mut shared.state(), &request.method, name, &request.body, now));
    }
    let PlannedResponse { response, delivery, fault } = shared.state().respond(request, now);
    // A response without a body has no half to send.
    let delivery = match delivery {
        Delivery::HalfBody if response.body.is_empty() || summary.method == "HEAD" => Delivery::Dropped,
        Delivery::Raw(kind) if response.body.is_empty() && kind.needs_body() => Delivery::Whole,
        other => other,
    };
    summary.status = delivery.shows_status().then(|| response.status.as_u16());
    summary.fault = fault;
    (shared.observer)(&summary);
    match delivery {
        Delivery::Whole => {}
        Delivery::Delayed(delay) => tokio::time::sleep(delay).await,
        Delivery::Dropped => breaker.drop_response(),
        Delivery::HalfBody => breaker.truncate_body(response.body.len() / 2),
        Delivery::Raw(kind) => {
            let raw = RawResponse::new(&response, kind);
            breaker.send_raw(if summary.method == "HEAD" { raw.head_only() } else { raw });
        }
    }
    http_response(response)
}

/// The whole body; `None` if it is too long or the client closes the connection.
async fn read(body: Body) -> Option<Vec<u8>> {
    // A body with a Content-Length that is too long is refused before it is sent.
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

fn http_response(response: MockResponse) -> Response {
    let mut http = Response::default();
    *http.status_mut() = response.status;
    http.headers_mut().extend(response.fields());
    *http.body_mut() = Body::from(response.body);
    http
}
