//! Descriptions as HTML. They are Markdown from untrusted files: nothing in them may run or load.

use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// Schemes that a link may have. Links with other schemes, such as `javascript:`, become plain text.
pub(super) const LINK_SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];
/// The Markdown of descriptions: with tables, strikethrough and task lists.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// Markdown as HTML. HTML in it is shown as text, images as their alternative text, and its headings start below `level`, without a gap.
pub(crate) fn block(text: &str, level: usize) -> Markup {
    let levels: BTreeSet<HeadingLevel> = Parser::new_ext(text, OPTIONS).filter_map(|event| heading(&event)).collect();
    let mut filter = EventFilter { levels, level, dropped_links: 0 };
    let events = Parser::new_ext(text, OPTIONS).filter_map(|event| filter.filter(event));
    let mut out = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut out, events);
    // Wide blocks scroll, by keyboard too. Every `<` of the text is escaped, so these can only be tags.
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

/// Changes Markdown events so that the page makes no request and runs no script.
struct EventFilter {
    /// The levels of headings in the text.
    levels: BTreeSet<HeadingLevel>,
    /// The level that all headings must be below.
    level: usize,
    /// How many dropped links are open.
    dropped_links: usize,
}

impl EventFilter {
    fn filter<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            Event::Start(Tag::Link { link_type, ref dest_url, .. }) => {
                if !is_allowed_link(link_type, dest_url) {
                    self.dropped_links += 1;
                    return None;
                }
                event
            }
            Event::End(TagEnd::Link) if self.dropped_links > 0 => {
                self.dropped_links -= 1;
                return None;
            }
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: self.lower_level(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(self.lower_level(level))),
            other => other,
        })
    }

    fn lower_level(&self, own: HeadingLevel) -> HeadingLevel {
        let position = self.levels.iter().position(|level| *level == own).unwrap_or_default() + 1;
        HeadingLevel::try_from((position + self.level).min(6)).unwrap_or(HeadingLevel::H6)
    }
}

/// Whether a link may lead to `url`.
pub(super) fn is_allowed_link(link_type: LinkType, url: &str) -> bool {
    link_type == LinkType::Email || LINK_SCHEMES.iter().any(|scheme| starts_with(url, scheme))
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// One line of Markdown as HTML: code in backquotes, emphasis and links.
pub(crate) fn inline(text: &str) -> Markup {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let block = block(&line, 6).into_string();
    let inner = block.trim().strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>"));
    // A text that begins like a list or a heading is shown as it is written.
    inner.map_or_else(|| html! { (line) }, |inner| PreEscaped(inner.to_owned()))
}

/// `text` with each `{{NAME}}` in a `var` element.
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
    fn a_description_runs_and_loads_nothing() {
        let text = "<script>alert(1)</script>\n\n![logo](https://x.example/a.png) [a](javascript:alert(1)) [b](HTTPS://x.example) <img src=x onerror=y>\n\n<div onclick=z>";
        let html = block(text, 2).into_string();
        for wrong in ["<script", "<img", "src=\"", "javascript:", "<div"] {
            assert!(!html.contains(wrong), "{wrong} in {html}");
        }
        assert!(html.contains("logo a <a href=\"HTTPS://x.example\">b</a>"), "{html}");
    }

    #[test]
    fn headings_start_below_the_level_of_the_page() {
        assert_eq!(block("# A\n## B", 2).into_string(), "<h3>A</h3>\n<h4>B</h4>\n");
        assert_eq!(block("#### D\n###### F", 3).into_string(), "<h4>D</h4>\n<h5>F</h5>\n", "without a gap");
        assert_eq!(block("# A\n## B", 6).into_string(), "<h6>A</h6>\n<h6>B</h6>\n");
    }

    #[test]
    fn inline_texts_keep_code_and_variables() {
        assert_eq!(inline("set `A` *now* <b>").into_string(), "set <code>A</code> <em>now</em> &lt;b&gt;");
        assert_eq!(with_variables("{{A}}/<x>/{{B}}").into_string(), "<var>{{A}}</var>/&lt;x&gt;/<var>{{B}}</var>");
    }
}
