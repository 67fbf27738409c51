//! Events: the embedded scripts behind their constant object, and the scripts of the user's own.

use super::origin::Origin;
use crate::source::TextFile;
use crate::source::manifest::{Grant, Header, Manifest, When};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The embedded scripts of one event, in their order. They share the scope of one function.
pub(super) fn embedded(when: When, manifest: &Manifest) -> &'static [&'static str] {
    match (when, manifest.oauth.is_some()) {
        (When::BeforeRequest, true) => &["request-target.js", "token-answer.js", "refresh-token.js", "set-headers.js"],
        (When::BeforeRequest, false) if !manifest.api.headers.is_empty() => &["request-target.js", "set-headers.js"],
        (When::AfterResponse, true) => &["request-target.js", "token-answer.js", "store-token.js"],
        (When::BeforeRequest | When::AfterResponse, false) => &[],
    }
}

/// The constant object that the embedded scripts read: everything that differs between two collections.
pub(super) fn constants(manifest: &Manifest) -> String {
    let oauth = manifest.oauth.as_ref();
    let variables: Map<_, _> = manifest.roles().map(|(role, name)| (role.key().to_owned(), name.into())).collect();
    let header = |(name, header): (&str, &Header)| json!({"name": name, "value": header.value, "unlessPresent": header.unless_present});
    let constants = json!({
        "variables": variables,
        "environments": manifest.environments.iter().map(|(_, environment)| environment.name.as_str()).collect::<Vec<_>>(),
        "tokenUrl": manifest.token_url(),
        "grant": oauth.map(|oauth| Grant::name(oauth.grant)),
        "headers": manifest.api.headers.iter().map(header).collect::<Vec<_>>(),
        "refreshMarginMs": oauth.map_or(0, |oauth| u64::from(oauth.refresh_margin_seconds) * 1000),
        "login": oauth.and_then(|oauth| oauth.login.as_deref()).map(|login| login.replace('/', " / ")),
    });
    format!("const POSTSMITH = {constants:#};")
}

/// One event of a collection, folder or request that is being put together.
pub(super) struct Event {
    lines: Vec<String>,
    origins: Vec<Origin>,
}

impl Event {
    /// An event without a script yet.
    pub(super) const fn new() -> Self {
        Self { lines: Vec::new(), origins: Vec::new() }
    }

    /// Whether it has no script.
    pub(super) const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds an embedded script behind an empty line.
    pub(super) fn add_embedded(&mut self, file: &TextFile) {
        self.lines.push(String::new());
        self.origins.push(Origin::Line(file.path.clone(), Arc::clone(&file.text), 1));
        self.add_file(file);
    }

    /// Adds lines that were all made from one value.
    pub(super) fn add_lines(&mut self, text: &str, origin: &Origin) {
        self.lines.extend(text.lines().map(str::to_owned));
        self.origins.resize(self.lines.len(), origin.clone());
    }

    /// Adds a script file.
    pub(super) fn add_file(&mut self, file: &TextFile) {
        for (index, line) in file.text.lines().enumerate() {
            self.lines.push(line.to_owned());
            self.origins.push(Origin::Line(file.path.clone(), Arc::clone(&file.text), index + 1));
        }
    }

    /// Adds a script of the user's own. Behind other scripts it gets a function of its own: no name clashes with theirs (in a mere
    /// block, a function would replace theirs of the same name), and its `return` ends only itself.
    pub(super) fn add_own(&mut self, add: impl FnOnce(&mut Self)) {
        let first = self.lines.len();
        add(self);
        let added = self.origins.get(first).cloned();
        if first > 0
            && let (Some(before), Some(origin)) = (self.origins.get(first - 1).cloned(), added)
        {
            self.lines.splice(first..first, [String::new(), "(function () {".to_owned()]);
            self.origins.splice(first..first, [before, origin.clone()]);
            self.add_lines("})();", &origin);
        }
    }

    /// The v2.1 form, and the origin of each line.
    pub(super) fn finish(self, when: When) -> (Value, Vec<Origin>) {
        let listen = match when {
            When::BeforeRequest => "prerequest",
            When::AfterResponse => "test",
        };
        let script = json!({"type": "text/javascript", "packages": {}, "requests": {}, "exec": self.lines});
        (json!({"listen": listen, "script": script}), self.origins)
    }
}
