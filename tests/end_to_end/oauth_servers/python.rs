//! Python packages in a virtual environment below `target/`, and whether Python can make one.

use anyhow::{Context, Result, ensure};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Debian ships Python without `ensurepip`; then `venv` says that it is there, and fails.
pub(crate) fn is_installed() -> bool {
    run(PYTHON, ["-c", "import sys, ensurepip, venv; assert sys.version_info >= (3, 11)"]).is_ok()
}

/// Installs what `requirements` names, unless it is there: the stamp says for which list and which Python. Returns the interpreter.
pub(crate) fn install(requirements: &Path) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("oauth-servers").join("venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = run(PYTHON, ["--version"])? + &fs::read_to_string(requirements)?;
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    run(PYTHON, ["-m".as_ref(), "venv".as_ref(), "--clear".as_ref(), folder.as_os_str()])?;
    let list = requirements.as_os_str();
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"].map(OsStr::new);
    run(&python, pip.into_iter().chain([list]))?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

/// Runs a program to its end, and returns what it printed.
fn run<A: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = A>) -> Result<String> {
    let name = program.as_ref().display().to_string();
    let output = Command::new(program).args(arguments).output().with_context(|| format!("cannot run {name}"))?;
    ensure!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
