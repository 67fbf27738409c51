//! Asking at the terminal.

use super::line;
use crate::cli::output;
use postsmith::env::Prompt;
use secrecy::SecretString;
use std::io;

/// The terminal of whoever runs the command.
pub(in crate::cli) struct Terminal;

impl Prompt for Terminal {
    fn say(&mut self, text: &str) -> io::Result<()> {
        output::say(&output::plain(text)).map_err(io::Error::other)
    }

    fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>> {
        loop {
            let ask = || output::question(question).map_err(io::Error::other);
            let answer = if is_hidden { line::hidden(ask) } else { ask().and_then(|()| line::shown()) }?;
            let Some(answer) = answer else {
                // No answer ended the line of the question.
                self.say("")?;
                return Ok(None);
            };
            match answer.text() {
                Ok(text) => return Ok(Some(SecretString::from(text))),
                Err(what) => self.say(&format!("  error: {what}"))?,
            }
        }
    }
}
