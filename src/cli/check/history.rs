//! `postsmith scan --git` and `--staged`: the versions of files that a repository holds.

use super::settings::Settings;
use super::shown::Shown;
use crate::cli::error::Result;
use crate::cli::terminal;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::check::groups::EntryGroup;
use postsmith::files::{self, History, InputFile};
use postsmith::report::human::counted;
use std::collections::HashSet;

/// The files of the commits that `revisions` name, oldest first, each in a group of its own.
pub(super) fn commits(paths: &[Utf8PathBuf], revisions: &str, settings: &Settings) -> Result<Vec<EntryGroup>> {
    let mut entries = Vec::new();
    for (folder, path) in places(paths) {
        let History { files, commits, is_shallow } = files::history(folder, revisions, path)?;
        if is_shallow {
            terminal::say(format_args!(
                "warning: this clone has {} and lacks older ones; `git fetch --unshallow` gets them",
                counted(commits, "commit")
            ))?;
        }
        entries.extend(files);
    }
    Ok(groups(entries, settings))
}

/// The files that are staged for the next commit, each in a group of its own.
pub(super) fn index(paths: &[Utf8PathBuf], settings: &Settings) -> Result<Vec<EntryGroup>> {
    let mut entries = Vec::new();
    for (folder, path) in places(paths) {
        entries.extend(files::staged(folder, path)?);
    }
    Ok(groups(entries, settings))
}

/// The folder in which git runs for each path, and what of that folder is meant. Without paths it is the whole repository.
fn places(paths: &[Utf8PathBuf]) -> Vec<(&Utf8Path, Option<&str>)> {
    if paths.is_empty() {
        return vec![(Utf8Path::new(""), None)];
    }
    paths.iter().map(|path| place(path)).collect()
}

fn place(path: &Utf8Path) -> (&Utf8Path, Option<&str>) {
    if path.is_dir() {
        return (path, Some("."));
    }
    // A file need not exist any more, nor its folder.
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    if folder.as_str().is_empty() || folder.is_dir() {
        (folder, path.file_name())
    } else {
        (Utf8Path::new(""), Some(path.as_str()))
    }
}

fn groups(entries: Vec<InputFile>, settings: &Settings) -> Vec<EntryGroup> {
    let kept = entries.into_iter().filter(|entry| !settings.is_excluded(&entry.path));
    kept.map(|entry| EntryGroup { key: entry.path.to_string(), entries: vec![entry] }).collect()
}

/// Keeps, of findings that later versions of a file have as well, the one in the oldest version. `all` begins with the oldest.
pub(super) fn keep_first(all: &mut Vec<Shown>) {
    let mut seen = HashSet::new();
    all.retain(|shown| {
        let identity = shown.finding.credential.as_ref().map(|credential| credential.identity);
        seen.insert((shown.fingerprint.clone(), identity))
    });
}
