//! The values of variables, and texts with those values filled in.

use crate::text::references;
use secrecy::{ExposeSecret as _, SecretString};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// How many levels of variables inside values are resolved.
const MAX_DEPTH: usize = 8;
/// Longest text with variables filled in, in bytes.
const MAX_LENGTH: usize = 1 << 16;

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
        let mut filled = Zeroizing::new(text.to_owned());
        for _ in 0..MAX_DEPTH {
            let mut next = Zeroizing::new(String::with_capacity(filled.len() * 2));
            let mut done = 0;
            for reference in references(&filled) {
                let Some(value) = self.get(reference.name) else { continue };
                next.push_str(&filled[done..reference.range.start]);
                next.push_str(value);
                done = reference.range.end;
            }
            if done == 0 || next.len() > MAX_LENGTH {
                break;
            }
            next.push_str(&filled[done..]);
            filled = next;
        }
        filled
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
        assert!(values.fill("{{LOOP}}").len() <= super::MAX_LENGTH);
        assert!(!format!("{values:?}").contains("a.example"));
    }
}
