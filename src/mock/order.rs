//! A fault to order.

use crate::oauth::{Fault, Scope};
use crate::text::suggest;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use std::fmt;

const MAX_DELAY_MS: u64 = 600_000;
/// Headers that say where an answer ends: the server sets them.
const FRAMING: [HeaderName; 2] = [CONTENT_LENGTH, TRANSFER_ENCODING];

/// Which calls a fault is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Any call of the token endpoint.
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

impl Target {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Token, Self::Login, Self::Refresh, Self::Api, Self::Any];

    /// Its name, as it is ordered.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Login => "login",
            Self::Refresh => "refresh",
            Self::Api => "api",
            Self::Any => "any",
        }
    }
}

/// A fault to order: its JSON form is what the control endpoint takes and gives.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
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
    /// `slow`: milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ms: Option<u64>,
    /// `rate_limited`: seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retry_after: Option<u64>,
    /// `expires_in`: what stands there instead.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<Value>,
    /// `expires_in`: the key is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<bool>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Headers {
    List(Vec<(String, String)>),
    Object(Map<String, Value>),
}

// By hand: an ordered answer may hold tokens.
impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Order({} on {:?}, times {:?})", self.fault, self.on, self.times)
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
pub enum OrderError {
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
    /// A fault of token answers for calls that get none.
    #[error("the fault `{0}` changes token answers; order it on `token`, `login` or `refresh`")]
    Scope(Fault),
    /// A parameter does not belong to the fault, is missing or out of bounds.
    #[error("the fault `{fault}`: {problem}")]
    Parameter {
        /// The fault.
        fault: Fault,
        /// What is wrong with it.
        problem: &'static str,
    },
}

fn names() -> String {
    Fault::all().map(Fault::name).collect::<Vec<_>>().join(", ")
}

fn hint(name: &str) -> String {
    suggest(name, Fault::all().map(Fault::name)).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}

impl Order {
    /// `fault` on `on`, for ever, without parameters.
    pub fn new(fault: Fault, on: Target) -> Result<Self, OrderError> {
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
        };
        order.checked()
    }

    /// Reads `NAME`, `NAME:TARGET` or the JSON form of an order.
    pub fn parse(text: &str) -> Result<Self, OrderError> {
        if text.trim_start().starts_with('{') {
            return Self::from_json(serde_json::from_str(text)?);
        }
        let (name, target) = text.split_once(':').unwrap_or((text, "any"));
        let fault = Fault::from_name(name).ok_or_else(|| OrderError::Unknown { name: name.to_owned() })?;
        let named = |on: &Target| on.name() == target;
        let on = Target::ALL.into_iter().find(named).ok_or_else(|| OrderError::Target(target.to_owned()))?;
        Self::new(fault, on)
    }

    /// Reads the JSON form.
    pub(super) fn from_json(value: Value) -> Result<Self, OrderError> {
        if let Some(name) = value.get("fault").and_then(Value::as_str).filter(|name| Fault::from_name(name).is_none()) {
            return Err(OrderError::Unknown { name: name.to_owned() });
        }
        Self::deserialize(value)?.checked()
    }

    fn checked(self) -> Result<Self, OrderError> {
        let fault = self.fault;
        if fault.scope() == Scope::Token && self.on == Target::Api {
            return Err(OrderError::Scope(fault));
        }
        let foreign = [
            (self.status.is_some(), Fault::Answer, "`status` belongs to the fault `answer`"),
            (self.headers.is_some(), Fault::Answer, "`headers` belongs to the fault `answer`"),
            (self.body.is_some(), Fault::Answer, "`body` belongs to the fault `answer`"),
            (self.ms.is_some(), Fault::Slow, "`ms` belongs to the fault `slow`"),
            (self.retry_after.is_some(), Fault::RateLimited, "`retry_after` belongs to the fault `rate_limited`"),
            (self.value.is_some(), Fault::ExpiresIn, "`value` belongs to the fault `expires_in`"),
            (self.missing.is_some(), Fault::ExpiresIn, "`missing` belongs to the fault `expires_in`"),
        ]
        .into_iter()
        .find_map(|(given, owner, problem)| (given && fault != owner).then_some(problem));
        let bad_header = |(name, value): &(String, String)| {
            let framing = HeaderName::try_from(name.as_str()).map_or(true, |name| FRAMING.contains(&name));
            framing || HeaderValue::try_from(value.as_str()).is_err()
        };
        let problem = foreign.or_else(|| match fault {
            Fault::Answer if self.status.is_some_and(|status| !(200..1000).contains(&status)) => {
                Some("`status` is a number from 200 to 999")
            }
            Fault::Answer if self.headers.as_ref().is_some_and(|list| list.pairs().iter().any(bad_header)) => Some(
                "`headers` holds what HTTP does not allow, or the length of the body, which the server itself sets",
            ),
            Fault::Slow if self.ms.is_some_and(|ms| ms > MAX_DELAY_MS) => Some("`ms` is at most 600000"),
            Fault::ExpiresIn if self.value.is_some() == (self.missing == Some(true)) => {
                Some("give either `value` (any JSON) or `missing`: true")
            }
            _ => None,
        });
        problem.map_or(Ok(self), |problem| Err(OrderError::Parameter { fault, problem }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Target};

    #[test]
    fn every_target_has_the_name_that_serde_reads() {
        for target in Target::ALL {
            assert_eq!(serde_json::to_value(target).unwrap(), target.name());
        }
    }

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
            (r#"{"fault": "html", "ms": 5}"#, "`ms` belongs to the fault `slow`"),
            (r#"{"fault": "close", "body": null}"#, "`body` belongs to the fault `answer`"),
            (r#"{"fault": "expires_in", "value": null, "missing": true}"#, "either `value`"),
            (r#"{"fault": "answer", "status": 101}"#, "from 200 to 999"),
            (r#"{"fault": "answer", "headers": {"a b": "c"}}"#, "HTTP does not allow"),
            (r#"{"fault": "answer", "headers": [["a", "b\nc: d"]]}"#, "HTTP does not allow"),
            (r#"{"fault": "answer", "headers": {"Content-Length": "9"}}"#, "length of the body"),
            (r#"{"fault": "close", "times": -1}"#, "not an order of a fault"),
        ] {
            let error = Order::parse(text).map(drop).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn an_order_reads_back_as_it_was_given() {
        for text in [
            r#"{"fault":"expires_in","on":"token","times":1,"value":null}"#,
            r#"{"fault":"expires_in","on":"refresh","missing":true}"#,
            r#"{"fault":"answer","on":"any","status":418,"headers":[["a","1"],["a","2"]],"body":[]}"#,
        ] {
            assert_eq!(serde_json::to_string(&Order::parse(text).unwrap()).unwrap(), text);
        }
    }
}
