//! Running a command again whenever a source changes.

use super::{Exit, output};
use anyhow::Context as _;
use camino::Utf8Path;
use notify::{Event, EventKind, RecursiveMode, Watcher as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

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
    watcher.watch(root.as_std_path(), RecursiveMode::Recursive).with_context(|| format!("cannot watch {root}"))?;
    loop {
        match command() {
            Ok(_) => {}
            Err(error) => output::say(&format!("error: {error:#}"))?,
        }
        output::say(&format!("watching {root}; Ctrl-C ends it"))?;
        next_change(&changes)?;
    }
}

/// Waits for a change that matters, and then until all is quiet.
fn next_change(changes: &Receiver<notify::Result<Event>>) -> anyhow::Result<()> {
    loop {
        let event = changes.recv().context("the watch has ended")??;
        let real = !matches!(event.kind, EventKind::Access(_));
        if real && event.paths.iter().any(|path| matters(path)) {
            break;
        }
    }
    while changes.recv_timeout(QUIET).is_ok() {}
    Ok(())
}

/// Not what is built or staged: a build must not set off the next one.
fn matters(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let built = name.ends_with(".postman_collection.json") || name.ends_with(".postman_environment.json");
    let staged = name.ends_with(".postsmith-tmp");
    let foreign = path.components().any(|part| part.as_os_str() == ".git" || part.as_os_str() == "target");
    !(built || staged || foreign)
}
