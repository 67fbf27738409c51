//! Masks the text of a file for excerpts and diffs.

use super::masked_text::MaskedText;
use super::suspicious;
use crate::document::{Document, SyntaxError};
use crate::secret::{Risk, scan, scan_near};
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
        // Templates hold no values.
        Some("hbs" | "md") => MaskedText::without_secrets(text.to_owned()),
        Some("js") => mask_lines(text),
        _ => parse(path, text).map_or_else(|_| mask_lines(text), |document| mask_document(&document)),
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

/// The text of the file `path`, masked like [`mask_found`]; line by line when it cannot be parsed.
pub fn mask_found_in(path: &Utf8Path, text: &str) -> MaskedText {
    parse(path, text).map_or_else(|_| mask_lines(text), |document| mask_found(&document))
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

/// A text that cannot be parsed, or a script: hides what follows the key of a suspicious line, and token-like words.
fn mask_lines(text: &str) -> MaskedText {
    let mut at = 0;
    let mut secret = Vec::new();
    for line in text.split_inclusive('\n') {
        let key = line.find([':', '=', ',']).filter(|_| suspicious::is_secret(line)).map_or(line.len(), |end| end + 1);
        secret.extend(suspicious::words(&line[..key], false).map(|word| at + word.start..at + word.end));
        secret.push(at + key..at + line.len());
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
    fn a_broken_file_is_masked_line_by_line() {
        let shown = mask_file("postsmith.toml".into(), "client_secret = \"hunter2\nname = \"n\"\n");
        let shown = shown.as_str();
        assert_eq!(shown, "client_secret = \"*******\nname = \"n\"\n");
    }
}
