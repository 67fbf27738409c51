//! Member expressions read as chains of names.

use oxc_ast::ast::{CallExpression, ComputedMemberExpression, Expression, IdentifierReference, StaticMemberExpression};
use oxc_span::{GetSpan, Span};
use std::ops::Range;

/// Most links of a chain that is taken down, and most names of an argument: each call of a chain is a chain of its own.
pub(super) const LONGEST: usize = 64;

/// A link of a chain.
pub(super) enum Link<'e, 'a> {
    Identifier(&'e IdentifierReference<'a>),
    Static(&'e StaticMemberExpression<'a>),
    Computed(&'e ComputedMemberExpression<'a>),
    Call(&'e CallExpression<'a>),
}

impl<'e, 'a> Link<'e, 'a> {
    /// What `expression` is as a link.
    pub(super) fn of(expression: &'e Expression<'a>) -> Option<Self> {
        match expression.without_parentheses() {
            Expression::Identifier(it) => Some(Self::Identifier(it)),
            Expression::StaticMemberExpression(it) => Some(Self::Static(it)),
            Expression::ComputedMemberExpression(it) => Some(Self::Computed(it)),
            Expression::CallExpression(it) => Some(Self::Call(it)),
            Expression::ChainExpression(it) => match &it.expression {
                oxc_ast::ast::ChainElement::CallExpression(it) => Some(Self::Call(it)),
                oxc_ast::ast::ChainElement::StaticMemberExpression(it) => Some(Self::Static(it)),
                oxc_ast::ast::ChainElement::ComputedMemberExpression(it) => Some(Self::Computed(it)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The names of a chain, when it begins with a name.
pub(super) fn names(link: Link<'_, '_>) -> Option<Vec<(String, Range<usize>)>> {
    let mut names = Vec::new();
    let mut next = Some(link);
    for _ in 0..LONGEST {
        next = match next? {
            Link::Identifier(it) => {
                names.push((it.name.to_string(), range(it.span)));
                names.reverse();
                return Some(names);
            }
            Link::Static(it) => {
                names.push((it.property.name.to_string(), range(it.property.span)));
                Link::of(&it.object)
            }
            Link::Computed(it) => {
                names.push((text(&it.expression)?, range(it.expression.span())));
                Link::of(&it.object)
            }
            Link::Call(it) => Link::of(&it.callee),
        };
    }
    None
}

/// The value of a text that is written out.
pub(super) fn text(expression: &Expression<'_>) -> Option<String> {
    match expression.without_parentheses() {
        Expression::StringLiteral(it) => Some(it.value.to_string()),
        Expression::TemplateLiteral(it) if it.expressions.is_empty() => {
            Some(it.quasis.first()?.value.cooked.as_ref()?.to_string())
        }
        _ => None,
    }
}

/// The bytes of `span`.
pub(super) const fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
