//! Read: JavaScript as Postman runs it, on a real syntax tree. What a script calls, with the place of every name; what is wrong with
//! its syntax. Nothing here knows Postman's file formats: all ranges are bytes of the program.

use std::ops::Range;

/// What is known of a program.
#[derive(Clone, Default)]
pub struct Script {
    /// What makes it no JavaScript.
    pub errors: Vec<Issue>,
    /// Every `await` that stands in no function: Postman runs a program as the body of a function that is not async.
    pub awaits: Vec<Range<usize>>,
    /// The member chains that begin with a global name (`pm.environment.set`), in reading order; a chain that another one goes on from is left out.
    pub chains: Vec<Chain>,
}

/// A place that is no JavaScript. The message shows no text of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// Names with dots between, beginning with a name that the program does not declare itself: `pm.environment.set`.
#[derive(Clone)]
pub struct Chain {
    /// The names, each with its bytes. An index with a text (`a["b"]`) is a name; a call inside the chain (`a().b`) is not part of
    /// a name, its chain goes on: `pm.response.json().token` is `pm`, `response`, `json`, `token`.
    pub names: Vec<(String, Range<usize>)>,
    /// The arguments, when its last name is called.
    pub call: Option<Vec<Argument>>,
    /// Whether it stands on the left of `=`.
    pub is_assigned: bool,
}

/// One argument of a call.
#[derive(Clone)]
pub enum Argument {
    /// A text: its value and its bytes, quotes included. A template literal without `${}` is one.
    Text(String, Range<usize>),
    /// Anything else: its bytes, and every name that its value is made of, the last of each chain (`access_token` of `json.access_token`).
    Other(Range<usize>, Vec<String>),
}

impl Chain {
    /// The names with dots between.
    pub fn path(&self) -> String {
        self.names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(".")
    }

    /// Whether it is exactly these names.
    pub fn is(&self, path: &[&str]) -> bool {
        self.names.len() == path.len() && self.names.iter().zip(path).all(|((name, _), wanted)| name == wanted)
    }

    /// The bytes from its first name to its last.
    pub fn range(&self) -> Range<usize> {
        match (self.names.first(), self.names.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }
}

/// Reads a program.
pub fn parse(program: &str) -> Script {
    let _ = program;
    Script::default()
}
