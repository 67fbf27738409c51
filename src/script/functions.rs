//! Which functions a program calls itself, and which it only defines for other scripts.

use super::chain::{Link, names};
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, Expression};
use oxc_span::{GetSpan, Span};
use std::collections::{HashMap, HashSet};

/// The functions of a program, and the ones around the current node of the walk.
#[derive(Default)]
pub(super) struct Functions {
    all: Vec<Function>,
    /// The indexes of the functions around the current node, the innermost last.
    around: Vec<usize>,
    /// The functions that are called where they are written, or passed to a call.
    run: HashSet<Span>,
    /// The names that functions get by an assignment.
    named: HashMap<Span, String>,
    /// The names that are called, or passed to a call.
    called: HashSet<String>,
}

struct Function {
    parent: Option<usize>,
    span: Span,
    name: Option<String>,
}

impl Functions {
    /// Enters a node of the walk.
    pub(super) fn enter(&mut self, kind: AstKind<'_>) {
        let (span, name) = match kind {
            AstKind::Function(it) => (it.span, it.id.as_ref().map(|id| id.name.to_string())),
            AstKind::ArrowFunctionExpression(it) => (it.span, None),
            _ => return,
        };
        let name = name.or_else(|| self.named.remove(&span));
        self.all.push(Function { parent: self.innermost(), span, name });
        self.around.push(self.all.len() - 1);
    }

    /// Leaves a node of the walk.
    pub(super) fn leave(&mut self, kind: AstKind<'_>) {
        if matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_)) {
            self.around.pop();
        }
    }

    /// The innermost function around the current node.
    pub(super) fn innermost(&self) -> Option<usize> {
        self.around.last().copied()
    }

    /// Notes that `name` is assigned `value`.
    pub(super) fn name(&mut self, name: &str, value: &Expression<'_>) {
        if let Some(span) = function(value) {
            self.named.insert(span, name.to_owned());
        }
    }

    /// Notes what a call runs: its callee, and the functions that it gets as arguments, unless it only stores a value (`set`).
    pub(super) fn call(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>]) {
        let keeps = Link::of(callee)
            .and_then(names)
            .is_some_and(|names| names.len() > 1 && names.last().is_some_and(|(name, _)| name == "set"));
        let passed = arguments.iter().filter(|_| !keeps).filter_map(|argument| argument.as_expression());
        for expression in passed.chain([callee]) {
            match Link::of(expression) {
                Some(Link::Identifier(it)) => _ = self.called.insert(it.name.to_string()),
                // `function () {}.call(this)`
                Some(Link::Static(it)) if matches!(it.property.name.as_str(), "call" | "apply") => {
                    self.run.extend(function(&it.object));
                }
                _ => self.run.extend(function(expression)),
            }
        }
    }

    /// The names that the program gives to functions.
    pub(super) fn names(&self) -> HashSet<&str> {
        self.all.iter().filter_map(|function| function.name.as_deref()).collect()
    }

    /// Whether the program seems to run the function itself: it, and every function around it, is called or passed to a call.
    pub(super) fn runs(&self, function: Option<usize>) -> bool {
        let mut next = function;
        while let Some(function) = next.and_then(|index| self.all.get(index)) {
            let is_called = function.name.as_ref().is_some_and(|name| self.called.contains(name));
            if !is_called && !self.run.contains(&function.span) {
                return false;
            }
            next = function.parent;
        }
        true
    }
}

/// The span of a function expression; none for any other expression.
pub(super) fn function(expression: &Expression<'_>) -> Option<Span> {
    let expression = expression.without_parentheses();
    matches!(expression, Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_))
        .then(|| expression.span())
}
