//! The OAuth life cycle as a sequence of messages, which the guide draws.

use super::{ApiTerms, Grant};

/// A participant of the life cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The user of Postman.
    Person,
    /// Postman, with the collection's scripts.
    Client,
    /// The server that issues tokens.
    TokenEndpoint,
    /// The API.
    Api,
}

impl Actor {
    /// All participants, in the order of a diagram from left to right.
    pub const ALL: [Self; 4] = [Self::Person, Self::Client, Self::TokenEndpoint, Self::Api];

    /// The name, for people.
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
    /// A new token before the old one expires.
    Renewal,
}

impl Phase {
    /// The heading, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Login => "Getting the first token",
            Self::Call => "Every request to the API",
            Self::Renewal => "Renewing the token before it expires",
        }
    }
}

/// One message of the life cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The part of the life cycle that it belongs to.
    pub phase: Phase,
    /// The sender.
    pub from: Actor,
    /// The recipient; equal to the sender for a step that involves nobody else.
    pub to: Actor,
    /// The text; names from [`ApiTerms`] are in backquotes.
    pub text: String,
    /// The parameters, headers or JSON members in it; one line each.
    pub carries: Vec<String>,
}

/// The life cycle of one API: what its messages depend on.
#[derive(Debug)]
pub struct Lifecycle<'c> {
    /// The grant that gets the first token.
    pub grant: Grant,
    /// The names that the API uses.
    pub terms: &'c ApiTerms,
    /// The parameters of the token request, without `grant_type`.
    pub parameters: &'c [String],
    /// The headers of every request to the API, without `Authorization`, as `Name: value`.
    pub headers: &'c [String],
    /// How long before its expiry scripts renew a token, such as `5 minutes`; `None` without scripts that do.
    pub margin: Option<&'c str>,
}

impl Lifecycle<'_> {
    /// The messages, in order.
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
            "The test script stores the tokens and their expiry time"
        } else {
            "Store the token where requests read it"
        };
        let has_user = self.grant == Grant::Password;
        let response: &[&str] =
            if has_user { &["access_token", "refresh_token", "expires_in"] } else { &["access_token", "expires_in"] };
        vec![
            self.message(Phase::Login, Person, Client, "Send {login}", Vec::new()),
            self.message(Phase::Login, Client, TokenEndpoint, "POST {token_url}", parameters),
            self.message(Phase::Login, TokenEndpoint, Client, "200 with the tokens", lines(response)),
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
            self.message(Phase::Call, Client, Api, "The request with its headers", headers),
            self.message(Phase::Call, Api, Client, "200 with the requested data", Vec::new()),
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
        let response: &[&str] = if has_user {
            &["access_token", "expires_in", "refresh_token (not always)"]
        } else {
            &["access_token", "expires_in"]
        };
        let why = format!("Before a request: the token expires in less than {margin}");
        vec![
            self.message(Phase::Renewal, Client, Client, &why, Vec::new()),
            self.message(Phase::Renewal, Client, TokenEndpoint, "POST {token_url}", parameters),
            self.message(
                Phase::Renewal,
                TokenEndpoint,
                Client,
                "200 with new tokens, which are stored",
                lines(response),
            ),
            self.message(Phase::Renewal, Client, Api, "The request with the new token", Vec::new()),
        ]
    }

    fn message(&self, phase: Phase, from: Actor, to: Actor, text: &str, carries: Vec<String>) -> Message {
        Message { phase, from, to, text: self.terms.fill(text), carries }
    }
}

fn lines(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Lifecycle, Phase, lines};
    use crate::oauth::{ApiTerms, Grant};

    fn lifecycle<'c>(grant: Grant, terms: &'c ApiTerms, parameters: &'c [String]) -> Lifecycle<'c> {
        Lifecycle { grant, terms, parameters, headers: &[], margin: Some("5 minutes") }
    }

    #[test]
    fn the_password_login_has_its_parameters_and_messages_9_to_12_are_the_refresh() {
        let (terms, parameters) = (ApiTerms::default(), lines(Grant::Password.parameters()));
        let headers = ["X-Client: a".to_owned()];
        let messages = Lifecycle { headers: &headers, ..lifecycle(Grant::Password, &terms, &parameters) }.messages();
        assert_eq!(messages.len(), 12);
        assert_eq!(messages[1].carries, ["grant_type=password", "username", "password", "client_id", "client_secret"]);
        assert_eq!(messages[6].carries, ["Authorization: Bearer <token>", "X-Client: a"]);
        assert!(messages[8..].iter().all(|message| message.phase == Phase::Renewal));
        assert_eq!(messages[9].carries[..2], ["grant_type=refresh_token", "refresh_token"]);
    }

    #[test]
    fn the_client_credentials_grant_gets_a_new_token_without_a_refresh_token() {
        let (terms, parameters) = (ApiTerms::default(), lines(Grant::ClientCredentials.parameters()));
        let messages = lifecycle(Grant::ClientCredentials, &terms, &parameters).messages();
        assert_eq!(messages[9].carries, ["grant_type=client_credentials", "client_id", "client_secret"]);
        assert!(messages.iter().all(|message| !message.carries.iter().any(|line| line.contains("refresh_token"))));
    }

    #[test]
    fn without_a_margin_no_message_mentions_a_renewal_or_a_script() {
        let terms = ApiTerms::default();
        let messages = Lifecycle { margin: None, ..lifecycle(Grant::Password, &terms, &[]) }.messages();
        assert!(messages.iter().all(|message| message.phase != Phase::Renewal && !message.text.contains("script")));
        assert_eq!(messages[1].carries, ["grant_type=password"], "only the parameters of the request");
    }
}
