//! All requests of a collection.

use super::route::{Query, Route, Saved, Segment, sent_segments};
use crate::document::NodeRef;
use crate::postman::{AuthType, Collection, Item, Pair, Request, Response, Url};
use std::cmp::Reverse;
use std::fmt;

/// Headers of a saved answer that belong to the connection it came over, or that are no longer true of its body.
const NOT_REPLAYED: [&str; 8] = [
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "keep-alive",
    "strict-transport-security",
    "transfer-encoding",
    "upgrade",
];

/// What the mock serves beside the token endpoint: the requests of a collection with their saved examples.
#[derive(Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// Reads every request of a collection.
    pub fn new(collection: Collection<'_>) -> Self {
        let mut routes = Vec::new();
        let open = is_open(collection.node(), false);
        let mut pending: Vec<_> = collection.items().map(|item| (item, open)).collect();
        pending.reverse();
        while let Some((item, open)) = pending.pop() {
            if let Some(request) = item.request() {
                routes.extend(route(item, request, is_open(request.node(), open)));
            } else {
                let open = is_open(item.node(), open);
                let from = pending.len();
                pending.extend(item.items().map(|item| (item, open)));
                pending[from..].reverse();
            }
        }
        Self(routes)
    }

    /// How many requests there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no request.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The request that `method` and `path` mean; `below_base` is the same path without the base path.
    ///
    /// Of requests with the same path the query decides, then whether there is an example (of the `wanted` status), then the order.
    /// A HEAD is answered like a GET.
    pub(super) fn find(
        &self,
        method: &str,
        path: &str,
        below_base: Option<&str>,
        query: &[(String, String)],
        wanted: Option<u16>,
    ) -> Option<&Route> {
        let paths: Vec<_> = [Some(path), below_base].into_iter().flatten().map(sent_segments).collect();
        let find = |method: &str| {
            let fitting = self.0.iter().enumerate().filter_map(|(at, route)| {
                let named = route.method.eq_ignore_ascii_case(method);
                let rank = paths.iter().filter_map(|path| route.rank(path)).max().filter(|_| named)?;
                Some(((rank, route.fit(query), route.example(wanted, query).is_some(), Reverse(at)), route))
            });
            fitting.max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, route)| route)
        };
        find(method).or_else(|| if method == "HEAD" { find("GET") } else { None })
    }
}

// By hand: saved examples may hold tokens.
impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Routes({} requests)", self.len())
    }
}

/// Whether a collection, folder or request needs no token: by its own `auth`, else as what holds it.
fn is_open(node: NodeRef<'_>, inherited: bool) -> bool {
    node.at("/auth/type").map_or(inherited, |kind| kind.is_str(AuthType::NoAuth.name()))
}

fn route(item: Item<'_>, request: Request<'_>, open: bool) -> Option<Route> {
    let url = request.url()?;
    let mut path = url.path();
    path.pop_if(|last| last.is_empty());
    Some(Route {
        method: request.method().into_owned(),
        path: path.iter().map(|segment| Segment::new(segment)).collect(),
        query: query(request),
        open,
        examples: item.responses().map(saved).collect(),
    })
}

fn query(request: Request<'_>) -> Query {
    let pairs = request.url().map(Url::query).unwrap_or_default();
    Query(enabled(pairs))
}

fn enabled(pairs: Vec<Pair<'_>>) -> Vec<(String, String)> {
    pairs
        .into_iter()
        .filter(|pair| !pair.disabled)
        .map(|pair| (pair.key.into_owned(), pair.value.into_owned()))
        .collect()
}

fn saved(response: Response<'_>) -> Saved {
    let mut headers = enabled(response.headers());
    headers.retain(|(name, _)| !NOT_REPLAYED.iter().any(|not| name.eq_ignore_ascii_case(not)));
    let body = response.body().unwrap_or_default().into_owned();
    if !body.is_empty() && !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        let language = response.node().get("_postman_previewlanguage").and_then(NodeRef::as_str);
        let media_type = match language.as_deref() {
            Some("json") => "application/json",
            Some("html") => "text/html; charset=utf-8",
            Some("xml") => "application/xml",
            None if body.trim_start().starts_with(['{', '[']) => "application/json",
            _ => "text/plain; charset=utf-8",
        };
        headers.push(("content-type".to_owned(), media_type.to_owned()));
    }
    // 1xx is no answer of its own.
    let status = response.code().filter(|code| *code >= 200).unwrap_or(200);
    let query = response.original_request().map(query).unwrap_or_default();
    Saved { status, headers, body, query }
}
