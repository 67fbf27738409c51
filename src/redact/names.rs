//! The names of the variables that replace credentials: one for each value.

use crate::document::{Document, quote};
use crate::secret::{KnownSearch, Position, Risk, scan};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The names of variables: one for each value, over all files that are redacted together.
#[derive(Default)]
pub struct VariableNames {
    of_value: HashMap<String, String>,
    /// The values by name, for the file that keeps them.
    values: BTreeMap<String, String>,
    /// The last number that was tried for a name that several values want.
    last_number: HashMap<String, usize>,
    /// Variables with different values in different files.
    conflicting: BTreeSet<String>,
    /// Every value that is a credential somewhere, with the worst of its risks.
    known: HashMap<String, Risk>,
    /// The search for them, until another one is known.
    search: Option<Arc<KnownSearch>>,
}

impl VariableNames {
    /// Learns the credentials of `document`, which are removed from the other files too, and the names that its environments and variables
    /// give to them.
    pub fn learn(&mut self, document: &Document) {
        for secret in scan(document) {
            self.know(secret.value(), secret.risk);
            let is_variable = matches!(secret.position, Position::Environment | Position::Variable);
            if is_variable && secret.risk >= Risk::Medium {
                self.name_of_variable(secret.value(), &secret.variable);
            }
        }
    }

    /// Records that `value` is a credential.
    pub(super) fn know(&mut self, value: &str, risk: Risk) {
        let known = self.known.get(value);
        if known.is_none_or(|known| *known < risk) {
            self.known.insert(value.to_owned(), risk);
            self.search = None;
        }
    }

    /// The name for `value`: the one that it has, else `wanted` or, when another value has that, `wanted_2` and so on.
    pub(super) fn name(&mut self, value: &str, wanted: &str) -> String {
        if let Some(name) = self.of_value.get(value) {
            return name.clone();
        }
        let wanted = usable(wanted);
        let numbered = |number: usize| if number == 1 { wanted.clone() } else { format!("{wanted}_{number}") };
        // Numbers below the last one are taken.
        let number = self.last_number.entry(wanted.clone()).or_insert(0);
        let name = loop {
            *number += 1;
            let name = numbered(*number);
            if !self.values.contains_key(&name) {
                break name;
            }
        };
        self.of_value.insert(value.to_owned(), name.clone());
        self.values.insert(name.clone(), value.to_owned());
        name
    }

    /// The name of a variable that held `value` itself: it keeps its name, because its file uses it.
    pub(super) fn name_of_variable(&mut self, value: &str, key: &str) -> String {
        let known = self.values.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        if known != value {
            self.conflicting.insert(key.to_owned());
        }
        self.of_value.entry(value.to_owned()).or_insert_with(|| key.to_owned());
        key.to_owned()
    }

    /// Variables with different values in different files, sorted: no environment fits both.
    pub fn conflicting(&self) -> impl Iterator<Item = &str> {
        self.conflicting.iter().map(String::as_str)
    }

    /// The search for the values that are known, if there are any.
    pub(super) fn search(&mut self) -> Option<Arc<KnownSearch>> {
        if self.search.is_none() {
            let values = self.known.iter().map(|(value, risk)| (value.as_str(), *risk));
            self.search = KnownSearch::words(values).map(Arc::new);
        }
        self.search.clone()
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Names and values as a Postman environment, sorted by name, with which the redacted files send what they sent before. It contains every
    /// secret: write it to a private file only.
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

/// `wanted` without characters that braces or a script would have to escape.
fn usable(wanted: &str) -> String {
    let is_usable = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let name: String = wanted.chars().map(|character| if is_usable(character) { character } else { '_' }).collect();
    if name.trim_matches('_').is_empty() { "SECRET".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::VariableNames;

    #[test]
    fn one_value_has_one_name() {
        let mut names = VariableNames::default();
        assert_eq!(names.name("a", "TOKEN"), "TOKEN");
        assert_eq!(names.name("b", "TOKEN"), "TOKEN_2");
        assert_eq!(names.name("a", "OTHER"), "TOKEN");
        assert_eq!(names.name("c", "my \"key\""), "my__key_");
        assert_eq!(names.names().collect::<Vec<_>>(), ["TOKEN", "TOKEN_2", "my__key_"]);
    }
}
