//! The steps that the doctor runs, and which of them are selected.

use std::fmt;

/// A step of the doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DoctorStep {
    /// The values are complete and well formed.
    Values,
    /// The token requests and Authorization headers in the source are right.
    Request,
    /// The host name resolves.
    Resolve,
    /// The server accepts a TCP connection.
    Connect,
    /// The TLS handshake succeeds, and the certificate is valid.
    Tls,
    /// The token endpoint issues a token.
    Token,
    /// The token response is well formed.
    Response,
    /// The API accepts the token.
    Verify,
    /// The API grants access where the URL holds a personal value, such as the id of an organization.
    Rights,
    /// Whether the API needs each header that all requests carry.
    Headers,
    /// The refresh token yields a new access token.
    Refresh,
    /// The API accepts the new token.
    NewToken,
    /// Whether the old access token still works after the refresh.
    OldToken,
    /// How long the token is valid, and whether the clocks agree.
    Lifetime,
}

impl DoctorStep {
    /// All steps, in their order.
    pub const ALL: [Self; 14] = [
        Self::Values,
        Self::Request,
        Self::Resolve,
        Self::Connect,
        Self::Tls,
        Self::Token,
        Self::Response,
        Self::Verify,
        Self::Rights,
        Self::Headers,
        Self::Refresh,
        Self::NewToken,
        Self::OldToken,
        Self::Lifetime,
    ];

    /// The stable name, as `--only` and `--from` take it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Request => "request",
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Token => "token",
            Self::Response => "response",
            Self::Verify => "verify",
            Self::Rights => "rights",
            Self::Headers => "headers",
            Self::Refresh => "refresh",
            Self::NewToken => "new-token",
            Self::OldToken => "old-token",
            Self::Lifetime => "lifetime",
        }
    }

    /// A title for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Values => "values complete and well formed",
            Self::Request => "token requests in the source",
            Self::Resolve => "host name resolves",
            Self::Connect => "TCP connection",
            Self::Tls => "TLS and certificate",
            Self::Token => "token request",
            Self::Response => "token response well formed",
            Self::Verify => "API accepts the token",
            Self::Rights => "access with your own ids",
            Self::Headers => "which fixed headers are needed",
            Self::Refresh => "token refresh",
            Self::NewToken => "API accepts the new token",
            Self::OldToken => "old token after the refresh",
            Self::Lifetime => "token lifetime and clocks",
        }
    }
}

impl fmt::Display for DoctorStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which steps run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepSelection(Vec<DoctorStep>);

impl StepSelection {
    /// All steps.
    pub fn all() -> Self {
        Self(DoctorStep::ALL.to_vec())
    }

    /// These steps. A step that needs a token takes the one among the values.
    pub fn only(steps: impl IntoIterator<Item = DoctorStep>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// This step and all after it.
    pub fn from(first: DoctorStep) -> Self {
        Self(DoctorStep::ALL.into_iter().filter(|step| *step >= first).collect())
    }

    /// Whether `step` runs.
    pub fn has(&self, step: DoctorStep) -> bool {
        self.0.contains(&step)
    }
}
