//! Runs the steps in their order, until one fails.

mod api_request;
mod lifetime;
mod network;
mod refresh;
mod session;
mod token_request;

pub use session::{DoctorObserver, DoctorSettings};

use super::check_requests::check_requests;
use super::check_values::check_values;
use super::report::{DoctorReport, StepStatus};
use super::{DoctorStep, DoctorTarget, ReceivedTokens, StepSelection, VariableValues};
use session::{Outcome, Session};

/// The result of a walk.
#[derive(Debug)]
pub struct WalkResult {
    /// What was found. It holds no secret.
    pub report: DoctorReport,
    /// The newest tokens that the API issued.
    pub tokens: Option<ReceivedTokens>,
}

/// Runs the selected steps of the OAuth life cycle. After a step that fails, the later steps are skipped and say so.
///
/// At most one log-in is sent. Nothing is tried twice, no redirect is followed, and nothing is sent after a certificate was refused.
pub fn walk(
    target: &DoctorTarget,
    values: &VariableValues,
    settings: &DoctorSettings,
    selection: StepSelection,
    observer: &mut dyn DoctorObserver,
) -> WalkResult {
    let mut session = Session::new(target, values, settings, selection, observer);
    let are_values_right = session.run_step(DoctorStep::Values, run_values);
    let are_requests_right = session.run_step(DoctorStep::Request, run_requests) || !session.has_failed();
    network::run_network_steps(&mut session);
    if session.blocked.is_none() && !(are_values_right && are_requests_right) {
        let what = if are_values_right { "the token request" } else { "the values" };
        session.blocked = Some(format!("{what} must be fixed first"));
    }
    let mut replaced = None;
    session.run_required_step(DoctorStep::Token, token_request::request_token);
    session.run_required_step(DoctorStep::Response, |session| {
        session.token_outcome.take().unwrap_or_else(|| Outcome::skipped("no token was requested"))
    });
    session.run_required_step(DoctorStep::Verify, |session| api_request::verify(session, DoctorStep::Verify));
    session.run_required_step(DoctorStep::Rights, api_request::check_rights);
    session.run_required_step(DoctorStep::Headers, api_request::check_headers);
    session.run_required_step(DoctorStep::Refresh, |session| refresh::refresh(session, &mut replaced));
    session.run_required_step(DoctorStep::NewToken, |session| refresh::verify_new_token(session, replaced.is_some()));
    session.run_required_step(DoctorStep::OldToken, |session| refresh::try_old_token(session, replaced.as_ref()));
    // A wrong clock explains other failures, so this step runs whenever anything is known.
    if session.tokens.is_some() || !session.clock_offsets.is_empty() {
        session.blocked = None;
    }
    session.run_step(DoctorStep::Lifetime, |session| lifetime::check_lifetime(session));
    let url = target.url(values).map(|url| session.mask.known(&url.to_string()));
    let Session { steps, exchanges, tokens, .. } = session;
    let report = DoctorReport { name: target.name.clone(), url, terms: target.terms.clone(), steps, exchanges };
    WalkResult { report, tokens }
}

impl Session<'_> {
    /// Runs a step that all later steps depend on.
    fn run_required_step(&mut self, step: DoctorStep, run: impl FnOnce(&mut Self) -> Outcome) {
        let was_blocked = self.blocked.is_some();
        if !self.run_step(step, run) && !was_blocked && self.has_failed() {
            self.blocked = Some(format!("the step `{step}` failed"));
        }
    }

    fn has_failed(&self) -> bool {
        self.steps.last().is_some_and(|result| result.status == StepStatus::Failed)
    }
}

fn run_values(session: &mut Session<'_>) -> Outcome {
    let checked = check_values(session.target, session.values, session.client.now());
    if !checked.errors.is_empty() {
        return Outcome::failed(checked.errors);
    }
    if !checked.notes.is_empty() {
        return Outcome::noted(checked.notes);
    }
    Outcome::passed(format!("values: {}", checked.count))
}

fn run_requests(session: &mut Session<'_>) -> Outcome {
    if session.target.grant.is_none() {
        return Outcome::skipped("the manifest has no [oauth]");
    }
    let (errors, count) = check_requests(session.target, session.values);
    if errors.is_empty() { Outcome::passed(format!("requests: {count}")) } else { Outcome::failed(errors) }
}
