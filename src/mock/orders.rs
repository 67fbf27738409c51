//! The faults that are ordered.

use super::Scope;
use super::order::FaultRule;
use super::target::Target;
use crate::oauth::Grant;

/// What a call is, for the choice of its fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// The token endpoint, with the grant as far as it can be read.
    Token(Option<Grant>),
    Api,
    /// The API, for the user itself: `/me` and below.
    Me,
}

impl FaultRule {
    fn meets(&self, call: Call) -> bool {
        let grant = match call {
            Call::Token(grant) => grant,
            Call::Api | Call::Me => None,
        };
        let at_token_endpoint = matches!(call, Call::Token(_));
        let targeted = match self.on {
            Target::Any => true,
            Target::Token => at_token_endpoint,
            Target::Login => grant.is_some_and(Grant::is_login),
            Target::Refresh => grant == Some(Grant::RefreshToken),
            Target::Api => !at_token_endpoint,
        };
        targeted
            && match self.fault.scope() {
                Scope::Any => true,
                Scope::Token => at_token_endpoint,
                Scope::Password => grant == Some(Grant::Password),
                Scope::Refresh => grant == Some(Grant::RefreshToken),
                Scope::Api => !at_token_endpoint,
                Scope::Organisation => call == Call::Api,
            }
    }
}

/// The orders in force, in the order in which they are tried.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<FaultRule>);

impl Orders {
    pub(super) const fn new(orders: Vec<FaultRule>) -> Self {
        Self(orders)
    }

    /// Those still in force.
    pub(super) fn list(&self) -> &[FaultRule] {
        &self.0
    }

    /// The first order that meets `call`, counted down.
    pub(super) fn take(&mut self, call: Call) -> Option<FaultRule> {
        let at = self.0.iter().position(|order| order.times != Some(0) && order.meets(call))?;
        let order = self.0.get_mut(at)?;
        order.times = order.times.map(|times| times - 1);
        let taken = order.clone();
        self.0.retain(|order| order.times != Some(0));
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, FaultRule, Orders, Target};
    use crate::mock::Fault;
    use crate::oauth::Grant;
    use serde_json::json;

    #[test]
    fn the_first_order_that_meets_counts_down() {
        let order = |value| FaultRule::from_json(value).unwrap();
        let mut orders = Orders::new(vec![
            order(json!({"fault": "no_refresh_token"})),
            order(json!({"fault": "close", "on": "refresh", "times": 0})),
            order(json!({"fault": "html", "on": "api", "times": 2})),
            order(json!({"fault": "slow"})),
        ]);
        let mut take = |call| orders.take(call).map(|order| order.fault);
        assert_eq!(take(Call::Token(Some(Grant::RefreshToken))), Some(Fault::NoRefreshToken));
        let calls = [take(Call::Api), take(Call::Api), take(Call::Api)];
        assert_eq!(calls, [Some(Fault::Html), Some(Fault::Html), Some(Fault::Slow)]);
        assert_eq!(orders.list().len(), 2, "a spent order is gone");
    }

    #[test]
    fn targets_tell_calls_apart() {
        let meets = |on, call| FaultRule::new(Fault::Html, on).unwrap().meets(call);
        let login = Call::Token(Some(Grant::ClientCredentials));
        let refresh = Call::Token(Some(Grant::RefreshToken));
        let unreadable = Call::Token(None);
        for (on, expected) in [
            (Target::Any, [true, true, true, true]),
            (Target::Token, [true, true, true, false]),
            (Target::Login, [true, false, false, false]),
            (Target::Refresh, [false, true, false, false]),
            (Target::Api, [false, false, false, true]),
        ] {
            assert_eq!([login, refresh, unreadable, Call::Api].map(|call| meets(on, call)), expected, "{on:?}");
        }
    }

    #[test]
    fn a_fault_meets_no_calls_but_those_of_its_scope() {
        let calls = [
            Call::Token(Some(Grant::Password)),
            Call::Token(Some(Grant::ClientCredentials)),
            Call::Token(Some(Grant::RefreshToken)),
            Call::Token(None),
            Call::Api,
            Call::Me,
        ];
        for (fault, expected) in [
            (Fault::NoAccessToken, [true, true, true, true, false, false]),
            (Fault::WrongPassword, [true, false, false, false, false, false]),
            (Fault::RefreshRotated, [false, false, true, false, false, false]),
            (Fault::HeaderStripped, [false, false, false, false, true, true]),
            (Fault::ForbiddenOrganisation, [false, false, false, false, true, false]),
            (Fault::Close, [true; 6]),
        ] {
            let order = FaultRule::new(fault, Target::Any).unwrap();
            assert_eq!(calls.map(|call| order.meets(call)), expected, "{fault}");
        }
    }
}
