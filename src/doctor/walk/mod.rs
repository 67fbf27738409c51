//! The walk: one step after the other, until one fails.

mod call;
mod guard;
mod life;
mod login;
mod renewal;

use super::outcome::Report;
use super::session::{Found, Session};
use super::{Observer, Selection, Settings, Step, Target, Tokens, Values, form, judge, written};

pub(super) use life::date;

/// What the walk brought.
#[derive(Debug)]
pub struct Walked {
    /// What was found; it can be shown to anybody.
    pub report: Report,
    /// The tokens that the API gave, the newest.
    pub tokens: Option<Tokens>,
}

/// Walks the selected steps of the life cycle. A step that fails ends the walk: those behind it are skipped and say so.
///
/// At most one log-in is sent. Nothing is tried twice, no redirect is followed, and nothing is sent after a certificate was refused.
pub fn walk(
    target: &Target,
    values: &Values,
    settings: &Settings,
    selection: Selection,
    observer: &mut dyn Observer,
) -> Walked {
    let mut session = Session::new(target, values, settings, selection, observer);
    let are_values_right = session.step(Step::Values, look_at_values);
    let is_request_right = session.step(Step::Request, look_at_requests) || !session.has_failed();
    network(&mut session);
    if session.blocked.is_none() && !(are_values_right && is_request_right) {
        let what = if are_values_right { "the token request has" } else { "the values have" };
        session.blocked = Some(format!("{what} to be mended first"));
    }
    let mut refreshed = None;
    session.must(Step::Token, login::token);
    session.must(Step::Answer, |session| {
        session.answered.take().unwrap_or_else(|| Found::skipped("no token was asked for"))
    });
    session.must(Step::Verify, |session| call::verify(session, Step::Verify));
    session.must(Step::Rights, call::rights);
    session.must(Step::Headers, call::headers);
    session.must(Step::Refresh, |session| renewal::refresh(session, &mut refreshed));
    session.must(Step::NewToken, |session| renewal::new_token(session, refreshed.is_some()));
    session.must(Step::OldToken, |session| renewal::old_token(session, refreshed.as_ref()));
    // What the clocks say explains other failures, so it is told whenever it is known.
    if session.tokens.is_some() || !session.ahead.is_empty() {
        session.blocked = None;
    }
    session.step(Step::Lifetime, |session| life::life(session));
    let address = target.address(values).map(|address| session.mask.known(&address.to_string()));
    let Session { outcomes, records, tokens, .. } = session;
    let report = Report { name: target.name.clone(), address, words: target.words.clone(), outcomes, records };
    Walked { report, tokens }
}

impl Session<'_> {
    /// Walks a step without which those behind it make no sense.
    fn must(&mut self, step: Step, walk: impl FnOnce(&mut Self) -> Found) {
        let was_blocked = self.blocked.is_some();
        if !self.step(step, walk) && !was_blocked && self.has_failed() {
            self.blocked = Some(format!("the step `{step}` failed"));
        }
    }

    fn has_failed(&self) -> bool {
        self.outcomes.last().is_some_and(|outcome| outcome.status == super::Status::Failed)
    }
}

fn look_at_values(session: &mut Session<'_>) -> Found {
    let judged = form::judge(session.target, session.values, session.client.now());
    if !judged.wrong.is_empty() {
        return Found::failed(judged.wrong);
    }
    if !judged.noted.is_empty() {
        return Found::noted(judged.noted);
    }
    Found::passed(format!("values: {}", judged.count))
}

fn look_at_requests(session: &mut Session<'_>) -> Found {
    if session.target.grant.is_none() {
        return Found::skipped("the manifest has no [oauth]");
    }
    let (wrong, count) = written::judge(session.target, session.values);
    if wrong.is_empty() { Found::passed(format!("requests: {count}")) } else { Found::failed(wrong) }
}

/// The way to the server, phase by phase; nothing is sent.
fn network(session: &mut Session<'_>) {
    let Some(address) = session.target.address(session.values) else {
        session.blocked = Some("the base URL leads to no address".to_owned());
        for step in [Step::Resolve, Step::Connect, Step::Tls] {
            session.step(step, |_| Found::skipped(""));
        }
        return;
    };
    let proxy = session.client.proxy(&address).map(|proxy| format!("through the proxy {}", proxy.shown()));
    let through = proxy.map(|proxy| format!(", {proxy}")).unwrap_or_default();
    session.must(Step::Resolve, |session| match session.client.resolve(&address) {
        Ok(addresses) => {
            let many = addresses.len();
            let many = if many == 1 { "1 address".to_owned() } else { format!("{many} addresses") };
            Found::passed(format!("{}: {many}{through}", address.host))
        }
        Err(failure) => Found::failed(judge::failure(&failure.into())),
    });
    session.must(Step::Connect, |session| match session.client.reach(&address) {
        Ok(peer) => Found::passed(format!("{peer}{through}")),
        Err(failure) => Found::failed(judge::failure(&failure.into())),
    });
    session.must(Step::Tls, |session| {
        if !address.secure {
            return Found::skipped("the address has no `https`");
        }
        match session.client.encrypt(&address) {
            Ok(version) => Found::passed(format!("{version}, the certificate is valid for {}", address.host)),
            Err(failure) => Found::failed(judge::failure(&failure.into())),
        }
    });
}
