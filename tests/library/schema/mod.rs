//! The schema check.

mod faults;
mod messages;
mod v3;
