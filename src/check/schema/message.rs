//! What is wrong, in words. Everything here comes from the schema and from the types of values, nothing from their text.

use super::blame::Expected;
use super::rules;
use crate::document::NodeRef;
use crate::finding::{Finding, Location, RuleId};
use crate::postman::{FileKind, breadcrumb};
use crate::text::{Edit, suggest};

const TYPE: RuleId = rules::TYPE.id;
const REQUIRED: RuleId = rules::REQUIRED.id;
const ENUM: RuleId = rules::ENUM.id;
const ONE_OF: RuleId = rules::ONE_OF.id;
const LIMIT: RuleId = rules::LIMIT.id;
const KEYWORD: RuleId = rules::KEYWORD.id;

/// Every rule of this check.
pub const RULES: &[RuleId] = &[TYPE, REQUIRED, ENUM, ONE_OF, LIMIT, KEYWORD];

/// The finding for the value that `pointer` names below `node`. `expected` holds what would have been right, any one of it.
pub(super) fn finding(node: NodeRef<'_>, pointer: &str, expected: &[Expected]) -> Finding {
    let node = node.at(pointer).unwrap_or(node);
    let (rule, message) = match expected.first() {
        Some(Expected::Keys(_)) => (REQUIRED, format!("{} missing", missing(expected))),
        Some(Expected::OneForm) => (ONE_OF, several_forms(node).to_owned()),
        Some(Expected::Type(_)) => (TYPE, format!("expected {}, found {}", list(&words(expected), "or"), found(node))),
        Some(Expected::Values(_)) => (ENUM, format!("expected {}", list(&words(expected), "or"))),
        Some(Expected::Limit(_)) => (LIMIT, format!("expected {}", list(&words(expected), "or"))),
        Some(Expected::Keyword(_)) | None => (KEYWORD, format!("expected {}", list(&words(expected), "or"))),
    };
    let mut finding = Finding::error(rule, Location::of(node).breadcrumb(breadcrumb(node)), message);
    finding.help = help(node, expected);
    finding.fix = mended_type(node, pointer, expected).into_iter().collect();
    finding
}

/// The type of a variable that a slip was meant to be. Of other slips more depends on the word than its own place.
fn mended_type(node: NodeRef<'_>, pointer: &str, expected: &[Expected]) -> Option<Edit> {
    let mut tokens = pointer.rsplit('/');
    let is_type = tokens.next() == Some("type") && matches!(tokens.nth(1), Some("variable" | "values"));
    let meant = meant_value(&node.as_str().filter(|_| is_type)?, expected)?;
    Some(Edit { span: node.span(), replacement: format!("\"{meant}\"") })
}

/// The allowed value that `word` was probably meant to be.
fn meant_value<'e>(word: &str, expected: &'e [Expected]) -> Option<&'e str> {
    let values = expected.iter().filter_map(|one| match one {
        Expected::Values(values) => Some(values.iter().map(|value| value.trim_matches('"'))),
        _ => None,
    });
    suggest(word, values.flatten())
}

/// A schema of ours that cannot be compiled. A test holds that none of them is.
pub(super) fn unusable(kind: FileKind, node: NodeRef<'_>, reason: &str) -> Finding {
    let message = format!("the embedded schema of {} is unusable: {reason}", kind.name());
    Finding::error(KEYWORD, Location::of(node), message).help("this is a fault of Postsmith: please report it")
}

/// The keys that are missing, with the verb.
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
            Expected::OneForm => vec!["just one of its forms".to_owned()],
            Expected::Limit(limit) => vec![limit.clone()],
            Expected::Keyword(keyword) => vec![format!("what `{keyword}` of the schema asks for")],
        })
        .collect()
}

fn several_forms(node: NodeRef<'_>) -> &'static str {
    if node.get("item").is_some() && node.get("request").is_some() {
        "this is a request and a folder at once: it has both `request` and `item`"
    } else {
        "this fits several of the forms that are allowed here, and only one may fit"
    }
}

fn help(node: NodeRef<'_>, expected: &[Expected]) -> Option<String> {
    let keys = || {
        expected
            .iter()
            .filter_map(|one| match one {
                Expected::Keys(keys) => Some(keys.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
    };
    // A key that was probably meant is shown by its place: its text might be anything.
    let misspelt = node.members().find_map(|(key, _)| {
        let meant = suggest(&key.as_str()?, keys())?;
        let place = node.document().position(key.span().start);
        Some(format!("the key at {place} was probably meant to be `{meant}`"))
    });
    misspelt.or_else(|| {
        if keys().eq(["request", "item"]) {
            return Some("a request has `request`, a folder has `item`".to_owned());
        }
        meant_value(&node.as_str()?, expected).map(|meant| format!("did you mean \"{meant}\"?"))
    })
}

/// What a value is, for somebody who expected something else.
fn found(node: NodeRef<'_>) -> &'static str {
    match node.as_number() {
        // Where an integer is expected, "a number" would say nothing.
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
fn list(words: &[String], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}
