//! The replacement of one credential, by its position.

use super::names::VariableNames;
use super::script::Programs;
use crate::document::Kind;
use crate::secret::{Position, Secret};
use crate::text::{Edit, Span};

/// Replaces a credential in a saved example or a comment.
const REDACTED: &str = "<redacted>";

/// An edit and the variable that it needs.
pub(super) struct Replacement {
    pub(super) edit: Edit,
    pub(super) variable: Option<String>,
}

/// The replacement of `secret`.
pub(super) fn replace(secret: &Secret<'_>, names: &mut VariableNames, programs: &Programs) -> Replacement {
    match secret.position {
        // The whole value of a variable: the sender of the request enters it.
        Position::Environment | Position::Variable if is_whole(secret) => Replacement {
            edit: edit(secret, ""),
            variable: Some(names.name_of_variable(secret.value(), &secret.variable)),
        },
        Position::SavedExample => Replacement { edit: edit(secret, REDACTED), variable: None },
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

/// Whether its value contains nothing but the credential, whitespace and quotes.
fn is_whole(secret: &Secret<'_>) -> bool {
    let node = secret.node;
    node.kind() != Kind::String
        || node.as_str().is_some_and(|text| text.trim().trim_matches(['"', '\'']) == secret.value().trim())
}

/// An edit that replaces the credential with `text`. A number, or a plain YAML scalar that would change its type, becomes a string.
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
        // The whole text between the quotes, with the whitespace and quotes in it.
        let span = node.span();
        if source.starts_with(['"', '\'']) {
            return Edit { span: Span::new(span.start + 1, span.end - 1), replacement: String::new() };
        }
    }
    Edit { span: secret.span, replacement: text.to_owned() }
}
