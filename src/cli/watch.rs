//! Runs a command again whenever a source changes, for `build --watch`.

use super::error::{Error, Result, bail};
use super::terminal;
use anyhow::Context as _;
use camino::Utf8Path;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use postsmith::files::{FileIdentity, identity};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Editors write a file in several steps: a change counts once no other has followed for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Runs `command` now and after every change below `folder`, until the program is interrupted. A run that fails
/// does not end the watch.
pub(super) fn run(folder: &Utf8Path, command: &mut dyn FnMut() -> Result) -> Result {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // The receiver lives as long as the watch; without it the event has no use.
        let _ = sender.send(event);
    })
    .context("cannot watch for changes on this system")?;
    let root = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
    // Events carry absolute paths.
    let home = root.canonicalize_utf8().with_context(|| format!("cannot watch {root}"))?;
    let mut seen_folder = watch(&mut watcher, root)?;
    loop {
        if let Some(message) = command().as_ref().err().and_then(Error::message) {
            terminal::say(format_args!("error: {message:#}"))?;
        }
        terminal::say(format_args!("watching {root}; Ctrl-C ends it"))?;
        next_change(&changes, home.as_std_path())?;
        // A folder that was replaced, as a checkout or a move does, is another one for the system.
        if identity(root) != seen_folder {
            if !root.exists() {
                terminal::say(format_args!("{root} is gone; waiting until it is back"))?;
            }
            while !root.exists() {
                std::thread::sleep(QUIET);
            }
            // The folder that was seen may not exist any more.
            let _ = watcher.unwatch(root.as_std_path());
            seen_folder = watch(&mut watcher, root)?;
        }
    }
}

/// Watches `root` and everything below it. Returns its identity.
fn watch(watcher: &mut notify::RecommendedWatcher, root: &Utf8Path) -> Result<Option<FileIdentity>> {
    watcher.watch(root.as_std_path(), RecursiveMode::Recursive).with_context(|| format!("cannot watch {root}"))?;
    Ok(identity(root))
}

/// Waits for a change that matters, and then until no more follow. An event that cannot be read ends the watch.
fn next_change(changes: &Receiver<notify::Result<Event>>, home: &Path) -> Result {
    while !matters(&changes.recv().context("the watch has ended")??, home) {}
    let mut quiet_since = Instant::now();
    while let Some(left) = QUIET.checked_sub(quiet_since.elapsed()) {
        match changes.recv_timeout(left) {
            Ok(event) => {
                if matters(&event?, home) {
                    quiet_since = Instant::now();
                }
            }
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => bail!("the watch has ended"),
        }
    }
    Ok(())
}

/// Whether a file below `home` changed that a person writes: not one that is built or staged, which would start the next build, and not
/// one in a folder that tools fill.
fn matters(event: &Event, home: &Path) -> bool {
    let written = |path: &PathBuf| {
        let below = path.strip_prefix(home).unwrap_or(path);
        let foreign =
            below.iter().next().is_some_and(|top| [".git", "target", "node_modules"].iter().any(|name| top == *name));
        let name = below.file_name().unwrap_or_default().to_string_lossy();
        let endings = [".postman_collection.json", ".postman_environment.json", ".postsmith-tmp"];
        !foreign && !endings.iter().any(|ending| name.ends_with(ending))
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(written)
}
