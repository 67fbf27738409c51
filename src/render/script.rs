//! Events: the constants, the embedded scripts and the scripts of the source, put together.

use super::origin_map::SourceOrigin;
use crate::source::TextFile;
use crate::source::manifest::{ApiHeader, Manifest, ScriptEvent};
use crate::source::request::InlineScript;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Lists the embedded scripts of one event in their order. They share one function scope.
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

/// Writes the constant object that the embedded scripts read: everything that differs between two collections.
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

/// Builds one event of a collection, folder or request.
#[derive(Default)]
pub(super) struct EventBuilder {
    parts: Vec<ScriptPart>,
    /// The packages of all parts.
    packages: Map<String, Value>,
}

/// The lines of one script with the origin of each.
struct ScriptPart {
    lines: Vec<(String, SourceOrigin)>,
    /// Whether it is a script of the source, not one of ours.
    is_source: bool,
}

impl EventBuilder {
    /// Adds generated lines, which all have one origin.
    pub(super) fn add_generated(&mut self, text: &str, origin: &SourceOrigin) {
        let lines = text.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(ScriptPart { lines, is_source: false });
    }

    /// Adds an embedded script.
    pub(super) fn add_embedded(&mut self, file: &TextFile) {
        self.parts.push(ScriptPart { lines: lines(file), is_source: false });
    }

    /// Adds a script of the source that is a value.
    pub(super) fn add_source_script(&mut self, script: &InlineScript, origin: &SourceOrigin) {
        self.packages.extend(script.packages.iter().map(|(name, package)| (name.clone(), json!(package))));
        let lines = script.code.lines().map(|line| (line.to_owned(), origin.clone())).collect();
        self.parts.push(ScriptPart { lines, is_source: true });
    }

    /// Adds a script of the source that is a file.
    pub(super) fn add_source_file(&mut self, file: &TextFile) {
        self.parts.push(ScriptPart { lines: lines(file), is_source: true });
    }

    /// Returns the v2.1 object and the origin of each line. `None` without a script.
    ///
    /// A script of the source that is not alone is wrapped in a function: its names do not clash with those of other scripts (in a block,
    /// function declarations would still replace each other), and its `return` ends only this script.
    pub(super) fn finish(self, when: ScriptEvent) -> Option<(Value, Vec<SourceOrigin>)> {
        let is_alone = self.parts.len() == 1;
        let mut all: Vec<(String, SourceOrigin)> = Vec::new();
        for part in self.parts {
            let (Some((_, first)), Some((_, last))) = (part.lines.first().cloned(), part.lines.last().cloned()) else {
                continue;
            };
            if !all.is_empty() {
                all.push((String::new(), first.clone()));
            }
            let is_wrapped = part.is_source && !is_alone;
            all.extend(is_wrapped.then(|| ("(function () {".to_owned(), first)));
            all.extend(part.lines);
            all.extend(is_wrapped.then(|| ("})();".to_owned(), last)));
        }
        if all.is_empty() {
            return None;
        }
        let (exec, origins): (Vec<String>, Vec<SourceOrigin>) = all.into_iter().unzip();
        let listen = match when {
            ScriptEvent::BeforeRequest => "prerequest",
            ScriptEvent::AfterResponse => "test",
        };
        let script = json!({"type": "text/javascript", "packages": self.packages, "requests": {}, "exec": exec});
        Some((json!({"listen": listen, "script": script}), origins))
    }
}

fn lines(file: &TextFile) -> Vec<(String, SourceOrigin)> {
    let origin = |line| SourceOrigin::Line(file.path.clone(), Arc::clone(&file.text), line);
    let text = file.text.trim_start_matches('\u{feff}');
    text.lines().enumerate().map(|(index, line)| (line.to_owned(), origin(index + 1))).collect()
}
