//! What goes wrong on the server's side, as a table.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fault of a server: a wrong answer, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Any answer, as ordered.
    Answer,
    /// A login page instead of JSON.
    Html,
    /// A gateway's error page.
    BadGatewayHtml,
    /// 401 in JSON.
    Unauthorized,
    /// The client is refused.
    InvalidClient,
    /// The grant is refused.
    InvalidGrant,
    /// 429 with `Retry-After`.
    RateLimited,
    /// 503.
    Unavailable,
    /// The presented token has ended.
    Expired,
    /// Every token has been withdrawn.
    Revoked,
    /// A late answer.
    Slow,
    /// No answer.
    Close,
    /// Half an answer.
    Truncated,
    /// A token answer without `refresh_token`.
    NoRefreshToken,
    /// A token answer with an odd `expires_in`.
    ExpiresIn,
    /// An error under status 200.
    #[serde(rename = "error_in_200")]
    ErrorIn200,
    /// `token_type` in lower case.
    LowerCaseType,
}

/// Which calls a fault can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Any call.
    Any,
    /// Calls of the token endpoint only.
    Token,
}

/// One row of the table.
struct Row {
    fault: Fault,
    name: &'static str,
    scope: Scope,
    does: &'static str,
    seen: &'static str,
}

const fn row(fault: Fault, name: &'static str, scope: Scope, does: &'static str, seen: &'static str) -> Row {
    Row { fault, name, scope, does, seen }
}

/// In the order of [`Fault`]'s variants; a test holds it there.
#[rustfmt::skip]
const TABLE: [Row; 17] = [
    row(Fault::Answer, "answer", Scope::Any,
        "Gives the ordered status, headers and body, and does nothing else.",
        "Whatever was ordered."),
    row(Fault::Html, "html", Scope::Any,
        "Answers 200 with an HTML page, as a proxy or a login wall does.",
        "Status 200 and a body that is no JSON."),
    row(Fault::BadGatewayHtml, "bad_gateway_html", Scope::Any,
        "Answers 502 with an HTML page, as a gateway does whose server is down.",
        "Status 502 and a body that is no JSON."),
    row(Fault::Unauthorized, "unauthorized", Scope::Any,
        "Answers 401 in JSON although the token is good; the token stays good.",
        "Status 401 with an error in JSON."),
    row(Fault::InvalidClient, "invalid_client", Scope::Any,
        "Refuses the client id and secret.",
        "Status 401 with the error `invalid_client`: wrong id or secret, or those of another environment."),
    row(Fault::InvalidGrant, "invalid_grant", Scope::Any,
        "Refuses the password or refresh token; the stored tokens stay good.",
        "Status 400 with the error `invalid_grant`: log in again."),
    row(Fault::RateLimited, "rate_limited", Scope::Any,
        "Answers 429 with Retry-After (parameter `retry_after` in seconds, default 30).",
        "Status 429 with the code RATE_LIMIT_EXCEEDED and how long to wait."),
    row(Fault::Unavailable, "unavailable", Scope::Any,
        "Answers 503 in JSON.",
        "Status 503; the same request works later."),
    row(Fault::Expired, "expired", Scope::Any,
        "Ends the token that the call presents, then handles the call.",
        "Status 401 from the API, or `invalid_grant` for a refresh token."),
    row(Fault::Revoked, "revoked", Scope::Any,
        "Ends every token issued so far, then handles the call.",
        "Status 401 from the API and `invalid_grant` for every refresh token: log in again."),
    row(Fault::Slow, "slow", Scope::Any,
        "Handles the call, then waits before it answers (parameter `ms`, default 2000, at most 600000).",
        "A right answer, late; or the client's own timeout."),
    row(Fault::Close, "close", Scope::Any,
        "Closes the connection without an answer; the call is not handled.",
        "A connection error, no status."),
    row(Fault::Truncated, "truncated", Scope::Any,
        "Handles the call, sends the headers and half of the body, then closes the connection.",
        "A connection error, or a body that ends in the middle. An answer without a body is not sent at all."),
    row(Fault::NoRefreshToken, "no_refresh_token", Scope::Token,
        "Leaves `refresh_token` out of a token answer.",
        "A good access token; RFC 6749 section 6 allows it for a refresh: the old refresh token goes on."),
    row(Fault::ExpiresIn, "expires_in", Scope::Token,
        "Puts another `expires_in` in a token answer (parameter `value`: any JSON) or none (`missing`: true).",
        "A good access token whose life time cannot be computed."),
    row(Fault::ErrorIn200, "error_in_200", Scope::Any,
        "Answers 200 with an error in JSON.",
        "Status 200 and no token or data in the body."),
    row(Fault::LowerCaseType, "lower_case_type", Scope::Token,
        "Writes the `token_type` of a token answer in lower case.",
        "`token_type` is `bearer`; the header to send is `Bearer <token>` all the same."),
];

impl Fault {
    /// All of them, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.fault)
    }

    const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Its name, as it is ordered.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The fault of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|fault| fault.name() == name)
    }

    /// Which calls it can meet.
    pub const fn scope(self) -> Scope {
        self.row().scope
    }

    /// What the server does, in one sentence.
    pub const fn does(self) -> &'static str {
        self.row().does
    }

    /// What a client sees of it.
    pub const fn seen(self) -> &'static str {
        self.row().seen
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, TABLE};

    #[test]
    fn every_fault_stands_at_its_place_under_the_name_that_serde_reads() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.fault as usize, index, "{}", row.name);
            assert_eq!(serde_json::to_value(row.fault).unwrap(), row.name);
            assert_eq!(Fault::from_name(row.name), Some(row.fault));
        }
    }
}
