//! JSON pointers (RFC 6901).

use std::fmt;

/// A JSON pointer: the empty string for the root, else `/` before each token, with `~0` for `~` and `~1` for `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the root.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Parses a pointer. `None` when it is not empty and does not begin with `/`, or has a `~` without `0` or `1`.
    pub fn parse(text: &str) -> Option<Self> {
        let escaped = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
        (escaped && (text.is_empty() || text.starts_with('/'))).then(|| Self(text.to_owned()))
    }

    /// This pointer followed by an object key.
    #[must_use]
    pub fn key(mut self, key: &str) -> Self {
        self.0.push('/');
        for character in key.chars() {
            match character {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// This pointer followed by an array index.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        use fmt::Write as _;
        // Writing to a String cannot fail.
        let _ = write!(self.0, "/{index}");
        self
    }

    /// The tokens, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This pointer relative to `prefix`; none when it is not at or below it.
    pub fn below(&self, prefix: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(prefix.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// The pointer to the parent; none for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|at| Self(self.0[..at].to_owned()))
    }

    /// This pointer followed by `rest`.
    #[must_use]
    pub fn join(mut self, rest: &Self) -> Self {
        self.0.push_str(&rest.0);
        self
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn tokens_are_escaped_and_read_back() {
        let pointer = Pointer::root().key("a/b").key("m~n").index(0).key("");
        assert_eq!(pointer.as_str(), "/a~1b/m~0n/0/");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["a/b", "m~n", "0", ""]);
        assert_eq!(Pointer::root().tokens().count(), 0);
    }

    #[test]
    fn malformed_pointers_are_refused() {
        assert!(Pointer::parse("a").is_none());
        assert!(Pointer::parse("/a~2").is_none());
        assert!(Pointer::parse("/a~").is_none());
        assert!(Pointer::parse("").is_some());
        assert!(Pointer::parse("/~01").is_some());
    }

    #[test]
    fn below_compares_whole_tokens() {
        let prefix = Pointer::root().key("item");
        assert!(Pointer::root().key("items").below(&prefix).is_none());
        assert_eq!(Pointer::root().key("item").index(1).below(&prefix).unwrap().as_str(), "/1");
        assert_eq!(prefix.below(&prefix).unwrap(), Pointer::root());
    }
}
