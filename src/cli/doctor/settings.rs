//! The settings of a walk: its arguments, and the proxies of the process environment.

use super::Args;
use crate::cli::error::{Result, bail};
use anyhow::Context as _;
use camino::Utf8Path;
use postsmith::doctor::{DoctorSettings, StepSelection};
use postsmith::http::{CaCertificates, Proxies, Proxy, Timeouts};
use std::env;
use std::time::{Duration, SystemTime};

/// The steps to walk.
pub(super) fn selection(args: &Args) -> StepSelection {
    match args.from {
        Some(step) => StepSelection::from(step),
        None if args.only.is_empty() => StepSelection::all(),
        None => StepSelection::only(args.only.iter().copied()),
    }
}

/// How to walk them.
pub(super) fn settings(args: &Args) -> Result<DoctorSettings> {
    let mut settings = DoctorSettings::new(SystemTime::now());
    settings.client.proxies = proxies()?;
    settings.stores_tokens = args.save;
    if let Some(seconds) = args.timeout {
        settings.client.timeouts = Timeouts::all(Duration::from_secs(seconds));
    }
    if let Some(path) = &args.ca_certificate {
        settings.client.ca_certificates = ca_certificates(path)?;
    }
    Ok(settings)
}

fn ca_certificates(path: &Utf8Path) -> Result<CaCertificates> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    match CaCertificates::from_pem(&text) {
        Ok(certificates) => Ok(certificates),
        Err(error) => bail!("{path}: {error}"),
    }
}

/// The proxies that the usual variables of the process environment name.
fn proxies() -> Result<Proxies> {
    let set = |names: &[&'static str]| {
        names.iter().find_map(|name| Some((*name, env::var(name).ok().filter(|value| !value.trim().is_empty())?)))
    };
    let proxy = |names: &[&'static str]| match set(names) {
        Some((name, value)) => match Proxy::parse(value.trim()) {
            Ok(proxy) => Ok(Some(proxy)),
            Err(error) => bail!("the variable {name} of the process environment is not a proxy: {error}"),
        },
        None => Ok(None),
    };
    let no_proxy = set(&["no_proxy", "NO_PROXY"]).map(|(_, value)| value).unwrap_or_default();
    Ok(Proxies {
        http: proxy(&["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])?,
        https: proxy(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])?,
        no_proxy: no_proxy.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned).collect(),
    })
}
