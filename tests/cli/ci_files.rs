//! The GitHub action, the pre-commit hooks and the GitLab snippet work, as far as that needs no network.

#![cfg(unix)]

use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::{Document, NodeRef};
use std::fs;
use std::process::{Command, Output};
use support::folder::{utf8_scratch, write};

const FAULTY: &str = r#"{"name": 5, "values": [], "_postman_variable_scope": "environment"}"#;
const FINE: &str = r#"{"name": "e", "values": [], "_postman_variable_scope": "environment"}"#;

fn repository(name: &str) -> String {
    fs::read_to_string(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// A folder with one faulty and one fine file, and other JSON.
fn exports() -> (tempfile::TempDir, Utf8PathBuf) {
    let (folder, root) = utf8_scratch();
    for (name, content) in [("exports/bad one.json", FAULTY), ("exports/good.json", FINE), ("package.json", "{}")] {
        write(root.join(name), content);
    }
    (folder, root)
}

/// Runs `script` with the built program on the path.
fn bash(root: &Utf8Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let program = Utf8Path::new(env!("CARGO_BIN_EXE_postsmith")).parent().unwrap();
    let path = format!("{program}:{}", std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["-eo", "pipefail", "-c", script]).current_dir(root).env("PATH", path);
    command.envs(variables.iter().copied()).output().unwrap()
}

fn text(node: NodeRef<'_>) -> String {
    node.as_str().unwrap().into_owned()
}

#[test]
fn action_annotates_and_fails() {
    let action = Document::yaml("action.yml", repository("action.yml")).unwrap();
    let step = action.root().at("/runs/steps").unwrap().elements().last().unwrap();
    let script = text(step.get("run").unwrap());
    // Every variable of the step comes from an input that exists.
    for (name, value) in step.get("env").unwrap().members() {
        let value = text(value);
        let input = value.trim_start_matches("${{ inputs.").trim_end_matches(" }}").to_owned();
        assert!(action.root().at(&format!("/inputs/{input}")).is_some(), "{name:?}: {value}");
    }
    let (_keep, root) = exports();
    let run = |paths: &str, fail_on: &str, args: &str| {
        let output = bash(&root, &script, &[("PATHS", paths), ("FAIL_ON", fail_on), ("ARGS", args)]);
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, shown) = run("exports/bad one.json\nexports/good.json\n", "error", "");
    assert_eq!(code, 1);
    assert!(shown.starts_with("::error file=exports/bad one.json,line=1,endLine=1,col=10,"), "{shown}");
    assert_eq!(run("exports", "error", "--ignore\nschema/type\n"), (0, String::new()));
    assert_eq!(run("exports/good.json", "note", ""), (0, String::new()));
    assert_eq!(run("", "error", "").0, 1, "without paths the folder is checked");
}

#[test]
fn hooks_run_on_staged_files() {
    let hooks = Document::yaml(".pre-commit-hooks.yaml", repository(".pre-commit-hooks.yaml")).unwrap();
    let entry = |id: &str| {
        let hook = hooks.root().elements().find(|hook| hook.get("id").unwrap().is_str(id)).unwrap();
        text(hook.get("entry").unwrap())
    };
    let (_keep, root) = exports();
    let check = entry("postsmith-check");
    assert_eq!(bash(&root, &format!("{check} package.json exports/good.json"), &[]).status.code(), Some(0));
    assert_eq!(bash(&root, &format!("{check} package.json 'exports/bad one.json'"), &[]).status.code(), Some(1));
    let scan = entry("postsmith-scan");
    assert_eq!(bash(&root, &format!("{scan} package.json exports/good.json"), &[]).status.code(), Some(0));
    let leak = r#"{"name": "e", "values": [{"key": "token", "value": "s4mpl3-0nly-n0t-l1v3"}]}"#;
    fs::write(root.join("leak.json"), leak).unwrap();
    assert_eq!(bash(&root, &format!("{scan} leak.json"), &[]).status.code(), Some(1));
    let project = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(bash(project, &entry("postsmith-build"), &[]).status.code(), Some(0));
}

#[test]
fn gitlab_snippet_writes_its_report() {
    let docs = repository("docs/check.md");
    let snippet = docs.split("GitLab:").nth(1).unwrap().split("```yaml").nth(1).unwrap().split("```").next().unwrap();
    let job = Document::yaml("gitlab.yml", snippet).unwrap();
    let script = job.root().at("/postman/script").unwrap().elements().last().map(text).unwrap();
    let report = text(job.root().at("/postman/artifacts/reports/junit").unwrap());
    let (_keep, root) = exports();
    assert_eq!(bash(&root, &script, &[]).status.code(), Some(1));
    assert!(fs::read_to_string(root.join(report)).unwrap().contains("<testsuites"));
}
