//! Asking at the terminal.

use crate::cli::output;
use postsmith::env::Prompt;
use secrecy::SecretString;
use std::io::{self, ErrorKind};

/// The terminal of whoever runs the command.
pub(in crate::cli) struct Terminal;

impl Prompt for Terminal {
    fn say(&mut self, text: &str) -> io::Result<()> {
        output::say(text).map_err(io::Error::other)
    }

    fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>> {
        output::question(question).map_err(io::Error::other)?;
        let answer = if is_hidden { hidden() } else { shown() }?;
        if answer.is_none() {
            // No answer ended the line of the question.
            self.say("")?;
        }
        Ok(answer)
    }
}

fn hidden() -> io::Result<Option<SecretString>> {
    match rpassword::read_password() {
        Ok(text) => Ok(Some(SecretString::from(text))),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn shown() -> io::Result<Option<SecretString>> {
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let text = line.strip_suffix('\n').unwrap_or(&line);
    Ok(Some(SecretString::from(text.strip_suffix('\r').unwrap_or(text))))
}
