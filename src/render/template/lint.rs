//! What handlebars lets pass: raw braces, Postman's variables without a backslash, variables that nobody declared.

use super::segments::{Segment, split};
use super::{Declared, HandlebarsTemplate};
use crate::finding::Finding;
use crate::text::{Span, suggest};

/// Checks a template without rendering it.
pub(super) fn check(template: &HandlebarsTemplate, declared: &Declared<'_>) -> Vec<Finding> {
    let text = &template.text;
    split(text)
        .into_iter()
        .filter_map(|piece| match piece {
            Segment::Tag(span) => raw(template, span).or_else(|| tag(template, declared, span)),
            Segment::Escaped(span) => {
                let name = text[span.range()].trim_matches(['{', '}']);
                undeclared(template, declared, span, name)
            }
            Segment::Text(_) | Segment::Comment(_) => None,
        })
        .collect()
}

/// `{{{value}}}` and `{{&value}}` would print a value as it is, and an unknown one as nothing.
fn raw(template: &HandlebarsTemplate, span: Span) -> Option<Finding> {
    let tag = &template.text[span.range()];
    let inner = tag.strip_prefix("{{").unwrap_or(tag).trim_start_matches('~');
    (inner.starts_with('{') || inner.starts_with('&')).then(|| {
        template
            .finding(span, "a raw value would be printed without being escaped")
            .help("write `{{value}}`, which is escaped, or in a JSON template `{{json value}}`")
    })
}

fn tag(template: &HandlebarsTemplate, declared: &Declared<'_>, span: Span) -> Option<Finding> {
    let inner = template.text[span.range()].trim_matches(['{', '}', '~']);
    let words: Vec<_> = inner.trim_start_matches(['#', '/', '^', '>']).split_whitespace().collect();
    if let ["pm", name] = words.as_slice()
        && let Some(name) = name.strip_prefix(['"', '\'']).and_then(|name| name.strip_suffix(['"', '\'']))
    {
        return undeclared(template, declared, span, name);
    }
    let forgotten = words.iter().find(|word| declared.contains(**word) || is_postman_name(word))?;
    Some(
        template.finding(span, format!("`{forgotten}` is a variable of Postman, not of the template")).help(format!(
            "write `\\{{{{{forgotten}}}}}` or `{{{{pm \"{forgotten}\"}}}}`, so that it stays in the output"
        )),
    )
}

/// Names of Postman's variables by custom: `UPPER_CASE`, `$dynamic`, `vault:key`.
fn is_postman_name(word: &str) -> bool {
    let upper = word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    upper || word.starts_with('$') || word.starts_with("vault:")
}

fn undeclared(template: &HandlebarsTemplate, declared: &Declared<'_>, span: Span, name: &str) -> Option<Finding> {
    if declared.contains(name) || name.starts_with('$') || name.starts_with("vault:") {
        return None;
    }
    let help = match suggest(name, declared.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it in the manifest: [variables.{name}]"),
    };
    Some(template.finding(span, format!("the variable `{name}` is not declared")).help(help))
}
