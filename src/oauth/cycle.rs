//! The life cycle as the messages that go to and fro: what the guide draws and the doctor walks.

use super::{ApiTerms, Grant};

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

/// What the messages of a life cycle depend on.
#[derive(Debug)]
pub struct Cycle<'c> {
    /// How the first token is got.
    pub grant: Grant,
    /// What the API calls its parts.
    pub words: &'c ApiTerms,
    /// What the token request carries beside `grant_type`.
    pub parameters: &'c [String],
    /// Headers that every request to the API carries beside `Authorization`, as `Name: value`.
    pub headers: &'c [String],
    /// How long before its end scripts renew a token. None: there are no scripts that do.
    pub margin: Option<&'c str>,
}

impl Cycle<'_> {
    /// The messages in their order.
    pub fn messages(&self) -> Vec<Message> {
        let mut messages = self.login();
        messages.extend(self.call());
        messages.extend(self.margin.map(|margin| self.renewal(margin)).into_iter().flatten());
        messages
    }

    fn login(&self) -> Vec<Message> {
        use Actor::{Client, Person, TokenEndpoint};
        let grant = format!("grant_type={}", self.grant);
        let parameters = std::iter::once(grant).chain(self.parameters.iter().cloned()).collect();
        let stored = if self.margin.is_some() {
            "The test script stores the tokens, and when they end"
        } else {
            "The token is put where requests take it from"
        };
        let has_user = self.grant == Grant::Password;
        let answer: &[&str] =
            if has_user { &["access_token", "refresh_token", "expires_in"] } else { &["access_token", "expires_in"] };
        vec![
            self.message(Phase::Login, Person, Client, "Send {login}", Vec::new()),
            self.message(Phase::Login, Client, TokenEndpoint, "POST {token_url}", parameters),
            self.message(Phase::Login, TokenEndpoint, Client, "200 with the tokens", lines(answer)),
            self.message(Phase::Login, Client, Client, stored, Vec::new()),
        ]
    }

    fn call(&self) -> Vec<Message> {
        use Actor::{Api, Client, Person};
        let token = "Authorization: Bearer <token>".to_owned();
        let headers = std::iter::once(token).chain(self.headers.iter().cloned()).collect();
        let mut messages = vec![
            self.message(Phase::Call, Person, Client, "Send any request", Vec::new()),
            self.message(Phase::Call, Client, Client, "The pre-request script sets the headers", Vec::new()),
            self.message(Phase::Call, Client, Api, "The request, with its headers", headers),
            self.message(Phase::Call, Api, Client, "200 with what was asked for", Vec::new()),
        ];
        if self.margin.is_none() {
            messages.remove(1);
        }
        messages
    }

    fn renewal(&self, margin: &str) -> Vec<Message> {
        use Actor::{Api, Client, TokenEndpoint};
        let has_user = self.grant == Grant::Password;
        let grant = if has_user { Grant::RefreshToken } else { self.grant };
        let parameters = std::iter::once(format!("grant_type={grant}")).chain(lines(grant.parameters())).collect();
        let answer: &[&str] = if has_user {
            &["access_token", "expires_in", "refresh_token (not always)"]
        } else {
            &["access_token", "expires_in"]
        };
        let why = format!("Before a request: less than {margin} left");
        vec![
            self.message(Phase::Renewal, Client, Client, &why, Vec::new()),
            self.message(Phase::Renewal, Client, TokenEndpoint, "POST {token_url}", parameters),
            self.message(Phase::Renewal, TokenEndpoint, Client, "200 with new tokens, which are stored", lines(answer)),
            self.message(Phase::Renewal, Client, Api, "The request goes out with the new token", Vec::new()),
        ]
    }

    fn message(&self, phase: Phase, from: Actor, to: Actor, text: &str, carries: Vec<String>) -> Message {
        Message { phase, from, to, text: self.words.fill(text), carries }
    }
}

fn lines(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Cycle, Phase, lines};
    use crate::oauth::{ApiTerms, Grant};

    fn cycle<'c>(grant: Grant, words: &'c ApiTerms, parameters: &'c [String]) -> Cycle<'c> {
        Cycle { grant, words, parameters, headers: &[], margin: Some("5 minutes") }
    }

    #[test]
    fn the_first_grant_carries_its_parameters_and_the_refresh_is_steps_9_to_12() {
        let (words, parameters) = (ApiTerms::default(), lines(Grant::Password.parameters()));
        let headers = ["X-Client: a".to_owned()];
        let messages = Cycle { headers: &headers, ..cycle(Grant::Password, &words, &parameters) }.messages();
        assert_eq!(messages.len(), 12);
        assert_eq!(messages[1].carries, ["grant_type=password", "username", "password", "client_id", "client_secret"]);
        assert_eq!(messages[6].carries, ["Authorization: Bearer <token>", "X-Client: a"]);
        assert!(messages[8..].iter().all(|message| message.phase == Phase::Renewal));
        assert_eq!(messages[9].carries[..2], ["grant_type=refresh_token", "refresh_token"]);
    }

    #[test]
    fn an_application_asks_again_instead_of_refreshing() {
        let (words, parameters) = (ApiTerms::default(), lines(Grant::ClientCredentials.parameters()));
        let messages = cycle(Grant::ClientCredentials, &words, &parameters).messages();
        assert_eq!(messages[9].carries, ["grant_type=client_credentials", "client_id", "client_secret"]);
        assert!(messages.iter().all(|message| !message.carries.iter().any(|line| line.contains("refresh_token"))));
    }

    #[test]
    fn where_no_script_helps_none_is_spoken_of() {
        let words = ApiTerms::default();
        let messages = Cycle { margin: None, ..cycle(Grant::Password, &words, &[]) }.messages();
        assert!(messages.iter().all(|message| message.phase != Phase::Renewal && !message.text.contains("script")));
        assert_eq!(messages[1].carries, ["grant_type=password"], "only what the request really carries");
    }
}
