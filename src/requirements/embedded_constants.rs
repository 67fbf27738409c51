//! The constants at the top of the scripts of a collection that Postsmith built: names of variables, the grant, fixed headers.

use super::api_terms::RequestTerms;
use crate::document::{Document, NodeRef};
use crate::oauth::{ApiTerms, Grant};
use crate::postman::Event;
use crate::source::manifest::Role;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The first line of the constants, and their last.
const BEGIN: &str = "const POSTSMITH = {";
const END: &str = "\n};";

/// The constants of the embedded scripts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmbeddedConstants {
    /// Names of variables by [`Role::key`].
    variables: BTreeMap<String, String>,
    token_url: Option<String>,
    grant: Option<String>,
    headers: Vec<FixedHeader>,
    refresh_margin_ms: u64,
    /// The request that gets a token: `FOLDER / NAME`.
    login: Option<String>,
}

/// A header that the scripts add to every request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FixedHeader {
    name: String,
    value: String,
    /// Whether a request may override it.
    unless_present: bool,
}

impl EmbeddedConstants {
    /// Reads them from the scripts of `collection`, the root object; none if another program made the collection.
    pub fn of(collection: NodeRef<'_>) -> Option<Self> {
        Event::of(collection).find_map(|event| {
            let text = event.program()?.text;
            let from = text.find(BEGIN)? + BEGIN.len() - 1;
            let end = from + text[from..].find(END)? + END.len() - 1;
            Document::json("", &text[from..end]).ok()?.read().ok()
        })
    }

    /// The name of the variable of `role`.
    pub fn variable(&self, role: Role) -> Option<&str> {
        self.variables.get(role.key()).map(String::as_str)
    }

    /// Whether the scripts write the variable `name`.
    pub(super) fn is_kept_by_scripts(&self, name: &str) -> bool {
        self.grant.is_some()
            && Role::ALL.into_iter().any(|role| role.is_kept_by_scripts() && self.variable(role) == Some(name))
    }

    /// The grant of the first token.
    pub fn grant(&self) -> Option<Grant> {
        self.grant.as_deref().and_then(Grant::from_name)
    }

    /// The headers of every request, as `Name: value`.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        self.headers.iter().map(|header| format!("{}: {}", header.name, header.value))
    }

    /// How long before a token expires the scripts renew it, in seconds.
    pub fn margin_seconds(&self) -> u32 {
        u32::try_from(self.refresh_margin_ms / 1000).unwrap_or(u32::MAX)
    }

    /// The request that gets a token: `FOLDER/NAME`.
    pub fn login(&self) -> Option<String> {
        self.login.as_deref().map(|login| login.replace(" / ", "/"))
    }

    /// The names that the collection gives to the parts of the OAuth life cycle.
    pub fn api_terms(&self) -> ApiTerms {
        let client = self.headers.iter().find(|header| !header.unless_present);
        let login = self.login.as_deref().and_then(|login| login.rsplit(" / ").next());
        RequestTerms {
            client_header: client.map(|header| format!("{}: {}", header.name, header.value)),
            login: login.map(str::to_owned),
            token_url: self.token_url.clone(),
        }
        .with_variables(|role| self.variable(role).map(str::to_owned))
    }
}
