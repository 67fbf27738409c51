//! A progress bar on stderr for checks that take long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A check that ends sooner shows no bar.
const DELAY: Duration = Duration::from_millis(700);

/// Counts the files that are done. Shows nothing where stderr is not a terminal.
pub(in crate::cli) struct Progress {
    start: Instant,
    total: u64,
    done: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Starts a count of `total` files.
    pub(in crate::cli) fn new(total: usize) -> Self {
        Self { start: Instant::now(), total: total as u64, done: 0.into(), bar: OnceLock::new() }
    }

    /// Counts `files` more as done.
    pub(in crate::cli) fn add(&self, files: usize) {
        let done = self.done.fetch_add(files as u64, Ordering::Relaxed) + files as u64;
        if self.start.elapsed() < DELAY || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let bar = ProgressBar::with_draw_target(Some(self.total), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("checking {bar:30} {pos} of {len} files, {eta} left") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(done);
    }

    /// Removes the bar.
    pub(in crate::cli) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
