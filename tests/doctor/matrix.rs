//! Every fault that the mock can produce, on every kind of call: the right cause is named, and no other.

use crate::patient::{Patient, causes, shown};
use crate::server::{asked, mock};
use postsmith::doctor::{Status, Timeouts};
use postsmith::mock::{Order, Settings, Target};
use postsmith::oauth::{Cause, Fault, Scope};
use std::time::Duration;

/// What a fault on these calls shows as: one cause, or those between which the answer does not decide. None: it shows as nothing.
fn expected(fault: Fault, on: Target) -> &'static [Cause] {
    match (fault, on) {
        (Fault::Answer, _) => &[Cause::AnswerNotJson],
        (Fault::Html, _) => &[Cause::WebPage],
        (Fault::BadGatewayHtml, _) => &[Cause::GatewayError],
        (Fault::Unauthorized, Target::Login) => &[Cause::InvalidClient, Cause::WrongPassword, Cause::WrongEnvironment],
        (Fault::Unauthorized, Target::Refresh) => &[Cause::RefreshTokenDead, Cause::InvalidClient],
        (Fault::Unauthorized | Fault::InvalidClient, Target::Api) => &[Cause::TokenUnknown, Cause::ClientHeaderMissing],
        (Fault::InvalidClient, _) => &[Cause::InvalidClient, Cause::WrongEnvironment],
        (Fault::InvalidGrant, Target::Login) => &[Cause::WrongPassword],
        (Fault::InvalidGrant, Target::Api) => &[Cause::OddStatus],
        (Fault::InvalidGrant | Fault::Expired | Fault::Revoked, Target::Refresh) => &[Cause::RefreshTokenDead],
        (Fault::Expired | Fault::Revoked, Target::Api) => &[Cause::TokenExpired],
        (Fault::RateLimited, _) => &[Cause::RateLimited],
        (Fault::Unavailable, _) => &[Cause::ServerError],
        (Fault::Slow, _) => &[Cause::AnswerTimeout],
        (Fault::Close, _) => &[Cause::ConnectionClosed],
        (Fault::Truncated, _) => &[Cause::AnswerTruncated],
        (Fault::NoRefreshToken, Target::Login) => &[Cause::NoRefreshToken],
        (Fault::ExpiresIn, _) => &[Cause::NoLifetime],
        (Fault::ErrorIn200, _) => &[Cause::ErrorInSuccess],
        (Fault::LowerCaseType, _) => &[Cause::TokenTypeSpelling],
        (Fault::NoRefreshToken | Fault::Expired | Fault::Revoked, _) => &[],
        _ => panic!("{fault} is not judged yet"),
    }
}

/// Those that were there when the doctor was written.
const JUDGED: &[Fault] = &[
    Fault::Html,
    Fault::BadGatewayHtml,
    Fault::RateLimited,
    Fault::Unavailable,
    Fault::Slow,
    Fault::Close,
    Fault::Truncated,
    Fault::ErrorIn200,
    Fault::ExpiresIn,
    Fault::LowerCaseType,
    Fault::NoRefreshToken,
    Fault::InvalidClient,
];

fn order(fault: Fault, on: Target) -> Order {
    let parameter = if fault == Fault::ExpiresIn { r#", "value": null"# } else { "" };
    Order::parse(&format!(r#"{{"fault": "{fault}", "on": "{}"{parameter}}}"#, on.name())).unwrap()
}

#[test]
fn every_fault_on_every_call_is_named_and_one_password_is_sent() {
    let mut count = 0;
    for fault in Fault::all().filter(|fault| JUDGED.contains(fault)) {
        for on in [Target::Login, Target::Refresh, Target::Api] {
            if fault.scope() == Scope::Token && on == Target::Api {
                continue;
            }
            count += 1;
            let mut patient = Patient::new();
            if fault == Fault::Slow {
                patient.settings.timeouts = Timeouts::all(Duration::from_millis(600));
            }
            let server = mock(Settings::default(), vec![order(fault, on)]);
            let walked = patient.walk(&format!("http://{server}/api"));
            let expected = expected(fault, on);
            assert_eq!(causes(&walked), expected, "{fault} on {}:\n{}", on.name(), shown(&walked));
            let many = walked.report.outcomes.iter().flat_map(|outcome| &outcome.causes);
            let open = many.filter(|found| found.decide.is_some()).count();
            assert!(open == 0 || open == expected.len(), "{fault}: causes are all certain or all open");
            assert!(asked(server, "grant_type=password") <= 1, "{fault} on {}", on.name());
        }
    }
    assert!(count > 25, "{count}");
}

#[test]
fn a_healthy_api_is_healthy_in_all_steps() {
    let patient = Patient::new();
    let server = mock(Settings::default(), Vec::new());
    let walked = patient.walk(&format!("http://{server}/api"));
    assert!(walked.report.is_healthy() && causes(&walked).is_empty(), "{}", shown(&walked));
    let skipped: Vec<_> = walked.report.outcomes.iter().filter(|outcome| outcome.status == Status::Skipped).collect();
    assert_eq!(skipped.len(), 1, "TLS alone: {}", shown(&walked));
    assert!(walked.tokens.is_some());
    let all = shown(&walked);
    assert!(all.contains("`X-Tallyfy-Client` is needed: without it the answer is 401"), "{all}");
    assert!(all.contains("the old token still works") && all.contains("60 minutes"), "{all}");
}

/// The mock's rules instead of its faults.
#[test]
fn wrong_values_are_told_apart() {
    let right = Settings::default;
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
        (Settings { refresh_token_in_answer: false, ..right() }, "/api", &[Cause::NoRefreshToken]),
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
                shown(&walked).contains(&format!("write `http://{server}/api` into `TALLYFY_BASE_URL`")),
                "{index}: {}",
                shown(&walked)
            );
        }
    }
}

#[test]
fn a_rotated_refresh_token_is_known_and_tokens_that_are_short_are_noted() {
    let patient = Patient::new();
    let server = mock(Settings { rotate_refresh_token: true, expires_in: 60, ..Settings::default() }, Vec::new());
    let walked = patient.walk(&format!("http://{server}/api"));
    let all = shown(&walked);
    assert!(walked.report.is_healthy(), "{all}");
    assert!(
        all.contains("a new refresh token came") && all.contains("not longer than `refresh_margin_seconds`"),
        "{all}"
    );
}
