//! The way to a value by the names that people see in Postman.

use crate::document::{Kind, NodeRef, Step};
use crate::text::url::SplitUrl;
use std::borrow::Cow;

/// Most characters of one name that are shown.
const LONGEST: usize = 60;

/// The way from the outermost value of `node`'s document to `node`: the names of folders and requests, then what part of the
/// request it is: `Auth / Get token / header 2`. None when nothing on the way has a name.
///
/// Names are cut: a request's name may be its URL, and a query may hold a secret.
pub fn names(node: NodeRef<'_>) -> Option<String> {
    let mut way: Vec<String> = Vec::new();
    let mut list = Cow::Borrowed("");
    let mut is_in_list = false;
    for (step, next) in node.path() {
        is_in_list = next.kind() == Kind::Array;
        match step {
            Step::Index(index) => way.push(element(&list, index + 1, next)),
            Step::Key(key) if is_in_list => list = key.as_str().unwrap_or_default(),
            Step::Key(key) => {
                let key = key.as_str().unwrap_or_default();
                if !is_structure(&key) {
                    way.push(key.into_owned());
                }
            }
        }
    }
    if is_in_list && !list.is_empty() && !is_structure(&list) {
        way.push(list.into_owned());
    }
    (!way.is_empty()).then(|| way.join(" / "))
}

/// Keys that only hold what has a name of its own.
fn is_structure(key: &str) -> bool {
    matches!(key, "item" | "request" | "values" | "collection" | "environment" | "collections" | "environments" | "url")
}

/// What an element of the array under `list` is called: by its name where it has one, else by its number, from 1.
fn element(list: &str, number: usize, node: NodeRef<'_>) -> String {
    let named = |key: &str| node.get(key).and_then(NodeRef::as_str).filter(|name| !name.trim().is_empty());
    match list {
        "item" | "collections" | "environments" | "requests" => {
            named("name").map_or_else(|| format!("item {number}"), |name| shown(&name))
        }
        "values" => named("key").map_or_else(|| format!("value {number}"), |key| shown(&key)),
        "response" => {
            format!("response {number}{}", named("name").map(|name| format!(" ({})", shown(&name))).unwrap_or_default())
        }
        "event" => {
            named("listen").map_or_else(|| format!("event {number}"), |listen| format!("{} script", shown(&listen)))
        }
        "exec" => format!("line {number}"),
        other => format!("{other} {number}"),
    }
}

/// One line, not too long, and without the query and the user part of a name that is a URL.
fn shown(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A secret in braces is hidden like any other: this is no URL that is sent.
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
    use super::names;
    use crate::document::Document;

    fn way(pointer: &str) -> Option<String> {
        let text = r#"{"info": {"name": "C"}, "item": [{"name": "Auth", "item": [{"name": " Get\n token", "request":
            {"url": {"raw": "u"}, "header": [{"key": "A"}, {"key": "B", "value": "v"}]},
            "event": [{"listen": "test", "script": {"exec": ["a", "b"]}}],
            "response": [{"name": "200 OK", "code": 200}]}, {"name": "https://u:p@h.example/a?key=abc"}, {}]}]}"#;
        let document = Document::json("c.json", text).unwrap();
        let node = document.root().at(pointer).unwrap();
        names(node)
    }

    #[test]
    fn parts_are_called_as_people_call_them() {
        assert_eq!(way("/item/0/item/0/request/header/1/value").unwrap(), "Auth / Get token / header 2 / value");
        assert_eq!(way("/item/0/item/0/request/header").unwrap(), "Auth / Get token / header");
        assert_eq!(way("/item/0/item/0/request/url/raw").unwrap(), "Auth / Get token / raw");
        assert_eq!(
            way("/item/0/item/0/event/0/script/exec/1").unwrap(),
            "Auth / Get token / test script / script / line 2"
        );
        assert_eq!(way("/item/0/item/0/response/0/code").unwrap(), "Auth / Get token / response 1 (200 OK) / code");
        assert_eq!(way("/info/name").unwrap(), "info / name");
        assert_eq!(way("/item"), None);
        assert_eq!(way(""), None);
    }

    #[test]
    fn names_that_are_urls_show_no_query_and_no_user() {
        assert_eq!(way("/item/0/item/1").unwrap(), "Auth / https://h.example/a");
        assert_eq!(way("/item/0/item/2").unwrap(), "Auth / item 3");
    }
}
