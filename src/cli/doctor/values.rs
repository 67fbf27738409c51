//! The values that are walked with: from the places that `postsmith env` takes them from, in the same order.

use crate::cli::env::{sources, template};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::Document;
use postsmith::env;
use postsmith::requirements::of_manifest;
use postsmith::source::Manifest;
use secrecy::ExposeSecret as _;

/// The environment of one person, and the one of the source that it belongs to.
#[derive(Default)]
pub(super) struct Environment {
    /// Its key in the manifest.
    key: Option<String>,
    /// The file, which need not be there.
    pub(super) path: Option<Utf8PathBuf>,
    /// What it holds.
    pub(super) document: Option<Document>,
}

impl Environment {
    /// The environment that is `named` by its key or its file; else that of a source with one. `folder` is where the source's output lies.
    pub(super) fn find(named: Option<&str>, manifest: &Manifest, folder: &Utf8Path) -> anyhow::Result<Self> {
        if let Some(path) = named.map(Utf8Path::new).filter(|path| is_file(path)) {
            let document = sources::existing(path)?.with_context(|| format!("{path} does not exist"))?;
            return Ok(Self { key: None, path: Some(path.to_owned()), document: Some(document) });
        }
        let mut keys = manifest.environments.keys();
        if named.is_none() && manifest.environments.iter().len() != 1 {
            let is_there = |key: &String| template::private(folder, manifest, key).symlink_metadata().is_ok();
            // Which of several is meant nobody can tell; where none is filled in, it is none.
            if !keys.any(is_there) {
                return Ok(Self::default());
            }
        }
        let key = template::choose(&template::keys(manifest)?, named, None)?;
        let path = template::private(folder, manifest, &key);
        Ok(Self { document: sources::existing(&path)?, key: Some(key), path: Some(path) })
    }

    /// The values of the variables of `manifest`; what is wrong with them is for the doctor to say. The remarks are warnings, or end the command.
    pub(super) fn values(&self, manifest: &Manifest, from: &[Utf8PathBuf]) -> anyhow::Result<env::Resolved> {
        let is_needed = |name: &str| manifest.variables.get(name).is_some();
        let mut values = sources::values(&is_needed, from, self.document.as_ref())?;
        let shared = self.key.as_deref().and_then(|key| manifest.environments.get(key));
        for name in manifest.variables.keys() {
            values.shared(name, shared.map_or_else(|| manifest.default_value(name), |own| manifest.value(own, name)));
        }
        Ok(env::resolve_lenient(&of_manifest(manifest), &values))
    }

    /// The file to store tokens in, which must be there.
    pub(super) fn to_save(&self) -> anyhow::Result<(&Utf8Path, &Document)> {
        match (&self.path, &self.document) {
            (Some(path), Some(document)) => Ok((path, document)),
            (Some(path), None) => {
                bail!("{path} is not there yet, so no tokens can be stored; run `postsmith env` first")
            }
            (None, _) => bail!("there is nowhere to store the tokens; name your environment with --environment"),
        }
    }
}

/// What the doctor takes of them.
pub(super) fn filled(resolved: &env::Resolved) -> postsmith::doctor::VariableValues {
    let mut values = postsmith::doctor::VariableValues::default();
    for filled in &resolved.values {
        values.insert(filled.name.clone(), filled.value.text.expose_secret().to_owned());
    }
    values
}

/// A key of an environment has neither a folder nor `.json`.
fn is_file(path: &Utf8Path) -> bool {
    path.is_file() || path.extension() == Some("json") || path.components().count() > 1
}
