//! Broken files: every command reads them without a panic, within five seconds, and ends with the right exit code.
//!
//! A case copies a scene, breaks one of its files and runs the commands of one act on it. A failure names the number of the case and the folder,
//! which stays.

mod act;
mod scene;

use crate::mutation::mutate;
use crate::{faults, many};
use act::{ACTS, Act};
use scene::Scene;
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::folder::{scratch, write};
use support::postsmith;
use support::random::Random;
use tempfile::tempfile;

/// What every command may end with; a command that needs a network also with 3.
const LOCAL: &[i32] = &[0, 1, 2];

/// How long a run may take; without optimisation, longer.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });

/// What a run printed, and its exit code.
struct Ended {
    code: i32,
    stdout: Vec<u8>,
    stderr: String,
}

/// One broken folder.
struct Case<'a> {
    folder: &'a Path,
    random: Random,
    runs: &'a AtomicUsize,
}

impl Case<'_> {
    /// Runs the program, which must end in time with a code of `allowed`, and say something unless it is 0.
    fn run(&self, arguments: &[&str], allowed: &[i32]) -> Result<Ended, String> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        let (mut out, mut err) = (tempfile().unwrap(), tempfile().unwrap());
        let mut command = postsmith!(self.folder, arguments);
        command.env("GIT_CEILING_DIRECTORIES", self.folder).env("NO_COLOR", "1").stdin(Stdio::null());
        let begun = Instant::now();
        let mut child = command.stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap()).spawn().unwrap();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > LIMIT {
                child.kill().unwrap();
                child.wait().unwrap();
                return Err(format!("{arguments:?} goes on after {LIMIT:?}"));
            }
            thread::sleep(Duration::from_millis(1));
        };
        let (stdout, stderr) = (content(&mut out), content(&mut err));
        let stderr = String::from_utf8(stderr).map_err(|_| format!("{arguments:?}: standard error is not UTF-8"))?;
        let fault = |text: String| Err(format!("{arguments:?}: {text}; standard error: {stderr}"));
        let Some(code) = status.code() else { return fault(format!("a signal ended it, {status}")) };
        if stderr.contains("panicked") || !allowed.contains(&code) {
            return fault(format!("exit code {code}"));
        }
        if code != 0 && stderr.trim().is_empty() && stdout.is_empty() {
            return fault(format!("exit code {code} and not a word"));
        }
        Ok(Ended { code, stdout, stderr })
    }
}

fn content(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Runs case `number`. An error keeps its folder.
fn try_case(number: usize, scenes: &[Scene], runs: &AtomicUsize) -> Result<(), String> {
    let mut random = Random::new(&format!("case {number}"));
    let Act { name, scene, run } = ACTS[random.below(ACTS.len())];
    let scene = scenes.iter().find(|candidate| candidate.name == scene).expect("an act plays in a scene");
    let root = scratch();
    let many = scene.most.min(scene.files.len());
    let (first, broken) = (random.below(scene.files.len()), random.below(many));
    for (index, (path, bytes)) in scene.files.iter().cycle().skip(first).take(many).enumerate() {
        let path = root.path().join(path);
        if index == broken { write(path, mutate(bytes, &mut random)) } else { write(path, bytes) }
    }
    let result = run(&mut Case { folder: root.path(), random, runs });
    result.map_err(|fault| format!("case {number}, {name}, {}: {fault}", root.keep().display()))
}

#[test]
fn broken_files() {
    let scenes = scene::all();
    let (runs, wanted) = (AtomicUsize::new(0), many(300, 300_000));
    let faults = faults(|_| runs.load(Ordering::Relaxed) >= wanted, |number| try_case(number, &scenes, &runs));
    println!("{} runs", runs.into_inner());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
}
