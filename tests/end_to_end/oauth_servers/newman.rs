//! Newman as a user runs it: its command line, its JSON report, and the environment that it exports.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::node;

/// One request that was sent, and the tests of its scripts.
pub(crate) struct Sent {
    pub(crate) request: String,
    /// How many calls its scripts made before it.
    pub(crate) calls: usize,
    /// 0 when there was no answer.
    pub(crate) status: u16,
    pub(crate) body: String,
    /// The name of each test, and what failed.
    pub(crate) tests: Vec<(String, Option<String>)>,
}

/// A run of Newman.
pub(crate) struct Run {
    pub(crate) sent: Vec<Sent>,
    /// Everything on Newman's terminal, what scripts print among it.
    pub(crate) printed: String,
}

impl Run {
    /// Sends the named requests, in the collection's order. The environment's file is replaced by what the scripts left of it.
    pub(crate) fn play(collection: &Path, environment: &Path, requests: &[&str]) -> Result<Self> {
        let newman = installed()?;
        let folder = tempfile::tempdir()?;
        let (report, exported) = (folder.path().join("report.json"), folder.path().join("environment.json"));
        let output = Command::new("node")
            .arg(newman)
            .args([Path::new("run"), collection, Path::new("--environment"), environment])
            .args([Path::new("--export-environment"), &exported, Path::new("--reporter-json-export"), &report])
            .args(["--reporters", "cli,json", "--color", "off", "--timeout-request", "20000"])
            .args(requests.iter().flat_map(|request| ["--folder", request]))
            .output()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let text = fs::read_to_string(report).with_context(|| format!("Newman wrote no report:\n{printed}"))?;
        let Report { run } = serde_json::from_str(&text).context("Newman's report")?;
        // A call of a script is listed as the request whose script it is, with that request's answer.
        let of_one_request = |one: &Execution, next: &Execution| one.cursor.reference == next.cursor.reference;
        let sent: Vec<_> = run.executions.chunk_by(of_one_request).filter_map(Sent::of).collect();
        let failed = sent.iter().any(|sent| sent.tests.iter().any(|(_, failure)| failure.is_some()));
        ensure!(output.status.success() != failed, "Newman's exit code says something else than its tests:\n{printed}");
        let names: Vec<_> = sent.iter().map(|sent| sent.request.as_str()).collect();
        ensure!(names == requests, "Newman sent {names:?}:\n{printed}");
        fs::copy(exported, environment)?;
        Ok(Self { sent, printed })
    }

    /// Every answer had this status and every test passed.
    pub(crate) fn is_fine(&self) -> Result<()> {
        for sent in &self.sent {
            ensure!(sent.status == 200, "{}: {} {}\n{}", sent.request, sent.status, sent.body, self.printed);
        }
        let failures: Vec<_> = self.failures().collect();
        ensure!(failures.is_empty(), "{failures:?}");
        Ok(())
    }

    /// For each request, how many calls its scripts made before it.
    pub(crate) fn calls(&self) -> Vec<usize> {
        self.sent.iter().map(|sent| sent.calls).collect()
    }

    /// The one test that failed, and its message.
    pub(crate) fn only_failure(&self) -> Result<(&str, &str)> {
        let failures: Vec<_> = self.failures().collect();
        ensure!(failures.len() == 1, "one test must fail, but: {failures:?}\n{}", self.printed);
        Ok(failures[0])
    }

    fn failures(&self) -> impl Iterator<Item = (&str, &str)> {
        let tests = self.sent.iter().flat_map(|sent| &sent.tests);
        tests.filter_map(|(name, failure)| Some((name.as_str(), failure.as_deref()?)))
    }
}

/// Newman's program, as the lockfile of `tests/end_to_end/newman` pins it.
fn installed() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/end_to_end/newman");
    node::install(&folder)?;
    Ok(folder.join("node_modules/newman/bin/newman.js"))
}

impl Sent {
    fn of(executions: &[Execution]) -> Option<Self> {
        let (Execution { item, response, assertions, .. }, calls) = executions.split_last()?;
        let test = |one: &Assertion| (one.assertion.clone(), one.error.as_ref().map(|error| error.message.clone()));
        Some(Self {
            request: item.name.clone(),
            calls: calls.len(),
            status: response.as_ref().map_or(0, |response| response.code),
            body: response
                .as_ref()
                .map_or_else(String::new, |response| String::from_utf8_lossy(&response.stream.data).into()),
            tests: assertions.iter().map(test).collect(),
        })
    }
}

#[derive(Deserialize)]
struct Report {
    run: Executions,
}

#[derive(Deserialize)]
struct Executions {
    executions: Vec<Execution>,
}

#[derive(Deserialize)]
struct Execution {
    cursor: Cursor,
    item: Item,
    response: Option<Response>,
    #[serde(default)]
    assertions: Vec<Assertion>,
}

#[derive(Deserialize)]
struct Cursor {
    #[serde(rename = "ref")]
    reference: String,
}

#[derive(Deserialize)]
struct Item {
    name: String,
}

#[derive(Deserialize)]
struct Response {
    code: u16,
    stream: Bytes,
}

#[derive(Deserialize)]
struct Bytes {
    data: Vec<u8>,
}

#[derive(Deserialize)]
struct Assertion {
    assertion: String,
    error: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    message: String,
}
