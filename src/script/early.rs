//! Early errors that the parser leaves to others: a name that is declared twice at the top, and `import` and `export`.
//!
//! Scopes below the top are left out: to follow all of them costs more than half of what parsing costs.

use super::Issue;
use super::link::range;
use oxc_ast::ast::{Class, Expression, FunctionBody, Program, Statement, VariableDeclaration};
use oxc_ast_visit::Visit;
use oxc_span::{GetSpan, Span};
use std::collections::HashMap;

/// The first early error of `program`, which Postman runs as the body of a function.
pub(super) fn early_error(program: &Program<'_>) -> Option<Issue> {
    let issues = [module_word(program), declared_twice(program)];
    issues.into_iter().flatten().min_by_key(|issue| issue.range.start)
}

/// The first `import` or `export`.
fn module_word(program: &Program<'_>) -> Option<Issue> {
    let start = program.body.iter().find_map(Statement::as_module_declaration)?.span().start as usize;
    let word = if program.source_text[start..].starts_with("import") { "import" } else { "export" };
    let message = format!("`{word}` stands in modules only, and Postman runs a script as the body of a function");
    Some(Issue { range: start..start + word.len(), message })
}

/// The first name that is declared again where one of both is lexical (`let`, `const`, `class`).
fn declared_twice(program: &Program<'_>) -> Option<Issue> {
    let mut names = Names::default();
    for statement in &program.body {
        match statement {
            Statement::VariableDeclaration(it) if it.kind.is_lexical() => names.add(it, true),
            Statement::ClassDeclaration(it) => {
                names.0.extend(it.id.as_ref().map(|id| (id.name.as_str(), id.span, true)));
            }
            _ => {}
        }
    }
    if names.0.is_empty() {
        return None;
    }
    for statement in &program.body {
        if let Statement::FunctionDeclaration(it) = statement {
            names.0.extend(it.id.as_ref().map(|id| (id.name.as_str(), id.span, false)));
        }
    }
    names.visit_program(program);
    let mut all = names.0;
    all.sort_by_key(|(_, span, _)| span.start);
    let mut seen: HashMap<&str, bool> = HashMap::with_capacity(all.len());
    all.into_iter().find_map(|(name, span, is_lexical)| {
        let before = seen.insert(name, is_lexical);
        let message = "this name is declared above already".to_owned();
        before.is_some_and(|before| before || is_lexical).then(|| Issue { range: range(span), message })
    })
}

/// Names that are declared at the top: each with its bytes, and whether it is lexical.
#[derive(Default)]
struct Names<'a>(Vec<(&'a str, Span, bool)>);

impl<'a> Names<'a> {
    fn add(&mut self, declaration: &VariableDeclaration<'a>, is_lexical: bool) {
        let names = declaration.declarations.iter().flat_map(|declarator| declarator.id.get_binding_identifiers());
        self.0.extend(names.map(|id| (id.name.as_str(), id.span, is_lexical)));
    }
}

/// A `var` belongs to the top from wherever it stands but in functions and classes; in expressions are no others.
impl<'a> Visit<'a> for Names<'a> {
    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.kind.is_var() {
            self.add(it, false);
        }
    }

    fn visit_function_body(&mut self, _: &FunctionBody<'a>) {}

    fn visit_class(&mut self, _: &Class<'a>) {}

    fn visit_expression(&mut self, _: &Expression<'a>) {}
}
