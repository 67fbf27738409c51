//! Where variables are used, and which of them scripts set and read: of a group, gathered once for all rules.

use crate::analysis::facts::{Group, ScriptUse, Subject};
use crate::analysis::scripted::Scripted;
use crate::document::{Kind, NodeRef};
use crate::postman::{Auth, FileKind};
use crate::text::references;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The beginning of a brace that is written as an escape.
const SPELT: &[u8] = b"\\u007";

/// Whether a `{{NAME}}` under `key` is text for people or the program of a script, not a use.
fn is_no_use(key: &str) -> bool {
    matches!(key, "description" | "exec" | "_postman_id" | "name" | "info")
}

/// Whether `key` is a part of a URL, which says again what `raw` says.
fn is_url_part(key: &str) -> bool {
    matches!(key, "protocol" | "host" | "port" | "path" | "query" | "hash")
}

/// Whether `key` is a mode of a body: only the one that `mode` names is sent.
fn is_mode(key: &str) -> bool {
    matches!(key, "raw" | "urlencoded" | "formdata" | "file" | "graphql")
}

/// How a group uses its variables.
pub(crate) struct Usage<'d> {
    /// What each collection sends, in the order of [`Group::collections`].
    collections: Vec<Vec<Use<'d>>>,
    /// Every name that occurs in braces anywhere but in texts for people.
    named: HashSet<String>,
    /// Every name that a script writes out; gathered when it is first asked for, as most groups declare no variables.
    written: OnceLock<HashSet<String>>,
    /// What scripts do.
    pub(crate) scripted: Scripted,
    /// Whether names are put together (`{{A_{{B}}}}`), or a file of the form v1 may use any.
    pub(crate) names_any: bool,
}

/// One use of a variable in a collection.
pub(crate) struct Use<'d> {
    /// The string that it stands in.
    pub(crate) node: NodeRef<'d>,
    /// Its bytes in the decoded string, braces included.
    pub(crate) range: Range<usize>,
    /// Its name, as written: Postman cuts no blanks off.
    pub(crate) name: String,
    /// Whether it is sent: neither switched off, nor of an example, nor said elsewhere already.
    pub(crate) is_sent: bool,
}

impl<'d> Usage<'d> {
    /// Of all files of `group`.
    pub(crate) fn of(group: &Group<'d>) -> Self {
        let mut usage = Self {
            collections: Vec::new(),
            named: HashSet::new(),
            written: OnceLock::new(),
            scripted: Scripted::default(),
            names_any: group.subjects.iter().any(|subject| subject.kind == FileKind::CollectionV1),
        };
        for subject in group.collections() {
            let uses = usage.gather(subject.node);
            usage.named.extend(uses.iter().map(|used| used.name.clone()));
            usage.collections.push(uses);
        }
        programs(group).for_each(|script| usage.scripted.add(&script.script));
        for values in group.values() {
            let uses = values.node.get("values").map(|list| usage.gather(list)).unwrap_or_default();
            usage.named.extend(uses.into_iter().map(|used| used.name));
        }
        usage
    }

    /// Each collection of `group` with its uses, in reading order.
    pub(crate) fn of_collections<'u, 'g>(
        &'u self,
        group: &'g Group<'d>,
    ) -> impl Iterator<Item = (&'g Subject<'d>, &'u [Use<'d>])> {
        group.collections().zip(self.collections.iter().map(Vec::as_slice))
    }

    /// Whether anything in `group`, of which this is, may use the variable `name`.
    pub(crate) fn has(&self, group: &Group<'d>, name: &str) -> bool {
        self.named.contains(name) || self.written.get_or_init(|| written(group)).contains(name)
    }

    /// Whether any variable may be used, whatever its name.
    pub(crate) const fn may_use_any(&self) -> bool {
        self.names_any || self.scripted.reads_any
    }

    /// The uses in the strings below `root`, in reading order.
    fn gather(&mut self, root: NodeRef<'d>) -> Vec<Use<'d>> {
        let mut found = Vec::new();
        let is_spelt = memchr::memmem::find(root.document().text().as_bytes(), SPELT).is_some();
        let mut pending = vec![(root, true)];
        while let Some((node, is_sent)) = pending.pop() {
            match node.kind() {
                Kind::String => self.read(node, is_sent, is_spelt, &mut found),
                Kind::Array => pending.extend(node.elements().map(|element| (element, is_sent))),
                Kind::Object => members(node, is_sent, &mut pending),
                Kind::Null | Kind::Bool(_) | Kind::Number => {}
            }
        }
        found.sort_by_key(|used| (used.node.index(), used.range.start));
        found
    }

    fn read(&mut self, node: NodeRef<'d>, is_sent: bool, is_spelt: bool, found: &mut Vec<Use<'d>>) {
        // Most strings hold none: not even decoded then. A brace may be written as an escape.
        let source = node.source().as_bytes();
        if memchr::memchr(b'{', source).is_none() && !(is_spelt && memchr::memmem::find(source, SPELT).is_some()) {
            return;
        }
        let text = node.as_str().unwrap_or_default();
        let mut done = 0;
        let mut is_open = false;
        for used in references(&text) {
            // An open pair of braces before, in which this one ends: its name is made of this one's value.
            let between = &text[done..used.range.start];
            is_open = match (between.rfind("{{"), between.rfind("}}")) {
                (Some(open), close) => close.is_none_or(|close| close < open) && is_part_of_name(&between[open + 2..]),
                (None, close) => is_open && close.is_none() && is_part_of_name(between),
            };
            self.names_any |= is_open;
            done = used.range.end;
            found.push(Use { node, range: used.range, name: used.name.to_owned(), is_sent });
        }
    }
}

/// The scripts of `group`, each text once.
fn programs<'g, 'd>(group: &'g Group<'d>) -> impl Iterator<Item = &'g ScriptUse<'d>> {
    let mut seen = HashSet::new();
    let all = group.collections().flat_map(|subject| &subject.scripts);
    all.filter(move |script| seen.insert(Arc::as_ptr(&script.script)))
}

/// Every word and every text in quotes of the scripts of `group`: a name that is written out may reach a call that reads it, by whatever
/// way.
fn written(group: &Group<'_>) -> HashSet<String> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    let mut written = HashSet::new();
    for script in programs(group) {
        let text = &script.program.text;
        let named = references(text).map(|used| used.name);
        let words = text.split(|letter: char| !is_name(letter)).chain(text.split(['"', '\'', '`'])).chain(named);
        for word in words.filter(|word| !word.is_empty() && word.len() <= 100) {
            if !written.contains(word) {
                written.insert(word.to_owned());
            }
        }
    }
    written
}

/// Whether `text` may be the beginning of a name.
fn is_part_of_name(text: &str) -> bool {
    text.len() <= 100 && !text.contains(['"', '\n', ':', '{', '}'])
}

/// Puts the values of an object that may use variables on `pending`.
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
            (key, _) if is_no_use(key) => {}
            (_, Kind::Null | Kind::Bool(_) | Kind::Number) => {}
            // Of an answer only the request that it answered was ever sent.
            ("response", _) => {
                let old = value.elements().filter_map(|answer| answer.get("originalRequest"));
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
                    Some(mode) => is_mode(key) && key != mode,
                    None => has_raw && is_url_part(key),
                };
                pending.push((value, is_sent && !is_left));
            }
        }
    }
}

/// Puts the parameters of an auth block of the type `kind` on `pending`: what it does not read is not sent.
fn parameters<'d>(list: NodeRef<'d>, kind: &str, is_sent: bool, pending: &mut Vec<(NodeRef<'d>, bool)>) {
    let reads = |name: Option<NodeRef<'_>>| name.and_then(NodeRef::as_str).is_none_or(|name| Auth::reads(kind, &name));
    pending.extend(list.elements().map(|pair| (pair, is_sent && reads(pair.get("key")))));
    pending.extend(list.members().map(|(name, value)| (value, is_sent && reads(Some(name)))));
}
