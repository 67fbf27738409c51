//! What a manifest's types cannot say: every mistake at once, each at its place.

use super::Manifest;
use crate::document::{Document, NodeRef, Pointer};
use crate::finding::{DATA, Finding, Location};
use crate::source::manifest::Variable;
use crate::text::{references, suggest};
use indexmap::IndexMap;
use std::collections::HashMap;

/// Everything that is wrong with `manifest`, as read from `document`, apart from files and names that it refers to.
pub(in crate::source) fn check(document: &Document, manifest: &Manifest) -> Vec<Finding> {
    let mut checker = Checker::new(document);
    manifest.collection.check(&mut checker);
    manifest.source.check(&mut checker);
    manifest.api.check(&mut checker, manifest);
    if let Some(oauth) = &manifest.oauth {
        oauth.check(&mut checker, manifest);
    }
    super::variable::check(&mut checker, manifest);
    super::environment::check(&mut checker, manifest);
    manifest.check.check(&mut checker);
    checker.findings
}

/// Collects findings about one document by the keys that lead to a value.
pub(in crate::source) struct Checker<'d> {
    document: &'d Document,
    pub(in crate::source) findings: Vec<Finding>,
}

impl<'d> Checker<'d> {
    pub(in crate::source) fn new(document: &'d Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// The value that `keys` lead to, or the nearest one above it that is there.
    fn node(&self, keys: &[&str]) -> NodeRef<'d> {
        let mut node = self.document.root();
        for key in keys {
            let Some(next) = node.at(Pointer::root().key(key).as_str()) else { break };
            node = next;
        }
        node
    }

    /// The value is wrong.
    pub(in crate::source) fn value(&mut self, keys: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let place = Location::of(self.node(keys));
        self.findings.push(Finding::error(DATA, place, message).help(help));
    }

    /// The key of the value is wrong.
    pub(in crate::source) fn key(&mut self, keys: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let (parent, last) = keys.split_at(keys.len().saturating_sub(1));
        let parent = self.node(parent);
        let node = last.first().and_then(|key| parent.member(key)).map_or(parent, |(key, _)| key);
        self.findings.push(Finding::error(DATA, Location::of(node), message).help(help));
    }

    /// A name that people read must hold more than blanks.
    pub(super) fn name(&mut self, keys: &[&str], name: &str) {
        if name.trim().is_empty() {
            self.value(keys, "this name is empty", "write the name that Postman shows");
        }
    }

    /// The base of an output file's name.
    pub(super) fn file_name(&mut self, keys: &[&str], name: &str) {
        let forbidden = |letter: char| letter.is_control() || "/\\:*?\"<>|".contains(letter);
        if name.is_empty() {
            self.value(keys, "the file name is empty", "write `file_name = \"...\"` with a name without `/`");
        } else if name.contains(forbidden) || name.starts_with('.') || name.ends_with(['.', ' ']) {
            self.value(
                keys,
                "this cannot be a file name on every system",
                "leave out `/ \\ : * ? \" < > |`, a dot in front and a dot or blank at the end",
            );
        }
    }

    /// Every `{{NAME}}` in `text` must be a declared variable.
    pub(super) fn variables(&mut self, keys: &[&str], text: &str, declared: &IndexMap<String, Variable>) {
        for reference in references(text).filter(crate::text::Reference::is_declared_by_user) {
            if declared.get(reference.name).is_none() {
                let help = suggest(reference.name, declared.keys().map(String::as_str)).map_or_else(
                    || format!("declare it: `[variables.{}]`", reference.name),
                    |near| format!("did you mean `{near}`?"),
                );
                self.value(keys, format!("the variable `{}` is not declared", reference.name), help);
            }
        }
    }

    /// The address of an API.
    pub(super) fn address(&mut self, keys: &[&str], address: &str) {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            self.value(keys, "this is not the address of an API", "write it with `https://` (or `http://`) and a host");
        } else if address.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            self.value(keys, "there is a blank in this address", "take it out");
        } else if rest.and_then(|rest| rest.split(['/', '?', '#']).next()).is_some_and(|host| host.contains('@')) {
            let message =
                "there is a user in this address, and perhaps a password: whoever gets the files would get them";
            self.value(
                keys,
                message,
                "take out what stands before the `@`; a secret belongs into a variable with `secret = true`",
            );
        }
    }
}

/// Finds names that stand twice, where case does not count.
#[derive(Default)]
pub(super) struct Unique(HashMap<String, String>);

impl Unique {
    /// Remembers that `owner` has `name`; the earlier owner when it is taken.
    pub(super) fn taken(&mut self, name: &str, owner: &str) -> Option<String> {
        let folded = name.to_lowercase();
        let earlier = self.0.get(&folded).cloned();
        self.0.entry(folded).or_insert_with(|| owner.to_owned());
        earlier
    }
}
