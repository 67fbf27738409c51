//! A terminal of another system.

use super::{Line, one};
use std::io::{self, ErrorKind, Read as _};
use zeroize::Zeroizing;

/// Reads a line that shows as it is typed. None: there are no more.
pub(in crate::cli::env) fn shown() -> io::Result<Option<Line>> {
    // One byte after the other: what stands behind the line is another's.
    let line = one(|bytes| io::stdin().lock().read(&mut bytes[..1]))?;
    Ok(line.map(|bytes| Line::new(bytes, false)))
}

/// Asks and reads a line that does not show.
pub(in crate::cli::env) fn hidden(ask: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Line>> {
    ask()?;
    match rpassword::read_password() {
        Ok(text) => Ok(Some(Line::new(Zeroizing::new(text.into_bytes()), false))),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
