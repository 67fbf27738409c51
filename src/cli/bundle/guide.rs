//! The guide of a bundle: which files it holds, and which variables somebody fills in.

use postsmith::bundle::{Gathered, Guide};
use postsmith::need::{FilledBy, Need};
use std::fmt::Write as _;

/// What nobody has described.
const MISSING: &str = "(not described)";

/// The guide to what was gathered, as a page and as Markdown.
pub(super) fn guide_of(gathered: &Gathered) -> Guide {
    let (mut markdown, mut rows, mut items) = (String::new(), String::new(), String::new());
    let name = &gathered.name;
    // Writing to a String cannot fail.
    let _ = writeln!(markdown, "# {}\n\nImport these files into Postman:\n", plain(name));
    for file in &gathered.files {
        let _ = writeln!(markdown, "- `{}`", plain(&file.name));
        let _ = writeln!(items, "<li><code>{}</code></li>", html(&file.name));
    }
    markdown.push_str("\n| variable | what it is | where to get it | who fills it in |\n|---|---|---|---|\n");
    for need in &gathered.needs {
        let what = need.description.as_deref().unwrap_or(MISSING);
        let found_at = need.found_at.as_deref().unwrap_or_default();
        let who = who(need);
        let _ = writeln!(markdown, "| `{}` | {} | {} | {who} |", plain(&need.name), plain(what), plain(found_at));
        let (name, what, found_at) = (html(&need.name), html(what), html(found_at));
        let _ = writeln!(rows, "<tr><td><code>{name}</code></td><td>{what}</td><td>{found_at}</td><td>{who}</td></tr>");
    }
    let title = html(name);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n<p>Import these files into Postman:</p>\n<ul>\n{items}</ul>\n\
         <table>\n<tr><th>variable</th><th>what it is</th><th>where to get it</th><th>who fills it in</th></tr>\n{rows}</table>\n</html>\n"
    );
    Guide { html, markdown }
}

const fn who(need: &Need) -> &'static str {
    match need.filled_by {
        FilledBy::Person => "you",
        FilledBy::Template => "it has a value",
        FilledBy::Scripts => "the scripts",
    }
}

/// One line that is text in Markdown, also in a table.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('`', "'")
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
