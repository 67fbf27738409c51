//! Finds the values that are wrong in the engine's tree of errors.
//!
//! Where a schema offers alternatives (`oneOf`, `anyOf`) and none matches, the engine reports the whole value; in a collection this is mostly
//! a top folder. The author probably meant the alternative that matched deepest, so its errors are reported instead.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;
use std::collections::BTreeMap;

/// One thing that would have been valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// A value of this type.
    Type(JsonType),
    /// All of these keys, which are missing.
    Keys(Vec<String>),
    /// One of these values: JSON texts of the schema.
    Values(Vec<String>),
    /// Exactly one alternative of `oneOf`; more than one matches.
    OneAlternative,
    /// A value within a limit, in words.
    Limit(String),
    /// A value that satisfies this keyword of the schema.
    Keyword(String),
}

/// The wrong values by pointer, each with what would have been valid: any one of these.
pub(super) type Failures = BTreeMap<String, Vec<Expected>>;

/// Collects the wrong values of all errors.
pub(super) fn failures<'e>(errors: impl IntoIterator<Item = ValidationError<'e>>) -> Failures {
    let mut failures = Failures::new();
    for error in errors {
        add(&mut failures, &error);
    }
    failures
}

fn add(failures: &mut Failures, error: &ValidationError<'_>) {
    let pointer = error.instance_path().as_str();
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } = error.kind() {
        for (pointer, expected) in best_alternative(pointer, context) {
            require(failures, pointer, expected);
        }
    } else {
        require(failures, pointer.to_owned(), expected(error.kind()));
    }
}

/// Adds one more demand on the value at `pointer`. Missing keys add up; a wrong type hides all other demands.
fn require(failures: &mut Failures, pointer: String, mut expected: Vec<Expected>) {
    let Some(present) = failures.get_mut(&pointer) else {
        failures.insert(pointer, expected);
        return;
    };
    match (present.as_mut_slice(), expected.as_mut_slice()) {
        ([Expected::Keys(present)], [Expected::Keys(more)]) => present.append(more),
        ([Expected::Type(_), ..], _) => {}
        (_, [Expected::Type(_), ..]) => *present = expected,
        _ => {}
    }
}

/// The failures of the alternative that matched deepest. Alternatives that matched equally deep are merged where they report the same value.
fn best_alternative(pointer: &str, alternatives: &[Vec<ValidationError<'_>>]) -> Failures {
    let mut ranked: Vec<(Vec<usize>, Failures)> = Vec::with_capacity(alternatives.len());
    for errors in alternatives {
        let mut failures = Failures::new();
        for error in errors {
            add(&mut failures, error);
        }
        ranked.push((match_depth(pointer, &failures), failures));
    }
    let Some(best) = ranked.iter().map(|(depth, _)| depth).max().cloned() else {
        return Failures::new();
    };
    let mut ties = ranked.into_iter().filter(|(depth, _)| *depth == best).map(|(_, failures)| failures);
    let mut merged = ties.next().unwrap_or_default();
    for mut other in ties {
        for (pointer, expected) in &mut merged {
            for alternative in other.remove(pointer).unwrap_or_default() {
                allow(expected, alternative);
            }
        }
    }
    merged
}

/// Adds one more valid alternative for a value.
fn allow(expected: &mut Vec<Expected>, alternative: Expected) {
    if expected.contains(&alternative) {
        return;
    }
    if let Expected::Values(more) = &alternative
        && let Some(Expected::Values(values)) = expected.iter_mut().find(|one| matches!(one, Expected::Values(_)))
    {
        values.extend(more.iter().filter(|value| !values.contains(value)).cloned().collect::<Vec<_>>());
        return;
    }
    expected.push(alternative);
}

/// How deep an alternative for the value at `pointer` matched before each of its failures, shallowest first. The last element is greater than
/// any depth, so that of two results the greater matched deeper, or failed less often.
fn match_depth(pointer: &str, failures: &Failures) -> Vec<usize> {
    let floor = depth(pointer);
    let mut depths = Vec::with_capacity(failures.len() + 1);
    for (at, expected) in failures {
        let depth = depth(at);
        match expected.as_slice() {
            // A wrong type fails before its content is looked at.
            [Expected::Type(_), ..] => depths.push(2 * depth),
            // A member with a fixed value (`"type": "file"`) selects the alternative, and it does not select this one.
            [Expected::Values(_), ..] if depth == floor + 1 => depths.push(2 * floor + 1),
            [Expected::Keys(keys)] => depths.extend(keys.iter().map(|_| 2 * depth + 1)),
            _ => depths.push(2 * depth + 1),
        }
    }
    depths.sort_unstable();
    depths.push(usize::MAX);
    depths
}

fn depth(pointer: &str) -> usize {
    memchr::memchr_iter(b'/', pointer.as_bytes()).count()
}

fn expected(kind: &ValidationErrorKind) -> Vec<Expected> {
    use ValidationErrorKind as Kind;
    vec![match kind {
        Kind::Type { kind: TypeKind::Single(single) } => Expected::Type(*single),
        Kind::Type { kind: TypeKind::Multiple(set) } => return set.iter().map(Expected::Type).collect(),
        Kind::Required { property } => Expected::Keys(vec![property.as_str().unwrap_or_default().to_owned()]),
        Kind::Enum { options } => {
            Expected::Values(options.as_array().into_iter().flatten().map(Value::to_string).collect())
        }
        Kind::Constant { expected_value } => Expected::Values(vec![expected_value.to_string()]),
        Kind::OneOfMultipleValid { .. } => Expected::OneAlternative,
        Kind::Minimum { limit } => Expected::Limit(format!("a number of at least {limit}")),
        Kind::MaxLength { limit } => Expected::Limit(format!("at most {limit} characters")),
        other => Expected::Keyword(other.keyword().to_owned()),
    }]
}
