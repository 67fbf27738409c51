//! Breadcrumbs: the names of folders and requests on the path to a value, as Postman shows them. Findings carry one beside their position.

use super::{PartKind, part_kind};
use crate::document::{Kind, NodeRef, PathStep};
use crate::text::url::SplitUrl;
use std::borrow::Cow;

/// Most characters of one name in a breadcrumb.
const LONGEST: usize = 60;
/// Most bytes of a name that is read for a breadcrumb. A longer text is no name, and every finding in it would read it again.
const LONGEST_READ: usize = 4096;

/// The breadcrumb of `node`: the names of its folders and its request, then its place in the request, `Auth / Get token / header 2`. None when nothing
/// on the path has a name.
///
/// Names are shortened, and URLs lose their user information and query: a request's name may be its URL, and that may hold a secret.
pub fn breadcrumb(node: NodeRef<'_>) -> Option<String> {
    let mut names: Vec<String> = name_of_part(node).into_iter().collect();
    let mut list = Cow::Borrowed("");
    let mut is_in_list = false;
    for (step, next) in node.path() {
        is_in_list = next.kind() == Kind::Array;
        match step {
            PathStep::Index(index) => names.push(element(&list, index + 1, next)),
            PathStep::Key(key) if is_in_list => list = text(key).unwrap_or(Cow::Borrowed("…")),
            PathStep::Key(key) => {
                let key = text(key).unwrap_or(Cow::Borrowed("…"));
                if !is_structure(&key) {
                    names.push(key.into_owned());
                }
            }
        }
    }
    if is_in_list && !list.is_empty() && !is_structure(&list) {
        names.push(list.into_owned());
    }
    (!names.is_empty()).then(|| names.join(" / "))
}

/// The name of the request, example or folder of the format v3 whose file holds `node`.
fn name_of_part(node: NodeRef<'_>) -> Option<String> {
    let document = node.document();
    if node.is_derived() {
        return None;
    }
    let kind = part_kind(document.root())?;
    let named = document.root().get("name").and_then(text);
    let path = document.path();
    let from_path = || {
        let path = if kind == PartKind::Definition { path.parent()?.parent()? } else { path };
        let name = path.file_name()?;
        Some(name.split_once(".request.").or_else(|| name.split_once(".example.")).map_or(name, |(name, _)| name))
    };
    let name = named.or_else(|| from_path().map(Cow::Borrowed))?;
    Some(shorten(&name)).filter(|name| !name.is_empty())
}

/// Whether `key` only groups values that have names, so that it adds nothing to a breadcrumb.
fn is_structure(key: &str) -> bool {
    matches!(key, "item" | "request" | "values" | "collection" | "environment" | "collections" | "environments" | "url")
}

/// The label of an element of the array under `list`: its name where it has one, else its number, from 1.
fn element(list: &str, number: usize, node: NodeRef<'_>) -> String {
    let named = |key: &str| node.get(key).and_then(text).filter(|name| !name.trim().is_empty());
    match list {
        "item" | "collections" | "environments" | "requests" => {
            named("name").map_or_else(|| format!("item {number}"), |name| shorten(&name))
        }
        "values" => named("key").map_or_else(|| format!("value {number}"), |key| shorten(&key)),
        "response" => {
            format!(
                "response {number}{}",
                named("name").map(|name| format!(" ({})", shorten(&name))).unwrap_or_default()
            )
        }
        "event" => {
            named("listen").map_or_else(|| format!("event {number}"), |listen| format!("{} script", shorten(&listen)))
        }
        "exec" => format!("line {number}"),
        other => format!("{other} {number}"),
    }
}

/// The text of a string that is short enough for a name.
fn text(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    (node.span().len() <= LONGEST_READ).then(|| node.as_str()).flatten()
}

/// `name` as one short line; a URL without its user information and query.
fn shorten(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // Braces have no meaning here: a secret between them must not show either.
    let url = SplitUrl::literal(&line);
    let line = match url.scheme {
        Some(scheme) => {
            let path = url.path.filter(|path| !path.is_empty()).map(|path| format!("/{path}")).unwrap_or_default();
            format!("{scheme}://{}{path}", url.host_and_port())
        }
        None => line,
    };
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::breadcrumb;
    use crate::document::Document;

    fn at(pointer: &str) -> Option<String> {
        let text = r#"{"info": {"name": "C"}, "item": [{"name": "Auth", "item": [{"name": " Get\n token", "request":
            {"url": {"raw": "u"}, "header": [{"key": "A"}, {"key": "B", "value": "v"}]},
            "event": [{"listen": "test", "script": {"exec": ["a", "b"]}}],
            "response": [{"name": "200 OK", "code": 200}]}, {"name": "https://u:p@h.example/a?key=abc"}, {}]}]}"#;
        let document = Document::json("c.json", text).unwrap();
        let node = document.root().at(pointer).unwrap();
        breadcrumb(node)
    }

    #[test]
    fn every_step_has_a_label() {
        assert_eq!(at("/item/0/item/0/request/header/1/value").unwrap(), "Auth / Get token / header 2 / value");
        assert_eq!(at("/item/0/item/0/request/header").unwrap(), "Auth / Get token / header");
        assert_eq!(at("/item/0/item/0/request/url/raw").unwrap(), "Auth / Get token / raw");
        assert_eq!(
            at("/item/0/item/0/event/0/script/exec/1").unwrap(),
            "Auth / Get token / test script / script / line 2"
        );
        assert_eq!(at("/item/0/item/0/response/0/code").unwrap(), "Auth / Get token / response 1 (200 OK) / code");
        assert_eq!(at("/info/name").unwrap(), "info / name");
        assert_eq!(at("/item"), None);
        assert_eq!(at(""), None);
    }

    #[test]
    fn a_url_as_a_name_shows_no_query_and_no_user() {
        assert_eq!(at("/item/0/item/1").unwrap(), "Auth / https://h.example/a");
        assert_eq!(at("/item/0/item/2").unwrap(), "Auth / item 3");
    }
}
