//! `postsmith build` as a user runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::folder::{files, replace, scratch, write};
use support::postsmith;
use support::program::stderr;
use tempfile::TempDir;

/// The program in `folder`, without the environment variables of this machine.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = postsmith!(folder, arguments);
    command.env_clear();
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Writes the preset as a user's own source.
fn source(preset: &str) -> TempDir {
    let folder = scratch();
    for (path, content) in postsmith::source::preset(preset).unwrap().iter() {
        write(folder.path().join(path), content);
    }
    folder
}

#[test]
fn committed_output_is_current() {
    let folder = scratch();
    let output = run(folder.path(), &["build"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let committed = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("output"));
    assert_eq!(files(&folder.path().join("output")), committed, "run `cargo run -- build` and commit output/");
}

#[test]
fn same_source_gives_the_same_bytes_everywhere() {
    let one = scratch();
    let two = scratch();
    let deep = two.path().join("a/b ü");
    fs::create_dir_all(&deep).unwrap();
    let plain = command(one.path(), &["build"]).output().unwrap();
    let other = command(&deep, &["build", "--output", "elsewhere"])
        .envs([
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANG", "ja_JP"),
            ("TZ", "Pacific/Kiritimati"),
            ("HOME", "/nowhere"),
            ("NO_COLOR", "1"),
        ])
        .output()
        .unwrap();
    assert!(plain.status.success() && other.status.success());
    assert_eq!(files(&one.path().join("output")), files(&deep.join("elsewhere")));
    // Also from the folder of the source, and with its path or its manifest as the argument.
    let source = source("oauth2-password");
    let path = source.path().to_str().unwrap();
    let manifest = format!("{path}/postsmith.toml");
    let built =
        [(source.path(), vec!["build"]), (one.path(), vec!["build", path]), (one.path(), vec!["build", &manifest])]
            .map(|(at, arguments)| {
                assert!(run(at, &arguments).status.success());
                let built = files(&source.path().join("output"));
                fs::remove_dir_all(source.path().join("output")).unwrap();
                built
            });
    assert_eq!(built[0], built[1]);
    assert_eq!(built[0], built[2]);
}

#[test]
fn files_of_a_removed_environment_are_reported() {
    let source = source("tallyfy");
    assert!(run(source.path(), &["build"]).status.success());
    replace(&source.path().join("postsmith.toml"), "[environments.staging", "[environments.testing");
    replace(&source.path().join("postsmith.toml"), "[environments.staging", "[environments.testing");
    let built = run(source.path(), &["build"]);
    let warning = "warning: output/tallyfy-staging.postman_environment.json is no longer built; delete it";
    assert!(built.status.success() && stderr(&built).contains(warning), "{}", stderr(&built));
    let checked = run(source.path(), &["build", "--check"]);
    assert_eq!(checked.status.code(), Some(1), "{}", stderr(&checked));
    fs::remove_file(source.path().join("output/tallyfy-staging.postman_environment.json")).unwrap();
    assert_eq!(run(source.path(), &["build", "--check"]).status.code(), Some(0));
}

#[test]
fn secret_in_the_source_is_refused_and_not_shown() {
    let source = source("tallyfy");
    let manifest = source.path().join("postsmith.toml");
    replace(&manifest, "[variables.TALLYFY_PASSWORD]", "[variables.TALLYFY_PASSWORD]\nvalue = \"hunter2\"");
    let refused = run(source.path(), &["build"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("value = \"*******\""), "{}", stderr(&refused));
    assert!(!stderr(&refused).contains("hunter2"));
}

#[test]
fn debug_output_of_a_build_holds_no_text() {
    let folder = postsmith::source::preset("tallyfy").unwrap();
    let built = postsmith::build::build(&postsmith::source::Source::load(&folder).unwrap()).unwrap();
    let shown = format!("{built:?}");
    assert!(shown.contains("tallyfy.postman_collection.json") && !shown.contains("client_secret"), "{shown}");
}

#[test]
fn check_writes_nothing_and_shows_stale_files() {
    let source = source("tallyfy");
    let missing = run(source.path(), &["build", "--check"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(!source.path().join("output").exists());
    assert!(String::from_utf8_lossy(&missing.stdout).contains("is missing"));

    assert!(run(source.path(), &["build"]).status.success());
    let before = files(&source.path().join("output"));
    let fine = run(source.path(), &["build", "--check"]);
    assert_eq!(fine.status.code(), Some(0), "{}", stderr(&fine));

    replace(&source.path().join("postsmith.toml"), "name = \"Tallyfy API", "name = \"Renamed API");
    let stale = run(source.path(), &["build", "--check"]);
    assert_eq!(stale.status.code(), Some(1));
    let diff = String::from_utf8(stale.stdout).unwrap();
    assert!(diff.contains("+\t\t\"name\": \"Renamed API"), "{diff}");
    assert_eq!(files(&source.path().join("output")), before);
}

#[test]
fn rename_keeps_every_id() {
    let source = source("tallyfy");
    let ids = |source: &TempDir| {
        assert!(run(source.path(), &["build", "--output", "out"]).status.success());
        let all: String =
            files(&source.path().join("out")).into_values().map(|text| String::from_utf8(text).unwrap()).collect();
        fs::remove_dir_all(source.path().join("out")).unwrap();
        all.lines()
            .filter(|line| line.contains("\"id\":") || line.contains("\"_postman_id\":"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let before = ids(&source);
    assert!(before.len() > 10);
    let manifest = source.path().join("postsmith.toml");
    replace(&manifest, "name = \"Tallyfy API", "name = \"Renamed API");
    replace(&manifest, "name = \"Tallyfy - Staging", "name = \"Renamed");
    assert_eq!(ids(&source), before);
    let own = before.iter().find(|id| id.contains("_postman_id")).unwrap();
    replace(&manifest, own.split('"').nth(3).unwrap(), "11111111-2222-4333-8444-555555555555");
    let after = ids(&source);
    assert!(after.iter().all(|id| !before.contains(id)), "another collection has other ids");
}

#[cfg(unix)]
#[test]
fn symlink_out_of_the_output_folder_is_refused() {
    let source = source("api-key");
    let outside = source.path().join("precious.json");
    fs::write(&outside, "precious").unwrap();
    fs::create_dir(source.path().join("output")).unwrap();
    assert!(run(source.path(), &["build"]).status.success());
    let name = files(&source.path().join("output")).into_keys().next().unwrap();
    let target = source.path().join("output").join(&name);
    fs::remove_file(&target).unwrap();
    std::os::unix::fs::symlink(&outside, &target).unwrap();
    let refused = run(source.path(), &["build"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("leads out of output"), "{}", stderr(&refused));
    assert_eq!(fs::read_to_string(&outside).unwrap(), "precious");
}

#[test]
fn broken_source_leaves_the_old_files() {
    let source = source("api-key");
    assert!(run(source.path(), &["build"]).status.success());
    let before = files(&source.path().join("output"));
    replace(&source.path().join("postsmith.toml"), "[collection]", "[collektion]");
    let broken = run(source.path(), &["build"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(stderr(&broken).contains("unknown key `collektion`"), "{}", stderr(&broken));
    assert_eq!(files(&source.path().join("output")), before);
}

#[test]
fn closed_pipe_is_no_error() {
    let mut child = command(Path::new("."), &["completions", "bash"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}

/// A running `build --watch`, and the lines that it prints. It ends when this is dropped.
struct Watch {
    child: std::process::Child,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Watch {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        use std::io::{BufRead as _, BufReader};
        let mut child = command(folder, arguments).stderr(std::process::Stdio::piped()).spawn().unwrap();
        let (sender, lines) = std::sync::mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { child, lines }
    }

    /// Waits for a line that contains `wanted`.
    fn wait(&self, wanted: &str) {
        let mut seen = Vec::new();
        while !seen.iter().any(|line: &String| line.contains(wanted)) {
            match self.lines.recv_timeout(std::time::Duration::from_secs(30)) {
                Ok(line) => seen.push(line),
                Err(error) => panic!("`{wanted}` was not printed ({error}), but {seen:#?}"),
            }
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watch_builds_again_after_a_change_and_after_a_mistake() {
    let source = source("api-key");
    let manifest = source.path().join("postsmith.toml");
    let watch = Watch::start(source.path(), &["build", "--watch"]);
    watch.wait("watching");
    replace(&manifest, "name = \"Example API\"", "name = \"Watched API\"\nfile_name = \"watched\"");
    watch.wait("wrote output/watched.postman_collection.json");
    watch.wait("watching");
    replace(&manifest, "[collection]", "[collektion]");
    watch.wait("unknown key `collektion`");
    watch.wait("watching");
    replace(&manifest, "[collektion]", "[collection]");
    watch.wait("wrote output/watched.postman_collection.json");
}

#[test]
#[cfg(unix)]
fn watch_survives_the_removal_and_return_of_its_folder() {
    let source = source("api-key");
    let home = scratch();
    let (here, gone) = (home.path().join("src"), home.path().join("gone"));
    fs::rename(source.path(), &here).unwrap();
    let watch = Watch::start(home.path(), &["build", "src", "--watch"]);
    watch.wait("watching");
    fs::rename(&here, &gone).unwrap();
    watch.wait("is gone");
    replace(&gone.join("postsmith.toml"), "name = \"Example API\"", "name = \"Back API\"\nfile_name = \"back\"");
    fs::rename(&gone, &here).unwrap();
    watch.wait("back.postman_collection.json");
    watch.wait("watching");
    replace(&here.join("postsmith.toml"), "file_name = \"back\"", "file_name = \"later\"");
    watch.wait("later.postman_collection.json");
}

/// The `bearer` preset, in which one request has four mistakes.
fn source_with_warnings() -> TempDir {
    let folder = source("bearer");
    let request = r#"$kind: http-request
url: "http://api.example.com/items"
method: DELTE
headers:
  X-Name: a – b
body:
  type: json
  content: |-
    {
      "name": "First item",
    }
"#;
    write(folder.path().join("requests/[CORE] Items/POST - Wrong.request.yaml"), request);
    folder
}

#[test]
fn warnings_are_shown_at_the_line_of_the_source() {
    let folder = source_with_warnings();
    for arguments in [&["build"][..], &["build", "--check"]] {
        let output = run(folder.path(), arguments);
        let said = stderr(&output);
        assert!(output.status.success(), "{said}");
        for (rule, line) in [("plain-http", "2:6"), ("method", "3:9"), ("header-value", "5:11"), ("json-body", "8:12")]
        {
            assert!(said.contains(&format!("warning[lint/{rule}]")), "{rule}: {said}");
            assert!(said.contains(&format!("POST - Wrong.request.yaml:{line}")), "{rule} is at {line}: {said}");
        }
        assert!(said.contains("the source has 4 warnings"), "{said}");
    }
}

#[test]
fn suppressed_warnings_are_not_shown() {
    let folder = source_with_warnings();
    let path = folder.path().join("postsmith.toml");
    let mut manifest = fs::read_to_string(&path).unwrap();
    manifest += "\n[check]\nignore = [\"lint/method\"]\n\n[[check.suppression]]\nrule = \"lint/plain-http\"\npath = \"requests\"\nreason = \"a test server\"\n\n\
        [[check.suppression]]\nrule = \"lint/json-body\"\npath = \"output\"\nreason = \"wrong on purpose\"\n";
    write(&path, manifest);
    let said = stderr(&run(folder.path(), &["build"]));
    assert!(said.contains("the source has 1 warning"), "{said}");
    assert!(said.contains("lint/header-value"), "{said}");
}

#[test]
fn no_preset_has_a_warning() {
    for preset in postsmith::source::presets() {
        let folder = source(preset.name);
        let said = stderr(&run(folder.path(), &["build"]));
        assert!(!said.contains("warning"), "{}: {said}", preset.name);
        let checked = run(folder.path(), &["check", "--fail-on", "warning"]);
        assert!(checked.status.success(), "{}: {}", preset.name, String::from_utf8_lossy(&checked.stdout));
    }
}
