//! Requests to the API: with a token, and without each header that every request carries.

use super::guard::guard;
use crate::doctor::Step;
use crate::doctor::judge::{self, Context, Said, Verdict};
use crate::doctor::session::{Found, Session};
use crate::doctor::target::Call;
use crate::http::{Address, Answer, Failed, Failure};
use crate::oauth::Cause;
use crate::source::manifest::Role;
use crate::text::references;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// Sends the verify request with the token of this run, or the stored one.
pub(super) fn verify(session: &mut Session<'_>, step: Step) -> Found {
    let target = session.target;
    answered(session, step, &target.verify)
}

/// Sends a request whose address holds values of a person, with a token that is known to be good.
pub(super) fn rights(session: &mut Session<'_>) -> Found {
    let target = session.target;
    let Some(call) = &target.rights else {
        return Found::skipped("no GET request has such values in its address");
    };
    if let Some(empty) = references(&call.url).find(|reference| session.values.get(reference.name).is_none()) {
        return Found::skipped(format!("{} is empty", empty.name));
    }
    answered(session, Step::Rights, call)
}

fn answered(session: &mut Session<'_>, step: Step, to: &Call) -> Found {
    let token = session.access_token().filter(|_| session.target.grant.is_some());
    if token.is_none() && session.target.grant.is_some() {
        let name = session.target.variable(Role::AccessToken);
        return Found::failed(Verdict::certain(Cause::ValueMissing).fact(format!("{name}: it is empty")));
    }
    let Some(address) = address(session, to) else {
        return Found::failed(Verdict::certain(Cause::BaseUrlForm));
    };
    if let Some(verdict) = guard(session, step, &address, "GET") {
        return Found::failed(verdict);
    }
    match call(session, step, (to, &address), token.as_ref(), None) {
        Err(failed) => Found::failed(judge::failure(&failed)),
        Ok(answer) => {
            let context = Context {
                asked: &address,
                grant: session.target.grant,
                fixed: session.target.fixed().collect(),
                has_login: session.tokens.is_some(),
                has_verified: step == Step::Rights,
                is_personal: session.target.is_personal(to),
            };
            match judge::api(&answer, &context, &session.mask) {
                None => {
                    let fact = format!("{}: the answer is {}", to.name, answer.status);
                    match judge::label(&answer, &session.mask) {
                        None => Found::passed(fact),
                        Some(label) => Found::noted(Verdict::certain(Cause::ResponseNotJson).fact(fact).fact(label)),
                    }
                }
                Some(verdict) => Found::failed(decided(session, step, (to, &address), &answer, verdict)),
            }
        }
    }
}

/// Where a call goes.
fn address(session: &Session<'_>, call: &Call) -> Option<Address> {
    Address::parse(&session.values.fill(&call.url))
}

fn call(
    session: &mut Session<'_>,
    step: Step,
    (to, address): (&Call, &Address),
    token: Option<&Zeroizing<String>>,
    without: Option<&str>,
) -> Result<Answer, Failed> {
    let token = token.map(|token| token.as_str());
    let request = session.target.call_request(to, address.clone(), session.values, token, without);
    session.send(step, &request)
}

/// What else is known decides between causes that an answer leaves open.
fn decided(session: &mut Session<'_>, step: Step, to: (&Call, &Address), answer: &Answer, verdict: Verdict) -> Verdict {
    let may_be = |cause| verdict.causes.iter().any(|found| found.cause == cause && found.decide.is_some());
    if may_be(Cause::TokenUnknown) && session.tokens.is_none() && has_stored_end_passed(session) {
        return Verdict { facts: verdict.facts, ..Verdict::certain(Cause::TokenExpired) };
    }
    if !may_be(Cause::ClientHeaderMissing) {
        return verdict;
    }
    // Where an answer without a header is another one, the header arrives.
    let told = |answer: &Answer, session: &Session<'_>| Said::new(answer).shown(&session.mask);
    let first = told(answer, session);
    let token = session.access_token();
    // A number or a time in the text, or a server that stumbles, would look like another answer.
    let again = call(session, step, to, token.as_ref(), None);
    if !again.is_ok_and(|again| told(&again, session) == first) {
        return verdict;
    }
    let is_another = |answer: &Answer, session: &Session<'_>| {
        answer.status < 500 && answer.status != 429 && told(answer, session) != first
    };
    let without = call(session, step, to, None, Some("Authorization"));
    if without.is_ok_and(|without| is_another(&without, session)) {
        let fact = "without `Authorization` the answer is another one: the token arrives and is refused";
        return Verdict { facts: verdict.facts, ..Verdict::certain(Cause::TokenUnknown) }.fact(fact);
    }
    let fixed: Vec<String> = session.target.fixed().map(str::to_owned).collect();
    for name in fixed {
        let without = call(session, step, to, token.as_ref(), Some(&name));
        if without.is_ok_and(|without| is_another(&without, session)) {
            let fact = format!("without `{name}` the answer is another one: the header arrives");
            let causes = [Cause::TokenUnknown, Cause::MalformedAuthorization];
            return Verdict { facts: verdict.facts, ..Verdict::between(&causes, WHICH_TOKEN) }.fact(fact);
        }
    }
    verdict.fact("without `Authorization`, and without the other headers, the answer is the same")
}

/// What would tell a token that is refused from one that does not arrive.
const WHICH_TOKEN: &str = "Without a token the answer is the same: send the request from another network; a proxy that takes Authorization out is not there.";

fn has_stored_end_passed(session: &Session<'_>) -> bool {
    let expiry = session.values.get(&session.target.variable(Role::TokenExpiry));
    let end = expiry.and_then(|value| value.trim().parse().ok()).map(Duration::from_millis);
    end.and_then(|end| SystemTime::UNIX_EPOCH.checked_add(end)).is_some_and(|end| end < session.client.now())
}

/// The verify request without each fixed header: is it really needed?
pub(super) fn headers(session: &mut Session<'_>) -> Found {
    let fixed: Vec<String> = session.target.fixed().map(str::to_owned).collect();
    if fixed.is_empty() {
        return Found::skipped("the manifest has no header that every request must carry");
    }
    let token = session.access_token().filter(|_| session.target.grant.is_some());
    let to = &session.target.verify;
    let Some(address) = address(session, to) else {
        return Found::failed(Verdict::certain(Cause::BaseUrlForm));
    };
    let mut seen = Verdict::default();
    for name in fixed {
        match call(session, Step::Headers, (to, &address), token.as_ref(), Some(&name)) {
            Ok(answer) => {
                let need = match answer.status {
                    200..=299 => "is not needed for this request",
                    400..=499 if answer.status != 429 => "is needed",
                    _ => "may be needed or not",
                };
                seen = seen.fact(format!("`{name}` {need}: without it the answer is {}", answer.status));
            }
            // Whoever answers now is another one.
            Err(failed) if matches!(failed.failure, Failure::Certificate(_)) => {
                return Found::failed(judge::failure(&failed));
            }
            Err(failed) => {
                let verdict = judge::failure(&failed);
                seen.causes.extend(verdict.causes);
                seen = seen.fact(format!("without `{name}`: {}", judge::words(&failed.failure)));
            }
        }
    }
    if seen.is_empty() { Found { verdict: seen, ..Found::passed("") } } else { Found::noted(seen) }
}

/// What a token that was replaced is worth.
pub(super) fn old(session: &mut Session<'_>, token: &Zeroizing<String>) -> Found {
    let to = &session.target.verify;
    let Some(address) = address(session, to) else {
        return Found::failed(Verdict::certain(Cause::BaseUrlForm));
    };
    match call(session, Step::OldToken, (to, &address), Some(token), None) {
        Ok(answer) => Found::passed(match answer.status {
            200..=299 => "the old token still works".to_owned(),
            401 => "the old token ended with the refresh".to_owned(),
            other => format!("with the old token the answer is {other}"),
        }),
        Err(failed) if matches!(failed.failure, Failure::Certificate(_)) => Found::failed(judge::failure(&failed)),
        Err(failed) => Found::noted(judge::failure(&failed)),
    }
}
