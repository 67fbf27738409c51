//! The error of typed reading.

use super::{NodeRef, Pointer};
use crate::text::{Position, Span, suggest};
use camino::Utf8PathBuf;
use serde::de::{self, Expected, Unexpected};
use std::borrow::Cow;
use std::fmt;

/// A value that does not fit the type it is read as. The message names keys and types, never a string value.
#[derive(Debug, Clone)]
pub struct DataError {
    message: String,
    help: Option<String>,
    location: Option<Box<ErrorLocation>>,
}

/// The value at which reading failed.
#[derive(Debug, Clone)]
struct ErrorLocation {
    path: Utf8PathBuf,
    span: Span,
    position: Position,
    pointer: Pointer,
}

impl DataError {
    fn new(message: String) -> Self {
        Self { message, help: None, location: None }
    }

    /// Sets the location to `node`, unless it is known: the innermost value counts.
    #[must_use]
    pub(super) fn at(mut self, node: NodeRef<'_>) -> Self {
        self.location.get_or_insert_with(|| {
            Box::new(ErrorLocation {
                path: node.document().path().to_owned(),
                span: node.span(),
                position: node.document().position(node.span().start),
                pointer: node.pointer(),
            })
        });
        self
    }

    /// What is wrong, without the location.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do, where the reader knows it ("did you mean").
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The bytes of the file that are wrong.
    pub fn span(&self) -> Span {
        self.location.as_ref().map_or_else(Span::default, |location| location.span)
    }

    /// The wrong value, or the value of the wrong key.
    pub fn pointer(&self) -> Pointer {
        self.location.as_ref().map_or_else(Pointer::root, |location| location.pointer.clone())
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{}:{}: ", location.path, location.position)?;
        }
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for DataError {}

impl de::Error for DataError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(_) => "true or false",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Char(_) | Unexpected::Str(_) => "a text",
            Unexpected::Unit | Unexpected::Option => "nothing (null)",
            Unexpected::Seq => "a list",
            Unexpected::Map => "a mapping",
            _ => "something else",
        };
        Self::new(format!("expected {}, found {found}", plain(expected)))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {}", plain(expected)))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("expected {}", one_of(expected)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let mut error = Self::new(format!("unknown key `{}`", shorten(field)));
        error.help = Some(match suggest(field, expected.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if expected.is_empty() => "no key is allowed here".to_owned(),
            None => format!("known here: {}", expected.join(", ")),
        });
        error
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("the key `{field}` is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("the key `{field}` occurs twice"))
    }
}

/// Most characters of a name in a message.
const SHOWN: usize = 60;

/// The name, or its first characters and an ellipsis.
fn shorten(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &name[..end])),
        None => Cow::Borrowed(name),
    }
}

/// The choice among `words`, for a message.
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first, second] => format!("{first} or {second}"),
        many => format!("one of {}", many.join(", ")),
    }
}

/// The expectation of a derived reader in words for the author of the file, not in those of Rust.
fn plain(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match text.as_str() {
        "a string" | "a borrowed string" => "a text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a map" => "a mapping",
        "f32" | "f64" => "a number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not negative",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        other if other.starts_with("struct ") => "a mapping",
        other if other.starts_with("adjacently tagged enum ") => "a mapping with a type",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{DataError, shorten};
    use serde::de::Error as _;

    #[test]
    fn a_long_name_is_shortened() {
        assert_eq!(shorten(&"é".repeat(60)), "é".repeat(60));
        let error = DataError::unknown_field(&"é".repeat(1_000_000), &["auth"]);
        assert_eq!(error.message(), format!("unknown key `{}…`", "é".repeat(60)));
    }
}
