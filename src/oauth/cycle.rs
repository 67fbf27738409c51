//! The life cycle as the messages that go to and fro: what the guide draws and the doctor walks.

use super::{Grant, Words};

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The person at Postman.
    Person,
    /// Postman with the collection's scripts.
    Client,
    /// The server that issues tokens.
    TokenEndpoint,
    /// The API.
    Api,
}

impl Actor {
    /// All of them, as a picture shows them from left to right.
    pub const ALL: [Self; 4] = [Self::Person, Self::Client, Self::TokenEndpoint, Self::Api];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "You",
            Self::Client => "Postman",
            Self::TokenEndpoint => "Token endpoint",
            Self::Api => "API",
        }
    }
}

/// A part of the life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The first token.
    Login,
    /// A request to the API.
    Call,
    /// A new token before the old one ends.
    Renewal,
}

impl Phase {
    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Login => "Getting the first token",
            Self::Call => "Every request to the API",
            Self::Renewal => "Renewing the token before it ends",
        }
    }
}

/// One message of the life cycle. Texts may hold words in backquotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The part that it belongs to.
    pub phase: Phase,
    /// Who sends it.
    pub from: Actor,
    /// Who gets it; the sender itself for what it does alone.
    pub to: Actor,
    /// What it says.
    pub text: String,
    /// What it carries: parameters, headers, members; each one line.
    pub carries: Vec<String>,
}

/// The messages of the life cycle that begins with `grant`, in order. `headers` are those that every request to the API carries beside
/// `Authorization`, as `Name: value`; `margin` says how long before its end a token is renewed.
pub fn life_cycle(grant: Grant, words: &Words, headers: &[String], margin: &str) -> Vec<Message> {
    use Actor::{Api, Client, Person, TokenEndpoint};
    let message = |phase, from, to, text: &str, carries: Vec<String>| Message {
        phase,
        from,
        to,
        text: words.fill(text),
        carries,
    };
    let parameters = |grant: Grant| {
        let own = grant.parameters().iter().map(|name| (*name).to_owned());
        std::iter::once(format!("grant_type={grant}")).chain(own).collect::<Vec<_>>()
    };
    let members = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let both = std::iter::once("Authorization: Bearer <token>".to_owned()).chain(headers.iter().cloned()).collect();
    let has_user = grant == Grant::Password;
    let renewal = if has_user { Grant::RefreshToken } else { grant };
    let answer: &[&str] =
        if has_user { &["access_token", "refresh_token", "expires_in"] } else { &["access_token", "expires_in"] };
    let mut messages = vec![
        message(Phase::Login, Person, Client, "Send {login}", Vec::new()),
        message(Phase::Login, Client, TokenEndpoint, "POST {token_url}", parameters(grant)),
        message(Phase::Login, TokenEndpoint, Client, "200 with the tokens", members(answer)),
        message(Phase::Login, Client, Client, "The test script stores the tokens, and when they end", Vec::new()),
        message(Phase::Call, Person, Client, "Send any request", Vec::new()),
        message(Phase::Call, Client, Client, "The pre-request script sets the headers", Vec::new()),
        message(Phase::Call, Client, Api, "The request, with its headers", both),
        message(Phase::Call, Api, Client, "200 with what was asked for", Vec::new()),
    ];
    let why = format!("Before a request: less than {margin} left");
    let renewed: &[&str] = if has_user {
        &["access_token", "expires_in", "refresh_token (not always)"]
    } else {
        &["access_token", "expires_in"]
    };
    messages.extend([
        message(Phase::Renewal, Client, Client, &why, Vec::new()),
        message(Phase::Renewal, Client, TokenEndpoint, "POST {token_url}", parameters(renewal)),
        message(Phase::Renewal, TokenEndpoint, Client, "200 with new tokens, which are stored", members(renewed)),
        message(Phase::Renewal, Client, Api, "The request goes out with the new token", Vec::new()),
    ]);
    messages
}

#[cfg(test)]
mod tests {
    use super::{Phase, life_cycle};
    use crate::oauth::{Grant, Words};

    #[test]
    fn the_first_grant_carries_its_parameters_and_the_refresh_is_steps_9_to_12() {
        let messages = life_cycle(Grant::Password, &Words::default(), &["X-Client: a".to_owned()], "5 minutes");
        assert_eq!(messages.len(), 12);
        assert_eq!(messages[1].carries, ["grant_type=password", "username", "password", "client_id", "client_secret"]);
        assert_eq!(messages[6].carries, ["Authorization: Bearer <token>", "X-Client: a"]);
        assert!(messages[8..].iter().all(|message| message.phase == Phase::Renewal));
        assert_eq!(messages[9].carries[..2], ["grant_type=refresh_token", "refresh_token"]);
    }

    #[test]
    fn an_application_asks_again_instead_of_refreshing() {
        let messages = life_cycle(Grant::ClientCredentials, &Words::default(), &[], "5 minutes");
        assert_eq!(messages[9].carries, ["grant_type=client_credentials", "client_id", "client_secret"]);
        assert!(messages.iter().all(|message| !message.carries.iter().any(|line| line.contains("refresh_token"))));
    }
}
