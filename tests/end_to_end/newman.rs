//! The built Tallyfy collection runs in Newman and in the engine of the Postman app, against `postsmith mock`.
//!
//! The cases are JavaScript in `tests/end_to_end/newman/`; each is one test per engine.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use libtest_mimic::{Arguments, Failed, Trial};
use support::node::{self, Outcome};
use support::postsmith;

/// The trials, and what they need: the mock and Node end when it is dropped.
pub(crate) fn plan(arguments: &Arguments) -> Result<(Vec<Trial>, Option<Running>)> {
    if let Some(ignored) = node::ignored_without_npm("newman")? {
        return Ok((vec![ignored], None));
    }
    let names = node::list_tests(&folder())?;
    if arguments.list || !names.iter().any(|name| is_selected(name, arguments)) {
        // None of them runs. Should one run all the same, it must not pass.
        let unplayed = || Err(Failed::from("was not played: `is_selected` chose other tests than the harness"));
        return Ok((names.into_iter().map(|name| Trial::test(name, unplayed)).collect(), None));
    }
    node::install(&folder())?;
    let mut running = Running::start()?;
    let (trials, senders) = trials(names);
    let lines = running.play(arguments.filter.as_deref())?;
    thread::spawn(move || deliver(lines, &senders));
    Ok((trials, Some(running)))
}

/// One trial per test, each waiting for its own outcome.
fn trials(names: Vec<String>) -> (Vec<Trial>, HashMap<String, Sender<Outcome>>) {
    let mut senders = HashMap::new();
    let trials = names
        .into_iter()
        .map(|name| {
            let (sender, outcome) = channel();
            senders.insert(name.clone(), sender);
            Trial::test(name, move || wait_for(&outcome))
        })
        .collect();
    (trials, senders)
}

fn wait_for(outcome: &Receiver<Outcome>) -> Result<(), Failed> {
    match outcome.recv() {
        Ok(outcome) => outcome.result(),
        Err(_) => Err(Failed::from("run.js ended before this test; see its error above")),
    }
}

/// Sends each outcome to its trial. When the lines end, the senders are dropped, and the trials that still wait fail.
fn deliver(lines: Lines<BufReader<ChildStdout>>, senders: &HashMap<String, Sender<Outcome>>) {
    for line in lines.map_while(Result::ok) {
        if let Some(outcome) = Outcome::read(&line)
            && let Some(sender) = senders.get(&outcome.test)
        {
            // A trial that was filtered out does not listen.
            drop(sender.send(outcome));
        }
    }
}

fn is_selected(name: &str, arguments: &Arguments) -> bool {
    let matches = |pattern: &String| if arguments.exact { name == pattern } else { name.contains(pattern) };
    !arguments.ignored && arguments.filter.as_ref().is_none_or(matches) && !arguments.skip.iter().any(matches)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/newman")
}

/// The built files, the mock that serves them, and the processes that end with the tests.
pub(crate) struct Running {
    built: tempfile::TempDir,
    mock_url: String,
    children: Vec<Child>,
}

impl Running {
    fn start() -> Result<Self> {
        let built = tempfile::tempdir()?;
        let output = postsmith!(built.path(), ["build"]).output()?;
        ensure!(output.status.success(), "postsmith build: {}", String::from_utf8_lossy(&output.stderr));

        let mut mock = postsmith!()
            .args(["mock", "--show-credentials", "--port", "0"])
            .arg(collection(built.path()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut lines = BufReader::new(mock.stdout.take().context("the mock has no stdout")?).lines();
        let first = lines.next().transpose()?.unwrap_or_default();
        let Some(mock_url) = first.strip_prefix("listening on ").map(str::to_owned) else {
            mock.kill()?;
            bail!("the mock did not say where it listens, but: {first}");
        };
        // Reads the rest, so that the mock never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { built, mock_url, children: vec![mock] })
    }

    /// Starts `run.js`; its errors go where those of this test go.
    fn play(&mut self, filter: Option<&str>) -> Result<Lines<BufReader<ChildStdout>>> {
        let mut node = Command::new("node")
            .arg("run.js")
            .args(filter)
            .current_dir(folder())
            .env("MOCK_URL", &self.mock_url)
            .env("POSTSMITH", env!("CARGO_BIN_EXE_postsmith"))
            .env("COLLECTION", collection(self.built.path()))
            .env("ENVIRONMENT", self.built.path().join("output/tallyfy-production.postman_environment.json"))
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = node.stdout.take().context("run.js has no stdout")?;
        self.children.push(node);
        Ok(BufReader::new(stdout).lines())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for child in &mut self.children {
            // It may have ended already.
            drop(child.kill());
            drop(child.wait());
        }
    }
}

fn collection(built: &Path) -> PathBuf {
    built.join("output/tallyfy.postman_collection.json")
}
