//! Descriptions.

use crate::document::NodeRef;
use std::borrow::Cow;

/// The description of `owner`: a text, or in older files an object that holds it with its type. None when nothing is said.
pub fn description(owner: NodeRef<'_>) -> Option<Cow<'_, str>> {
    let node = owner.get("description")?;
    node.get("content").unwrap_or(node).as_str().filter(|text| !text.trim().is_empty())
}
