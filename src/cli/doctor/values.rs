//! Where the values come from: the process environment, an environment of Postman's, the manifest.

use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::doctor::{Proxies, Proxy, Values};
use postsmith::document::Document;
use postsmith::postman::{self, FileKind, recognise};
use postsmith::source::Manifest;
use postsmith::source::manifest::Role;
use std::env;

/// An environment file with its text.
pub(super) struct Environment {
    pub(super) path: Utf8PathBuf,
    pub(super) document: Document,
}

impl Environment {
    pub(super) fn read(path: &Utf8Path) -> anyhow::Result<Self> {
        let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
        let document = Document::json(path, text)?;
        match recognise(document.root()) {
            Some((FileKind::Environment, _)) => Ok(Self { path: path.to_owned(), document }),
            Some((other, _)) => bail!("{path} is no environment, but of the kind: {}", other.name()),
            None => {
                bail!("{path} is no environment; export one from Postman, or take one that `postsmith build` writes")
            }
        }
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = postman::Variable<'_>> {
        postman::Environment::new(self.document.root()).variables()
    }
}

/// The values of the variables of `manifest`.
pub(super) fn values(manifest: &Manifest, environment: Option<&Environment>) -> Values {
    let mut values = Values::default();
    values.insert(manifest.variable_name(Role::BaseUrl), manifest.api.base_url.clone());
    for (name, variable) in manifest.variables.iter() {
        if let Some(value) = &variable.value {
            values.insert(name, value.clone());
        }
    }
    for variable in environment.into_iter().flat_map(Environment::variables).filter(|variable| variable.is_enabled()) {
        if let (Some(name), Some(value)) = (variable.key(), variable.value()) {
            values.insert(name, value.into_owned());
        }
    }
    for name in manifest.variables.keys() {
        if let Ok(value) = env::var(name) {
            values.insert(name, value);
        }
    }
    values
}

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
    let except = set(&["no_proxy", "NO_PROXY"]).map(|(_, value)| value).unwrap_or_default();
    Ok(Proxies {
        http: proxy(&["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])?,
        https: proxy(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])?,
        except: except.split(',').map(str::trim).filter(|rule| !rule.is_empty()).map(str::to_owned).collect(),
    })
}
