//! Printing: results to stdout, everything else to stderr; colours only where the terminal wants them; a broken pipe is no error.

use super::Exit;
use postsmith::text::escape_hidden;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Prints a result to stdout as it is.
pub(super) fn result(text: &str) -> anyhow::Result<()> {
    quiet_pipe(anstream::stdout().write_all(text.as_bytes()))
}

/// Prints a message for people to stderr, with a line break.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    quiet_pipe(writeln!(anstream::stderr(), "{text}"))
}

/// Prints a question to stderr; the answer stands behind it.
pub(super) fn question(text: &str) -> anyhow::Result<()> {
    let mut stderr = anstream::stderr();
    quiet_pipe(stderr.write_all(plain(text).as_bytes()).and_then(|()| stderr.flush()))
}

/// A text of somebody else's on one line, for a terminal: whatever would move the cursor, colour or turn around what stands there shows as its number.
pub(super) fn plain(text: &str) -> String {
    escape_hidden(text.trim_end_matches(['\n', '\r'])).into_owned()
}

/// Whoever reads has gone: nobody is left to tell.
fn quiet_pipe(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Help and version go to stdout with 0, wrong usage to stderr with 2.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let wrong = error.use_stderr();
    match quiet_pipe(error.print()) {
        Ok(()) if !wrong => Exit::Fine.into(),
        _ => Exit::Usage.into(),
    }
}

/// The end of a command that could not do its work: the error with its causes.
pub(super) fn failure(error: &anyhow::Error) -> ExitCode {
    // When stderr is gone as well, the exit code is all that is left.
    let lines: Vec<_> = format!("error: {error:#}").split('\n').map(plain).collect();
    let _ = say(&lines.join("\n"));
    Exit::Usage.into()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_text_of_a_file_cannot_steer_the_terminal() {
        assert_eq!(plain("\u{1b}[2Jgone\u{7}\u{9b}1m"), r"\u{1b}[2Jgone\u{7}\u{9b}1m");
        assert_eq!(plain("a\u{202e}b\u{2066}c\u{200b}"), r"a\u{202e}b\u{2066}c\u{200b}");
        assert_eq!(plain("one\r\ntwo\tthree\n"), "one  two three");
        assert_eq!(plain("Grüße, 世界"), "Grüße, 世界");
    }
}
