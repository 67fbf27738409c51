//! The OAuth servers: each on its own port with credentials of this run; they end with the tests.

use super::python;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use support::node;
use support::random::unique;

/// What a server must know before it starts. Made anew for each run of the tests.
pub(crate) struct Credentials {
    /// The application that logs a user in.
    pub(crate) login: Client,
    /// The application that uses its own account.
    pub(crate) application: Client,
    pub(crate) username: String,
    pub(crate) password: String,
}

pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) secret: String,
}

impl Credentials {
    /// All of them hold what has a meaning in a form or in JSON. RFC 6749 lets only names and passwords go beyond ASCII.
    pub(crate) fn generate() -> Self {
        let client = || Client { id: unique(), secret: format!("{} &+=%#?;\"'$<>\\^`|", unique()) };
        Self {
            login: client(),
            application: client(),
            username: format!("ana+{}@example.com", unique()),
            password: format!("{} &+=%#?;\"'$<>\\^`| é€", unique()),
        }
    }

    fn variables(&self) -> [(&'static str, &str); 6] {
        [
            ("OAUTH_LOGIN_ID", &self.login.id),
            ("OAUTH_LOGIN_SECRET", &self.login.secret),
            ("OAUTH_APPLICATION_ID", &self.application.id),
            ("OAUTH_APPLICATION_SECRET", &self.application.secret),
            ("OAUTH_USERNAME", &self.username),
            ("OAUTH_PASSWORD", &self.password),
        ]
    }
}

/// The programs that can be started.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// `@node-oauth/oauth2-server`.
    Node,
    /// Django OAuth Toolkit.
    Django,
}

impl Program {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Node => "node-oauth2-server",
            Self::Django => "django-oauth-toolkit",
        }
    }

    /// Installs what it needs, once.
    fn command(self) -> Result<Command> {
        let folder = folder();
        match self {
            Self::Node => {
                node::install(&folder.join("node"))?;
                let mut command = Command::new("node");
                command.arg(folder.join("node/server.js"));
                Ok(command)
            }
            Self::Django => {
                let mut command = Command::new(python::install(&folder.join("django/requirements.txt"))?);
                command.arg(folder.join("django/server.py"));
                Ok(command)
            }
        }
    }
}

/// A running server. It also ends when these tests are killed: it reads from them until there is nobody left.
pub(crate) struct Server {
    pub(crate) address: String,
    child: Child,
    folder: tempfile::TempDir,
}

impl Server {
    pub(crate) fn start(program: Program, credentials: &Credentials) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut child = program
            .command()?
            .current_dir(folder.path())
            .envs(credentials.variables())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.path().join(LOG))?)
            .spawn()
            .with_context(|| format!("cannot start {}", program.name()))?;
        let stdout = child.stdout.take().context("the server has no stdout")?;
        // Held from here on, so that it ends after any error.
        let mut server = Self { address: String::new(), child, folder };
        let mut lines = BufReader::new(stdout).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        let Some(address) = first.strip_prefix("listening on ") else {
            bail!("{} did not say where it listens, but: {first}\n{}", program.name(), server.log());
        };
        address.clone_into(&mut server.address);
        // Reads the rest, so that the server never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        Ok(server)
    }

    /// What it wrote to its log: for the report of a test that failed.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join(LOG)).unwrap_or_else(|error| format!("no log: {error}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

const LOG: &str = "server.log";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/oauth_servers")
}
