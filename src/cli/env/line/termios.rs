//! A terminal of Unix. Echo is off while somebody types a secret, and nothing else: keys that end the program still do, and the echo comes back
//! however it ends.

use super::{Line, one};
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

/// How long the rest of what is pasted may take to arrive.
const ARRIVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 60_000_000 };

/// The modes to give back.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

/// Reads a line that shows as it is typed. None: there are no more.
pub(in crate::cli::env) fn shown() -> io::Result<Option<Line>> {
    Ok(typed()?.map(|bytes| Line::new(bytes, false)))
}

/// Asks and reads a line that does not show. What is pasted behind it is thrown away: it would be the answer to another question.
pub(in crate::cli::env) fn hidden(ask: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Line>> {
    let echo = Echo::off()?;
    ask()?;
    let Some(bytes) = typed()? else { return Ok(None) };
    let has_more = echo.discard()?;
    Ok(Some(Line::new(bytes, has_more)))
}

fn typed() -> io::Result<Option<zeroize::Zeroizing<Vec<u8>>>> {
    one(|bytes| Ok(retry_on_intr(|| read(stdin(), &mut *bytes))?))
}

/// Switched off until this is dropped.
struct Echo {
    hidden: Termios,
}

impl Echo {
    fn off() -> io::Result<Self> {
        watch()?;
        let before = tcgetattr(stdin())?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        *self::before() = Some(before);
        let echo = Self { hidden };
        tcsetattr(stdin(), OptionalActions::Now, &echo.hidden)?;
        Ok(echo)
    }

    /// Throws away what has been typed and not read. Whether there was something.
    fn discard(&self) -> io::Result<bool> {
        // Only so does a line that has no end yet count.
        let mut raw = self.hidden.clone();
        raw.local_modes.remove(LocalModes::ICANON);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(stdin(), OptionalActions::Now, &raw)?;
        let mut has_more = false;
        let stdin = stdin();
        while retry_on_intr(|| poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&ARRIVAL)))? > 0 {
            has_more = true;
            tcflush(stdin, QueueSelector::IFlush)?;
        }
        Ok(has_more)
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        give_back();
    }
}

fn before() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A terminal that is gone needs nothing back.
fn give_back() {
    if let Some(modes) = before().take() {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
    }
}

/// From now on a signal that ends the program gives the modes back first.
fn watch() -> io::Result<()> {
    static WATCHED: OnceLock<()> = OnceLock::new();
    if WATCHED.get().is_some() {
        return Ok(());
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            give_back();
            // Nothing can be done where even that fails.
            let _ = emulate_default_handler(signal);
        }
    })?;
    WATCHED.get_or_init(|| ());
    Ok(())
}
