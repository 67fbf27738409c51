//! Events: the embedded scripts behind their constant object, and the scripts of the user's own.

use super::origin::Origin;
use crate::source::TextFile;
use crate::source::manifest::{Header, Manifest, When};
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
    let header = |(name, header): (&String, &Header)| json!({"name": name, "value": header.value, "unlessPresent": header.unless_present});
    let constants = json!({
        "variables": variables,
        "environments": manifest.environments.iter().map(|(_, environment)| environment.name.as_str()).collect::<Vec<_>>(),
        "tokenUrl": manifest.token_url(),
        "grant": oauth.map(|oauth| oauth.grant.name()),
        "headers": manifest.api.headers.iter().map(header).collect::<Vec<_>>(),
        "refreshMarginMs": oauth.map_or(0, |oauth| u64::from(oauth.refresh_margin_seconds) * 1000),
        "login": oauth.and_then(|oauth| oauth.login.as_deref()).map(|login| login.replace('/', " / ")),
    });
    format!("const POSTSMITH = {constants:#};")
}

/// One event of a collection, folder or request that is being put together.
#[derive(Default)]
pub(super) struct Event {
    parts: Vec<Part>,
}

/// Lines of one script with the origin of each.
struct Part {
    lines: Vec<(String, Origin)>,
    own: bool,
}

impl Event {
    /// Adds lines of the program's own that were all made from one value.
    pub(super) fn add_made(&mut self, text: &str, origin: &Origin) {
        let lines = text.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(Part { lines, own: false });
    }

    /// Adds an embedded script.
    pub(super) fn add_embedded(&mut self, file: &TextFile) {
        self.parts.push(Part { lines: lines(file), own: false });
    }

    /// Adds a script of the user's own that stands in a value.
    pub(super) fn add_own(&mut self, code: &str, origin: &Origin) {
        let lines = code.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(Part { lines, own: true });
    }

    /// Adds a script of the user's own that is a file.
    pub(super) fn add_own_file(&mut self, file: &TextFile) {
        self.parts.push(Part { lines: lines(file), own: true });
    }

    /// The v2.1 form and the origin of each line; `None` without a script.
    ///
    /// Beside other scripts each of the user's own gets a function of its own: no name clashes with theirs (in a mere block, a function
    /// would replace theirs of the same name), and its `return` ends only itself.
    pub(super) fn finish(self, when: When) -> Option<(Value, Vec<Origin>)> {
        let alone = self.parts.len() == 1;
        let mut all: Vec<(String, Origin)> = Vec::new();
        for part in self.parts {
            let (Some((_, first)), Some((_, last))) = (part.lines.first().cloned(), part.lines.last().cloned()) else {
                continue;
            };
            if !all.is_empty() {
                all.push((String::new(), first.clone()));
            }
            let scoped = part.own && !alone;
            all.extend(scoped.then(|| ("(function () {".to_owned(), first)));
            all.extend(part.lines);
            all.extend(scoped.then(|| ("})();".to_owned(), last)));
        }
        if all.is_empty() {
            return None;
        }
        let (exec, origins): (Vec<String>, Vec<Origin>) = all.into_iter().unzip();
        let listen = match when {
            When::BeforeRequest => "prerequest",
            When::AfterResponse => "test",
        };
        let script = json!({"type": "text/javascript", "packages": {}, "requests": {}, "exec": exec});
        Some((json!({"listen": listen, "script": script}), origins))
    }
}

fn lines(file: &TextFile) -> Vec<(String, Origin)> {
    let origin = |line| Origin::Line(file.path.clone(), Arc::clone(&file.text), line);
    let text = file.text.trim_start_matches('\u{feff}');
    text.lines().enumerate().map(|(index, line)| (line.to_owned(), origin(index + 1))).collect()
}
