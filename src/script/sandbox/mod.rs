//! What the sandbox of Postman's scripts offers, as data: members of `pm`, global names, modules, assertions, and what only the app's engine has.
//!
//! Measured by listing the properties of every object in Newman 4.6.1, 5.3.2, 6.0.0 and 6.2.2, and in postman-runtime 7.56.1 with postman-sandbox 6.7.4,
//! the engine of the app.

mod assertion;
mod feature;
mod member;
mod name;

pub use assertion::AssertionMember;
pub use feature::{Feature, NEWEST_NEWMAN, lacking_in_newman};
pub use member::{owner_of, unknown_member};
pub use name::{instead_of, instead_of_module, is_global, is_module, near_global};
