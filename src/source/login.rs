//! The login request goes where tokens are asked for: the scripts tell it from other requests by its address.

use super::manifest::{Environment, Manifest};
use super::request::Request;
use super::tree::RequestItem;
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::text::substitution::substitute;
use crate::text::url::{SplitUrl, split_scheme};

/// What is wrong with the address of the login request.
pub(super) fn check(login: &RequestItem, manifest: &Manifest) -> Option<Finding> {
    let Request::Http(request) = &login.file.data else { return None };
    let token_url = manifest.token_url()?;
    let is_address = token_url.starts_with("{{") || split_scheme(&token_url).0.is_some();
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

/// The URL that a request is sent to, as the scripts compare it: without its query and without empty path segments.
fn address(url: &str, manifest: &Manifest, environment: &Environment) -> String {
    let value = |name: &str| Some(manifest.value(environment, name).trim()).filter(|value| !value.is_empty());
    let resolved: String = substitute(url, value);
    let url = SplitUrl::literal(resolved.trim());
    let segments = url.path.unwrap_or_default().split('/');
    let parts: Vec<_> = std::iter::once(url.authority).chain(segments).filter(|part| !part.is_empty()).collect();
    format!("{}://{}", url.scheme.unwrap_or("http"), parts.join("/"))
}
