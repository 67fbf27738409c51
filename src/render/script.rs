//! Events: the embedded scripts behind their constant object, and the scripts of the user's own.

use super::origin_map::SourceOrigin;
use crate::source::TextFile;
use crate::source::manifest::{ApiHeader, Manifest, ScriptEvent};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The embedded scripts of one event, in their order. They share the scope of one function.
pub(super) fn embedded(when: ScriptEvent, manifest: &Manifest) -> &'static [&'static str] {
    match (when, manifest.oauth.is_some()) {
        (ScriptEvent::BeforeRequest, true) => {
            &["request-target.js", "token-answer.js", "refresh-token.js", "set-headers.js"]
        }
        (ScriptEvent::BeforeRequest, false) if !manifest.api.headers.is_empty() => {
            &["request-target.js", "set-headers.js"]
        }
        (ScriptEvent::AfterResponse, true) => &["request-target.js", "token-answer.js", "store-token.js"],
        (ScriptEvent::BeforeRequest | ScriptEvent::AfterResponse, false) => &[],
    }
}

/// The constant object that the embedded scripts read: everything that differs between two collections.
pub(super) fn constants(manifest: &Manifest) -> String {
    let oauth = manifest.oauth.as_ref();
    let variables: Map<_, _> = manifest.roles().map(|(role, name)| (role.key().to_owned(), name.into())).collect();
    let header = |(name, header): (&String, &ApiHeader)| json!({"name": name, "value": header.value, "unlessPresent": header.unless_present});
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
pub(super) struct EventBuilder {
    parts: Vec<ScriptPart>,
}

/// Lines of one script with the origin of each.
struct ScriptPart {
    lines: Vec<(String, SourceOrigin)>,
    own: bool,
}

impl EventBuilder {
    /// Adds lines of the program's own that were all made from one value.
    pub(super) fn add_made(&mut self, text: &str, origin: &SourceOrigin) {
        let lines = text.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(ScriptPart { lines, own: false });
    }

    /// Adds an embedded script.
    pub(super) fn add_embedded(&mut self, file: &TextFile) {
        self.parts.push(ScriptPart { lines: lines(file), own: false });
    }

    /// Adds a script of the user's own that stands in a value.
    pub(super) fn add_own(&mut self, code: &str, origin: &SourceOrigin) {
        let lines = code.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(ScriptPart { lines, own: true });
    }

    /// Adds a script of the user's own that is a file.
    pub(super) fn add_own_file(&mut self, file: &TextFile) {
        self.parts.push(ScriptPart { lines: lines(file), own: true });
    }

    /// The v2.1 form and the origin of each line; `None` without a script.
    ///
    /// Beside other scripts each of the user's own gets a function of its own: no name clashes with theirs (in a mere block, a function
    /// would replace theirs of the same name), and its `return` ends only itself.
    pub(super) fn finish(self, when: ScriptEvent) -> Option<(Value, Vec<SourceOrigin>)> {
        let alone = self.parts.len() == 1;
        let mut all: Vec<(String, SourceOrigin)> = Vec::new();
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
        let (exec, origins): (Vec<String>, Vec<SourceOrigin>) = all.into_iter().unzip();
        let listen = match when {
            ScriptEvent::BeforeRequest => "prerequest",
            ScriptEvent::AfterResponse => "test",
        };
        let script = json!({"type": "text/javascript", "packages": {}, "requests": {}, "exec": exec});
        Some((json!({"listen": listen, "script": script}), origins))
    }
}

fn lines(file: &TextFile) -> Vec<(String, SourceOrigin)> {
    let origin = |line| SourceOrigin::Line(file.path.clone(), Arc::clone(&file.text), line);
    let text = file.text.trim_start_matches('\u{feff}');
    text.lines().enumerate().map(|(index, line)| (line.to_owned(), origin(index + 1))).collect()
}
