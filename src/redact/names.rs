//! The variables that stand for what was taken out.

use crate::document::{Document, quote};
use crate::secret::{Position, Strength, scan};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A value of this length stands nowhere by chance.
const DISTINCT: usize = 16;

/// Names of variables: one for each value, over all files that are redacted together.
#[derive(Default)]
pub struct Names {
    of_value: HashMap<String, String>,
    /// The values by name: what whoever wants to keep them gets.
    values: BTreeMap<String, String>,
    /// Variables that had another value in another file.
    twice: BTreeSet<String>,
}

impl Names {
    /// Takes the names that the environments and variables of `document` give to their values, so that these are used elsewhere as well.
    pub fn learn(&mut self, document: &Document) {
        for secret in scan(document) {
            let is_variable = matches!(secret.position, Position::Environment | Position::Variable);
            if is_variable && secret.strength >= Strength::Weak {
                self.own(secret.value(), &secret.variable);
            }
        }
    }

    /// The name for `value`: the one that it has, else `wanted` or, when that stands for another value, `wanted_2` and so on.
    pub(super) fn name(&mut self, value: &str, wanted: &str) -> String {
        if let Some(name) = self.of_value.get(value) {
            return name.clone();
        }
        let wanted = usable(wanted);
        let numbered = |number: usize| if number == 1 { wanted.clone() } else { format!("{wanted}_{number}") };
        let numbers = 1..=self.values.len() + 1;
        let name = numbers.map(numbered).find(|name| !self.values.contains_key(name)).unwrap_or_else(|| wanted.clone());
        self.of_value.insert(value.to_owned(), name.clone());
        self.values.insert(name.clone(), value.to_owned());
        name
    }

    /// The name of a variable that held `value` itself: its own, whatever else is called so. It is what its file uses.
    pub(super) fn own(&mut self, value: &str, key: &str) -> String {
        let known = self.values.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        if known != value {
            self.twice.insert(key.to_owned());
        }
        self.of_value.entry(value.to_owned()).or_insert_with(|| key.to_owned());
        key.to_owned()
    }

    /// Variables that have one value in one file and another in another: no environment fits both.
    pub fn twice(&self) -> impl Iterator<Item = &str> {
        self.twice.iter().map(String::as_str)
    }

    /// The values that are told from all others by their length: wherever such a one stands it is the same credential.
    pub(super) fn distinct(&self) -> Vec<&str> {
        self.values.values().map(String::as_str).filter(|value| value.len() >= DISTINCT).collect()
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Names and values as an environment, sorted by name: what was redacted runs with it. Only for the file of whoever wants to keep them.
    pub fn environment(&self) -> String {
        let value = |(name, value): (&String, &String)| {
            format!(
                "\n\t\t{{\n\t\t\t\"key\": {},\n\t\t\t\"value\": {},\n\t\t\t\"type\": \"secret\",\n\t\t\t\"enabled\": true\n\t\t}}",
                quote(name),
                quote(value)
            )
        };
        let values: Vec<String> = self.values.iter().map(value).collect();
        let values = if values.is_empty() { String::new() } else { format!("{}\n\t", values.join(",")) };
        format!(
            "{{\n\t\"name\": \"Redacted values\",\n\t\"values\": [{values}],\n\t\"_postman_variable_scope\": \"environment\"\n}}\n"
        )
    }
}

/// A name that can stand in braces and in a script without escapes.
fn usable(wanted: &str) -> String {
    let is_usable = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let name: String = wanted.chars().map(|letter| if is_usable(letter) { letter } else { '_' }).collect();
    if name.trim_matches('_').is_empty() { "SECRET".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn one_value_has_one_name() {
        let mut names = Names::default();
        assert_eq!(names.name("a", "TOKEN"), "TOKEN");
        assert_eq!(names.name("b", "TOKEN"), "TOKEN_2");
        assert_eq!(names.name("a", "OTHER"), "TOKEN");
        assert_eq!(names.name("c", "my \"key\""), "my__key_");
        assert_eq!(names.names().collect::<Vec<_>>(), ["TOKEN", "TOKEN_2", "my__key_"]);
    }
}
