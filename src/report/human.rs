//! A finding for people: its message, its location, the line with the value underlined, and the help.

use crate::finding::{Credential, Finding, Location, Severity};
use crate::report::cause::causes;
use crate::report::json::Summary;
use crate::secret::mask::MaskedText;
use crate::text::{Span, escape_hidden, is_hidden};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;

/// The most characters that an excerpt of a line has.
const WIDTH: usize = 120;
/// The least characters before the value in an excerpt of a longer line.
const LEAD: usize = 40;
/// More bytes than [`WIDTH`] characters can have.
const BYTES: usize = 4 * (WIDTH + 1);
/// Marks where a line was cut off.
const CUT: char = '…';
/// A placeholder for the path while rendering: a character that no message has.
const PLACE: &str = "\u{e000}";

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// In colours of a terminal.
    pub has_color: bool,
    /// With what proves each secret.
    pub has_reasons: bool,
}

/// One finding as several lines, without a newline at the end. `text` is the text of its file, or the part around the beginning of the finding;
/// without it the line of the file is left out.
pub fn render(finding: &Finding, text: Option<&MaskedText>, style: Style) -> String {
    let renderer = if style.has_color { Renderer::styled() } else { Renderer::plain() };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(escape_hidden(&finding.message)).id(finding.rule.0);
    let place = escape_hidden(&finding.location.to_string()).into_owned();
    let excerpt = text.map(|text| {
        let Span { start, end } = finding.location.span;
        let span = Span::new(start.saturating_sub(text.start()), end.saturating_sub(text.start()));
        Excerpt::around(text.as_str(), span)
    });
    let mut group = Group::with_title(title);
    group = match &excerpt {
        Some(excerpt) => {
            let underlined = AnnotationKind::Primary.span(excerpt.span.range());
            let snippet = Snippet::source(&excerpt.text).path(PLACE).line_start(finding.location.start.line);
            group.element(snippet.annotation(underlined))
        }
        None => group.element(Origin::path(place.as_str())),
    };
    if let Some(names) = &finding.location.breadcrumb {
        group = group.element(Level::NOTE.message(escape_hidden(names)));
    }
    if let Some(output) = &finding.output {
        group = group.element(Level::NOTE.message(escape_hidden(&format!("in the output: {output}")).into_owned()));
    }
    let credential = finding.credential.as_deref();
    if let Some(Credential { reason, .. }) = credential.filter(|_| style.has_reasons) {
        group = group.element(Level::NOTE.message(escape_hidden(&format!("why: {reason}")).into_owned()));
    }
    if let Some(page) = credential.and_then(|credential| credential.revocation) {
        group = group.element(Level::NOTE.message(format!("revoke it: {page}")));
    }
    if let Some(hash) = credential.and_then(|credential| credential.value_hash.as_ref()) {
        group = group.element(Level::NOTE.message(escape_hidden(&format!("value_hash = \"{hash}\"")).into_owned()));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(escape_hidden(help)));
    }
    let shown = renderer.render(&[group]);
    match excerpt {
        // The renderer counts columns within the excerpt. Replace its location by the location in the file.
        Some(excerpt) => {
            shown.replacen(&format!("{PLACE}:{}:{}", finding.location.start.line, excerpt.column()), &place, 1)
        }
        None => shown,
    }
}

/// The most places that [`places`] names.
const MOST_PLACES: usize = 4;

/// The report for people: of findings with one cause the block of the first, with the places of the others; with `is_complete` all of them, else the first few.
/// `blocks` has the block of each finding, as [`render`] returns it.
pub fn grouped(findings: &[Finding], blocks: &[&str], is_complete: bool) -> String {
    let mut with_cause: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for (finding, cause) in findings.iter().zip(causes(findings)) {
        with_cause.entry(cause).or_default().push(finding);
    }
    let block = |(first, same): (usize, Vec<&Finding>)| {
        let others = &same[1..];
        let places = if others.is_empty() { String::new() } else { places(same[0], others, is_complete) + "\n" };
        format!("{}\n{places}\n", blocks[first])
    };
    with_cause.into_iter().map(block).collect()
}

/// The line that follows a finding when `others` have the same cause: where they are. All of them with `is_complete`, else the first few.
fn places(first: &Finding, others: &[&Finding], is_complete: bool) -> String {
    let shown = if is_complete { others.len() } else { MOST_PLACES.min(others.len()) };
    let place = |other: &&Finding| match &other.location {
        Location { path, start, .. } if *path == first.location.path => start.to_string(),
        other => other.to_string(),
    };
    let named: Vec<String> = others.iter().take(shown).map(place).collect();
    let rest = match others.len() - shown {
        0 => String::new(),
        more => format!(" and {} (-v lists all)", counted(more, "more place")),
    };
    let gutter = first.location.start.line.to_string().len() + 1;
    format!("{:gutter$}= note: also at {}{rest}", "", escape_hidden(&named.join(", ")))
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// How many files were read and passed over, by kind: `read 3 files, passed over 2 (1 OpenAPI, 1 other)`.
pub fn read_and_passed_over(files: usize, passed_over: &BTreeMap<&str, usize>) -> String {
    let kinds: Vec<String> = passed_over.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let total: usize = passed_over.values().sum();
    format!("read {}, passed over {total} ({})", counted(files, "file"), kinds.join(", "))
}

/// The number of findings, in one line without a newline: `2 errors, 1 warning in 14 files`.
pub fn summary(found: Summary, files: usize) -> String {
    let counts = [(found.error, Severity::Error), (found.warning, Severity::Warning), (found.note, Severity::Note)];
    let present = counts.into_iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = present.map(|(number, severity)| counted(number, severity.name())).collect();
    let found = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
    format!("{found} in {}", counted(files, "file"))
}

/// The line in which a span starts. A long line is cut off around the start of the span.
struct Excerpt {
    text: String,
    /// The part of the span that is shown.
    span: Span,
}

impl Excerpt {
    /// Column of the first character of the span, from 1.
    fn column(&self) -> usize {
        self.text[..self.span.start].chars().count() + 1
    }

    /// The excerpt around `span`. It reads only the bytes that can be shown, so a line of ten megabytes costs no more than a short one.
    fn around(text: &str, span: Span) -> Self {
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
        let (before, after) = (line_before(&text[..start]), line_after(&text[start..]));
        let shown_after = after.chars().take(WIDTH).count();
        let room = (WIDTH - shown_after).max(LEAD);
        let skipped = before.chars().count().saturating_sub(room);
        let lead: String = before.chars().skip(skipped).collect();
        let rest: String = after.chars().take(WIDTH - lead.chars().count()).collect();
        let (marked, behind) = rest.split_at(rest.floor_char_boundary(end - start));
        let mut excerpt = String::new();
        if skipped > 0 {
            excerpt.push(CUT);
        }
        excerpt.extend(lead.chars().map(shown));
        let from = excerpt.len();
        excerpt.extend(marked.chars().map(shown));
        let to = excerpt.len();
        excerpt.extend(behind.chars().map(shown));
        if rest.len() < after.len() {
            excerpt.push(CUT);
        }
        Self { text: excerpt, span: Span::new(from, to) }
    }
}

/// A character of a file as a terminal may show it: one for one, so that columns stay. The renderer expands tabs.
fn shown(character: char) -> char {
    if is_hidden(character) && character != '\t' { '\u{fffd}' } else { character }
}

/// The part of `text` after its last newline: complete, or at least one character more than can be shown.
fn line_before(text: &str) -> &str {
    let from = text.floor_char_boundary(text.len().saturating_sub(BYTES));
    let line = &text[from..];
    let line = line.rsplit_once('\n').map_or(line, |(_, line)| line);
    line.trim_start_matches('\u{feff}')
}

/// The part of `text` before its first newline, with the same limit.
fn line_after(text: &str) -> &str {
    let line = &text[..text.floor_char_boundary(BYTES)];
    let line = line.split_once('\n').map_or(line, |(line, _)| line);
    line.trim_end_matches('\r').trim_start_matches('\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, WIDTH};
    use crate::text::Span;

    #[test]
    fn hidden_characters_of_a_line_are_replaced_and_the_span_stays() {
        let text = "{\"a\u{9b}\": \t\"b\u{202e}\u{1b}c\"}";
        let start = text.find("\"b").unwrap();
        let excerpt = Excerpt::around(text, Span::new(start, text.len() - 1));
        assert_eq!(excerpt.text, "{\"a\u{fffd}\": \t\"b\u{fffd}\u{fffd}c\"}");
        assert_eq!(&excerpt.text[excerpt.span.range()], "\"b\u{fffd}\u{fffd}c\"");
    }

    #[test]
    fn any_span_of_any_text_has_an_excerpt() {
        let texts =
            ["", "\n", "\u{feff}", "\u{feff}{}", "é\r\n𝄞", &"𝄞".repeat(500), &"a\n".repeat(300), &"\r".repeat(300)];
        for text in texts {
            for start in 0..=text.len() + 2 {
                for length in [0, 1, 5, 10_000] {
                    let excerpt = Excerpt::around(text, Span::new(start, start + length));
                    assert!(excerpt.text.chars().count() <= WIDTH + 2);
                    assert!(excerpt.text.get(excerpt.span.range()).is_some(), "{start} {length}");
                }
            }
        }
    }
}
