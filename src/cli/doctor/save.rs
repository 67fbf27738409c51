//! `--save`: the tokens go into the environment file that the values came from.

use super::values::Environment;
use crate::cli::output;
use anyhow::{Context as _, bail};
use camino::Utf8Path;
use postsmith::doctor::{Target, Tokens};
use postsmith::files;
use postsmith::source::manifest::Role;
use postsmith::text::{Edit, apply};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// Writes `tokens` as the scripts of the collection would; every other byte of the file stays.
pub(super) fn save(target: &Target, environment: &Environment, tokens: &Tokens) -> anyhow::Result<()> {
    let path = &environment.path;
    let refresh = tokens.refresh.as_ref().map(SecretString::expose_secret);
    let mut values: Vec<(Role, SecretString)> = vec![
        (Role::AccessToken, tokens.access.clone()),
        (Role::TokenExpiry, tokens.expiry().to_string().into()),
        (Role::TokenType, tokens.kind.to_owned().into()),
    ];
    values.extend(refresh.map(|token| (Role::RefreshToken, token.to_owned().into())));
    values.extend(tokens.lifetime.map(|lifetime| (Role::TokenLifetime, lifetime.to_string().into())));
    let mut edits = Vec::new();
    for (role, value) in values {
        let name = target.variable(role);
        let mut found = environment.variables().filter(|variable| variable.key().as_deref() == Some(&name));
        let Some(node) = found.find_map(|variable| variable.node().get("value")) else {
            bail!(
                "{path} has no variable `{name}`, so the tokens were not stored; build the environment again, or add it in Postman"
            );
        };
        edits.push(Edit { span: node.span(), replacement: serde_json::to_string(value.expose_secret())? });
    }
    let text = Zeroizing::new(apply(environment.document.text(), edits)?);
    let name = path.file_name().with_context(|| format!("{path} is no file"))?;
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    for_the_owner_alone(path).with_context(|| format!("cannot make {path} readable for you alone"))?;
    files::write(folder, [(name, text.as_bytes())])?;
    output::say(&format!("stored the tokens in {path}"))
}

/// Writing keeps the rights of a file, so they are set before there are tokens in it.
fn for_the_owner_alone(path: &Utf8Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    // Elsewhere a file has the rights of its folder.
    path.metadata().map(drop)
}
