//! What refuses a file in a bundle: credentials, known secret values, and files that no app imports. Gathering, packing and verification call it.

use super::{AcceptedValues, SECRET, Terms};
use crate::check::{Options, check_group};
use crate::document::{Document, Kind, NodeRef};
use crate::finding::{Finding, Location, Severity};
use crate::postman::{Environment, breadcrumb};
use crate::requirements::RequiredVariable;
use crate::secret::decode::{Escapes, KnownValues, unescape};
use crate::secret::{KnownSearch, Position, Risk, TextSecret, is_placeholder, scan, scan_field, scan_text, scan_with};
use crate::text::Span;
use camino::Utf8Path;

/// Most secrets of one text that are reported.
const MOST_REPORTED: usize = 100;

/// The findings of `check` in `documents` that refuse them under these `terms`: secrets, errors that keep an app from importing them, and keys that occur
/// twice.
pub(super) fn check_documents<'d>(documents: impl IntoIterator<Item = &'d Document>, terms: &Terms) -> Vec<Finding> {
    let refuses = |finding: &Finding| {
        let is_accepted = finding.credential.as_ref().is_some_and(|credential| !credential.matches.is_empty());
        let is_secret = finding.rule.group() == "secret" && !is_accepted;
        let is_broken =
            finding.rule.group() == "unrecognised" || terms.are_imported && finding.rule.group() == "schema";
        // Of two equal keys each program reads another one.
        let is_ambiguous = finding.rule.id() == "lint/duplicate-key";
        is_secret && finding.severity >= Severity::Warning
            || is_broken && finding.severity == Severity::Error
            || is_ambiguous
    };
    let findings =
        check_group(documents, &[], &Options { values: terms.accepted.matchers().to_vec(), ..Options::default() });
    findings.into_iter().filter(refuses).map(|finding| Finding { severity: Severity::Error, ..finding }).collect()
}

/// Every place of `document` that contains one of the `known` values, in any field and encoding.
pub(super) fn check_known_values(document: &Document, known: &KnownValues) -> Vec<Finding> {
    let values = known.values();
    let scanned = scan_with(document, KnownSearch::anywhere(&values).as_ref());
    let found = scanned.iter().filter(|secret| values.contains(&secret.value().trim()));
    let mut findings: Vec<Finding> =
        found.map(|secret| known_at(Location::of_span(document, secret.span).pointer(secret.node.pointer()))).collect();
    if findings.is_empty() {
        findings.extend(known.find(document.text()).map(|span| known_at(Location::of_span(document, span))));
    }
    let strings = document.root().descendants().filter(|node| node.kind() == Kind::String);
    for (node, text) in strings.filter_map(|node| Some((node, node.as_str()?))) {
        // Most texts contain neither escapes nor entities.
        if text.contains(['\\', '&'])
            && known.value_in(&unescape(&text, Escapes::Markdown)).is_some()
            && known.value_in(&text).is_none()
        {
            findings.push(escaped_at(Location::of(node)));
        }
    }
    findings
}

fn known_at(location: Location) -> Finding {
    let message = "this text contains the value of a secret that was removed from an environment";
    Finding::error(SECRET, location, message)
        .help("run `postsmith redact` on all the files together; it removes the value here too")
}

/// The finding for a text at `location` that contains a removed value in an encoding which the scan does not read.
pub(super) fn escaped_at(location: Location) -> Finding {
    let message = "this text shows the value of a secret that was removed from an environment";
    Finding::error(SECRET, location, message).help(ESCAPED_HELP)
}

/// What to do about a secret that is written with escapes.
pub(super) const ESCAPED_HELP: &str =
    "remove it in an editor: it is written with backslashes or entities, and `postsmith redact` does not find it";

/// Secrets in places that the scan does not read: the passphrase of a certificate, and the descriptions of variables.
pub(super) fn check_unscanned_places(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in document.root().descendants().filter(|node| node.kind() == Kind::Object) {
        let phrase = node.get("certificate").and_then(|certificate| certificate.get("passphrase"));
        if let Some(phrase) =
            phrase.filter(|phrase| phrase.as_str().is_some_and(|text| !text.is_empty() && !is_placeholder(&text)))
        {
            let message = "the `passphrase` of a certificate is in clear";
            let location = Location::of(phrase).breadcrumb(breadcrumb(phrase));
            findings.push(
                Finding::error(SECRET, location, message).help("remove it; Postman keeps certificates in its settings"),
            );
        }
    }
    for variable in Environment::new(document.root()).variables() {
        let (name, description) = (variable.key().unwrap_or_default(), variable.description().unwrap_or_default());
        if describes_with_secret(&name, &description, false) {
            let message = format!("the description of the variable `{name}` contains a credential in clear");
            let location =
                variable.node().get("description").map_or_else(|| Location::of(variable.node()), Location::of);
            findings.push(
                Finding::error(SECRET, location, message).help("describe what the value is for, without a value"),
            );
        }
    }
    findings
}

/// Credentials in the descriptions of variables. `location_of` gives the place of the text under a key of the variable with an index.
pub(super) fn check_descriptions(
    variables: &[RequiredVariable],
    location_of: impl Fn(usize, &str) -> Location,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, variable) in variables.iter().enumerate() {
        let texts =
            [("description", &variable.description), ("where", &variable.found_at), ("example", &variable.example)];
        for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?))) {
            if describes_with_secret(&variable.name, text, key == "example") {
                let message = format!("the `{key}` of the variable `{}` contains a credential in clear", variable.name);
                let help = "describe what a value looks like, without a value";
                findings.push(Finding::error(SECRET, location_of(index, key), message).help(help));
            }
        }
    }
    findings
}

/// Whether `text` of the variable `name` holds a credential as it is written or as Markdown shows it.
fn describes_with_secret(name: &str, text: &str, is_value: bool) -> bool {
    is_secret_text(name, text, is_value) || is_secret_text(name, &unescape(text, Escapes::Markdown), is_value)
}

/// Whether `text`, written about the variable `name`, contains a credential, or is one itself (a single word, or `is_value`). It is read as a
/// description, as a body and as a value, because people describe a variable with its value before their eyes.
pub(super) fn is_secret_text(name: &str, text: &str, is_value: bool) -> bool {
    let is_single = is_value || !text.trim().contains(char::is_whitespace);
    let is_found = |position| scan_text(text, position).iter().any(|secret| secret.risk >= Risk::Medium);
    is_found(Position::Description)
        || is_found(Position::Body)
        || is_single && scan_field(name, text, Position::Environment).iter().any(|secret| secret.risk >= Risk::Medium)
}

/// Credentials in a text that is no JSON.
pub(super) fn check_text(path: &Utf8Path, text: &str, accepted: &AcceptedValues) -> Vec<Finding> {
    let at = |span: Span| secret_at(Location::in_text(path, text, span));
    credentials(text, accepted).map(at).collect()
}

/// The bytes of the credentials in a text that is no JSON, those that are `accepted` left out.
pub(super) fn credentials(text: &str, accepted: &AcceptedValues) -> impl Iterator<Item = Span> {
    let found = scan_text(text, Position::Description).into_iter();
    let counts = |secret: &TextSecret| secret.risk >= Risk::Medium && !accepted.accepts(&text[secret.range.clone()]);
    found.filter(counts).map(|secret| secret.range.into()).take(MOST_REPORTED)
}

/// Credentials in a JSON text that is no Postman file.
pub(super) fn check_json(document: &Document) -> Vec<Finding> {
    let found = scan(document);
    let found = found.iter().filter(|secret| secret.risk >= Risk::Medium).take(MOST_REPORTED);
    found.map(|secret| secret_at(Location::of_span(document, secret.span).pointer(secret.node.pointer()))).collect()
}

fn secret_at(location: Location) -> Finding {
    Finding::error(SECRET, location, "a credential is in clear here").help("remove it where this text comes from")
}

/// The place of `node`, or of the beginning of `document`.
pub(super) fn location_of(document: &Document, node: Option<NodeRef<'_>>) -> Location {
    Location::of(node.unwrap_or_else(|| document.root()))
}
