//! The faults that are ordered.

use super::order::{Order, Target};
use crate::oauth::{Grant, Scope};

/// What a call is, for the choice of its fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// The token endpoint, with the grant as far as it can be read.
    Token(Option<Grant>),
    Api,
}

impl Order {
    fn meets(&self, call: Call) -> bool {
        match call {
            Call::Api => matches!(self.on, Target::Api | Target::Any) && self.fault.scope() == Scope::Any,
            Call::Token(grant) => match self.on {
                Target::Token | Target::Any => true,
                Target::Login => grant.is_some_and(Grant::is_login),
                Target::Refresh => grant == Some(Grant::RefreshToken),
                Target::Api => false,
            },
        }
    }
}

/// The orders in force, in the order in which they are tried.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<Order>);

impl Orders {
    pub(super) const fn new(orders: Vec<Order>) -> Self {
        Self(orders)
    }

    /// Those still in force.
    pub(super) fn list(&self) -> &[Order] {
        &self.0
    }

    /// The first order that meets `call`, counted down.
    pub(super) fn take(&mut self, call: Call) -> Option<Order> {
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
    use super::{Call, Order, Orders, Target};
    use crate::oauth::{Fault, Grant};
    use serde_json::json;

    #[test]
    fn the_first_order_that_meets_counts_down() {
        let order = |value| Order::from_json(value).unwrap();
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
        let meets = |on, call| Order::new(Fault::Html, on).unwrap().meets(call);
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
}
