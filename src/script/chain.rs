//! Names with dots between.

use std::ops::Range;

/// Names with dots between, beginning with a name that the program does not declare itself: `pm.environment.set`.
#[derive(Clone)]
pub struct Chain {
    /// The names, each with its bytes. An index with a text (`a["b"]`) is a name; a call inside the chain (`a().b`) does not end it:
    /// `pm.response.json().token` is `pm`, `response`, `json`, `token`.
    pub names: Vec<(String, Range<usize>)>,
    /// The arguments, when its last name is called.
    pub call: Option<Vec<Argument>>,
    /// Whether it stands on the left of `=`.
    pub is_assigned: bool,
    /// Whether it stands in a function that the program keeps and, as far as is seen, does not run itself: it may run elsewhere.
    pub is_kept: bool,
}

/// One argument of a call.
#[derive(Clone)]
pub enum Argument {
    /// A text: its value and its bytes, quotes included. A template literal without `${}` is one.
    Text(String, Range<usize>),
    /// A function, written out or by the name that the program gives it.
    Function,
    /// Anything else: its bytes, and the names that its value is made of: the last of each chain (`access_token` of
    /// `json.access_token`), and what a variable is got by (`get("access_token")`). What is only asked about (`!token`, `token ? 1 : 2`) is none.
    Other(Range<usize>, Vec<String>),
}

impl Chain {
    /// The names with dots between.
    pub fn path(&self) -> String {
        path(&self.names)
    }

    /// The names alone.
    pub fn words(&self) -> Vec<&str> {
        self.names.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// The bytes from its first name to its last.
    pub fn range(&self) -> Range<usize> {
        match (self.names.first(), self.names.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// The names with dots between.
pub(super) fn path(names: &[(String, Range<usize>)]) -> String {
    names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(".")
}
