//! What takes the place of a credential.

use super::names::Names;
use super::script::Programs;
use crate::document::Kind;
use crate::secret::{Position, Secret};
use crate::text::{Edit, Span};

/// What stands in a saved answer or a comment.
const REDACTED: &str = "<redacted>";

/// An edit, and the variable that it needs.
pub(super) struct Replacement {
    pub(super) edit: Edit,
    pub(super) variable: Option<String>,
}

/// What takes the place of `secret`.
pub(super) fn of(secret: &Secret<'_>, names: &mut Names, programs: &Programs) -> Replacement {
    match secret.position {
        // A variable's whole value: whoever sends the request fills it in.
        Position::Environment | Position::Variable if is_whole(secret) => {
            Replacement { edit: edit(secret, ""), variable: Some(names.own(secret.value(), &secret.variable)) }
        }
        Position::Answer => Replacement { edit: edit(secret, REDACTED), variable: None },
        Position::Script => match programs.expression(secret.span, || names.name(secret.value(), &secret.variable)) {
            Some((edit, variable)) => Replacement { edit, variable: Some(variable) },
            None => Replacement { edit: edit(secret, REDACTED), variable: None },
        },
        _ => {
            let name = names.name(secret.value(), &secret.variable);
            Replacement { edit: edit(secret, &format!("{{{{{name}}}}}")), variable: Some(name) }
        }
    }
}

/// Whether the credential is all that stands in its value, but for blanks and quotes.
fn is_whole(secret: &Secret<'_>) -> bool {
    let node = secret.node;
    node.kind() != Kind::String
        || node.as_str().is_some_and(|text| text.trim().trim_matches(['"', '\'']) == secret.value().trim())
}

/// `text` in the place of the credential; a number, or a plain YAML scalar that it would make something else, becomes a string.
fn edit(secret: &Secret<'_>, text: &str) -> Edit {
    let node = secret.node;
    let source = node.source();
    let is_bare = node.kind() != Kind::String || !source.starts_with(['"', '\'', '|', '>']);
    let is_beginning = secret.span.start == node.span().start;
    if is_bare && is_beginning {
        let rest = node.document().text().get(secret.span.end..node.span().end).unwrap_or_default().trim_end();
        return Edit {
            span: Span::new(node.span().start, secret.span.end + rest.len()),
            replacement: format!("\"{text}{rest}\""),
        };
    }
    if text.is_empty() && !is_bare {
        // The whole text between the quotes, whatever blanks or quotes stand in it.
        let span = node.span();
        if source.starts_with(['"', '\'']) {
            return Edit { span: Span::new(span.start + 1, span.end - 1), replacement: String::new() };
        }
    }
    Edit { span: secret.span, replacement: text.to_owned() }
}
