//! A finding for people: the message, the place, the line with the value underlined, what to do.

use crate::finding::{Finding, Severity};
use crate::secret::mask::MaskedText;
use crate::text::Span;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

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

/// One finding as several lines, without a newline at the end. `text` is the text of its file, or the part around the beginning of the finding;
/// without it the line of the file is left out.
pub fn render(finding: &Finding, text: Option<&MaskedText>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(normalize_untrusted_str(&finding.message)).id(finding.rule.0);
    let place = normalize_untrusted_str(&finding.location.to_string());
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
        None => group.element(Origin::path(&place)),
    };
    if let Some(names) = &finding.location.breadcrumb {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(names)));
    }
    if let Some(output) = &finding.output {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(&format!("in the output: {output}"))));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
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
        let mut excerpt = String::new();
        if skipped > 0 {
            excerpt.push(CUT);
        }
        excerpt.push_str(&lead);
        let from = excerpt.len();
        excerpt.push_str(&rest);
        let to = excerpt.len().min(from + (end - start));
        if rest.len() < after.len() {
            excerpt.push(CUT);
        }
        Self { text: excerpt, span: Span::new(from, to) }
    }
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
