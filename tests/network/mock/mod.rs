//! The mock over a real socket: its OAuth rules, its faults, a collection's examples, the control endpoint, the command.

mod bytes;
pub(crate) mod client;
mod command;
mod control;
mod examples;
mod faults;
mod refusals;
mod rules;
mod statuses;
