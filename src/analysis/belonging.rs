//! Which environments belong to which collection: a folder may hold the files of several products.

use super::group::{Entity, FileGroup};
use super::variable_usage::{VariableUse, is_variable_name};
use crate::postman::{FileKind, Variable};
use crate::text::misspelling;
use std::collections::BTreeSet;

/// An environment belongs to a collection if it declares at least one in this many of the variables that the collection needs.
const GOOD_PART: usize = 3;
/// In larger folders names are compared exactly only: every name of every collection would be compared with every name of every environment.
const MANY: usize = 200_000;

/// For each collection of a group, in the order of [`FileGroup::collections`], the indexes in [`FileGroup::entities`] of the environments and globals that
/// belong to it.
pub(super) struct Belonging(Vec<Vec<usize>>);

impl Belonging {
    /// Compares every environment of `group` with every collection. All belong to all in a group that a manifest declares.
    pub(super) fn of(group: &FileGroup<'_>) -> Self {
        let values: Vec<(usize, BTreeSet<String>)> = (group.entities.iter().enumerate())
            .filter(|(_, entity)| entity.kind.has_values())
            .map(|(index, entity)| (index, keys(entity)))
            .collect();
        let names = |entity: &Entity<'_>| entity.variables().count().max(entity.items.len());
        let all_names = |kind: fn(FileKind) -> bool| -> usize {
            group.entities.iter().filter(|entity| kind(entity.kind)).map(names).sum()
        };
        let are_many = all_names(FileKind::is_collection).saturating_mul(all_names(FileKind::has_values)) > MANY;
        let of_collection = |(collection, uses): (&Entity<'_>, &[VariableUse<'_>])| {
            let needed = needed(group, collection, uses);
            let belongs = |(index, keys): &&(usize, BTreeSet<String>)| {
                group.is_declared() || declares_good_part(&needed, keys, group.entities[*index].kind, are_many)
            };
            values.iter().filter(belongs).map(|(index, _)| *index).collect()
        };
        if values.is_empty() {
            return Self(vec![Vec::new(); group.collections().count()]);
        }
        Self(group.usage().of_collections(group).map(of_collection).collect())
    }

    /// The indexes of the environments and globals that belong to the collection with this number.
    pub(super) fn of_collection(&self, number: usize) -> &[usize] {
        self.0.get(number).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the environment or globals object with this index belongs to a collection.
    pub(super) fn has(&self, index: usize) -> bool {
        self.0.iter().any(|of_collection| of_collection.contains(&index))
    }
}

/// The variables that `collection` sends and neither declares itself nor sets in scripts.
fn needed(group: &FileGroup<'_>, collection: &Entity<'_>, uses: &[VariableUse<'_>]) -> BTreeSet<String> {
    let own = keys(collection);
    let is_needed =
        |name: &&str| is_variable_name(name) && !own.contains(*name) && !group.usage().scripts.set.contains(*name);
    let sent = uses.iter().filter(|used| used.is_sent).map(|used| used.name.as_str());
    sent.filter(is_needed).map(str::to_owned).collect()
}

fn keys(entity: &Entity<'_>) -> BTreeSet<String> {
    entity.variables().filter_map(Variable::key).map(std::borrow::Cow::into_owned).collect()
}

/// Whether `keys` has a good part of the `needed` names, a misspelt one counted too. Globals of a workspace serve all its collections: one name is enough.
fn declares_good_part(needed: &BTreeSet<String>, keys: &BTreeSet<String>, kind: FileKind, are_many: bool) -> bool {
    let is_declared = |name: &&String| {
        keys.contains(*name) || !are_many && misspelling(name.trim(), keys.iter().map(String::as_str)).is_some()
    };
    let declared = needed.iter().filter(is_declared).count();
    declared > 0 && (kind == FileKind::Globals || declared * GOOD_PART >= needed.len())
}

#[cfg(test)]
mod tests {
    use super::super::group::{ALL_SCRIPTS, FileGroup};
    use crate::document::Document;

    fn collection(names: &[&str]) -> Document {
        let items: Vec<String> = (names.iter())
            .map(|name| {
                format!(r#"{{"name": "R", "request": {{"method": "GET", "url": "{{{{{name}}}}}"}}, "response": []}}"#)
            })
            .collect();
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let text = format!(r#"{{"info": {{"name": "C", "schema": "{schema}"}}, "item": [{}]}}"#, items.join(","));
        Document::json("c.json", text).unwrap()
    }

    fn environment(names: &[&str], scope: &str) -> Document {
        let values: Vec<String> = names.iter().map(|name| format!(r#"{{"key": "{name}", "value": "1"}}"#)).collect();
        let text =
            format!(r#"{{"name": "E", "values": [{}], "_postman_variable_scope": "{scope}"}}"#, values.join(","));
        Document::json("e.json", text).unwrap()
    }

    #[test]
    fn an_environment_belongs_to_a_collection_of_which_it_declares_a_good_part() {
        let needed = collection(&["BASE", "USER", "TENANT", "REGION"]);
        let belongs = |names: &[&str], scope: &str, declared: &[&str]| {
            let values = environment(names, scope);
            let group =
                FileGroup::new([&needed, &values], Vec::new(), ALL_SCRIPTS).declared_by_manifest(!declared.is_empty());
            group.values_of(group.collections().next().unwrap()).next().is_some()
        };
        assert!(belongs(&["BASE", "USER", "SHOP"], "environment", &[]));
        assert!(belongs(&["BASE", "TENNANT"], "environment", &[]), "a misspelt name counts");
        assert!(!belongs(&["BASE", "SHOP", "CART"], "environment", &[]), "one of four is no good part");
        assert!(!belongs(&["SHOP"], "environment", &[]));
        assert!(belongs(&["BASE", "SHOP"], "globals", &[]));
        assert!(belongs(&["SHOP"], "environment", &["declared"]));
    }
}
