//! The terminal: the only module that prints, asks and reads what is typed.
//!
//! Results go to stdout, everything else to stderr. Text may come from files that somebody else wrote, so every function escapes control
//! characters, bidirectional controls and other hidden characters, and those that take one line escape line breaks as well. Only [`raw`]
//! prints text as it is, for programs that read stdout. A closed pipe is not an error.

mod progress;
mod prompt;
mod typed;

pub(super) use progress::Progress;
pub(super) use prompt::Terminal;

use super::error::Error;
use postsmith::secret::mask::mask_tokens;
use postsmith::text::{escape_hidden, escape_hidden_lines};
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

/// Prints one line of a result to stdout.
pub(super) fn print(line: impl Display) -> io::Result<()> {
    ignore_closed_pipe(writeln!(anstream::stdout(), "{}", one_line(&line)))
}

/// Prints the lines of a result to stdout. Its line breaks stay, so none of them may come from a name or value.
pub(super) fn print_lines(text: &str) -> io::Result<()> {
    ignore_closed_pipe(anstream::stdout().write_all(escape_hidden_lines(text).as_bytes()))
}

/// Prints findings, as `report::human` renders and escapes them, to stdout. Colours show where the terminal takes them.
pub(super) fn print_rendered(findings: &str) -> io::Result<()> {
    ignore_closed_pipe(anstream::stdout().write_all(findings.as_bytes()))
}

/// Prints a result for programs (JSON, SARIF, Markdown, a redacted file, a script) to stdout, byte for byte.
pub(super) fn raw(result: &str) -> io::Result<()> {
    raw_bytes(result.as_bytes())
}

/// Prints a result in the encoding of its file.
pub(super) fn raw_bytes(result: &[u8]) -> io::Result<()> {
    ignore_closed_pipe(io::stdout().write_all(result))
}

/// Prints one line for people to stderr. A token in it, which a name or a message may quote, is masked.
pub(super) fn say(line: impl Display) -> io::Result<()> {
    ignore_closed_pipe(writeln!(anstream::stderr(), "{}", mask_tokens(&one_line(&line))))
}

/// Prints one line of a log to stderr. Its writer has masked what must not be seen.
pub(super) fn log(line: impl Display) -> io::Result<()> {
    ignore_closed_pipe(writeln!(anstream::stderr(), "{}", one_line(&line)))
}

/// Prints a finding, as `report::human` renders and escapes it, to stderr.
pub(super) fn say_rendered(finding: &str) -> io::Result<()> {
    ignore_closed_pipe(writeln!(anstream::stderr(), "{finding}"))
}

/// Prints a question to stderr, without a line break: the answer follows it.
fn ask(question: &str) -> io::Result<()> {
    let mut stderr = anstream::stderr();
    let question = escape_hidden(question);
    ignore_closed_pipe(stderr.write_all(question.as_bytes()).and_then(|()| stderr.flush()))
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Color {
    // Help lists values without a description in one line.
    Auto,
    Always,
    Never,
}

/// Decides for the whole run when colours are used.
pub(super) fn set_color(color: Color) {
    let choice = match color {
        Color::Auto => return,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Whether stdout takes colours.
pub(super) fn has_stdout_color() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Whether somebody can answer questions.
pub(super) fn is_interactive() -> bool {
    io::stdin().is_terminal()
}

/// Prints help or the version (exit code 0), or what is wrong with the arguments (exit code 2).
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    let text = error.to_string();
    let escaped = escape_hidden_lines(&text);
    // An argument may be the name of a file that a shell expanded.
    let printed = if escaped == text { error.print() } else { anstream::stderr().write_all(escaped.as_bytes()) };
    match ignore_closed_pipe(printed) {
        Ok(()) if !error.use_stderr() => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

/// Prints what is left to be shown of an error, with its causes, and returns its exit code.
pub(super) fn failure(error: &Error) -> ExitCode {
    if let Some(message) = error.message() {
        // When stderr is gone as well, only the exit code is left.
        let _ = say(format_args!("error: {message:#}"));
    }
    error.exit_code()
}

/// `line` escaped, without the line break that messages of other programs may end with.
fn one_line(line: &impl Display) -> String {
    escape_hidden(line.to_string().trim_end_matches(['\n', '\r'])).into_owned()
}

fn ignore_closed_pipe(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}
