//! A fault to order.

use super::Fault;
use super::target::Target;
use crate::text::suggest;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// A fault to order: its JSON form is what the control endpoint takes and gives.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// What goes wrong.
    pub fault: Fault,
    /// For which calls.
    #[serde(default = "any")]
    pub on: Target,
    /// For how many calls; none: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// `answer`: the status; 200 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// `answer`: `{name: value}` or `[[name, value]]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) headers: Option<Headers>,
    /// `answer`: a string is sent as it is, any other value as JSON.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Value>,
    /// `slow`, `drip`, `length_long`: milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ms: Option<u64>,
    /// `rate_limited`, `rate_limited_until`: seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retry_after: Option<u64>,
    /// `expires_in`: what stands there instead.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    /// `expires_in`: the key is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<bool>,
    /// `clock_skew`: seconds, negative for the past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) seconds: Option<i64>,
    /// `too_large`: MiB of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mib: Option<u32>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Headers {
    List(Vec<(String, String)>),
    Object(Map<String, Value>),
}

// By hand: an ordered answer may hold tokens.
impl fmt::Debug for FaultRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FaultRule({} on {:?}, times {:?})", self.fault, self.on, self.times)
    }
}

impl Headers {
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

const fn any() -> Target {
    Target::Any
}

/// Tells `null` from absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Why a fault cannot be ordered.
#[derive(Debug, thiserror::Error)]
pub enum FaultRuleError {
    /// No fault of this name.
    #[error("there is no fault `{name}`{}; there are: {}", hint(name), names())]
    Unknown {
        /// The name.
        name: String,
    },
    /// No such target.
    #[error("`{0}` is no target of a fault; there are: {list}", list = Target::ALL.map(Target::name).join(", "))]
    Target(String),
    /// The JSON form is wrong.
    #[error("not an order of a fault: {0}")]
    Json(#[from] serde_json::Error),
    /// A fault that never meets the calls it is ordered for.
    #[error("the fault `{0}` does not meet such calls; order it on {list}", list = Target::listed(.0.scope()))]
    Scope(Fault),
    /// A parameter does not belong to the fault, is missing or out of bounds.
    #[error("the fault `{fault}`: {problem}")]
    Parameter {
        /// The fault.
        fault: Fault,
        /// What is wrong with it.
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
    /// `fault` on `on`, for ever, without parameters.
    pub fn new(fault: Fault, on: Target) -> Result<Self, FaultRuleError> {
        let order = Self {
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
        order.checked()
    }

    /// Reads `NAME`, `NAME:TARGET` or the JSON form of an order.
    pub fn parse(text: &str) -> Result<Self, FaultRuleError> {
        if text.trim_start().starts_with('{') {
            return Self::from_json(serde_json::from_str(text)?);
        }
        let (name, target) = text.split_once(':').unwrap_or((text, "any"));
        let fault = Fault::from_name(name).ok_or_else(|| FaultRuleError::Unknown { name: name.to_owned() })?;
        let named = |on: &Target| on.name() == target;
        let on = Target::ALL.into_iter().find(named).ok_or_else(|| FaultRuleError::Target(target.to_owned()))?;
        Self::new(fault, on)
    }

    /// Reads the JSON form.
    pub(super) fn from_json(value: Value) -> Result<Self, FaultRuleError> {
        if let Some(name) = value.get("fault").and_then(Value::as_str).filter(|name| Fault::from_name(name).is_none()) {
            return Err(FaultRuleError::Unknown { name: name.to_owned() });
        }
        Self::deserialize(value)?.checked()
    }

    fn checked(self) -> Result<Self, FaultRuleError> {
        let fault = self.fault;
        if !self.on.suits(fault.scope()) {
            return Err(FaultRuleError::Scope(fault));
        }
        let problem = self.foreign_parameter().or_else(|| self.bad_parameter().map(str::to_owned));
        problem.map_or(Ok(self), |problem| Err(FaultRuleError::Parameter { fault, problem }))
    }
}

#[cfg(test)]
mod tests {
    use super::FaultRule;

    #[test]
    fn wrong_orders_say_what_is_right() {
        for (text, said) in [
            ("slwo", "did you mean `slow`?"),
            ("nonsense", "there are: answer, html"),
            ("slow:tokens", "there are: token, login, refresh, api, any"),
            ("expires_in", "either `value`"),
            ("no_refresh_token:api", "`token`, `login` or `refresh`"),
            ("{", "not an order of a fault"),
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
            ("wrong_password:refresh", "order it on `token` or `login`"),
            ("refresh_dead:login", "order it on `token` or `refresh`"),
            ("header_stripped:token", "order it on `api`"),
            ("forbidden_organisation:login", "order it on `api`"),
            (r#"{"fault": "close", "body": null}"#, "`body` belongs to the fault `answer`"),
            (r#"{"fault": "expires_in", "value": null, "missing": true}"#, "either `value`"),
            (r#"{"fault": "answer", "status": 101}"#, "from 200 to 999"),
            (r#"{"fault": "answer", "headers": {"a b": "c"}}"#, "HTTP does not allow"),
            (r#"{"fault": "answer", "headers": [["a", "b\nc: d"]]}"#, "HTTP does not allow"),
            (r#"{"fault": "answer", "headers": {"Content-Length": "9"}}"#, "length of the body"),
            (r#"{"fault": "close", "times": -1}"#, "not an order of a fault"),
        ] {
            let error = FaultRule::parse(text).map(drop).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn an_order_reads_back_as_it_was_given() {
        for text in [
            r#"{"fault":"expires_in","on":"token","times":1,"value":null}"#,
            r#"{"fault":"expires_in","on":"refresh","missing":true}"#,
            r#"{"fault":"clock_skew","on":"api","seconds":-60}"#,
            r#"{"fault":"too_large","on":"any","mib":1}"#,
            r#"{"fault":"answer","on":"any","status":418,"headers":[["a","1"],["a","2"]],"body":[]}"#,
        ] {
            assert_eq!(serde_json::to_string(&FaultRule::parse(text).unwrap()).unwrap(), text);
        }
    }
}
