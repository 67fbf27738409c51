//! Sources: what is read, and the exact line for every mistake.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use camino::Utf8Path;
use postsmith::files::Folder;
use postsmith::source::{Item, Source};

/// The folder `tests/fixtures/source/whole`.
fn whole() -> Folder {
    let mut folder = Folder::new("tests/fixtures/source/whole");
    assert!(folder.read_folder(Utf8Path::new("")).unwrap());
    let mut named = Folder::new("");
    for (path, content) in folder.iter() {
        named.insert(path, content);
    }
    named
}

fn report(folder: &Folder) -> Vec<String> {
    let findings = Source::load(folder).map_or_else(|findings| findings, |_| Vec::new());
    findings
        .iter()
        .map(|finding| {
            let pointer = finding.place.pointer.as_ref().map_or(String::new(), |pointer| format!(" @ {pointer}"));
            format!("{finding}{pointer}")
        })
        .collect()
}

#[test]
fn a_whole_source_is_read_without_a_finding() {
    assert_eq!(report(&whole()), Vec::<String>::new());
    let source = Source::load(&whole()).unwrap();
    let mut lines = Vec::new();
    outline(&source.items, 0, &mut lines);
    insta::assert_snapshot!(lines.join("\n"));
}

fn outline(items: &[Item], depth: usize, lines: &mut Vec<String>) {
    for item in items {
        let attached = item.attached();
        let scripts = attached.scripts.len();
        let described = if attached.description.is_some() { ", described" } else { "" };
        lines.push(format!("{}{} ({scripts} scripts{described})", "  ".repeat(depth), item.name()));
        match item {
            Item::Folder(folder) => outline(&folder.items, depth + 1, lines),
            Item::Request(request) => {
                for example in &request.examples {
                    let status = example.file.data.response.status_code;
                    lines.push(format!("{}= {} ({status})", "  ".repeat(depth + 1), example.name));
                }
            }
        }
    }
}
