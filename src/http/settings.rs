//! How the client sends: time-outs, limits, proxies, CA certificates, the clock.

use super::{CaCertificates, NameService, Proxies, system_names};
use std::time::{Duration, SystemTime};

/// How long each phase of a request may take.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Until the name is resolved.
    pub resolve: Duration,
    /// Until there is a connection.
    pub connect: Duration,
    /// Until it is encrypted.
    pub tls: Duration,
    /// Until the request is sent.
    pub send: Duration,
    /// Until the answer begins.
    pub first_byte: Duration,
    /// From there until the answer is whole.
    pub body: Duration,
}

impl Timeouts {
    /// The same time for each phase.
    pub const fn all(time: Duration) -> Self {
        Self { resolve: time, connect: time, tls: time, send: time, first_byte: time, body: time }
    }
}

/// How large an answer may be, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Its head.
    pub head: usize,
    /// Its body.
    pub body: usize,
}

/// How a client sends requests and reads responses.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// How long each phase of a request may take.
    pub timeouts: Timeouts,
    /// How large an answer may be.
    pub limits: Limits,
    /// Which requests go through which proxy.
    pub proxies: Proxies,
    /// CaCertificates that are trusted beside the system's.
    pub authorities: CaCertificates,
    /// What resolves names.
    pub names: NameService,
    /// What time this machine thinks it is.
    pub now: SystemTime,
}

impl ClientSettings {
    /// The usual settings, at the time `now`.
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
            authorities: CaCertificates::default(),
            names: system_names,
            now,
        }
    }
}
