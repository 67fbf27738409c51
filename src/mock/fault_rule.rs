//! Fault rules: which calls should fail, how, and how often. `--fault` and the control endpoint create them.

use super::{Fault, FaultScope};
use crate::oauth::Grant;
use crate::text::suggest;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::fmt;

const MAX_DELAY_MS: u64 = 600_000;
/// Ten years: every date in this range can be formatted.
const MAX_SECONDS: u64 = 315_360_000;
/// Headers that define where a response ends: the server sets them.
const FRAMING: [HeaderName; 2] = [CONTENT_LENGTH, TRANSFER_ENCODING];

/// A fault, with the calls that it affects and its parameters. The control endpoint reads and returns its JSON form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// The fault.
    pub fault: Fault,
    /// Which calls it affects.
    #[serde(default = "any")]
    pub on: FaultTarget,
    /// How many calls it affects; `None` for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// `response`: the status; 200 if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// `response`: `{name: value}` or `[[name, value]]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) headers: Option<HeaderFields>,
    /// `response`: a string is sent unchanged, any other value as JSON.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Value>,
    /// `slow`, `drip`, `length_long`: milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ms: Option<u64>,
    /// `rate_limited`, `rate_limited_until`: seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retry_after: Option<u64>,
    /// `expires_in`: the replacement for the value.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    /// `expires_in`: whether the key is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<bool>,
    /// `clock_skew`: seconds, negative for the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seconds: Option<i64>,
    /// `too_large`: the size of the body in MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mib: Option<u32>,
}

/// The headers of a fault rule, in either JSON form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum HeaderFields {
    List(Vec<(String, String)>),
    Object(Map<String, Value>),
}

impl HeaderFields {
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        match self {
            Self::List(list) => list.clone(),
            Self::Object(object) => object
                .iter()
                .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
                .collect(),
        }
    }
}

// Not derived: the body and the headers may contain tokens.
impl fmt::Debug for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaultRule({} on {:?}, times {:?})", self.fault, self.on, self.times)
    }
}

const fn any() -> FaultTarget {
    FaultTarget::Any
}

/// Distinguishes `null` from an absent key.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Why a fault rule is invalid.
#[derive(Debug, thiserror::Error)]
pub enum FaultRuleError {
    /// The fault is unknown.
    #[error("unknown fault `{name}`{}; known faults: {}", hint(name), names())]
    Unknown {
        /// The name.
        name: String,
    },
    /// The target is unknown.
    #[error("unknown target `{0}` of a fault; known targets: {list}", list = FaultTarget::ALL.map(FaultTarget::name).join(", "))]
    Target(String),
    /// The JSON form is wrong.
    #[error("invalid fault rule: {0}")]
    Json(#[from] serde_json::Error),
    /// The fault never affects the calls of the target.
    #[error("the fault `{0}` does not affect these calls; use the target {list}", list = FaultTarget::list_for(.0.scope()))]
    Scope(Fault),
    /// A parameter does not belong to the fault, is missing or is out of bounds.
    #[error("the fault `{fault}`: {problem}")]
    Parameter {
        /// The fault.
        fault: Fault,
        /// The problem with the parameter.
        problem: String,
    },
}

fn names() -> String {
    Fault::all().map(Fault::name).collect::<Vec<_>>().join(", ")
}

fn hint(name: &str) -> String {
    suggest(name, Fault::all().map(Fault::name)).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}

impl FaultRule {
    /// A rule for `fault` on the calls of `on`, without a limit and without parameters.
    ///
    /// # Errors
    /// If the fault does not affect such calls, or requires a parameter.
    pub fn new(fault: Fault, on: FaultTarget) -> Result<Self, FaultRuleError> {
        let rule = Self {
            fault,
            on,
            times: None,
            status: None,
            headers: None,
            body: None,
            ms: None,
            retry_after: None,
            value: None,
            missing: None,
            seconds: None,
            mib: None,
        };
        rule.validated()
    }

    /// Reads `NAME`, `NAME:TARGET` or the JSON form of a rule.
    ///
    /// # Errors
    /// If the text has none of these forms, or the rule is invalid.
    pub fn parse(text: &str) -> Result<Self, FaultRuleError> {
        if text.trim_start().starts_with('{') {
            return Self::from_json(serde_json::from_str(text)?);
        }
        let (name, target) = text.split_once(':').unwrap_or((text, "any"));
        let fault = Fault::from_name(name).ok_or_else(|| FaultRuleError::Unknown { name: name.to_owned() })?;
        let has_name = |on: &FaultTarget| on.name() == target;
        let on =
            FaultTarget::ALL.into_iter().find(has_name).ok_or_else(|| FaultRuleError::Target(target.to_owned()))?;
        Self::new(fault, on)
    }

    /// Reads the JSON form.
    pub(super) fn from_json(value: Value) -> Result<Self, FaultRuleError> {
        if let Some(name) = value.get("fault").and_then(Value::as_str).filter(|name| Fault::from_name(name).is_none()) {
            return Err(FaultRuleError::Unknown { name: name.to_owned() });
        }
        Self::deserialize(value)?.validated()
    }

    fn validated(self) -> Result<Self, FaultRuleError> {
        let fault = self.fault;
        if !self.on.overlaps(fault.scope()) {
            return Err(FaultRuleError::Scope(fault));
        }
        let problem = self.foreign_parameter().or_else(|| self.invalid_parameter().map(str::to_owned));
        problem.map_or(Ok(self), |problem| Err(FaultRuleError::Parameter { fault, problem }))
    }

    /// The problem with a parameter that belongs to other faults.
    fn foreign_parameter(&self) -> Option<String> {
        let owners: [(&str, bool, &[Fault]); 9] = [
            ("status", self.status.is_some(), &[Fault::Response]),
            ("headers", self.headers.is_some(), &[Fault::Response]),
            ("body", self.body.is_some(), &[Fault::Response]),
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

    /// The problem with the value of a parameter of this fault.
    fn invalid_parameter(&self) -> Option<&'static str> {
        match self.fault {
            Fault::Response if self.status.is_some_and(|status| !(200..1000).contains(&status)) => {
                Some("`status` must be a number from 200 to 999")
            }
            Fault::Response if self.headers.as_ref().is_some_and(|list| list.pairs().iter().any(is_invalid_header)) => {
                Some(
                    "`headers` contains a header that HTTP does not allow, or one for the length of the body, which the server sets itself",
                )
            }
            Fault::Slow | Fault::Drip | Fault::LengthLong if self.ms.is_some_and(|ms| ms > MAX_DELAY_MS) => {
                Some("`ms` must be at most 600000")
            }
            Fault::RateLimitedUntil if self.retry_after.is_some_and(|seconds| seconds > MAX_SECONDS) => {
                Some("`retry_after` must be at most 315360000")
            }
            Fault::ClockSkew if self.seconds.is_some_and(|seconds| seconds.unsigned_abs() > MAX_SECONDS) => {
                Some("`seconds` must be a number from -315360000 to 315360000")
            }
            Fault::TooLarge if self.mib.is_some_and(|mib| !(1..=4096).contains(&mib)) => {
                Some("`mib` must be a number from 1 to 4096")
            }
            Fault::ExpiresIn if self.value.is_some() == (self.missing == Some(true)) => {
                Some("give either `value` (any JSON) or `missing`: true")
            }
            _ => None,
        }
    }

    fn affects(&self, call: CallKind) -> bool {
        let grant = match call {
            CallKind::Token(grant) => grant,
            CallKind::Api | CallKind::Me => None,
        };
        let at_token_endpoint = matches!(call, CallKind::Token(_));
        let is_targeted = match self.on {
            FaultTarget::Any => true,
            FaultTarget::Token => at_token_endpoint,
            FaultTarget::Login => grant.is_some_and(Grant::is_login),
            FaultTarget::Refresh => grant == Some(Grant::RefreshToken),
            FaultTarget::Api => !at_token_endpoint,
        };
        is_targeted
            && match self.fault.scope() {
                FaultScope::Any => true,
                FaultScope::Token => at_token_endpoint,
                FaultScope::Password => grant == Some(Grant::Password),
                FaultScope::Refresh => grant == Some(Grant::RefreshToken),
                FaultScope::Api => !at_token_endpoint,
                FaultScope::Organization => call == CallKind::Api,
            }
    }
}

fn is_invalid_header((name, value): &(String, String)) -> bool {
    let is_framing = HeaderName::try_from(name.as_str()).map_or(true, |name| FRAMING.contains(&name));
    is_framing || HeaderValue::try_from(value.as_str()).is_err()
}

/// Which calls a fault rule affects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultTarget {
    /// The token endpoint.
    Token,
    /// The token endpoint with the grants `password` and `client_credentials`.
    Login,
    /// The token endpoint with the grant `refresh_token`.
    Refresh,
    /// Everything but the token endpoint.
    Api,
    /// Every call.
    Any,
}

impl FaultTarget {
    /// Every target.
    pub const ALL: [Self; 5] = [Self::Token, Self::Login, Self::Refresh, Self::Api, Self::Any];

    /// The name in `--fault` and in the JSON of a fault rule.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Login => "login",
            Self::Refresh => "refresh",
            Self::Api => "api",
            Self::Any => "any",
        }
    }

    /// Whether some calls belong to both.
    const fn overlaps(self, scope: FaultScope) -> bool {
        match scope {
            FaultScope::Any => true,
            FaultScope::Token => matches!(self, Self::Token | Self::Login | Self::Refresh | Self::Any),
            FaultScope::Password => matches!(self, Self::Token | Self::Login | Self::Any),
            FaultScope::Refresh => matches!(self, Self::Token | Self::Refresh | Self::Any),
            FaultScope::Api | FaultScope::Organization => matches!(self, Self::Api | Self::Any),
        }
    }

    /// The names of the targets that overlap with `scope`, for a message.
    fn list_for(scope: FaultScope) -> String {
        let overlaps = |target: &Self| *target != Self::Any && target.overlaps(scope);
        let names: Vec<_> =
            Self::ALL.into_iter().filter(overlaps).map(|target| format!("`{}`", target.name())).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }
}

/// The kind of a call, for the choice of its fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    /// The token endpoint; with the grant, if the request is readable.
    Token(Option<Grant>),
    /// The API outside `/me`.
    Api,
    /// `/me` and the paths below it.
    Me,
}

/// The active fault rules. The first one that affects a call applies.
#[derive(Debug, Default)]
pub(super) struct ActiveFaults(Vec<FaultRule>);

impl ActiveFaults {
    pub(super) const fn new(rules: Vec<FaultRule>) -> Self {
        Self(rules)
    }

    /// The rules that are still active.
    pub(super) fn rules(&self) -> &[FaultRule] {
        &self.0
    }

    /// Takes the first rule that affects `call` and reduces its count; a rule whose count is 0 is removed.
    pub(super) fn take(&mut self, call: CallKind) -> Option<FaultRule> {
        let index = self.0.iter().position(|rule| rule.times != Some(0) && rule.affects(call))?;
        let rule = self.0.get_mut(index)?;
        rule.times = rule.times.map(|times| times - 1);
        let taken = rule.clone();
        self.0.retain(|rule| rule.times != Some(0));
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::{ActiveFaults, CallKind, FaultRule, FaultTarget};
    use crate::mock::Fault;
    use crate::oauth::Grant;
    use serde_json::json;

    #[test]
    fn an_invalid_rule_is_refused_with_the_valid_values() {
        for (text, message) in [
            ("slwo", "did you mean `slow`?"),
            ("nonsense", "known faults: response, html"),
            ("slow:tokens", "known targets: token, login, refresh, api, any"),
            ("expires_in", "either `value`"),
            ("no_refresh_token:api", "`token`, `login` or `refresh`"),
            ("{", "invalid fault rule"),
            (r#"{"fault": "slwo"}"#, "did you mean `slow`?"),
            (r#"{"on": "api"}"#, "missing field `fault`"),
            (r#"{"fault": "slow", "delay": 5}"#, "unknown field `delay`"),
            (r#"{"fault": "slow", "ms": 600001}"#, "at most 600000"),
            (r#"{"fault": "html", "ms": 5}"#, "`ms` belongs to the faults `slow`, `drip`, `length_long`"),
            (r#"{"fault": "drip", "ms": 600001}"#, "at most 600000"),
            (r#"{"fault": "length_long", "ms": 600001}"#, "at most 600000"),
            (r#"{"fault": "slow", "seconds": 5}"#, "`seconds` belongs to the fault `clock_skew`"),
            (r#"{"fault": "clock_skew", "seconds": -315360001}"#, "from -315360000 to 315360000"),
            (r#"{"fault": "html", "retry_after": 5}"#, "belongs to the faults `rate_limited`, `rate_limited_until`"),
            (r#"{"fault": "rate_limited_until", "retry_after": 315360001}"#, "at most 315360000"),
            (r#"{"fault": "endless", "mib": 5}"#, "`mib` belongs to the fault `too_large`"),
            (r#"{"fault": "too_large", "mib": 0}"#, "from 1 to 4096"),
            (r#"{"fault": "too_large", "mib": 4097}"#, "from 1 to 4096"),
            ("wrong_password:refresh", "use the target `token` or `login`"),
            ("refresh_dead:login", "use the target `token` or `refresh`"),
            ("header_stripped:token", "use the target `api`"),
            ("forbidden_organization:login", "use the target `api`"),
            (r#"{"fault": "close", "body": null}"#, "`body` belongs to the fault `response`"),
            (r#"{"fault": "expires_in", "value": null, "missing": true}"#, "either `value`"),
            (r#"{"fault": "response", "status": 101}"#, "from 200 to 999"),
            (r#"{"fault": "response", "headers": {"a b": "c"}}"#, "HTTP does not allow"),
            (r#"{"fault": "response", "headers": [["a", "b\nc: d"]]}"#, "HTTP does not allow"),
            (r#"{"fault": "response", "headers": {"Content-Length": "9"}}"#, "length of the body"),
            (r#"{"fault": "close", "times": -1}"#, "invalid fault rule"),
        ] {
            let error = FaultRule::parse(text).map(drop).unwrap_err().to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn the_json_form_of_a_rule_is_read_and_written_unchanged() {
        for text in [
            r#"{"fault":"expires_in","on":"token","times":1,"value":null}"#,
            r#"{"fault":"expires_in","on":"refresh","missing":true}"#,
            r#"{"fault":"clock_skew","on":"api","seconds":-60}"#,
            r#"{"fault":"too_large","on":"any","mib":1}"#,
            r#"{"fault":"response","on":"any","status":418,"headers":[["a","1"],["a","2"]],"body":[]}"#,
        ] {
            assert_eq!(serde_json::to_string(&FaultRule::parse(text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn the_first_rule_that_affects_a_call_is_taken_and_counted() {
        let rule = |value| FaultRule::from_json(value).unwrap();
        let mut active = ActiveFaults::new(vec![
            rule(json!({"fault": "no_refresh_token"})),
            rule(json!({"fault": "close", "on": "refresh", "times": 0})),
            rule(json!({"fault": "html", "on": "api", "times": 2})),
            rule(json!({"fault": "slow"})),
        ]);
        let mut take = |call| active.take(call).map(|rule| rule.fault);
        assert_eq!(take(CallKind::Token(Some(Grant::RefreshToken))), Some(Fault::NoRefreshToken));
        let calls = [take(CallKind::Api), take(CallKind::Api), take(CallKind::Api)];
        assert_eq!(calls, [Some(Fault::Html), Some(Fault::Html), Some(Fault::Slow)]);
        assert_eq!(active.rules().len(), 2, "a rule whose count is 0 is removed");
    }

    #[test]
    fn a_target_selects_calls_by_endpoint_and_grant() {
        let affects = |on, call| FaultRule::new(Fault::Html, on).unwrap().affects(call);
        let login = CallKind::Token(Some(Grant::ClientCredentials));
        let refresh = CallKind::Token(Some(Grant::RefreshToken));
        let unreadable = CallKind::Token(None);
        for (on, expected) in [
            (FaultTarget::Any, [true, true, true, true]),
            (FaultTarget::Token, [true, true, true, false]),
            (FaultTarget::Login, [true, false, false, false]),
            (FaultTarget::Refresh, [false, true, false, false]),
            (FaultTarget::Api, [false, false, false, true]),
        ] {
            assert_eq!([login, refresh, unreadable, CallKind::Api].map(|call| affects(on, call)), expected, "{on:?}");
        }
    }

    #[test]
    fn a_fault_affects_only_the_calls_of_its_scope() {
        let calls = [
            CallKind::Token(Some(Grant::Password)),
            CallKind::Token(Some(Grant::ClientCredentials)),
            CallKind::Token(Some(Grant::RefreshToken)),
            CallKind::Token(None),
            CallKind::Api,
            CallKind::Me,
        ];
        for (fault, expected) in [
            (Fault::NoAccessToken, [true, true, true, true, false, false]),
            (Fault::WrongPassword, [true, false, false, false, false, false]),
            (Fault::RefreshRotated, [false, false, true, false, false, false]),
            (Fault::HeaderStripped, [false, false, false, false, true, true]),
            (Fault::ForbiddenOrganization, [false, false, false, false, true, false]),
            (Fault::Close, [true; 6]),
        ] {
            let rule = FaultRule::new(fault, FaultTarget::Any).unwrap();
            assert_eq!(calls.map(|call| rule.affects(call)), expected, "{fault}");
        }
    }

    #[test]
    fn the_name_of_every_target_is_equal_to_serde() {
        for target in FaultTarget::ALL {
            assert_eq!(serde_json::to_value(target).unwrap(), target.name());
        }
    }
}
