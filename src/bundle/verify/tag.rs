//! Parses a tag that is written in the only way that all browsers read alike.

/// A tag of a page.
pub(super) struct Tag<'t> {
    /// The name of the element.
    pub(super) name: &'t str,
    /// The names and values of the attributes, as written.
    pub(super) attributes: Vec<(&'t str, &'t str)>,
}

impl<'t> Tag<'t> {
    /// Parses `text`, a tag without its angle brackets: `name`, then any number of ` attribute` or ` attribute="value"`, and optionally ` /`.
    /// Returns none for any other notation.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
        let (name, mut rest) = text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()));
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_ascii_start();
            if matches!(trimmed, "" | "/") {
                return Some(Self { name, attributes });
            }
            if trimmed.len() == rest.len() {
                return None;
            }
            let end = trimmed.find(|c| !is_name(c)).unwrap_or(trimmed.len());
            let (attribute, behind) = trimmed.split_at(end);
            if attribute.is_empty() {
                return None;
            }
            let value;
            (value, rest) = match behind.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"')?,
                None => ("", behind),
            };
            attributes.push((attribute, value));
        }
    }

    /// The value of the attribute `name`.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn only_unambiguous_tags_are_parsed() {
        let tag = Tag::read("a href=\"#x\" hidden data-a=\"1 > 0\"").unwrap();
        assert_eq!((tag.name, tag.get("href"), tag.get("hidden")), ("a", Some("#x"), Some("")));
        assert!(Tag::read("br /").is_some() && Tag::read("br/").is_some());
        for text in ["p =\"", "a href=x", "a href='x'", "a b=\"1\"c=\"2\"", "a b = \"1\"", "a \"", "a b=\"1", "a/b"] {
            assert!(Tag::read(text).is_none(), "{text}");
        }
    }
}
