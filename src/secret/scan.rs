//! One walk over a document: every string by the key that it stands under.

use super::keyword::{self, Hit};
use super::position::Position;
use super::sample::is_practice_host;
use super::strength::Strength;
use super::{Kind, Secret};
use crate::document::{Document, Kind as Json, NodeRef};
use crate::text::Span;
use aho_corasick::AhoCorasick;

/// The beginning of an escape that may stand for an ASCII letter.
pub(super) const SPELT: &[u8] = b"\\u00";

/// Every credential in clear of `document`, in the order of the file; of two that share bytes the better known one.
///
/// It takes time in proportion to the text, whatever stands in it.
pub fn scan(document: &Document) -> Vec<Secret<'_>> {
    scan_with(document, &[])
}

/// The same, and every other place where one of the values `known` stands, whatever names it there.
pub fn scan_with<'d>(document: &'d Document, known: &[&str]) -> Vec<Secret<'d>> {
    let text = document.text();
    let mut scan = Scan {
        known: keyword::known(known),
        shown: None,
        hits: keyword::hits(text),
        hit: 0,
        spelt: memchr::memmem::find_iter(text.as_bytes(), SPELT).collect(),
        found: Vec::new(),
    };
    scan.walk(document.root());
    settled(scan.found)
}

/// Only what stands in values that have bytes of `shown`, which are in order and apart: of a large file that takes nearly no time.
pub fn scan_near<'d>(document: &'d Document, shown: &[Span]) -> Vec<Secret<'d>> {
    let mut scan =
        Scan { known: None, shown: Some(shown), hits: Vec::new(), hit: 0, spelt: Vec::new(), found: Vec::new() };
    scan.walk(document.root());
    settled(scan.found)
}

pub(super) struct Scan<'d, 's> {
    /// Finds values that are known already.
    pub(super) known: Option<AhoCorasick>,
    /// Where to look; none for everywhere. Then words are searched for string by string.
    pub(super) shown: Option<&'s [Span]>,
    /// Words in the whole text.
    pub(super) hits: Vec<Hit>,
    /// The first of them that does not stand before the value that is looked at: values come in reading order.
    pub(super) hit: usize,
    /// Where a letter is spelt as an escape that may stand for an ASCII letter.
    pub(super) spelt: Vec<usize>,
    pub(super) found: Vec<Secret<'d>>,
}

/// Where a value is.
#[derive(Clone, Copy)]
pub(super) struct Place<'d> {
    pub(super) position: Position,
    /// The key that it stands under, or the name that stands beside it.
    pub(super) field: Option<NodeRef<'d>>,
    /// Whether the request goes to a host whose credentials everybody has.
    pub(super) is_practice: bool,
    pub(super) role: Role,
}

/// What a value is to the object around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands under its key.
    Member,
    /// It stands beside its name: `{"key": ..., "value": ...}`.
    Named,
    /// The same, of the type `secret`.
    Declared,
}

impl<'d> Scan<'d, '_> {
    fn walk(&mut self, root: NodeRef<'d>) {
        let mut pending =
            vec![(root, Place { position: Position::Other, field: None, is_practice: false, role: Role::Member })];
        while let Some((node, place)) = pending.pop() {
            if self.shown.is_some_and(|shown| !node.span().overlaps_any(shown)) {
                continue;
            }
            match node.kind() {
                Json::Object => {
                    let from = pending.len();
                    object(node, place, &mut pending);
                    pending[from..].reverse();
                }
                Json::Array => {
                    let from = pending.len();
                    let place = Place { role: Role::Member, ..place };
                    pending.extend(node.elements().map(|element| (element, place)));
                    pending[from..].reverse();
                }
                Json::String | Json::Number => self.scalar(node, place),
                Json::Null | Json::Bool(_) => {}
            }
        }
    }

    fn scalar(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        let is_field = matches!(
            place.position,
            Position::Auth
                | Position::Cookie
                | Position::Answer
                | Position::Header
                | Position::PathVariable
                | Position::Environment
        );
        match place.role {
            Role::Declared => self.declared(node, place),
            Role::Named => self.value(node, place),
            Role::Member if is_field && node.kind() == Json::String => self.value(node, place),
            Role::Member => {}
        }
        self.text(node, place);
    }
}

/// Puts the members of an object on `pending`, each with what is known of its place.
fn object<'d>(node: NodeRef<'d>, place: Place<'d>, pending: &mut Vec<(NodeRef<'d>, Place<'d>)>) {
    let (mut key, mut name, mut value, mut is_secret, mut is_practice) = (None, None, None, false, place.is_practice);
    for (member, at) in node.members() {
        match &*member.as_str().unwrap_or_default() {
            "key" => key = Some(at),
            "name" => name = Some(at),
            "value" => value = Some(at),
            "type" => is_secret = at.is_str("secret"),
            "url" => is_practice |= leads_to_practice(at),
            "request" => is_practice |= leads_to_practice(at) || at.get("url").is_some_and(leads_to_practice),
            _ => {}
        }
    }
    let named = match (place.position, key, name) {
        (Position::Cookie | Position::Answer, None, Some(name)) => Some(name),
        (_, key, _) => key,
    };
    for (member, at) in node.members() {
        if named.is_some_and(|name| name == at) {
            continue;
        }
        let position = place.position.below(&member.as_str().unwrap_or_default());
        let may_be_secret = is_secret && matches!(position, Position::Environment | Position::Variable);
        let (field, role) = match named {
            Some(name) if value == Some(at) => (name, if may_be_secret { Role::Declared } else { Role::Named }),
            _ => (member, Role::Member),
        };
        pending.push((at, Place { position, field: Some(field), is_practice, role }));
    }
}

fn leads_to_practice(url: NodeRef<'_>) -> bool {
    let url = if url.kind() == Json::Object { url.get("raw") } else { Some(url) };
    url.and_then(NodeRef::as_str).is_some_and(|url| is_practice_host(&url))
}

/// In the order of the file, none twice: of those that share bytes the one whose kind says more.
fn settled(mut found: Vec<Secret<'_>>) -> Vec<Secret<'_>> {
    found.sort_by_key(|secret| (secret.span.start, secret.span.end, std::cmp::Reverse(secret.kind)));
    let mut settled: Vec<Secret<'_>> = Vec::with_capacity(found.len());
    for secret in found {
        match settled.last_mut().filter(|last| last.span.end > secret.span.start) {
            Some(last) if weight(&secret) > weight(last) => *last = secret,
            Some(_) => {}
            None => settled.push(secret),
        }
    }
    settled
}

/// How much a finding says: of two of the same kind the longer one says more.
const fn weight(secret: &Secret<'_>) -> (Strength, Kind, usize) {
    let kind = match secret.kind {
        Kind::Vendor(_) => Kind::Vendor(0),
        other => other,
    };
    (secret.strength, kind, secret.span.len())
}
