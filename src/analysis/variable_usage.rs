//! Where the files of a group use variables, and which variables a collection needs.
//!
//! Rules about variables read [`VariableUsage`]; guides, requirements and bundles call [`used_variables`].

use super::group::{Entity, EventScript, FileGroup};
use super::script_variables::ScriptVariables;
use crate::document::{Kind, NodeRef};
use crate::postman::{Auth, FileKind};
use crate::text::references;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The first bytes of a brace that is written as a JSON escape (`\u007b`, `\u007d`).
const ESCAPED_BRACE: &[u8] = b"\\u007";

/// Whether Postman replaces no `{{NAME}}` under `key`, because it holds prose, a script or an id.
fn is_ignored_key(key: &str) -> bool {
    matches!(key, "description" | "exec" | "_postman_id" | "name" | "info")
}

/// Whether `key` is a part of a URL, which repeats a part of `raw`.
fn is_url_part(key: &str) -> bool {
    matches!(key, "protocol" | "host" | "port" | "path" | "query" | "hash")
}

/// Whether `key` is a body mode. Only the content of the mode that `mode` names is sent.
fn is_body_mode(key: &str) -> bool {
    matches!(key, "raw" | "urlencoded" | "formdata" | "file" | "graphql")
}

/// How a group uses its variables.
pub(crate) struct VariableUsage<'d> {
    /// The uses in each collection, in the order of [`FileGroup::collections`].
    collections: Vec<Vec<VariableUse<'d>>>,
    /// Every name in braces, except in prose.
    named: HashSet<String>,
    /// Every word and string literal of the scripts. Computed on the first call, as most groups declare no variables.
    mentioned: OnceLock<HashSet<String>>,
    /// The variables that scripts set and read.
    pub(crate) scripts: ScriptVariables,
    /// Whether a name contains another variable (`{{A_{{B}}}}`), or the group has a v1 collection, which may use any variable.
    pub(crate) has_computed_names: bool,
}

/// One use of a variable in a collection.
pub(crate) struct VariableUse<'d> {
    /// The string that contains it.
    pub(crate) node: NodeRef<'d>,
    /// Its bytes in the decoded string, braces included.
    pub(crate) range: Range<usize>,
    /// Its name as written. Postman trims no whitespace.
    pub(crate) name: String,
    /// Whether it is sent: not disabled, not in a saved example, and not a repetition of `raw`.
    pub(crate) is_sent: bool,
}

impl<'d> VariableUsage<'d> {
    /// Collects the uses in all files of `group`.
    pub(crate) fn of(group: &FileGroup<'d>) -> Self {
        let mut usage = Self {
            collections: Vec::new(),
            named: HashSet::new(),
            mentioned: OnceLock::new(),
            scripts: ScriptVariables::default(),
            has_computed_names: group.entities.iter().any(|entity| entity.kind == FileKind::CollectionV1),
        };
        for entity in group.collections() {
            let uses = usage.gather(entity.node);
            usage.named.extend(uses.iter().map(|used| used.name.clone()));
            usage.collections.push(uses);
        }
        programs(group).for_each(|script| usage.scripts.add(&script.script));
        for values in group.values() {
            let uses = values.node.get("values").map(|list| usage.gather(list)).unwrap_or_default();
            usage.named.extend(uses.into_iter().map(|used| used.name));
        }
        usage
    }

    /// Each collection of `group`, the group of this usage, with its uses in reading order.
    pub(crate) fn of_collections<'u, 'g>(
        &'u self,
        group: &'g FileGroup<'d>,
    ) -> impl Iterator<Item = (&'g Entity<'d>, &'u [VariableUse<'d>])> {
        group.collections().zip(self.collections.iter().map(Vec::as_slice))
    }

    /// Whether `group`, the group of this usage, may use the variable `name`.
    pub(crate) fn may_use(&self, group: &FileGroup<'d>, name: &str) -> bool {
        self.named.contains(name) || self.mentioned.get_or_init(|| mentioned_names(group)).contains(name)
    }

    /// The names that requests, values and scripts read.
    pub(crate) fn read_names(&self) -> impl Iterator<Item = &str> {
        self.named.iter().chain(&self.scripts.read).map(String::as_str)
    }

    /// Whether a request, a value or a script reads the variable `name`.
    pub(crate) fn reads(&self, name: &str) -> bool {
        self.named.contains(name) || self.scripts.read.contains(name)
    }

    /// Whether the group may use a variable of any name.
    pub(crate) const fn may_use_any(&self) -> bool {
        self.has_computed_names || self.scripts.reads_any
    }

    /// The uses in the strings below `root`, in reading order.
    fn gather(&mut self, root: NodeRef<'d>) -> Vec<VariableUse<'d>> {
        let mut found = Vec::new();
        let has_escapes = memchr::memmem::find(root.document().text().as_bytes(), ESCAPED_BRACE).is_some();
        let mut pending = vec![(root, true)];
        while let Some((node, is_sent)) = pending.pop() {
            match node.kind() {
                Kind::String => self.read(node, is_sent, has_escapes, &mut found),
                Kind::Array => pending.extend(node.elements().map(|element| (element, is_sent))),
                Kind::Object => members(node, is_sent, &mut pending),
                Kind::Null | Kind::Bool(_) | Kind::Number => {}
            }
        }
        found.sort_by_key(|used| (used.node.index(), used.range.start));
        found
    }

    fn read(&mut self, node: NodeRef<'d>, is_sent: bool, has_escapes: bool, found: &mut Vec<VariableUse<'d>>) {
        // Most strings use no variable: skip them before decoding. A brace may be written as an escape.
        let source = node.source().as_bytes();
        if memchr::memchr(b'{', source).is_none()
            && !(has_escapes && memchr::memmem::find(source, ESCAPED_BRACE).is_some())
        {
            return;
        }
        let text = node.as_str().unwrap_or_default();
        let mut done = 0;
        let mut is_open = false;
        for used in references(&text) {
            // An open pair of braces before this use: the outer name contains this variable's value.
            let between = &text[done..used.range.start];
            is_open = match (between.rfind("{{"), between.rfind("}}")) {
                (Some(open), close) => close.is_none_or(|close| close < open) && is_part_of_name(&between[open + 2..]),
                (None, close) => is_open && close.is_none() && is_part_of_name(between),
            };
            self.has_computed_names |= is_open;
            done = used.range.end;
            found.push(VariableUse { node, range: used.range, name: used.name.to_owned(), is_sent });
        }
    }
}

/// The scripts of `group`, each distinct text once.
fn programs<'g, 'd>(group: &'g FileGroup<'d>) -> impl Iterator<Item = &'g EventScript<'d>> {
    let mut seen = HashSet::new();
    let all = group.collections().flat_map(|entity| &entity.scripts);
    all.filter(move |script| seen.insert(Arc::as_ptr(&script.script)))
}

/// Every word and every string literal of the scripts of `group`. A name that a script mentions may reach a call that reads the variable.
fn mentioned_names(group: &FileGroup<'_>) -> HashSet<String> {
    let is_name = |character: char| character.is_alphanumeric() || character == '_' || character == '$';
    let mut mentioned = HashSet::new();
    for script in programs(group) {
        let text = &script.program.text;
        let named = references(text).map(|used| used.name);
        let words = text.split(|character: char| !is_name(character)).chain(text.split(['"', '\'', '`'])).chain(named);
        for word in words.filter(|word| !word.is_empty() && word.len() <= 100) {
            if !mentioned.contains(word) {
                mentioned.insert(word.to_owned());
            }
        }
    }
    mentioned
}

/// Whether `text` may be the first part of a variable's name.
fn is_part_of_name(text: &str) -> bool {
    text.len() <= 100 && !text.contains(['"', '\n', ':', '{', '}'])
}

/// Pushes the values of an object that may use variables onto `pending`.
fn members<'d>(node: NodeRef<'d>, is_sent: bool, pending: &mut Vec<(NodeRef<'d>, bool)>) {
    let (mut has_raw, mut mode, mut is_off) = (false, None, false);
    for (key, value) in node.members() {
        match (value.kind(), &*key.as_str().unwrap_or_default()) {
            (Kind::String, "raw") => has_raw = true,
            (Kind::String, "mode") => mode = value.as_str(),
            (Kind::Bool(true), "disabled") | (Kind::Bool(false), "enabled") => is_off = true,
            _ => {}
        }
    }
    let is_sent = is_sent && !is_off;
    for (key, value) in node.members() {
        match (&*key.as_str().unwrap_or_default(), value.kind()) {
            (key, _) if is_ignored_key(key) => {}
            (_, Kind::Null | Kind::Bool(_) | Kind::Number) => {}
            // Of a saved example only the original request was sent.
            ("response", _) => {
                let old = value.elements().filter_map(|example| example.get("originalRequest"));
                pending.extend(old.map(|request| (request, false)));
            }
            ("auth", Kind::Object) => {
                let chosen = value.get("type").and_then(NodeRef::as_str).unwrap_or_default();
                for (kind, list) in value.members() {
                    parameters(list, &chosen, is_sent && kind.is_str(&chosen), pending);
                }
            }
            (key, _) => {
                let is_left = match &mode {
                    Some(mode) => is_body_mode(key) && key != mode,
                    None => has_raw && is_url_part(key),
                };
                pending.push((value, is_sent && !is_left));
            }
        }
    }
}

/// Pushes the parameters of an auth block of the type `kind` onto `pending`. Parameters that the type does not read are not sent.
fn parameters<'d>(list: NodeRef<'d>, kind: &str, is_sent: bool, pending: &mut Vec<(NodeRef<'d>, bool)>) {
    let reads = |name: Option<NodeRef<'_>>| name.and_then(NodeRef::as_str).is_none_or(|name| Auth::reads(kind, &name));
    pending.extend(list.elements().map(|pair| (pair, is_sent && reads(pair.get("key")))));
    pending.extend(list.members().map(|(name, value)| (value, is_sent && reads(Some(name)))));
}

/// A variable that requests send or scripts read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedVariable {
    /// Its name.
    pub name: String,
    /// Whether a script sets it.
    pub is_set_by_script: bool,
}

/// The variables that `group` uses: first those that requests send, in reading order, then those that only scripts read or set.
/// Dynamic variables (`$guid`) and vault references are left out.
pub fn used_variables(group: &FileGroup<'_>) -> Vec<UsedVariable> {
    let usage = group.usage();
    let sent = usage.of_collections(group).flat_map(|(_, uses)| uses).filter(|used| used.is_sent);
    let names = sent.map(|used| used.name.as_str());
    let scripted = usage.scripts.read.union(&usage.scripts.set).map(String::as_str);
    let mut seen = HashSet::new();
    names
        .chain(scripted)
        .filter(|name| is_variable_name(name) && seen.insert(*name))
        .map(|name| UsedVariable { name: name.to_owned(), is_set_by_script: usage.scripts.set.contains(name) })
        .collect()
}

/// Whether `name` looks like the name of a variable that a user declares: not of a dynamic variable (`$guid`) and no vault reference. Bodies may hold other
/// template languages with braces.
pub(crate) fn is_variable_name(name: &str) -> bool {
    let is_allowed = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | ' ');
    name.len() <= 100 && name.trim() == name && name.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::super::group::ALL_SCRIPTS;
    use super::{FileGroup, used_variables};
    use crate::document::Document;

    #[test]
    fn variables_that_are_sent_read_or_set_are_used() {
        let text = r#"{"info": {"name": "C", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me/{{$guid}}/{{vault:k}}/{{BASE}}",
                "header": [{"key": "X", "value": "{{OFF}}", "disabled": true}, {"key": "Y", "value": "{{TOKEN}}"}]}, "response": []}],
            "event": [{"listen": "test", "script": {"exec": ["pm.environment.set('TOKEN', pm.environment.get('SEED'));"]}}]}"#;
        let document = Document::json("c.json", text).unwrap();
        let group = FileGroup::new([&document], Vec::new(), ALL_SCRIPTS);
        let found: Vec<_> = used_variables(&group).into_iter().map(|used| (used.name, used.is_set_by_script)).collect();
        let expected = [("BASE", false), ("TOKEN", true), ("SEED", false)];
        assert_eq!(found, expected.map(|(name, set)| (name.to_owned(), set)));
    }
}
