//! Where variables are used, and which of them scripts set.

use super::facts::{Group, ScriptUse};
use crate::document::{Kind, NodeRef};
use crate::script::{Argument, Chain};
use crate::text::references;
use std::collections::BTreeSet;
use std::ops::Range;

/// Where a `{{NAME}}` is text for people or the program of a script, not a use.
const NOT_A_USE: &[&str] = &["description", "exec", "_postman_id", "name"];

/// One use of a variable in what a collection sends.
pub(super) struct Use<'d> {
    /// The string that it stands in.
    pub(super) node: NodeRef<'d>,
    /// Its bytes in the decoded string, braces included.
    pub(super) range: Range<usize>,
    /// Its name, as written.
    pub(super) name: String,
}

/// The uses in the strings below `root` that are sent, in reading order.
pub(super) fn uses(root: NodeRef<'_>) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        match node.kind() {
            Kind::String => {
                // Most strings hold none: not even decoded then. A brace may be written as an escape.
                if memchr::memmem::find(node.source().as_bytes(), b"{{").is_none() && !node.source().contains("\\u007")
                {
                    continue;
                }
                let text = node.as_str().unwrap_or_default();
                found.extend(references(&text).map(|used| Use { node, range: used.range, name: used.name.to_owned() }));
            }
            Kind::Array => pending.extend(node.elements()),
            Kind::Object => {
                // The parts of a URL say again what `raw` says.
                let has_raw =
                    node.get("raw").is_some_and(|raw| raw.kind() == Kind::String) && node.get("mode").is_none();
                let is_skipped = |key: NodeRef<'_>| {
                    NOT_A_USE.iter().any(|skipped| key.is_str(skipped))
                        || has_raw && ["protocol", "host", "port", "path", "query"].iter().any(|part| key.is_str(part))
                };
                for (key, value) in node.members().filter(|(key, _)| !is_skipped(*key)) {
                    if key.is_str("response") {
                        // Of an answer only the request that it answered was sent.
                        pending.extend(value.elements().filter_map(|answer| answer.get("originalRequest")));
                    } else {
                        pending.push(value);
                    }
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Number => {}
        }
    }
    found.sort_by_key(|used| (used.node.index(), used.range.start));
    found
}

/// Which variables scripts set and read.
#[derive(Default)]
pub(super) struct ByScripts {
    /// Names that a script sets.
    pub(super) set: BTreeSet<String>,
    /// Names that a script reads.
    pub(super) read: BTreeSet<String>,
    /// Whether a script sets a variable whose name is not written out.
    pub(super) sets_any: bool,
    /// Whether a script reads a variable whose name is not written out, or all of them.
    pub(super) reads_any: bool,
}

impl ByScripts {
    /// Of all scripts of the group.
    pub(super) fn of(group: &Group<'_>) -> Self {
        let mut by = Self::default();
        group.collections().flat_map(|subject| &subject.scripts).for_each(|script| by.add(script));
        by
    }

    fn add(&mut self, script: &ScriptUse<'_>) {
        for used in references(&script.program.text) {
            self.read.insert(used.name.to_owned());
        }
        for chain in &script.script.chains {
            let Some(call) = Access::of(chain) else { continue };
            let name = match chain.call.as_deref() {
                Some([Argument::Text(name, _), ..]) => Some(name.clone()),
                _ => None,
            };
            match (call, name) {
                (Access::Set, Some(name)) => _ = self.set.insert(name),
                (Access::Set, None) => self.sets_any = true,
                (Access::Read, Some(name)) => _ = self.read.insert(name),
                (Access::Read, None) => self.reads_any = true,
            }
        }
        // A program that cannot be read may do anything.
        if !script.script.errors.is_empty() {
            self.sets_any = true;
            self.reads_any = true;
        }
    }
}

/// What a call does to variables.
enum Access {
    Set,
    Read,
}

impl Access {
    fn of(chain: &Chain) -> Option<Self> {
        const SCOPES: &[&str] = &["environment", "globals", "variables", "collectionVariables"];
        let names: Vec<&str> = chain.names.iter().map(|(name, _)| name.as_str()).collect();
        match names.as_slice() {
            ["pm", scope, call, ..] if SCOPES.contains(scope) => match *call {
                "set" => Some(Self::Set),
                "get" | "has" | "unset" | "toObject" | "toJSON" | "values" => Some(Self::Read),
                _ => None,
            },
            ["pm", "iterationData", "get" | "has" | "toObject" | "toJSON", ..] => Some(Self::Set),
            ["data", ..] => Some(Self::Set),
            ["postman", "setEnvironmentVariable" | "setGlobalVariable"] => Some(Self::Set),
            [
                "postman",
                "getEnvironmentVariable" | "getGlobalVariable" | "clearEnvironmentVariable" | "clearGlobalVariable",
            ] => Some(Self::Read),
            ["environment" | "globals", ..] => Some(Self::Read),
            _ => None,
        }
    }
}
