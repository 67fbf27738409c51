//! The texts of a program: string literals, the fixed parts of templates, comments, and the fields of object literals.

use super::chain::{range, text};
use super::parse;
use oxc_ast::ast::{
    Directive, ObjectExpression, ObjectPropertyKind, PropertyKey, StringLiteral, TaggedTemplateExpression,
    TemplateElement, TemplateLiteral,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;
use std::ops::Range;

/// A text in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its bytes in the program, without its quotes.
    pub inner: Range<usize>,
    /// How it is written.
    pub form: LiteralForm,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiteralForm {
    /// In quotes, `'` or `"`. An expression may replace it.
    Quoted(char),
    /// A part of a template, which may hold expressions: `${...}`.
    Template,
    /// Where an expression is not allowed: a directive, the key of an object, the name of a module.
    Fixed,
    /// A comment, with its signs.
    Comment,
}

/// The texts of `program` and its comments, in order. None when the program cannot be parsed.
pub fn literals(program: &str) -> Option<Vec<Literal>> {
    let mut literals = parse::with_program(program, |program| {
        let mut collector = LiteralCollector::default();
        collector.visit_program(program);
        let comments = program.comments.iter();
        collector.0.extend(comments.map(|comment| Literal { inner: range(comment.span), form: LiteralForm::Comment }));
        collector.0
    })?;
    literals.sort_by_key(|literal| literal.inner.start);
    Some(literals)
}

#[derive(Default)]
struct LiteralCollector(Vec<Literal>);

impl LiteralCollector {
    fn add(&mut self, outer: oxc_span::Span, form: LiteralForm) {
        self.0.push(Literal { inner: outer.start as usize + 1..outer.end as usize - 1, form });
    }
}

impl<'a> Visit<'a> for LiteralCollector {
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

/// A text in an object literal: `{Accept: "a"}`, or as an element of a Postman list `{key: "Accept", value: "a"}`.
#[derive(Clone)]
pub struct ObjectField {
    /// The name: `Accept`.
    pub name: String,
    /// The value.
    pub value: String,
    /// The bytes of the value, with the quotes.
    pub range: Range<usize>,
}

impl ObjectField {
    /// The fields of `object`, without those of the objects in it.
    pub(super) fn of(object: &ObjectExpression<'_>) -> Vec<Self> {
        let fields = object.properties.iter().filter_map(|property| {
            let ObjectPropertyKind::ObjectProperty(property) = property else { return None };
            let name = match &property.key {
                PropertyKey::StaticIdentifier(name) => name.name.to_string(),
                PropertyKey::StringLiteral(name) => name.value.to_string(),
                _ => return None,
            };
            Some(Self { name, value: text(&property.value)?, range: range(property.value.span()) })
        });
        let mut fields: Vec<_> = fields.collect();
        let key = fields.iter().find(|field| field.name == "key").map(|field| field.value.clone());
        if let (Some(key), Some(value)) = (key, fields.iter_mut().find(|field| field.name == "value")) {
            value.name = key;
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::{LiteralForm, literals};

    #[test]
    fn every_text_has_the_form_in_which_it_is_written() {
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
                ("// 'j'", LiteralForm::Comment),
            ]
        );
        assert_eq!(literals("let = ="), None);
    }
}
