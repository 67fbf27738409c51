//! Rules about whole files: unreadable, too large, not parseable, not Postman's, without a schema.
//!
//! [`groups`](super::groups) reports what it cannot read, parse or recognise; `check_file` reports what it recognises and cannot check.

use super::reporter::display_name;
use super::rule::{Check, Confidence, Rule};
use crate::document::{Document, Pointer};
use crate::finding::{Finding, Location, RuleId, SYNTAX as SYNTAX_ID, Severity};
use crate::postman::{FileKind, PartKind, breadcrumb, objects, part_kind, recognise};
use crate::text::Span;

const fn rule(id: RuleId, severity: Severity, what: &'static str, why: &'static str, fix: &'static str) -> Rule {
    Rule { id, severity, confidence: Confidence::High, what, why, fix, wrong: &[], right: &[], check: Check::Elsewhere }
}

/// A text that cannot be parsed.
pub const SYNTAX: Rule = rule(
    SYNTAX_ID,
    Severity::Error,
    "a file that is not valid JSON, YAML or TOML",
    "Postman, Newman and Postsmith cannot read the file.",
    "Look at the position: a comma too many or too few, a missing quote, a truncated file. If a program wrote the file, export it again. \
        Save UTF-32 as UTF-8.",
);

/// A file that the operating system does not let us read.
pub const UNREADABLE: Rule = rule(
    RuleId("unreadable"),
    Severity::Error,
    "a file or archive that cannot be read",
    "A file that cannot be read is not checked, so its mistakes and secrets stay unknown.",
    "Look at the system's message: missing permissions, a link to a missing file, an archive that is truncated or encrypted.",
);

/// A file over the size limit.
pub const TOO_LARGE: Rule = rule(
    RuleId("too-large"),
    Severity::Error,
    "a file over the size limit",
    "The file is not checked, because reading it could use up all memory.",
    "Split the collection, or remove large bodies from its saved examples.",
);

/// A named file that is not one of Postman's.
pub const UNRECOGNISED: Rule = rule(
    RuleId("unrecognised"),
    Severity::Error,
    "a file that is not a Postman file",
    "If it were skipped without a message, it would look as if it had passed.",
    "A collection has `info` and `item`, an environment has `name` and `values`. If other files lie among Postman's, name the folder instead of the files.",
);

/// A collection in a format without a schema.
pub const NO_SCHEMA: Rule = rule(
    RuleId("no-schema"),
    Severity::Note,
    "a collection of the format v1, which no published schema covers",
    "Postman stopped exporting this format in 2017; the app still imports it. The schema is not checked; rules, scripts and secrets are.",
    "Import it into Postman and export it as \"Collection v2.1\".",
);

/// A request that no v2 collection can hold.
pub const OTHER_PROTOCOL: Rule = rule(
    RuleId("other-protocol"),
    Severity::Note,
    "a request of another protocol than HTTP, in a collection of the format v3",
    "Newman does not send it, and the format v2.1 cannot hold it. It is searched for secrets; other rules, guides and bundles leave it out.",
    "Nothing, if you send it from Postman's app.",
);

/// Notes a request or example of another protocol than HTTP.
pub(super) fn check_part(document: &Document) -> Option<Finding> {
    let root = document.root();
    let kind = root.get("$kind").filter(|_| part_kind(root) == Some(PartKind::OtherProtocol))?;
    let message = format!(
        "this file is a `{}`; only HTTP and GraphQL requests are checked further",
        display_name(&kind.as_str()?)
    );
    let location = Location::of(kind).breadcrumb(breadcrumb(kind));
    Some(Finding { severity: OTHER_PROTOCOL.severity, ..Finding::error(OTHER_PROTOCOL.id, location, message) })
}

/// Reports a document that is not a Postman file, and collections in a format without a schema.
pub(super) fn check_file(document: &Document) -> Vec<Finding> {
    let Some(_) = recognise(document.root()) else {
        let start = document.root().span().start;
        let location = Location::of_span(document, Span::at(start)).pointer(Pointer::root());
        let message = "this is not a Postman collection, environment, globals file or data dump";
        let help = "a collection has `info` and `item`, an environment has `name` and `values`";
        return vec![Finding::error(UNRECOGNISED.id, location, message).help(help)];
    };
    let v1 = objects(document.root()).into_iter().filter(|(kind, _)| *kind == FileKind::CollectionV1);
    let note = |(_, node)| {
        let message = "this collection has the format v1, which no published schema covers";
        let finding = Finding::error(NO_SCHEMA.id, Location::of(node), message);
        Finding { severity: NO_SCHEMA.severity, ..finding }
            .help("import it into Postman and export it as \"Collection v2.1\"")
    };
    v1.map(note).collect()
}
