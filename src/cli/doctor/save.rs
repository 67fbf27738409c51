//! `--save`: the tokens go into the private environment that the values came from.

use crate::cli::env::git;
use crate::cli::output;
use camino::Utf8Path;
use postsmith::doctor::{DoctorTarget, ReceivedTokens};
use postsmith::document::Document;
use postsmith::source::manifest::Role;
use postsmith::{env, files};
use secrecy::{ExposeSecret as _, SecretString};

/// Refuses a place for tokens before any are asked for: one that git tracks, or without the variables.
pub(super) fn check(target: &DoctorTarget, (path, document): (&Utf8Path, &Document)) -> anyhow::Result<()> {
    git::look(path)?.refuse_tracked(path)?;
    let roles = [Role::AccessToken, Role::RefreshToken, Role::TokenExpiry, Role::TokenType];
    let declared = roles.into_iter().filter(|role| target.declares(*role));
    let names: Vec<_> = declared.map(|role| (target.variable(role), SecretString::default())).collect();
    env::store_values(document, &names)?;
    Ok(())
}

/// Writes `tokens` as the scripts of the collection would; every other byte of the file stays.
pub(super) fn save(
    target: &DoctorTarget,
    (path, document): (&Utf8Path, &Document),
    tokens: &ReceivedTokens,
) -> anyhow::Result<()> {
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
    output::say(&format!("stored the tokens in {path}, which only you can read"))
}
