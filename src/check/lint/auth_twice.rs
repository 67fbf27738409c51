//! Two that write the Authorization header.

use crate::check::facts::Request;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};
use crate::postman::Auth;

/// Two that write the Authorization header.
pub const RULE: Definition = Definition {
    id: Rule("lint/auth-twice"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a request with both an auth block in force and an Authorization header of its own",
    why: "The block wins: Postman and Newman drop the header that people see in the request and send what the block says (measured with Newman 6.2.2).",
    mend: "Keep one. `noauth` on the request switches an inherited block off.",
    wrong: &[
        Sample::Request(
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{A}}"}]}, "header": [«{"key": "authorization", "value": "Bearer {{B}}"}»]"#,
        ),
        Sample::Collection(
            r#""auth": {"type": "basic", "basic": [{"key": "username", "value": "{{U}}"}]}, "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me", "header": [«{"key": "Authorization", "value": "Bearer {{B}}"}»]}, "response": []}]"#,
        ),
    ],
    right: &[
        Sample::Request(r#""auth": {"type": "noauth"}, "header": [{"key": "Authorization", "value": "Bearer {{B}}"}]"#),
        Sample::Request(
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "{{K}}"}]}, "header": [{"key": "Authorization", "value": "Bearer {{B}}"}]"#,
        ),
        Sample::Request(
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{A}}"}]}, "header": [{"key": "Authorization", "value": "x", "disabled": true}]"#,
        ),
    ],
    judge: Judge::Request(judge),
};

fn judge(request: &Request<'_>, reporter: &mut Reporter<'_>) {
    let Some(auth) = request.auth.filter(|auth| writes_authorization(*auth)) else { return };
    let headers = request.request.headers();
    let Some(header) =
        headers.iter().find(|header| !header.disabled && header.key.trim().eq_ignore_ascii_case("authorization"))
    else {
        return;
    };
    let whose = if request.own_auth { "an auth block" } else { "an inherited auth block" };
    let report = reporter.at(header.node, format!("this header stands beside {whose} that takes its place"));
    let report = report.help("keep one of the two; `noauth` switches an inherited block off");
    let token = auth.text("token");
    let is_same = token.is_some_and(|token| {
        header.value.trim().strip_prefix("Bearer ").is_some_and(|value| value.trim() == token.trim())
    });
    if is_same {
        report.severity(Severity::Note);
    }
}

/// Whether the block takes the place of the header, as measured with Newman 6.2.2 and postman-runtime 7.56.1.
fn writes_authorization(auth: Auth<'_>) -> bool {
    let has = |name: &str| auth.text(name).is_some_and(|value| !value.is_empty());
    match auth.kind().as_deref() {
        Some("bearer") => has("token"),
        Some("basic" | "awsv4" | "ntlm") => true,
        Some("digest") => has("realm") && has("nonce"),
        Some("oauth1") => has("consumerKey"),
        Some("oauth2") => has("accessToken"),
        Some("hawk") => has("authKey"),
        Some("edgegrid") => has("clientSecret"),
        Some("jwt") => auth.text("addTokenTo").is_none_or(|to| to == "header"),
        Some("apikey") => {
            auth.text("key").is_some_and(|key| key.eq_ignore_ascii_case("authorization"))
                && auth.text("in").is_none_or(|to| to == "header")
        }
        _ => false,
    }
}
