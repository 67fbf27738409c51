//! The rules of the group `secret` that report what the scan finds, one for each way to recognise a credential.

use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// The fix for all of them.
const FIX: &str = "Revoke it if the file was ever shared: everybody with the file has the credential. Then replace it with a variable and keep the \
    value in a private environment that is not in git. `postsmith redact` replaces it and changes no other byte.";

/// A machine-made value in a field for a credential.
pub(in crate::check) const TOKEN: Rule = Rule {
    id: RuleId("secret/token"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a value that looks random in a field whose name says that it holds a credential",
    why: "Everybody who gets the file can act as the person who exported it, until the credential is revoked. Postman exports the values of auth \
        blocks, headers, bodies, scripts, variables and saved examples unchanged.",
    fix: FIX,
    wrong: &[
        Sample::Request(r#""header": [{"key": "X-API-Key", "value": "«s4mpl3-0nly-n0t-l1v3»"}]"#),
        Sample::Request(
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "clientSecret", "value": "«s4mpl3-0nly-n0t-l1v3»", "type": "string"}]}"#,
        ),
        Sample::Request(r#""body": {"mode": "raw", "raw": "{\n  \"api_token\": \"«s4mpl3-0nly-n0t-l1v3»\"\n}"}"#),
        Sample::Script("pm.environment.set('token', '«s4mpl3-0nly-n0t-l1v3»');"),
        Sample::Values(r#"{"key": "apiKey", "value": "«s4mpl3-0nly-n0t-l1v3»", "type": "default", "enabled": true}"#),
    ],
    right: &[
        Sample::Request(r#""header": [{"key": "X-API-Key", "value": "{{API_KEY}}"}]"#),
        Sample::Request(r#""header": [{"key": "X-API-Key", "value": "<your key>"}]"#),
        Sample::Request(r#""header": [{"key": "Idempotency-Key", "value": "s4mpl3-0nly-n0t-l1v3"}]"#),
        Sample::Script("const tokenUrl = 'https://auth.example.com/oauth/v2/token';"),
    ],
    check: Check::Elsewhere,
};

/// A password that a person chose.
pub(in crate::check) const PASSWORD: Rule = Rule {
    id: RuleId("secret/password"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a password that a person chose, a default password, or another value without the looks of a token where only a credential belongs",
    why: "People use the same password elsewhere, and everybody who gets the file can read it. If it belongs to a test account, \
        suppress the finding with that reason (see `[[check.suppression]]`).",
    fix: FIX,
    wrong: &[
        Sample::Request(
            r#""body": {"mode": "urlencoded", "urlencoded": [{"key": "password", "value": "«Winter!tales7»"}]}"#,
        ),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Basic «bWU6d2ludGVydGFsZXM=»"}]"#),
        Sample::Request(r#""description": "curl -u 'me:«wintertales7»' https://api.example.com""#),
    ],
    right: &[
        Sample::Request(
            r#""body": {"mode": "urlencoded", "urlencoded": [{"key": "password", "value": "my_password"}]}"#,
        ),
        Sample::Request(r#""body": {"mode": "raw", "raw": "{\"password_policy\": \"Winter!tales7\"}"}"#),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Basic {{BASIC}}"}]"#),
    ],
    check: Check::Elsewhere,
};

/// A variable of the type `secret` with a value.
pub(in crate::check) const VARIABLE: Rule = Rule {
    id: RuleId("secret/variable"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a variable of the type `secret` that has a value",
    why: "The type masks the value on the screen only. Postman exports it in clear.",
    fix: "Empty it before you export, or let `postsmith redact` do it. Revoke what was shared.",
    wrong: &[Sample::Values(
        r#"{"key": "code", "value": "«s4mpl3-0nly-n0t-l1v3»", "type": "secret", "enabled": true}"#,
    )],
    right: &[
        Sample::Values(r#"{"key": "code", "value": "", "type": "secret", "enabled": true}"#),
        Sample::Values(r#"{"key": "code", "value": "{{vault:code}}", "type": "secret", "enabled": true}"#),
    ],
    check: Check::Elsewhere,
};

/// A JSON Web Token.
pub(in crate::check) const JWT: Rule = Rule {
    id: RuleId("secret/jwt"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a JSON Web Token: its header decodes, and it has a signature",
    why: "Until it expires it gives the access of a log-in, and everybody can read its claims about the user.",
    fix: FIX,
    wrong: &[Sample::Request(
        r#""header": [{"key": "Authorization", "value": "Bearer «eyJhbGciOiJIUzI1NiJ9.eyJub3RlIjoic2FtcGxlIn0.s4mpl3-0nly-n0t-l1v3-s1gn4ture»"}]"#,
    )],
    right: &[
        Sample::Request(
            r#""header": [{"key": "Authorization", "value": "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."}]"#,
        ),
        Sample::Request(r#""header": [{"key": "Authorization", "value": "Bearer eyJhbGciOiJIUzI1NiJ9"}]"#),
    ],
    check: Check::Elsewhere,
};

/// A private key in a PEM block.
pub(in crate::check) const PRIVATE_KEY: Rule = Rule {
    id: RuleId("secret/private-key"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a private key in a PEM block, also of OpenSSH and PGP",
    why: "Everybody who has it can sign and decrypt as its owner.",
    fix: FIX,
    wrong: &[Sample::Values(
        r#"{"key": "signer", "value": "«-----BEGIN PRIVATE KEY-----\ns4mpl30nlyn0tl1v3s4mpl30nlyn0tl1v3s4mpl30nlyn0tl1v3\n-----END PRIVATE KEY-----»\n", "enabled": true}"#,
    )],
    right: &[
        Sample::Values(
            r#"{"key": "signer", "value": "-----BEGIN PRIVATE KEY-----...-----END PRIVATE KEY-----", "enabled": true}"#,
        ),
        Sample::Values(
            r#"{"key": "signer", "value": "-----BEGIN PUBLIC KEY-----\ns4mpl30nlyn0tl1v3s4mpl30nlyn0tl1v3s4mpl30nlyn0tl1v3\n-----END PUBLIC KEY-----", "enabled": true}"#,
        ),
    ],
    check: Check::Elsewhere,
};

/// A token with the pattern of one vendor.
pub(in crate::check) const VENDOR_TOKEN: Rule = Rule {
    id: RuleId("secret/vendor-token"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a token that its pattern identifies, in any place: of GitHub, AWS, Stripe, Slack, Google and many more",
    why: "Bots search public places for these patterns and use the tokens within minutes.",
    fix: FIX,
    wrong: &[Sample::Request(r#""description": "Try it with «ghp_s4mpl30nlyN0tL1v3s4mpl30nlyN0tL1v301»""#)],
    right: &[
        Sample::Request(r#""description": "Try it with ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx""#),
        Sample::Request(r#""description": "Try it with AKIAIOSFODNN7EXAMPLE""#),
    ],
    check: Check::Elsewhere,
};

/// A value of one session.
pub(in crate::check) const SESSION: Rule = Rule {
    id: RuleId("secret/session"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "a session cookie, a signature or another value that expires by itself",
    why: "During the session it gives the access of a log-in; later it only reveals what the server uses.",
    fix: "Remove it before you share the file: `postsmith redact --all` does it.",
    wrong: &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me"}, "response": [{"name": "OK", "header": [{"key": "Set-Cookie", "value": "sessionid=«s4mpl3-0nly-n0t-l1v3»; Path=/"}]}]}"#,
    )],
    right: &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{B}}/me"}, "response": [{"name": "OK", "header": [{"key": "ETag", "value": "s4mpl3-0nly-n0t-l1v3"}]}]}"#,
    )],
    check: Check::Elsewhere,
};
