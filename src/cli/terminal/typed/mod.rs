//! One typed line, shown or hidden while it is typed, and why it cannot be used.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use other::{hidden, shown};
#[cfg(unix)]
pub(super) use unix::{hidden, shown};

use std::io;
use zeroize::Zeroizing;

/// Most bytes of a line that a terminal passes on; it drops the rest silently.
const MAX_BYTES: usize = if cfg!(target_os = "linux") { 4094 } else { 1022 };

/// A typed line, without its end.
pub(super) struct Line {
    bytes: Zeroizing<Vec<u8>>,
    /// More text was pasted after it.
    has_more: bool,
}

impl Line {
    fn new(mut bytes: Zeroizing<Vec<u8>>, has_more: bool) -> Self {
        for end in [b'\n', b'\r'] {
            if bytes.last() == Some(&end) {
                bytes.pop();
            }
        }
        Self { bytes, has_more }
    }

    /// The text, or why it cannot be used.
    pub(super) fn text(&self) -> Result<&str, &'static str> {
        if self.has_more {
            return Err(
                "this value has more than one line, and none was used; put it in quotes into a .env file and name the file with --from",
            );
        }
        if self.bytes.len() > MAX_BYTES {
            return Err("this value is too long for a terminal; put it into a .env file and name the file with --from");
        }
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| "this value is not UTF-8; set the terminal to UTF-8 and type it again")?;
        if text.chars().any(|character| character.is_control() && character != '\t') {
            return Err("this value contains a control key, such as an arrow; type it again");
        }
        Ok(text)
    }
}

/// Reads one line with `read`, which fills a part of its buffer. Returns `None` at the end of the input.
fn read_line(mut read: impl FnMut(&mut [u8]) -> io::Result<usize>) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    // The capacity is fixed: a vector that grows leaves copies of a secret behind.
    let mut line = Zeroizing::new(Vec::with_capacity(1 << 16));
    let mut buffer = Zeroizing::new([0; 1 << 12]);
    while line.last() != Some(&b'\n') && line.len() < 1 << 15 {
        match read(buffer.as_mut_slice())? {
            0 if line.is_empty() => return Ok(None),
            0 => break,
            length => line.extend_from_slice(&buffer[..length]),
        }
    }
    Ok(Some(line))
}
