//! The one error of the command line. Every command returns it, and it knows the exit code.

use std::process::ExitCode;

/// What a command returns. `Ok` is exit code 0.
pub(crate) type Result<T = ()> = std::result::Result<T, Error>;

/// Why a command does not end with exit code 0.
#[derive(Debug)]
pub(crate) enum Error {
    /// The command has shown findings, or files on disk that are stale: exit code 1, no further message.
    Findings,
    /// The command has shown findings that keep it from reading its input: exit code 2, no further message.
    Unreadable,
    /// The command has shown how the network or the API failed: exit code 3, no further message.
    Unreachable,
    /// Wrong usage, or input that cannot be read: exit code 2, after the message.
    Usage(anyhow::Error),
    /// The network failed: exit code 3, after the message.
    Network(anyhow::Error),
}

impl Error {
    /// What is left to be shown.
    pub(crate) const fn message(&self) -> Option<&anyhow::Error> {
        match self {
            Self::Findings | Self::Unreadable | Self::Unreachable => None,
            Self::Usage(cause) | Self::Network(cause) => Some(cause),
        }
    }

    /// The documented exit code.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Findings => 1,
            Self::Unreadable | Self::Usage(_) => 2,
            Self::Unreachable | Self::Network(_) => 3,
        })
    }
}

impl<E: Into<anyhow::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Usage(error.into())
    }
}

/// Returns [`Error::Usage`] with a message.
macro_rules! bail {
    ($($message:tt)+) => {
        return Err($crate::cli::error::Error::Usage(anyhow::anyhow!($($message)+)))
    };
}
pub(crate) use bail;
