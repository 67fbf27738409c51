//! `postsmith env`: the values of a user are in the private file and nowhere else.

#![cfg(unix)]

use postsmith::check::check;
use postsmith::document::Document;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::folder::{mode, scratch};
use support::postsmith;
use support::program::{Ran, run};
use support::random::unique;
use support::sample::environment;
use tempfile::TempDir;

const PRIVATE: &str = "shop.private.postman_environment.json";

/// A folder with a template of `variables` (name, value, is secret) and nothing else; and an empty one for HOME and temporary files.
struct Scene {
    root: TempDir,
}

impl Scene {
    fn new(variables: &[(&str, &str, bool)]) -> Self {
        let scene = Self { root: scratch() };
        for folder in ["work", "home", "tmp"] {
            fs::create_dir(scene.root.path().join(folder)).unwrap();
        }
        let mut template = environment("Shop", variables);
        template["id"] = json!("2df51e41-3773-558d-aa7c-106241bdb12b");
        scene.write("shop.postman_environment.json", &template.to_string());
        scene
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = postsmith!(self.at(""), ["env"]);
        command.args(arguments).stdin(Stdio::null());
        command.env("HOME", self.root.path().join("home")).env("TMPDIR", self.root.path().join("tmp"));
        // No repository around the temporary folder has a say.
        command.env("GIT_CEILING_DIRECTORIES", self.root.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(&[&["shop.postman_environment.json"], arguments].concat()))
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git").args(arguments).current_dir(self.at("")).stdout(Stdio::null()).status();
        assert!(status.unwrap().success());
    }

    /// The value of a variable in the private file.
    fn value(&self, name: &str) -> String {
        let file: Value = serde_json::from_str(&fs::read_to_string(self.at(PRIVATE)).unwrap()).unwrap();
        let found = file["values"].as_array().unwrap().iter().find(|value| value["key"] == name).unwrap();
        found["value"].as_str().unwrap().to_owned()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn secrets_reach_only_the_private_file() {
    let names: Vec<String> = (0..20).map(|at| format!("SHOP_{at}_SECRET")).collect();
    let secrets: Vec<String> = names.iter().map(|_| unique()).collect();
    let scene = Scene::new(&names.iter().map(|name| (name.as_str(), "", true)).collect::<Vec<_>>());
    // A `git` that records its input comes before the real one in PATH.
    let log = scene.root.path().join("git.log");
    let bin = scene.root.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let script = format!("#!/bin/sh\n{{ echo \"$@\"; cat; env; }} >> '{}'\nexit 128\n", log.display());
    fs::write(bin.join("git"), script).unwrap();
    fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());

    let pair = |at: usize| (&names[at], &secrets[at]);
    let lines: Vec<_> = (0..7).map(pair).map(|(name, secret)| format!("export {name}='{secret}' # mine")).collect();
    scene.write(".env", &lines.join("\n"));
    let other: Vec<Value> = (7..12).map(pair).map(|(key, value)| json!({"key": key, "value": value})).collect();
    scene.write("other.json", &json!({"name": "o", "values": other}).to_string());
    let old: Vec<Value> = (12..16).map(pair).map(|(key, value)| json!({"key": key, "value": value})).collect();
    scene.write(PRIVATE, &json!({"name": "p", "values": old}).to_string());
    let mut command = scene.command(&["shop.postman_environment.json", "--from", ".env", "--from", "other.json"]);
    command.env("PATH", path).envs((16..20).map(pair));
    let done = run(&mut command);
    assert_eq!(done.code, 0, "{}", done.stderr);
    for (name, secret) in names.iter().zip(&secrets) {
        assert_eq!(scene.value(name), *secret);
        assert!(done.stderr.contains(name) && !done.stderr.contains(secret) && !done.stdout.contains(secret), "{name}");
    }
    let asked = fs::read_to_string(&log).unwrap();
    assert!(asked.contains("rev-parse"), "{asked}");
    let given = ["work/.env", "work/other.json", &format!("work/{PRIVATE}")].map(|name| scene.root.path().join(name));
    for path in files(scene.root.path()).iter().filter(|path| !given.contains(path)) {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        assert!(!secrets.iter().any(|secret| text.contains(secret)), "{}", path.display());
    }
    assert_eq!(files(&scene.at("")).len(), 4, "no other file is left");
    assert_eq!(mode(scene.at(PRIVATE)), 0o600, "the old file was wider");
}

#[test]
fn refused_values_are_not_shown() {
    let secret = unique();
    let scene = Scene::new(&[("SHOP_HOST", "", false), ("SHOP_SECRET", "", true)]);
    for (file, code) in [
        (format!("SHOP_SECRET={secret}\nSHOP_HOST='{secret}"), 2),
        (format!("SHOP_SECRET=\"{secret}\\q\""), 2),
        (format!("SHOP_SECRET {secret}"), 2),
        (format!("{{\"name\": \"e\", \"values\": [{secret}]}}"), 2),
        (format!("{{\"key\": \"{secret}\"}}"), 2),
        (format!("SHOP_SECRET={secret}\0\nSHOP_HOST=a"), 1),
        (format!("SHOP_SECRET={secret}"), 1),
    ] {
        scene.write(".env", &file);
        let refused = scene.run(&["--from", ".env"]);
        assert_eq!(refused.code, code, "{}", refused.stderr);
        assert!(!refused.stderr.contains(&secret) && refused.stdout.is_empty(), "{}", refused.stderr);
        assert!(!scene.at(PRIVATE).exists());
    }
}

#[test]
fn missing_values_are_listed_and_only_partial_writes_the_file() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false), ("SHOP_SECRET", "", true)]);
    let need = json!({"name": "SHOP_SECRET", "description": "The secret.", "where": "Settings > API", "secret": true, "filled_by": "person"});
    scene.write("bundle.json", &json!({"version": 2, "variables": [need]}).to_string());
    let listed = scene.run(&[]);
    assert_eq!(listed.code, 1);
    for said in ["missing: 1 variable", "SHOP_SECRET  The secret.", "where: Settings > API", "--partial"] {
        assert!(listed.stderr.contains(said), "{said}: {}", listed.stderr);
    }
    assert!(!scene.at(PRIVATE).exists());
    let partial = scene.run(&["--partial"]);
    assert_eq!(partial.code, 0);
    assert!(partial.stderr.contains("missing: 1 variable"), "{}", partial.stderr);
    assert_eq!((scene.value("SHOP_HOST"), scene.value("SHOP_SECRET")), ("shop.example".to_owned(), String::new()));

    for (version, help) in [(1, "make the bundle again"), (3, "use a newer version of postsmith")] {
        scene.write("bundle.json", &json!({"version": version, "variables": []}).to_string());
        let other = scene.run(&[]);
        let message = format!("this bundle has version {version}");
        assert!(other.code == 2 && other.stderr.contains(&message) && other.stderr.contains(help), "{}", other.stderr);
    }

    scene.write("bundle.json", "{\"version\": 2, \"variables\": [{\"name\": 5}]}");
    let broken = scene.run(&[]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.starts_with("bundle.json:1:39: error: "), "{}", broken.stderr);
}

#[test]
fn private_file_is_valid_and_a_second_run_writes_nothing() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false), ("SHOP_SECRET", "", true)]);
    scene.write(".env", "SHOP_SECRET=k7Jq9xW2vB\n");
    assert_eq!(scene.run(&["--from", ".env"]).code, 0);
    let text = fs::read_to_string(scene.at(PRIVATE)).unwrap();
    let findings = check(&Document::json(PRIVATE, text.as_str()).unwrap());
    assert!(findings.iter().all(|finding| finding.rule.group() == "secret"), "{findings:?}");
    let before = fs::metadata(scene.at(PRIVATE)).unwrap().modified().unwrap();
    let again = scene.run(&[]);
    assert!(again.code == 0 && again.stderr.contains("is current; nothing was written"), "{}", again.stderr);
    assert_eq!(fs::metadata(scene.at(PRIVATE)).unwrap().modified().unwrap(), before);
    fs::set_permissions(scene.at(PRIVATE), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(scene.run(&[]).stderr.contains("wrote "));
    assert_eq!(mode(scene.at(PRIVATE)), 0o600);
    assert_eq!(fs::read_to_string(scene.at(PRIVATE)).unwrap(), text);
}

#[test]
fn output_paths_that_could_leak_are_refused() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false)]);
    for name in ["mine.json", "mine.postman_environment.json", ".private.postman_environment.json"] {
        let refused = scene.run(&["--output", name]);
        assert!(refused.code == 2 && refused.stderr.contains("ends in `.private.postman_environment.json`"), "{name}");
        assert!(!scene.at(name).exists());
    }
    std::os::unix::fs::symlink("elsewhere", scene.at(PRIVATE)).unwrap();
    let refused = scene.run(&[]);
    assert!(refused.code == 2 && refused.stderr.contains("is a symbolic link"), "{}", refused.stderr);
    assert!(!scene.at("elsewhere").exists());
    let refused = run(&mut scene.command(&["shop.postman_environment.json", "--environment", "x"]));
    assert_eq!(refused.code, 2);
    scene.write("x.private.postman_environment.json", "{}");
    let refused = run(&mut scene.command(&["x.private.postman_environment.json"]));
    assert!(refused.code == 2 && refused.stderr.contains("is already a private environment"), "{}", refused.stderr);
}

#[test]
fn private_file_is_ignored_by_git_or_refused() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false)]);
    scene.git(&["init", "--quiet"]);
    let warned = scene.run(&[]);
    assert!(warned.code == 0 && warned.stderr.contains("warning: git does not ignore"), "{}", warned.stderr);
    scene.git(&["add", PRIVATE]);
    scene.write(PRIVATE, "precious");
    let refused = scene.run(&[]);
    assert!(refused.code == 2 && refused.stderr.contains("git tracks"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(scene.at(PRIVATE)).unwrap(), "precious");
    scene.git(&["rm", "--quiet", "--force", PRIVATE]);

    scene.write(".gitignore", "/target\r\n.env");
    for _ in 0..2 {
        let done = scene.run(&["--gitignore"]);
        assert!(done.code == 0 && !done.stderr.contains("does not ignore"), "{}", done.stderr);
        let line = "/target\r\n.env\n*.private.postman_environment.json\n";
        assert_eq!(fs::read_to_string(scene.at(".gitignore")).unwrap(), line);
    }
    // From a folder that is not there yet, a new line goes to the top.
    fs::remove_file(scene.at(".gitignore")).unwrap();
    let done = scene.run(&["--gitignore", "--output", "a/b/x.private.postman_environment.json"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(scene.at(".gitignore").exists() && !scene.at("a/b/.gitignore").exists());

    scene.write(".env", "SHOP_HOST=b.example\n");
    scene.git(&["add", "--force", ".env"]);
    assert!(scene.run(&["--from", ".env"]).stderr.contains("warning: git tracks .env"));
}

#[test]
fn without_git_the_file_is_written() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false)]);
    let done = run(scene.command(&["shop.postman_environment.json"]).env("PATH", ""));
    assert!(done.code == 0 && !done.stderr.contains("warning"), "{}", done.stderr);
}

#[test]
fn source_gives_the_template_of_one_environment() {
    let scene = Scene::new(&[]);
    let several = run(&mut scene.command(&["--preset", "tallyfy"]));
    assert!(several.code == 2 && several.stderr.contains("production, staging"), "{}", several.stderr);
    let done = run(&mut scene.command(&["--preset", "tallyfy", "--environment", "staging", "--partial"]));
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(!done.stderr.contains("TALLYFY_ACCESS_TOKEN"), "what the scripts write is not asked for: {}", done.stderr);
    let path = scene.at("output/tallyfy-staging.private.postman_environment.json");
    assert!(fs::read_to_string(path).unwrap().contains("Tallyfy - Staging (private)"));

    let blank = run(&mut scene.command(&["--preset", "tallyfy", "--dotenv"]));
    assert!(blank.code == 0 && blank.stdout.contains("\nTALLYFY_PASSWORD=\n") && !blank.stdout.contains("BASE_URL="));
    let newman = run(&mut scene.command(&["--preset", "tallyfy", "--environment", "staging", "--newman"]));
    assert!(newman.stdout.contains(" -e output/tallyfy-staging.private.postman_environment.json\n"));
    assert!(newman.stdout.contains("--folder 'POST - Get Access Token'") && !newman.stdout.contains("--env-var"));
}

#[test]
fn git_runs_no_program_that_the_folder_names() {
    let scene = Scene::new(&[("SHOP_SECRET", "", true)]);
    let secret = unique();
    scene.git(&["init", "--quiet"]);
    scene.write("spy", "#!/bin/sh\nenv > spied\n");
    fs::set_permissions(scene.at("spy"), fs::Permissions::from_mode(0o755)).unwrap();
    scene.git(&["config", "core.fsmonitor", scene.at("spy").to_str().unwrap()]);
    let done = run(scene.command(&["shop.postman_environment.json"]).env("SHOP_SECRET", secret));
    assert!(done.code == 0 && scene.at(PRIVATE).exists(), "{}", done.stderr);
    assert!(!scene.at("spied").exists());
}

/// What a bundle of another API leaves in its folder.
fn unpack(scene: &Scene, stages: &[&str]) {
    let environments: Vec<Value> = stages
        .iter()
        .map(|stage| json!({"name": stage, "file": format!("shop-{stage}.postman_environment.json"), "stage": stage}))
        .collect();
    for stage in stages {
        let text = fs::read_to_string(scene.at("shop.postman_environment.json")).unwrap();
        scene.write(&format!("shop-{stage}.postman_environment.json"), &text);
    }
    let need = json!({"name": "SHOP_SECRET", "secret": false, "filled_by": "person"});
    let record = json!({"version": 2, "environments": environments, "variables": [need]});
    scene.write("bundle.json", &record.to_string());
    fs::remove_file(scene.at("shop.postman_environment.json")).unwrap();
}

#[test]
fn unpacked_bundle_gives_its_environment_and_no_preset_replaces_it() {
    let scene = Scene::new(&[("SHOP_SECRET", "", true)]);
    let none = run(&mut scene.command(&[]));
    assert!(none.code == 2 && none.stderr.contains("neither postsmith.toml nor bundle.json"), "{}", none.stderr);
    unpack(&scene, &["live"]);
    scene.write(".env", &format!("SHOP_SECRET={}\n", unique()));
    let done = run(&mut scene.command(&["--from", ".env"]));
    assert_eq!(done.code, 0, "{}", done.stderr);
    let text = fs::read_to_string(scene.at("shop-live.private.postman_environment.json")).unwrap();
    assert!(text.contains("\"type\": \"secret\""), "the environment marks it as a secret: {text}");

    let scene = Scene::new(&[("SHOP_SECRET", "", true)]);
    unpack(&scene, &["live", "test"]);
    let several = run(&mut scene.command(&[]));
    assert!(several.code == 2 && several.stderr.contains("--environment: live, test"), "{}", several.stderr);
    for named in ["test", "shop-test.postman_environment.json"] {
        let folder = scene.at("");
        let done = run(&mut scene.command(&[folder.to_str().unwrap(), "--environment", named, "--partial"]));
        assert!(done.code == 0 && done.stderr.contains("shop-test.private"), "{}", done.stderr);
    }
    scene.write(
        "bundle.json",
        r#"{"version": 2, "environments": [{"name": "x", "file": "../x.postman_environment.json"}]}"#,
    );
    let led = run(&mut scene.command(&[]));
    assert!(led.code == 2 && led.stderr.contains("is outside its folder"), "{}", led.stderr);
}

#[test]
fn text_of_a_bundle_cannot_control_the_terminal() {
    let scene = Scene::new(&[("SHOP_SECRET", "", true)]);
    let need = json!({"name": "SHOP_SECRET", "description": "one\ntwo\u{1b}[2J", "where": "\u{202e}x", "secret": true, "filled_by": "person"});
    scene.write("bundle.json", &json!({"version": 2, "variables": [need]}).to_string());
    let listed = scene.run(&[]).stderr;
    assert!(!listed.contains(['\u{1b}', '\u{202e}']) && listed.contains(r"one two\u{1b}[2J"), "{listed}");
}

#[test]
fn unknown_names_get_a_suggestion() {
    let scene = Scene::new(&[("SHOP_HOST", "", false)]);
    let unknown = scene.run(&["--as-is", "SHOP_HSOT"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean `SHOP_HOST`?"), "{}", unknown.stderr);
    scene.write(".env", "shop_host=a.example\n");
    let near = scene.run(&["--from", ".env"]);
    assert!(near.code == 1 && near.stderr.contains("did you mean `SHOP_HOST`?"), "{}", near.stderr);
}

#[test]
fn files_without_values_are_reported_once_and_standard_input_is_read() {
    let scene = Scene::new(&[("SHOP_HOST", "", false)]);
    let folder = scene.run(&["--from", "."]).stderr;
    assert!(folder.contains(".: this is a folder; name a file"), "{folder}");
    let gone = scene.run(&["--from", "nope"]).stderr;
    assert_eq!(gone.matches("os error 2").count(), 1, "{gone}");
    let twice = scene.run(&["--from", "-", "--from", "-"]);
    assert_eq!(twice.code, 2, "{}", twice.stderr);
    scene.write("given", "SHOP_HOST=a.example\n");
    let mut command = scene.command(&["shop.postman_environment.json", "--from", "-"]);
    let done = run(command.stdin(fs::File::open(scene.at("given")).unwrap()));
    assert!(done.code == 0 && done.stderr.contains("from <stdin>: SHOP_HOST"), "{}", done.stderr);
    assert_eq!(scene.value("SHOP_HOST"), "a.example");
}

#[test]
fn newman_command_names_the_login_of_a_built_collection() {
    let scene = Scene::new(&[]);
    let build = run(&mut postsmith!(scene.at(""), ["build", "--preset", "tallyfy"]));
    assert_eq!(build.code, 0, "{}", build.stderr);
    let newman = run(&mut scene.command(&["output/tallyfy-staging.postman_environment.json", "--newman"]));
    assert!(newman.stdout.contains("--folder 'POST - Get Access Token' --folder"), "{}", newman.stdout);
}

#[test]
fn without_git_no_file_in_a_repository_is_written() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false)]);
    fs::create_dir(scene.at(".git")).unwrap();
    let nothing = scene.root.path().join("home");
    let refused = run(scene.command(&["shop.postman_environment.json"]).env("PATH", &nothing));
    assert!(refused.code == 2 && refused.stderr.contains("git is not in PATH"), "{}", refused.stderr);
    assert!(!scene.at(PRIVATE).exists());
    fs::remove_dir(scene.at(".git")).unwrap();
    let done = run(scene.command(&["shop.postman_environment.json"]).env("PATH", &nothing));
    assert!(done.code == 0 && scene.at(PRIVATE).exists(), "{}", done.stderr);
}

#[test]
fn a_file_with_values_has_a_size_limit() {
    let scene = Scene::new(&[("SHOP_HOST", "shop.example", false)]);
    scene.write(".env", &format!("SHOP_HOST={}\n", "x".repeat(9 << 20)));
    let refused = scene.run(&["--from", ".env"]);
    assert!(refused.code == 2 && refused.stderr.contains("larger than 8 MiB"), "{}", refused.stderr);
    assert!(!scene.at(PRIVATE).exists());
}
