//! The values as they are, for whoever says what is wrong with them.

use super::judge::is_placeholder;
use super::{Filled, Resolved, Values};
use crate::requirements::{FilledBy, RequiredVariable};
use secrecy::ExposeSecret as _;

/// The values that [`resolve`](super::resolve()) would find, from the same places in the same order, but none is trimmed or refused, and of
/// placeholders that stand alone the first counts. Variables that `needs` does not list come last.
pub fn unjudged(needs: &[RequiredVariable], values: &Values) -> Resolved {
    let mut resolved = Resolved { remarks: values.remarks.clone(), ..Resolved::default() };
    for need in needs {
        if resolved.is_refused(need, values) {
            continue;
        }
        let is_value = |value: &&super::Value| !is_placeholder(need, value.text.expose_secret());
        match values.of(&need.name).find(is_value).or_else(|| values.of(&need.name).next()) {
            Some(value) => resolved.filled.push(Filled { name: need.name.clone(), value: value.clone() }),
            None if need.filled_by == FilledBy::Scripts => {}
            None => resolved.missing.push(need.clone()),
        }
    }
    for (name, value) in values.all() {
        let is_known = needs.iter().any(|need| need.name == name) || resolved.value(name).is_some();
        if !is_known {
            resolved.filled.push(Filled { name: name.to_owned(), value: value.clone() });
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::unjudged;
    use crate::document::Document;
    use crate::env::Values;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use secrecy::ExposeSecret;

    #[test]
    fn wrong_values_are_taken_as_they_are_and_placeholders_give_way() {
        let need = |name: &str, filled_by, form| {
            let secret = name.ends_with("SECRET");
            RequiredVariable { form, secret, filled_by, ..RequiredVariable::named(name) }
        };
        let needs = [
            need("ID", FilledBy::Person, Some(ValueFormat::Number)),
            need("A_SECRET", FilledBy::Person, None),
            need("B_SECRET", FilledBy::Person, None),
            need("GONE", FilledBy::Person, None),
            need("TOKEN", FilledBy::Scripts, None),
        ];
        let mut values = Values::default();
        values.file(".env".as_ref(), b"ID=' x '\nA_SECRET=changeme\nB_SECRET=changeme\nTOKEN=file\n").unwrap();
        let private = r#"{"name": "p", "values": [{"key": "A_SECRET", "value": "k7Jq9x"}, {"key": "TOKEN", "value": "kept"}, {"key": "HOST", "value": "h"}]}"#;
        values.private(&Document::json("p.json", private).unwrap());
        values.shared("ID", "7");
        let found = unjudged(&needs, &values);
        let of = |name| found.value(name).map(ExposeSecret::expose_secret);
        assert_eq!((of("ID"), of("A_SECRET"), of("B_SECRET")), (Some(" x "), Some("k7Jq9x"), Some("changeme")));
        assert_eq!((of("TOKEN"), of("HOST"), found.missing.len()), (Some("file"), Some("h"), 1));
        assert!(!found.has_errors() && found.remarks.is_empty());
    }
}
