//! Descriptions: Markdown that anybody may have written.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// Schemes that a link may have. All others, `javascript:` among them, become plain text.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// `text` as HTML. HTML in it is shown as it is written, pictures as their words, and its headings come below `level`, without a gap.
pub(crate) fn block(text: &str, level: usize) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let levels: BTreeSet<HeadingLevel> = Parser::new_ext(text, options).filter_map(|event| heading(&event)).collect();
    let mut tamer = Tamer { levels, level, dropped: 0 };
    let events = Parser::new_ext(text, options).filter_map(|event| tamer.tame(event));
    let mut out = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    // What may be wider than the page scrolls, by keyboard too. A `<` of the text itself is escaped: these are tags.
    let out = out.replace("<pre>", "<pre tabindex=\"0\">");
    let out =
        out.replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>").replace("</table>", "</table></div>");
    PreEscaped(out)
}

fn heading(event: &Event<'_>) -> Option<HeadingLevel> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level),
        _ => None,
    }
}

/// Makes events fit for a page that asks nothing of the network.
struct Tamer {
    /// The levels of headings that the text has.
    levels: BTreeSet<HeadingLevel>,
    /// The level that they come below.
    level: usize,
    /// Links that are open and lead nowhere good.
    dropped: usize,
}

impl Tamer {
    fn tame<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            // No link holds another.
            Event::Start(Tag::Link { link_type, ref dest_url, .. }) => {
                let is_right =
                    link_type == LinkType::Email || SCHEMES.iter().any(|scheme| starts_with(dest_url, scheme));
                if !is_right {
                    self.dropped += 1;
                    return None;
                }
                event
            }
            Event::End(TagEnd::Link) if self.dropped > 0 => {
                self.dropped -= 1;
                return None;
            }
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: self.below(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(self.below(level))),
            other => other,
        })
    }

    fn below(&self, own: HeadingLevel) -> HeadingLevel {
        let place = self.levels.iter().position(|level| *level == own).unwrap_or_default() + 1;
        HeadingLevel::try_from((place + self.level).min(6)).unwrap_or(HeadingLevel::H6)
    }
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// `text` on one line, with what stands in backquotes as code, and with emphasis.
pub(crate) fn inline(text: &str) -> Markup {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let block = block(&line, 6).into_string();
    let inner = block.trim().strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>"));
    // What begins like a list or a heading is shown as it is written.
    inner.map_or_else(|| html! { (line) }, |inner| PreEscaped(inner.to_owned()))
}

/// `text` as it is, with each `{{NAME}}` in it marked.
pub(crate) fn with_variables(text: &str) -> Markup {
    let mut done = 0;
    html! {
        @for used in crate::text::references(text) {
            (&text[std::mem::replace(&mut done, used.range.end)..used.range.start])
            var { (&text[used.range]) }
        }
        (&text[done..])
    }
}

#[cfg(test)]
mod tests {
    use super::{block, inline, with_variables};

    #[test]
    fn nothing_in_a_description_runs_or_loads() {
        let text = "<script>alert(1)</script>\n\n![logo](https://x.example/a.png) [a](javascript:alert(1)) [b](HTTPS://x.example) <img src=x onerror=y>\n\n<div onclick=z>";
        let html = block(text, 2).into_string();
        for wrong in ["<script", "<img", "src=\"", "javascript:", "<div"] {
            assert!(!html.contains(wrong), "{wrong} in {html}");
        }
        assert!(html.contains("logo a <a href=\"HTTPS://x.example\">b</a>"), "{html}");
    }

    #[test]
    fn headings_go_below_the_pages_own() {
        assert_eq!(block("# A\n## B", 2).into_string(), "<h3>A</h3>\n<h4>B</h4>\n");
        assert_eq!(block("#### D\n###### F", 3).into_string(), "<h4>D</h4>\n<h5>F</h5>\n", "without a gap");
        assert_eq!(block("# A\n## B", 6).into_string(), "<h6>A</h6>\n<h6>B</h6>\n");
    }

    #[test]
    fn lines_keep_code_and_variables() {
        assert_eq!(inline("set `A` *now* <b>").into_string(), "set <code>A</code> <em>now</em> &lt;b&gt;");
        assert_eq!(with_variables("{{A}}/<x>/{{B}}").into_string(), "<var>{{A}}</var>/&lt;x&gt;/<var>{{B}}</var>");
    }
}
