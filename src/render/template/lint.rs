//! Checks that Handlebars does not make: unescaped values, Postman variables without a backslash, undeclared variables.

use super::segments::{TemplateSegment, split_template};
use super::{DeclaredNames, HandlebarsTemplate};
use crate::finding::Finding;
use crate::text::{Span, suggest};

/// Checks a template without rendering it.
pub(super) fn check(template: &HandlebarsTemplate, declared: &DeclaredNames<'_>) -> Vec<Finding> {
    let text = &template.text;
    split_template(text)
        .into_iter()
        .filter_map(|segment| match segment {
            TemplateSegment::Tag(span) => check_raw(template, span).or_else(|| check_tag(template, declared, span)),
            TemplateSegment::Escaped(span) => {
                let name = text[span.range()].trim_matches(['{', '}']);
                check_declared(template, declared, span, name)
            }
            TemplateSegment::Text(_) | TemplateSegment::Comment(_) => None,
        })
        .collect()
}

/// Reports `{{{value}}}` and `{{&value}}`: they print a value without escaping it, and an unknown one as nothing.
fn check_raw(template: &HandlebarsTemplate, span: Span) -> Option<Finding> {
    let tag = &template.text[span.range()];
    let inner = tag.strip_prefix("{{").unwrap_or(tag).trim_start_matches('~');
    (inner.starts_with('{') || inner.starts_with('&')).then(|| {
        template
            .finding(span, "this tag prints a value without escaping it")
            .help("write `{{value}}`, or in a JSON template `{{json value}}`")
    })
}

/// Reports a Postman variable that is written as one of the template, and an undeclared one in `pm`.
fn check_tag(template: &HandlebarsTemplate, declared: &DeclaredNames<'_>, span: Span) -> Option<Finding> {
    let inner = template.text[span.range()].trim_matches(['{', '}', '~']);
    let words: Vec<_> = inner.trim_start_matches(['#', '/', '^', '>']).split_whitespace().collect();
    if let ["pm", name] = words.as_slice()
        && let Some(name) = name.strip_prefix(['"', '\'']).and_then(|name| name.strip_suffix(['"', '\'']))
    {
        return check_declared(template, declared, span, name);
    }
    let forgotten = words.iter().find(|word| declared.contains(**word) || is_postman_name(word))?;
    Some(template.finding(span, format!("`{forgotten}` is a Postman variable, not data of the template")).help(
        format!("write `\\{{{{{forgotten}}}}}` or `{{{{pm \"{forgotten}\"}}}}`, which print `{{{{{forgotten}}}}}`"),
    ))
}

/// Whether a name looks like a Postman variable: `UPPER_CASE`, `$dynamic`, `vault:key`.
fn is_postman_name(word: &str) -> bool {
    let upper = word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    upper || word.starts_with('$') || word.starts_with("vault:")
}

/// Reports a variable that is not declared.
fn check_declared(
    template: &HandlebarsTemplate,
    declared: &DeclaredNames<'_>,
    span: Span,
    name: &str,
) -> Option<Finding> {
    if declared.contains(name) || name.starts_with('$') || name.starts_with("vault:") {
        return None;
    }
    let help = match suggest(name, declared.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare it in the manifest: [variables.{name}]"),
    };
    Some(template.finding(span, format!("the variable `{name}` is not declared")).help(help))
}
