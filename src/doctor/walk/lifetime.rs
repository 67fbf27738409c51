//! The step `lifetime`: how long the access token is valid, and whether the clocks agree.

use super::session::{Outcome, Session};
use crate::doctor::diagnosis::Diagnosis;
use crate::oauth::Cause;
use crate::secret;
use serde_json::Value;

/// How far the clocks may differ, in seconds.
const MAX_CLOCK_OFFSET: u64 = 120;
/// How far `exp` in a token may differ from `expires_in` in the response, in seconds.
const MAX_LIFETIME_DIFFERENCE: u64 = 60;

/// Compares the lifetime in the token response with the token itself and the refresh margin, and the server's clock with this machine's.
pub(super) fn check_lifetime(session: &Session<'_>) -> Outcome {
    let mut diagnosis = Diagnosis::default();
    let mut is_noted = false;
    if let Some(&offset) = session.clock_offsets.iter().max_by_key(|offset| offset.unsigned_abs()) {
        let difference = offset.unsigned_abs();
        if difference > MAX_CLOCK_OFFSET {
            let direction = if offset > 0 { "behind" } else { "ahead of" };
            let fact = format!("this machine's clock is {} {direction} the server's", duration(difference));
            diagnosis.add(Cause::ClockWrong, fact);
            if session.clock_offsets.iter().any(|offset| offset.unsigned_abs() <= MAX_CLOCK_OFFSET) {
                diagnosis = diagnosis.fact("other responses show the right time: one of the server's clocks is wrong");
            }
        } else {
            diagnosis = diagnosis.fact("the clocks agree");
        }
    }
    if let Some(tokens) = &session.tokens {
        match tokens.lifetime {
            Some(lifetime) => {
                diagnosis = diagnosis.fact(format!("the access token is valid for {}", duration(lifetime)));
                if lifetime <= session.target.refresh_margin {
                    is_noted = true;
                    diagnosis = diagnosis.fact(format!(
                        "that is not longer than `refresh_margin_seconds` ({}): every request refreshes the token first",
                        session.target.refresh_margin
                    ));
                }
            }
            None => diagnosis = diagnosis.fact("the response does not say how long the access token is valid"),
        }
        if let Some((fact, is_unusual)) = check_claims(tokens.access(), tokens.lifetime, tokens.issued / 1000) {
            is_noted |= is_unusual;
            diagnosis = diagnosis.fact(fact);
        }
    }
    if diagnosis.facts.is_empty() {
        return Outcome::skipped("no token and no date of a response is known");
    }
    if is_noted || !diagnosis.is_empty() {
        Outcome::noted(diagnosis)
    } else {
        Outcome { diagnosis, ..Outcome::passed("") }
    }
}

/// What the times in a JSON Web Token show, and whether that is unusual. `now` is in seconds since 1970.
fn check_claims(token: &str, lifetime: Option<u64>, now: u64) -> Option<(String, bool)> {
    let claims: Value = serde_json::from_str(&secret::decode::claims(token)?).ok()?;
    let get = |name: &str| claims.get(name).and_then(Value::as_u64);
    if get("nbf").or_else(|| get("iat")).is_some_and(|start| start > now.saturating_add(MAX_CLOCK_OFFSET)) {
        return Some(("the token says that it is not valid yet: one of the clocks is wrong".to_owned(), true));
    }
    let expires = get("exp")?;
    let Some(left) = expires.checked_sub(now) else {
        return Some(("the token says that it is expired already".to_owned(), true));
    };
    let is_unusual =
        lifetime.is_some_and(|lifetime| lifetime.abs_diff(left) > MAX_LIFETIME_DIFFERENCE.max(lifetime / 100));
    Some((format!("the token says that it is valid for {}", duration(left)), is_unusual))
}

/// A duration in the largest unit that is exact enough.
fn duration(seconds: u64) -> String {
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
    use super::{check_claims, duration};
    use crate::secret::decode::encode_base64;

    #[test]
    fn durations_have_a_unit_that_fits() {
        let texts = [0, 1, 119, 3600, 86_400, 15_552_000].map(duration);
        assert_eq!(texts, ["0 seconds", "1 second", "119 seconds", "60 minutes", "24 hours", "180 days"]);
    }

    #[test]
    fn the_times_in_a_json_web_token_are_checked() {
        let token = |claims: &str| {
            let part = |text: &str| encode_base64(text.as_bytes()).trim_end_matches('=').to_owned();
            format!("{}.{}.c2ln", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(claims))
        };
        let checked = |text: &str| check_claims(&token(text), Some(3600), 1000);
        assert_eq!(
            checked(r#"{"exp": 4600}"#).unwrap(),
            ("the token says that it is valid for 60 minutes".to_owned(), false)
        );
        assert!(checked(r#"{"exp": 9999999}"#).unwrap().1);
        assert!(checked(r#"{"exp": 10}"#).unwrap().0.contains("expired already"));
        assert!(checked(r#"{"iat": 5000, "exp": 9000}"#).unwrap().0.contains("not valid yet"));
        assert_eq!(checked("{}"), None);
        assert_eq!(check_claims("opaque", None, 0), None);
    }
}
