//! Runs git. It gets names only: no value is in its arguments or its input.

mod blobs;
mod history;

pub(super) use blobs::Blobs;
pub use history::{GitError, History, history, is_revision, staged};

use super::input::InputFile;
use super::read::{LARGEST, ReadError};
use camino::{Utf8Path, Utf8PathBuf};
use std::io;
use std::process::{Command, Output, Stdio};

/// The variables of the process environment that git gets: they locate programs, settings and the repository. All others may be secrets.
const KEPT: &[&str] = &[
    "PATH",
    "HOME",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
    "LANG",
    "LC_ALL",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
];

/// Runs git in `folder`. Returns `None` where git is not installed.
///
/// # Errors
/// When the system cannot start git.
pub fn git(folder: &Utf8Path, arguments: &[&str]) -> io::Result<Option<Output>> {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::null());
    match command.output() {
        Ok(output) => Ok(Some(output)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The command that runs git in `folder` without the user's secrets and without the network.
fn command(folder: &Utf8Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // The settings of a repository may name programs for git to run.
    command.args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]).args(arguments);
    command.env_clear().envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    // A partial clone would fetch what it lacks.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    if !folder.as_str().is_empty() {
        command.current_dir(folder);
    }
    command
}

/// Whether `folder` is in a repository, even one that git refuses to read.
pub fn has_repository(folder: &Utf8Path) -> bool {
    let here = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
    here.canonicalize_utf8().is_ok_and(|folder| folder.ancestors().any(|above| above.join(".git").exists()))
}

/// The files in `folder` that git tracks although it would ignore them, relative to `folder`. None outside of a repository, and where git is not installed
/// or refuses to read the repository.
pub(super) fn tracked_and_ignored(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    if !has_repository(folder) {
        return Vec::new();
    }
    let listed = git(folder, &["ls-files", "--cached", "--ignored", "--exclude-standard", "-z"]);
    let Some(output) = listed.ok().flatten().filter(|output| output.status.success()) else { return Vec::new() };
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    names.filter_map(|name| std::str::from_utf8(name).ok()).map(Utf8PathBuf::from).collect()
}
