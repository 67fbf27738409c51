//! `postsmith env` as a user runs it: values from files and from a terminal.

mod prompt;
mod values;
