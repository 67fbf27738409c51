//! Over plain HTTP no step sends a credential before the server has shown that it does not redirect.

use super::patient::{Patient, causes, shown};
use super::server::{Listener, response};
use postsmith::doctor::{DoctorStep, StepSelection};
use postsmith::http::{Proxies, Proxy};
use postsmith::oauth::Cause;

/// A patient whose requests to `shop.example` go through `proxy`, which acts as the server.
fn through(proxy: &Listener) -> Patient {
    let mut patient = Patient::new();
    let proxy = Proxy::parse(&proxy.address.to_string()).unwrap();
    patient.settings.client.proxies = Proxies { http: Some(proxy), ..Proxies::default() };
    patient.settings.stores_tokens = true;
    patient.more =
        vec![("ACCESS_TOKEN", "q7-stored-access".to_owned()), ("REFRESH_TOKEN", "q7-stored-refresh".to_owned())];
    patient
}

#[test]
fn every_step_over_plain_http_starts_without_credentials() {
    // Through a proxy, requests to this machine leave it too.
    for base_url in ["http://shop.example/api", "http://127.0.0.1:9/api"] {
        for step in [DoctorStep::Token, DoctorStep::Verify, DoctorStep::Refresh] {
            let server = Listener::responding(|request| {
                let path = request.split(' ').nth(1).unwrap_or_default().replacen("http", "https", 1);
                response("301 Moved", &format!("Location: {path}\r\n"), "")
            });
            let mut patient = through(&server);
            patient.selection = StepSelection::only([step]);
            let walked = patient.walk(base_url);
            assert_eq!(causes(&walked), [Cause::PlainHttp], "{step} {base_url}:\n{}", shown(&walked));
            assert!(shown(&walked).contains("no credentials were sent"), "{}", shown(&walked));
            let heard = server.heard().join("\n");
            assert!(!heard.is_empty(), "{step} {base_url}");
            for secret in ["q7-stored", "grant_type", "Authorization", &patient.password, &patient.client_secret] {
                assert!(!heard.contains(secret), "{step} {base_url}: {heard}");
            }
        }
    }
}

#[test]
fn walk_continues_if_the_server_does_not_redirect() {
    let server = Listener::responding(|_| response("200 OK", "", r#"{"data": {}}"#));
    let mut patient = through(&server);
    patient.selection = StepSelection::only([DoctorStep::Verify]);
    let walked = patient.walk("http://shop.example/api");
    assert!(walked.report.is_healthy(), "{}", shown(&walked));
    let heard = server.heard();
    assert!(!heard[0].contains("Authorization") && heard[1].contains("Authorization: Bearer q7-stored-access"));
}
