//! Who may call the mock. It holds tokens and a log of requests, and any web page that the user opens can send requests to this machine.

use super::control;
use super::request::MockRequest;
use super::response::MockResponse;
use std::net::IpAddr;

/// The response that refuses a call: one for the name of another host, or one of a web page of another site to the control endpoint. None when the call is
/// allowed. With `is_local` only names of this machine are.
pub(super) fn refuse(request: &MockRequest, is_local: bool) -> Option<MockResponse> {
    if is_local && request.header("host").any(|host| !is_this_machine(host)) {
        let text = "The mock serves this machine only: call it as localhost, or start it with --host.";
        return Some(MockResponse::error(421, "MISDIRECTED_REQUEST", text));
    }
    let host = request.header("host").next().unwrap_or_default();
    let origin = request.header("origin").next()?;
    let is_control = request.path().starts_with(control::PREFIX);
    let is_same = origin.split_once("://").is_some_and(|(_, site)| site.eq_ignore_ascii_case(host));
    (is_control && !is_same)
        .then(|| MockResponse::error(403, "FORBIDDEN", "The control endpoint takes no calls from other web sites."))
}

/// Whether the value of a `Host` field names this machine: `localhost`, a name below it, or a loopback address.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{is_this_machine, refuse};
    use crate::mock::request::MockRequest;

    fn call(url: &str, headers: &[(&str, &str)]) -> Option<u16> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = MockRequest { method: "GET".to_owned(), url: url.to_owned(), headers, body: Vec::new() };
        refuse(&request, true).map(|refused| refused.status.as_u16())
    }

    #[test]
    fn only_names_of_this_machine_are_served() {
        for host in
            ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "127.9.9.9", "[::1]:80", "api.localhost:1", "localhost."]
        {
            assert!(is_this_machine(host), "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example:80", "127.0.0.1.nip.io", "10.0.0.1", "[::2]:80", "x@localhost"]
        {
            assert!(!is_this_machine(host), "{host}");
            assert_eq!(call("/me", &[("host", host)]), Some(421), "{host}");
        }
        assert_eq!(call("/me", &[]), None);
    }

    #[test]
    fn the_control_endpoint_takes_no_calls_of_other_sites() {
        let host = ("host", "localhost:80");
        for origin in ["https://evil.example", "null", "http://localhost:81", "http://localhost"] {
            assert_eq!(call("/__postsmith/requests", &[host, ("origin", origin)]), Some(403), "{origin}");
            assert_eq!(call("/me", &[host, ("origin", origin)]), None, "an API may be called from any site");
        }
        assert_eq!(call("/__postsmith/requests", &[host, ("origin", "http://localhost:80")]), None);
        assert_eq!(call("/__postsmith/requests", &[host]), None);
    }
}
