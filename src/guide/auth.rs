//! How a request is authorised, in a few words.

use crate::analysis::RequestContext;
use crate::document::NodeRef;
use crate::postman::Auth;
use crate::text::references;

/// What Postman calls each type.
const TYPES: &[(&str, &str)] = &[
    ("apikey", "API key"),
    ("awsv4", "AWS Signature"),
    ("basic", "Basic auth"),
    ("bearer", "Bearer token"),
    ("digest", "Digest auth"),
    ("edgegrid", "Akamai EdgeGrid"),
    ("hawk", "Hawk"),
    ("jwt", "JWT bearer"),
    ("ntlm", "NTLM"),
    ("oauth1", "OAuth 1.0"),
    ("oauth2", "OAuth 2.0"),
    ("asap", "ASAP (Atlassian)"),
];

/// The auth that is in force for `request`; none when nothing says any.
pub(super) fn summary(request: &RequestContext<'_>) -> Option<String> {
    let auth = request.auth?;
    let kind = auth.kind()?;
    if kind == "noauth" {
        return Some("No auth".to_owned());
    }
    let name = TYPES.iter().find(|(id, _)| *id == kind).map_or(&*kind, |(_, name)| name);
    let from = if request.has_own_auth { "" } else { ", inherited" };
    let used = variables(auth);
    if used.is_empty() {
        return Some(format!("{name}{from}"));
    }
    let used: Vec<_> = used.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("{name}{from}, from {}", used.join(", ")))
}

/// The variables that its parameters use, each once.
fn variables(auth: Auth<'_>) -> Vec<String> {
    let Some(list) = auth.parameters() else { return Vec::new() };
    let values = list.elements().filter_map(|pair| pair.get("value")).chain(list.members().map(|(_, value)| value));
    let mut names: Vec<String> = Vec::new();
    for text in values.filter_map(NodeRef::as_str) {
        for used in references(&text) {
            if !names.iter().any(|name| name == used.name) {
                names.push(used.name.to_owned());
            }
        }
    }
    names
}
