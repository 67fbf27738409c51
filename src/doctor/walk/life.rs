//! How long tokens live, and whether the clocks agree.

use crate::doctor::judge::Verdict;
use crate::doctor::session::{Found, Session};
use crate::oauth::Cause;
use crate::secret;
use serde_json::Value;
use std::time::SystemTime;

/// How far clocks may be apart, in seconds.
const APART: u64 = 120;
/// How far what a token says of its life may be from what the answer said, in seconds.
const ROUNDING: u64 = 60;

/// The moment that a header `Date` names, in seconds since 1970.
pub(in crate::doctor) fn date(text: &str) -> Option<u64> {
    let date = httpdate::parse_http_date(text).ok()?;
    date.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_secs())
}

/// What is known of the token's life and the server's clock.
pub(super) fn life(session: &Session<'_>) -> Found {
    let mut verdict = Verdict::default();
    let mut is_noted = false;
    if let Some(&ahead) = session.ahead.iter().max_by_key(|ahead| ahead.unsigned_abs()) {
        let apart = ahead.unsigned_abs();
        if apart > APART {
            let way = if ahead > 0 { "behind" } else { "ahead of" };
            verdict.add(Cause::ClockWrong, format!("this machine's clock is {} {way} the server's", span(apart)));
            if session.ahead.iter().any(|ahead| ahead.unsigned_abs() <= APART) {
                verdict = verdict.fact("by other answers the clocks agree: one of the server's clocks is wrong");
            }
        } else {
            verdict = verdict.fact("the clocks agree");
        }
    }
    if let Some(tokens) = &session.tokens {
        match tokens.lifetime {
            Some(lifetime) => {
                verdict = verdict.fact(format!("the access token lives {}", span(lifetime)));
                if lifetime <= session.target.margin {
                    is_noted = true;
                    verdict = verdict.fact(format!(
                        "that is not longer than `refresh_margin_seconds` ({}): each request renews the token first",
                        session.target.margin
                    ));
                }
            }
            None => verdict = verdict.fact("the answer does not say how long the access token lives"),
        }
        if let Some(fact) = claims(tokens.access(), tokens.lifetime, tokens.issued / 1000) {
            is_noted |= fact.1;
            verdict = verdict.fact(fact.0);
        }
    }
    if verdict.facts.is_empty() {
        return Found::skipped("nothing is known of tokens and clocks");
    }
    if is_noted || !verdict.is_empty() { Found::noted(verdict) } else { Found { verdict, ..Found::passed("") } }
}

/// What the token itself says, when it is a JSON Web Token, and whether that is odd.
fn claims(token: &str, lifetime: Option<u64>, now: u64) -> Option<(String, bool)> {
    let claims: Value = serde_json::from_str(&secret::decode::claims(token)?).ok()?;
    let get = |name: &str| claims.get(name).and_then(Value::as_u64);
    if get("nbf").or_else(|| get("iat")).is_some_and(|begins| begins > now.saturating_add(APART)) {
        return Some(("by its own word the token begins later: one of the clocks is wrong".to_owned(), true));
    }
    let end = get("exp")?;
    let Some(left) = end.checked_sub(now) else {
        return Some(("by its own word the token has ended already".to_owned(), true));
    };
    let is_odd = lifetime.is_some_and(|lifetime| lifetime.abs_diff(left) > ROUNDING.max(lifetime / 100));
    Some((format!("by its own word the token lives {}", span(left)), is_odd))
}

/// A time in the largest unit that tells it well.
fn span(seconds: u64) -> String {
    let (unit, name) = match seconds {
        0..120 => (1, "second"),
        120..7200 => (60, "minute"),
        7200..172_800 => (3600, "hour"),
        _ => (86_400, "day"),
    };
    let number = seconds / unit;
    format!("{number} {name}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{claims, date, span};
    use crate::secret::decode::encode_base64;

    #[test]
    fn times_are_read_and_said() {
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!((date("now"), date("")), (None, None));
        let said = [0, 1, 119, 3600, 86_400, 15_552_000].map(span);
        assert_eq!(said, ["0 seconds", "1 second", "119 seconds", "60 minutes", "24 hours", "180 days"]);
    }

    #[test]
    fn a_token_that_speaks_of_its_life_is_heard() {
        let token = |claims: &str| {
            let part = |text: &str| encode_base64(text.as_bytes()).trim_end_matches('=').to_owned();
            format!("{}.{}.c2ln", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(claims))
        };
        let heard = |text: &str| claims(&token(text), Some(3600), 1000);
        assert_eq!(
            heard(r#"{"exp": 4600}"#).unwrap(),
            ("by its own word the token lives 60 minutes".to_owned(), false)
        );
        assert!(heard(r#"{"exp": 9999999}"#).unwrap().1);
        assert!(heard(r#"{"exp": 10}"#).unwrap().0.contains("ended already"));
        assert!(heard(r#"{"iat": 5000, "exp": 9000}"#).unwrap().0.contains("begins later"));
        assert_eq!(heard("{}"), None);
        assert_eq!(claims("opaque", None, 0), None);
    }
}
