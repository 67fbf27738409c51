//! Hosts, connections, proxies, clocks, timeouts.

use super::patient::{Patient, causes, letters, shown};
use super::server::{Listener, PATIENCE, dead, mock, response};
use crate::mock::client::tallyfy_settings;
use postsmith::doctor::{DoctorStep, StepSelection};
use postsmith::http::{Proxies, Proxy, Timeouts};
use postsmith::oauth::Cause;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

fn unknown(_: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
    Err(io::ErrorKind::NotFound.into())
}

fn endless(_: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
    std::thread::sleep(Duration::from_secs(5));
    Err(io::ErrorKind::NotFound.into())
}

#[test]
fn wrong_hosts_and_ports_are_network_failures() {
    for (names, cause) in [(unknown as fn(&str, u16) -> _, Cause::UnknownHost), (endless, Cause::ResolveTimeout)] {
        let mut patient = Patient::new();
        patient.settings.client.resolver = names;
        patient.settings.client.timeouts = Timeouts::all(Duration::from_millis(300));
        let walked = patient.walk("https://api.example.test");
        assert_eq!(causes(&walked), [cause], "{}", shown(&walked));
        assert!(walked.report.is_network() && walked.report.exchanges.is_empty());
    }
    let walked = Patient::new().walk(&format!("http://{}/api", dead()));
    assert_eq!(causes(&walked), [Cause::ConnectionRefused], "{}", shown(&walked));
    assert!(walked.report.is_network());
}

#[test]
fn every_phase_has_a_timeout() {
    let silent = Listener::start(|stream, _| {
        std::thread::sleep(PATIENCE);
        drop(stream);
    });
    let dripping = Listener::start(|mut stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    for (url, cause) in [
        (silent.url(), Cause::ResponseTimeout),
        (dripping.url(), Cause::ResponseTimeout),
        (silent.url().replace("http:", "https:"), Cause::TlsTimeout),
    ] {
        let mut patient = Patient::new();
        patient.settings.client.timeouts = Timeouts::all(Duration::from_millis(300));
        let begun = Instant::now();
        let walked = patient.walk(&url);
        assert_eq!(causes(&walked), [cause], "{}", shown(&walked));
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }
}

#[test]
fn failing_proxy_is_named() {
    let refusing =
        Listener::responding(|_| response("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n", ""));
    let forbidding = Listener::responding(|_| response("403 Forbidden", "", ""));
    let garbage = Listener::responding(|_| b"nonsense".to_vec());
    for (proxy, url) in [
        (refusing.address, "https://api.example.test"),
        (refusing.address, "http://localhost:1/api"),
        (forbidding.address, "https://api.example.test"),
        (garbage.address, "https://api.example.test"),
        (dead(), "https://api.example.test"),
        (dead(), "http://localhost:1/api"),
    ] {
        let mut patient = Patient::new();
        let secret = uuid::Uuid::new_v4().simple().to_string();
        let proxy = Proxy::parse(&format!("http://me:{secret}@{proxy}")).unwrap();
        patient.settings.client.proxies =
            Proxies { http: Some(proxy.clone()), https: Some(proxy), no_proxy: Vec::new() };
        let walked = patient.walk(url);
        assert_eq!(causes(&walked), [Cause::Proxy], "{url}\n{}", shown(&walked));
        assert!(walked.report.is_network());
        assert!(!format!("{walked:?}").contains(&secret));
    }
    let heard = refusing.heard();
    assert!(heard.iter().all(|request| request.contains("Proxy-Authorization: Basic ")));
    assert!(heard.iter().any(|request| request.starts_with("CONNECT api.example.test:443 HTTP/1.1\r\n")));
    assert!(heard.iter().filter(|request| request.starts_with("CONNECT")).all(|request| !request.contains("password")));
}

#[test]
fn wrong_clock_is_noted() {
    let server = mock(tallyfy_settings(), Vec::new());
    for (change, is_noted) in [(0_i64, false), (3600, true), (-3600, true)] {
        let mut patient = Patient::new();
        let by = Duration::from_secs(change.unsigned_abs());
        patient.settings.client.now =
            if change < 0 { patient.settings.client.now - by } else { patient.settings.client.now + by };
        let walked = patient.walk(&format!("http://{server}/api"));
        let expected = if is_noted { vec![Cause::ClockWrong] } else { Vec::new() };
        assert_eq!(causes(&walked), expected, "{}", shown(&walked));
        assert!(walked.report.is_healthy());
    }
}

#[test]
fn only_selected_steps_run() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let mut patient = Patient::new();
    patient.selection = StepSelection::only([DoctorStep::Resolve, DoctorStep::Connect]);
    let walked = patient.walk(&server.url());
    let steps: Vec<_> = walked.report.steps.iter().map(|outcome| outcome.step).collect();
    assert_eq!(steps, [DoctorStep::Resolve, DoctorStep::Connect]);
    assert!(server.heard().is_empty(), "a connection, and nothing sent");
}

#[test]
fn password_that_a_proxy_repeats_is_masked() {
    let secret = letters(&uuid::Uuid::new_v4().simple().to_string());
    let repeated = secret.clone();
    let proxy =
        Listener::responding(move |_| response("418 Pot", "", &format!(r#"{{"message":"not you, {repeated}"}}"#)));
    let mut patient = Patient::new();
    let http = Proxy::parse(&format!("http://me:{secret}@{}", proxy.address)).unwrap();
    patient.settings.client.proxies = Proxies { http: Some(http), ..Proxies::default() };
    let walked = patient.walk("http://localhost:1/api");
    assert!(shown(&walked).contains("not you, <proxy>"), "{}", shown(&walked));
    assert!(!format!("{walked:?}").contains(&secret));
}
