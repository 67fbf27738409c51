//! Validates what the types of a manifest cannot: names, URLs, dates, references to variables. Reports every mistake at its location.

use super::Manifest;
use crate::document::{Document, NodeRef, Pointer};
use crate::finding::{DATA, Finding, Location};
use crate::source::manifest::DeclaredVariable;
use crate::text::{references, suggest};
use indexmap::IndexMap;
use std::collections::HashMap;

/// Validates `manifest`, which was read from `document`. Does not look at files that it refers to.
pub(in crate::source) fn validate(document: &Document, manifest: &Manifest) -> Vec<Finding> {
    let mut checker = Checker::new(document);
    manifest.collection.check(&mut checker);
    manifest.source.check(&mut checker);
    manifest.api.check(&mut checker, manifest);
    if let Some(oauth) = &manifest.oauth {
        oauth.check(&mut checker, manifest);
    }
    super::variable::check(&mut checker, manifest);
    super::environment::check(&mut checker, manifest);
    manifest.check.validate(&mut checker);
    checker.findings
}

/// Collects findings about one document. Keys say which value is wrong.
pub(in crate::source) struct Checker<'d> {
    document: &'d Document,
    pub(in crate::source) findings: Vec<Finding>,
}

impl<'d> Checker<'d> {
    pub(in crate::source) fn new(document: &'d Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// The value at `keys`, or its nearest ancestor if it does not exist.
    fn node(&self, keys: &[&str]) -> NodeRef<'d> {
        let mut node = self.document.root();
        for key in keys {
            let Some(next) = node.at(Pointer::root().key(key).as_str()) else { break };
            node = next;
        }
        node
    }

    /// Whether the document has a value at `keys`.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        let pointer = keys.iter().fold(Pointer::root(), |pointer, key| pointer.key(key));
        self.document.root().at(pointer.as_str()).is_some()
    }

    /// Reports the value at `keys`.
    pub(in crate::source) fn value(&mut self, keys: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let place = Location::of(self.node(keys));
        self.findings.push(Finding::error(DATA, place, message).help(help));
    }

    /// Reports the key of the value at `keys`.
    pub(in crate::source) fn key(&mut self, keys: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let (parent, last) = keys.split_at(keys.len().saturating_sub(1));
        let parent = self.node(parent);
        let node = last.first().and_then(|key| parent.member(key)).map_or(parent, |(key, _)| key);
        self.findings.push(Finding::error(DATA, Location::of(node), message).help(help));
    }

    /// Reports a display name that is empty or whitespace.
    pub(super) fn name(&mut self, keys: &[&str], name: &str) {
        if name.trim().is_empty() {
            self.value(keys, "this name is empty", "write the name that Postman shows");
        }
    }

    /// Reports a base name that not every system accepts for an output file.
    pub(super) fn file_name(&mut self, keys: &[&str], name: &str) {
        let forbidden = |character: char| character.is_control() || "/\\:*?\"<>|".contains(character);
        if name.is_empty() {
            self.value(keys, "the file name is empty", "write `file_name = \"...\"` with a name without `/`");
        } else if name.contains(forbidden) || name.starts_with('.') || name.ends_with(['.', ' ']) {
            self.value(
                keys,
                "not every system accepts this file name",
                "remove `/ \\ : * ? \" < > |`, a leading dot, and a trailing dot or space",
            );
        }
    }

    /// Reports each `{{NAME}}` in `text` that is not a declared variable.
    pub(super) fn variables(&mut self, keys: &[&str], text: &str, declared: &IndexMap<String, DeclaredVariable>) {
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

    /// Reports a URL of an API that is not absolute, or contains whitespace or credentials.
    pub(super) fn url(&mut self, keys: &[&str], url: &str) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            self.value(keys, "this is not the URL of an API", "write a URL with `https://` (or `http://`) and a host");
        } else if url.contains(|character: char| character.is_whitespace() || character.is_control()) {
            self.value(keys, "this URL contains whitespace", "remove the whitespace");
        } else if rest.and_then(|rest| rest.split(['/', '?', '#']).next()).is_some_and(|host| host.contains('@')) {
            let message = "this URL contains a user name or a password, which everybody who gets the files can read";
            self.value(
                keys,
                message,
                "remove the part before the `@`; put a secret into a variable with `secret = true`",
            );
        }
    }
}

/// Finds duplicate names. Case is ignored.
#[derive(Default)]
pub(super) struct Unique(HashMap<String, String>);

impl Unique {
    /// Records that `owner` has `name`. Returns the earlier owner if the name is taken.
    pub(super) fn taken(&mut self, name: &str, owner: &str) -> Option<String> {
        let folded = name.to_lowercase();
        let earlier = self.0.get(&folded).cloned();
        self.0.entry(folded).or_insert_with(|| owner.to_owned());
        earlier
    }
}
