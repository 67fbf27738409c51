//! What is generated is current.

use postsmith::check::rule_page;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_document_of_the_rules_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let on_disk = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(
        on_disk == rule_page::all_rule_pages(),
        "the rules changed: `cargo run -- rules --format markdown > docs/rules.md`"
    );
}

#[test]
fn the_document_of_the_causes_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/causes.md");
    let on_disk = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_postsmith"));
    let output = command.args(["rules", "--causes", "--format", "markdown"]).output().unwrap();
    let current = on_disk.as_bytes() == output.stdout;
    assert!(current, "the causes changed: `cargo run -- rules --causes --format markdown > docs/causes.md`");
}
