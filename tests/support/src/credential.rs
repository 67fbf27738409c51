//! Kinds of credentials, and texts that only look like one. Generators make the credentials: none was ever issued.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Kinds of credentials: each with the pattern that [`Random::token`](crate::random::Random::token) reads.
pub const KINDS: &[(&str, &str)] = &[
    ("github", "ghp_<a36>"),
    ("aws secret", "<s40>"),
    ("slack", "xoxb-<d12>-<d13>-<a24>"),
    ("stripe", "sk_live_<a24>"),
    ("sendgrid", "SG.<b22>.<b43>"),
    ("hex", "<h32>"),
    ("base64url", "<b43>"),
    ("uuid", "<h8>-<h4>-4<h3>-a<h3>-<h12>"),
    ("jwt", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJzYW1wbGUifQ.<b43>"),
    ("password", "Granite!<d4><a3>"),
    ("sanctum", "4<d1>|<a40>"),
];

/// Texts that only look like a credential.
pub const LOOKALIKES: &[&str] = &[
    "{{accessToken}}",
    "<Bearer Token>",
    "YOUR_API_KEY_HERE",
    "xxxxxxxxxxxxxxxxxxxxxxxx",
    "AKIAIOSFODNN7EXAMPLE",
    "{{$randomUUID}}",
    "{{vault:api-key}}",
    "***REDACTED***",
    "{{prefix}}-{{token}}",
    "changeme",
    "segment1Passenger2OfferItemId",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
    "votre-jeton",
    "ACME_ACCESS_TOKEN",
];

/// The base64 text of `text`, with padding.
pub fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// The part of the base64 text of `text` that is the same whatever surrounds it, after `before` other bytes.
pub fn base64_inside(text: &str, before: usize) -> String {
    let from = (3 - before) % 3;
    base64(&text[from..text.len() - (text.len() - from) % 3])
}
