//! The environment of one person: the values for the walk, from the same places and in the same order as in `postsmith env`, and the
//! tokens that `--save` stores.

use crate::cli::env::{git, template, values};
use crate::cli::error::{Result, bail};
use crate::cli::terminal;
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::doctor::{DoctorTarget, ReceivedTokens, VariableValues};
use postsmith::document::Document;
use postsmith::requirements::of_manifest;
use postsmith::source::Manifest;
use postsmith::source::manifest::Role;
use postsmith::{env, files};
use secrecy::{ExposeSecret as _, SecretString};

/// The environment of one person, and the environment of the source that it belongs to.
#[derive(Default)]
pub(super) struct Environment {
    /// The key in the manifest.
    key: Option<String>,
    /// The file, which may be missing.
    pub(super) path: Option<Utf8PathBuf>,
    /// The content of the file.
    pub(super) document: Option<Document>,
}

impl Environment {
    /// The environment with the key or file name `named`, else the only environment of the source. `folder` is the output folder of the source.
    pub(super) fn find(named: Option<&str>, manifest: &Manifest, folder: &Utf8Path) -> Result<Self> {
        if let Some(path) = named.map(Utf8Path::new).filter(|path| is_file(path)) {
            let document = values::existing(path)?.with_context(|| format!("{path} does not exist"))?;
            return Ok(Self { key: None, path: Some(path.to_owned()), document: Some(document) });
        }
        let mut keys = manifest.environments.keys();
        if named.is_none() && manifest.environments.iter().len() != 1 {
            let is_there = |key: &String| template::private(folder, manifest, key).symlink_metadata().is_ok();
            // Of several environments one must be named, unless none of them was filled in.
            if !keys.any(is_there) {
                return Ok(Self::default());
            }
        }
        let key = template::choose(&template::keys(manifest)?, named, None)?;
        let path = template::private(folder, manifest, &key);
        Ok(Self { document: values::existing(&path)?, key: Some(key), path: Some(path) })
    }

    /// The values of the variables of `manifest`. The doctor itself reports what is wrong with them; the problems are warnings, or end the
    /// command.
    pub(super) fn values(&self, manifest: &Manifest, from: &[Utf8PathBuf]) -> Result<env::Resolved> {
        let is_needed = |name: &str| manifest.variables.get(name).is_some();
        let mut values = values::collect(&is_needed, from, self.document.as_ref())?;
        let shared = self.key.as_deref().and_then(|key| manifest.environments.get(key));
        for name in manifest.variables.keys() {
            values.shared(name, shared.map_or_else(|| manifest.default_value(name), |own| manifest.value(own, name)));
        }
        Ok(env::resolve_lenient(&of_manifest(manifest), &values))
    }

    /// The file to store tokens in, which must exist.
    pub(super) fn to_save(&self) -> Result<(&Utf8Path, &Document)> {
        match (&self.path, &self.document) {
            (Some(path), Some(document)) => Ok((path, document)),
            (Some(path), None) => {
                bail!("{path} does not exist, so that no tokens can be stored; run `postsmith env` first")
            }
            (None, _) => bail!("no environment to store the tokens in; name yours with --environment"),
        }
    }
}

/// The resolved values, as the doctor takes them.
pub(super) fn for_doctor(resolved: &env::Resolved) -> VariableValues {
    let mut values = VariableValues::default();
    for filled in &resolved.values {
        values.insert(filled.name.clone(), filled.value.text.expose_secret().to_owned());
    }
    values
}

/// Whether `--environment` names a file: a key has neither a folder nor `.json`.
fn is_file(path: &Utf8Path) -> bool {
    path.is_file() || path.extension() == Some("json") || path.components().count() > 1
}

/// Refuses a file for tokens before any are requested: one that git tracks, or that lacks the variables.
pub(super) fn check_place(target: &DoctorTarget, (path, document): (&Utf8Path, &Document)) -> Result {
    git::look(path)?.refuse_tracked(path)?;
    let roles = [Role::AccessToken, Role::RefreshToken, Role::TokenExpiry, Role::TokenType];
    let declared = roles.into_iter().filter(|role| target.declares(*role));
    let names: Vec<_> = declared.map(|role| (target.variable(role), SecretString::default())).collect();
    env::store_values(document, &names)?;
    Ok(())
}

/// Writes `tokens` as the scripts of the collection would. No other byte of the file changes.
pub(super) fn save(target: &DoctorTarget, (path, document): (&Utf8Path, &Document), tokens: &ReceivedTokens) -> Result {
    let refresh = tokens.refresh.as_ref().map(SecretString::expose_secret);
    let mut values: Vec<(Role, SecretString)> = vec![
        (Role::AccessToken, tokens.access.clone()),
        (Role::TokenExpiry, tokens.expiry().to_string().into()),
        (Role::TokenType, tokens.token_type.to_owned().into()),
    ];
    values.extend(refresh.map(|token| (Role::RefreshToken, token.to_owned().into())));
    values.extend(tokens.lifetime.map(|lifetime| (Role::TokenLifetime, lifetime.to_string().into())));
    let declared = values.into_iter().filter(|(role, _)| target.declares(*role));
    let named: Vec<_> = declared.map(|(role, value)| (target.variable(role), value)).collect();
    let text = env::store_values(document, &named)?;
    files::replace_private(path, text.as_bytes())?;
    terminal::say(format_args!("stored the tokens in {path}, which only you can read"))?;
    Ok(())
}
