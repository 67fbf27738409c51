//! The requests of a collection as routes, with their saved examples as responses. The API endpoint looks a call up here.

use super::response::MockResponse;
use crate::document::NodeRef;
use crate::postman::{AuthType, Collection, Item, Pair, Request, Response, Url};
use crate::text::{percent, references};
use std::cmp::Reverse;
use std::fmt;

/// Headers of a saved example that describe its original connection, or that are no longer true of its body.
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

/// The routes of the mock: the requests of a collection with their saved examples.
#[derive(Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// The routes for every request of `collection`.
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

    /// The number of requests.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the collection has no request.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The best route for `method` and `path`; `below_base` is the same path without the base path.
    ///
    /// Among routes with the same path, the query decides, then whether the route has an example (with the `wanted` status), then the order.
    /// HEAD uses the routes of GET, if it has none.
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

// Not derived: saved examples may contain tokens.
impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Routes({} requests)", self.len())
    }
}

/// Whether a collection, folder or request needs no token: by its own `auth`, or the inherited one.
fn is_open(node: NodeRef<'_>, inherited: bool) -> bool {
    node.at("/auth/type").map_or(inherited, |kind| kind.is_str(AuthType::NoAuth.name()))
}

fn route(item: Item<'_>, request: Request<'_>, open: bool) -> Option<Route> {
    let url = request.url()?;
    let mut path = url.path();
    path.pop_if(|last| last.is_empty());
    Some(Route {
        method: request.method().into_owned(),
        path: path.iter().map(|segment| PathSegment::new(segment)).collect(),
        query: query(request),
        open,
        examples: item.responses().map(saved_example).collect(),
    })
}

fn query(request: Request<'_>) -> QueryFilter {
    let pairs = request.url().map(Url::query).unwrap_or_default();
    QueryFilter(enabled(pairs))
}

fn enabled(pairs: Vec<Pair<'_>>) -> Vec<(String, String)> {
    pairs
        .into_iter()
        .filter(|pair| !pair.disabled)
        .map(|pair| (pair.key.into_owned(), pair.value.into_owned()))
        .collect()
}

fn saved_example(response: Response<'_>) -> SavedExample {
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
    // 1xx is not a final response.
    let status = response.code().filter(|code| *code >= 200).unwrap_or(200);
    let query = response.original_request().map(query).unwrap_or_default();
    SavedExample { status, headers, body, query }
}

/// How well a path matches; a greater value is a better match.
pub(super) type PathRank = (usize, usize, Vec<bool>);

/// One segment of the path of a route.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum PathSegment {
    /// This text, percent-decoded.
    Literal(String),
    /// Any text that is not empty, for `:id` and `{{VAR}}`; with text around a variable, any text with the same start and end.
    Any { start: String, end: String },
}

impl PathSegment {
    /// Reads a segment of a request URL in a collection.
    pub(super) fn new(text: &str) -> Self {
        if text.len() > 1 && text.starts_with(':') {
            return Self::Any { start: String::new(), end: String::new() };
        }
        let mut variables = references(text);
        match variables.next() {
            None => Self::Literal(percent::decode(text)),
            Some(first) => {
                let last = variables.last().map_or(first.range.end, |last| last.range.end);
                Self::Any { start: percent::decode(&text[..first.range.start]), end: percent::decode(&text[last..]) }
            }
        }
    }

    fn matches(&self, sent: &str) -> bool {
        match self {
            Self::Literal(text) => text == sent,
            Self::Any { start, end } => {
                sent.len() > start.len() + end.len() && sent.starts_with(start.as_str()) && sent.ends_with(end.as_str())
            }
        }
    }

    const fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

/// The decoded segments of the path of a request. A slash at the end is ignored; two slashes in a row are an empty segment.
pub(super) fn sent_segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').map(percent::decode).collect() }
}

/// The query parameters of a request, which distinguish requests with the same path.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct QueryFilter(pub(super) Vec<(String, String)>);

impl QueryFilter {
    /// The number of parameters that are equal in `sent`, minus those that are missing or differ.
    fn fit(&self, sent: &[(String, String)]) -> isize {
        self.0
            .iter()
            .map(|(name, value)| {
                let is_variable = references(value).next().is_some();
                let same = |pair: &&(String, String)| pair.0 == *name && (is_variable || pair.1 == *value);
                if sent.iter().any(|pair| same(&pair)) { 1 } else { -1 }
            })
            .sum()
    }
}

/// A saved example.
#[derive(Clone)]
pub(super) struct SavedExample {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// The query parameters of its original request.
    pub(super) query: QueryFilter,
}

impl SavedExample {
    /// The example as a response.
    pub(super) fn response(&self) -> MockResponse {
        let mut response = MockResponse { headers: self.headers.clone(), ..MockResponse::empty(self.status) };
        if !matches!(self.status, 204 | 304) {
            response.body = self.body.clone().into_bytes();
        }
        response
    }
}

/// A request of the collection.
#[derive(Clone)]
pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: Vec<PathSegment>,
    pub(super) query: QueryFilter,
    /// Whether the request needs no token, because its own or inherited auth type is `noauth`.
    pub(super) open: bool,
    pub(super) examples: Vec<SavedExample>,
}

impl Route {
    /// How well the path matches: more literal segments first, then fewer other segments, then literal segments nearer to the start.
    pub(super) fn rank(&self, sent: &[String]) -> Option<PathRank> {
        let matched =
            self.path.len() == sent.len() && self.path.iter().zip(sent).all(|(segment, sent)| segment.matches(sent));
        matched.then(|| {
            let literal: Vec<_> = self.path.iter().map(PathSegment::is_literal).collect();
            let count = literal.iter().filter(|literal| **literal).count();
            (count, usize::MAX - literal.len(), literal)
        })
    }

    /// How well the query fits.
    pub(super) fn fit(&self, query: &[(String, String)]) -> isize {
        self.query.fit(query)
    }

    /// The example with this status; without a status, an example with a 2xx status, else any. The query decides between them, then the order.
    pub(super) fn example(&self, status: Option<u16>, query: &[(String, String)]) -> Option<&SavedExample> {
        self.examples
            .iter()
            .enumerate()
            .filter(|(_, saved)| status.is_none_or(|status| saved.status == status))
            .max_by_key(|(at, saved)| {
                (status.is_some() || (200..300).contains(&saved.status), saved.query.fit(query), Reverse(*at))
            })
            .map(|(_, saved)| saved)
    }
}

#[cfg(test)]
mod tests {
    use super::{PathSegment, QueryFilter, Route, sent_segments};

    fn route(path: &str) -> Route {
        Route {
            method: "GET".to_owned(),
            path: path.split('/').map(PathSegment::new).collect(),
            query: QueryFilter::default(),
            open: false,
            examples: Vec::new(),
        }
    }

    #[test]
    fn segments_are_decoded_and_variables_match_any_text_but_an_empty_one() {
        for (path, sent, matches) in [
            ("users/:id", "/users/7", true),
            ("users/:id", "/users/", false),
            ("users/:id", "/users//", false),
            ("users/:id", "/users/7/", true),
            ("users/{{ID}}", "/users/a%2Fb", true),
            ("users/john@x.example", "/users/john%40x.example", true),
            ("a b", "/a%20b", true),
            ("a%20b", "/a%20b", true),
            ("f-{{A}}-{{B}}.json", "/f-1-2.json", true),
            ("f-{{A}}.json", "/f-.json", false),
            ("aa{{A}}aa", "/aaa", false),
            ("users", "/Users", false),
            ("a/b", "/a//b", false),
            (":", "/:", true),
            (":", "/x", false),
        ] {
            assert_eq!(route(path).rank(&sent_segments(sent)).is_some(), matches, "{path} {sent}");
        }
    }

    #[test]
    fn more_literal_segments_win_then_literal_segments_nearer_to_the_start() {
        let sent = sent_segments("/a/b/c");
        let best = |paths: &[&str]| {
            let ranked = paths.iter().filter_map(|path| Some((route(path).rank(&sent)?, (*path).to_owned())));
            ranked.max().map(|(_, path)| path).unwrap()
        };
        assert_eq!(best(&[":x/:y/:z", ":x/b/c", "a/:y/:z"]), ":x/b/c");
        assert_eq!(best(&[":x/b/c", "a/:y/c", "a/b/:z"]), "a/b/:z");
    }
}
