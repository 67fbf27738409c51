//! The state of a walk: settings and observer, results so far, tokens, the server's clock; and sending a request with all of it.

use crate::doctor::diagnosis::Diagnosis;
use crate::doctor::mask::Mask;
use crate::doctor::report::{StepResult, StepStatus};
use crate::doctor::tokens::JsonBody;
use crate::doctor::{DoctorStep, DoctorTarget, MaskedExchange, ReceivedTokens, StepSelection, VariableValues};
use crate::http::{Client, ClientFailure, ClientRequest, ClientResponse, ClientSettings, FailureKind, HttpUrl};
use crate::source::manifest::Role;
use std::time::{Duration, Instant, SystemTime};
use zeroize::Zeroizing;

/// The settings of a walk.
#[derive(Debug, Clone)]
pub struct DoctorSettings {
    /// How requests are sent.
    pub client: ClientSettings,
    /// Whether new tokens will be stored. If not, a stored refresh token is not used: a server that rotates refresh tokens accepts each
    /// of them once, so the stored one would be lost.
    pub stores_tokens: bool,
}

impl DoctorSettings {
    /// The default settings, at the time `now`.
    pub fn new(now: SystemTime) -> Self {
        Self { client: ClientSettings::new(now), stores_tokens: false }
    }
}

/// Is called as a walk goes on. Nothing that it gets holds a secret.
pub trait DoctorObserver {
    /// A step starts.
    fn step_started(&mut self, _step: DoctorStep) {}
    /// A request was sent, and its response came or not.
    fn request_sent(&mut self, _exchange: &MaskedExchange) {}
    /// A step has finished.
    fn step_finished(&mut self, _result: &StepResult) {}
}

impl DoctorObserver for () {}

/// A walk in progress.
pub(super) struct Session<'w> {
    pub(super) target: &'w DoctorTarget,
    pub(super) values: &'w VariableValues,
    selection: StepSelection,
    pub(super) client: Client<'w>,
    pub(super) mask: Mask,
    pub(super) steps: Vec<StepResult>,
    pub(super) exchanges: Vec<MaskedExchange>,
    /// The tokens of the log-in, or of the refresh after it.
    pub(super) tokens: Option<ReceivedTokens>,
    /// The outcome of the step that checks the token response.
    pub(super) token_outcome: Option<Outcome>,
    /// Why all later steps are skipped.
    pub(super) blocked: Option<String>,
    /// The refused certificate after which nothing more is sent.
    refused: Option<ClientFailure>,
    /// URLs that were tried without credentials and do not redirect.
    pub(super) probed: Vec<HttpUrl>,
    /// Whether new tokens will be stored.
    pub(super) stores_tokens: bool,
    /// How far the server's clock is ahead, in seconds, by each response with a date.
    pub(super) clock_offsets: Vec<i64>,
    observer: &'w mut dyn DoctorObserver,
}

/// The outcome of a step.
pub(super) struct Outcome {
    pub(super) status: StepStatus,
    pub(super) diagnosis: Diagnosis,
}

impl Outcome {
    pub(super) fn passed(fact: impl Into<String>) -> Self {
        Self { status: StepStatus::Passed, diagnosis: Diagnosis::default().fact(fact) }
    }

    pub(super) fn noted(diagnosis: Diagnosis) -> Self {
        Self { status: StepStatus::Noted, diagnosis }
    }

    pub(super) fn failed(diagnosis: Diagnosis) -> Self {
        Self { status: StepStatus::Failed, diagnosis }
    }

    pub(super) fn skipped(why: impl Into<String>) -> Self {
        Self { status: StepStatus::Skipped, diagnosis: Diagnosis::default().fact(why) }
    }
}

impl<'w> Session<'w> {
    pub(super) fn new(
        target: &'w DoctorTarget,
        values: &'w VariableValues,
        settings: &'w DoctorSettings,
        selection: StepSelection,
        observer: &'w mut dyn DoctorObserver,
    ) -> Self {
        let mut mask = Mask::new(target, values);
        for proxy in [&settings.client.proxies.http, &settings.client.proxies.https].into_iter().flatten() {
            proxy.secrets().for_each(|secret| mask.learn_secret("proxy", secret));
        }
        Self {
            target,
            values,
            selection,
            client: Client::new(&settings.client),
            mask,
            steps: Vec::new(),
            exchanges: Vec::new(),
            tokens: None,
            token_outcome: None,
            blocked: None,
            refused: None,
            probed: Vec::new(),
            stores_tokens: settings.stores_tokens,
            clock_offsets: Vec::new(),
            observer,
        }
    }

    /// Whether nobody on the way reads a request to `url`: it is encrypted, or it stays on this machine, where no proxy forwards it.
    pub(super) fn is_guarded(&self, url: &HttpUrl) -> bool {
        url.is_https || url.is_loopback() && self.client.proxy(url).is_none()
    }

    /// Runs `step`, unless it is not selected. `true`: later steps may run.
    pub(super) fn run_step(&mut self, step: DoctorStep, run: impl FnOnce(&mut Self) -> Outcome) -> bool {
        if !self.selection.has(step) {
            return true;
        }
        self.observer.step_started(step);
        let start = Instant::now();
        let outcome = match &self.blocked {
            Some(why) => Outcome::skipped(why.clone()),
            None => run(self),
        };
        let duration = if outcome.status == StepStatus::Skipped { Duration::ZERO } else { start.elapsed() };
        let Diagnosis { causes, facts } = outcome.diagnosis;
        // Facts are masked where they are written; this is a second net.
        let facts = facts.iter().map(|fact| self.mask.once_more(fact)).collect();
        let result = StepResult { step, status: outcome.status, duration, causes, facts };
        self.observer.step_finished(&result);
        self.steps.push(result);
        matches!(outcome.status, StepStatus::Passed | StepStatus::Noted)
    }

    /// Sends a request and records the exchange, masked.
    pub(super) fn send(&mut self, step: DoctorStep, request: &ClientRequest) -> Result<ClientResponse, ClientFailure> {
        if let Some(failure) = &self.refused {
            return Err(failure.clone());
        }
        let start = Instant::now();
        let response = self.client.send(request);
        let duration = start.elapsed();
        let is_certificate = |failure: &&ClientFailure| matches!(failure.kind, FailureKind::Certificate(_));
        self.refused = response.as_ref().err().filter(is_certificate).cloned();
        if let Ok(response) = &response {
            self.mask_tokens(response);
            self.clock_offsets.extend(response.header("date").and_then(|date| self.clock_offset(date)));
        }
        let exchange = MaskedExchange::new(step, request, &response, &self.mask, duration);
        self.observer.request_sent(&exchange);
        self.exchanges.push(exchange);
        response
    }

    /// Adds the tokens in a response to the mask, before anything of the response is shown.
    fn mask_tokens(&mut self, response: &ClientResponse) {
        let Some(json) = JsonBody::parse(&response.body) else { return };
        for name in ["access_token", "refresh_token", "id_token"] {
            if let Some(token) = json.get(name).and_then(serde_json::Value::as_str) {
                // Masking takes time by length; texts longer than any token are not shown at all.
                self.mask.learn_secret(name, &token[..token.floor_char_boundary(1 << 13)]);
            }
        }
    }

    fn clock_offset(&self, date: &str) -> Option<i64> {
        let server = parse_http_date(date)?;
        let now = self.client.now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        Some(i64::try_from(server).ok()?.saturating_sub(i64::try_from(now).ok()?))
    }

    /// The access token of this walk, or the stored one.
    pub(super) fn access_token(&self) -> Option<Zeroizing<String>> {
        let stored = || self.values.get(&self.target.variable(Role::AccessToken));
        self.tokens.as_ref().map(ReceivedTokens::access).or_else(stored).map(|token| Zeroizing::new(token.to_owned()))
    }

    /// The refresh token of this walk; without a log-in the stored one.
    pub(super) fn refresh_token(&self) -> Option<Zeroizing<String>> {
        let token = match &self.tokens {
            Some(tokens) => tokens.refresh(),
            None => self.values.get(&self.target.variable(Role::RefreshToken)),
        };
        token.map(|token| Zeroizing::new(token.to_owned()))
    }
}

/// The time in a header `Date` (RFC 9110, section 5.6.7), in seconds since 1970.
fn parse_http_date(text: &str) -> Option<u64> {
    let date = httpdate::parse_http_date(text).ok()?;
    date.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::parse_http_date;

    #[test]
    fn http_dates_are_parsed() {
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!((parse_http_date("now"), parse_http_date("")), (None, None));
    }
}
