//! Collections (v2.0, v2.1) and their items: folders and requests.

use super::file_kind::wrapped;
use super::{Request, Response, Variable};
use crate::document::NodeRef;
use std::borrow::Cow;

/// A collection of the format v2.0 or v2.1, or a response of Postman's API that wraps one (`{"collection": {...}}`).
#[derive(Debug, Clone, Copy)]
pub struct Collection<'d>(NodeRef<'d>);

impl<'d> Collection<'d> {
    /// Reads `root` as a collection; a missing part reads as empty.
    pub fn new(root: NodeRef<'d>) -> Self {
        Self(wrapped(root, "collection").unwrap_or(root))
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// `info.name`.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.0.get("info")?.get("name")?.as_str()
    }

    /// The folders and requests at the top level.
    pub fn items(self) -> impl Iterator<Item = Item<'d>> {
        self.0.get("item").into_iter().flat_map(NodeRef::elements).map(Item)
    }

    /// Every request of the collection and its folders, in reading order.
    pub fn requests(self) -> impl Iterator<Item = Item<'d>> {
        let mut pending: Vec<_> = self.items().collect();
        pending.reverse();
        std::iter::from_fn(move || {
            loop {
                let item = pending.pop()?;
                if item.request().is_some() {
                    return Some(item);
                }
                let from = pending.len();
                pending.extend(item.items());
                pending[from..].reverse();
            }
        })
    }

    /// The collection variables.
    pub fn variables(self) -> impl Iterator<Item = Variable<'d>> {
        self.0.get("variable").into_iter().flat_map(NodeRef::elements).map(Variable::new)
    }
}

/// An element of `item`: a folder, or a request with its saved examples.
#[derive(Debug, Clone, Copy)]
pub struct Item<'d>(NodeRef<'d>);

impl<'d> Item<'d> {
    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The name.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.0.get("name")?.as_str()
    }

    /// The items of a folder; none for a request.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.0.get("item").into_iter().flat_map(NodeRef::elements).map(Item)
    }

    /// The request; none for a folder.
    pub fn request(self) -> Option<Request<'d>> {
        self.0.get("request").map(Request::new)
    }

    /// The saved examples of a request.
    pub fn responses(self) -> impl Iterator<Item = Response<'d>> {
        self.0.get("response").into_iter().flat_map(NodeRef::elements).map(Response::new)
    }
}

/// The description of `owner`: a text, or in older files an object that holds the text under `content`. None when it is missing or empty.
pub fn description(owner: NodeRef<'_>) -> Option<Cow<'_, str>> {
    let node = owner.get("description")?;
    node.get("content").unwrap_or(node).as_str().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::Collection;
    use crate::document::Document;

    #[test]
    fn requests_come_in_reading_order_from_any_depth() {
        let text = r#"{"collection": {"info": {"name": "C"}, "item": [
            {"name": "F", "item": [{"name": "a", "request": {}}, {"name": "G", "item": [{"name": "b", "request": "u"}]}]},
            {"name": "empty", "item": []}, {"name": "c", "request": {}}]}}"#;
        let document = Document::json("c.json", text).unwrap();
        let collection = Collection::new(document.root());
        let names: Vec<_> = collection.requests().filter_map(super::Item::name).collect();
        assert_eq!(names, ["a", "b", "c"]);
        assert_eq!(collection.name().unwrap(), "C");
    }

    #[test]
    fn only_a_lone_object_is_a_wrapped_collection() {
        for (text, name) in [
            (r#"{"collection": {"info": {"name": "inner"}}}"#, "inner"),
            (r#"{"info": {"name": "outer"}, "collection": {"info": {"name": "inner"}}}"#, "outer"),
        ] {
            let document = Document::json("c.json", text).unwrap();
            assert_eq!(Collection::new(document.root()).name().as_deref(), Some(name), "{text}");
        }
        let document = Document::json("c.json", r#"{"collection": 5}"#).unwrap();
        assert_eq!(Collection::new(document.root()).node().len(), 1);
    }

    #[test]
    fn other_values_read_as_an_empty_collection() {
        for text in ["[]", "1", "{}", r#"{"item": 5}"#, r#"{"item": [1, null, {"item": {}}]}"#] {
            let document = Document::json("c.json", text).unwrap();
            assert_eq!(Collection::new(document.root()).requests().count(), 0, "{text}");
        }
    }
}
