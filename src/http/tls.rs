//! TLS with certificate verification, which no setting turns off.

use super::connection::DeadlineStream;
use super::failure::{CertificateFault, FailureKind};
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

/// CA certificates that are trusted in addition to the system's, such as a company's own.
#[derive(Clone, Default)]
pub struct CaCertificates(Vec<CertificateDer<'static>>);

/// Why a PEM text gives no CA certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaCertificateError {
    /// The text holds no certificate.
    #[error("the file holds no certificate; it must have a line `-----BEGIN CERTIFICATE-----`")]
    None,
    /// One of its certificates is malformed.
    #[error("the file holds a certificate that cannot be read")]
    Unreadable,
}

impl CaCertificates {
    /// Reads the certificates of a PEM text.
    ///
    /// # Errors
    /// When it holds no certificate, or a malformed one.
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

/// A clock that started at a given time.
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

/// The TLS settings of every connection: the system's CA certificates and `additional`, checked at the time of `clock`.
pub(super) fn client_config(additional: &CaCertificates, clock: Arc<Clock>) -> Result<Arc<ClientConfig>, FailureKind> {
    let mut roots = RootCertStore::empty();
    // A CA certificate of the system that cannot be read is left out: certificates signed by it are untrusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(additional.0.iter().cloned());
    let mut config = ClientConfig::builder_with_details(Arc::new(ring::default_provider()), clock)
        .with_safe_default_protocol_versions()
        .map_err(|_| FailureKind::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // A resumed session would skip the verification that the doctor reports on.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Makes the TLS handshake with the server of this host name. When a certificate is refused, nothing is sent.
pub(super) fn handshake(
    config: &Arc<ClientConfig>,
    host: &str,
    mut tcp: DeadlineStream,
) -> Result<StreamOwned<ClientConnection, DeadlineStream>, FailureKind> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| FailureKind::Tls)?;
    let mut connection = ClientConnection::new(Arc::clone(config), name).map_err(|error| tls_failure(&error))?;
    while connection.is_handshaking() {
        connection.complete_io(&mut tcp).map_err(|error| io_failure(&error))?;
    }
    Ok(StreamOwned::new(connection, tcp))
}

fn io_failure(error: &io::Error) -> FailureKind {
    if error.kind() == io::ErrorKind::TimedOut {
        return FailureKind::TlsTimeout;
    }
    error.get_ref().and_then(|inner| inner.downcast_ref()).map_or(FailureKind::Tls, tls_failure)
}

fn tls_failure(error: &rustls::Error) -> FailureKind {
    let rustls::Error::InvalidCertificate(error) = error else { return FailureKind::Tls };
    let days = |from: UnixTime, to: UnixTime| {
        Some(Duration::from_secs(to.as_secs().saturating_sub(from.as_secs())).as_secs() / DAY)
    };
    FailureKind::Certificate(match error {
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
