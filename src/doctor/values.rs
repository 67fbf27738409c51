//! The values of variables, and texts with those values filled in.

use crate::text::substitution::substitute;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The values of variables by name. Each may be secret: they are wiped from memory when dropped, and `Debug` hides them.
#[derive(Debug, Clone, Default)]
pub struct VariableValues(BTreeMap<String, SecretString>);

impl VariableValues {
    /// Sets the value of `name`.
    pub fn insert(&mut self, name: impl Into<String>, value: String) {
        self.0.insert(name.into(), value.into());
    }

    /// The value of `name`; `None` when it is empty or missing.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(SecretString::expose_secret).filter(|value| !value.is_empty())
    }

    /// All names with their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.expose_secret()))
    }

    /// `text` with its variables filled in, as Postman does it. Variables without a value stay as they are written.
    pub(super) fn fill(&self, text: &str) -> Zeroizing<String> {
        substitute(text, |name| self.get(name))
    }
}

#[cfg(test)]
mod tests {
    use super::VariableValues;

    #[test]
    fn variables_are_filled_in_and_cycles_end() {
        let mut values = VariableValues::default();
        values.insert("BASE", "https://{{HOST}}".to_owned());
        values.insert("HOST", "a.example".to_owned());
        values.insert("LOOP", "{{LOOP}}{{LOOP}}".to_owned());
        values.insert("EMPTY", String::new());
        assert_eq!(*values.fill("{{BASE}}/x{{EMPTY}}{{NONE}}"), "https://a.example/x{{EMPTY}}{{NONE}}");
        assert!(values.fill("{{LOOP}}").len() <= crate::text::substitution::MAX_LENGTH);
        assert!(!format!("{values:?}").contains("a.example"));
    }
}
