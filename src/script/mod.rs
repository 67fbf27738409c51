//! JavaScript as Postman runs it, read from a syntax tree: what a script calls, with the span of every name, its texts, and its syntax errors. This module
//! does not know Postman's file formats: every range is in bytes of the program.
//!
//! ```
//! use postsmith::script::parse;
//!
//! let script = parse("pm.environment.set('token', pm.response.json().access_token); return;");
//! assert!(script.errors.is_empty(), "Postman allows a top-level return");
//! let paths: Vec<_> = script.chains.iter().map(|chain| chain.path()).collect();
//! assert_eq!(paths, ["pm.environment.set", "pm.response.json.access_token", "pm.response.json"]);
//! ```

mod chain;
mod collector;
mod functions;
mod literal;
mod parse;
pub mod sandbox;
mod syntax_error;

pub use chain::{Argument, Chain};
pub use literal::{Literal, LiteralForm, ObjectField, literals};
pub use parse::{parse, parse_all};
pub use syntax_error::ScriptError;

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::ops::Range;

/// What the syntax tree says of a program.
#[derive(Clone, Default)]
pub struct Script {
    /// The syntax error: only the first one, because later ones mostly follow from it.
    pub errors: Vec<ScriptError>,
    /// Every `await` outside of a function. It is an error: Postman runs a program as the body of a function that is not async.
    pub awaits: Vec<Range<usize>>,
    /// The chains that begin with a global name (`pm.environment.set`), in reading order; of two that begin at the same byte the longer one first. A chain
    /// that is only the start of another one, without a call, is left out.
    pub chains: Vec<Chain>,
    /// The texts in object literals, in reading order.
    pub fields: Vec<ObjectField>,
    /// The texts that variables are declared with (`const url = "a"`), in reading order.
    pub texts: Vec<ObjectField>,
    /// The variables that the program declares with a value, in reading order, functions too.
    pub values: Vec<NamedValue>,
    /// The comparisons (`a < b`), without a name.
    pub comparisons: Vec<NamedValue>,
    /// The names that the program declares anywhere: variables, functions, classes and parameters.
    pub declared: HashSet<String>,
    /// The paths that the program tests for presence somewhere (`if (pm.response)`, `pm.response?.code`), so that they may be missing.
    pub guarded: BTreeSet<String>,
    /// The blocks whose errors the program catches itself.
    pub tried: Vec<Range<usize>>,
    /// Whether the program is too long or too deeply nested to be parsed. The other fields are empty then.
    pub is_too_complex: bool,
}

/// An expression, and where its value comes from.
#[derive(Clone)]
pub struct NamedValue {
    /// The variable that holds it; empty if none does.
    pub name: String,
    /// The bytes of the expression.
    pub range: Range<usize>,
    /// The names that its value comes from, as in [`Argument::Other`].
    pub names: Vec<String>,
}

impl Script {
    /// Whether the program catches an error at `range`: then it may only try whether something exists.
    pub fn catches(&self, range: &Range<usize>) -> bool {
        self.tried.iter().any(|tried| tried.start <= range.start && range.end <= tried.end)
    }

    /// Whether the program tests for the presence of `path`, or of an object that it begins with.
    pub fn is_guarded(&self, path: &str) -> bool {
        let parts = std::iter::successors(Some(path), |path| path.rsplit_once('.').map(|(owner, _)| owner));
        parts.filter(|part| *part != "pm").any(|part| self.guarded.contains(part))
    }
}

// Not derived: a program may hold secrets.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Script({} errors, {} awaits, {} chains)", self.errors.len(), self.awaits.len(), self.chains.len())
    }
}
