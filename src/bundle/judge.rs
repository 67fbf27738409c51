//! What keeps a file from being handed over.

use super::forms::Taken;
use super::{SECRET, leak};
use crate::check::script::secret_in_clear;
use crate::check::{Options, check_group};
use crate::document::{Document, Kind, NodeRef, quote};
use crate::finding::{Finding, Location, Severity};
use crate::postman::{Environment, breadcrumb};
use crate::requirements::RequiredVariable;
use crate::secret::{Strength, is_placeholder, scan, scan_with};
use crate::text::Span;
use camino::Utf8Path;

/// How many secrets of one text are told.
const TOLD: usize = 100;

/// What `check` finds in `documents` that must not be handed over: secrets, and what no app imports. The rest is for `check` to say.
pub(super) fn documents<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Vec<Finding> {
    let is_refused = |finding: &Finding| {
        let is_secret = finding.rule.group() == "secret" || finding.rule == secret_in_clear::RULE.id;
        let is_broken = ["schema", "unrecognised"].contains(&finding.rule.group());
        is_secret && finding.severity >= Severity::Warning || is_broken && finding.severity == Severity::Error
    };
    let findings = check_group(documents, &[], &Options::default());
    findings.into_iter().filter(is_refused).map(|finding| Finding { severity: Severity::Error, ..finding }).collect()
}

/// Where one of the values `taken` stands in `document`, whatever names it there.
pub(super) fn known(document: &Document, taken: &Taken) -> Vec<Finding> {
    let values = taken.values();
    let scanned = scan_with(document, &values);
    let known = scanned.iter().filter(|secret| values.contains(&secret.value().trim()));
    let mut findings: Vec<Finding> =
        known.map(|secret| known_at(Location::of_span(document, secret.span).pointer(secret.node.pointer()))).collect();
    if findings.is_empty() {
        findings.extend(taken.find(document.text()).map(|span| known_at(Location::of_span(document, span))));
    }
    let strings = document.root().descendants().filter(|node| node.kind() == Kind::String);
    for (node, text) in strings.filter_map(|node| Some((node, node.as_str()?))) {
        // Most texts hold neither.
        if text.contains(['\\', '&'])
            && taken.value_in(&leak::plain(&text)).is_some()
            && taken.value_in(&text).is_none()
        {
            findings.push(leak::hidden(Location::of(node)));
        }
    }
    findings
}

fn known_at(place: Location) -> Finding {
    let message = "the value of a secret that was taken out of an environment stands here in clear";
    Finding::error(SECRET, place, message)
        .help("`postsmith redact` on all the files together takes it out here as well")
}

/// Secrets of places that the scan passes over: the passphrase of a certificate, and what is said of a variable.
pub(super) fn unscanned(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in document.root().descendants().filter(|node| node.kind() == Kind::Object) {
        let phrase = node.get("certificate").and_then(|certificate| certificate.get("passphrase"));
        if let Some(phrase) =
            phrase.filter(|phrase| phrase.as_str().is_some_and(|text| !text.is_empty() && !is_placeholder(&text)))
        {
            let message = "the `passphrase` of a certificate stands here in clear";
            let place = Location::of(phrase).breadcrumb(breadcrumb(phrase));
            findings.push(
                Finding::error(SECRET, place, message).help("take it out; Postman keeps certificates in its settings"),
            );
        }
    }
    for variable in Environment::new(document.root()).variables() {
        let (name, description) = (variable.key().unwrap_or_default(), variable.description().unwrap_or_default());
        if is_secret_text(&name, &description, false) || is_secret_text(&name, &leak::plain(&description), false) {
            let message = format!("the description of the variable `{name}` holds a credential in clear");
            let place = variable.node().get("description").map_or_else(|| Location::of(variable.node()), Location::of);
            findings.push(Finding::error(SECRET, place, message).help("say what a value is for, never what one is"));
        }
    }
    findings
}

/// Credentials in what is said of variables. `place` tells where that of a variable (by its index) stands under a key.
pub(super) fn needs(needs: &[RequiredVariable], place: impl Fn(usize, &str) -> Location) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, need) in needs.iter().enumerate() {
        let texts = [("description", &need.description), ("where", &need.found_at), ("example", &need.example)];
        for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text.as_deref()?))) {
            let is_value = key == "example";
            if is_secret_text(&need.name, text, is_value) || is_secret_text(&need.name, &leak::plain(text), is_value) {
                let message = format!("the `{key}` of the variable `{}` holds a credential in clear", need.name);
                let help = "say what a value looks like, never what one is";
                findings.push(Finding::error(SECRET, place(index, key), message).help(help));
            }
        }
    }
    findings
}

/// Whether `text`, said of the variable `name`, holds a credential or (one word, or an example) is one. It is read as prose, as the body
/// of a request and as a value: who describes a variable has its value at hand, so rather too much is found than too little.
pub(super) fn is_secret_text(name: &str, text: &str, is_value: bool) -> bool {
    let (name, quoted) = (quote(name), quote(text));
    let is_word = is_value || !text.trim().contains(char::is_whitespace);
    let holds = |json: String| {
        let document = Document::json("", json);
        document.is_ok_and(|document| scan(&document).iter().any(|secret| secret.strength >= Strength::Weak))
    };
    holds(format!("{{\"description\": {quoted}}}"))
        || holds(format!("{{\"item\": [{{\"request\": {{\"body\": {{\"mode\": \"raw\", \"raw\": {quoted}}}}}}}]}}"))
        || is_word && holds(format!("{{\"name\": \"\", \"values\": [{{\"key\": {name}, \"value\": {quoted}}}]}}"))
}

/// The credentials in a text that is no JSON.
pub(super) fn credentials(text: &str) -> Vec<String> {
    let Ok(document) = Document::json("", format!("{{\"description\": {}}}", quote(text))) else { return Vec::new() };
    let found = scan(&document);
    let strong = found.iter().filter(|secret| secret.strength >= Strength::Weak).take(TOLD);
    strong.map(|secret| secret.value().to_owned()).collect()
}

/// The same, each at its place.
pub(super) fn text(path: &Utf8Path, text: &str) -> Vec<Finding> {
    let at = |value: &String| {
        let start = text.find(value.as_str());
        let span = start.map_or(Span::at(0), |start| Span::new(start, start + value.len()));
        secret_at(Location::in_text(path, text, span))
    };
    credentials(text).iter().map(at).collect()
}

/// Credentials anywhere in a JSON text that is none of Postman's.
pub(super) fn json(document: &Document) -> Vec<Finding> {
    let found = scan(document);
    let strong = found.iter().filter(|secret| secret.strength >= Strength::Weak).take(TOLD);
    strong.map(|secret| secret_at(Location::of_span(document, secret.span).pointer(secret.node.pointer()))).collect()
}

fn secret_at(place: Location) -> Finding {
    Finding::error(SECRET, place, "a credential stands here in clear").help("take it out where this text comes from")
}

/// The place of `node`, or of the beginning of `document`.
pub(super) fn place_of(document: &Document, node: Option<NodeRef<'_>>) -> Location {
    Location::of(node.unwrap_or_else(|| document.root()))
}
