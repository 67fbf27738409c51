//! What the walk remembers: outcomes, requests, tokens, the server's clock.

use super::judge::Verdict;
use super::mask::Mask;
use super::outcome::{Outcome, Status};
use super::record::Record;
use super::token::Json;
use super::{Selection, Settings, Step, Target, Tokens, Values};
use crate::http::{Address, Answer, Client, Failed, Failure, Request};
use std::time::{Duration, Instant, SystemTime};
use zeroize::Zeroizing;

/// Hears of the walk as it goes. Nothing that it hears holds a secret.
pub trait Observer {
    /// A step begins.
    fn began(&mut self, _step: Step) {}
    /// A request was answered, or was not.
    fn exchanged(&mut self, _record: &Record) {}
    /// A step has ended.
    fn ended(&mut self, _outcome: &Outcome) {}
}

impl Observer for () {}

/// The walk in progress.
pub(super) struct Session<'w> {
    pub(super) target: &'w Target,
    pub(super) values: &'w Values,
    pub(super) selection: Selection,
    pub(super) client: Client<'w>,
    pub(super) mask: Mask,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) records: Vec<Record>,
    /// The tokens that the log-in or the refresh gave.
    pub(super) tokens: Option<Tokens>,
    /// What the token answer was found to be.
    pub(super) answered: Option<Found>,
    /// What keeps all further requests from being sent.
    pub(super) blocked: Option<String>,
    /// Why nothing more is sent: a certificate that was refused.
    refused: Option<Failed>,
    /// Addresses without encryption that were asked without credentials, and do not send requests on.
    pub(super) guarded: Vec<Address>,
    /// Whether new tokens are kept: only then a stored refresh token may be used up.
    pub(super) keeps_tokens: bool,
    /// How far the server's clock is ahead, in seconds, by each answer that said the time.
    pub(super) ahead: Vec<i64>,
    observer: &'w mut dyn Observer,
}

/// What a step found.
pub(super) struct Found {
    pub(super) status: Status,
    pub(super) verdict: Verdict,
}

impl Found {
    pub(super) fn passed(fact: impl Into<String>) -> Self {
        Self { status: Status::Passed, verdict: Verdict::default().fact(fact) }
    }

    pub(super) fn noted(verdict: Verdict) -> Self {
        Self { status: Status::Noted, verdict }
    }

    pub(super) fn failed(verdict: Verdict) -> Self {
        Self { status: Status::Failed, verdict }
    }

    pub(super) fn skipped(why: impl Into<String>) -> Self {
        Self { status: Status::Skipped, verdict: Verdict::default().fact(why) }
    }
}

impl<'w> Session<'w> {
    pub(super) fn new(
        target: &'w Target,
        values: &'w Values,
        settings: &'w Settings,
        selection: Selection,
        observer: &'w mut dyn Observer,
    ) -> Self {
        let mut mask = Mask::new(target, values);
        for proxy in [&settings.client.proxies.http, &settings.client.proxies.https].into_iter().flatten() {
            proxy.secrets().for_each(|secret| mask.learn("proxy", secret));
        }
        Self {
            target,
            values,
            selection,
            client: Client::new(&settings.client),
            mask,
            outcomes: Vec::new(),
            records: Vec::new(),
            tokens: None,
            answered: None,
            blocked: None,
            refused: None,
            guarded: Vec::new(),
            keeps_tokens: settings.keeps_tokens,
            ahead: Vec::new(),
            observer,
        }
    }

    /// Walks `step`, unless it is not asked for. `true`: it went well enough.
    pub(super) fn step(&mut self, step: Step, walk: impl FnOnce(&mut Self) -> Found) -> bool {
        if !self.selection.has(step) {
            return true;
        }
        self.observer.began(step);
        let begun = Instant::now();
        let found = match &self.blocked {
            Some(why) => Found::skipped(why.clone()),
            None => walk(self),
        };
        let took = if found.status == Status::Skipped { Duration::ZERO } else { begun.elapsed() };
        let Verdict { causes, facts } = found.verdict;
        // Once more over all that is shown: nothing gets past.
        let facts = facts.iter().map(|fact| self.mask.once_more(fact)).collect();
        let outcome = Outcome { step, status: found.status, took, causes, facts };
        self.observer.ended(&outcome);
        self.outcomes.push(outcome);
        matches!(found.status, Status::Passed | Status::Noted)
    }

    /// Sends a request and remembers it, masked.
    pub(super) fn send(&mut self, step: Step, request: &Request) -> Result<Answer, Failed> {
        if let Some(failed) = &self.refused {
            return Err(failed.clone());
        }
        let begun = Instant::now();
        let answer = self.client.send(request);
        let took = begun.elapsed();
        // There is no telling any more who answers.
        self.refused =
            answer.as_ref().err().filter(|failed| matches!(failed.failure, Failure::Certificate(_))).cloned();
        if let Ok(answer) = &answer {
            self.learn(answer);
            self.ahead.extend(answer.header("date").and_then(|date| self.ahead_of(date)));
        }
        let record = Record::new(step, request, &answer, &self.mask, took);
        self.observer.exchanged(&record);
        self.records.push(record);
        answer
    }

    /// Tokens in an answer are secret before anything of it is shown.
    fn learn(&mut self, answer: &Answer) {
        let Some(json) = Json::parse(&answer.body) else { return };
        for name in ["access_token", "refresh_token", "id_token"] {
            if let Some(token) = json.get(name).and_then(serde_json::Value::as_str) {
                // Masking costs with the length; what is longer than any token is not shown at all.
                self.mask.learn(name, &token[..token.floor_char_boundary(1 << 13)]);
            }
        }
    }

    fn ahead_of(&self, date: &str) -> Option<i64> {
        let date = super::walk::date(date)?;
        let now = self.client.now().duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        Some(i64::try_from(date).ok()?.saturating_sub(i64::try_from(now).ok()?))
    }

    /// The access token of this run, or the stored one.
    pub(super) fn access_token(&self) -> Option<Zeroizing<String>> {
        let stored = || self.values.get(&self.target.variable(crate::source::manifest::Role::AccessToken));
        self.tokens.as_ref().map(Tokens::access).or_else(stored).map(|token| Zeroizing::new(token.to_owned()))
    }

    /// The refresh token of this run, or without a log-in the stored one.
    pub(super) fn refresh_token(&self) -> Option<Zeroizing<String>> {
        let stored = || self.values.get(&self.target.variable(crate::source::manifest::Role::RefreshToken));
        let token = match &self.tokens {
            Some(tokens) => tokens.refresh(),
            None => stored(),
        };
        token.map(|token| Zeroizing::new(token.to_owned()))
    }
}
