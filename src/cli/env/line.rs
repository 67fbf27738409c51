//! A line that somebody types, shown or hidden, with what may be wrong with it.

use std::io;
use zeroize::Zeroizing;

#[cfg(not(unix))]
#[path = "line/console.rs"]
mod system;
#[cfg(unix)]
#[path = "line/termios.rs"]
mod system;

pub(super) use system::{hidden, shown};

/// Most bytes of a line that a terminal hands on: what comes behind them is lost without a word.
const LONGEST: usize = if cfg!(target_os = "linux") { 4094 } else { 1022 };

/// What was typed, without the end of the line.
pub(super) struct Line {
    bytes: Zeroizing<Vec<u8>>,
    /// Something was pasted behind it.
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

    /// The text, or why it cannot be taken.
    pub(super) fn text(&self) -> Result<&str, &'static str> {
        if self.has_more {
            return Err(
                "that has more than one line, and none was taken; put it into a .env file in quotes and name it with --from",
            );
        }
        if self.bytes.len() > LONGEST {
            return Err("that is too long for a terminal; put it into a .env file and name it with --from");
        }
        let text = std::str::from_utf8(&self.bytes)
            .map_err(|_| "that is not UTF-8; set the terminal to UTF-8 and type it again")?;
        if text.chars().any(|letter| letter.is_control() && letter != '\t') {
            return Err("that holds a key that is no character, an arrow for instance; type it again");
        }
        Ok(text)
    }
}

/// One line of `read`, which hands on what it has. None: there are no more.
fn one(mut read: impl FnMut(&mut [u8]) -> io::Result<usize>) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    // A vector that grows leaves copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(1 << 16));
    let mut bytes = Zeroizing::new([0; 1 << 12]);
    while line.last() != Some(&b'\n') && line.len() < 1 << 15 {
        match read(bytes.as_mut_slice())? {
            0 if line.is_empty() => return Ok(None),
            0 => break,
            many => line.extend_from_slice(&bytes[..many]),
        }
    }
    Ok(Some(line))
}
