//! The rule `lint/missing-kind`: an environment of the format v3 without `$kind`.

use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Document;
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, recognise};
use crate::text::Span;

/// An environment of the format v3 without `$kind`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-kind"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "an environment of the format v3 (a YAML file) without the key `$kind`",
    why: "Users report that Postman's app does not list such an environment.",
    fix: "Write `$kind: environment` in its first line.",
    wrong: &[Sample::EnvironmentYaml("«name»: Stage\nvalues:\n  - key: BASE\n    value: https://api.example.com\n")],
    right: &[
        Sample::EnvironmentYaml(
            "$kind: environment\nname: Stage\nvalues:\n  - key: BASE\n    value: https://api.example.com\n",
        ),
        Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com"}"#),
    ],
    check: Check::Document(check_document),
};

fn check_document(document: &Document, reporter: &mut Reporter<'_>) {
    let root = document.root();
    let is_environment = recognise(root).is_some_and(|(kind, _)| kind == FileKind::Environment);
    if document.is_yaml() && is_environment && root.get("$kind").is_none() {
        let first = root.members().next().map_or_else(|| Span::at(root.span().start), |(key, _)| key.span());
        reporter
            .text(document, first, "the key `$kind` is missing")
            .help("write `$kind: environment` in the first line");
    }
}
