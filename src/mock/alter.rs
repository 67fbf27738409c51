//! What an ordered fault changes in a call on its way in, and in its answer on the way out.

use super::Fault;
use super::answer::Answer;
use super::order::FaultRule;
use super::received::Received;
use super::settings::Settings;
use crate::oauth::bearer_token;
use crate::text::percent;
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime};

const DEFAULT_SKEW: i64 = 3 * 60 * 60;
const WARNING: &[u8] = b"Warning: Undefined array key \"user\" in api.php on line 7\n";
/// Cookies of 4 KiB that make a head of 1 MiB.
const COOKIES: usize = 256;

impl FaultRule {
    /// The call as it arrives behind whoever changes it; none: as it was sent.
    pub(super) fn altered(&self, received: &Received, settings: &Settings) -> Option<Received> {
        let mut altered = received.clone();
        let headers = &mut altered.headers;
        let required = |name: &str| settings.required_headers.keys().any(|key| key.eq_ignore_ascii_case(name));
        match self.fault {
            Fault::HeaderStripped => headers.retain(|(name, _)| !required(name)),
            Fault::HeaderAltered => headers
                .iter_mut()
                .filter(|(name, _)| required(name))
                .for_each(|(_, value)| *value = format!("{value}, {value}")),
            Fault::AuthorizationStripped => headers.retain(|(name, _)| name != "authorization"),
            Fault::AuthorizationAltered => {
                headers.retain(|(name, _)| name != "authorization");
                headers.push(("authorization".to_owned(), "Basic of-the-gateway".to_owned()));
            }
            Fault::TokenUnknown => headers
                .iter_mut()
                .filter(|(name, value)| name == "authorization" && bearer_token(value).is_ok())
                .for_each(|(_, value)| "Bearer of-another-server".clone_into(value)),
            Fault::BodyNotUrlencoded => {
                headers.retain(|(name, _)| name != "content-type");
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
            }
            Fault::ParameterMissing => {
                let is_secret = |pair: &&[u8]| percent::pairs(pair).iter().any(|(name, _)| name == "client_secret");
                let pairs = received.body.split(|byte| *byte == b'&').filter(|pair| !is_secret(pair));
                altered.body = pairs.collect::<Vec<_>>().join(&b'&');
            }
            _ => return None,
        }
        Some(altered)
    }

    /// Changes a right token answer.
    pub(super) fn bend(&self, token: &mut Map<String, Value>) {
        match self.fault {
            Fault::NoAccessToken => {
                token.shift_remove("access_token");
            }
            Fault::NoRefreshToken => {
                token.shift_remove("refresh_token");
            }
            Fault::ExpiresIn => match &self.value {
                Some(value) => {
                    token.insert("expires_in".to_owned(), value.clone());
                }
                None => {
                    token.shift_remove("expires_in");
                }
            },
            Fault::LowerCaseType => {
                token.insert("token_type".to_owned(), Value::from("bearer"));
            }
            _ => {}
        }
    }

    /// The answer to a handled call as it leaves.
    pub(super) fn finished(&self, mut answer: Answer) -> Answer {
        match self.fault {
            Fault::BrokenJson => {
                answer.body.splice(..0, WARNING.iter().copied());
                answer
            }
            Fault::WrongContentType => {
                answer.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
                answer.header("content-type", "text/html; charset=utf-8")
            }
            Fault::ClockSkew => {
                answer.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
                answer.header("date", &date(self.seconds.unwrap_or(DEFAULT_SKEW)))
            }
            Fault::HugeHeaders => {
                let value = "x".repeat(4096);
                (0..COOKIES).fold(answer, |answer, count| answer.header("set-cookie", &format!("turn{count}={value}")))
            }
            _ => answer,
        }
    }
}

/// The moment that lies this many seconds from now, as a header holds it. The bounds of an order keep it within what can be written.
pub(super) fn date(seconds: i64) -> String {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let now = SystemTime::now();
    let moment = if seconds < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
    httpdate::fmt_http_date(moment.unwrap_or(now))
}
