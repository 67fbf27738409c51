//! One walk over a document: every string by the key that it stands under.

use super::keyword::{self, Hit};
use super::name::{Class, class};
use super::named::{self, Found};
use super::position::Position;
use super::sample::is_practice_host;
use super::scanner;
use super::source::{Source, part};
use super::strength::{Strength, is_random};
use super::variable::variable_name;
use super::{Kind, Secret};
use crate::document::{Document, Kind as Json, NodeRef};
use crate::text::Span;
use aho_corasick::AhoCorasick;
use std::borrow::Cow;
use std::collections::HashMap;

/// The beginning of an escape that may stand for an ASCII letter.
const SPELT: &[u8] = b"\\u00";

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
        classes: HashMap::new(),
        found: Vec::new(),
    };
    scan.walk(document.root());
    settled(scan.found)
}

/// Only what stands in values that have bytes of `shown`, which are in order and apart: of a large file that takes nearly no time.
pub fn scan_near<'d>(document: &'d Document, shown: &[Span]) -> Vec<Secret<'d>> {
    let mut scan = Scan {
        known: None,
        shown: Some(shown),
        hits: Vec::new(),
        hit: 0,
        spelt: Vec::new(),
        classes: HashMap::new(),
        found: Vec::new(),
    };
    scan.walk(document.root());
    settled(scan.found)
}

struct Scan<'d, 's> {
    /// Finds values that are known already.
    known: Option<AhoCorasick>,
    /// Where to look; none for everywhere. Then words are searched for string by string.
    shown: Option<&'s [Span]>,
    /// Words in the whole text.
    hits: Vec<Hit>,
    /// The first of them that does not stand before the value that is looked at: values come in reading order.
    hit: usize,
    /// Where a letter is spelt as an escape that may stand for an ASCII letter.
    spelt: Vec<usize>,
    /// What names say: a few names stand everywhere.
    classes: HashMap<Cow<'d, str>, Class>,
    found: Vec<Secret<'d>>,
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Place<'d> {
    position: Position,
    /// The key that it stands under, or the name that stands beside it.
    field: Option<NodeRef<'d>>,
    /// Whether the request goes to a host whose credentials everybody has.
    is_practice: bool,
    role: Role,
}

/// What a value is to the object around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
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
            if self.shown.is_some_and(|shown| !has_bytes_of(node.span(), shown)) {
                continue;
            }
            match node.kind() {
                Json::Object => {
                    let from = pending.len();
                    self.object(node, place, &mut pending);
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

    /// Puts the members of an object on `pending`, each with what is known of its place.
    fn object(&mut self, node: NodeRef<'d>, place: Place<'d>, pending: &mut Vec<(NodeRef<'d>, Place<'d>)>) {
        let (mut key, mut name, mut value, mut is_secret, mut is_practice) =
            (None, None, None, false, place.is_practice);
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

    /// The value of a field with a name.
    fn value(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        let field = place.field.and_then(NodeRef::as_str).unwrap_or_default();
        let value = match node.kind() {
            Json::String => node.as_str(),
            Json::Number => node.as_number().map(Cow::Borrowed),
            _ => None,
        };
        let Some(value) = value else { return };
        if is_cookie(&field, place.position) {
            return self.cookies(node, &value, &field, place);
        }
        let class = class_of(&mut self.classes, field.clone(), place.position);
        if class != Class::Other
            && let Some(found) = named::judge(class, &value)
        {
            self.push(node, &value, found, field.into_owned(), place);
        }
    }

    /// The value of a variable of the type `secret`.
    fn declared(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        let value = match node.kind() {
            Json::String => node.as_str().unwrap_or_default(),
            Json::Number => node.as_number().map(Cow::Borrowed).unwrap_or_default(),
            _ => return,
        };
        if let Some(found) = named::declared(&value) {
            let field = place.field.and_then(NodeRef::as_str).unwrap_or_default();
            self.push(node, &value, found, field.into_owned(), place);
        }
    }

    /// The pairs of a `Cookie` or `Set-Cookie` header.
    fn cookies(&mut self, node: NodeRef<'d>, value: &str, field: &str, place: Place<'d>) {
        let is_set = field.eq_ignore_ascii_case("set-cookie");
        let mut at = 0;
        for (number, piece) in value.split(';').enumerate() {
            let start = at;
            at += piece.len() + 1;
            if is_set && number > 0 {
                break;
            }
            let Some((name, cookie)) = piece.split_once('=') else { continue };
            let Some(found) = cookie_value(name.trim(), cookie) else { continue };
            let from = start + name.len() + 1;
            let range = from + found.range.start..from + found.range.end;
            self.push(node, value, Found { range, ..found }, name.trim().to_owned(), place);
        }
    }

    /// Whatever stands in a text.
    fn text(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        if node.kind() != Json::String {
            return;
        }
        let span = node.span();
        let first_spelt = self.spelt.partition_point(|at| *at < span.start);
        let is_near = self.shown.is_some();
        let is_spelt = self.spelt.get(first_spelt).is_some_and(|at| *at < span.end)
            || is_near && memchr::memmem::find(node.source().as_bytes(), SPELT).is_some();
        let source = Source::of(node, is_spelt);
        self.known_values(&source, place);
        let own;
        let (hits, base) = if source.is_written() && !is_near {
            while self.hits.get(self.hit).is_some_and(|hit| (hit.start as usize) < span.start) {
                self.hit += 1;
            }
            let count = self.hits[self.hit..].iter().take_while(|hit| hit.end as usize <= span.end).count();
            (&self.hits[self.hit..self.hit + count], span.start + 1)
        } else {
            own = keyword::hits(&source.text);
            (own.as_slice(), 0)
        };
        if hits.is_empty() {
            return;
        }
        let is_lines = place.position == Position::Header;
        let found = scanner::scan(&source.text, hits, base, place.position, is_lines);
        for found in found {
            let span = source.span(found.range.clone());
            let value = source.text[found.range].to_owned();
            let named = place.field.and_then(NodeRef::as_str).unwrap_or_default();
            let field = if found.field.is_empty() { own_field(&named, place.position) } else { found.field };
            self.add(
                Secret {
                    variable: variable_name(&field, found.kind, place.position),
                    kind: found.kind,
                    strength: found.strength,
                    position: place.position,
                    node: source.node,
                    span,
                    field,
                    value: value.into(),
                },
                place,
            );
        }
    }

    /// Values that are known already.
    fn known_values(&mut self, source: &Source<'d>, place: Place<'d>) {
        let Some(known) = &self.known else { return };
        let ranges: Vec<_> = known.find_iter(source.text.as_bytes()).map(|found| found.range()).collect();
        for range in ranges {
            let named = place.field.and_then(NodeRef::as_str).unwrap_or_default();
            let field = own_field(&named, place.position);
            self.found.push(Secret {
                variable: variable_name(&field, Kind::Named, place.position),
                kind: Kind::Named,
                strength: Strength::Strong,
                position: place.position,
                node: source.node,
                span: source.span(range.clone()),
                field,
                value: source.text[range].to_owned().into(),
            });
        }
    }

    fn push(&mut self, node: NodeRef<'d>, text: &str, found: Found, field: String, place: Place<'d>) {
        let span = if node.kind() == Json::String { part(node, text, found.range.clone()) } else { node.span() };
        let is_basic = text[..found.range.start].trim_end().to_ascii_lowercase().ends_with("basic");
        let named = if is_basic { "basic credentials" } else { &field };
        self.add(
            Secret {
                variable: variable_name(named, found.kind, place.position),
                kind: found.kind,
                strength: found.strength,
                position: place.position,
                node,
                span,
                field,
                value: text[found.range].to_owned().into(),
            },
            place,
        );
    }

    fn add(&mut self, secret: Secret<'d>, place: Place<'_>) {
        let is_known = place.is_practice && matches!(secret.kind, Kind::Named | Kind::Session);
        if !is_known {
            self.found.push(secret);
        }
    }
}

/// Of a name in a text that has one of its own only where that says what the value is.
fn own_field(named: &str, position: Position) -> String {
    match position {
        Position::Auth
        | Position::Header
        | Position::Query
        | Position::Form
        | Position::Variable
        | Position::Environment
        | Position::PathVariable
        | Position::Cookie => named.to_owned(),
        _ => String::new(),
    }
}

/// What the name of a field says where it stands: `value` of an API key's auth block, `key` of a query.
fn class_of<'d>(known: &mut HashMap<Cow<'d, str>, Class>, field: Cow<'d, str>, position: Position) -> Class {
    let is = |name: &str| field.eq_ignore_ascii_case(name);
    match position {
        Position::Auth if is("value") => Class::Token,
        Position::Query | Position::Form | Position::Header
            if is("key") || is("x-key") || is("auth") || is("x-auth") =>
        {
            Class::Token
        }
        _ => match known.get(&field) {
            Some(class) => *class,
            None => {
                let class = class(&field);
                known.insert(field, class);
                class
            }
        },
    }
}

fn is_cookie(field: &str, position: Position) -> bool {
    matches!(position, Position::Header | Position::Answer)
        && (field.eq_ignore_ascii_case("cookie") || field.eq_ignore_ascii_case("set-cookie"))
}

/// A cookie: a credential by its name, else of a session when it looks like one.
fn cookie_value(name: &str, value: &str) -> Option<Found> {
    match class(name) {
        Class::Other if is_random(value) => {
            Some(Found { range: 0..value.len(), kind: Kind::Session, strength: Strength::Ephemeral })
        }
        class => named::judge(class, value),
    }
}

fn leads_to_practice(url: NodeRef<'_>) -> bool {
    let url = if url.kind() == Json::Object { url.get("raw") } else { Some(url) };
    url.and_then(NodeRef::as_str).is_some_and(|url| is_practice_host(&url))
}

/// Whether any of `shown`, which are in order and apart, has bytes of `span`.
fn has_bytes_of(span: Span, shown: &[Span]) -> bool {
    let before = shown.partition_point(|one| one.start < span.end);
    before.checked_sub(1).is_some_and(|last| shown[last].end > span.start)
}

/// In the order of the file, none twice: of those that share bytes the one whose kind says more.
fn settled(mut found: Vec<Secret<'_>>) -> Vec<Secret<'_>> {
    found.sort_by_key(|secret| (secret.span.start, secret.span.end, std::cmp::Reverse(secret.kind)));
    let mut settled: Vec<Secret<'_>> = Vec::with_capacity(found.len());
    for secret in found {
        match settled.last_mut().filter(|last| last.span.end > secret.span.start) {
            Some(last) if (secret.strength, secret.kind) > (last.strength, last.kind) => *last = secret,
            Some(_) => {}
            None => settled.push(secret),
        }
    }
    settled
}
