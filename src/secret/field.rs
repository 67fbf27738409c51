//! What is done with a value: by the name of its field, as a text, and how it is taken down.

use super::keyword;
use super::name::{Class, class, is_key};
use super::named::{self, Found};
use super::position::Position;
use super::scan::{Place, SPELT, Scan};
use super::scanner::{self, InText};
use super::source::{Source, part};
use super::strength::{Strength, is_random};
use super::variable::variable_name;
use super::{Kind, Secret};
use crate::document::{Kind as Json, NodeRef};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// How many names are kept.
const KNOWN_NAMES: usize = 4_096;

impl<'d> Scan<'d, '_> {
    /// The value of a field with a name.
    pub(super) fn value(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        let field = place.field.and_then(NodeRef::as_str).unwrap_or_default();
        let class = class_at(&field, place.position);
        let may_be_key = class == Class::Other && is_keyed(place.position);
        if class == Class::Other && !may_be_key && !is_cookie(&field, place.position) {
            return;
        }
        let Some(value) = written(node) else { return };
        if is_cookie(&field, place.position) {
            return self.cookies(node, &value, &field, place);
        }
        let class = if may_be_key && is_random(&value) && is_key(&field) { Class::Token } else { class };
        if class != Class::Other
            && let Some(found) = named::judge(class, &value)
        {
            self.push(node, &value, found, field.into_owned(), place);
        }
    }

    /// The value of a variable of the type `secret`.
    pub(super) fn declared(&mut self, node: NodeRef<'d>, place: Place<'d>) {
        let Some(value) = written(node) else { return };
        let field = place.field.and_then(NodeRef::as_str).unwrap_or_default();
        if let Some(found) = named::declared(&field, &value) {
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
            self.push(node, value, found.shifted(start + name.len() + 1), name.trim().to_owned(), place);
        }
    }

    /// Whatever stands in a text.
    pub(super) fn text(&mut self, node: NodeRef<'d>, place: Place<'d>) {
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
        for InText { range, kind, strength, field } in found {
            let field = if field.is_empty() { own_field(place) } else { field };
            let variable = variable_name(&field, kind, place.position);
            let (span, value) = (source.span(range.clone()), source.text[range].to_owned());
            self.add(Secret { kind, strength, position: place.position, node, span, field, variable, value }, place);
        }
    }

    /// Values that are known already.
    fn known_values(&mut self, source: &Source<'d>, place: Place<'d>) {
        let Some(known) = &self.known else { return };
        for range in known.find_iter(source.text.as_bytes()).map(|found| found.range()) {
            let field = own_field(place);
            self.found.push(Secret {
                variable: variable_name(&field, Kind::Named, place.position),
                kind: Kind::Named,
                strength: Strength::Strong,
                position: place.position,
                node: source.node,
                span: source.span(range.clone()),
                field,
                value: source.text[range].to_owned(),
            });
        }
    }

    fn push(&mut self, node: NodeRef<'d>, text: &str, found: Found, field: String, place: Place<'d>) {
        let Found { range, kind, strength } = found;
        let span = if node.kind() == Json::String { part(node, text, range.clone()) } else { node.span() };
        let is_basic = text[..range.start].trim_end().to_ascii_lowercase().ends_with("basic");
        let variable = variable_name(if is_basic { "basic credentials" } else { &field }, kind, place.position);
        let value = text[range].to_owned();
        self.add(Secret { kind, strength, position: place.position, node, span, field, variable, value }, place);
    }

    fn add(&mut self, secret: Secret<'d>, place: Place<'_>) {
        let is_known = place.is_practice && matches!(secret.kind, Kind::Named | Kind::Session);
        if !is_known {
            self.found.push(secret);
        }
    }
}

/// The text of a string or number.
fn written(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    node.as_str().or_else(|| node.as_number().map(Cow::Borrowed))
}

/// Of a name in a text that has one of its own only where that says what the value is.
fn own_field(place: Place<'_>) -> String {
    match place.position {
        Position::Auth
        | Position::Header
        | Position::Query
        | Position::Form
        | Position::Variable
        | Position::Environment
        | Position::PathVariable
        | Position::Cookie => place.field.and_then(NodeRef::as_str).unwrap_or_default().into_owned(),
        _ => String::new(),
    }
}

/// What the name of a field says where it stands: `value` of an API key's auth block, `key` of a query.
fn class_at(field: &str, position: Position) -> Class {
    let is = |name: &str| field.eq_ignore_ascii_case(name);
    match position {
        Position::Auth if is("value") => Class::Token,
        Position::Query | Position::Form | Position::Header
            if is("key") || is("x-key") || is("auth") || is("x-auth") =>
        {
            Class::Token
        }
        _ => known_class(field),
    }
}

/// The same names stand in all files: what they say is found out once.
fn known_class(field: &str) -> Class {
    thread_local! {
        static KNOWN: RefCell<HashMap<Box<str>, Class>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(class) = known.get(field) {
            return *class;
        }
        let class = class(field);
        if known.len() < KNOWN_NAMES {
            known.insert(field.into(), class);
        }
        class
    })
}

/// Whether a field that is called a key holds one: in texts and answers anything may be called so.
const fn is_keyed(position: Position) -> bool {
    matches!(
        position,
        Position::Environment
            | Position::Variable
            | Position::Header
            | Position::Query
            | Position::Form
            | Position::PathVariable
    )
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
