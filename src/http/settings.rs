//! The settings of a client: time-outs, limits, proxies, CA certificates, name resolution and the clock.

use super::connection::{Resolver, system_resolver};
use super::{CaCertificates, Proxies};
use std::time::{Duration, SystemTime};

/// How long each phase of a request may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Resolving the host name.
    pub resolve: Duration,
    /// Connecting; a proxy's `CONNECT` counts as connecting too.
    pub connect: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// Sending the request.
    pub send: Duration,
    /// From the sent request to the first byte of the response.
    pub first_byte: Duration,
    /// From there to the end of the response.
    pub body: Duration,
}

impl Timeouts {
    /// The same time for each phase.
    pub const fn all(time: Duration) -> Self {
        Self { resolve: time, connect: time, tls: time, send: time, first_byte: time, body: time }
    }
}

/// How large a response may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The status line with all headers.
    pub head: usize,
    /// The body, without the framing of chunks.
    pub body: usize,
}

/// How a client sends requests and reads responses.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// How long each phase of a request may take.
    pub timeouts: Timeouts,
    /// How large a response may be.
    pub limits: Limits,
    /// Which requests go through which proxy.
    pub proxies: Proxies,
    /// CA certificates that are trusted in addition to the system's.
    pub ca_certificates: CaCertificates,
    /// Resolves host names.
    pub resolver: Resolver,
    /// The time on this machine's clock. Certificates are checked against it.
    pub now: SystemTime,
}

impl ClientSettings {
    /// Time-outs of 5 to 30 seconds by phase, at most 64 KiB of head and 1 MiB of body, no proxy, at the time `now`.
    pub fn new(now: SystemTime) -> Self {
        let seconds = Duration::from_secs;
        Self {
            timeouts: Timeouts {
                resolve: seconds(5),
                connect: seconds(10),
                tls: seconds(10),
                send: seconds(10),
                first_byte: seconds(30),
                body: seconds(30),
            },
            limits: Limits { head: 64 << 10, body: 1 << 20 },
            proxies: Proxies::default(),
            ca_certificates: CaCertificates::default(),
            resolver: system_resolver,
            now,
        }
    }
}
