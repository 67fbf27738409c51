//! Walks that begin with stored tokens, wrong values, and presets without OAuth.

use super::patient::{Patient, causes, shown, target};
use super::server::{Listener, asked, mock, response};
use crate::mock::client::tallyfy_settings;
use postsmith::doctor::{DoctorSettings, DoctorStep, DoctorTarget, StepSelection, StepStatus, VariableValues, walk};
use postsmith::oauth::Cause;
use postsmith::source::{Source, preset};
use std::time::SystemTime;

#[test]
fn expired_stored_token_is_reported() {
    let server = mock(tallyfy_settings(), Vec::new());
    let mut patient = Patient::new();
    patient.selection = StepSelection::only([DoctorStep::Verify]);
    patient.more = vec![("ACCESS_TOKEN", "stored".to_owned()), ("TOKEN_EXPIRY", "1000".to_owned())];
    let walked = patient.walk(&format!("http://{server}/api"));
    // The mock says "unknown here"; it never issued this one.
    assert_eq!(causes(&walked), [Cause::TokenUnknown], "{}", shown(&walked));
    let silent = Listener::responding(|_| response("401 No", "", r#"{"message":"Unauthenticated."}"#));
    let walked = patient.walk(&silent.url());
    assert_eq!(causes(&walked), [Cause::TokenExpired], "{}", shown(&walked));
    assert_eq!(walked.report.steps.len(), 1);
    assert_eq!(asked(server, "grant_type="), 0, "no log-in");
}

#[test]
fn stored_refresh_token_may_be_dead_or_rotated() {
    let server = mock(tallyfy_settings(), Vec::new());
    let mut patient = Patient::new();
    patient.selection = StepSelection::from(DoctorStep::Refresh);
    patient.more = vec![("REFRESH_TOKEN", "stored".to_owned())];
    let walked = patient.walk(&format!("http://{server}/api"));
    assert!(!walked.report.has_run() && !walked.report.is_healthy(), "all was skipped");
    assert_eq!(asked(server, "refresh_token"), 0, "it is not used up for a look");
    patient.settings.stores_tokens = true;
    let walked = patient.walk(&format!("http://{server}/api"));
    assert_eq!(causes(&walked), [Cause::RefreshTokenDead, Cause::RefreshTokenRotated], "{}", shown(&walked));
    patient.more.clear();
    let walked = patient.walk(&format!("http://{server}/api"));
    assert_eq!(causes(&walked), [Cause::ValueMissing], "{}", shown(&walked));
}

/// After a 401 without an explanation, the responses without single headers show which headers arrive.
#[test]
fn responses_without_a_header_decide() {
    let silent = [Cause::TokenUnknown, Cause::ClientHeaderMissing, Cause::MalformedAuthorization];
    for (without_header, without_token, expected, fact) in [
        ("No.", "Who are you?", &[Cause::TokenUnknown][..], "without `Authorization` the response is different"),
        ("Which client?", "No.", &[Cause::TokenUnknown, Cause::MalformedAuthorization], "the header arrives"),
        ("Which client?", "Who are you?", &[Cause::TokenUnknown], "the token arrives and is refused"),
        ("No.", "No.", &silent, "the response is the same"),
    ] {
        let server = Listener::responding(move |request| {
            if request.starts_with("POST") {
                let tokens = r#"{"access_token":"tok","token_type":"Bearer","expires_in":9,"refresh_token":"r"}"#;
                return response("200 OK", "", tokens);
            }
            let said = match (request.contains("X-Tallyfy-Client"), request.contains("Authorization")) {
                (true, true) => "No.",
                (false, _) => without_header,
                (true, false) => without_token,
            };
            response("401 No", "", &format!(r#"{{"message":"{said}"}}"#))
        });
        let walked = Patient::new().walk(&server.url());
        assert_eq!(causes(&walked), expected, "{}", shown(&walked));
        assert!(shown(&walked).contains(fact), "{fact}: {}", shown(&walked));
    }
}

/// The error text of a refused refresh token decides the cause.
#[test]
fn cause_of_a_refused_refresh_token_follows_its_message() {
    for (status, body, stored, fresh) in [
        (
            "400 Bad",
            r#"{"error":"invalid_grant"}"#,
            &[Cause::RefreshTokenDead, Cause::RefreshTokenRotated][..],
            Cause::RefreshTokenDead,
        ),
        (
            "400 Bad",
            r#"{"error":"invalid_grant","error_description":"Token has been revoked"}"#,
            &[Cause::RefreshTokenDead],
            Cause::RefreshTokenDead,
        ),
        (
            "400 Bad",
            r#"{"error":"invalid_grant","error_description":"it was already used"}"#,
            &[Cause::RefreshTokenRotated],
            Cause::RefreshTokenRotated,
        ),
        (
            "401 No",
            r#"{"error":"invalid_client"}"#,
            &[Cause::InvalidClient, Cause::WrongEnvironment],
            Cause::InvalidClient,
        ),
        ("401 No", r#"{"message":"No."}"#, &[Cause::RefreshTokenDead, Cause::InvalidClient], Cause::RefreshTokenDead),
        ("404 No", "{}", &[Cause::BaseUrlPath], Cause::OddStatus),
    ] {
        let server = Listener::responding(move |request| {
            let good = r#"{"access_token":"tok","token_type":"Bearer","expires_in":9,"refresh_token":"r"}"#;
            let is_refresh = request.contains("grant_type=refresh_token");
            if is_refresh { response(status, "", body) } else { response("200 OK", "", good) }
        });
        let mut patient = Patient::new();
        assert_eq!(causes(&patient.walk(&server.url())), [fresh], "{status} {body}");
        patient.selection = StepSelection::from(DoctorStep::Refresh);
        patient.more = vec![("REFRESH_TOKEN", "stored".to_owned())];
        patient.settings.stores_tokens = true;
        assert_eq!(causes(&patient.walk(&server.url())), stored, "{status} {body}");
    }
}

#[test]
fn cause_of_a_403_depends_on_the_url() {
    let no = r#"{"error":true,"message":"No."}"#;
    let application = r#"{"error":true,"message":"You don't have application's permissions for this organization!"}"#;
    for (at, body, expected) in [
        ("/me", application, &[Cause::ApplicationToken][..]),
        ("/me", no, &[Cause::OddStatus]),
        ("/organizations/", application, &[Cause::WrongOrganization]),
    ] {
        let server = Listener::responding(move |request| match () {
            () if request.starts_with("POST") => {
                response("200 OK", "", r#"{"access_token":"tok","token_type":"Bearer","expires_in":9}"#)
            }
            () if request.lines().next().unwrap_or_default().contains(at) => response("403 No", "", body),
            () => response("200 OK", "", "{}"),
        });
        let mut patient = Patient::new();
        patient.selection = StepSelection::only([DoctorStep::Token, DoctorStep::Verify, DoctorStep::Rights]);
        assert_eq!(causes(&patient.walk(&server.url())), expected, "{at} {body}");
    }
}

#[test]
fn wrong_values_are_reported_before_anything_is_sent() {
    for (name, value, cause) in [
        ("CLIENT_ID", "abc", Cause::ClientIdForm),
        ("CLIENT_ID", "", Cause::ValueMissing),
        ("CLIENT_SECRET", " s3cr3t ", Cause::StrayBlank),
        ("CLIENT_SECRET", "<your secret>", Cause::ValuePlaceholder),
        ("CLIENT_SECRET", "a text of letters and digits", Cause::ValuePlaceholder),
        ("PASSWORD", "a{{b", Cause::BracesInSecret),
        ("PASSWORD", "your-password", Cause::ValuePlaceholder),
        ("PASSWORD", "{{TALLYFY_PASSWORD}}", Cause::ValuePlaceholder),
        ("USERNAME", "ana", Cause::UsernameForm),
        ("USERNAME", "ana@example.com\n", Cause::StrayBlank),
        ("BASE_URL", "go.example.com", Cause::BaseUrlForm),
        ("BASE_URL", "https://a b", Cause::BaseUrlForm),
        ("BASE_URL", "https://user:pw@a.example", Cause::BaseUrlForm),
        ("BASE_URL", " https://a.example", Cause::StrayBlank),
    ] {
        let server = mock(tallyfy_settings(), Vec::new());
        let mut patient = Patient::new();
        patient.more = vec![(name, value.to_owned())];
        let walked = patient.walk(&format!("http://{server}/api"));
        assert_eq!(causes(&walked), [cause], "{name} {value:?}\n{}", shown(&walked));
        assert!(walked.report.exchanges.is_empty());
    }
}

#[test]
fn weak_passwords_are_accepted_and_masked() {
    for password in ["password", "changeme", "x", "admin123"] {
        let server = mock(tallyfy_settings(), Vec::new());
        let values = {
            let mut values = Patient::new().values(&format!("http://{server}/api"));
            values.insert("TALLYFY_PASSWORD", password.to_owned());
            values
        };
        let walked = walk(target(), &values, &DoctorSettings::new(SystemTime::now()), StepSelection::all(), &mut ());
        assert!(walked.report.is_healthy(), "{password}: {}", shown(&walked));
    }
}

#[test]
fn other_presets_are_walked() {
    for (name, key, needle) in [
        ("bearer", "API_TOKEN", "Authorization: Bearer "),
        ("api-key", "API_KEY", "X-API-Key: "),
        ("oauth2-client-credentials", "API_CLIENT_SECRET", "Authorization: Bearer tok"),
    ] {
        let server = Listener::responding(|request| {
            if request.starts_with("POST") {
                assert!(request.contains("grant_type=client_credentials&client_id=9&client_secret="));
                response("200 OK", "", r#"{"access_token":"tok","token_type":"Bearer","expires_in":900}"#)
            } else {
                response("200 OK", "", "{}")
            }
        });
        let secret = uuid::Uuid::new_v4().simple().to_string();
        let source = Source::load(&preset(name).unwrap()).unwrap_or_else(|_| panic!("{name}"));
        let mut values = VariableValues::default();
        values.insert("API_BASE_URL", server.url());
        values.insert("API_CLIENT_ID", "9".to_owned());
        values.insert(key, secret.clone());
        let settings = DoctorSettings::new(SystemTime::now());
        let walked = walk(&DoctorTarget::new(&source).unwrap(), &values, &settings, StepSelection::all(), &mut ());
        assert!(walked.report.is_healthy(), "{name}: {}", shown(&walked));
        let verify = walked.report.steps.iter().find(|outcome| outcome.step == DoctorStep::Verify).unwrap();
        assert_eq!(verify.status, StepStatus::Passed, "{name}");
        assert!(server.heard().iter().any(|request| request.contains(needle)), "{name}: {:?}", server.heard().len());
        assert!(!format!("{:?}", walked.report).contains(&secret));
    }
}

#[test]
fn organisation_of_another_user_is_reported() {
    for (status, expected) in
        [("403 No", &[Cause::WrongOrganization][..]), ("404 None", &[Cause::WrongOrganization, Cause::UnknownEndpoint])]
    {
        let server = Listener::responding(move |request| match () {
            () if request.starts_with("POST") => response(
                "200 OK",
                "",
                r#"{"access_token":"tok","token_type":"Bearer","expires_in":9,"refresh_token":"r"}"#,
            ),
            () if request.contains("/organizations/0a000000000000000000000000000001/") => {
                response(status, "", r#"{"error":true,"message":"No."}"#)
            }
            () => response("200 OK", "", "{}"),
        });
        let walked = Patient::new().walk(&server.url());
        assert_eq!(causes(&walked), expected, "{}", shown(&walked));
        assert!(!format!("{:?}", walked.report).contains("0a000000000000000000000000000001"), "its id is masked");
    }
}

#[test]
fn user_name_in_another_format_is_named() {
    let server = Listener::responding(|_| response("400 Bad", "", r#"{"error":"invalid_grant"}"#));
    let source = Source::load(&preset("oauth2-password").unwrap()).unwrap_or_else(|_| panic!("it has no mistakes"));
    let mut values = VariableValues::default();
    for (name, value) in [
        ("BASE_URL", server.url().as_str()),
        ("CLIENT_ID", "9"),
        ("CLIENT_SECRET", "k4kc93jc9"),
        ("USERNAME", "ana"),
        ("PASSWORD", "pw"),
    ] {
        values.insert(format!("API_{name}"), value.to_owned());
    }
    let settings = DoctorSettings::new(SystemTime::now());
    let walked = walk(&DoctorTarget::new(&source).unwrap(), &values, &settings, StepSelection::all(), &mut ());
    assert_eq!(causes(&walked), [Cause::WrongPassword, Cause::UsernameForm], "{}", shown(&walked));
}

/// A 401 whose text holds the number of the request.
#[test]
fn response_that_changes_each_time_decides_nothing() {
    let number = std::sync::atomic::AtomicUsize::new(0);
    let server = Listener::responding(move |request| {
        if request.starts_with("POST") {
            return response("200 OK", "", r#"{"access_token":"tok","token_type":"Bearer","expires_in":9}"#);
        }
        let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        response("401 No", "", &format!(r#"{{"message":"Unauthorized (request {number})"}}"#))
    });
    let mut patient = Patient::new();
    patient.selection = StepSelection::only([DoctorStep::Token, DoctorStep::Verify]);
    let walked = patient.walk(&server.url());
    let found = causes(&walked);
    assert_eq!(
        found,
        [Cause::TokenUnknown, Cause::ClientHeaderMissing, Cause::MalformedAuthorization],
        "{}",
        shown(&walked)
    );
}
