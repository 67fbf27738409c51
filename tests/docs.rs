//! What is generated is current.

use postsmith::check::page;
use std::fs;
use std::path::Path;

#[test]
fn the_document_of_the_rules_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let on_disk = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(on_disk == page::document(), "the rules changed: `cargo run -- rules --format markdown > docs/rules.md`");
}
