//! Words a schema failure as a finding. Messages come from the schema and from the types of values, never from their text.

use super::best_match::Expected;
use crate::document::{Kind, NodeRef};
use crate::finding::{Finding, Location, RuleId};
use crate::postman::{FileKind, breadcrumb};
use crate::text::{Edit, suggest};
use jsonschema::JsonType;

/// A value has another type than the schema asks for.
pub const TYPE: RuleId = RuleId("schema/type");
/// An object lacks a required key.
pub const REQUIRED: RuleId = RuleId("schema/required");
/// A value is not one of the allowed values.
pub const ENUM: RuleId = RuleId("schema/enum");
/// A value matches more than one alternative of `oneOf`.
pub const ONE_OF: RuleId = RuleId("schema/one-of");
/// A number is too small or a string too long.
pub const LIMIT: RuleId = RuleId("schema/limit");
/// Any other keyword of the schema fails.
pub const KEYWORD: RuleId = RuleId("schema/keyword");

/// The ids of all findings of [`validate`](super::validate).
pub const RULES: &[RuleId] = &[TYPE, REQUIRED, ENUM, ONE_OF, LIMIT, KEYWORD];

/// The finding for the value at `pointer` below `node`. Each element of `expected` alone would have been valid.
pub(super) fn finding(node: NodeRef<'_>, pointer: &str, expected: &[Expected]) -> Finding {
    let node = node.at(pointer).unwrap_or(node);
    let (rule, message) = match expected.first() {
        Some(Expected::Keys(_)) => (REQUIRED, format!("{} missing", missing(expected))),
        Some(Expected::OneAlternative) => (ONE_OF, several_alternatives(node).to_owned()),
        Some(Expected::Type(_)) => (TYPE, format!("expected {}, found {}", list(&words(expected), "or"), found(node))),
        Some(Expected::Values(_)) => (ENUM, format!("expected {}", list(&words(expected), "or"))),
        Some(Expected::Limit(_)) => (LIMIT, format!("expected {}", list(&words(expected), "or"))),
        Some(Expected::Keyword(_)) | None => (KEYWORD, format!("expected {}", list(&words(expected), "or"))),
    };
    let mut finding = Finding::error(rule, Location::of(node).breadcrumb(breadcrumb(node)), message);
    finding.help = help(node, expected);
    finding.fix = fixed_type(node, pointer, expected).into_iter().collect();
    finding
}

/// Replaces a mistyped `type` of a variable. Other mistyped values have no automatic fix: more than the value itself depends on them.
fn fixed_type(node: NodeRef<'_>, pointer: &str, expected: &[Expected]) -> Option<Edit> {
    let mut tokens = pointer.rsplit('/');
    let is_type = tokens.next() == Some("type") && matches!(tokens.nth(1), Some("variable" | "values"));
    let meant = meant_value(&node.as_str().filter(|_| is_type)?, expected)?;
    Some(Edit { span: node.span(), replacement: format!("\"{meant}\"") })
}

/// The allowed value that is nearest to `word`, if one is near.
fn meant_value<'e>(word: &str, expected: &'e [Expected]) -> Option<&'e str> {
    let values = expected.iter().filter_map(|one| match one {
        Expected::Values(values) => Some(values.iter().map(|value| value.trim_matches('"'))),
        _ => None,
    });
    suggest(word, values.flatten())
}

/// The finding for an embedded schema that does not compile. A test makes sure that all compile.
pub(super) fn unusable(kind: FileKind, node: NodeRef<'_>, reason: &str) -> Finding {
    let message = format!("the embedded schema of {} does not compile: {reason}", kind.name());
    Finding::error(KEYWORD, Location::of(node), message).help("report this as a bug in Postsmith")
}

/// The missing keys with their verb: ``the keys `a` and `b` are``.
fn missing(expected: &[Expected]) -> String {
    let alternatives: Vec<_> = expected
        .iter()
        .filter_map(|one| match one {
            Expected::Keys(keys) => Some(list(&keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>(), "and")),
            _ => None,
        })
        .collect();
    let several = matches!(expected.first(), Some(Expected::Keys(keys)) if keys.len() > 1);
    let (noun, verb) = if several { ("keys", "are") } else { ("key", "is") };
    format!("the {noun} {} {verb}", list(&alternatives, "or"))
}

fn words(expected: &[Expected]) -> Vec<String> {
    expected
        .iter()
        .flat_map(|one| match one {
            Expected::Type(of) => vec![with_article(of.as_str()).to_owned()],
            Expected::Keys(keys) => vec![format!("an object with {}", list(keys, "and"))],
            Expected::Values(values) => values.clone(),
            Expected::OneAlternative => vec!["exactly one of the alternatives".to_owned()],
            Expected::Limit(limit) => vec![limit.clone()],
            Expected::Keyword(keyword) => vec![format!("a value that satisfies `{keyword}` of the schema")],
        })
        .collect()
}

fn several_alternatives(node: NodeRef<'_>) -> &'static str {
    if node.get("item").is_some() && node.get("request").is_some() {
        "this item is both a request and a folder: it has `request` and `item`"
    } else {
        "this value matches several of the allowed alternatives; it must match exactly one"
    }
}

fn help(node: NodeRef<'_>, expected: &[Expected]) -> Option<String> {
    if let Some(help) = unquoted(node, expected) {
        return Some(help);
    }
    let keys = || {
        expected
            .iter()
            .filter_map(|one| match one {
                Expected::Keys(keys) => Some(keys.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
    };
    // The mistyped key is named by its position, because its text may be confidential.
    let mistyped = node.members().find_map(|(key, _)| {
        let meant = suggest(&key.as_str()?, keys())?;
        let position = node.document().position(key.span().start);
        Some(format!("did you mean `{meant}` for the key at {position}?"))
    });
    mistyped.or_else(|| {
        if keys().eq(["request", "item"]) {
            return Some("add `request` for a request, or `item` for a folder".to_owned());
        }
        meant_value(&node.as_str()?, expected).map(|meant| format!("did you mean \"{meant}\"?"))
    })
}

/// The help for a YAML value that only lacks quotes to be the string that is expected, or that was left out.
fn unquoted(node: NodeRef<'_>, expected: &[Expected]) -> Option<String> {
    let wants_string = expected.iter().any(|one| matches!(one, Expected::Type(JsonType::String)));
    if !node.document().is_yaml() || !wants_string {
        return None;
    }
    match node.kind() {
        Kind::Null => Some("write the value, in quotes if it is empty, or remove the key".to_owned()),
        Kind::Bool(_) | Kind::Number => Some("put the value in quotes".to_owned()),
        Kind::String | Kind::Array | Kind::Object => None,
    }
}

/// The type of a value, as messages name it.
fn found(node: NodeRef<'_>) -> &'static str {
    match node.as_number() {
        // `expected an integer, found a number` would not explain the problem.
        Some(number) if number.contains(['.', 'e', 'E']) => "a number with a fraction",
        _ => with_article(node.kind().name()),
    }
}

fn with_article(name: &'static str) -> &'static str {
    match name {
        "array" => "an array",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "object" => "an object",
        "string" => "a string",
        other => other,
    }
}

/// `a, b or c`.
pub(super) fn list(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
