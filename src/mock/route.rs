//! One request of a collection, as something to be matched.

use super::answer::Answer;
use crate::text::percent;
use crate::text::references;

/// Where a path can match: the higher, the better.
pub(super) type Rank = (usize, usize, Vec<bool>);

/// One segment of a path.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Segment {
    /// Exactly this, percent-decoded.
    Literal(String),
    /// Anything, but not nothing: `:id`, `{{VAR}}`; with text around a variable, what starts and ends like it.
    Any { start: String, end: String },
}

impl Segment {
    /// Reads a segment as collections write it.
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

/// The decoded segments of a path that was sent. A slash at the end counts for nothing, two in a row do.
pub(super) fn sent_segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() { Vec::new() } else { path.split('/').map(percent::decode).collect() }
}

/// Query parameters by which requests with the same path are told apart.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Query(pub(super) Vec<(String, String)>);

impl Query {
    /// How well it fits what was sent: how many parameters are the same, less those that are not there or differ.
    fn fit(&self, sent: &[(String, String)]) -> isize {
        self.0
            .iter()
            .map(|(name, value)| {
                let free = references(value).next().is_some();
                let same = |pair: &&(String, String)| pair.0 == *name && (free || pair.1 == *value);
                if sent.iter().any(|pair| same(&pair)) { 1 } else { -1 }
            })
            .sum()
    }
}

/// A saved example.
#[derive(Clone)]
pub(super) struct Saved {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// Of the request that it answered.
    pub(super) query: Query,
}

impl Saved {
    /// The example as an answer.
    pub(super) fn answer(&self) -> Answer {
        let mut answer = Answer { headers: self.headers.clone(), ..Answer::empty(self.status) };
        if !matches!(self.status, 204 | 304) {
            answer.body = self.body.clone().into_bytes();
        }
        answer
    }
}

/// A request of the collection.
#[derive(Clone)]
pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: Vec<Segment>,
    pub(super) query: Query,
    /// `noauth` is set on the request, or on what it inherits from: it needs no token.
    pub(super) open: bool,
    pub(super) examples: Vec<Saved>,
}

impl Route {
    /// How well the path matches: most literal segments, then fewest others, then literals further in front.
    pub(super) fn rank(&self, sent: &[String]) -> Option<Rank> {
        let matched =
            self.path.len() == sent.len() && self.path.iter().zip(sent).all(|(segment, sent)| segment.matches(sent));
        matched.then(|| {
            let literal: Vec<_> = self.path.iter().map(Segment::is_literal).collect();
            let count = literal.iter().filter(|literal| **literal).count();
            (count, usize::MAX - literal.len(), literal)
        })
    }

    /// How well its query fits.
    pub(super) fn fit(&self, query: &[(String, String)]) -> isize {
        self.query.fit(query)
    }

    /// The example for a status; without one the first that is a success, else the first. The query decides before the order does.
    pub(super) fn example(&self, status: Option<u16>, query: &[(String, String)]) -> Option<&Saved> {
        self.examples
            .iter()
            .enumerate()
            .filter(|(_, saved)| status.is_none_or(|status| saved.status == status))
            .max_by_key(|(at, saved)| {
                (status.is_some() || (200..300).contains(&saved.status), saved.query.fit(query), std::cmp::Reverse(*at))
            })
            .map(|(_, saved)| saved)
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, Route, Segment, sent_segments};

    fn route(path: &str) -> Route {
        Route {
            method: "GET".to_owned(),
            path: path.split('/').map(Segment::new).collect(),
            query: Query::default(),
            open: false,
            examples: Vec::new(),
        }
    }

    #[test]
    fn segments_match_decoded_and_never_nothing() {
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
    fn literals_win_then_those_in_front() {
        let sent = sent_segments("/a/b/c");
        let best = |paths: &[&str]| {
            let ranked = paths.iter().filter_map(|path| Some((route(path).rank(&sent)?, (*path).to_owned())));
            ranked.max().map(|(_, path)| path).unwrap()
        };
        assert_eq!(best(&[":x/:y/:z", ":x/b/c", "a/:y/:z"]), ":x/b/c");
        assert_eq!(best(&[":x/b/c", "a/:y/c", "a/b/:z"]), "a/b/:z");
    }
}
