//! Tests that run JavaScript: what their lockfile names is installed, and where Node.js is missing they are ignored.

use anyhow::{Result, ensure};
use libtest_mimic::{Failed, Trial};
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The result of one test, as a `run.js` prints it: one JSON object a line.
#[derive(Deserialize)]
pub struct Outcome {
    /// The name of the test.
    pub test: String,
    ok: bool,
    #[serde(default)]
    message: String,
}

impl Outcome {
    /// Reads a line; what is no result gives nothing.
    pub fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    /// # Errors
    /// The test failed.
    pub fn result(&self) -> Result<(), Failed> {
        if self.ok { Ok(()) } else { Err(Failed::from(&self.message)) }
    }
}

/// Where Node.js or npm is missing, one ignored test in place of the suite `name`.
///
/// # Errors
/// One of them is missing under `CI=true`.
pub fn ignored_without_npm(name: &str) -> Result<Option<Trial>> {
    if is_installed("node") && is_installed(NPM) {
        return Ok(None);
    }
    ignored(name, "Node.js and npm").map(Some)
}

/// An ignored test in place of the suite `name`, because `what` is missing.
///
/// # Errors
/// Under `CI=true`, where nothing may be missing.
pub fn ignored(name: &str, what: &str) -> Result<Trial> {
    ensure!(!is_ci(), "{what} must be installed under CI=true");
    Ok(Trial::test(name, || Ok(())).with_kind(format!("needs {what}")).with_ignored_flag(true))
}

/// Whether `CI=true`: then a missing program is a failure.
pub fn is_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true")
}

fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs the packages that the lockfile in `folder` names, unless they are there: a copy of the lockfile records which ones are. The lockfile
/// does not change.
///
/// # Errors
/// npm failed.
pub fn install(folder: &Path) -> Result<()> {
    // Tests run in parallel: one of them installs.
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = fs::read(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let output = Command::new(NPM)
        .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .output()?;
    ensure!(
        output.status.success(),
        "npm install in {}: {}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(stamp, wanted)?;
    Ok(())
}

/// The names of the tests that `run.js` in `folder` has.
///
/// # Errors
/// It cannot be run.
pub fn list_tests(folder: &Path) -> Result<Vec<String>> {
    let output = Command::new("node").args(["run.js", "--list"]).current_dir(folder).output()?;
    ensure!(output.status.success(), "run.js --list: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}
