//! What a collection that Postsmith built says of itself: the constants at the top of its scripts.

use crate::document::{Document, NodeRef};
use crate::oauth::{ApiTerms, Grant};
use crate::postman::Event;
use crate::requirements::terms::Named;
use crate::source::manifest::Role;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The line that the constants begin with, and the one that they end with.
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
    /// The fixed headers.
    headers: Vec<Header>,
    refresh_margin_ms: u64,
    login: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    name: String,
    value: String,
    unless_present: bool,
}

impl EmbeddedConstants {
    /// Of the scripts of `collection`, the object; none when another program made it.
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

    /// Whether its scripts write the variable `name`.
    pub(super) fn keeps(&self, name: &str) -> bool {
        self.grant.is_some()
            && Role::ALL.into_iter().any(|role| role.is_kept_by_scripts() && self.variable(role) == Some(name))
    }

    /// How its first token is got.
    pub fn grant(&self) -> Option<Grant> {
        self.grant.as_deref().and_then(Grant::from_name)
    }

    /// The headers of every request, as `Name: value`.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        self.headers.iter().map(|header| format!("{}: {}", header.name, header.value))
    }

    /// How long before its end a token is renewed, in seconds.
    pub fn margin_seconds(&self) -> u32 {
        u32::try_from(self.refresh_margin_ms / 1000).unwrap_or(u32::MAX)
    }

    /// The request that gets a token: `FOLDER/NAME`.
    pub fn login(&self) -> Option<String> {
        self.login.as_deref().map(|login| login.replace(" / ", "/"))
    }

    /// What it calls the parts of the life cycle.
    pub fn words(&self) -> ApiTerms {
        let client = self.headers.iter().find(|header| !header.unless_present);
        let login = self.login.as_deref().and_then(|login| login.rsplit(" / ").next());
        Named {
            client_header: client.map(|header| format!("{}: {}", header.name, header.value)),
            login: login.map(str::to_owned),
            token_url: self.token_url.clone(),
        }
        .words(|role| self.variable(role).map(str::to_owned))
    }
}
