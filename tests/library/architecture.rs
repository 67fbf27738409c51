//! The invariants of ARCHITECTURE.md that a test can check. A new arrow or place is a decision: write it there as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which folders of `src` a folder may name. Each stands above those that may name it; what is not listed is refused.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("files", &[]),
    ("oauth", &[]),
    ("document", &["text"]),
    ("finding", &["document", "text"]),
    ("script", &["text"]),
    ("postman", &["document", "text"]),
    ("schema", &["document", "finding", "postman", "text"]),
    ("source", &["document", "files", "finding", "oauth", "postman", "schema", "text"]),
    ("secret", &["document", "script", "text"]),
    ("report", &["document", "finding", "secret", "text"]),
    ("http", &["text"]),
    ("page", &["text"]),
    ("analysis", &["document", "postman", "script", "text"]),
    ("check", &["analysis", "secret", "document", "files", "finding", "postman", "schema", "script", "source", "text"]),
    ("render", &["document", "finding", "source", "text"]),
    ("mock", &["document", "oauth", "postman", "secret", "text"]),
    ("build", &["check", "document", "files", "finding", "postman", "render", "report", "schema", "secret", "source"]),
    ("redact", &["document", "finding", "postman", "script", "secret", "text"]),
    ("requirements", &["analysis", "document", "finding", "oauth", "postman", "secret", "source", "text"]),
    ("doctor", &["http", "page", "requirements", "oauth", "secret", "source", "text"]),
    ("guide", &["analysis", "document", "oauth", "page", "postman", "requirements", "text"]),
    (
        "bundle",
        &[
            "analysis",
            "check",
            "document",
            "files",
            "finding",
            "guide",
            "page",
            "postman",
            "requirements",
            "secret",
            "source",
            "text",
        ],
    ),
    ("env", &["check", "document", "finding", "postman", "requirements", "secret", "text"]),
    ("fix", &["document", "files", "finding", "text"]),
];

/// Outside engines and the only places that may name each.
const ENGINES: &[(&str, &[&str])] = &[
    ("aho_corasick", &["src/secret/"]),
    ("annotate_snippets", &["src/report/human"]),
    ("anstream", &["src/cli/terminal/"]),
    ("anyhow", &["src/cli/"]),
    ("axum", &["src/mock/"]),
    ("base64", &["src/page/shell", "src/http/proxy", "src/secret/decode/"]),
    ("clap", &["src/cli/"]),
    ("flate2", &["src/files/"]),
    ("globset", &["src/files/"]),
    ("handlebars", &["src/render/template/"]),
    ("httpdate", &["src/doctor/walk/", "src/mock/"]),
    ("httparse", &["src/http/"]),
    ("ignore", &["src/files/"]),
    ("include_dir", &["src/source/"]),
    ("indicatif", &["src/cli/terminal/"]),
    ("jiff", &["src/cli/"]),
    ("jsonschema", &["src/schema/"]),
    ("maud", &["src/guide/", "src/page/", "src/doctor/page"]),
    ("notify", &["src/cli/"]),
    ("oxc_allocator", &["src/script/"]),
    ("oxc_ast", &["src/script/"]),
    ("oxc_ast_visit", &["src/script/"]),
    ("oxc_parser", &["src/script/"]),
    ("oxc_span", &["src/script/"]),
    ("pulldown_cmark", &["src/page/"]),
    ("regex", &["src/secret/vendor/"]),
    ("rayon", &["src/check/", "src/cli/check/", "src/secret/mask/"]),
    ("rpassword", &["src/cli/terminal/typed/"]),
    ("rustix", &["src/cli/core_dump.rs", "src/cli/terminal/typed/", "src/files/replace.rs"]),
    ("saphyr_parser", &["src/document/yaml"]),
    (
        "schemars",
        &[
            "src/bundle/report",
            "src/doctor/report",
            "src/finding/severity",
            "src/requirements/",
            "src/report/schema",
            "src/report/json",
            "src/schema/profile",
            "src/source/",
        ],
    ),
    (
        "sha2",
        &["src/bundle/checksums", "src/check/secret/value_matcher", "src/page/shell", "src/secret/lexicon/published"],
    ),
    ("secrecy", &["src/env/", "src/cli/env/", "src/cli/terminal/", "src/doctor/", "src/cli/doctor/", "src/http/"]),
    ("rustls", &["src/http/"]),
    ("rustls_native_certs", &["src/http/"]),
    ("signal_hook", &["src/cli/terminal/typed/"]),
    ("similar", &["src/report/"]),
    ("strsim", &["src/text/"]),
    ("tempfile", &["src/files/"]),
    ("unicode_normalization", &["src/bundle/portable_name"]),
    ("toml::de", &["src/document/toml"]),
    (
        "zeroize",
        &[
            "src/env/",
            "src/cli/env/",
            "src/cli/terminal/",
            "src/doctor/",
            "src/cli/doctor/",
            "src/http/",
            "src/secret/",
        ],
    ),
    ("zip", &["src/files/"]),
];

/// What only `src/cli` may do.
const CLI_ONLY: &[&str] = &[
    "println!",
    "print!(",
    "eprint!(",
    "dbg!(",
    "std::env",
    "env::var",
    "env::args",
    "process::exit",
    "io::stdout",
    "io::stderr",
    "io::stdin",
];

/// `git` gets the variables that locate its programs and settings, and no other.
const READS_ENVIRONMENT: &str = "src/files/git/mod.rs";

/// What only `src/cli/terminal` may do: it escapes what it prints.
const TERMINAL_ONLY: &[&str] = &["println!", "print!(", "dbg!(", "io::stdout", "io::stderr", "is_terminal("];

/// The only places that may open sockets.
const NETWORK: &[&str] = &["src/http/", "src/mock/", "src/cli/mock"];

/// The folders that open sockets, and the only places that may use each.
const NETWORK_USERS: &[(&str, &[&str])] = &[
    ("http", &["src/http/", "src/doctor/", "src/login/", "src/run/", "src/cli/doctor", "src/cli/login", "src/cli/run"]),
    ("mock", &["src/mock/", "src/doctor/", "src/login/", "src/run/", "src/cli/mock"]),
];

#[test]
fn arrows_point_down() {
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let known: BTreeSet<_> = allowed.keys().copied().collect();
    let mut wrong = Vec::new();
    let mut unused: BTreeSet<_> = ARROWS.iter().flat_map(|(from, to)| to.iter().map(move |to| (*from, *to))).collect();
    for file in sources() {
        let Some(folder) = file.folder.as_deref().filter(|folder| *folder != "cli") else { continue };
        let Some(may) = allowed.get(folder) else {
            wrong.push(format!("{}: the folder `{folder}` has no row in ARROWS", file.path));
            continue;
        };
        unused.retain(|(from, to)| *from != folder || !file.names(&known).contains(*to));
        for named in file.names(&known).iter().filter(|named| *named != folder && !may.contains(&named.as_str())) {
            wrong.push(format!("{}: `{folder}` names `{named}`", file.path));
        }
    }
    assert!(wrong.is_empty(), "arrows that ARROWS does not allow:\n{}", wrong.join("\n"));
    assert!(unused.is_empty(), "arrows that nothing uses: {unused:?}");
}

#[test]
fn arrows_have_no_cycle() {
    for (position, (folder, to)) in ARROWS.iter().enumerate() {
        for below in *to {
            let at = ARROWS.iter().position(|(name, _)| name == below);
            assert!(at.is_some_and(|at| at < position), "`{folder}` may name `{below}`, which does not stand above it");
        }
    }
}

#[test]
fn engines_are_named_only_in_their_places() {
    let mut wrong = Vec::new();
    for file in sources() {
        for (engine, places) in ENGINES {
            if !places.iter().any(|place| file.path.starts_with(place))
                && file.code.lines().any(|line| names_crate(line, engine))
            {
                wrong.push(format!("{} names `{engine}`, which belongs to {}", file.path, places.join(" and ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_reads_the_environment_and_exits() {
    let others = |file: &Source| file.folder.as_deref() != Some("cli") && file.path != READS_ENVIRONMENT;
    assert_absent(CLI_ONLY, sources().filter(others));
}

#[test]
fn only_the_terminal_module_prints() {
    assert_absent(TERMINAL_ONLY, sources().filter(|file| !file.path.starts_with("src/cli/terminal/")));
}

/// No line of these files contains one of these texts.
fn assert_absent(forbidden: &[&str], files: impl Iterator<Item = Source>) {
    let mut wrong = Vec::new();
    for file in files {
        for (number, line) in file.code.lines().enumerate() {
            if let Some(what) = forbidden.iter().find(|what| line.contains(**what)) {
                wrong.push(format!("{}:{}: {what}", file.path, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_http_and_mock_touch_the_network() {
    for file in sources().filter(|file| !NETWORK.iter().any(|place| file.path.starts_with(place))) {
        for what in ["std::net", "tokio", "TcpListener", "TcpStream"] {
            assert!(!file.code.contains(what), "{} names {what}", file.path);
        }
    }
}

#[test]
fn only_commands_that_call_an_api_use_http_and_mock() {
    let known: BTreeSet<_> = NETWORK_USERS.iter().map(|(folder, _)| *folder).collect();
    let mut used = BTreeSet::new();
    for file in sources() {
        for folder in file.names(&known) {
            let (_, places) = NETWORK_USERS.iter().find(|(name, _)| *name == folder).unwrap();
            assert!(places.iter().any(|place| file.path.starts_with(place)), "{} names `{folder}`", file.path);
            used.insert(folder);
        }
    }
    assert_eq!(used.len(), NETWORK_USERS.len(), "the search finds the users: {used:?}");
}

#[test]
fn the_search_finds_folders_and_crates() {
    let file = |code: &str| Source { path: String::new(), folder: None, code: code.to_owned() };
    let known = BTreeSet::from(["build", "text", "check"]);
    let names = |code: &str| file(code).names(&known).into_iter().collect::<Vec<_>>();
    assert_eq!(names("use crate::build;"), ["build"]);
    assert_eq!(names("use crate::{text::Span, check};"), ["check", "text"]);
    assert_eq!(names("let x = crate::check::run();"), ["check"]);
    assert_eq!(names("use postsmith::{build, files};"), ["build"]);
    assert!(names("use crate::builder::build;").is_empty());
    assert!(names_crate("use toml::Spanned;", "toml"));
    assert!(names_crate("    let x = toml::from_str(text);", "toml"));
    assert!(!names_crate("use super::toml::read;", "toml"));
    assert!(!names_crate("read(\"postsmith.toml\")", "toml"));
    assert!(!names_crate("Document::toml(path)", "toml"));
}

/// One file of `src`.
struct Source {
    path: String,
    /// Its folder below `src`; none for `lib.rs` and `main.rs`.
    folder: Option<String>,
    /// The text without comments and without the `tests` module at its end.
    code: String,
}

impl Source {
    /// The folders of `src` that it names, as `crate::folder` or inside `use crate::{...}`; `postsmith::` in the command line counts too.
    fn names(&self, known: &BTreeSet<&str>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let roots = ["crate::", "postsmith::"].into_iter();
        for (at, root) in roots.flat_map(|root| self.code.match_indices(root)) {
            let rest = &self.code[at + root.len()..];
            let list = match rest.strip_prefix('{') {
                Some(list) => list.split_once("};").map_or(list, |(list, _)| list),
                None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default(),
            };
            let words = list.split(|c: char| !c.is_alphanumeric() && c != '_');
            found.extend(words.filter(|word| known.contains(word)).map(str::to_owned));
        }
        found
    }
}

fn names_crate(line: &str, krate: &str) -> bool {
    line.match_indices(krate).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + krate.len()..]);
        let alone = !before.ends_with(|c: char| c.is_alphanumeric() || "_\".:".contains(c));
        alone && (after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with([';', ' '])))
    })
}

fn sources() -> impl Iterator<Item = Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(&root.join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the sources were not found");
    paths.into_iter().map(move |path| {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let inside = path.strip_prefix("src/").unwrap();
        let folder = inside.split_once('/').map(|(folder, _)| folder.to_owned());
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let shipped = if is_test { "" } else { text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default() };
        let code = shipped.lines().map(without_comment).collect::<Vec<_>>().join("\n");
        Source { path, folder, code }
    })
}

/// A comment begins a line or stands behind a space: the `//` of a URL is none.
fn without_comment(line: &str) -> &str {
    let at = if line.trim_start().starts_with("//") { Some(0) } else { line.find(" // ") };
    at.map_or(line, |at| &line[..at])
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}
