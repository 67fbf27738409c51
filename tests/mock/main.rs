//! The local API over a real socket: its OAuth rules, its faults, a collection's examples, the control endpoint, the command.

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod client;
#[cfg(test)]
mod command;
#[cfg(test)]
mod control;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod statuses;
