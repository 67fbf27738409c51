//! The steps `resolve`, `connect` and `tls`, which send nothing, and the check that guards credentials on unencrypted connections.

use super::session::{Outcome, Session};
use crate::doctor::DoctorStep;
use crate::doctor::diagnosis::{Diagnosis, ErrorText, diagnose_any_response, diagnose_failure};
use crate::http::{FailureKind, HttpUrl};

/// Reaches the server phase by phase, through the proxy where one is set. Nothing is sent.
pub(super) fn run_network_steps(session: &mut Session<'_>) {
    let Some(url) = session.target.url(session.values) else {
        session.blocked = Some("the base URL is not usable".to_owned());
        for step in [DoctorStep::Resolve, DoctorStep::Connect, DoctorStep::Tls] {
            session.run_step(step, |_| Outcome::skipped(""));
        }
        return;
    };
    let proxy = session.client.proxy(&url);
    let through = proxy.map(|proxy| format!(", through the proxy {}", proxy.host_and_port())).unwrap_or_default();
    session.run_required_step(DoctorStep::Resolve, |session| match session.client.resolve(&url) {
        Ok(addresses) => {
            let count = addresses.len();
            let count = if count == 1 { "1 address".to_owned() } else { format!("{count} addresses") };
            Outcome::passed(format!("{}: {count}{through}", url.host))
        }
        Err(failure) => failed(failure),
    });
    session.run_required_step(DoctorStep::Connect, |session| match session.client.connect(&url) {
        Ok(peer) => Outcome::passed(format!("{peer}{through}")),
        Err(failure) => failed(failure),
    });
    session.run_required_step(DoctorStep::Tls, |session| {
        if !url.is_https {
            return Outcome::skipped("the URL does not use `https`");
        }
        match session.client.handshake(&url) {
            Ok(version) => Outcome::passed(format!("{version}, the certificate is valid for {}", url.host)),
            Err(failure) => failed(failure),
        }
    });
}

fn failed(failure: FailureKind) -> Outcome {
    Outcome::failed(diagnose_failure(&failure.into()))
}

/// Before credentials go to the token URL for the first time, or unencrypted to any URL, sends the same kind of request without any: a client that
/// follows a redirect sends them to the host that the response names.
///
/// Returns a diagnosis where the server redirects, and where it does not respond on an unencrypted connection: then no credentials may be sent.
pub(super) fn probe_redirect(
    session: &mut Session<'_>,
    step: DoctorStep,
    url: &HttpUrl,
    method: &'static str,
) -> Option<Diagnosis> {
    let is_guarded = session.is_guarded(url);
    let is_token_url = session.target.grant.is_some() && session.target.url(session.values).as_ref() == Some(url);
    if is_guarded && !is_token_url || session.probed.contains(url) {
        return None;
    }
    let request = session.target.probe(method, url.clone(), session.values);
    let diagnosis = match session.send(step, &request) {
        Ok(response) if (300..400).contains(&response.status) => {
            diagnose_any_response(&response, &ErrorText::new(&response), url, &session.mask)
        }
        // The token request itself shows what is wrong.
        Err(_) if is_guarded => None,
        Ok(_) => None,
        Err(failure) => Some(diagnose_failure(&failure)),
    };
    if diagnosis.is_none() {
        session.probed.push(url.clone());
    }
    diagnosis.map(|diagnosis| diagnosis.fact("no credentials were sent"))
}
