//! A finding for people: the message, the place, the line with the value underlined, what to do.

use crate::finding::{Finding, Severity};
use crate::text::{Span, escape_hidden, is_hidden};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;

/// Most characters of a line that are shown.
const WIDTH: usize = 120;
/// Of them, how many at least stand before the value when the line is longer than that.
const LEAD: usize = 40;
/// Bytes in which more than [`WIDTH`] characters have room.
const BYTES: usize = 4 * (WIDTH + 1);
/// What stands where a line was cut.
const CUT: char = '…';
/// Stands for the place until the renderer is done: a character that no message has.
const PLACE: &str = "\u{e000}";

/// A part of a file's text: at least 512 bytes before and behind where a finding begins, as far as there is so much.
#[derive(Clone)]
pub struct Window<'t> {
    /// The part.
    pub text: Cow<'t, str>,
    /// The offset in the file of its first byte.
    pub start: usize,
}

impl<'t> From<&'t str> for Window<'t> {
    fn from(whole: &'t str) -> Self {
        Self { text: whole.into(), start: 0 }
    }
}

/// One finding as several lines, without a newline at the end. `window` is of the file that the finding is about: without
/// it the line is left out.
///
/// What is shown is a line of the file as it stands. Whoever knows where a secret is in it hands over a text in which
/// the same number of other bytes stands there.
pub fn render(finding: &Finding, window: Option<Window<'_>>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(escape_hidden(&finding.message)).id(finding.rule.0);
    let place = escape_hidden(&finding.location.to_string()).into_owned();
    let excerpt = window.map(|window| {
        let Span { start, end } = finding.location.span;
        let span = Span::new(start.saturating_sub(window.start), end.saturating_sub(window.start));
        Excerpt::around(&window.text, span)
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
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(escape_hidden(help)));
    }
    let shown = renderer.render(&[group]);
    match excerpt {
        // The renderer counts columns in the excerpt; the true place takes that one's stead.
        Some(excerpt) => {
            shown.replacen(&format!("{PLACE}:{}:{}", finding.location.start.line, excerpt.column()), &place, 1)
        }
        None => shown,
    }
}

/// `1 error`, `2 errors`.
pub fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// What was found, in one line without a newline: `2 errors, 1 warning in 14 files`.
pub fn summary(findings: &[Finding], files: usize) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (findings.iter().filter(|finding| finding.severity == severity).count(), severity.name()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| counted(number, name))
        .collect();
    let found = if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") };
    format!("{found} in {}", counted(files, "file"))
}

/// The line that a span begins in, cut around the beginning when it is long.
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

    /// Looks at what can be shown and no further: in a file of one line and ten megabytes that is all the same little.
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

/// The end of `text` behind its last newline: all of it, or at least one character more than can be shown.
fn line_before(text: &str) -> &str {
    let from = text.floor_char_boundary(text.len().saturating_sub(BYTES));
    let line = &text[from..];
    let line = line.rsplit_once('\n').map_or(line, |(_, line)| line);
    line.trim_start_matches('\u{feff}')
}

/// The same for the beginning of `text` before its first newline.
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
