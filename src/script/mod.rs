//! Read: JavaScript as Postman runs it, on a real syntax tree. What a script calls, with the place of every name; what is wrong with
//! its syntax. Nothing here knows Postman's file formats: all ranges are bytes of the program.
//!
//! ```
//! use postsmith::script::parse;
//!
//! let script = parse("pm.environment.set('token', pm.response.json().access_token); return;");
//! assert!(script.errors.is_empty(), "a top-level return is legal");
//! let paths: Vec<_> = script.chains.iter().map(|chain| chain.path()).collect();
//! assert_eq!(paths, ["pm.environment.set", "pm.response.json.access_token", "pm.response.json"]);
//! ```

mod chain;
mod collect;
mod early;
mod field;
mod functions;
mod issue;
mod link;
mod literal;
mod parse;

pub use chain::{Argument, Chain};
pub use field::Field;
pub use issue::Issue;
pub use literal::{Literal, LiteralForm, literals};
pub use parse::{parse, parse_all};

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

/// What is known of a program.
#[derive(Clone, Default)]
pub struct Script {
    /// What makes it no JavaScript: the first fault, as later ones are mostly its echo.
    pub errors: Vec<Issue>,
    /// Every `await` that stands in no function: Postman runs a program as the body of a function that is not async.
    pub awaits: Vec<Range<usize>>,
    /// The member chains that begin with a global name (`pm.environment.set`), in reading order, the longer of two that begin together
    /// first. A chain that another one goes on from without a call is left out.
    pub chains: Vec<Chain>,
    /// The texts in objects, in reading order.
    pub fields: Vec<Field>,
    /// The paths of which the program asks somewhere whether they are there (`if (pm.response)`, `pm.response?.code`): it knows that they
    /// may be missing.
    pub asked: BTreeSet<String>,
    /// Set when it is too long or too deep to be read: nothing else is known then.
    pub is_too_complex: bool,
}

// By hand: a program may hold secrets.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Script({} errors, {} awaits, {} chains)", self.errors.len(), self.awaits.len(), self.chains.len())
    }
}
