//! Which variables a group cannot do without, for whoever writes them up.

use crate::analysis::facts::Group;
use std::collections::HashSet;

/// A variable that requests send or scripts read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Its name.
    pub name: String,
    /// Whether a script sets it.
    pub is_set_by_script: bool,
}

/// The variables that `group` uses: first those that requests send, in reading order, then those that only scripts read or set.
/// Dynamic ones (`$guid`) and those of Postman's vault are none.
pub fn used(group: &Group<'_>) -> Vec<Used> {
    let usage = group.usage();
    let sent = usage.of_collections(group).flat_map(|(_, uses)| uses).filter(|used| used.is_sent);
    let names = sent.map(|used| used.name.as_str());
    let scripted = usage.scripted.read.union(&usage.scripted.set).map(String::as_str);
    let mut seen = HashSet::new();
    names
        .chain(scripted)
        .filter(|name| !name.starts_with('$') && !name.starts_with("vault:") && is_name(name) && seen.insert(*name))
        .map(|name| Used { name: name.to_owned(), is_set_by_script: usage.scripted.set.contains(name) })
        .collect()
}

/// Whether `name` is meant as the name of a variable: bodies hold other languages with braces.
pub(crate) fn is_name(name: &str) -> bool {
    let may_stand = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ' ');
    name.len() <= 100 && name.trim() == name && name.chars().all(may_stand)
}

#[cfg(test)]
mod tests {
    use super::used;
    use crate::analysis::facts::Group;
    use crate::document::Document;

    #[test]
    fn what_is_sent_read_or_set_is_used() {
        let text = r#"{"info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me/{{$guid}}/{{vault:k}}/{{BASE}}",
                "header": [{"key": "X", "value": "{{OFF}}", "disabled": true}, {"key": "Y", "value": "{{TOKEN}}"}]}, "response": []}],
            "event": [{"listen": "test", "script": {"exec": ["pm.environment.set('TOKEN', pm.environment.get('SEED'));"]}}]}"#;
        let document = Document::json("c.json", text).unwrap();
        let group = Group::new([&document], Vec::new(), true);
        let found: Vec<_> = used(&group).into_iter().map(|used| (used.name, used.is_set_by_script)).collect();
        let expected = [("BASE", false), ("TOKEN", true), ("SEED", false)];
        assert_eq!(found, expected.map(|(name, set)| (name.to_owned(), set)));
    }
}
