//! Typed lines on systems other than Unix.

use super::{Line, read_line};
use std::io::{self, ErrorKind, Read as _};
use zeroize::Zeroizing;

/// Reads a line that is shown while it is typed. Returns `None` at the end of the input.
pub(in crate::cli::terminal) fn shown() -> io::Result<Option<Line>> {
    // Byte by byte: what follows the line stays for the next reader.
    let line = read_line(|bytes| io::stdin().lock().read(&mut bytes[..1]))?;
    Ok(line.map(|bytes| Line::new(bytes, false)))
}

/// Calls `ask` and reads a line that is not shown. Returns `None` at the end of the input.
pub(in crate::cli::terminal) fn hidden(ask: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Line>> {
    ask()?;
    match rpassword::read_password() {
        Ok(text) => Ok(Some(Line::new(Zeroizing::new(text.into_bytes()), false))),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
