//! The rule `script/unknown-member`: a member of `pm` that does not exist.

use crate::analysis::EventScript;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Chain;
use crate::text::suggest;
use std::collections::HashSet;

/// The members of each object in postman-sandbox 6 and postman-collection 5 for HTTP. Other protocols have other members, but collections of these
/// formats do not contain their requests.
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
/// The members of a variable scope.
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
/// Members that are objects: the object, the member, and the entry of [`MEMBERS`] that lists its members.
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
/// The members of every JavaScript object or function.
const OF_OBJECTS: &[&str] =
    &["toString", "toJSON", "hasOwnProperty", "valueOf", "constructor", "call", "apply", "bind", "length"];

/// A member of `pm` that does not exist.
pub const RULE: Rule = Rule {
    id: RuleId("script/unknown-member"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a member of `pm` or of its objects that does not exist",
    why: "The value is `undefined`, and a call of it throws an error: the rest of the script does not run, but Postman still sends the request.",
    fix: "Correct the name. The known members are those of the sandbox in Newman 6 and in the Postman app, and those that the script itself assigns or tests (`if (pm.a)`, `pm.a?.b`).",
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
        // The script assigns the member, or tests whether it exists.
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
        let Some((index, known)) = find_unknown_member(&words) else { continue };
        let path = words[..=index].join(".");
        if assigned.contains(&path) || script.script.guarded.contains(&path) {
            continue;
        }
        let (name, range) = &chain.names[index];
        let owner = words[..index].join(".");
        let range = without_quotes(&script.program.text, range.clone());
        let report =
            reporter.script(&script.program, range, format!("`{owner}` has no member `{}`", display_name(name)));
        match suggest(name, known.iter().copied()) {
            Some(suggestion) => report.help(format!("did you mean `{owner}.{suggestion}`?")),
            None => report.help(format!(
                "use one of {}",
                known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            )),
        };
    }
}

/// The index of the first member that does not exist, with the members that do. The members of objects outside of [`MEMBERS`] are not checked.
fn find_unknown_member(words: &[&str]) -> Option<(usize, &'static [&'static str])> {
    let mut path = *words.first().filter(|first| **first == "pm")?;
    for (index, name) in words.iter().enumerate().skip(1) {
        let (_, known) = MEMBERS.iter().find(|(owner, _)| *owner == path)?;
        if !known.contains(name) && !OF_OBJECTS.contains(name) {
            return Some((index, known));
        }
        path =
            OBJECTS.iter().find(|(owner, member, _)| *owner == path && member == name).map(|(_, _, entry)| *entry)?;
    }
    None
}

/// The range of a name without its quotes, as in `a["b"]`.
fn without_quotes(program: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    match program.as_bytes().get(range.start) {
        Some(b'"' | b'\'' | b'`') if range.len() > 2 => range.start + 1..range.end - 1,
        _ => range,
    }
}
