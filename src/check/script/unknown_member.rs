//! A member of `pm` that does not exist.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Chain;
use crate::text::suggest;
use std::collections::HashSet;

/// The members of each object, as postman-sandbox 6 and postman-collection 5 have them for HTTP: other protocols have members of their own,
/// and their requests stand in no collection of these forms.
const MEMBERS: &[(&str, &[&str])] = &[
    (
        "pm",
        &[
            "info",
            "sendRequest",
            "variables",
            "environment",
            "globals",
            "collectionVariables",
            "iterationData",
            "vault",
            "request",
            "response",
            "message",
            "cookies",
            "test",
            "expect",
            "execution",
            "visualizer",
            "require",
            "datasets",
            "state",
            "mock",
        ],
    ),
    ("scope", SCOPE),
    ("pm.info", &["eventName", "iteration", "iterationCount", "requestName", "requestId"]),
    ("pm.vault", &["get", "set", "unset"]),
    ("pm.test", &["skip", "index"]),
    ("pm.visualizer", &["set", "clear"]),
    ("pm.execution", &["skipRequest", "setNextRequest", "runRequest", "location"]),
    (
        "pm.response",
        &[
            "id",
            "status",
            "code",
            "headers",
            "cookies",
            "responseTime",
            "responseSize",
            "stream",
            "originalRequest",
            "update",
            "reason",
            "details",
            "text",
            "json",
            "jsonp",
            "contentInfo",
            "mime",
            "dataURI",
            "size",
            "encoding",
            "to",
            "downloadedBytes",
            "describe",
            "description",
            "meta",
            "parent",
            "setParent",
            "forEachParent",
            "findInParents",
            "findParentContaining",
            "toObjectResolved",
            "findSubstitutions",
        ],
    ),
    (
        "pm.request",
        &[
            "id",
            "url",
            "headers",
            "method",
            "body",
            "auth",
            "proxy",
            "certificate",
            "name",
            "description",
            "update",
            "authorizeUsing",
            "getHeaders",
            "forEachHeader",
            "addHeader",
            "removeHeader",
            "upsertHeader",
            "addQueryParams",
            "removeQueryParams",
            "size",
            "clone",
            "to",
            "describe",
            "meta",
            "parent",
            "setParent",
            "forEachParent",
            "findInParents",
            "findParentContaining",
            "toObjectResolved",
            "findSubstitutions",
        ],
    ),
];
/// Of a scope of variables.
const SCOPE: &[&str] = &[
    "get",
    "set",
    "has",
    "unset",
    "clear",
    "replaceIn",
    "toObject",
    "name",
    "id",
    "values",
    "variables",
    "enableTracking",
    "disableTracking",
    "applyMutation",
    "syncVariablesFrom",
    "syncVariablesTo",
    "addLayer",
    "mutations",
    "describe",
    "toObjectResolved",
    "findSubstitutions",
    "meta",
    "parent",
    "setParent",
    "forEachParent",
    "findInParents",
    "findParentContaining",
];
/// Which member of which object is an object with members of its own.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("pm", "environment", "scope"),
    ("pm", "globals", "scope"),
    ("pm", "variables", "scope"),
    ("pm", "collectionVariables", "scope"),
    ("pm", "iterationData", "scope"),
    ("pm", "info", "pm.info"),
    ("pm", "vault", "pm.vault"),
    ("pm", "test", "pm.test"),
    ("pm", "visualizer", "pm.visualizer"),
    ("pm", "execution", "pm.execution"),
    ("pm", "response", "pm.response"),
    ("pm", "request", "pm.request"),
];
/// Of every object or function of JavaScript.
const OF_OBJECTS: &[&str] =
    &["toString", "toJSON", "hasOwnProperty", "valueOf", "constructor", "call", "apply", "bind", "length"];

/// A member of `pm` that does not exist.
pub const RULE: Rule = Rule {
    id: RuleId("script/unknown-member"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a member of `pm` or of its objects that does not exist",
    why: "The value is `undefined`, and a call of it throws: what stands behind it does not run, and the request is sent all the same.",
    fix: "Mend the spelling. The members are those of the sandbox in Newman 6 and in the Postman app; what the script itself assigns or asks about (`if (pm.a)`, `pm.a?.b`) counts as known.",
    wrong: &[
        Sample::Script("pm.«enviroment».set('a', 'b');"),
        Sample::Script("pm.environment.«sett»('a', 'b');"),
        Sample::Script("const a = pm.response.«jsonn»();"),
        Sample::Prerequest(
            r#"console.log(1);
if (a) { pm.«sendrequest»("https://example.com", done); }"#,
        ),
        Sample::Script("pm.test.«skipp»('a');"),
        Sample::Script("const a = JSON.parse(pm.response.«body»);"),
        Sample::Script("const a = pm.response.«statusCode»;"),
        Sample::Script("pm.checks = {};\npm.«check»();"),
    ],
    right: &[
        Sample::Script(
            "pm.environment.set('a', 'b');
pm.response.to.have.status(200);
pm.expect(pm.response.json().anything).to.eql(1);
pm.request.headers.add({ key: 'a', value: 'b' });
pm.execution.setNextRequest(null);",
        ),
        Sample::Script(
            "const pm = mine();
pm.anything();",
        ),
        Sample::Script("pm.response.json().jsonn;"),
        // It makes the member itself, or asks whether there is one.
        Sample::Script("pm.check = (name) => pm.test(name, () => {});\npm.check('a');"),
        Sample::Script("pm['helpers'] = { check: () => 1 };\npm.helpers.check();"),
        Sample::Script("if (pm.newest) { pm.newest.run(); }\npm.other?.run();"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let chains = &script.script.chains;
    let assigned: HashSet<String> = chains.iter().filter(|chain| chain.is_assigned).map(Chain::path).collect();
    for chain in chains {
        let words = chain.words();
        let Some((at, known)) = unknown(&words) else { continue };
        let path = words[..=at].join(".");
        if assigned.contains(&path) || script.script.guarded.contains(&path) {
            continue;
        }
        let (name, range) = &chain.names[at];
        let owner = words[..at].join(".");
        let range = within_quotes(&script.program.text, range.clone());
        let report = reporter.script(&script.program, range, format!("`{owner}` has no such member"));
        match suggest(name, known.iter().copied()) {
            Some(meant) => report.help(format!("did you mean `{owner}.{meant}`?")),
            None => report.help(format!(
                "it has {}",
                known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
        };
    }
}

/// The first name that does not exist, with those that do. What is below the objects of `OPEN` is nobody's to know.
fn unknown(words: &[&str]) -> Option<(usize, &'static [&'static str])> {
    let mut path = *words.first().filter(|first| **first == "pm")?;
    for (at, name) in words.iter().enumerate().skip(1) {
        let (_, known) = MEMBERS.iter().find(|(owner, _)| *owner == path)?;
        if !known.contains(name) && !OF_OBJECTS.contains(name) {
            return Some((at, known));
        }
        path =
            OBJECTS.iter().find(|(owner, member, _)| *owner == path && member == name).map(|(_, _, inside)| *inside)?;
    }
    None
}

/// Of `a["b"]` the name without quotes.
fn within_quotes(program: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    match program.as_bytes().get(range.start) {
        Some(b'"' | b'\'' | b'`') if range.len() > 2 => range.start + 1..range.end - 1,
        _ => range,
    }
}
