//! The rule `lint/method`: a method that cannot be sent, or that is misspelt.

use crate::analysis::RequestContext;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};
use crate::text::misspelling;

/// A method that cannot be sent, or that is misspelt.
pub const RULE: Rule = Rule {
    id: RuleId("lint/method"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an HTTP method with whitespace or another character that is not allowed, or one that resembles a known method",
    why: "Newman refuses to send a method with such a character: `Method must be a valid HTTP token` (measured in Newman 6.2.2). That is an error. A misspelt method is sent, and the server answers 405 or 501.",
    fix: "Correct the method. `--fix` removes whitespace around it. An unknown method that resembles no known one is a note.",
    wrong: &[
        Sample::Request(r#""method": «"GET "»"#),
        Sample::Request(r#""method": «"GET POST"»"#),
        Sample::Request(r#""method": «"DELTE"»"#),
        Sample::Request(r#""method": «"FETCHALL"»"#),
    ],
    right: &[
        Sample::Request(r#""method": "PATCH""#),
        Sample::Request(r#""method": "get""#),
        Sample::Request(r#""method": "{{METHOD}}""#),
        Sample::Request(r#""method": "PROPFIND""#),
        Sample::Request(r#""method": """#),
    ],
    check: Check::Request(check_request),
};

/// The methods of HTTP (RFC 9110), those that Postman's app offers, and those of `WebDAV` (RFC 4918, 3253, 5323, 3744, 4791).
const METHODS: &[&str] = &[
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "PATCH",
    "QUERY",
    "COPY",
    "LINK",
    "UNLINK",
    "PURGE",
    "LOCK",
    "UNLOCK",
    "PROPFIND",
    "PROPPATCH",
    "VIEW",
    "MKCOL",
    "MOVE",
    "REPORT",
    "SEARCH",
    "ACL",
    "MKCALENDAR",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "NOTIFY",
    "CHECKOUT",
    "MERGE",
    "LIST",
];

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = request.request.node().get("method").filter(|node| node.kind() == Kind::String) else { return };
    let method = request.request.method();
    if method.is_empty() || method.contains("{{") {
        return;
    }
    let name = method.to_uppercase();
    if METHODS.contains(&&*name) {
        return;
    }
    let trimmed = method.trim();
    let is_token =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !is_token(&method) {
        let report =
            reporter.at(node, format!("`{}` is no HTTP method, so the request is not sent", display_name(&method)));
        if !trimmed.is_empty() && is_token(trimmed) {
            report.help("remove the whitespace").fix(node, quote(trimmed)).severity(Severity::Error);
        } else {
            report.help("write one method, such as `GET`").severity(Severity::Error);
        }
        return;
    }
    let report = reporter.at(node, format!("`{}` is not a known HTTP method", display_name(&method)));
    match misspelling(&name, METHODS.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")),
        None => report.help("correct it, unless the server has this method").severity(Severity::Note),
    };
}
