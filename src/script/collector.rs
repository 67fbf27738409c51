//! The walk over a syntax tree that makes a [`Script`].

use super::chain::{LONGEST, Link, names, path, range, text};
use super::functions::{Functions, function};
use super::{Argument, Chain, NamedValue, ObjectField, Script};
use oxc_ast::AstKind;
use oxc_ast::ast::{
    AssignmentExpression, AssignmentTargetPropertyIdentifier, AwaitExpression, BinaryExpression, BindingIdentifier,
    CallExpression, ComputedMemberExpression, ConditionalExpression, Expression, ExpressionStatement, ForOfStatement,
    IdentifierReference, IfStatement, LogicalExpression, LogicalOperator, NewExpression, ObjectExpression, Program,
    SimpleAssignmentTarget, StaticMemberExpression, TryStatement, UnaryExpression, UnaryOperator, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};
use std::collections::HashSet;
use std::ops::Range;

/// The state of the walk.
#[derive(Default)]
pub(super) struct Collector<'a> {
    /// The program.
    source: &'a str,
    script: Script,
    /// Names that the program declares.
    declared: HashSet<String>,
    /// The spans of expressions that are part of a recorded chain.
    parts: HashSet<Span>,
    /// The spans of the targets of assignments.
    targets: HashSet<Span>,
    /// The spans of expressions that are statements.
    statements: HashSet<Span>,
    /// The ranges of conditions: a value there is only tested.
    conditions: Vec<Range<usize>>,
    /// The ranges on the left of `||` and `??`: a value there is used only if it is present.
    defaulted: Vec<Range<usize>>,
    /// The functions, and for each chain the function that it is in.
    functions: Functions,
    inside: Vec<Option<usize>>,
}

impl<'a> Collector<'a> {
    /// Reads `program`.
    pub(super) fn of(program: &Program<'a>) -> Script {
        let mut collector = Self { source: program.source_text, ..Self::default() };
        collector.visit_program(program);
        let Self { source, mut script, declared, conditions, defaulted, functions, inside, .. } = collector;
        for (chain, inside) in script.chains.iter_mut().zip(inside) {
            chain.is_kept = !functions.runs(inside);
        }
        let named = functions.names();
        for argument in script.chains.iter_mut().flat_map(|chain| chain.call.iter_mut().flatten()) {
            if let Argument::Other(range, _) = argument
                && named.contains(&source[range.clone()])
            {
                *argument = Argument::Function(range.clone());
            }
        }
        script.chains.sort_by_key(|chain| (chain.range().start, std::cmp::Reverse(chain.range().end)));
        name_values(&mut script, &conditions);
        let tested = DisjointRanges::of(conditions.into_iter().chain(defaulted));
        let paths = script.chains.iter().filter(|chain| tested.contain(&chain.range())).map(Chain::path);
        script.guarded.extend(paths);
        script.chains.retain(|chain| chain.names.first().is_some_and(|(name, _)| !declared.contains(name)));
        if declared.contains(AWAIT) {
            script.awaits.clear();
        }
        script.declared = declared;
        script
    }

    /// Records a chain, unless it is part of a recorded one.
    fn record_chain(&mut self, expression: Link<'_, '_>, span: Span, call: Option<Vec<Argument>>) {
        if call.is_none() && self.parts.contains(&span) {
            return;
        }
        if let Some(names) = names(expression) {
            let (is_assigned, is_statement) = (self.targets.contains(&span), self.statements.contains(&span));
            self.script.chains.push(Chain { names, call, is_assigned, is_kept: false, is_statement });
            self.inside.push(self.functions.innermost());
        }
    }

    /// Notes that the program tests `object` by `object?.`.
    fn record_guard(&mut self, object: &Expression<'_>) {
        if let Some(names) = Link::of(object).and_then(names) {
            self.script.guarded.insert(path(&names));
        }
    }

    /// Notes that `expression` is part of a recorded chain.
    fn mark_part(&mut self, expression: &Expression<'_>) {
        self.parts.insert(expression.without_parentheses().span());
    }
}

impl<'a> Visit<'a> for Collector<'a> {
    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.declared.insert(it.name.to_string());
    }

    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        // The parser reads `await (a)` and `await [a]` as a call and an index of the name `await`, not as errors.
        if it.name == AWAIT {
            self.record_await(it.span.start as usize);
        }
        self.record_chain(Link::Identifier(it), it.span, None);
    }

    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        self.record_chain(Link::Static(it), it.span, None);
        self.mark_part(&it.object);
        if it.optional {
            self.record_guard(&it.object);
        }
        walk::walk_static_member_expression(self, it);
    }

    fn visit_computed_member_expression(&mut self, it: &ComputedMemberExpression<'a>) {
        // Any other index ends the names.
        if text(&it.expression).is_some() {
            self.record_chain(Link::Computed(it), it.span, None);
            self.mark_part(&it.object);
        }
        if it.optional {
            self.record_guard(&it.object);
        }
        walk::walk_computed_member_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        let argument = |argument: &oxc_ast::ast::Argument<'a>| {
            let value = argument.as_expression();
            if let Some(value) = value.and_then(text) {
                Argument::Text(value, range(argument.span()))
            } else if value.and_then(function).is_some() {
                Argument::Function(range(argument.span()))
            } else {
                Argument::Other(range(argument.span()), Vec::new())
            }
        };
        let arguments = it.arguments.iter().map(argument).collect();
        if let Some(link) = Link::of(&it.callee) {
            self.record_chain(link, it.span, Some(arguments));
            self.mark_part(&it.callee);
        }
        if it.optional {
            self.record_guard(&it.callee);
        }
        self.functions.call(&it.callee, &it.arguments);
        walk::walk_call_expression(self, it);
    }

    fn visit_object_expression(&mut self, it: &ObjectExpression<'a>) {
        self.script.fields.extend(ObjectField::of(it));
        walk::walk_object_expression(self, it);
    }

    fn visit_expression_statement(&mut self, it: &ExpressionStatement<'a>) {
        self.statements.insert(it.expression.without_parentheses().span());
        walk::walk_expression_statement(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.functions.call(&it.callee, &it.arguments);
        walk::walk_new_expression(self, it);
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        if let oxc_ast::ast::AssignmentTarget::AssignmentTargetIdentifier(name) = &it.left {
            self.functions.name(&name.name, &it.right);
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_simple_assignment_target(&mut self, it: &SimpleAssignmentTarget<'a>) {
        self.targets.insert(it.span());
        walk::walk_simple_assignment_target(self, it);
    }

    fn visit_assignment_target_property_identifier(&mut self, it: &AssignmentTargetPropertyIdentifier<'a>) {
        self.targets.insert(it.binding.span);
        walk::walk_assignment_target_property_identifier(self, it);
    }

    fn visit_try_statement(&mut self, it: &TryStatement<'a>) {
        if it.handler.is_some() {
            self.script.tried.push(range(it.block.span));
        }
        walk::walk_try_statement(self, it);
    }

    fn visit_binary_expression(&mut self, it: &BinaryExpression<'a>) {
        if it.operator.is_compare() {
            self.script.comparisons.push(NamedValue { name: String::new(), range: range(it.span), names: Vec::new() });
        }
        walk::walk_binary_expression(self, it);
    }

    fn visit_unary_expression(&mut self, it: &UnaryExpression<'a>) {
        if matches!(it.operator, UnaryOperator::LogicalNot | UnaryOperator::Typeof) {
            self.conditions.push(range(it.span));
        }
        walk::walk_unary_expression(self, it);
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.conditions.push(range(it.test.span()));
        walk::walk_if_statement(self, it);
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        let left = range(it.left.span());
        match it.operator {
            LogicalOperator::And => self.conditions.push(left),
            LogicalOperator::Or | LogicalOperator::Coalesce => self.defaulted.push(left),
        }
        walk::walk_logical_expression(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        if let (Some(name), Some(value)) = (it.id.get_identifier_name(), &it.init) {
            self.functions.name(&name, value);
            self.script.values.push(NamedValue {
                name: name.to_string(),
                range: range(value.span()),
                names: Vec::new(),
            });
            if let Some(text) = text(value) {
                self.script.texts.push(ObjectField { name: name.to_string(), value: text, range: range(value.span()) });
            }
        }
        walk::walk_variable_declarator(self, it);
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.conditions.push(range(it.test.span()));
        walk::walk_conditional_expression(self, it);
    }

    fn enter_node(&mut self, kind: AstKind<'a>) {
        self.functions.enter(kind);
    }

    fn leave_node(&mut self, kind: AstKind<'a>) {
        self.functions.leave(kind);
    }

    fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
        self.record_await(it.span.start as usize);
        walk::walk_await_expression(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        if it.r#await {
            let head = range(Span::new(it.span.start, it.left.span().start));
            let word = self.source[head.clone()].find("await");
            self.record_await(head.start + word.unwrap_or_default());
        }
        walk::walk_for_of_statement(self, it);
    }
}

impl Collector<'_> {
    /// Notes the word `await` at `start`, if it is outside of a function.
    fn record_await(&mut self, start: usize) {
        if self.functions.innermost().is_none() {
            self.script.awaits.push(start..start + AWAIT.len());
        }
    }
}

/// The keyword.
const AWAIT: &str = "await";

/// Adds to each argument, variable and comparison the names that its value comes from: those of the chains in it. The chains are sorted by their start.
fn name_values(script: &mut Script, conditions: &[Range<usize>]) {
    let Script { chains, values, comparisons, .. } = script;
    let conditions = DisjointRanges::of(conditions.iter().cloned());
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
    let names_in = |range: &Range<usize>, with_conditions: bool| {
        let from = all.partition_point(|(inside, _)| inside.start < range.start);
        let inside = all[from..].iter().take_while(|(inside, _)| inside.start < range.end);
        let counted = inside.filter(|(inside, _)| with_conditions || !conditions.contain(inside));
        counted.flat_map(|(_, names)| names.iter().cloned()).take(LONGEST).collect::<Vec<String>>()
    };
    for argument in chains.iter_mut().flat_map(|chain| chain.call.iter_mut().flatten()) {
        if let Argument::Other(range, names) = argument {
            *names = names_in(range, false);
        }
    }
    for value in values {
        value.names = names_in(&value.range, false);
    }
    // A comparison is mostly a condition itself.
    for compared in comparisons {
        compared.names = names_in(&compared.range, true);
    }
}

/// Sorted ranges, of which overlapping ones are merged.
struct DisjointRanges(Vec<Range<usize>>);

impl DisjointRanges {
    fn of(ranges: impl Iterator<Item = Range<usize>>) -> Self {
        let mut sorted: Vec<_> = ranges.collect();
        sorted.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::new();
        for range in sorted {
            match merged.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => merged.push(range),
            }
        }
        Self(merged)
    }

    /// Whether one of them contains `range`.
    fn contain(&self, range: &Range<usize>) -> bool {
        let before = self.0.partition_point(|around| around.start <= range.start);
        before.checked_sub(1).is_some_and(|last| range.end <= self.0[last].end)
    }
}
