//! Auth blocks of collections, folders and requests.

use super::auth_type::AuthType;
use super::pair;
use crate::document::{Kind, NodeRef};
use std::borrow::Cow;

/// An auth block of a collection, a folder or a request.
#[derive(Debug, Clone, Copy)]
pub struct Auth<'d>(NodeRef<'d>);

impl<'d> Auth<'d> {
    /// The auth block of `owner`; none when it is missing or `null`, so that `owner` inherits the auth of its folder.
    pub fn of(owner: NodeRef<'d>) -> Option<Self> {
        owner.get("auth").filter(|node| !node.is_null()).map(Self)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The type as written: `bearer`, `basic`, `oauth2`, `noauth`.
    pub fn kind(self) -> Option<Cow<'d, str>> {
        self.0.get("type")?.as_str()
    }

    /// The type; none when it is missing or unknown to Postman.
    pub fn auth_type(self) -> Option<AuthType> {
        AuthType::from_name(&self.kind()?)
    }

    /// The parameters of the type: an array (v2.1) or an object (v2.0).
    pub fn parameters(self) -> Option<NodeRef<'d>> {
        self.0.get(&self.kind()?)
    }

    /// The value of the parameter `name`, in either format.
    pub fn parameter(self, name: &str) -> Option<NodeRef<'d>> {
        let list = self.parameters()?;
        match list.kind() {
            Kind::Object => list.get(name),
            _ => list.elements().find(|pair| pair.get("key").is_some_and(|key| key.is_str(name)))?.get("value"),
        }
    }

    /// Whether a block of the type `kind` reads the parameter `name`. An unknown type may read every parameter.
    pub fn reads(kind: &str, name: &str) -> bool {
        AuthType::from_name(kind).is_none_or(|auth_type| auth_type.descriptor().reads(name))
    }

    /// Whether the block replaces the header `Authorization` of its request.
    pub fn writes_authorization(self) -> bool {
        let Some(auth_type) = self.auth_type() else { return false };
        let has = |name: &str| self.text(name).is_some_and(|value| !value.is_empty());
        let is_in_header = |key: &str| self.text(key).is_none_or(|place| place == "header");
        match auth_type {
            AuthType::ApiKey => {
                is_in_header("in") && self.text("key").is_some_and(|key| key.eq_ignore_ascii_case("authorization"))
            }
            AuthType::Jwt => is_in_header("addTokenTo"),
            _ => auth_type.descriptor().authorization_needs.is_some_and(|needed| needed.iter().all(|name| has(name))),
        }
    }

    /// The parameter `name` as text.
    pub fn text(self, name: &str) -> Option<Cow<'d, str>> {
        self.parameter(name).and_then(pair::text)
    }
}

#[cfg(test)]
mod tests {
    use super::Auth;
    use crate::document::Document;

    #[test]
    fn parameters_of_both_formats_are_read() {
        for text in [
            r#"{"auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{T}}", "type": "string"}]}}"#,
            r#"{"auth": {"type": "bearer", "bearer": {"token": "{{T}}"}}}"#,
        ] {
            let document = Document::json("a.json", text).unwrap();
            let auth = Auth::of(document.root()).unwrap();
            assert_eq!(auth.kind().as_deref(), Some("bearer"));
            assert_eq!(auth.text("token").as_deref(), Some("{{T}}"));
            assert!(auth.text("other").is_none());
        }
        let document = Document::json("a.json", r#"{"auth": null}"#).unwrap();
        assert!(Auth::of(document.root()).is_none());
    }
}
