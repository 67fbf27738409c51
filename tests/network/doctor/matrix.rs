//! Every fault of the mock at every step where it can occur gives exactly the cause that the table of faults names.

use super::patient::{Patient, causes, shown};
use super::server::{PATIENCE, asked, mock};
use crate::mock::client::tallyfy_settings;
use postsmith::doctor::{StepStatus, WalkResult};
use postsmith::http::Timeouts;
use postsmith::mock::{Fault, FaultRule, FaultRuleError, FaultTarget, Settings};
use postsmith::oauth::{Cause, Phase};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Where a fault occurs: the calls that its rule selects, and the phase of the life cycle.
const PLACES: [(FaultTarget, Phase); 3] =
    [(FaultTarget::Login, Phase::Login), (FaultTarget::Refresh, Phase::Renewal), (FaultTarget::Api, Phase::Call)];
/// How many walks run at the same time; most of them wait for a response.
const WALKERS: usize = 12;

/// The parameters to try with a fault; faults that are not listed have none.
const PARAMETERS: &[(Fault, &[&str])] = &[
    (Fault::Response, &[r#""status": 418, "body": {}"#, r#""status": 226, "body": "hello""#]),
    (Fault::ExpiresIn, &[r#""missing": true"#, r#""value": null"#, r#""value": 0"#, r#""value": "soon""#]),
    (Fault::ClockSkew, &[r#""seconds": 10800"#, r#""seconds": -600"#]),
];

/// The causes where they differ from the one in the table of faults, each with the reason.
fn exception(order: &Ordered) -> Option<&'static [Cause]> {
    Some(match (order.fault, order.on) {
        // The parameters decide.
        (Fault::Response, _) if order.parameters.contains("418") => &[Cause::OddStatus],
        (Fault::Response, _) => &[Cause::ResponseNotJson],
        // Nothing is wrong: a log-in presents no token, and a refresh may leave the refresh token as it is (RFC 6749, section 6).
        (Fault::Expired | Fault::Revoked, FaultTarget::Login) | (Fault::NoRefreshToken, FaultTarget::Refresh) => &[],
        // Right credentials of another environment are refused in the same words.
        (Fault::InvalidClient, FaultTarget::Login) => &[Cause::InvalidClient, Cause::WrongEnvironment],
        // The response does not say what is wrong, with or without any header.
        (Fault::Unauthorized, FaultTarget::Login) => {
            &[Cause::InvalidClient, Cause::WrongPassword, Cause::WrongEnvironment]
        }
        (Fault::Unauthorized, FaultTarget::Api) => {
            &[Cause::TokenUnknown, Cause::ClientHeaderMissing, Cause::MalformedAuthorization]
        }
        _ => return None,
    })
}

/// One walk to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ordered {
    fault: Fault,
    on: FaultTarget,
    phase: Phase,
    parameters: &'static str,
}

impl Ordered {
    /// All walks, in the order of the table.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for fault in Fault::all() {
            let listed = PARAMETERS.iter().find(|(of, _)| *of == fault).map_or(&[""][..], |(_, parameters)| parameters);
            for parameters in listed {
                let placed = PLACES.map(|(on, phase)| Self { fault, on, phase, parameters });
                all.extend(placed.into_iter().filter(|ordered| ordered.order().is_some()));
            }
        }
        all
    }

    /// The fault rule. `None` where the fault cannot occur at such calls.
    fn order(&self) -> Option<FaultRule> {
        let comma = if self.parameters.is_empty() { "" } else { ", " };
        let text = format!(r#"{{"fault": "{}", "on": "{}"{comma}{}}}"#, self.fault, self.on.name(), self.parameters);
        match FaultRule::parse(&text) {
            Ok(order) => Some(order),
            Err(FaultRuleError::Scope(_)) => None,
            Err(error) => panic!("{text}: {error}"),
        }
    }

    /// The expected causes.
    fn expected(&self) -> Vec<Cause> {
        let exception = exception(self).map(<[_]>::to_vec);
        exception.unwrap_or_else(|| self.fault.cause_in(self.phase).into_iter().collect())
    }

    /// Runs the walk. Returns the causes, and a message where they are wrong.
    fn walk(&self) -> (Vec<Cause>, Option<String>) {
        let mut patient = Patient::new();
        // A response that never comes gets a short time-out; all others a long one, for busy machines.
        let is_late = matches!(self.fault, Fault::Slow | Fault::Drip | Fault::LengthLong);
        patient.settings.client.timeouts = Timeouts::all(if is_late { Duration::from_millis(700) } else { PATIENCE });
        let server = mock(tallyfy_settings(), self.order().into_iter().collect());
        let walked = patient.walk(&format!("http://{server}/api"));
        let (mut found, expected) = (causes(&walked), self.expected());
        // Some faults occur at each call of a walk.
        found.dedup();
        let sent = asked(server, "grant_type=password");
        let wrong = if found != expected {
            Some(format!("expected {expected:?}, found {found:?}"))
        } else if sent != 1 {
            Some(format!("the password was sent {sent} times"))
        } else {
            is_open(&walked).filter(|open| *open != (expected.len() > 1)).map(|open| format!("open: {open}"))
        };
        (found, wrong.map(|wrong| format!("{self:?}: {wrong}\n{}\n", shown(&walked))))
    }
}

/// Whether several causes are left open. `None`: there is no cause.
fn is_open(walked: &WalkResult) -> Option<bool> {
    let mut all = walked.report.steps.iter().flat_map(|outcome| &outcome.causes);
    let first = all.next()?.how_to_tell.is_some();
    assert!(all.all(|found| found.how_to_tell.is_some() == first), "causes are all certain or all open");
    Some(first)
}

/// The result of every walk.
fn walked(orders: &[Ordered]) -> Vec<(Vec<Cause>, Option<String>)> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(vec![(Vec::new(), None); orders.len()]));
    std::thread::scope(|scope| {
        for _ in 0..WALKERS {
            scope.spawn(|| {
                while let Some(ordered) = orders.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let at = orders.iter().position(|other| other == ordered).unwrap();
                    let result = ordered.walk();
                    done.lock().unwrap_or_else(PoisonError::into_inner)[at] = result;
                }
            });
        }
    });
    done.into_inner().unwrap()
}

#[test]
fn every_fault_at_every_step_gives_exactly_its_cause() {
    let orders = Ordered::all();
    let walked = walked(&orders);
    let wrong: Vec<_> = walked.iter().filter_map(|(_, wrong)| wrong.as_deref()).collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), orders.len(), wrong.join("\n"));
    insta::assert_snapshot!("matrix", table(&orders, &walked));
}

/// The whole table: `-` where no cause is expected, and an empty cell where the fault cannot occur.
fn table(orders: &[Ordered], walked: &[(Vec<Cause>, Option<String>)]) -> String {
    let mut table = "| fault | at the log-in | at the refresh | at the API |\n|---|---|---|---|\n".to_owned();
    let rows = orders.chunk_by(|one, other| (one.fault, one.parameters) == (other.fault, other.parameters));
    let mut at = 0;
    for row in rows {
        let of = |on: FaultTarget| {
            let found = row.iter().position(|ordered| ordered.on == on).map(|place| &walked[at + place].0);
            let ids = |found: &Vec<Cause>| found.iter().map(|cause| cause.id()).collect::<Vec<_>>().join(" or ");
            found.map(|found| if found.is_empty() { "-".to_owned() } else { ids(found) }).unwrap_or_default()
        };
        let name = format!("{} {}", row[0].fault, row[0].parameters);
        let [login, refresh, api] = PLACES.map(|(on, _)| of(on));
        writeln!(table, "| {} | {login} | {refresh} | {api} |", name.trim()).unwrap();
        at += row.len();
    }
    table
}

/// There are few exceptions, and each is still needed: none names exactly the cause of the table.
#[test]
fn the_exceptions_are_few() {
    let known = Ordered::all();
    assert!(Fault::all().count() > 50 && known.len() > 140, "{}", known.len());
    let special = |ordered: &&Ordered| ordered.fault != Fault::Response && exception(ordered).is_some();
    let exceptions: Vec<_> = known.iter().filter(special).collect();
    assert_eq!(exceptions.len(), 6, "{exceptions:?}");
    for ordered in exceptions {
        let one: Vec<_> = ordered.fault.cause_in(ordered.phase).into_iter().collect();
        let named = ordered.expected();
        assert!(named.is_empty() || named.len() > 1 && named.first() == one.first(), "{ordered:?}");
    }
}

#[test]
fn healthy_api_passes_all_steps() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    let walked = patient.walk(&format!("http://{server}/api"));
    assert!(walked.report.is_healthy() && causes(&walked).is_empty(), "{}", shown(&walked));
    let skipped: Vec<_> = walked.report.steps.iter().filter(|outcome| outcome.status == StepStatus::Skipped).collect();
    assert_eq!(skipped.len(), 1, "TLS alone: {}", shown(&walked));
    assert!(walked.tokens.is_some());
    let all = shown(&walked);
    assert!(all.contains("`X-Tallyfy-Client` is needed: without it the response is 401"), "{all}");
    assert!(all.contains("the old token still works") && all.contains("60 minutes"), "{all}");
}

/// Settings of the mock instead of faults.
#[test]
fn wrong_values_have_different_causes() {
    let right = tallyfy_settings;
    let some = |text: &str| Some(text.to_owned());
    let both = &[Cause::InvalidClient, Cause::WrongEnvironment][..];
    let rules: Vec<(Settings, &str, &[Cause])> = vec![
        (Settings { client_secret: some("another"), ..right() }, "/api", both),
        (Settings { client_id: "7".to_owned(), ..right() }, "/api", both),
        (Settings { password: some("another"), ..right() }, "/api", &[Cause::WrongPassword]),
        (Settings { username: some("another"), ..right() }, "/api", &[Cause::WrongPassword]),
        (right(), "/api/", &[Cause::TrailingSlash, Cause::TrailingSlash]),
        (right(), "/api/api", &[Cause::BaseUrlPath]),
        (right(), "/app", &[Cause::BaseUrlPath]),
        (
            Settings { base_path: "/rest/api".to_owned(), token_path: "/x".to_owned(), ..right() },
            "/app",
            &[Cause::InvalidClient, Cause::WrongPassword, Cause::WrongEnvironment],
        ),
        (
            Settings { required_headers: [("X-Tallyfy-Client".to_owned(), "Other".to_owned())].into(), ..right() },
            "/api",
            &[Cause::ClientHeaderWrong],
        ),
        (Settings { refresh_token_in_response: false, ..right() }, "/api", &[Cause::NoRefreshToken]),
        (
            Settings { token_type: "bearer".to_owned(), ..right() },
            "/api",
            &[Cause::TokenTypeSpelling, Cause::TokenTypeSpelling],
        ),
    ];
    for (index, (rules, path, expected)) in rules.into_iter().enumerate() {
        let patient = Patient::new();
        let server = mock(rules, Vec::new());
        let walked = patient.walk(&format!("http://{server}{path}"));
        assert_eq!(causes(&walked), expected, "{index}:\n{}", shown(&walked));
        assert!(asked(server, "grant_type=password") <= 1, "{index}");
        if path.starts_with("/api/") {
            assert!(
                shown(&walked).contains(&format!("set `TALLYFY_BASE_URL` to `http://{server}/api`")),
                "{index}: {}",
                shown(&walked)
            );
        }
    }
}

#[test]
fn rotated_refresh_token_and_short_tokens_are_noted() {
    let patient = Patient::new();
    let server = mock(Settings { rotate_refresh_token: true, expires_in: 60, ..tallyfy_settings() }, Vec::new());
    let walked = patient.walk(&format!("http://{server}/api"));
    let all = shown(&walked);
    assert!(walked.report.is_healthy(), "{all}");
    assert!(
        all.contains("the response holds a new refresh token")
            && all.contains("not longer than `refresh_margin_seconds`"),
        "{all}"
    );
}
