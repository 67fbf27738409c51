//! The files that a check finds, and those that cannot be read.

use camino::Utf8Path;
use postsmith::check::Options;
use postsmith::check::groups::{self, EntryGroup};
use postsmith::document::Encoding;
use postsmith::files::{InputFile, inputs};
use std::fs;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};
use support::folder::{utf8_scratch, write};

const ENVIRONMENT: &str = r#"{"name": "e", "values": [], "_postman_variable_scope": "environment"}"#;

/// The files that are checked, and the findings, relative to `root`.
fn checked(root: &Utf8Path, entries: Vec<InputFile>) -> (Vec<String>, Vec<String>) {
    let groups: Vec<EntryGroup> = groups::group_entries(entries, |entry| entry.folder().to_owned());
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    let bare = |text: &str| text.replace(&format!("{root}/"), "");
    for (paths, found) in groups::check_groups(&groups, &Options::default(), false, |_, group| {
        let paths: Vec<_> = group.documents.iter().map(|document| document.path().to_string()).collect();
        let found: Vec<_> = group.findings.iter().map(ToString::to_string).collect();
        (paths, found)
    }) {
        documents.extend(paths.iter().map(|path| bare(path)));
        findings.extend(found.iter().map(|finding| bare(finding)));
    }
    (documents, findings)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn folders_are_walked_as_git_does_and_files_recognised_by_content() {
    let (_keep, root) = utf8_scratch();
    write(root.join(".gitignore"), "ignored/\n*.private.json\n!kept.private.json\n");
    for name in [
        "b.txt",
        "a.json",
        "sub/deep/c",
        "ignored/x.json",
        "y.private.json",
        "kept.private.json",
        ".hidden/z.json",
        ".git/x.json",
        "node.json",
    ] {
        write(root.join(name), if name == "node.json" { r#"{"name": "package"}"# } else { ENVIRONMENT });
    }
    write(root.join("broken.json"), "{\"other\": ");
    write(root.join("broken.postman_collection.json"), "{\"info\": ");
    write(root.join("page.hbs"), "{{#if a}}\"item\" schema.getpostman.com");
    let (documents, findings) = checked(&root, inputs(&[root.clone(), root.join("a.json")]));
    assert_eq!(documents, ["a.json", "b.txt", "kept.private.json", ".hidden/z.json", "sub/deep/c"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("broken.postman_collection.json:1:10: error:"), "{findings:?}");
}

#[test]
fn named_files_must_be_readable_postman_files() {
    let (_keep, root) = utf8_scratch();
    write(root.join("package.json"), r#"{"name": "package"}"#);
    write(root.join("utf32.json"), [0xff, 0xfe, 0, 0, b'{', 0, 0, 0]);
    write(root.join("cut.json"), "{\"info\": {\"name\"");
    fs::File::create(root.join("large.json")).unwrap().set_len(2 << 30).unwrap();
    write(root.join("fine.json"), ENVIRONMENT);
    let named: Vec<_> =
        ["package.json", "utf32.json", "cut.json", "large.json", "fine.json"].map(|name| root.join(name)).to_vec();
    let begun = Instant::now();
    let (documents, findings) = checked(&root, inputs(&named));
    assert!(begun.elapsed() < Duration::from_secs(2), "two gigabytes are not read");
    assert_eq!(documents, ["fine.json", "package.json"], "the rest goes on");
    let all = findings.join("\n");
    for expected in [
        "cut.json:1:17: error:",
        "large.json:1:1: error: this is larger than 1024 MiB (too-large)",
        "package.json:1:1: error: this is not a Postman collection",
        "utf32.json:1:1: error: the text is UTF-32; save it as UTF-8 (syntax)",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
}

#[test]
fn a_file_with_a_postman_name_that_is_none_is_named_for_what_it_is() {
    let (_keep, root) = utf8_scratch();
    write(root.join("a.postman_collection.json"), "<!DOCTYPE html>\n<html></html>");
    write(
        root.join("b.postman_environment.json"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    );
    write(root.join("c.postman_globals.json"), "");
    write(root.join("d.postman_collection.json"), r#"{"openapi": "3.1.0"}"#);
    write(root.join("e.request.yaml"), "openapi: 3.1.0\n");
    write(root.join("other.json"), "<!DOCTYPE html>");
    let (_, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    let all = findings.join("\n");
    for expected in [
        "a.postman_collection.json:1:1: error: this is an HTML page (syntax)",
        "b.postman_environment.json:1:1: error: this is a Git LFS pointer",
        "c.postman_globals.json:1:1: error: this file is empty",
        "d.postman_collection.json:1:1: error: this is not a Postman collection",
        "e.request.yaml:1:1: error: the key `$kind` is missing",
    ] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    assert_eq!(findings.len(), 6, "{all}");
}

#[test]
fn packed_files_and_lists_are_read() {
    let (_keep, root) = utf8_scratch();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(ENVIRONMENT.as_bytes()).unwrap();
    write(root.join("e.json.gz"), packed.finish().unwrap());
    write(root.join("notes.txt.gz"), [0x1f, 0x8b, 0]);
    write(root.join("list.json"), format!("[{ENVIRONMENT}, {{\"name\": \"f\", \"values\": 5}}]"));
    let definition = b"$kind: collection\nname: S\n";
    let request = b"$kind: http-request\nmethod: GET\nurl: \"{{B}}/:id\"\n";
    write(root.join("v3.zip"), zip(&[("S/.resources/definition.yaml", definition), ("S/a.request.yaml", request)]));
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(
        documents,
        ["e.json.gz", "list.json", "v3.zip!/S/.resources/definition.yaml", "v3.zip!/S/a.request.yaml"],
        "{findings:?}"
    );
    let all = findings.join("\n");
    assert!(all.contains("list.json:1:") && all.contains("schema/type"), "the second element is checked: {all}");
    assert!(all.contains("v3.zip!/S/a.request.yaml:3:"), "{all}");
    assert!(all.contains("notes.txt.gz:1:1: error: the archive is broken"), "{all}");
}

#[test]
fn utf16_files_are_found_and_checked() {
    let (_keep, root) = utf8_scratch();
    for (name, encoding, mark) in [
        ("le.json", Encoding::Utf16Le, "\u{feff}"),
        ("be.json", Encoding::Utf16Be, "\u{feff}"),
        ("bare.json", Encoding::Utf16Le, ""),
    ] {
        write(root.join(name), encoding.encode(&format!("{mark}{ENVIRONMENT}")));
    }
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["bare.json", "be.json", "le.json"], "{findings:?}");
}

#[cfg(unix)]
#[test]
fn symlinks_pipes_and_cycles_end() {
    let (_keep, root) = utf8_scratch();
    write(root.join("real/a.json"), ENVIRONMENT);
    std::os::unix::fs::symlink("a.json", root.join("real/link.json")).unwrap();
    std::os::unix::fs::symlink("..", root.join("real/up")).unwrap();
    std::os::unix::fs::symlink("missing", root.join("real/dangling.json")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(root.join("real/pipe.json")).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of POSIX");
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["real/a.json", "real/link.json"]);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn archives_are_read_member_by_member() {
    let (_keep, root) = utf8_scratch();
    let faulty = r#"{"name": 5, "values": [], "_postman_variable_scope": "environment"}"#;
    let whole = zip(&[
        ("b/two.json", faulty.as_bytes()),
        ("a/one.json", ENVIRONMENT.as_bytes()),
        ("archive.json", b"{\"a\": 1}"),
        ("x.png", b"\x89PNG"),
    ]);
    write(root.join("dump.zip"), &whole);
    write(root.join("cut.zip"), &whole[..whole.len() - 30]);
    write(root.join("empty.zip"), zip(&[("readme.txt", b"hello")]));
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["dump.zip!/a/one.json", "dump.zip!/b/two.json"]);
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].starts_with("cut.zip:1:1: error: the archive is broken"), "{findings:?}");
    assert!(findings[1].starts_with("dump.zip!/b/two.json:1:10: error: expected a string"), "{findings:?}");
    let (_, findings) = checked(&root, inputs(&[root.join("empty.zip")]));
    assert!(findings[0].contains("this archive contains no Postman file"), "{findings:?}");
    let (documents, _) = checked(&root, vec![InputFile::stdin(whole)]);
    assert_eq!(documents, ["-!/a/one.json", "-!/b/two.json"]);
}

#[test]
fn archive_that_unpacks_to_gigabytes_is_refused_quickly() {
    let (_keep, root) = utf8_scratch();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("bomb.json", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"{\"item\": [").unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..300 {
        archive.write_all(&spaces).unwrap();
    }
    write(root.join("bomb.zip"), archive.finish().unwrap().into_inner());
    let (documents, findings) = checked(&root, inputs(&[root.join("bomb.zip")]));
    assert!(documents.is_empty());
    assert!(findings[0].contains("bomb.zip!/bomb.json") && findings[0].contains("(too-large)"), "{findings:?}");
}

#[test]
fn ten_thousand_files_are_sorted() {
    let (_keep, root) = utf8_scratch();
    for number in 0..10_000 {
        write(root.join(format!("{}/{number}.json", number % 97)), "[]");
    }
    let begun = Instant::now();
    let entries = inputs(std::slice::from_ref(&root));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(entries.len(), 10_000);
    assert!(entries.is_sorted_by(|one, other| one.path < other.path));
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn archives_in_archives_are_read() {
    let (_keep, root) = utf8_scratch();
    let one = ENVIRONMENT.as_bytes();
    let inner = zip(&[("deep/a.json", one)]);
    write(root.join("outer.zip"), zip(&[("x/inner.zip", &inner), ("b.json.gz", &gzip(one)), ("notes.txt", b"none")]));
    write(root.join("packed.zip.gz"), gzip(&inner));
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(
        documents,
        ["outer.zip!/b.json.gz", "outer.zip!/x/inner.zip/deep/a.json", "packed.zip.gz!/deep/a.json"],
        "{findings:?}"
    );
    let mut nested = inner;
    for _ in 0..8 {
        nested = zip(&[("n.zip", &nested)]);
    }
    write(root.join("nested.zip"), nested);
    let (_, findings) = checked(&root, inputs(&[root.join("nested.zip")]));
    assert!(findings.iter().any(|finding| finding.contains("nested in more than 5 other archives")), "{findings:?}");
}

#[test]
fn members_of_one_name_are_reported() {
    let (_keep, root) = utf8_scratch();
    // The writer refuses a second name, so another one of its length is replaced.
    let bytes = zip(&[("a.json", ENVIRONMENT.as_bytes()), ("b.json", ENVIRONMENT.as_bytes())]);
    let renamed: Vec<u8> = String::from_utf8_lossy(&bytes).contains("b.json").then(|| replaced(&bytes)).unwrap();
    write(root.join("equal.zip"), renamed);
    let (documents, findings) = checked(&root, inputs(&[root.join("equal.zip")]));
    assert_eq!(documents, ["equal.zip!/a.json"]);
    assert!(findings.iter().any(|finding| finding.contains("two of its members have the same name")), "{findings:?}");
}

/// The archive `bytes` with the name `a.json` for the member `b.json`.
fn replaced(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let Some(at) = bytes.windows(6).position(|window| window == b"b.json") {
        bytes[at] = b'a';
    }
    bytes
}

#[test]
fn keys_with_escapes_are_recognised() {
    let (_keep, root) = utf8_scratch();
    write(root.join("a.json"), ENVIRONMENT.replace("values", r"\u0076alues").replace("_postman", r"\u005fpostman"));
    write(root.join("b.json"), r#"{"name": "a\u0062"}"#);
    let (documents, _) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["a.json"]);
}

#[test]
fn what_git_tracks_is_read_even_where_it_ignores_it() {
    let (_keep, root) = utf8_scratch();
    write(root.join(".gitignore"), "old/\n");
    write(root.join("old/tracked.json"), ENVIRONMENT);
    write(root.join("old/untracked.json"), ENVIRONMENT);
    let git = |arguments: &[&str]| postsmith::files::git(&root, arguments).unwrap();
    if git(&["init", "--quiet"]).is_none() {
        // Without git nothing is tracked.
        return;
    }
    git(&["add", "--force", "old/tracked.json"]);
    let (documents, _) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["old/tracked.json"]);
}

#[test]
fn a_pattern_that_git_cannot_read_is_no_error() {
    let (_folder, root) = utf8_scratch();
    write(root.join(".gitignore"), "a{b\n[z-a]\nignored.json\n");
    write(root.join("below/a.json"), ENVIRONMENT);
    write(root.join("below/ignored.json"), ENVIRONMENT);
    let (files, failures) = checked(&root, inputs(&[root.join("below")]));
    assert_eq!((files.len(), failures.len()), (1, 0), "{files:?} {failures:?}");
}

#[test]
fn collections_in_strings_are_checked() {
    let (_keep, root) = utf8_scratch();
    let inner = r#"{"name": "e", "values": [{"key": "A", "value": 1, "enabeld": false}], "_postman_variable_scope": "environment"}"#;
    let text = serde_json::to_string(inner).unwrap();
    write(root.join("string.json"), &text);
    write(root.join("member.json"), format!(r#"{{"status": "ok", "data": [{text}]}}"#));
    write(root.join("other.json"), r#"{"status": "{\"item\": 1"}"#);
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, ["member.json", "string.json"]);
    let at = |path: &str| findings.iter().filter(|finding| finding.starts_with(path)).collect::<Vec<_>>();
    assert!(at("string.json:1:").len() == 1 && at("member.json:1:").len() == 1, "{findings:#?}");
    assert!(
        findings.iter().all(|finding| finding.contains("did you mean") || finding.contains("enabeld")),
        "{findings:#?}"
    );
}

#[test]
fn json_with_comments_is_a_finding_and_is_checked() {
    let (_keep, root) = utf8_scratch();
    let token = support::random::Random::new("comment").token("<h40>");
    let commented = format!(
        "{{\n  // old: \"client_secret\": \"{token}\"\n  \"name\": \"e\", \"values\": [], \"_postman_variable_scope\": \"environment\"\n}}\n"
    );
    write(root.join("c/b.postman_environment.json"), &commented);
    let (_, findings) = checked(&root, inputs(&[root.join("c")]));
    assert_eq!(findings.len(), 2, "{findings:#?}");
    assert!(findings[1].contains(":2:29: error: ") && findings[1].contains("secret/token"), "{findings:#?}");
    fs::remove_dir_all(root.join("c")).unwrap();
    let text = "{\n  // the stage\n  \"name\": \"e\", /* all */ \"values\": [\n    {\"key\": 5, \"value\": \"http://a/*\"},\n  ],\n  \"_postman_variable_scope\": \"environment\"\n}\n";
    write(root.join("a.postman_environment.json"), text);
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert_eq!(documents, Vec::<String>::new());
    assert_eq!(findings.len(), 2, "{findings:#?}");
    assert!(findings[0].contains(":2:3: error: this is a comment"), "{findings:#?}");
    assert!(findings[1].contains(":4:13: error: expected a string, found a number"), "{findings:#?}");
}

#[test]
#[cfg(unix)]
fn a_named_pipe_is_read_and_one_in_a_folder_is_not() {
    use postsmith::files::{ReadError, read_named};
    let (_keep, root) = utf8_scratch();
    let pipe = root.join("pipe.json");
    let is_made = std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    assert!(is_made, "mkfifo is part of POSIX");
    let (documents, findings) = checked(&root, inputs(std::slice::from_ref(&root)));
    assert!(documents.is_empty() && findings.is_empty(), "{documents:?} {findings:?}");
    std::thread::scope(|scope| {
        scope.spawn(|| fs::write(&pipe, ENVIRONMENT).unwrap());
        let (documents, _) = checked(&root, inputs(std::slice::from_ref(&pipe)));
        assert_eq!(documents, ["pipe.json"]);
    });
    assert!(matches!(read_named(Utf8Path::new("/dev/zero"), 1000), Err(ReadError::TooLarge { limit: 1000 })));
    write(root.join("large"), [b'x'; 1001]);
    assert!(matches!(read_named(&root.join("large"), 1000), Err(ReadError::TooLarge { limit: 1000 })));
}
