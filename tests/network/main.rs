//! What opens sockets on the loopback interface: the mock, and the doctor against servers of the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod doctor;
mod mock;
mod serve;
