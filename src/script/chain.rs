//! Chains of names, such as `pm.environment.set`: what the collector records, and how member expressions of the syntax tree become one.

use oxc_ast::ast::{CallExpression, ComputedMemberExpression, Expression, IdentifierReference, StaticMemberExpression};
use oxc_span::{GetSpan, Span};
use std::ops::Range;

/// A chain of names that begins with a name that the program does not declare: `pm.environment.set`.
#[derive(Clone)]
pub struct Chain {
    /// The names, each with its bytes. An index with a text (`a["b"]`) counts as a name, and a call in the middle (`a().b`) does not end the chain:
    /// `pm.response.json().token` is `pm`, `response`, `json`, `token`.
    pub names: Vec<(String, Range<usize>)>,
    /// The arguments, if the program calls the last name.
    pub call: Option<Vec<Argument>>,
    /// Whether it is the target of an assignment.
    pub is_assigned: bool,
    /// Whether it is in a function that the program defines and does not seem to call itself: another script may run it.
    pub is_kept: bool,
    /// Whether it is a statement of its own, so that nothing uses its value.
    pub is_statement: bool,
}

/// An argument of a call.
#[derive(Clone)]
pub enum Argument {
    /// A text: its value, and its bytes with the quotes. A template literal without `${}` is a text.
    Text(String, Range<usize>),
    /// A function expression, or the name of a function of the program: its bytes.
    Function(Range<usize>),
    /// Any other expression: its bytes, and the names that its value comes from: the last name of each chain (`access_token` of `json.access_token`), and
    /// the key of each variable (`get("access_token")`). Names in a condition (`!token`, `token ? 1 : 2`) do not count.
    Other(Range<usize>, Vec<String>),
}

impl Chain {
    /// The names joined with dots.
    pub fn path(&self) -> String {
        path(&self.names)
    }

    /// The names without their bytes.
    pub fn words(&self) -> Vec<&str> {
        self.names.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The bytes from its first name to its last.
    pub fn range(&self) -> Range<usize> {
        match (self.names.first(), self.names.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// The names joined with dots.
pub(super) fn path(names: &[(String, Range<usize>)]) -> String {
    names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(".")
}

/// Most names of a chain, and most names of an argument. Each call of a chain is another chain, so without a limit the time would be quadratic.
pub(super) const LONGEST: usize = 64;

/// An expression of the syntax tree that can be part of a chain.
pub(super) enum Link<'e, 'a> {
    Identifier(&'e IdentifierReference<'a>),
    Static(&'e StaticMemberExpression<'a>),
    Computed(&'e ComputedMemberExpression<'a>),
    Call(&'e CallExpression<'a>),
}

impl<'e, 'a> Link<'e, 'a> {
    /// `expression` as a link; none when it cannot be part of a chain.
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

/// The names of the chain that ends with `link`; none when it does not begin with a name.
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

/// The value of a string literal, or of a template literal without `${}`.
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
