//! `postsmith env`: values from files and from a terminal.

mod prompt;
mod values;
