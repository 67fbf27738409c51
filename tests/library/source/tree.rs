//! Reading of a folder of requests, and files that do not fit together.

use super::{changed, report, whole};
use camino::Utf8Path;
use postsmith::files::Folder;
use postsmith::finding::Location;
use postsmith::render::render;
use postsmith::source::{Source, SourceItem};

#[test]
fn complete_source_has_no_finding() {
    assert_eq!(report(&whole()), Vec::<String>::new());
    let source = Source::load(&whole()).unwrap();
    let mut lines = Vec::new();
    outline(&source.items, 0, &mut lines);
    let outline = lines.join("\n");
    insta::assert_snapshot!(outline);
}

fn outline(items: &[SourceItem], depth: usize, lines: &mut Vec<String>) {
    for item in items {
        let attached = item.attached();
        let scripts = attached.scripts.len();
        let described = if attached.description.is_some() { ", described" } else { "" };
        lines.push(format!("{}{} ({scripts} scripts{described})", "  ".repeat(depth), item.name()));
        match item {
            SourceItem::Folder(folder) => outline(&folder.items, depth + 1, lines),
            SourceItem::Request(request) => {
                for example in &request.examples {
                    let status = example.file.data.response.status_code;
                    lines.push(format!("{}= {} ({status})", "  ".repeat(depth + 1), example.name));
                }
            }
        }
    }
}

/// The findings after a file `path` with this `content` is added.
fn added(path: &str, content: &str) -> String {
    let mut folder = whole();
    folder.insert(path, content);
    report(&folder).join("\n")
}

/// The findings after the file `path` is moved to `to`.
fn moved(path: &str, to: &str) -> String {
    let mut folder = Folder::new("");
    for (file, content) in whole().iter() {
        folder.insert(if file == path { to } else { file.as_str() }, content);
    }
    report(&folder).join("\n")
}

const REQUEST: &str = "$kind: http-request\nurl: https://api.example.com\nmethod: GET\n";
const EXAMPLE: &str =
    "$kind: http-example\nresponse:\n  statusCode: 200\n  statusText: OK\n  body:\n    type: text\n    content: ''\n";

#[test]
fn files_that_do_not_fit_together() {
    let examples = "requests/Things/.resources/List.resources/examples";
    let found = [
        moved("postsmith.toml", "postsmith.tml"),
        report(&Folder::new("empty")).join("\n"),
        moved("requests/Things/List.request.yaml", "requests/Things/List.request.yml"),
        moved("requests/Things/List.request.yaml", "requests/Things/List.yaml"),
        moved("requests/Things/.resources/definition.yaml", "requests/Things/definition.yaml"),
        added("requests/Things/.resources/Lost.request.yaml", REQUEST),
        added("requests/Things/.resources/Gone.resources/examples/a.example.yaml", EXAMPLE),
        added(&format!("{examples}/note.yaml"), "a: 1"),
        changed("requests/Things/List.request.yaml", "examples: ./.resources/List.resources/examples\n", "").join("\n"),
        added("requests/Things/Again.request.yaml", &format!("{REQUEST}name: List\n")),
        added("requests/Things/List/.resources/definition.yaml", "$kind: collection\n"),
        added("requests/Things/List/Deep.request.yaml", REQUEST),
        added(&format!("{examples}/again.example.yaml"), &format!("{EXAMPLE}name: 200 OK\n")),
    ];
    let found = found.join("\n");
    insta::assert_snapshot!(found);
}

#[test]
fn files_that_are_not_utf8() {
    let mut folder = whole();
    folder.insert("scripts/set-headers.js", b"ok;\n// \xff".as_slice());
    folder.insert("templates/picture.png", b"\xff".as_slice());
    let found = report(&folder).join("\n");
    insta::assert_snapshot!(found);
}

#[test]
fn every_file_must_be_utf8() {
    let mut folder = whole();
    let manifest = String::from_utf8(folder.get(Utf8Path::new("postsmith.toml")).unwrap().to_vec()).unwrap();
    folder.insert("postsmith.toml", manifest.replace("things.md.hbs", "things.md"));
    folder.insert("templates/things.md", b"\n\xe9".as_slice());
    folder.insert("scripts/log.js", b"\xff".as_slice());
    assert_eq!(
        report(&folder),
        [
            "scripts/log.js:1:1: error: the file contains a byte that is not UTF-8 (layout); save the file as UTF-8",
            "templates/things.md:2:1: error: the file contains a byte that is not UTF-8 (layout); save the file as UTF-8",
        ]
    );
}

#[test]
fn byte_order_mark_counts_in_spans_and_is_not_rendered() {
    let mut folder = whole();
    for path in ["templates/collection.md.hbs", "templates/things.md.hbs", "scripts/log.js"] {
        let content = folder.get(Utf8Path::new(path)).unwrap();
        folder.insert(path, [b"\xef\xbb\xbf", content].concat());
    }
    let embedded = include_str!("../../../templates/environment.json.hbs");
    folder.insert("templates/environment.json.hbs", format!("\u{feff}{embedded}"));
    let source = Source::load(&folder).unwrap();
    assert!(source.description.as_ref().unwrap().text.starts_with('\u{feff}'));
    for file in render(&source).unwrap() {
        assert!(!file.document().text().contains('\u{feff}'), "{}", file.name());
        assert!(!file.document().text().contains("\\ufeff"), "{}", file.name());
    }
    // The mark has three bytes, which count in the span of the line.
    folder.insert("templates/things.md.hbs", "\u{feff}{{unknown}}\n");
    let findings = render(&Source::load(&folder).unwrap()).unwrap_err();
    let Location { span, start, .. } = &findings[0].location;
    assert_eq!(start.to_string(), "1:1", "{}", findings[0]);
    assert_eq!(span.end, "\u{feff}{{unknown}}".len(), "{}", findings[0]);
}

#[test]
fn missing_names_are_reported() {
    let found = [
        added("requests/Things/.request.yaml", REQUEST),
        added("requests/Things/.resources/List.resources/examples/.example.yaml", EXAMPLE),
        added("requests/Things/a.request.yaml", &format!("{REQUEST}name: ' '\n")),
    ];
    let name = "error: this name is empty (data); write the name that Postman shows: `name: ...`";
    assert_eq!(
        found,
        [
            format!("requests/Things/.request.yaml:1:1: {name}"),
            format!("requests/Things/.resources/List.resources/examples/.example.yaml:1:1: {name}"),
            format!("requests/Things/a.request.yaml:4:7: {name} @ /name"),
        ]
    );
}

#[test]
fn other_files_are_ignored() {
    for path in
        ["requests/README.md", "requests/.gitkeep", "requests/notes/a.txt", "requests/Things/.List.request.yaml.swp"]
    {
        assert_eq!(added(path, "x"), "", "{path}");
    }
}

#[test]
fn name_may_contain_a_slash() {
    let mut folder = whole();
    folder.insert("requests/a.request.yaml", format!("{REQUEST}name: Things/List/All\n"));
    let manifest = String::from_utf8(folder.get(Utf8Path::new("postsmith.toml")).unwrap().to_vec()).unwrap();
    folder.insert("postsmith.toml", manifest.replace("\"Things/List\"", "\"Things/List/All\""));
    assert_eq!(report(&folder), Vec::<String>::new());
}

#[test]
fn examples_may_be_in_the_folder_that_the_request_names() {
    let found = changed("requests/Things/List.request.yaml", "./.resources/List", "./.resources/Lost");
    let found = found.join("\n");
    insta::assert_snapshot!(found);
    let mut folder = whole();
    folder.insert("requests/Things/Other.request.yaml", format!("{REQUEST}examples: ../shared\n"));
    folder.insert("requests/shared/a.example.yaml", EXAMPLE);
    assert_eq!(report(&folder), Vec::<String>::new());
}

#[test]
fn siblings_are_sorted_by_order_then_by_name() {
    let mut folder = whole();
    for (file, order) in [("c", "order: 1500\n"), ("a", ""), ("b", "order: 0.5\n"), ("B", "order: -1\n")] {
        folder.insert(format!("requests/Things/{file}.request.yaml"), format!("{REQUEST}{order}"));
    }
    let source = Source::load(&folder).unwrap();
    let Some(SourceItem::Folder(things)) = source.items.iter().find(|item| item.name() == "Things") else { panic!() };
    let names: Vec<_> = things.items.iter().map(SourceItem::name).collect();
    assert_eq!(names, ["B", "b", "List", "c", "Upload", "Search", "a"]);
}

#[test]
fn only_files_that_the_manifest_names_are_read() {
    let disk = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(disk.path()).unwrap();
    for (path, content) in whole().iter() {
        let to = root.join(path.as_str().replace("requests/", "calls/"));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, content).unwrap();
    }
    for path in [".git/config", "target/x.request.yaml", "output/old.json", "requests/x.yml", "notes.txt"] {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), "x").unwrap();
    }
    let text = std::fs::read_to_string(root.join("postsmith.toml")).unwrap();
    std::fs::write(root.join("postsmith.toml"), text + "[source]\nrequests = \"calls\"\n").unwrap();
    let folder = Source::open(root).unwrap();
    let tops: std::collections::BTreeSet<_> = folder.iter().filter_map(|(path, _)| path.components().next()).collect();
    let tops: Vec<_> = tops.iter().map(camino::Utf8Component::as_str).collect();
    assert_eq!(tops, ["calls", "postsmith.toml", "scripts", "templates"]);
    assert_eq!(report(&folder), Vec::<String>::new());
}

#[test]
fn file_of_the_source_replaces_the_embedded_one() {
    let mut folder = whole();
    let source = Source::load(&folder).unwrap();
    assert_eq!(source.script("set-headers.js").unwrap().path, "embedded:templates/scripts/set-headers.js");
    assert!(source.script("../presets/tallyfy/postsmith.toml").is_none());
    folder.insert("scripts/set-headers.js", "// mine");
    let source = Source::load(&folder).unwrap();
    assert_eq!(&*source.script("set-headers.js").unwrap().text, "// mine");
}
