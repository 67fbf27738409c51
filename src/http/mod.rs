//! HTTP/1.1 over TCP and TLS, phase by phase: each phase has its own time-out and its own ways to fail.

mod address;
mod answer;
mod body;
mod client;
mod connect;
mod failure;
mod proxy;
mod request;
mod settings;
mod timed;
mod tls;

pub(crate) use address::Address;
pub(crate) use answer::Answer;
pub(crate) use client::Client;
pub use connect::NameService;
pub(crate) use connect::system_names;
pub(crate) use failure::{CertificateFault, Failed, Failure, ProxyFault};
pub use proxy::{Proxies, Proxy, ProxyError};
pub(crate) use request::Request;
pub use settings::{ClientSettings, Limits, Timeouts};
pub use tls::{CaCertificateError, CaCertificates};
