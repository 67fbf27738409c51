//! Typed lines on Unix. While a secret is typed only the echo is off: keys that end the program still work, and the echo is switched on
//! again in every case.

use super::{Line, read_line};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{read, retry_on_intr};
use rustix::stdio::stdin;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

/// How long to wait for the rest of a pasted text.
const PASTE_DELAY: Timespec = Timespec { tv_sec: 0, tv_nsec: 60_000_000 };

/// The modes to restore.
static SAVED: Mutex<Option<Termios>> = Mutex::new(None);

/// Reads a line that is shown while it is typed. Returns `None` at the end of the input.
pub(in crate::cli::terminal) fn shown() -> io::Result<Option<Line>> {
    Ok(read_stdin()?.map(|bytes| Line::new(bytes, false)))
}

/// Calls `ask` and reads a line that is not shown. Text that was pasted after the line is discarded: it would answer the next question.
/// Returns `None` at the end of the input.
pub(in crate::cli::terminal) fn hidden(ask: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Line>> {
    let echo = EchoOff::new()?;
    ask()?;
    let Some(bytes) = read_stdin()? else { return Ok(None) };
    let has_more = echo.discard()?;
    Ok(Some(Line::new(bytes, has_more)))
}

fn read_stdin() -> io::Result<Option<zeroize::Zeroizing<Vec<u8>>>> {
    read_line(|bytes| Ok(retry_on_intr(|| read(stdin(), &mut *bytes))?))
}

/// Keeps the echo off until it is dropped.
struct EchoOff {
    hidden: Termios,
}

impl EchoOff {
    fn new() -> io::Result<Self> {
        restore_on_signals()?;
        let before = tcgetattr(stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        *saved() = Some(before);
        let echo = Self { hidden };
        tcsetattr(stdin(), OptionalActions::Now, &echo.hidden)?;
        Ok(echo)
    }

    /// Discards what was typed and not read. Returns whether there was anything.
    fn discard(&self) -> io::Result<bool> {
        // In canonical mode a line without an end would not count.
        let mut raw = self.hidden.clone();
        raw.local_modes.remove(LocalModes::ICANON);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        let mut has_more = false;
        let stdin = stdin();
        while retry_on_intr(|| poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&PASTE_DELAY)))? > 0 {
            has_more = true;
            tcflush(stdin, QueueSelector::IFlush)?;
        }
        Ok(has_more)
    }
}

impl Drop for EchoOff {
    fn drop(&mut self) {
        restore();
    }
}

fn saved() -> MutexGuard<'static, Option<Termios>> {
    SAVED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Restores the modes.
fn restore() {
    if let Some(modes) = saved().take() {
        // It fails only where the terminal is gone.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
    }
}

/// From now on a signal that ends the program restores the modes first.
fn restore_on_signals() -> io::Result<()> {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    if INSTALLED.get().is_some() {
        return Ok(());
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            restore();
            // Where this fails as well, nothing is left to do.
            let _ = emulate_default_handler(signal);
        }
    })?;
    INSTALLED.get_or_init(|| ());
    Ok(())
}
