//! The mock over a real socket: OAuth rules, faults, saved examples, the control endpoint, the command.

mod bytes;
pub(crate) mod client;
mod command;
mod control;
mod examples;
mod faults;
mod refusals;
mod rules;
mod statuses;
