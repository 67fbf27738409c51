//! Which calls a fault is ordered for.

use super::Scope;
use serde::{Deserialize, Serialize};

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

    /// Whether there are calls that are meant by both.
    pub(super) const fn suits(self, scope: Scope) -> bool {
        match scope {
            Scope::Any => true,
            Scope::Token => matches!(self, Self::Token | Self::Login | Self::Refresh | Self::Any),
            Scope::Password => matches!(self, Self::Token | Self::Login | Self::Any),
            Scope::Refresh => matches!(self, Self::Token | Self::Refresh | Self::Any),
            Scope::Api | Scope::Organisation => matches!(self, Self::Api | Self::Any),
        }
    }

    /// Those that suit, for people.
    pub(super) fn listed(scope: Scope) -> String {
        let suits = |target: &Self| *target != Self::Any && target.suits(scope);
        let names: Vec<_> = Self::ALL.into_iter().filter(suits).map(|target| format!("`{}`", target.name())).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn every_target_has_the_name_that_serde_reads() {
        for target in Target::ALL {
            assert_eq!(serde_json::to_value(target).unwrap(), target.name());
        }
    }
}
