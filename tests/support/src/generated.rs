//! Files in the repository that the program generates.

use std::env;
use std::fs;
use std::path::Path;

/// Checks that the file at `path`, relative to the repository, holds `expected`. With `INSTA_UPDATE=always` it writes the file instead.
pub fn assert_current(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(&file, expected).unwrap();
    }
    let on_disk = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    assert!(on_disk == expected, "{path} is out of date: run this test with INSTA_UPDATE=always");
}
