//! Masks the text of a file for excerpts and diffs.

use super::masked_text::MaskedText;
use super::suspicious::{self, Words};
use super::unparsed;
use crate::document::{Document, SyntaxError};
use crate::script::parse as parse_script;
use crate::secret::{Position, Risk, scan, scan_near, scan_text};
use crate::text::Span;
use camino::Utf8Path;
use std::ops::Range;

/// Length in bytes of the shortest token whose first characters stay readable.
const SHORTEST_WITH_PREFIX: usize = 20;
/// Number of characters that stay readable: they say which token it is, and nothing of the rest.
const PREFIX: usize = 4;
/// Most bytes before and behind the beginning of a finding that an excerpt shows.
const SHOWN: usize = 512;

/// The text of the file `path` with an asterisk for every byte that may be secret: lines and columns stay the same.
pub fn mask_file(path: &Utf8Path, text: &str) -> MaskedText {
    match path.extension() {
        Some("hbs" | "md") => mask_text(text, Position::Description),
        Some("js") => mask_text(text, Position::Script),
        _ => parse(path, text).map_or_else(
            |_| MaskedText::hiding(text, 0, unparsed::values_of_data(text)),
            |document| mask_document(&document),
        ),
    }
}

/// The text of `document`, masked like [`mask_file`].
pub fn mask_document(document: &Document) -> MaskedText {
    let whole = vec![Span::new(0, document.text().len())];
    MaskedText::hiding(document.text(), 0, secret_ranges(document, whole))
}

/// The text of `document` without the credentials that the scan finds, and with everything else readable. For a diff, where a text that is
/// only suspicious must stay comparable.
pub fn mask_found(document: &Document) -> MaskedText {
    MaskedText::hiding(document.text(), 0, scan(document).iter().map(|secret| secret.span.range()))
}

/// The text of the file `path`, masked like [`mask_found`]; without any value when it cannot be parsed.
pub fn mask_found_in(path: &Utf8Path, text: &str) -> MaskedText {
    parse(path, text)
        .map_or_else(|_| MaskedText::hiding(text, 0, unparsed::values_of_data(text)), |document| mask_found(&document))
}

fn parse(path: &Utf8Path, text: &str) -> Result<Document, SyntaxError> {
    match path.extension() {
        Some("toml") => Document::toml(path, text),
        Some("yaml" | "yml") => Document::yaml(path, text),
        _ => Document::json(path, text),
    }
}

/// The excerpts of one document for many findings. Only the text near them is scanned: of a file of ten megabytes that is a small part.
pub struct Excerpts<'d> {
    document: &'d Document,
    /// Secret bytes, sorted and without overlaps.
    secret: Vec<Range<usize>>,
}

impl<'d> Excerpts<'d> {
    /// The excerpts around the beginnings of `spans`.
    pub fn near(document: &'d Document, spans: impl IntoIterator<Item = Span>) -> Self {
        let around = |span: Span| Span::new(span.start.saturating_sub(SHOWN), span.start + SHOWN);
        Self { document, secret: secret_ranges(document, spans.into_iter().map(around).collect()) }
    }

    /// The text around the beginning of `span`, which must be one of the spans given to [`Excerpts::near`].
    pub fn excerpt(&self, span: Span) -> MaskedText {
        let text = self.document.text();
        let start = text.floor_char_boundary(span.start.saturating_sub(SHOWN));
        let end = text.floor_char_boundary(span.start.saturating_add(SHOWN));
        let first = self.secret.partition_point(|range| range.end <= start);
        let inside = self.secret[first..].iter().take_while(|range| range.start < end);
        let inside = inside.map(|range| range.start.max(start) - start..range.end.min(end) - start);
        MaskedText::hiding(&text[start..end], start, inside)
    }
}

/// The bytes that may be secret in the values that have bytes of `parts`.
fn secret_ranges(document: &Document, mut parts: Vec<Span>) -> Vec<Range<usize>> {
    parts.sort();
    let mut shown: Vec<Span> = Vec::new();
    for part in parts {
        match shown.last_mut().filter(|last| last.end >= part.start) {
            Some(last) => last.end = last.end.max(part.end),
            None => shown.push(part),
        }
    }
    let by_name = || suspicious::ranges(document.root(), &shown);
    let (mut secret, found) = rayon::join(by_name, || scan_near(document, &shown));
    secret.extend(found.iter().map(|found| found.span.range()));
    secret.sort_by_key(|range| range.start);
    let prefixes: Vec<Range<usize>> = found
        .iter()
        .filter(|found| found.risk == Risk::High && found.span.len() >= SHORTEST_WITH_PREFIX)
        .map(|found| found.span.start..found.span.start + PREFIX)
        .collect();
    if prefixes.is_empty() { secret } else { without(secret, &prefixes) }
}

/// `ranges` without the bytes of `readable`. Both are sorted, and those of `readable` do not overlap.
fn without(ranges: Vec<Range<usize>>, readable: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut kept = Vec::with_capacity(ranges.len());
    for range in ranges {
        let mut start = range.start;
        let first = readable.partition_point(|one| one.end <= start);
        for one in readable[first..].iter().take_while(|one| one.start < range.end) {
            if one.start > start {
                kept.push(start..one.start);
            }
            start = one.end.min(range.end);
        }
        if start < range.end {
            kept.push(start..range.end);
        }
    }
    kept
}

/// The text of a template or script without the credentials that the scan finds, and without token-like words. A script that does not parse shows no literal.
fn mask_text(text: &str, position: Position) -> MaskedText {
    let is_broken = || {
        let script = parse_script(text);
        script.is_too_complex || !script.errors.is_empty()
    };
    if position == Position::Script && is_broken() {
        return MaskedText::hiding(text, 0, unparsed::values_of_script(text));
    }
    let mut secret: Vec<Range<usize>> = scan_text(text, position).into_iter().map(|found| found.range).collect();
    let which = if position == Position::Script { Words::Suspicious } else { Words::TokenLike };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        secret.extend(suspicious::words(line, which).map(|word| at + word.start..at + word.end));
        at += line.len();
    }
    MaskedText::hiding(text, 0, secret)
}

#[cfg(test)]
mod tests {
    use super::mask_file;

    #[test]
    fn suspicious_values_are_masked_and_columns_stay() {
        let manifest = "[variables.ACME_ORG]\nsecret = true\nvalue = \"hunter2 é\" # why\n[environments.a.values]\nACME_PASSWORD = 'pw1'\nACME_HOST = 'h'\n";
        let shown = mask_file("postsmith.toml".into(), manifest);
        let shown = shown.as_str();
        assert_eq!(shown.len(), manifest.len());
        for secret in ["hunter2", "pw1"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("ACME_HOST = 'h'") && shown.contains("# why"), "{shown}");

        let request = "headers:\n  - key: Authorization\n    value: Bearer abc\n  - key: Accept\n    value: text\nauth:\n  credentials:\n    token: xyz\n    other: \"{{A}}\"\n";
        let shown = mask_file("a.request.yaml".into(), request);
        let shown = shown.as_str();
        assert!(!shown.contains("abc") && !shown.contains("xyz"), "{shown}");
        assert!(shown.contains("value: text") && shown.contains("\"{{A}}\""), "{shown}");
    }

    #[test]
    fn nothing_but_credentials_is_masked_in_a_text_that_parses() {
        for (path, text) in [
            ("postsmith.toml", "[oauth]\ngrant = \"password\"\ntoken_url = \"https://a.example/oauth/token\"\n"),
            ("a.js", "postman.setEnvironmentVariable('TOKEN', pm.response.json().access_token);\n"),
            ("a.json", r#"{"exec": ["postman.setEnvironmentVariable(\"TOKEN\", value);", "a\nnot here\tword"]}"#),
            ("a.md", "Send the token in `Authorization: Bearer {{TOKEN}}`.\n"),
        ] {
            assert_eq!(mask_file(path.into(), text).as_str(), text);
        }
    }

    #[test]
    fn names_that_the_manifest_declares_secret_are_masked_with_their_typos() {
        let text = "[variables.ACME_PIN]\nsecret = true\n[environments.a.values]\nACME_PIM = 'pw1'\nACME_PIN = 'pw2'\nACME_HOST = 'h'\n";
        let shown = mask_file("postsmith.toml".into(), text);
        let shown = shown.as_str();
        assert!(!shown.contains("pw1") && !shown.contains("pw2") && shown.contains("ACME_HOST = 'h'"), "{shown}");
    }

    #[test]
    fn templates_and_scripts_show_no_credential() {
        for (path, text) in [
            ("a.md", "The password: `wintertales7`, or a1b2c3d4e5f6a7b8c9d0e1\n"),
            ("a.hbs", "{{#if a}}Authorization: Bearer a1b2c3d4e5f6a7b8c9d0e1f2{{/if\n"),
            ("a.js", "pm.environment.set('token', 'a1b2c3d4e5f6a7b8c9d0e1f2');\n"),
            ("a.js", "pm.environment.set('token', 'wintertales7'\n"),
        ] {
            let shown = mask_file(path.into(), text);
            assert!(!shown.as_str().contains("a1b2c3") && !shown.as_str().contains("winter"), "{}", shown.as_str());
        }
    }

    #[test]
    fn excerpts_of_exports_show_no_credential() {
        let text = r#"{"auth": {"bearer": [{"key": "token", "value": "pw1 pw2"}]}, "header": [{"key": "Authorization", "value": "Bearer  pw3"}],
            "url": "https://me:pw4@h.example/x?api_key=pw5&page=2", "body": "{\"password\": \"pw6\"}", "exec": ["pm.globals.set('token', 'pw7');",
            "add({ key: 'Authorization', value: 'Token pw9' })", "add({ value: 'pwA', key: 'X-Api-Key' })", "add({ key: 'Accept', value: 'text' })"],
            "values": [{"key": "A", "type": "secret", "value": "pw8"}], "x": "sent a1b2c3d4e5f6a7b8c9d0e1 there", "y": "Bearer {{T}}"}"#;
        let shown = mask_file("a.json".into(), text);
        let shown = shown.as_str();
        assert_eq!(shown.len(), text.len());
        for secret in ["pw1", "pw2", "pw3", "pw4", "pw5", "pw6", "pw7", "pw8", "pw9", "pwA", "a1b2c3"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        for kept in
            ["Bearer  ", "page=2", "Bearer {{T}}", "pm.globals.set", "sent ", "\"Authorization\"", "value: 'text'"]
        {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
    }

    #[test]
    fn a_broken_file_shows_no_value() {
        let shown = mask_file("postsmith.toml".into(), "client_secret = \"hunter2\nname = \"n\"\n");
        let shown = shown.as_str();
        assert_eq!(shown, "client_secret = \"*******\nname = \"*\"\n");
    }
}
