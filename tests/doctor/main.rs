//! The doctor against servers that are wrong in every way that is known, and in some that are not.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[cfg(test)]
mod account;
#[cfg(test)]
mod clear;
mod command;
#[cfg(test)]
mod garbage;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod network;
#[cfg(test)]
mod patient;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod stored;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod written;
