//! Equality as JSON Schema means it: members in any order, numbers by their value.

use crate::document::{Kind, NodeRef};
use serde_json::Value as Literal;

/// Between a value of a document and one of a schema.
pub(super) fn with_literal(node: NodeRef<'_>, literal: &Literal) -> bool {
    match literal {
        Literal::Null => node.is_null(),
        Literal::Bool(expected) => node.as_bool() == Some(*expected),
        Literal::String(expected) => node.is_str(expected),
        Literal::Number(expected) => node.as_number().is_some_and(|number| of_numbers(number, &expected.to_string())),
        Literal::Array(expected) => {
            node.kind() == Kind::Array
                && node.len() == expected.len()
                && node.elements().zip(expected).all(|(node, expected)| with_literal(node, expected))
        }
        Literal::Object(expected) => {
            node.kind() == Kind::Object
                && node.len() == expected.len()
                && expected.iter().all(|(key, expected)| node.get(key).is_some_and(|node| with_literal(node, expected)))
        }
    }
}

/// Between two values of a document.
pub(super) fn of_values(left: NodeRef<'_>, right: NodeRef<'_>) -> bool {
    if left.kind() != right.kind() || left.len() != right.len() {
        return false;
    }
    match left.kind() {
        Kind::Null | Kind::Bool(_) => true,
        Kind::Number => match (left.as_number(), right.as_number()) {
            (Some(left), Some(right)) => of_numbers(left, right),
            _ => false,
        },
        Kind::String => left.as_str() == right.as_str(),
        Kind::Array => left.elements().zip(right.elements()).all(|(left, right)| of_values(left, right)),
        Kind::Object => left.members().all(|(key, value)| {
            right.get(&key.as_str().unwrap_or_default()).is_some_and(|other| of_values(value, other))
        }),
    }
}

/// Between two numbers as they are written.
fn of_numbers(left: &str, right: &str) -> bool {
    match (left.parse::<i64>(), right.parse::<i64>()) {
        (Ok(left), Ok(right)) => left == right,
        _ => left.parse::<f64>().ok() == right.parse::<f64>().ok(),
    }
}
