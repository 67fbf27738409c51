//! The doctor against servers with every known fault, and with unknown ones.

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
