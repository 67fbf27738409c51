//! Other addresses at which the token endpoint may be: what people get wrong in a base URL.

use crate::oauth::Cause;
use crate::text::url::SplitUrl;

/// Base URLs that may have been meant by `base_url`, each with the cause that it would show; the likeliest first.
pub(super) fn candidates(base_url: &str) -> Vec<(String, Cause)> {
    let url = SplitUrl::literal(base_url.trim());
    let Some(scheme) = url.scheme else { return Vec::new() };
    let host = url.authority;
    let parts: Vec<&str> = url.path.unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    let put = |scheme: &str, parts: &[&str]| {
        parts.iter().fold(format!("{scheme}://{host}"), |url, part| format!("{url}/{part}"))
    };
    let mut found = vec![(put(scheme, &parts), Cause::TrailingSlash)];
    let is_api = |part: &&&str| part.eq_ignore_ascii_case("api");
    let doubled = parts.iter().filter(is_api).count() > 1;
    let mut once = parts.clone();
    once.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    if doubled {
        found.push((put(scheme, &once), Cause::BaseUrlPath));
    }
    match parts.split_last() {
        Some((last, before)) if is_api(&last) => found.push((put(scheme, before), Cause::BaseUrlPath)),
        _ => found.push((put(scheme, &[&parts[..], &["api"]].concat()), Cause::BaseUrlPath)),
    }
    if let Some(at) = parts.iter().position(|part| part.eq_ignore_ascii_case("api")).filter(|at| at + 1 < parts.len()) {
        found.push((put(scheme, &parts[..=at]), Cause::BaseUrlPath));
    }
    if parts.len() > 1 || !parts.iter().any(|part| part.eq_ignore_ascii_case("api")) {
        found.push((put(scheme, &["api"]), Cause::BaseUrlPath));
    }
    found.push((put(scheme, &[]), Cause::BaseUrlPath));
    let mut seen = vec![base_url.trim().to_owned()];
    found.retain(|(url, _)| {
        !seen.contains(url) && {
            seen.push(url.clone());
            true
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::candidates;
    use crate::oauth::Cause;

    #[test]
    fn what_people_get_wrong_is_tried() {
        let of = |url| candidates(url).into_iter().map(|(url, _)| url).collect::<Vec<_>>();
        assert_eq!(of("https://a.example"), ["https://a.example/api"]);
        assert_eq!(of("https://a.example/api"), ["https://a.example"]);
        assert_eq!(of("https://a.example/api/api")[0], "https://a.example/api");
        assert!(of("https://a.example/app").contains(&"https://a.example/api".to_owned()));
        assert!(of("https://a.example/api/v2").contains(&"https://a.example/api".to_owned()));
        assert_eq!(candidates("https://a.example/api/")[0], ("https://a.example/api".to_owned(), Cause::TrailingSlash));
        assert!(of("no address").is_empty());
    }
}
