//! Which functions a program runs itself, and which it only keeps for somebody else.

use super::link::{Link, names};
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, Expression};
use oxc_span::{GetSpan, Span};
use std::collections::{HashMap, HashSet};

/// The functions of a program, with those around the place that is walked.
#[derive(Default)]
pub(super) struct Functions {
    all: Vec<Function>,
    /// Indexes of those around, the innermost last.
    around: Vec<usize>,
    /// Those that are called where they are written, or handed to a call.
    run: HashSet<Span>,
    /// Names that functions are given by what they are assigned to.
    named: HashMap<Span, String>,
    /// Names that are called, or handed to a call.
    called: HashSet<String>,
}

struct Function {
    parent: Option<usize>,
    span: Span,
    name: Option<String>,
}

impl Functions {
    /// The walk comes to a node.
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

    /// The walk leaves it.
    pub(super) fn leave(&mut self, kind: AstKind<'_>) {
        if matches!(kind, AstKind::Function(_) | AstKind::ArrowFunctionExpression(_)) {
            self.around.pop();
        }
    }

    /// The function that the walk is in.
    pub(super) fn innermost(&self) -> Option<usize> {
        self.around.last().copied()
    }

    /// `value` gets a name.
    pub(super) fn name(&mut self, name: &str, value: &Expression<'_>) {
        if let Some(span) = function(value) {
            self.named.insert(span, name.to_owned());
        }
    }

    /// What a call runs: its callee, and what is handed to it, unless it only keeps a value.
    pub(super) fn call(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>]) {
        let keeps = Link::of(callee)
            .and_then(names)
            .is_some_and(|names| names.len() > 1 && names.last().is_some_and(|(name, _)| name == "set"));
        let handed = arguments.iter().filter(|_| !keeps).filter_map(|argument| argument.as_expression());
        for expression in handed.chain([callee]) {
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

    /// Whether the program itself runs the function, as far as is seen: it, and those around it, are called or handed to a call.
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

/// The bytes of a function that is written out here.
pub(super) fn function(expression: &Expression<'_>) -> Option<Span> {
    let expression = expression.without_parentheses();
    matches!(expression, Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_))
        .then(|| expression.span())
}
