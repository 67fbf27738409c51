//! The rules of the schema group. [`crate::schema::validate`] finds their findings.

use super::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::schema;

const fn rule(
    id: RuleId,
    what: &'static str,
    why: &'static str,
    fix: &'static str,
    wrong: &'static [Sample],
    right: &'static [Sample],
) -> Rule {
    Rule {
        id,
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

/// A value of the wrong type.
pub(super) const TYPE: Rule = rule(
    schema::TYPE,
    "a value of the wrong type",
    "Postman refuses the import, or reads the value as something else.",
    "Write a value of the type that the message names.",
    &[Sample::Item(r#"{"name": "Me", "request": {"url": «5»}, "response": []}"#)],
    &[Sample::Item(r#"{"name": "Me", "request": {"url": "https://example.com/me"}, "response": []}"#)],
);

/// An object that lacks a required key.
pub(super) const REQUIRED: Rule = rule(
    schema::REQUIRED,
    "an object that lacks a required key",
    "Postman refuses the import, or drops the object.",
    "Add the key, or correct its name.",
    &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me", "body": {"mode": "urlencoded", "urlencoded": [«{"value": "x"}»]}}, "response": []}"#,
    )],
    &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me", "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "x"}]}}, "response": []}"#,
    )],
);

/// A value that is not one of the allowed values.
pub(super) const ENUM: Rule = rule(
    schema::ENUM,
    "a value that is not one of the allowed values",
    "Postman refuses the import, or uses the default without a warning.",
    "Write one of the values that the message names.",
    &[
        Sample::Item(r#"{"name": "Me", "request": {"url": "{{B}}/me", "auth": {"type": «"bearr"»}}, "response": []}"#),
        Sample::Values(r#"{"key": "A", "value": "", "type": «"secrt"», "enabled": true}"#),
    ],
    &[Sample::Item(r#"{"name": "Me", "request": {"url": "{{B}}/me", "auth": {"type": "noauth"}}, "response": []}"#)],
);

/// An object that matches several alternatives of which it must match one.
pub(super) const ONE_OF: Rule = rule(
    schema::ONE_OF,
    "an object that matches several alternatives of which it must match one",
    "Programs disagree about what the object is.",
    "Remove the key that does not belong to what you mean.",
    &[Sample::Item(r#"«{"name": "Me", "request": {"url": "{{B}}/me"}, "item": []}»"#)],
    &[Sample::Item(r#"{"name": "Me", "item": []}"#)],
);

/// A number that is too small or a string that is too long.
pub(super) const LIMIT: Rule = rule(
    schema::LIMIT,
    "a number that is too small or a string that is too long",
    "Postman refuses the import.",
    "Keep within the limit that the message names.",
    &[],
    &[],
);

/// A value that breaks any other keyword of the schema.
pub(super) const KEYWORD: Rule = rule(
    schema::KEYWORD,
    "a value that breaks any other keyword of the schema",
    "Postman refuses the import.",
    "Look up the keyword in the schema: `postsmith schema collection-v2.1` prints it.",
    &[],
    &[],
);
