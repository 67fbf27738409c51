//! From the engine's tree of errors to the places that are wrong.
//!
//! Where a schema offers alternatives (`oneOf`, `anyOf`), the engine says that none fits and blames the whole value; in a
//! collection that is mostly a top folder. What the author meant is the alternative that got deepest into the value.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;
use std::collections::BTreeMap;

/// One thing that would have been right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// A value of this type.
    Type(JsonType),
    /// All of these keys, which are missing.
    Keys(Vec<String>),
    /// One of these values: JSON texts of the schema.
    Values(Vec<String>),
    /// Just one of several forms, of which more than one fits.
    OneForm,
    /// A value inside a limit, in words.
    Limit(String),
    /// Whatever this keyword of the schema asks for.
    Keyword(String),
}

/// The places that are wrong, by pointer; for each what would have been right: any one of these.
pub(super) type Failures = BTreeMap<String, Vec<Expected>>;

/// Follows every error to its places.
pub(super) fn all<'e>(errors: impl IntoIterator<Item = ValidationError<'e>>) -> Failures {
    let mut failures = Failures::new();
    for error in errors {
        add(&mut failures, &error);
    }
    failures
}

fn add(failures: &mut Failures, error: &ValidationError<'_>) {
    let place = error.instance_path().as_str();
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } = error.kind() {
        for (place, expected) in closest(place, context) {
            both(failures, place, expected);
        }
    } else {
        both(failures, place.to_owned(), expected(error.kind()));
    }
}

/// Two demands on one value. Missing keys add up. Otherwise a value of the wrong type has only that to be told.
fn both(failures: &mut Failures, place: String, mut expected: Vec<Expected>) {
    let Some(present) = failures.get_mut(&place) else {
        failures.insert(place, expected);
        return;
    };
    match (present.as_mut_slice(), expected.as_mut_slice()) {
        ([Expected::Keys(present)], [Expected::Keys(more)]) => present.append(more),
        ([Expected::Type(_), ..], _) => {}
        (_, [Expected::Type(_), ..]) => *present = expected,
        _ => {}
    }
}

/// What is wrong by the alternative that got deepest; by several that got equally deep, merged where they blame one place.
fn closest(place: &str, alternatives: &[Vec<ValidationError<'_>>]) -> Failures {
    let mut ranked: Vec<(Vec<usize>, Failures)> = Vec::with_capacity(alternatives.len());
    for errors in alternatives {
        let mut failures = Failures::new();
        for error in errors {
            add(&mut failures, error);
        }
        ranked.push((reach(place, &failures), failures));
    }
    let Some(best) = ranked.iter().map(|(reach, _)| reach).max().cloned() else {
        return Failures::new();
    };
    let mut ties = ranked.into_iter().filter(|(reach, _)| *reach == best).map(|(_, failures)| failures);
    let mut merged = ties.next().unwrap_or_default();
    for mut other in ties {
        for (place, expected) in &mut merged {
            for alternative in other.remove(place).unwrap_or_default() {
                either(expected, alternative);
            }
        }
    }
    merged
}

/// One more alternative for one value.
fn either(expected: &mut Vec<Expected>, alternative: Expected) {
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

/// How deep an alternative for the value at `place` got before each of its failures, shallowest first, with an end that is
/// greater than any failure: the greater of two got deeper, or failed less often.
fn reach(place: &str, failures: &Failures) -> Vec<usize> {
    let floor = depth(place);
    let mut reach = Vec::with_capacity(failures.len() + 1);
    for (at, expected) in failures {
        let depth = depth(at);
        match expected.as_slice() {
            // It did not even look into the value.
            [Expected::Type(_), ..] => reach.push(2 * depth),
            // A member with a fixed value says which alternative is meant (`"type": "file"`): this one is not.
            [Expected::Values(_), ..] if depth == floor + 1 => reach.push(2 * floor + 1),
            [Expected::Keys(keys)] => reach.extend(keys.iter().map(|_| 2 * depth + 1)),
            _ => reach.push(2 * depth + 1),
        }
    }
    reach.sort_unstable();
    reach.push(usize::MAX);
    reach
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
        Kind::OneOfMultipleValid { .. } => Expected::OneForm,
        Kind::Minimum { limit } => Expected::Limit(format!("a number of at least {limit}")),
        Kind::MaxLength { limit } => Expected::Limit(format!("at most {limit} characters")),
        other => Expected::Keyword(other.keyword().to_owned()),
    }]
}
