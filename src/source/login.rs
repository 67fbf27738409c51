//! The login request goes where tokens are asked for: the scripts tell it from other requests by its address.

use super::manifest::{Environment, Manifest};
use super::request::Request;
use super::tree::RequestItem;
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::text::references;

/// What is wrong with the address of the login request.
pub(super) fn check(login: &RequestItem, manifest: &Manifest) -> Option<Finding> {
    let Request::Http(request) = &login.file.data else { return None };
    let token_url = manifest.token_url()?;
    let is_address = token_url.starts_with("{{") || token_url.contains("://");
    if !is_address || token_url.contains(char::is_whitespace) {
        return None; // That is reported where it is written.
    }
    let differs = |environment: &Environment| {
        let [login, token] = [&request.url, &token_url].map(|url| address(url, manifest, environment));
        // What a variable without a value will be, nobody knows yet.
        !login.contains("{{") && !token.contains("{{") && !login.eq_ignore_ascii_case(&token)
    };
    let (key, _) = manifest.environments.iter().find(|(_, environment)| differs(environment))?;
    let place = Location::of(login.file.document.root().at(Pointer::root().key("url").as_str())?);
    let message = format!(
        "with the values of the environment `{key}` this is not the address of `[oauth] token_url`: the scripts would not \
         store the tokens that this login brings"
    );
    Some(Finding::error(DATA, place, message).help("write the same address here and in `[oauth] token_url`"))
}

/// A value may name other variables. Postman gives up on a circle as well.
const DEEPEST: usize = 10;

/// The address that a request is sent to, as the scripts compare it: without its query and slashes too many.
fn address(url: &str, manifest: &Manifest, environment: &Environment) -> String {
    let mut resolved = url.to_owned();
    for _ in 0..DEEPEST {
        let Some(next) = replaced(&resolved, manifest, environment) else { break };
        resolved = next;
    }
    let path = resolved.split(['?', '#']).next().unwrap_or_default().trim();
    let (scheme, rest) = path.split_once("://").unwrap_or(("http", path));
    let parts: Vec<_> = rest.split('/').filter(|part| !part.is_empty()).collect();
    format!("{scheme}://{}", parts.join("/"))
}

/// The text with each variable that has a value replaced by it; none if there is none.
fn replaced(text: &str, manifest: &Manifest, environment: &Environment) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    for reference in references(text) {
        let value = manifest.value(environment, reference.name).trim();
        if !value.is_empty() {
            out.push_str(&text[from..reference.range.start]);
            out.push_str(value);
            from = reference.range.end;
        }
    }
    (from > 0).then(|| out + &text[from..])
}
