//! What opens sockets on the loopback interface: the mock, and the doctor against servers of the tests.

#[cfg(test)]
mod doctor;
#[cfg(test)]
mod mock;
