//! Certificates that are wrong in every way. After a refusal nothing is sent.

use super::patient::{Patient, causes, shown};
use super::server::{Listener, request, response};
use postsmith::http::{CaCertificates, Proxies, Proxy};
use postsmith::oauth::Cause;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;

/// Resolves every name to this machine.
fn here(_: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(("127.0.0.1", port).to_socket_addrs()?.collect())
}

/// A server with a certificate for `host` that is valid between two years, and the certificate of its CA.
fn server(host: &str, years: (i32, i32)) -> (Listener, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(years.0, 1, 1);
    params.not_after = rcgen::date_time_ymd(years.1, 1, 1);
    let certificate = params.signed_by(&key, &ca).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let config = Arc::new(config);
    let listener = Listener::start(move |stream, heard| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        let request = request(&mut stream);
        if request.is_empty() {
            return;
        }
        let body = if request.starts_with("POST") {
            r#"{"access_token":"tok","token_type":"Bearer","expires_in":9000,"refresh_token":"ref"}"#
        } else {
            "{}"
        };
        heard.lock().unwrap().push(request);
        let _ = stream.write_all(&response("200 OK", "", body));
        stream.conn.send_close_notify();
        let _ = stream.flush();
    });
    (listener, ca.pem())
}

#[test]
fn nothing_is_sent_unless_the_certificate_is_valid() {
    for (host, years, is_trusted, expected) in [
        ("api.example.test", (2020, 2090), true, &[][..]),
        ("api.example.test", (2020, 2090), false, &[Cause::CertificateUntrusted]),
        ("api.example.test", (2001, 2002), true, &[Cause::CertificateExpired, Cause::ClockWrong]),
        ("api.example.test", (2089, 2090), true, &[Cause::ClockWrong, Cause::CertificateNotYetValid]),
        ("other.example.test", (2020, 2090), true, &[Cause::CertificateOtherHost]),
    ] {
        let (server, ca) = server(host, years);
        let mut patient = Patient::new();
        patient.settings.client.resolver = here;
        if is_trusted {
            patient.settings.client.ca_certificates = CaCertificates::from_pem(ca.as_bytes()).unwrap();
        }
        let walked = patient.walk(&format!("https://api.example.test:{}/api", server.address.port()));
        assert_eq!(causes(&walked), expected, "{}", shown(&walked));
        assert_eq!(walked.report.is_network(), !expected.is_empty(), "{}", shown(&walked));
        assert_eq!(server.heard().is_empty(), !expected.is_empty(), "{}", shown(&walked));
    }
}

#[test]
fn port_that_speaks_plain_http_is_reported() {
    let server = Listener::start(|mut stream, _| {
        let mut buffer = [0; 512];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let walked = Patient::new().walk(&server.url().replace("http:", "https:"));
    assert_eq!(causes(&walked), [Cause::TlsFailed], "{}", shown(&walked));
}

#[test]
fn certificate_is_verified_through_a_proxy() {
    let (server, ca) = server("api.example.test", (2020, 2090));
    let to = server.address;
    let proxy = Listener::start(move |mut stream, heard| {
        heard.lock().unwrap().push(request(&mut stream));
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
        let mut server = TcpStream::connect(to).unwrap();
        let (mut back, mut forth) = (server.try_clone().unwrap(), stream.try_clone().unwrap());
        let copying = std::thread::spawn(move || io::copy(&mut back, &mut forth));
        let _ = io::copy(&mut stream, &mut server);
        let _ = server.shutdown(std::net::Shutdown::Write);
        let _ = copying.join();
    });
    let mut patient = Patient::new();
    patient.settings.client.ca_certificates = CaCertificates::from_pem(ca.as_bytes()).unwrap();
    patient.settings.client.proxies =
        Proxies { https: Some(Proxy::parse(&proxy.address.to_string()).unwrap()), ..Proxies::default() };
    let walked = patient.walk("https://api.example.test/api");
    assert!(walked.report.is_healthy(), "{}", shown(&walked));
    assert!(proxy.heard().iter().all(|request| request.starts_with("CONNECT api.example.test:443 ")));
    patient.settings.client.ca_certificates = CaCertificates::default();
    let walked = patient.walk("https://api.example.test/api");
    assert_eq!(causes(&walked), [Cause::CertificateUntrusted], "{}", shown(&walked));
}
