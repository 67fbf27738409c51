//! The rule `script/token-handling`: what goes wrong in scripts that store, send and refresh tokens.
//!
//! Each mistake is one of a table that was run in five engines (Newman 4.6.1, 5.3.2, 6.0.0, 6.2.2 and the app's): scripts that many collections copied from
//! documentation make most of them.

use crate::analysis::{Entity, EventScript, VariableAccess, named_variable};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Url;
use crate::script::{Argument, Chain};
use crate::text::references;
use crate::text::url::SplitUrl;
use std::collections::BTreeSet;
use std::ops::Range;

/// What goes wrong in scripts that store, send and refresh tokens.
pub const RULE: Rule = Rule {
    id: RuleId("script/token-handling"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a mistake of scripts that store, send or refresh a token",
    why: "The request goes out with an old token, with two headers, or with none, and Newman exits with 0. All of it was measured in Newman 4.6.1 to 6.2.2 and in the app's engine.",
    fix: "Use what the message names. A script that stores an access token and neither its expiry nor a refresh token gets a note. `postsmith init --preset oauth2-password` writes scripts without these mistakes.",
    wrong: &[
        Sample::Prerequest(
            "«pm.request.headers.add»({ key: 'Authorization', value: `Bearer ${pm.environment.get('TOKEN')}` });",
        ),
        Sample::Script(
            "const body = pm.response.json();\n«pm.environment.set»('TOKEN_EXPIRY', Date.now() + body.expires_in * 1000);",
        ),
        Sample::Script("«pm.environment.set»('REFRESH', pm.response.json().refresh_token);"),
        Sample::Script("«pm.environment.set»('TOKEN', pm.response.json().access_token);"),
        Sample::Prerequest(
            "const expiry = pm.environment.get('TOKEN_EXPIRY');\nif («Date.now() >= expiry - 300000») { console.log('due'); }",
        ),
        Sample::Prerequest(
            "«pm.sendRequest»({ url: url, body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'refresh_token' }] } }, (error, answer) => {\n  if (error) { console.error('no token'); return; }\n  remember(answer);\n});\nlet url;\nfunction remember() {}",
        ),
    ],
    right: &[
        Sample::Prerequest(
            "pm.request.headers.remove('Authorization');\npm.request.headers.add({ key: 'Authorization', value: `Bearer ${pm.environment.get('TOKEN')}` });",
        ),
        Sample::Prerequest(
            "pm.request.headers.add({ key: 'X-Request-Id', value: pm.variables.replaceIn('{{$guid}}') });",
        ),
        Sample::Script(
            "const body = pm.response.json();\nif (body.access_token) {\n  pm.environment.set('TOKEN', body.access_token);\n  pm.environment.set('TOKEN_EXPIRY', Date.now() + (Number(body.expires_in) || 3600) * 1000);\n  pm.environment.set('REFRESH', body.refresh_token || pm.environment.get('REFRESH'));\n}",
        ),
        Sample::Prerequest(
            "const expiry = Number(pm.environment.get('TOKEN_EXPIRY'));\nif (!(Date.now() < expiry)) { console.log('due'); }",
        ),
        Sample::Prerequest(
            "pm.sendRequest({ url: 'https://api.example.com/oauth/token', method: 'POST' }, (error, answer) => {\n  pm.test('there is a new token', () => pm.expect(error).to.equal(null));\n});",
        ),
        Sample::Prerequest(
            "pm.sendRequest('https://api.example.com/time', (error, answer) => console.log(answer.code));",
        ),
    ],
    check: Check::Collection(check_collection),
};

/// Fields of a token response (RFC 6749, section 5.1), with what a script stores if the response lacks the field.
const FIELDS: &[(&str, &str, &str)] = &[
    (
        "expires_in",
        "a response without `expires_in` makes this `NaN`, which later requests read as `null`",
        "check it first: `Number.isFinite(Number(body.expires_in))`",
    ),
    (
        "refresh_token",
        "a response may leave out `refresh_token` (RFC 6749, section 6), and then this replaces the stored one by `undefined`",
        "store it only if the response has one",
    ),
    (
        "access_token",
        "a response without `access_token`, such as an error with the status 200, replaces a good token by `undefined`",
        "store it only if the response has one",
    ),
];

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for (index, script) in collection.scripts.iter().enumerate().filter(|(_, script)| script.script.errors.is_empty()) {
        stored_fields(script, reporter);
        compared_expiries(script, reporter);
        silent_requests(script, reporter);
        // The rest is about scripts that write headers or ask for tokens: it compares them with the collection.
        let text = script.program.text.as_str();
        if &*script.listen == "prerequest" && (text.contains("pm.request.headers") || text.contains("pm.sendRequest")) {
            added_headers(script, collection, reporter);
            old_tokens(script, &collection.scripts[index..], reporter);
            all_requests(script, collection, reporter);
        }
    }
}

/// The names that a value comes from, those of the variables in it included.
fn sources<'s>(script: &'s EventScript<'_>, names: &'s [String]) -> BTreeSet<&'s str> {
    let mut all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    for value in script.script.values.iter().filter(|value| names.contains(&value.name)) {
        all.extend(value.names.iter().map(String::as_str));
    }
    all
}

/// Reports fields of a token response that are stored although they may be missing.
fn stored_fields(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let is_tested = |field: &str| {
        script.script.guarded.iter().any(|path| path.rsplit('.').next() == Some(field))
            || script.program.text.contains("isFinite(")
    };
    // A script that stores the access token alone does not renew it: the next login stores a good one.
    let renews = || ["expires_in", "refresh_token"].iter().any(|field| script.program.text.contains(field));
    let mut seen = BTreeSet::new();
    for chain in &script.script.chains {
        let Some([_, Argument::Other(range, names), ..]) = chain.call.as_deref() else { continue };
        if !matches!(VariableAccess::of(chain), Some(VariableAccess::Set)) {
            continue;
        }
        let from = sources(script, names);
        let has_default = script.program.text[range.clone()].contains(['|', '?']);
        for (field, message, help) in FIELDS.iter().filter(|(field, ..)| from.contains(field)) {
            if !has_default && !is_tested(field) && seen.insert(*field) {
                reporter.script(&script.program, chain.range(), *message).help(*help).severity(if renews() {
                    RULE.severity
                } else {
                    Severity::Note
                });
            }
        }
    }
}

/// Reports a stored expiry that is compared as it was read.
fn compared_expiries(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let text = script.program.text.as_str();
    let is_number =
        |name: &str| matches!(name, "Number" | "parseInt" | "parseFloat" | "isNaN" | "isFinite" | "moment" | "parse");
    let is_expiry = |name: &str| name.to_lowercase().contains("expir");
    let reads_expiry = |names: &[String]| {
        names.iter().any(|name| name == "get")
            && names.iter().any(|name| is_expiry(name))
            && !names.iter().any(|name| is_number(name))
    };
    if script.script.comparisons.is_empty() || text.contains("isNaN(") || text.contains("isFinite(") {
        return;
    }
    for compared in &script.script.comparisons {
        let values = script.script.values.iter().filter(|value| compared.names.contains(&value.name));
        let is_converted = compared.names.iter().any(|name| is_number(name))
            || text[compared.range.clone()].contains("Date(") && !text[compared.range.clone()].contains("Date()");
        let is_read = reads_expiry(&compared.names) || values.into_iter().any(|value| reads_expiry(&value.names));
        if is_read && !is_converted {
            let message = "stored expiry is compared as it was read: with a text that is no number the token never counts as expired";
            reporter
                .script(&script.program, compared.range.clone(), message)
                .help("convert it with `Number(...)`, and take `NaN` for expired");
        }
    }
}

/// The headers that the script adds or sets: the call, the name, the names that the value comes from.
fn written_headers<'s>(
    script: &'s EventScript<'_>,
    method: &'s str,
) -> impl Iterator<Item = (&'s Chain, &'s str, BTreeSet<&'s str>)> {
    script.script.chains.iter().filter_map(move |chain| {
        let ["pm", "request", "headers", called] = chain.words()[..] else { return None };
        let Some([Argument::Other(range, names), ..]) = chain.call.as_deref().filter(|_| called == method) else {
            return None;
        };
        let is_inside = |inside: &Range<usize>| range.start <= inside.start && inside.end <= range.end;
        let field = script.script.fields.iter().find(|field| field.name == "key" && is_inside(&field.range))?;
        Some((chain, field.value.as_str(), sources(script, names)))
    })
}

fn is_authorization(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("authorization")
}

/// Reports headers that are added without removing the one that the request may have.
fn added_headers(script: &EventScript<'_>, collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let sends_token = written_headers(script, "add").any(|(_, name, _)| is_authorization(name));
    let removals =
        script.script.chains.iter().filter(|chain| matches!(chain.words()[..], ["pm", "request", "headers", "remove"]));
    let removed: Vec<&str> = removals.filter_map(|chain| Some(named_variable(chain)?.0)).collect();
    for (chain, name, _) in written_headers(script, "add") {
        let is_name = |other: &str| other.trim().eq_ignore_ascii_case(name);
        let is_removed = removed.iter().any(|other| is_name(other));
        let lists = |header: &crate::postman::Pair<'_>| !header.disabled && is_name(&header.key);
        let is_listed = || collection.requests().any(|request| request.headers().iter().any(lists));
        if is_removed || !sends_token && !is_listed() {
            continue;
        }
        let shown = display_name(name);
        let message = format!("`headers.add` sends a second `{shown}` header with a request that has one already");
        let help = format!(
            "remove it first: `pm.request.headers.remove(\"{shown}\")`; `upsert` keeps a disabled header disabled"
        );
        reporter.script(&script.program, chain.range(), message).help(help);
    }
}

/// The calls of `pm.sendRequest` that ask for a token, with the bytes of the callback.
fn token_requests<'s>(script: &'s EventScript<'_>) -> impl Iterator<Item = (&'s Chain, Range<usize>)> {
    let text = script.program.text.as_str();
    script.script.chains.iter().filter_map(move |chain| {
        let ["pm", "sendRequest"] = chain.words()[..] else { return None };
        let [first, .., Argument::Function(callback)] = chain.call.as_deref()? else { return None };
        let (Argument::Text(_, range) | Argument::Other(range, _)) = first else { return None };
        let request = text[range.clone()].to_lowercase();
        let asks = request.contains("grant_type") || request.contains("/token") || request.contains("oauth");
        // A callback that is written elsewhere is looked up by its name.
        let named = &text[callback.clone()];
        let written = script.script.values.iter().find(|value| value.name == named).map(|value| value.range.clone());
        asks.then(|| (chain, written.unwrap_or_else(|| callback.clone())))
    })
}

/// Reports an Authorization header that is written before the callback of the same or a later script has stored the new token.
fn old_tokens(script: &EventScript<'_>, later: &[EventScript<'_>], reporter: &mut Reporter<'_>) {
    let asks =
        |other: &&EventScript<'_>| &*other.listen == "prerequest" && other.program.text.contains("pm.sendRequest");
    let stored: BTreeSet<&str> = (later.iter())
        .filter(asks)
        .filter(|other| other.owner == script.owner)
        .flat_map(|other| {
            token_requests(other).flat_map(move |(_, callback)| {
                let in_callback = other.script.chains.iter().filter(move |chain| is_in(&chain.range(), &callback));
                in_callback.filter(|chain| matches!(VariableAccess::of(chain), Some(VariableAccess::Set)))
            })
        })
        .filter_map(|chain| Some(named_variable(chain)?.0))
        .collect();
    let callbacks: Vec<_> = token_requests(script).map(|(_, callback)| callback).collect();
    for (chain, name, from) in written_headers(script, "add").chain(written_headers(script, "upsert")) {
        let is_late = callbacks.iter().any(|callback| is_in(&chain.range(), callback));
        if is_authorization(name) && !is_late && from.iter().any(|name| stored.contains(name)) {
            let message =
                "this header is written before the new token arrives, so the request goes out with the old one";
            reporter
                .script(&script.program, chain.range(), message)
                .help("write the header in the callback of `pm.sendRequest`");
        }
    }
}

fn is_in(inside: &Range<usize>, around: &Range<usize>) -> bool {
    around.start <= inside.start && inside.end <= around.end
}

/// Reports a script that sends the token with every request: with the token request too, and to every host.
fn all_requests(script: &EventScript<'_>, collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let is_of_request = script.owner.get("request").is_some();
    let looks = [
        "pm.request.url",
        "pm.info.request",
        "pm.request.name",
        "pm.request.auth",
        "pm.request.method",
        "request.url",
        "request.name",
    ];
    if is_of_request || looks.iter().any(|looked| script.program.text.contains(looked)) {
        return;
    }
    let header = written_headers(script, "add")
        .chain(written_headers(script, "upsert"))
        .find(|(_, name, _)| is_authorization(name));
    let asked = token_requests(script).next();
    let Some(chain) = asked.map(|(chain, _)| chain).or_else(|| header.as_ref().map(|(chain, ..)| *chain)) else {
        return;
    };
    let around = script.owner.span();
    let below = collection.requests().filter(|request| {
        let inside = request.item.node().span();
        around.start <= inside.start && inside.end <= around.end
    });
    let (mut has_token_request, mut hosts) = (false, BTreeSet::new());
    for request in below {
        let fields = request.request.body().map(|body| body.fields().collect::<Vec<_>>()).unwrap_or_default();
        has_token_request |= fields.iter().any(|field| !field.disabled && field.key == "grant_type");
        hosts.extend(request.request.url().and_then(Url::raw).and_then(|url| host(&url)));
    }
    if has_token_request {
        let message =
            "this runs before the token request too, which then asks for a second token or carries an old one";
        reporter
            .script(&script.program, chain.range(), message)
            .help("leave out the token request: compare `pm.request.url.toString()` with its URL");
    }
    if let Some((chain, ..)) = header.filter(|_| hosts.len() > 1) {
        let message = format!("this sends the token to all {} hosts of these requests", hosts.len());
        reporter
            .script(&script.program, chain.range(), message)
            .help("compare `pm.request.url.getHost()` with the host of the API first");
    }
}

/// The host of a URL, or the variable that it begins with.
fn host(url: &str) -> Option<String> {
    let url = url.trim();
    if let Some(used) = references(url).next().filter(|used| used.range.start == 0) {
        return Some(used.name.to_owned());
    }
    Some(SplitUrl::new(url).host.to_lowercase()).filter(|host| !host.is_empty())
}

/// Reports a request for a token whose failure nothing counts.
fn silent_requests(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    const LOUD: [&str; 6] = ["pm.test", "pm.expect", "setNextRequest", "skipRequest", "tests[", "throw "];
    for (chain, callback) in token_requests(script) {
        let body = &script.program.text[callback.clone()];
        if !LOUD.iter().any(|loud| body.contains(loud)) {
            let message = "if this request for a token fails, only the console says so: the request goes out all the same, and Newman exits with 0";
            reporter.script(&script.program, chain.range(), message).help("add a failing `pm.test` to the callback");
        }
        if let Some(at) = body.find(".json()").filter(|_| !body.contains("try")) {
            let range = callback.start + at + 1..callback.start + at + 5;
            let message = "`json()` throws if the response is no JSON, and nothing counts an error in a callback";
            reporter
                .script(&script.program, range, message)
                .help("put it into `try`, and report the failure with `pm.test`");
        }
    }
}
