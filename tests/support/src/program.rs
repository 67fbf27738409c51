//! Runs of the built program.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The built program as a [`Command`]: `postsmith!()`, or `postsmith!(folder, arguments)` to run it there.
///
/// A macro, because Cargo names the program only to the crates that test it.
#[macro_export]
macro_rules! postsmith {
    () => {
        ::std::process::Command::new(env!("CARGO_BIN_EXE_postsmith"))
    };
    ($folder:expr, $arguments:expr) => {
        $crate::program::command(env!("CARGO_BIN_EXE_postsmith"), $folder, $arguments)
    };
}

/// A command that runs `program` in `folder`.
pub fn command<A: AsRef<OsStr>>(
    program: &str,
    folder: impl AsRef<Path>,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    command
}

/// What a program printed, and its exit code.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// The text on standard output.
    pub stdout: String,
    /// The text on standard error.
    pub stderr: String,
}

impl From<Output> for Ran {
    /// Panics if a signal ended the program, or if it printed something that is not UTF-8.
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl From<Ran> for (i32, String, String) {
    fn from(ran: Ran) -> Self {
        (ran.code, ran.stdout, ran.stderr)
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Ran {
    Ran::from(command.output().unwrap())
}

/// Standard output and standard error, one after the other.
pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(output))
}

/// Standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a command to its end with `input` on its standard input.
pub fn run_with_input(command: &mut Command, input: &str) -> Ran {
    run_with_bytes(command, input.as_bytes())
}

/// Runs a command to its end with the bytes `input` on its standard input.
pub fn run_with_bytes(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}
