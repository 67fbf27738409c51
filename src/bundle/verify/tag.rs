//! The attributes of a tag, as long as it is written in the one way that no two browsers read differently.

/// A tag of a page.
pub(super) struct Tag<'t> {
    /// Its element.
    pub(super) name: &'t str,
    /// Names and values, as they are written.
    pub(super) attributes: Vec<(&'t str, &'t str)>,
}

impl<'t> Tag<'t> {
    /// Reads `text`, a tag without its brackets: `name`, then ` attribute` or ` attribute="value"`, and ` /` at most. None when it is
    /// written otherwise.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | ':' | '_');
        let (name, mut rest) = text.split_at(text.find(|letter| !is_name(letter)).unwrap_or(text.len()));
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_ascii_start();
            if matches!(trimmed, "" | "/") {
                return Some(Self { name, attributes });
            }
            if trimmed.len() == rest.len() {
                return None;
            }
            let end = trimmed.find(|letter| !is_name(letter)).unwrap_or(trimmed.len());
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
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn only_what_everybody_reads_alike_is_read() {
        let tag = Tag::read("a href=\"#x\" hidden data-a=\"1 > 0\"").unwrap();
        assert_eq!((tag.name, tag.get("href"), tag.get("hidden")), ("a", Some("#x"), Some("")));
        assert!(Tag::read("br /").is_some() && Tag::read("br/").is_some());
        for text in ["p =\"", "a href=x", "a href='x'", "a b=\"1\"c=\"2\"", "a b = \"1\"", "a \"", "a b=\"1", "a/b"] {
            assert!(Tag::read(text).is_none(), "{text}");
        }
    }
}
