//! End-to-end tests that need Node.js: installing what their lockfile names, and standing aside where there is no npm.

use anyhow::{Result, ensure};
use libtest_mimic::Trial;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Where Node.js or npm is missing: the one ignored test that stands for all; under `CI=true` an error. `None`: they are there.
pub fn stand_in(name: &str) -> Result<Option<Trial>> {
    if is_installed("node") && is_installed(NPM) {
        return Ok(None);
    }
    let is_ci = env::var("CI").is_ok_and(|value| value == "true");
    ensure!(!is_ci, "Node.js and npm must be installed under CI=true");
    Ok(Some(Trial::test(name, || Ok(())).with_kind("needs Node.js and npm").with_ignored_flag(true)))
}

fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Installs what the lockfile in `folder` names, unless it is there: a copy of the lockfile says for which one. The lockfile stays as it is.
pub fn install(folder: &Path) -> Result<()> {
    static INSTALLING: Mutex<()> = Mutex::new(());
    // Tests run side by side: one of them installs it.
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
