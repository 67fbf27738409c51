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
    why: "The block wins: Postman and Newman send its credential (measured with Newman 6.2.2), and not the header that people see in the request.",
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
    let report = reporter.at(header.node, format!("this header stands beside {whose} that writes it as well"));
    let report = report.help("keep one of the two; `noauth` switches an inherited block off");
    let token = auth.text("token");
    let is_same = token.is_some_and(|token| {
        header.value.trim().strip_prefix("Bearer ").is_some_and(|value| value.trim() == token.trim())
    });
    if is_same {
        report.severity(Severity::Note);
    }
}

/// Whether what the block sends is the Authorization header.
fn writes_authorization(auth: Auth<'_>) -> bool {
    match auth.kind().as_deref() {
        Some("bearer") => auth.text("token").is_some_and(|token| !token.is_empty()),
        Some("basic" | "digest" | "hawk" | "awsv4" | "ntlm" | "edgegrid") => {
            auth.parameters().is_some_and(|list| !list.is_empty())
        }
        Some("oauth1") => auth.text("addParamsToHeader").is_none_or(|to| to == "true"),
        Some("oauth2") => {
            auth.text("accessToken").is_some_and(|token| !token.is_empty())
                && auth.text("addTokenTo").is_none_or(|to| to != "queryParams")
        }
        Some("apikey") => {
            auth.text("key").is_some_and(|key| key.eq_ignore_ascii_case("authorization"))
                && auth.text("in").is_none_or(|to| to == "header")
        }
        _ => false,
    }
}
