//! Walks a syntax tree and takes down what rules ask for.

use super::{Argument, Chain, Script};
use oxc_ast::AstKind;
use oxc_ast::ast::{
    AssignmentExpression, AwaitExpression, BindingIdentifier, CallExpression, ComputedMemberExpression,
    ConditionalExpression, Expression, ForOfStatement, IdentifierReference, Program, StaticMemberExpression,
    UnaryExpression, UnaryOperator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use std::collections::HashSet;
use std::ops::Range;

/// What was seen so far.
#[derive(Default)]
pub(super) struct Collector {
    script: Script,
    /// Names that the program declares.
    declared: HashSet<String>,
    /// Parts of chains that are taken down already.
    parts: HashSet<Span>,
    /// What stands on the left of `=`.
    targets: HashSet<Span>,
    /// Where a value is only asked about.
    asked: Vec<Range<usize>>,
    /// How many functions are around.
    functions: usize,
}

impl Collector {
    /// Everything in `program`.
    pub(super) fn of(program: &Program<'_>) -> Script {
        let mut collector = Self::default();
        collector.visit_program(program);
        let Self { mut script, declared, asked, .. } = collector;
        script.chains.sort_by_key(|chain| (chain.range().start, std::cmp::Reverse(chain.range().end)));
        name_arguments(&mut script.chains, &asked);
        script.chains.retain(|chain| chain.names.first().is_some_and(|(name, _)| !declared.contains(name)));
        script
    }

    /// Takes a chain down, unless it is a part of one that is.
    fn chain(&mut self, expression: Link<'_, '_>, span: Span, call: Option<Vec<Argument>>) {
        if call.is_none() && self.parts.contains(&span) {
            return;
        }
        if let Some(names) = names(expression) {
            self.script.chains.push(Chain { names, call, is_assigned: self.targets.contains(&span) });
        }
    }

    /// `expression` belongs to a chain that is taken down.
    fn part(&mut self, expression: &Expression<'_>) {
        self.parts.insert(expression.without_parentheses().span());
    }
}

impl<'a> Visit<'a> for Collector {
    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.declared.insert(it.name.to_string());
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        self.chain(Link::Identifier(it), it.span, None);
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        self.chain(Link::Static(it), it.span, None);
        self.part(&it.object);
        walk::walk_static_member_expression(self, it);
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        // With any other index the names end before it.
        if text(&it.expression).is_some() {
            self.chain(Link::Computed(it), it.span, None);
            self.part(&it.object);
        }
        walk::walk_computed_member_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let argument = |argument: &oxc_ast::ast::Argument<'a>| match argument.as_expression().and_then(text) {
            Some(value) => Argument::Text(value, range(argument.span())),
            None => Argument::Other(range(argument.span()), Vec::new()),
        };
        let arguments = it.arguments.iter().map(argument).collect();
        if let Some(link) = Link::of(&it.callee) {
            self.chain(link, it.span, Some(arguments));
            self.part(&it.callee);
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        self.targets.insert(it.left.span());
        walk::walk_assignment_expression(self, it);
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if matches!(it.operator, UnaryOperator::LogicalNot | UnaryOperator::Typeof) {
            self.asked.push(range(it.span));
        }
        walk::walk_unary_expression(self, it);
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.asked.push(range(it.test.span()));
        walk::walk_conditional_expression(self, it);
    }

    fn enter_node(&mut self, kind: AstKind<'a>) {
        self.functions += usize::from(is_function(kind));
    }

    fn leave_node(&mut self, kind: AstKind<'a>) {
        self.functions -= usize::from(is_function(kind));
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.awaits(it.span);
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            self.awaits(it.span);
        }
        walk::walk_for_of_statement(self, it);
    }
}

impl Collector {
    /// The word `await` at the beginning of `span`, or behind its `for`.
    fn awaits(&mut self, span: Span) {
        if self.functions == 0 {
            let start = span.start as usize;
            self.script.awaits.push(start..start + "await".len());
        }
    }
}

/// Whether an `await` inside belongs to it, its parameters and a body without braces included.
const fn is_function(kind: AstKind<'_>) -> bool {
    matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_))
}

/// Most links of a chain that is taken down, and most names of an argument: each call of a chain is a chain of its own.
const LONGEST: usize = 64;

/// A link of a chain.
enum Link<'e, 'a> {
    Identifier(&'e IdentifierReference<'a>),
    Static(&'e StaticMemberExpression<'a>),
    Computed(&'e ComputedMemberExpression<'a>),
    Call(&'e CallExpression<'a>),
}

impl<'e, 'a> Link<'e, 'a> {
    fn of(expression: &'e Expression<'a>) -> Option<Self> {
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
fn names(link: Link<'_, '_>) -> Option<Vec<(String, Range<usize>)>> {
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
fn text(expression: &Expression<'_>) -> Option<String> {
    match expression.without_parentheses() {
        Expression::StringLiteral(it) => Some(it.value.to_string()),
        Expression::TemplateLiteral(it) if it.expressions.is_empty() => {
            Some(it.quasis.first()?.value.cooked.as_ref()?.to_string())
        }
        _ => None,
    }
}

/// Notes for each argument the names that its value is made of: those of the chains in it. `chains` are sorted by their beginning.
fn name_arguments(chains: &mut [Chain], asked: &[Range<usize>]) {
    let asked = apart(asked);
    let is_asked = |range: &Range<usize>| {
        let before = asked.partition_point(|asked| asked.start <= range.start);
        before.checked_sub(1).is_some_and(|last| range.end <= asked[last].end)
    };
    let all: Vec<(Range<usize>, Vec<String>)> = chains
        .iter()
        .map(|chain| {
            let mut names: Vec<_> = chain.names.last().map(|(name, _)| name.clone()).into_iter().collect();
            if let (Some("get" | "getEnvironmentVariable" | "getGlobalVariable"), Some([Argument::Text(key, _), ..])) =
                (names.first().map(String::as_str), chain.call.as_deref())
            {
                names.push(key.clone());
            }
            (chain.range(), names)
        })
        .collect();
    for argument in chains.iter_mut().flat_map(|chain| chain.call.iter_mut().flatten()) {
        let Argument::Other(range, names) = argument else { continue };
        let from = all.partition_point(|(inside, _)| inside.start < range.start);
        let inside = all[from..].iter().take_while(|(inside, _)| inside.start < range.end);
        let all = inside.filter(|(inside, _)| !is_asked(inside)).flat_map(|(_, names)| names.iter().cloned());
        names.extend(all.take(LONGEST));
    }
}

/// The ranges in order, those that overlap made one.
fn apart(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut sorted = ranges.to_vec();
    sorted.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match apart.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => apart.push(range),
        }
    }
    apart
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
