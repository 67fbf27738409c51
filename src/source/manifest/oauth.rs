//! `[oauth]`: how to get and refresh tokens.

use super::{Checker, Manifest};
use crate::oauth::Grant;
use crate::text::references;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::fmt;

/// `[oauth]`: how to get and refresh tokens.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oauth {
    /// The OAuth 2.0 grant.
    #[serde(deserialize_with = "LoginGrant::deserialize")]
    #[schemars(with = "LoginGrant")]
    pub grant: Grant,
    /// The URL of the token endpoint. Default: `{{PREFIX_BASE_URL}}/oauth/token`.
    pub token_url: Option<String>,
    /// How many seconds before its expiry a token is refreshed.
    #[serde(default = "five_minutes", deserialize_with = "margin")]
    #[schemars(range(max = 86_400))]
    pub refresh_margin_seconds: u32,
    /// The request that gets a token, `FOLDER/NAME`. Messages tell people to send it.
    pub login: Option<String>,
    /// The GET request that shows whether a token works, `FOLDER/NAME`. Default: the first GET request whose URL needs no variable but the
    /// base URL.
    pub verify: Option<String>,
}

const fn five_minutes() -> u32 {
    300
}

/// One day, in seconds. With a longer margin most tokens would be refreshed before every request.
const MAX_MARGIN: u32 = 86_400;

fn margin<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    struct Seconds;

    impl Visitor<'_> for Seconds {
        type Value = u32;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a whole number of seconds, from 0 to {MAX_MARGIN}")
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<u32, E> {
            let seconds = u32::try_from(value).ok().filter(|&seconds| seconds <= MAX_MARGIN);
            seconds.ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(value), &self))
        }
    }

    deserializer.deserialize_u64(Seconds)
}

impl Oauth {
    pub(super) fn check(&self, checker: &mut Checker<'_>, manifest: &Manifest) {
        let Some(url) = &self.token_url else { return };
        let keys = ["oauth", "token_url"];
        checker.variables(&keys, url, &manifest.variables);
        let begins_with_variable = references(url).next().is_some_and(|first| first.range.start == 0);
        if begins_with_variable {
            if url.contains(char::is_whitespace) {
                checker.value(&keys, "the URL contains whitespace", "remove it");
            }
        } else {
            checker.url(&keys, url);
        }
    }
}

/// The grants that `[oauth] grant` accepts, as JSON Schema and serde see them. A refresh token renews a token and cannot get the first one.
#[derive(Deserialize, JsonSchema)]
#[serde(remote = "Grant", rename_all = "snake_case")]
#[schemars(rename = "Grant", description = "The OAuth 2.0 grant that the collection uses.")]
enum LoginGrant {
    /// The name and password of a user. The token is refreshed with its refresh token.
    Password,
    /// The id and secret of the application. A new token replaces one that expires.
    ClientCredentials,
}
