//! Walks a syntax tree and takes down what rules ask for.

use super::chain::path;
use super::functions::{Functions, function};
use super::link::{LONGEST, Link, names, range, text};
use super::{Argument, Chain, Field, Script};
use oxc_ast::AstKind;
use oxc_ast::ast::{
    AssignmentExpression, AwaitExpression, BindingIdentifier, CallExpression, ComputedMemberExpression,
    ConditionalExpression, Expression, ForOfStatement, IdentifierReference, IfStatement, LogicalExpression,
    LogicalOperator, NewExpression, ObjectExpression, Program, StaticMemberExpression, UnaryExpression, UnaryOperator,
    VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use std::collections::HashSet;
use std::ops::Range;

/// What was seen so far.
#[derive(Default)]
pub(super) struct Collector<'a> {
    /// The program.
    source: &'a str,
    script: Script,
    /// Names that the program declares.
    declared: HashSet<String>,
    /// Parts of chains that are taken down already.
    parts: HashSet<Span>,
    /// What stands on the left of `=`.
    targets: HashSet<Span>,
    /// Where a value is only asked about.
    asked: Vec<Range<usize>>,
    /// Where a value is taken only when it is there: on the left of `||` and `??`.
    defaulted: Vec<Range<usize>>,
    /// The functions, and for each chain the one that it stands in.
    functions: Functions,
    inside: Vec<Option<usize>>,
}

impl<'a> Collector<'a> {
    /// Everything in `program`.
    pub(super) fn of(program: &Program<'a>) -> Script {
        let mut collector = Self { source: program.source_text, ..Self::default() };
        collector.visit_program(program);
        let Self { source, mut script, declared, asked, defaulted, functions, inside, .. } = collector;
        for (chain, inside) in script.chains.iter_mut().zip(inside) {
            chain.is_kept = !functions.runs(inside);
        }
        let named = functions.names();
        for argument in script.chains.iter_mut().flat_map(|chain| chain.call.iter_mut().flatten()) {
            if let Argument::Other(range, _) = argument
                && named.contains(&source[range.clone()])
            {
                *argument = Argument::Function;
            }
        }
        script.chains.sort_by_key(|chain| (chain.range().start, std::cmp::Reverse(chain.range().end)));
        name_arguments(&mut script.chains, &asked);
        let asked = Apart::of(asked.into_iter().chain(defaulted));
        let paths = script.chains.iter().filter(|chain| asked.has(&chain.range())).map(Chain::path);
        script.asked.extend(paths);
        script.chains.retain(|chain| chain.names.first().is_some_and(|(name, _)| !declared.contains(name)));
        if declared.contains(AWAIT) {
            script.awaits.clear();
        }
        script
    }

    /// Takes a chain down, unless it is a part of one that is.
    fn chain(&mut self, expression: Link<'_, '_>, span: Span, call: Option<Vec<Argument>>) {
        if call.is_none() && self.parts.contains(&span) {
            return;
        }
        if let Some(names) = names(expression) {
            let is_assigned = self.targets.contains(&span);
            self.script.chains.push(Chain { names, call, is_assigned, is_kept: false });
            self.inside.push(self.functions.innermost());
        }
    }

    /// `object?.`: what stands behind it is only looked at when the object is there.
    fn optional(&mut self, object: &Expression<'_>) {
        if let Some(names) = Link::of(object).and_then(names) {
            self.script.asked.insert(path(&names));
        }
    }

    /// `expression` belongs to a chain that is taken down.
    fn part(&mut self, expression: &Expression<'_>) {
        self.parts.insert(expression.without_parentheses().span());
    }
}

impl<'a> Visit<'a> for Collector<'a> {
    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.declared.insert(it.name.to_string());
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        // `await (a)` and `await [a]` are no syntax errors: they are read as a call and an index of a name.
        if it.name == AWAIT {
            self.awaits(it.span.start as usize);
        }
        self.chain(Link::Identifier(it), it.span, None);
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        self.chain(Link::Static(it), it.span, None);
        self.part(&it.object);
        if it.optional {
            self.optional(&it.object);
        }
        walk::walk_static_member_expression(self, it);
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        // With any other index the names end before it.
        if text(&it.expression).is_some() {
            self.chain(Link::Computed(it), it.span, None);
            self.part(&it.object);
        }
        if it.optional {
            self.optional(&it.object);
        }
        walk::walk_computed_member_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let argument = |argument: &oxc_ast::ast::Argument<'a>| {
            let value = argument.as_expression();
            if let Some(value) = value.and_then(text) {
                Argument::Text(value, range(argument.span()))
            } else if value.and_then(function).is_some() {
                Argument::Function
            } else {
                Argument::Other(range(argument.span()), Vec::new())
            }
        };
        let arguments = it.arguments.iter().map(argument).collect();
        if let Some(link) = Link::of(&it.callee) {
            self.chain(link, it.span, Some(arguments));
            self.part(&it.callee);
        }
        if it.optional {
            self.optional(&it.callee);
        }
        self.functions.call(&it.callee, &it.arguments);
        walk::walk_call_expression(self, it);
    }

    fn visit_object_expression(&mut self, it: &ObjectExpression<'a>) {
        self.script.fields.extend(Field::of(it));
        walk::walk_object_expression(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.functions.call(&it.callee, &it.arguments);
        walk::walk_new_expression(self, it);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        self.targets.insert(it.left.span());
        if let oxc_ast::ast::AssignmentTarget::AssignmentTargetIdentifier(name) = &it.left {
            self.functions.name(&name.name, &it.right);
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if matches!(it.operator, UnaryOperator::LogicalNot | UnaryOperator::Typeof) {
            self.asked.push(range(it.span));
        }
        walk::walk_unary_expression(self, it);
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.asked.push(range(it.test.span()));
        walk::walk_if_statement(self, it);
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        let left = range(it.left.span());
        match it.operator {
            LogicalOperator::And => self.asked.push(left),
            LogicalOperator::Or | LogicalOperator::Coalesce => self.defaulted.push(left),
        }
        walk::walk_logical_expression(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let (Some(name), Some(value)) = (it.id.get_identifier_name(), &it.init) {
            self.functions.name(&name, value);
        }
        walk::walk_variable_declarator(self, it);
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.asked.push(range(it.test.span()));
        walk::walk_conditional_expression(self, it);
    }

    fn enter_node(&mut self, kind: AstKind<'a>) {
        self.functions.enter(kind);
    }

    fn leave_node(&mut self, kind: AstKind<'a>) {
        self.functions.leave(kind);
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.awaits(it.span.start as usize);
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            let head = range(Span::new(it.span.start, it.left.span().start));
            let word = self.source[head.clone()].find("await");
            self.awaits(head.start + word.unwrap_or_default());
        }
        walk::walk_for_of_statement(self, it);
    }
}

impl Collector<'_> {
    /// The word `await` at `start`.
    fn awaits(&mut self, start: usize) {
        if self.functions.innermost().is_none() {
            self.script.awaits.push(start..start + AWAIT.len());
        }
    }
}

/// The word.
const AWAIT: &str = "await";

/// Notes for each argument the names that its value is made of: those of the chains in it. `chains` are sorted by their beginning.
fn name_arguments(chains: &mut [Chain], asked: &[Range<usize>]) {
    let asked = Apart::of(asked.iter().cloned());
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
        let all = inside.filter(|(inside, _)| !asked.has(inside)).flat_map(|(_, names)| names.iter().cloned());
        names.extend(all.take(LONGEST));
    }
}

/// Ranges in order, those that overlap made one.
struct Apart(Vec<Range<usize>>);

impl Apart {
    fn of(ranges: impl Iterator<Item = Range<usize>>) -> Self {
        let mut sorted: Vec<_> = ranges.collect();
        sorted.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in sorted {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        Self(apart)
    }

    /// Whether `range` lies in one of them.
    fn has(&self, range: &Range<usize>) -> bool {
        let before = self.0.partition_point(|around| around.start <= range.start);
        before.checked_sub(1).is_some_and(|last| range.end <= self.0[last].end)
    }
}
