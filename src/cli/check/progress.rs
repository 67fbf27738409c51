//! A progress bar on a terminal, when it takes long.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What is done sooner shows none.
const LONG: Duration = Duration::from_millis(700);

/// Counts what is done.
pub(super) struct Progress {
    begun: Instant,
    total: u64,
    done: std::sync::atomic::AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Of `total` files.
    pub(super) fn new(total: usize) -> Self {
        Self { begun: Instant::now(), total: total as u64, done: 0.into(), bar: OnceLock::new() }
    }

    /// So many more are done.
    pub(super) fn add(&self, files: usize) {
        let done = self.done.fetch_add(files as u64, std::sync::atomic::Ordering::Relaxed) + files as u64;
        if self.begun.elapsed() < LONG || !std::io::stderr().is_terminal() {
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

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
