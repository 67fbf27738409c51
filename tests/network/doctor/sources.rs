//! Where `postsmith doctor` takes values from, and where it stores tokens: as `postsmith env` does.

use super::patient::Patient;
use super::server::{Listener, mock, response};
use crate::mock::client::tallyfy_settings;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::folder::{scratch, write};
use support::postsmith;
use support::program::text;
use tempfile::TempDir;

const MANIFEST: &str = "postsmith.toml";
const PRIVATE: &str = "output/tallyfy-production.private.postman_environment.json";

/// A source with the environment `production`, in its own folder.
pub(crate) struct Scene {
    pub(crate) root: TempDir,
    patient: Patient,
}

impl Scene {
    pub(crate) fn new(server: SocketAddr) -> Self {
        let root = scratch();
        let scene = Self { root, patient: Patient::new() };
        let init = ["init", "--preset", "tallyfy", "--prefix", "TALLYFY", "--name", "Shop"];
        assert!(scene.command(&init, &[]).status.success());
        let manifest = scene.read(MANIFEST).replace("https://go.tallyfy.com/api", &format!("http://{server}/api"));
        let kept = manifest.split("[environments.staging]").next().unwrap().to_owned();
        scene.write(MANIFEST, &kept);
        scene
    }

    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        write(self.at(path), text);
    }

    pub(crate) fn dotenv(&self) -> String {
        let Patient { client_secret, username, password, .. } = &self.patient;
        format!(
            "TALLYFY_CLIENT_ID=1001\nTALLYFY_CLIENT_SECRET={client_secret}\nTALLYFY_ORG_ID=5fd01c7e9b3a4f6c8e2d7a1b0c9f8e7d\n\
            TALLYFY_USERNAME={username}\nTALLYFY_PASSWORD='{password}'\n"
        )
    }

    pub(crate) fn command(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = postsmith!(&self.root, arguments);
        command.env_clear();
        for kept in ["PATH", "SystemRoot", "TEMP"] {
            command.envs(std::env::var_os(kept).map(|value| (kept, value)));
        }
        command.env("GIT_CONFIG_GLOBAL", self.at("none")).envs(variables.iter().copied());
        let output = command.output().unwrap();
        self.patient.search(&text(&output));
        output
    }

    /// Makes the private environment.
    pub(crate) fn env(&self) {
        let output = self.command(&["env", "--from", "values.env", "--no-input"], &[]);
        assert!(output.status.success(), "{}", text(&output));
    }

    /// The exit code, and everything that was printed.
    pub(crate) fn doctor(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.command(&[&["doctor", "--timeout", "5"], arguments].concat(), &[]);
        (output.status.code().unwrap(), text(&output))
    }
}

fn git(at: &Path, arguments: &[&str]) {
    assert!(Command::new("git").args(arguments).current_dir(at).output().unwrap().status.success());
}

#[test]
fn dotenv_file_and_private_environment_give_values() {
    let scene = Scene::new(mock(tallyfy_settings(), Vec::new()));
    let (code, said) = scene.doctor(&[]);
    assert!(code == 1 && said.contains("oauth/value-missing"), "{said}");
    scene.write("values.env", &scene.dotenv());
    let (code, said) = scene.doctor(&["--values", "values.env"]);
    assert!(code == 0 && said.contains("healthy"), "{said}");
    // The environment that `env` made is found without a name, and by its key.
    scene.env();
    assert!(scene.at(PRIVATE).exists());
    for arguments in [&[][..], &["--environment", "production"], &["--environment", PRIVATE]] {
        let (code, said) = scene.doctor(arguments);
        assert!(code == 0 && said.contains("healthy"), "{arguments:?}: {said}");
    }
    // The process environment comes first.
    let output = scene.command(&["doctor", "--only", "values"], &[("TALLYFY_CLIENT_ID", "no number")]);
    assert!(text(&output).contains("oauth/client-id-form"), "{}", text(&output));
    let (code, said) = scene.doctor(&["--environment", "nowhere"]);
    assert!(code == 2 && said.contains("unknown environment `nowhere`; choose one of: production"), "{said}");
}

#[test]
fn wrong_values_are_causes_and_wrong_files_are_errors() {
    let scene = Scene::new(mock(tallyfy_settings(), Vec::new()));
    let right = scene.dotenv();
    for (value, cause) in [
        ("TALLYFY_CLIENT_ID=seven", "oauth/client-id-form"),
        ("TALLYFY_CLIENT_SECRET=changeme", "oauth/value-placeholder"),
        ("TALLYFY_CLIENT_SECRET=' k7Jq9x '", "oauth/stray-blank"),
        ("TALLYFY_CLIENT_SECRET='a{{b'", "oauth/braces-in-secret"),
    ] {
        scene.write("values.env", &format!("{right}{value}\n"));
        let (code, said) = scene.doctor(&["--values", "values.env", "--only", "values"]);
        assert!(code == 1 && said.contains(cause), "{value}: {said}");
    }
    scene.write("values.env", "{\"a\": }");
    let (code, said) = scene.doctor(&["--values", "values.env"]);
    assert!(code == 2 && said.contains("values.env:1:7"), "{said}");
}

#[test]
fn filled_environment_has_to_be_named_among_several() {
    let scene = Scene::new(mock(tallyfy_settings(), Vec::new()));
    scene.write(MANIFEST, &(scene.read(MANIFEST) + "\n[environments.other]\nname = \"Other\"\n"));
    scene.write("values.env", &scene.dotenv());
    let (code, said) = scene.doctor(&["--values", "values.env"]);
    assert!(code == 0 && said.contains("healthy"), "{said}");
    scene.write(PRIVATE, r#"{"name": "p", "values": []}"#);
    let (code, said) = scene.doctor(&["--values", "values.env"]);
    assert!(code == 2 && said.contains("choose one with --environment: production, other"), "{said}");
}

#[test]
fn tokens_are_stored_in_the_private_environment_and_never_where_git_tracks_it() {
    let scene = Scene::new(mock(tallyfy_settings(), Vec::new()));
    scene.write("values.env", &scene.dotenv());
    let (code, said) = scene.doctor(&["--values", "values.env", "--save"]);
    assert!(code == 2 && said.contains("does not exist") && said.contains("postsmith env"), "{said}");
    scene.env();
    let (code, said) = scene.doctor(&["--save"]);
    assert!(code == 0 && said.contains("stored the tokens in"), "{said}");
    assert!(scene.read(PRIVATE).contains("mock-access-"));
    let (code, said) = scene.doctor(&["--from", "verify"]);
    assert!(code == 0 && said.contains("healthy"), "{said}");
    git(scene.root.path(), &["init", "--quiet"]);
    git(scene.root.path(), &["add", "--force", PRIVATE]);
    let before = scene.read(PRIVATE);
    let (code, said) = scene.doctor(&["--save"]);
    assert!(code == 2 && said.contains("git tracks") && !said.contains("token request"), "{said}");
    assert_eq!(scene.read(PRIVATE), before);
}

#[test]
fn nothing_is_sent_when_there_is_nowhere_to_store() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let scene = Scene::new(server.address);
    scene.write(PRIVATE, r#"{"name": "p", "values": []}"#);
    let (code, said) = scene.doctor(&["--save"]);
    assert!(code == 2 && said.contains("has no variable `TALLYFY_ACCESS_TOKEN`"), "{said}");
    assert!(server.heard().is_empty());
}
