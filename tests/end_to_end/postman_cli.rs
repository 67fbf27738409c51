//! Postman's own command line checks our files in the format v3: it accepts the folders of the presets, and what it makes of the built
//! collections equals those folders. It needs neither an account nor the network.

use anyhow::{Context, Result, ensure};
use libtest_mimic::{Failed, Trial};
use postsmith::build::build;
use postsmith::document::{Document, Kind, NodeRef};
use postsmith::source::{Source, preset, presets};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::node;

pub(crate) fn plan() -> Result<Vec<Trial>> {
    if let Some(ignored) = node::ignored_without_npm("postman_cli")? {
        return Ok(vec![ignored]);
    }
    Ok(presets().into_iter().flat_map(|preset| trials(preset.name)).collect())
}

fn trials(name: &'static str) -> [Trial; 2] {
    let run = |test: fn(&str) -> Result<()>| move || test(name).map_err(|error| Failed::from(format!("{error:#}")));
    [
        Trial::test(format!("postman_cli::{name}::lint_accepts_the_requests_folder"), run(lint)),
        Trial::test(
            format!("postman_cli::{name}::migrating_the_built_collection_gives_the_requests_folder"),
            run(migrate),
        ),
    ]
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/postman_cli")
}

fn requests(preset: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/presets").join(preset).join("requests")
}

/// Runs the program with an empty home folder, so that it finds no account. Returns what it printed.
fn postman(arguments: &[&str]) -> Result<String> {
    node::install(&folder())?;
    let home = tempfile::tempdir()?;
    let output = Command::new("node")
        .arg(folder().join("node_modules/postman-cli/bin/postman.js"))
        .args(arguments)
        .env("HOME", home.path())
        .output()?;
    let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "postman {}: {printed}", arguments.join(" "));
    Ok(printed)
}

fn lint(preset: &str) -> Result<()> {
    let printed = postman(&["collection", "lint", requests(preset).to_str().context("a path in UTF-8")?])?;
    ensure!(printed.contains("Errors: 0") && printed.contains("Warnings: 0"), "{printed}");
    // The program scans nothing in a format that it does not know, and reports no error.
    ensure!(!printed.contains("Scanned: 0"), "nothing was scanned: {printed}");
    Ok(())
}

fn migrate(name: &str) -> Result<()> {
    let source = Source::load(&preset(name).context("an embedded preset")?)
        .map_err(|findings| anyhow::anyhow!("{findings:?}"))?;
    let built = build(&source).map_err(|findings| anyhow::anyhow!("{findings:?}"))?;
    let scratch = tempfile::tempdir()?;
    let (file, text) = built.files().next().context("a collection")?;
    let collection = scratch.path().join(file);
    fs::write(&collection, text)?;
    let migrated = scratch.path().join("migrated");
    let path = |path: &Path| path.to_str().map(str::to_owned).context("a path in UTF-8");
    postman(&["collection", "migrate", &path(&collection)?, "-o", &path(&migrated)?])?;

    let (ours, theirs) = (meaning(&requests(name))?, meaning(&migrated)?);
    let names = |side: &BTreeMap<String, Value>| side.keys().cloned().collect::<Vec<_>>();
    ensure!(names(&ours) == names(&theirs), "other files:\n{:#?}\n{:#?}", names(&ours), names(&theirs));
    ensure!(ours.len() > 5, "there is too little to compare");
    for (file, value) in &ours {
        ensure!(theirs[file] == *value, "{file} says something else:\nours   {value:?}\ntheirs {:?}", theirs[file]);
    }
    Ok(())
}

/// A value with mappings in the order of their keys, so that two can be compared.
#[derive(Debug, PartialEq)]
enum Value {
    Scalar(String),
    List(Vec<Value>),
    Mapping(BTreeMap<String, Value>),
}

/// Every YAML file below `root` by its path, without what has no counterpart: ids, and in the collection's own file what the manifest says.
fn meaning(root: &Path) -> Result<BTreeMap<String, Value>> {
    let mut files = BTreeMap::new();
    let mut pending = vec![root.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                pending.push(path);
                continue;
            }
            let name = path.strip_prefix(root)?.to_str().context("a path in UTF-8")?.to_owned();
            let document = Document::yaml(name.as_str(), fs::read(&path)?)?;
            let mut value = value(document.root());
            if let Value::Mapping(members) = &mut value {
                members.remove("id");
                if name == ".resources/definition.yaml" {
                    for key in ["name", "description", "scripts", "auth"] {
                        members.remove(key);
                    }
                }
            }
            files.insert(name, value);
        }
    }
    Ok(files)
}

fn value(node: NodeRef<'_>) -> Value {
    match node.kind() {
        Kind::Object => {
            let key = |key: NodeRef<'_>| key.as_str().unwrap_or_default().into_owned();
            Value::Mapping(node.members().map(|(name, inner)| (key(name), value(inner))).collect())
        }
        Kind::Array => Value::List(node.elements().map(value).collect()),
        Kind::String => Value::Scalar(node.as_str().unwrap_or_default().trim_end().to_owned()),
        Kind::Number => Value::Scalar(node.as_number().unwrap_or_default().to_owned()),
        Kind::Bool(flag) => Value::Scalar(flag.to_string()),
        Kind::Null => Value::Scalar("null".to_owned()),
    }
}
