//! Makes small Postman files with a credential in them. Every credential is made by a generator: none was ever issued.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test uses a part of it")]

mod position;

pub use position::{POSITIONS, position};

/// Random letters, the same ones at each run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: &str) -> Self {
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, hash) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    pub fn letters(&mut self, alphabet: &str, length: usize) -> String {
        (0..length).map(|_| char::from(alphabet.as_bytes()[self.below(alphabet.len())])).collect()
    }

    /// A token of a form: `ghp_<a36>`; see `secret::vendor::VendorPattern::examples`.
    pub fn token(&mut self, form: &str) -> String {
        let mut token = String::new();
        let mut rest = form;
        while let Some((before, after)) = rest.split_once('<') {
            let (class, after) = after.split_once('>').expect("a form is closed");
            let alphabet = match &class[..1] {
                "a" => [LOWER, UPPER, DIGITS].concat(),
                "b" => [LOWER, UPPER, DIGITS, "_-"].concat(),
                "d" => DIGITS.to_owned(),
                "h" => [DIGITS, "abcdef"].concat(),
                "l" => LOWER.to_owned(),
                "n" => [LOWER, DIGITS].concat(),
                "s" => [LOWER, UPPER, DIGITS, "+/"].concat(),
                "u" => [UPPER, DIGITS].concat(),
                other => panic!("no class {other} in {form}"),
            };
            token.push_str(before);
            token.push_str(&self.letters(&alphabet, class[1..].parse().expect("a form has a length")));
            rest = after;
        }
        token + rest
    }
}

pub const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
pub const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
pub const DIGITS: &str = "0123456789";

/// Kinds of credentials, by their forms.
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

/// What looks like one and is none.
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

/// What base64 makes of `text` behind `before` other bytes, without the letters that depend on what stands around it.
pub fn base64_inside(text: &str, before: usize) -> String {
    position::base64(&text[(3 - before) % 3..text.len() - (text.len() - (3 - before) % 3) % 3])
}
