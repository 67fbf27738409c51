//! TOML: never a panic, and places that hold.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;
use postsmith::document::Document;

fuzz_target!(|bytes: &[u8]| places::check(&Document::toml("a.toml", bytes), bytes));
