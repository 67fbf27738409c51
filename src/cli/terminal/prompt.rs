//! Questions at the terminal, as `postsmith env` asks them.

use super::{ask, say, typed};
use postsmith::env::Prompt;
use secrecy::SecretString;
use std::io;

/// The terminal that the command runs in.
pub(in crate::cli) struct Terminal;

impl Prompt for Terminal {
    fn say(&mut self, text: &str) -> io::Result<()> {
        say(text)
    }

    fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>> {
        loop {
            let answer =
                if is_hidden { typed::hidden(|| ask(question)) } else { ask(question).and_then(|()| typed::shown()) }?;
            let Some(answer) = answer else {
                // Nothing was typed that would end the line of the question.
                say("")?;
                return Ok(None);
            };
            match answer.text() {
                Ok(text) => return Ok(Some(SecretString::from(text))),
                Err(error) => say(format_args!("  error: {error}"))?,
            }
        }
    }
}
