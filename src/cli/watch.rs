//! Running a command again whenever a source changes.

use super::{Exit, output};
use anyhow::{Context as _, bail};
use camino::Utf8Path;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Editors write a file in several steps: a change counts once it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(150);

/// Runs `command` now and after every change below `folder`, until the program is interrupted. A failing run does not end the watch.
pub(super) fn run(folder: &Utf8Path, command: &mut dyn FnMut() -> anyhow::Result<Exit>) -> anyhow::Result<Exit> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // The receiver lives as long as the watch; when it is gone, nobody needs to know.
        let _ = sender.send(event);
    })
    .context("cannot watch for changes on this system")?;
    let root = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
    // Events carry absolute paths.
    let home = root.canonicalize_utf8().with_context(|| format!("cannot watch {root}"))?;
    watcher.watch(root.as_std_path(), RecursiveMode::Recursive).with_context(|| format!("cannot watch {root}"))?;
    loop {
        match command() {
            Ok(_) => {}
            Err(error) => output::say(&format!("error: {error:#}"))?,
        }
        output::say(&format!("watching {root}; Ctrl-C ends it"))?;
        next_change(&changes, home.as_std_path())?;
    }
}

/// Waits for a change that matters, and then until no more of them come. An event that cannot be read ends the watch.
fn next_change(changes: &Receiver<notify::Result<Event>>, home: &Path) -> anyhow::Result<()> {
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

/// A change below `home` of what a person writes: not of what is built or staged, which would set off the next build, and not of
/// folders that tools fill.
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
