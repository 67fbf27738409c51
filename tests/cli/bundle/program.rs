//! The program in a folder with an export.

use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::planting::Random;

/// A run of the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postsmith"));
    command.current_dir(folder).args(arguments);
    command
}

pub(crate) fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub(crate) fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub(crate) const V21: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// An export as people have it: values in the environment, nothing described.
pub(crate) fn exported(folder: &Path) {
    let collection = json!({"info": {"name": "Shop", "_postman_id": "5f0e5b0e-5a5e-4c5e-8f5e-0b0e5a5e4c5e", "schema": V21}, "item": [
        {"name": "Me", "request": {"method": "GET", "url": {"raw": "{{BASE}}/me", "host": ["{{BASE}}"], "path": ["me"]},
            "header": [{"key": "X-Api-Key", "value": "{{API_KEY}}", "type": "text"}]}, "response": []}]});
    let secret = Random::new("exported").token("<h32>");
    let environment = json!({"name": "Stage", "values": [{"key": "BASE", "value": "https://api.example.org", "type": "default", "enabled": true},
        {"key": "API_KEY", "value": secret, "type": "secret", "enabled": true}], "_postman_variable_scope": "environment"});
    fs::write(folder.join("shop.postman_collection.json"), collection.to_string()).unwrap();
    fs::write(folder.join("stage.postman_environment.json"), environment.to_string()).unwrap();
}

pub(crate) const FILES: [&str; 3] = ["bundle", "shop.postman_collection.json", "stage.postman_environment.json"];
