//! The rules that the schema engine reports with.

use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// All of them have the engine as judge.
const fn definition(
    id: &'static str,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    wrong: &'static [Sample],
    right: &'static [Sample],
) -> Rule {
    Rule {
        id: RuleId(id),
        severity: Severity::Error,
        confidence: Confidence::High,
        what,
        why,
        fix,
        wrong,
        right,
        check: Check::Elsewhere,
    }
}

/// A value of another type than its place asks for.
pub(in crate::check) const TYPE: Rule = definition(
    "schema/type",
    "a value of another type than its place asks for",
    "Postman refuses the import, or reads the value as something else.",
    "Write the value as the type that the message names.",
    &[Sample::Item(r#"{"name": "Me", "request": {"url": «5»}, "response": []}"#)],
    &[Sample::Item(r#"{"name": "Me", "request": {"url": "https://example.com/me"}, "response": []}"#)],
);

/// An object that lacks a key which it must have.
pub(in crate::check) const REQUIRED: Rule = definition(
    "schema/required",
    "an object that lacks a key which it must have",
    "Postman refuses the import, or leaves the object out.",
    "Add the key, or fix its spelling.",
    &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me", "body": {"mode": "urlencoded", "urlencoded": [«{"value": "x"}»]}}, "response": []}"#,
    )],
    &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "x"}]}}, "response": []}"#,
    )],
);

/// A value that is none of those allowed.
pub(in crate::check) const ENUM: Rule = definition(
    "schema/enum",
    "a value that is none of those allowed",
    "Postman refuses the import, or takes the default in silence.",
    "Write one of the values that the message names.",
    &[
        Sample::Item(r#"{"name": "Me", "request": {"url": "{{B}}/me", "auth": {"type": «"bearr"»}}, "response": []}"#),
        Sample::Values(r#"{"key": "A", "value": "", "type": «"secrt"», "enabled": true}"#),
    ],
    &[Sample::Item(r#"{"name": "Me", "request": {"url": "{{B}}/me", "auth": {"type": "noauth"}}, "response": []}"#)],
);

/// An object that fits several forms of which it may have one.
pub(in crate::check) const ONE_OF: Rule = definition(
    "schema/one-of",
    "an object that fits several forms of which it may have one",
    "What it is depends on who reads it.",
    "Leave out the key of the form that is not meant.",
    &[Sample::Item(r#"«{"name": "Me", "request": {"url": "{{B}}/me"}, "item": []}»"#)],
    &[Sample::Item(r#"{"name": "Me", "item": []}"#)],
);

/// A number that is too small or a text that is too long.
pub(in crate::check) const LIMIT: Rule = definition(
    "schema/limit",
    "a number that is too small or a text that is too long",
    "Postman refuses the import.",
    "Keep the limit that the message names.",
    &[],
    &[],
);

/// Any other demand of a schema that is not met.
pub(in crate::check) const KEYWORD: Rule = definition(
    "schema/keyword",
    "any other demand of a schema that is not met",
    "Postman refuses the import.",
    "Look the keyword up in the schema: `postsmith schema collection-v2.1` prints it.",
    &[],
    &[],
);
