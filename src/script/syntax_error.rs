//! Syntax errors of a program: the messages of the parser, reworded so that they quote nothing of the program, and the early errors that the parser does
//! not report (a name that is declared twice at the top level, `import` and `export`).
//!
//! Early errors below the top level are left out: to follow all scopes costs more than half of the time of parsing.

use super::chain::range;
use oxc_ast::ast::{Class, Expression, FunctionBody, Program, Statement, VariableDeclaration};
use oxc_ast_visit::Visit;
use oxc_span::{GetSpan, Span};
use std::collections::HashMap;
use std::ops::Range;

/// A syntax error. The message shows no text of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The wrong bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl ScriptError {
    /// The error of a message of the parser. A message may quote the program, so only one that quotes nothing, or punctuation, is used.
    pub(super) fn new(range: Range<usize>, parser_message: &str) -> Self {
        let message = match expected(parser_message) {
            Some(sign) => format!("expected `{sign}` here"),
            None if parser_message.contains(['`', '"', '\'']) => "this is not expected here".to_owned(),
            None => {
                let mut characters = parser_message.trim_end_matches('.').chars();
                characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
            }
        };
        Self { range, message }
    }

    /// The error of a program that ends too early, after `range`.
    pub(super) fn unexpected_end(range: Range<usize>, parser_message: &str) -> Self {
        let message = match expected(parser_message) {
            Some(sign) => format!("the script ends here, where `{sign}` is expected"),
            None => "the script ends here too early".to_owned(),
        };
        Self { range, message }
    }

    /// The error of the bracket at `range`, which is not closed.
    pub(super) fn unclosed(range: Range<usize>) -> Self {
        Self { range, message: "this bracket is not closed".to_owned() }
    }
}

/// The punctuation of a message "Expected `X` but found `Y`".
fn expected(parser_message: &str) -> Option<&str> {
    let sign = parser_message.strip_prefix("Expected `")?.split('`').next()?;
    (!sign.is_empty() && sign.bytes().all(|byte| byte.is_ascii_punctuation())).then_some(sign)
}

/// The first early error (ECMA-262) of `program`, which Postman runs as the body of a function.
pub(super) fn early_error(program: &Program<'_>) -> Option<ScriptError> {
    let issues = [module_word(program), declared_twice(program)];
    issues.into_iter().flatten().min_by_key(|issue| issue.range.start)
}

/// The first `import` or `export`.
fn module_word(program: &Program<'_>) -> Option<ScriptError> {
    let start = program.body.iter().find_map(Statement::as_module_declaration)?.span().start as usize;
    let word = if program.source_text[start..].starts_with("import") { "import" } else { "export" };
    let message = format!("`{word}` is allowed in modules only, and Postman runs a script as the body of a function");
    Some(ScriptError { range: start..start + word.len(), message })
}

/// The first name that is declared again where one of both declarations is lexical (`let`, `const`, `class`).
fn declared_twice(program: &Program<'_>) -> Option<ScriptError> {
    let mut names = TopLevelNames::default();
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
        let message = "this name is already declared above".to_owned();
        before.is_some_and(|before| before || is_lexical).then(|| ScriptError { range: range(span), message })
    })
}

/// The names declared at the top level: each with its span, and whether the declaration is lexical.
#[derive(Default)]
struct TopLevelNames<'a>(Vec<(&'a str, Span, bool)>);

impl<'a> TopLevelNames<'a> {
    fn add(&mut self, declaration: &VariableDeclaration<'a>, is_lexical: bool) {
        let names = declaration.declarations.iter().flat_map(|declarator| declarator.id.get_binding_identifiers());
        self.0.extend(names.map(|id| (id.name.as_str(), id.span, is_lexical)));
    }
}

/// A `var` in a block belongs to the top level, but not one in a function or class; expressions have no declarations outside of functions and classes.
impl<'a> Visit<'a> for TopLevelNames<'a> {
    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        if it.kind.is_var() {
            self.add(it, false);
        }
    }

    fn visit_function_body(&mut self, _: &FunctionBody<'a>) {}

    fn visit_class(&mut self, _: &Class<'a>) {}

    fn visit_expression(&mut self, _: &Expression<'a>) {}
}

#[cfg(test)]
mod tests {
    use super::ScriptError;

    #[test]
    fn messages_quote_no_word_of_the_program() {
        let message = |said| ScriptError::new(0..1, said).message;
        assert_eq!(message("Expected `)` but found `hunter2`"), "expected `)` here");
        assert_eq!(message("Expected `hunter2` but found `)`"), "this is not expected here");
        assert_eq!(message("Unterminated string"), "unterminated string");
        assert_eq!(
            ScriptError::unexpected_end(0..1, "Expected `hunter2` but found `EOF`").message,
            "the script ends here too early"
        );
        assert_eq!(message("Identifier 'hunter2' has already been declared"), "this is not expected here");
    }
}
