//! Attacks on the built program: it is killed, it reads hostile names, broken files and files that are made to be slow, and must lose nothing,
//! show nothing and end with the right exit code.
//!
//! Without more, each attack is a small sample. `POSTSMITH_ATTACKS=full cargo test --release --test attack` runs the full set.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]
#![allow(clippy::print_stdout, reason = "figures, which a failed or a full run shows")]

mod fuzz;
mod injection;
mod kill;
mod leak;
mod load;
mod mutation;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Whether the full set of the attacks is asked for.
fn is_full() -> bool {
    std::env::var_os("POSTSMITH_ATTACKS").is_some_and(|set| set == "full")
}

/// The faults of the cases 0, 1, ..., tried by as many threads as there are cores until `is_done` with the next case, or until there are twenty faults.
fn faults(
    is_done: impl Fn(usize) -> bool + Sync,
    try_case: impl Fn(usize) -> Result<(), String> + Sync,
) -> Vec<String> {
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().unwrap().get() {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if is_done(number) || faults.lock().unwrap().len() >= 20 {
                        break;
                    }
                    faults.lock().unwrap().extend(try_case(number).err());
                }
            });
        }
    });
    faults.into_inner().unwrap()
}

/// How often something is tried: `sample` times, or `full` times in the full set.
fn many(sample: usize, full: usize) -> usize {
    if is_full() { full } else { sample }
}
