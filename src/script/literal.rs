//! The texts of a program: strings and the fixed parts of templates.

use super::parse;
use oxc_ast::ast::{Directive, PropertyKey, StringLiteral, TaggedTemplateExpression, TemplateElement, TemplateLiteral};
use oxc_ast_visit::{Visit, walk};
use std::ops::Range;

/// A text that a program writes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its bytes in the program, without the signs that it stands between.
    pub inner: Range<usize>,
    /// How it is written.
    pub form: LiteralForm,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiteralForm {
    /// Between two of this sign: `'` or `"`. An expression may stand in its place.
    Quoted(char),
    /// Part of a template that may hold expressions: `${...}`.
    Template,
    /// Where no expression may stand: a directive, the key of an object, the name of a module.
    Fixed,
}

/// The texts of `program`, in order. None when it cannot be parsed.
pub fn literals(program: &str) -> Option<Vec<Literal>> {
    let mut literals = parse::with_program(program, |program| {
        let mut collector = Collector::default();
        collector.visit_program(program);
        collector.0
    })?;
    literals.sort_by_key(|literal| literal.inner.start);
    Some(literals)
}

#[derive(Default)]
struct Collector(Vec<Literal>);

impl Collector {
    fn add(&mut self, outer: oxc_span::Span, form: LiteralForm) {
        self.0.push(Literal { inner: outer.start as usize + 1..outer.end as usize - 1, form });
    }
}

impl<'a> Visit<'a> for Collector {
    fn visit_string_literal(&mut self, it: &StringLiteral<'a>) {
        let quote = if it.raw.is_some_and(|raw| raw.starts_with('\'')) { '\'' } else { '"' };
        self.add(it.span, LiteralForm::Quoted(quote));
    }

    fn visit_directive(&mut self, it: &Directive<'a>) {
        self.add(it.expression.span, LiteralForm::Fixed);
    }

    fn visit_property_key(&mut self, it: &PropertyKey<'a>) {
        if let PropertyKey::StringLiteral(key) = it {
            self.add(key.span, LiteralForm::Fixed);
        } else {
            walk::walk_property_key(self, it);
        }
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        self.visit_expression(&it.tag);
        it.quasi.expressions.iter().for_each(|expression| self.visit_expression(expression));
    }

    fn visit_template_literal(&mut self, it: &TemplateLiteral<'a>) {
        for TemplateElement { span, .. } in &it.quasis {
            self.0.push(Literal { inner: span.start as usize..span.end as usize, form: LiteralForm::Template });
        }
        it.expressions.iter().for_each(|expression| self.visit_expression(expression));
    }
}

#[cfg(test)]
mod tests {
    use super::{LiteralForm, literals};

    #[test]
    fn every_text_is_told_by_how_it_is_written() {
        let program = "'use strict'; let a = 'b' + \"c\" + `d${e('f')}g`; ({'h': 'i'}); // 'j'\n tag`k`;";
        let found = literals(program).unwrap();
        let texts: Vec<_> = found.iter().map(|literal| (&program[literal.inner.clone()], literal.form)).collect();
        assert_eq!(
            texts,
            [
                ("use strict", LiteralForm::Fixed),
                ("b", LiteralForm::Quoted('\'')),
                ("c", LiteralForm::Quoted('"')),
                ("d", LiteralForm::Template),
                ("f", LiteralForm::Quoted('\'')),
                ("g", LiteralForm::Template),
                ("h", LiteralForm::Fixed),
                ("i", LiteralForm::Quoted('\'')),
            ]
        );
        assert_eq!(literals("let = ="), None);
    }
}
