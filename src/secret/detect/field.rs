//! Credentials in a named field: what the name says at its position, then what the value looks like.

use super::evidence::Evidence;
use super::field_name::{FieldClass, field_class, is_key_name, is_phrase_name};
use super::field_value::{ValueMatch, check_encoded_user, check_value, is_recovery_phrase};
use super::position::Position;
use super::risk::Risk;
use super::token::is_random;
use crate::secret::SecretKind;
use std::cell::RefCell;
use std::collections::HashMap;

/// Most names whose class is kept.
const KNOWN_NAMES: usize = 4_096;

/// How the value of a field is read.
#[derive(Clone, Copy)]
pub(super) enum Reading {
    /// As the value of a field of that class.
    Value(FieldClass),
    /// As a key of any kind: only a random value is a credential.
    Key,
    /// As the pairs of a header `Cookie`, or `Set-Cookie` with `is_set`.
    Cookies { is_set: bool },
}

impl Reading {
    /// How the field `name` at `position` is read. None when it cannot hold a credential.
    pub(super) fn of(name: &str, position: Position) -> Option<Self> {
        if is_cookie_header(name, position) {
            return Some(Self::Cookies { is_set: name.eq_ignore_ascii_case("set-cookie") });
        }
        match class_at(name, position) {
            FieldClass::Other if holds_keys(position) => Some(Self::Key),
            FieldClass::Other => None,
            class => Some(Self::Value(class)),
        }
    }

    /// The credentials in `value` of the field `name`, each with the name of its field or cookie.
    pub(super) fn credentials(self, name: &str, value: &str) -> Vec<(String, ValueMatch)> {
        let found = match self {
            Self::Cookies { is_set } => return cookies(value, is_set),
            Self::Key if is_random(value) && is_key_name(name) || is_recovery_phrase(value) && is_phrase_name(name) => {
                check_value(FieldClass::Token, value)
            }
            Self::Key => check_encoded_user(value),
            Self::Value(class) => check_value(class, value),
        };
        found.map(|found| (name.to_owned(), found)).into_iter().collect()
    }
}

/// The credentials in the pairs of a `Cookie` or `Set-Cookie` header. The attributes of the latter hold none.
fn cookies(value: &str, is_set: bool) -> Vec<(String, ValueMatch)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (number, piece) in value.split(';').enumerate() {
        let start = at;
        at += piece.len() + 1;
        if is_set && number > 0 {
            break;
        }
        let Some((name, cookie)) = piece.split_once('=') else { continue };
        if let Some(credential) = cookie_value(name.trim(), cookie) {
            found.push((name.trim().to_owned(), credential.shifted(start + name.len() + 1)));
        }
    }
    found
}

/// A cookie is a credential by its name, else a session's when its value is random.
fn cookie_value(name: &str, value: &str) -> Option<ValueMatch> {
    match field_class(name) {
        FieldClass::Other if is_random(value) => Some(ValueMatch {
            range: 0..value.len(),
            kind: SecretKind::Session,
            risk: Risk::Low,
            evidence: Evidence::Slot,
        }),
        class => check_value(class, value),
    }
}

/// What the name of a field says at its position: `value` is a token in the auth block of an API key, `key` is one in a query.
fn class_at(name: &str, position: Position) -> FieldClass {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    match position {
        Position::Auth if is("value") => FieldClass::Token,
        Position::Query | Position::Form | Position::Header
            if is("key") || is("x-key") || is("auth") || is("x-auth") =>
        {
            FieldClass::Token
        }
        _ => known_class(name),
    }
}

/// The class of `name`, computed once a thread: all files repeat the same names.
fn known_class(name: &str) -> FieldClass {
    thread_local! {
        static KNOWN: RefCell<HashMap<Box<str>, FieldClass>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(class) = known.get(name) {
            return *class;
        }
        let class = field_class(name);
        if known.len() < KNOWN_NAMES {
            known.insert(name.into(), class);
        }
        class
    })
}

/// Whether a field named "key" holds a key at `position`. In texts and saved examples the word means anything.
const fn holds_keys(position: Position) -> bool {
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

fn is_cookie_header(name: &str, position: Position) -> bool {
    matches!(position, Position::Header | Position::SavedExample)
        && (name.eq_ignore_ascii_case("cookie") || name.eq_ignore_ascii_case("set-cookie"))
}
