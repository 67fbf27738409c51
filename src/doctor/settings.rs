//! How the walk goes about it.

use crate::http::ClientSettings;
use std::time::SystemTime;

/// How the walk goes about it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How requests are sent.
    pub client: ClientSettings,
    /// Whether new tokens will be kept. If not, a stored refresh token is not used: a server that rotates accepts each one once.
    pub keeps_tokens: bool,
}

impl Settings {
    /// The usual settings, at the time `now`.
    pub fn new(now: SystemTime) -> Self {
        Self { client: ClientSettings::new(now), keeps_tokens: false }
    }
}
