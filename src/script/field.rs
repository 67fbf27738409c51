//! Texts in objects.

use super::link::{range, text};
use oxc_ast::ast::{ObjectExpression, ObjectPropertyKind, PropertyKey};
use oxc_span::GetSpan;
use std::ops::Range;

/// A text in an object that is written out: `{Accept: "a"}`, and in the form of Postman's lists `{key: "Accept", value: "a"}`.
#[derive(Clone)]
pub struct Field {
    /// Its name: `Accept`.
    pub name: String,
    /// The text.
    pub value: String,
    /// The bytes of the text, quotes included.
    pub range: Range<usize>,
}

impl Field {
    /// Those of `object` itself, without those of objects inside.
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
