//! The texts that stand under an error, without the secrets that may stand in them.

use super::mask;
use camino::Utf8Path;
use postsmith::document::Document;
use postsmith::report::human::Window;
use postsmith::secret::{Strength, scan, scan_near};
use postsmith::text::Span;
use std::ops::Range;

/// `text`, the file that findings call `path`, with an asterisk for every byte of what may be a secret: same lines, same columns.
pub(super) fn masked(path: &Utf8Path, text: &str) -> String {
    let document = match path.extension() {
        Some("toml") => Document::toml(path, text),
        Some("yaml" | "yml") => Document::yaml(path, text),
        // Templates hold no values; scripts are masked line by line.
        Some("hbs" | "md") => return text.to_owned(),
        Some("js") => return text.split_inclusive('\n').map(mask_line).collect(),
        _ => Document::json(path, text),
    };
    match document {
        Ok(document) => masked_document(&document),
        Err(_) => text.split_inclusive('\n').map(mask_line).collect(),
    }
}

/// The text of `document`, masked in the same way.
pub(super) fn masked_document(document: &Document) -> String {
    masked_in(document, vec![Span::new(0, document.text().len())])
}

/// The same for a text that was redacted: only what the scan finds, so that what took its place is seen.
pub(super) fn scanned(document: &Document) -> String {
    let mut bytes = document.text().as_bytes().to_vec();
    for secret in scan(document) {
        blank(&mut bytes, secret.span.range());
    }
    into_text(bytes)
}

/// `text` with an asterisk for every byte of `spans` as well.
pub(super) fn blanked(text: String, spans: &[Range<usize>]) -> String {
    let mut bytes = text.into_bytes();
    for span in spans.iter().filter(|span| span.end <= bytes.len()).cloned().collect::<Vec<_>>() {
        blank(&mut bytes, span);
    }
    into_text(bytes)
}

/// What is masked of a document near what is shown of it: in a file of ten megabytes that is nearly nothing.
pub(super) struct Masked<'d> {
    document: &'d Document,
    /// Bytes to blank, in order and apart.
    secret: Vec<Range<usize>>,
}

impl<'d> Masked<'d> {
    /// For the beginnings of `spans`.
    pub(super) fn near(document: &'d Document, spans: impl IntoIterator<Item = Span>) -> Self {
        let around = |span: Span| Span::new(span.start.saturating_sub(SHOWN), span.start + SHOWN);
        Self { document, secret: secret_in(document, spans.into_iter().map(around).collect()) }
    }

    /// The part of the text around the beginning of `span`, which was among those that this was made for.
    pub(super) fn window(&self, span: Span) -> Window<'static> {
        let text = self.document.text();
        let start = text.floor_char_boundary(span.start.saturating_sub(SHOWN));
        let end = text.floor_char_boundary(span.start.saturating_add(SHOWN));
        let mut bytes = text.as_bytes()[start..end].to_vec();
        let first = self.secret.partition_point(|range| range.end <= start);
        for range in self.secret[first..].iter().take_while(|range| range.start < end) {
            blank(&mut bytes, range.start.max(start) - start..range.end.min(end) - start);
        }
        Window { text: into_text(bytes).into(), start }
    }
}

fn masked_in(document: &Document, parts: Vec<Span>) -> String {
    let mut bytes = document.text().as_bytes().to_vec();
    for range in secret_in(document, parts) {
        blank(&mut bytes, range);
    }
    into_text(bytes)
}

/// An asterisk for each byte leaves UTF-8 what it was, unless a character was masked in part.
fn into_text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// What may be secret in the values that have bytes of `parts`.
fn secret_in(document: &Document, mut parts: Vec<Span>) -> Vec<Range<usize>> {
    parts.sort();
    let mut shown: Vec<Span> = Vec::new();
    for part in parts {
        match shown.last_mut().filter(|last| last.end >= part.start) {
            Some(last) => last.end = last.end.max(part.end),
            None => shown.push(part),
        }
    }
    // What may be one by names and looks, and what the scan is sure of.
    let (mut secret, found) = rayon::join(|| mask::secret_in(document.root(), &shown), || scan_near(document, &shown));
    secret.extend(found.iter().map(|found| found.span.range()));
    secret.sort_by_key(|range| range.start);
    // Of a long one its first letters tell people which it is, and nobody the rest.
    let told: Vec<Range<usize>> = found
        .iter()
        .filter(|found| found.strength == Strength::Strong && found.span.len() >= TELLING)
        .map(|found| found.span.start..found.span.start + TOLD)
        .collect();
    if told.is_empty() { secret } else { without(secret, &told) }
}

/// `ranges` without the bytes of `left`; both are in order, and those of `left` apart.
fn without(ranges: Vec<Range<usize>>, left: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut kept = Vec::with_capacity(ranges.len());
    for range in ranges {
        let mut start = range.start;
        let first = left.partition_point(|one| one.end <= start);
        for one in left[first..].iter().take_while(|one| one.start < range.end) {
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

/// A credential of this length is told by its first letters.
const TELLING: usize = 20;
/// How many of them are shown.
const TOLD: usize = 4;
/// How many bytes before and behind the beginning of a finding may be shown at most.
const SHOWN: usize = 512;

/// A file that cannot be parsed, or a script: what stands behind the key of a suspicious line, and what looks like a token.
fn mask_line(line: &str) -> String {
    let mut bytes = line.as_bytes().to_vec();
    let from = line.find([':', '=', ',']).filter(|_| mask::is_secret(line)).map_or(line.len(), |at| at + 1);
    for word in mask::secret_words(&line[..from], false) {
        blank(&mut bytes, word);
    }
    blank(&mut bytes, from..line.len());
    into_text(bytes)
}

fn blank(bytes: &mut [u8], range: Range<usize>) {
    let kept = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ' | b'\r' | b'\n');
    // A character of several bytes must keep its width on the screen as well as can be: one asterisk a byte.
    bytes[range].iter_mut().filter(|byte| !kept(byte)).for_each(|byte| *byte = b'*');
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn values_that_may_be_secrets_are_masked_and_nothing_moves() {
        let manifest = "[variables.ACME_ORG]\nsecret = true\nvalue = \"hunter2 é\" # why\n[environments.a.values]\nACME_PASSWORD = 'pw1'\nACME_HOST = 'h'\n";
        let shown = masked("postsmith.toml".into(), manifest);
        assert_eq!(shown.len(), manifest.len());
        for secret in ["hunter2", "pw1"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("ACME_HOST = 'h'") && shown.contains("# why"), "{shown}");

        let request = "headers:\n  - key: Authorization\n    value: Bearer abc\n  - key: Accept\n    value: text\nauth:\n  credentials:\n    token: xyz\n    other: \"{{A}}\"\n";
        let shown = masked("a.request.yaml".into(), request);
        assert!(!shown.contains("abc") && !shown.contains("xyz"), "{shown}");
        assert!(shown.contains("value: text") && shown.contains("\"{{A}}\""), "{shown}");
    }

    #[test]
    fn exports_show_no_credential() {
        let text = r#"{"auth": {"bearer": [{"key": "token", "value": "pw1 pw2"}]}, "header": [{"key": "Authorization", "value": "Bearer  pw3"}],
            "url": "https://me:pw4@h.example/x?api_key=pw5&page=2", "body": "{\"password\": \"pw6\"}", "exec": ["pm.globals.set('token', 'pw7');",
            "add({ key: 'Authorization', value: 'Token pw9' })", "add({ value: 'pwA', key: 'X-Api-Key' })", "add({ key: 'Accept', value: 'text' })"],
            "values": [{"key": "A", "type": "secret", "value": "pw8"}], "x": "sent a1b2c3d4e5f6a7b8c9d0e1 there", "y": "Bearer {{T}}"}"#;
        let shown = masked("a.json".into(), text);
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
    fn a_broken_file_is_masked_by_lines() {
        let shown = masked("postsmith.toml".into(), "client_secret = \"hunter2\nname = \"n\"\n");
        assert_eq!(shown, "client_secret = \"*******\nname = \"n\"\n");
    }
}
