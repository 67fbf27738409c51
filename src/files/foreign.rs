//! Files of other programs, which a folder may hold beside Postman's: recognised by name or first bytes, so that they can be passed over and counted.

use super::input::is_yaml;
use camino::Utf8Path;

/// A kind of file that is not read, and how it is recognised.
struct Foreign {
    name: &'static str,
    extensions: &'static [&'static str],
    /// File names.
    names: &'static [&'static str],
    /// Texts of which one is in a JSON file of the kind.
    json: &'static [&'static str],
    /// Beginnings of lines of which one is in a YAML file of the kind.
    yaml: &'static [&'static str],
}

const FOREIGN: &[Foreign] = &[
    Foreign { name: "Postman Flows", extensions: &["flow"], names: &[], json: &[], yaml: &[] },
    Foreign {
        name: "Bruno",
        extensions: &["bru"],
        names: &["bruno.json", "opencollection.yml"],
        json: &[],
        yaml: &["opencollection:"],
    },
    Foreign {
        name: "Insomnia",
        extensions: &[],
        names: &[],
        json: &["\"__export_format\""],
        yaml: &["type: collection.insomnia.rest", "type: environment.insomnia.rest", "type: spec.insomnia.rest"],
    },
    Foreign {
        name: "OpenAPI",
        extensions: &[],
        names: &[],
        json: &["\"openapi\"", "\"swagger\""],
        yaml: &["openapi:", "swagger:", "\"openapi\":", "'openapi':"],
    },
    Foreign { name: "HAR", extensions: &["har"], names: &[], json: &[], yaml: &[] },
];

/// The beginning of the pointer that git stores in place of a large file (Git LFS).
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The name of every other kind.
const OTHER: &str = "other";

/// The kind of the file `path`, which is not Postman's and begins with the bytes `first`.
pub fn foreign_kind(path: &Utf8Path, first: &[u8]) -> &'static str {
    by_name(path).or_else(|| by_text(path, first)).unwrap_or(OTHER)
}

/// The kind of a file that its name alone shows. Such a file is never read as Postman's, even if it has the keys of one.
pub(super) fn by_name(path: &Utf8Path) -> Option<&'static str> {
    let is = |foreign: &&Foreign| {
        path.extension().is_some_and(|extension| foreign.extensions.contains(&extension))
            || path.file_name().is_some_and(|name| foreign.names.contains(&name))
    };
    FOREIGN.iter().find(is).map(|foreign| foreign.name)
}

fn by_text(path: &Utf8Path, first: &[u8]) -> Option<&'static str> {
    if first.starts_with(LFS_POINTER) {
        return Some("Git LFS pointer");
    }
    let has = |text: &str| memchr::memmem::find(first, text.as_bytes()).is_some();
    let starts_line =
        |word: &str| memchr::memmem::find_iter(first, word.as_bytes()).any(|at| at == 0 || first[at - 1] == b'\n');
    let is = |foreign: &&Foreign| {
        if is_yaml(path) {
            foreign.yaml.iter().any(|word| starts_line(word))
        } else {
            foreign.json.iter().any(|text| has(text))
        }
    };
    FOREIGN.iter().find(is).map(|foreign| foreign.name)
}

#[cfg(test)]
mod tests {
    use super::foreign_kind;

    #[test]
    fn files_of_other_programs_are_recognised() {
        for (path, text, kind) in [
            ("x.flow", r#"{"item": []}"#, "Postman Flows"),
            ("a/bruno.json", r#"{"version": "1"}"#, "Bruno"),
            ("a.bru", "meta {", "Bruno"),
            ("a.json", r#"{"_type": "export", "__export_format": 4}"#, "Insomnia"),
            ("a.yaml", "type: collection.insomnia.rest/5.0\n", "Insomnia"),
            ("a.json", r#"{"openapi": "3.1.0"}"#, "OpenAPI"),
            ("a.yml", "# note\nswagger: \"2.0\"\n", "OpenAPI"),
            ("a.yml", "info:\n  openapi: no\n", "other"),
            ("a.har", "{}", "HAR"),
            ("a.zip", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"),
            ("a.rs", "// version https://git-lfs.github.com/spec/v1", "other"),
            ("a.png", "\u{89}PNG", "other"),
        ] {
            assert_eq!(foreign_kind(path.into(), text.as_bytes()), kind, "{path} {text}");
        }
    }
}
