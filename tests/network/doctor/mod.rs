//! The doctor against servers that are wrong in every way that is known, and in some that are not.

mod account;
mod command;
mod garbage;
mod matrix;
mod network;
mod patient;
mod plain_http;
mod requests;
mod server;
mod sources;
mod stored;
mod tls;
