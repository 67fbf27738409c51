//! The steps of the walk.

use std::fmt;

/// A step of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The values are complete and well formed.
    Values,
    /// The token request of the source is right as it is written.
    Request,
    /// The name of the server resolves.
    Resolve,
    /// The server takes a connection.
    Connect,
    /// Encryption can be agreed on, and the certificate is right.
    Tls,
    /// The token endpoint gives a token.
    Token,
    /// The token answer is well formed.
    Answer,
    /// The API takes the token.
    Verify,
    /// The API answers where the address holds values of a person: an organisation's id.
    Rights,
    /// Whether the API needs each header that every request carries.
    Headers,
    /// The refresh token gives a new token.
    Refresh,
    /// The API takes the new token.
    NewToken,
    /// What the old token is worth after the refresh.
    OldToken,
    /// How long tokens live, and whether the clocks agree.
    Lifetime,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 14] = [
        Self::Values,
        Self::Request,
        Self::Resolve,
        Self::Connect,
        Self::Tls,
        Self::Token,
        Self::Answer,
        Self::Verify,
        Self::Rights,
        Self::Headers,
        Self::Refresh,
        Self::NewToken,
        Self::OldToken,
        Self::Lifetime,
    ];

    /// Its stable name, as `--only` and `--from` take it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Request => "request",
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Token => "token",
            Self::Answer => "answer",
            Self::Verify => "verify",
            Self::Rights => "rights",
            Self::Headers => "headers",
            Self::Refresh => "refresh",
            Self::NewToken => "new-token",
            Self::OldToken => "old-token",
            Self::Lifetime => "lifetime",
        }
    }

    /// What it is about, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Values => "values complete and well formed",
            Self::Request => "token request as it is written",
            Self::Resolve => "name resolves",
            Self::Connect => "TCP connection",
            Self::Tls => "TLS and certificate",
            Self::Token => "token request",
            Self::Answer => "token answer well formed",
            Self::Verify => "API takes the token",
            Self::Rights => "rights where values say",
            Self::Headers => "without each fixed header",
            Self::Refresh => "refresh",
            Self::NewToken => "API takes the new token",
            Self::OldToken => "old token after the refresh",
            Self::Lifetime => "token life and clock",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which steps are walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(Vec<Step>);

impl Selection {
    /// All steps.
    pub fn all() -> Self {
        Self(Step::ALL.to_vec())
    }

    /// These steps. Those that need a token take the one that is stored among the values.
    pub fn only(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// This step and those behind it.
    pub fn from(first: Step) -> Self {
        Self(Step::ALL.into_iter().filter(|step| *step >= first).collect())
    }

    /// Whether `step` is walked.
    pub fn has(&self, step: Step) -> bool {
        self.0.contains(&step)
    }
}
