//! The schema check.

mod faults;
mod messages;
