//! No command writes an output over one of its inputs, or over another file that users edit.

use std::fs;
use std::path::Path;
use support::folder::scratch;
use support::postsmith;
use support::program::{self, Ran};
use support::sample::{V21, environment};

fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let ran: Ran = program::run(&mut postsmith!(folder, arguments));
    ran.into()
}

/// A folder with two exported files, a source, a link and a hard link to the first file.
fn inputs() -> tempfile::TempDir {
    let folder = scratch();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), format!(r#"{{"info": {{"name": "A", "schema": "{V21}"}}, "item": []}}"#)).unwrap();
    fs::write(at("e.json"), environment("E", &[("A", "b", false)]).to_string()).unwrap();
    assert_eq!(run(&["init", "src"], folder.path()).0, 0);
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.json", at("link.json")).unwrap();
    #[cfg(not(unix))]
    fs::copy(at("a.json"), at("link.json")).unwrap();
    fs::hard_link(at("a.json"), at("hard.txt")).unwrap();
    folder
}

#[test]
fn no_output_replaces_an_input() {
    let folder = inputs();
    let before = |name: &str| fs::read(folder.path().join(name)).unwrap();
    for (arguments, target) in [
        (&["check", "a.json", "-o", "a.json"][..], "a.json"),
        (&["check", "a.json", "--format", "json", "-o", "./a.json"], "a.json"),
        (&["check", "a.json", "-o", "link.json"], "a.json"),
        (&["check", "a.json", "-o", "hard.txt"], "a.json"),
        (&["check", "a.json", "-o", "e.json"], "e.json"),
        (&["check", ".", "-o", "e.json"], "e.json"),
        (&["scan", "a.json", "-o", "a.json"], "a.json"),
        (&["check", "a.json", "--baseline", "a.json", "--write-baseline"], "a.json"),
        (&["check", "a.json", "--baseline", "e.json", "--write-baseline"], "e.json"),
        (&["check", "src", "-o", "src/postsmith.toml"], "src/postsmith.toml"),
        (&["check", "--manifest", "src/postsmith.toml", "-o", "src/templates/guide.md"], "src/postsmith.toml"),
        (&["docs", "a.json", "-o", "a.json"], "a.json"),
        (&["bundle", "a.json", "e.json", "-o", "e.json"], "e.json"),
        (&["doctor", "--preset", "bearer", "--report", "e.json"], "e.json"),
        (&["report", "merge", "e.json", "-o", "e.json"], "e.json"),
        (&["redact", "--in-place", "a.json", "--map", "e.json"], "e.json"),
    ] {
        let old = before(target);
        let (code, _, told) = run(arguments, folder.path());
        assert_eq!(before(target), old, "{arguments:?}: {told}");
        if !arguments.contains(&"src/templates/guide.md") {
            assert_eq!(code, 2, "{arguments:?}: {told}");
        }
    }
}

#[test]
fn outputs_of_earlier_runs_are_replaced() {
    let folder = inputs();
    for arguments in [
        &["check", ".", "--format", "json", "-o", "report.json"][..],
        &["check", ".", "--baseline", "known.json", "--write-baseline"],
        &["check", ".", "--format", "sarif", "-o", "report.sarif"],
        &["docs", "a.json", "-o", "guide.md"],
        &["bundle", "a.json", "e.json", "-o", "a.zip"],
    ] {
        for _ in 0..2 {
            let (code, _, told) = run(arguments, folder.path());
            assert!(code < 2, "{arguments:?}: {told}");
        }
    }
}
