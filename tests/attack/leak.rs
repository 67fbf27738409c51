//! Broken files with a credential in them: no command shows it, and none writes it into what people pass on.
//!
//! The changes leave the credential and the two bytes around it alone, so that it stays one; its vendor's pattern is found wherever it stands.

use crate::mutation::mutate;
use crate::{faults, many};
use memchr::memmem;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use support::folder::scratch;
use support::postsmith;
use support::random::Random;
use support::sample::{NAME_POSITIONS, POSITIONS, with_credential};

/// What is run on each broken file, `a.json`.
const COMMANDS: &[&[&str]] = &[
    &["check", "a.json"],
    &["check", "a.json", "--format", "json"],
    &["check", "a.json", "--format", "sarif"],
    &["check", "a.json", "--fix", "--diff"],
    &["scan", "a.json"],
    &["redact", "a.json"],
    &["redact", "a.json", "--diff"],
    &["docs", "a.json"],
    &["docs", "a.json", "-o", "a.html"],
    &["bundle", "a.json", "-o", "a.zip"],
    &["env", "a.json", "--partial", "--no-input", "-o", "own.private.json"],
    &["doctor", "--preset", "bearer", "--only", "values,request", "-e", "a.json", "-vvv", "--report", "r.html"],
    &["check", "--manifest", "a.json"],
    &["check", "a.json", "--baseline", "a.json"],
    &["report", "merge", "a.json"],
    &["bundle", "a.json", "--descriptions", "a.json", "-o", "b.zip"],
    &["build", "a.json", "--check"],
    &[
        "env",
        "--preset",
        "bearer",
        "-e",
        "staging",
        "--from",
        "a.json",
        "--partial",
        "--no-input",
        "-o",
        "p.private.json",
    ],
    &["mock", "a.json", "--host", "192.0.2.1"],
];

/// `text`, changed on one side of `token`, at least two bytes away from it.
fn broken(text: &str, token: &str, random: &mut Random) -> Vec<u8> {
    let Some(at) = text.find(token) else { return mutate(text.as_bytes(), random) };
    let (start, end) = (at.saturating_sub(2), (at + token.len() + 2).min(text.len()));
    let whole = text.as_bytes();
    if random.below(2) == 0 {
        [mutate(&whole[..start], random), whole[start..].to_vec()].concat()
    } else {
        [whole[..end].to_vec(), mutate(&whole[end..], random)].concat()
    }
}

/// The members of the archive, or the bytes of another file.
fn content(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|extension| extension == "zip") {
        support::bundle::Unpacked::new(&bytes).files.into_values().flatten().collect()
    } else {
        bytes
    }
}

fn try_case(number: usize) -> Result<(), String> {
    let mut random = Random::new(&format!("leak {number}"));
    let positions = [POSITIONS, NAME_POSITIONS].concat();
    let position = positions[random.below(positions.len())];
    let token = random.token("ghp_<a36>");
    let value = with_credential(position, &token);
    let text = if random.below(2) == 0 { value.to_string() } else { serde_json::to_string_pretty(&value).unwrap() };
    let file = broken(&text, &token, &mut random);
    let command = COMMANDS[random.below(COMMANDS.len())];
    let root = scratch();
    fs::write(root.path().join("a.json"), file).unwrap();
    let mut run = postsmith!(&root, command);
    let output = run.env("GIT_CEILING_DIRECTORIES", root.path()).stdin(Stdio::null()).output().unwrap();
    let is_in = |bytes: &[u8]| memmem::find(bytes, token.as_bytes()).is_some();
    let mut leaks = Vec::new();
    leaks.extend(is_in(&output.stdout).then_some("standard output".to_owned()));
    leaks.extend(is_in(&output.stderr).then_some("standard error".to_owned()));
    for entry in fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        let is_private = name == "a.json" || name.contains(".private.");
        leaks.extend((!is_private && is_in(&content(&entry.path()))).then_some(name));
    }
    let place = |leaks: Vec<String>| {
        format!("case {number}, {position}, {command:?}, {}: it is in {}", root.keep().display(), leaks.join(", "))
    };
    if leaks.is_empty() { Ok(()) } else { Err(place(leaks)) }
}

#[test]
fn no_command_shows_a_credential_of_a_broken_file() {
    let wanted = many(300, 10_000);
    let leaks = faults(|number| number >= wanted, try_case);
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}
