//! Which parameters belong to which fault, and what they may be.

use super::Fault;
use super::order::FaultRule;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderName, HeaderValue};

const MAX_DELAY_MS: u64 = 600_000;
/// Ten years: every date within can be written.
const MAX_SECONDS: u64 = 315_360_000;
/// Headers that say where an answer ends: the server sets them.
const FRAMING: [HeaderName; 2] = [CONTENT_LENGTH, TRANSFER_ENCODING];

impl FaultRule {
    /// A parameter that the fault does not take.
    pub(super) fn foreign_parameter(&self) -> Option<String> {
        let owners: [(&str, bool, &[Fault]); 9] = [
            ("status", self.status.is_some(), &[Fault::Answer]),
            ("headers", self.headers.is_some(), &[Fault::Answer]),
            ("body", self.body.is_some(), &[Fault::Answer]),
            ("ms", self.ms.is_some(), &[Fault::Slow, Fault::Drip, Fault::LengthLong]),
            ("retry_after", self.retry_after.is_some(), &[Fault::RateLimited, Fault::RateLimitedUntil]),
            ("value", self.value.is_some(), &[Fault::ExpiresIn]),
            ("missing", self.missing.is_some(), &[Fault::ExpiresIn]),
            ("seconds", self.seconds.is_some(), &[Fault::ClockSkew]),
            ("mib", self.mib.is_some(), &[Fault::TooLarge]),
        ];
        let foreign = |(_, given, owners): &(_, bool, &[Fault])| *given && !owners.contains(&self.fault);
        owners.into_iter().find(foreign).map(|(name, _, owners)| {
            let faults: Vec<_> = owners.iter().map(|fault| format!("`{fault}`")).collect();
            let plural = if faults.len() > 1 { "s" } else { "" };
            format!("`{name}` belongs to the fault{plural} {}", faults.join(", "))
        })
    }

    /// What is wrong with a parameter of the fault's own.
    pub(super) fn bad_parameter(&self) -> Option<&'static str> {
        match self.fault {
            Fault::Answer if self.status.is_some_and(|status| !(200..1000).contains(&status)) => {
                Some("`status` is a number from 200 to 999")
            }
            Fault::Answer if self.headers.as_ref().is_some_and(|list| list.pairs().iter().any(is_bad_header)) => Some(
                "`headers` holds what HTTP does not allow, or the length of the body, which the server itself sets",
            ),
            Fault::Slow | Fault::Drip | Fault::LengthLong if self.ms.is_some_and(|ms| ms > MAX_DELAY_MS) => {
                Some("`ms` is at most 600000")
            }
            Fault::RateLimitedUntil if self.retry_after.is_some_and(|seconds| seconds > MAX_SECONDS) => {
                Some("`retry_after` is at most 315360000")
            }
            Fault::ClockSkew if self.seconds.is_some_and(|seconds| seconds.unsigned_abs() > MAX_SECONDS) => {
                Some("`seconds` is a number from -315360000 to 315360000")
            }
            Fault::TooLarge if self.mib.is_some_and(|mib| !(1..=4096).contains(&mib)) => {
                Some("`mib` is a number from 1 to 4096")
            }
            Fault::ExpiresIn if self.value.is_some() == (self.missing == Some(true)) => {
                Some("give either `value` (any JSON) or `missing`: true")
            }
            _ => None,
        }
    }
}

fn is_bad_header((name, value): &(String, String)) -> bool {
    let framing = HeaderName::try_from(name.as_str()).map_or(true, |name| FRAMING.contains(&name));
    framing || HeaderValue::try_from(value.as_str()).is_err()
}
