//! Checks that Handlebars does not make: unescaped values, Postman variables without a backslash, undeclared variables.

use super::segments::{TemplateSegment, split_template};
use super::{DeclaredNames, HandlebarsTemplate};
use crate::finding::Finding;
use crate::text::{Span, suggest};

/// Checks a template without rendering it.
pub(super) fn check(template: &HandlebarsTemplate, declared: &DeclaredNames<'_>) -> Vec<Finding> {
    let text = &template.text;
    let segments = split_template(text);
    if let Some(finding) = check_nesting(template, &segments) {
        return vec![finding];
    }
    segments
        .into_iter()
        .filter_map(|segment| match segment {
            TemplateSegment::Tag(span) => check_partial(template, span)
                .or_else(|| check_raw(template, span))
                .or_else(|| check_tag(template, declared, span)),
            TemplateSegment::Escaped(span) => {
                let name = text[span.range()].trim_matches(['{', '}']);
                check_declared(template, declared, span, name)
            }
            TemplateSegment::Text(_) | TemplateSegment::Comment(_) => None,
        })
        .collect()
}

/// Deepest nesting of blocks. The engine recurses, and a stack that overflows ends the program without a message.
const DEEPEST: usize = 100;

/// Reports blocks that are nested too deeply.
fn check_nesting(template: &HandlebarsTemplate, segments: &[TemplateSegment]) -> Option<Finding> {
    let mut depth = 0_usize;
    segments.iter().find_map(|segment| {
        let TemplateSegment::Tag(span) = segment else { return None };
        match inner(template, *span).chars().next() {
            Some('#') => depth += 1,
            Some('/') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth > DEEPEST).then(|| {
            template
                .finding(*span, format!("blocks are nested in more than {DEEPEST} others"))
                .help("write several templates")
        })
    })
}

/// Reports partials and decorators: `{{> name}}`, `{{#> name}}`, `{{#*inline "name"}}`. A partial that contains itself would never end.
fn check_partial(template: &HandlebarsTemplate, span: Span) -> Option<Finding> {
    let inner = inner(template, span);
    let inner = inner.strip_prefix('#').unwrap_or(inner).trim_start();
    inner.starts_with(['>', '*']).then(|| {
        template.finding(span, "templates have no partials").help("write the text here; a description is one file")
    })
}

/// The content of a tag without its braces.
fn inner(template: &HandlebarsTemplate, span: Span) -> &str {
    template.text[span.range()].trim_start_matches('{').trim_start_matches(['~', ' ', '\t', '\r', '\n'])
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
