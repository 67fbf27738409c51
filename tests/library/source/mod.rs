//! Reads sources, and checks the exact line of every mistake in one.

mod init;
mod manifest;
mod request;
mod tree;

use camino::Utf8Path;
use postsmith::files::Folder;
use postsmith::source::Source;

/// The folder `tests/fixtures/source/whole`.
pub(crate) fn whole() -> Folder {
    let mut folder = Folder::new("tests/fixtures/source/whole");
    assert!(folder.read_folder(Utf8Path::new("")).unwrap());
    let mut named = Folder::new("");
    for (path, content) in folder.iter() {
        named.insert(path, content);
    }
    named
}

/// The findings after `old` is replaced by `new` in the file `path`.
pub(crate) fn changed(path: &str, old: &str, new: &str) -> Vec<String> {
    let mut folder = whole();
    let text = String::from_utf8(folder.get(Utf8Path::new(path)).unwrap().to_vec()).unwrap();
    assert!(text.contains(old), "{path} has no {old:?}");
    folder.insert(path, text.replacen(old, new, 1));
    report(&folder)
}

pub(crate) fn report(folder: &Folder) -> Vec<String> {
    let findings = Source::load(folder).map_or_else(|findings| findings, |_| Vec::new());
    findings
        .iter()
        .map(|finding| {
            let pointer = finding.location.pointer.as_ref().map_or(String::new(), |pointer| format!(" @ {pointer}"));
            format!("{finding}{pointer}")
        })
        .collect()
}

/// The findings for each replacement `(old, new)` in the file `path`.
pub(crate) fn mistakes(path: &str, mistakes: &[(&str, &str)]) -> String {
    let mut lines = Vec::new();
    for (old, new) in mistakes {
        let found = changed(path, old, new);
        assert!(!found.is_empty(), "no finding for {new:?}");
        lines.push(format!("{} -> {}", old.replace('\n', "⏎"), new.replace('\n', "⏎")));
        lines.extend(found.into_iter().map(|line| format!("  {line}")));
    }
    lines.join("\n")
}
