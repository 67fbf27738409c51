//! TLS with verification that nothing switches off.

use crate::http::failure::{CertificateFault, Failure};
use crate::http::timed::Timed;
use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

const DAY: u64 = 24 * 60 * 60;

/// Certificates of authorities that are trusted beside the system's: a company's own.
#[derive(Clone, Default)]
pub struct CaCertificates(Vec<CertificateDer<'static>>);

/// Why a file holds no certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaCertificateError {
    /// No certificate in it.
    #[error("there is no certificate in it; it must hold `-----BEGIN CERTIFICATE-----`")]
    None,
    /// One of them cannot be read.
    #[error("a certificate in it cannot be read")]
    Unreadable,
}

impl CaCertificates {
    /// Reads the certificates of a PEM text.
    pub fn from_pem(text: &[u8]) -> Result<Self, CaCertificateError> {
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
        let found = found.map_err(|_| CaCertificateError::Unreadable)?;
        let mut store = RootCertStore::empty();
        let (_, refused) = store.add_parsable_certificates(found.iter().cloned());
        match (found.is_empty(), refused) {
            (true, _) => Err(CaCertificateError::None),
            (false, 0) => Ok(Self(found)),
            (false, _) => Err(CaCertificateError::Unreadable),
        }
    }
}

impl fmt::Debug for CaCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CaCertificates({})", self.0.len())
    }
}

/// The moment that was handed in, going on.
#[derive(Debug)]
pub(super) struct Clock {
    now: SystemTime,
    since: Instant,
}

impl Clock {
    pub(super) fn new(now: SystemTime) -> Self {
        Self { now, since: Instant::now() }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.now + self.since.elapsed()
    }
}

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let since = self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Some(UnixTime::since_unix_epoch(since))
    }
}

/// How every connection is encrypted: the system's authorities and `more`, at the time of `clock`.
pub(super) fn config(more: &CaCertificates, clock: Arc<Clock>) -> Result<Arc<ClientConfig>, Failure> {
    let mut roots = RootCertStore::empty();
    // What the system holds and cannot be read vouches for nobody: the certificate is then untrusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(more.0.iter().cloned());
    let mut config = ClientConfig::builder_with_details(Arc::new(ring::default_provider()), clock)
        .with_safe_default_protocol_versions()
        .map_err(|_| Failure::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // Each connection shows the whole of it.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Agrees on encryption with the server that `host` names. After a refusal nothing is sent.
pub(super) fn agree(
    config: &Arc<ClientConfig>,
    host: &str,
    mut tcp: Timed,
) -> Result<StreamOwned<ClientConnection, Timed>, Failure> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Failure::Tls)?;
    let mut connection = ClientConnection::new(Arc::clone(config), name).map_err(|error| of_tls(&error))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut tcp).map_err(|error| of_io(&error))?;
    }
    Ok(StreamOwned::new(connection, tcp))
}

fn of_io(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::TimedOut {
        return Failure::TlsTimeout;
    }
    error.get_ref().and_then(|inner| inner.downcast_ref()).map_or(Failure::Tls, of_tls)
}

fn of_tls(error: &rustls::Error) -> Failure {
    let rustls::Error::InvalidCertificate(error) = error else { return Failure::Tls };
    let days = |from: UnixTime, to: UnixTime| {
        Some(Duration::from_secs(to.as_secs().saturating_sub(from.as_secs())).as_secs() / DAY)
    };
    Failure::Certificate(match error {
        CertificateError::Expired => CertificateFault::Expired(None),
        CertificateError::ExpiredContext { time, not_after } => CertificateFault::Expired(days(*not_after, *time)),
        CertificateError::NotValidYet => CertificateFault::NotYetValid(None),
        CertificateError::NotValidYetContext { time, not_before } => {
            CertificateFault::NotYetValid(days(*time, *not_before))
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::OtherHost
        }
        _ => CertificateFault::Untrusted,
    })
}
