//! The program in a folder with an export.

use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Output;
use support::postsmith;
use support::random::Random;
use support::sample::{V21, environment};

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    postsmith!(folder, arguments).output().unwrap()
}

/// An export as people have it: values in the environment, nothing described.
pub(crate) fn exported(folder: &Path) {
    let collection = json!({"info": {"name": "Shop", "_postman_id": "5f0e5b0e-5a5e-4c5e-8f5e-0b0e5a5e4c5e", "schema": V21}, "item": [
        {"name": "Me", "request": {"method": "GET", "url": {"raw": "{{BASE}}/me", "host": ["{{BASE}}"], "path": ["me"]},
            "header": [{"key": "X-Api-Key", "value": "{{API_KEY}}", "type": "text"}]}, "response": []}]});
    let secret = Random::new("exported").token("<h32>");
    let variables = [("BASE", "https://api.example.org", false), ("API_KEY", &*secret, true)];
    let environment = environment("Stage", &variables);
    fs::write(folder.join("shop.postman_collection.json"), collection.to_string()).unwrap();
    fs::write(folder.join("stage.postman_environment.json"), environment.to_string()).unwrap();
}

pub(crate) const FILES: [&str; 3] = ["bundle", "shop.postman_collection.json", "stage.postman_environment.json"];
