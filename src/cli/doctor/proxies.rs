//! The proxies that the shell names.

use anyhow::bail;
use postsmith::http::{Proxies, Proxy};
use std::env;

/// The proxies that the usual variables of the process environment name.
pub(super) fn proxies() -> anyhow::Result<Proxies> {
    let set = |names: &[&'static str]| {
        names.iter().find_map(|name| Some((*name, env::var(name).ok().filter(|value| !value.trim().is_empty())?)))
    };
    let proxy = |names: &[&'static str]| match set(names) {
        Some((name, value)) => match Proxy::parse(value.trim()) {
            Ok(proxy) => Ok(Some(proxy)),
            Err(error) => bail!("{name} names no proxy: {error}"),
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
