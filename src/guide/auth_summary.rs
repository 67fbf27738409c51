//! How a request is authorized, in a few words.

use crate::analysis::RequestContext;
use crate::document::NodeRef;
use crate::postman::{Auth, AuthType};
use crate::text::references;

/// The auth that applies to `request`. `None` when the collection defines none.
pub(super) fn summary(request: &RequestContext<'_>) -> Option<String> {
    let auth = request.auth?;
    let kind = auth.kind()?;
    let auth_type = auth.auth_type();
    let name = auth_type.map_or(&*kind, |auth_type| auth_type.descriptor().label);
    if auth_type == Some(AuthType::NoAuth) {
        return Some(name.to_owned());
    }
    let from = if request.has_own_auth { "" } else { ", inherited" };
    let used = variables(auth);
    if used.is_empty() {
        return Some(format!("{name}{from}"));
    }
    let used: Vec<_> = used.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("{name}{from}, from {}", used.join(", ")))
}

/// The variables in the parameters of `auth`, each once.
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
