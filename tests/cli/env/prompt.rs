//! `postsmith env` at a terminal: hidden input stays hidden and whole, and the terminal is restored.

#![cfg(unix)]

use postsmith::document::Document;
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::Value;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};
use support::folder::scratch;
use support::postsmith;
use support::pty::Terminal;
use support::random::unique;
use support::sample::environment;
use tempfile::TempDir;

/// The command at its own terminal, in its own folder.
struct Scene {
    root: TempDir,
    terminal: Terminal,
    child: Child,
    seen: usize,
}

impl Scene {
    fn new(variables: &[(&str, bool)]) -> Self {
        Self::with(variables, |_| {})
    }

    fn with(variables: &[(&str, bool)], more: impl FnOnce(&std::path::Path)) -> Self {
        let root = scratch();
        let variables: Vec<_> = variables.iter().map(|(name, is_secret)| (*name, "", *is_secret)).collect();
        let template = environment("Shop", &variables);
        fs::write(root.path().join("shop.postman_environment.json"), template.to_string()).unwrap();
        more(root.path());
        let terminal = Terminal::open();
        let mut command = postsmith!(&root, ["env", "shop.postman_environment.json"]);
        command.env("NO_COLOR", "1").env("GIT_CEILING_DIRECTORIES", root.path());
        let child = command.stdin(terminal.end()).stdout(terminal.end()).stderr(terminal.end()).spawn().unwrap();
        Self { root, terminal, child, seen: 0 }
    }

    fn shown(&self) -> String {
        self.terminal.shown()
    }

    /// Waits until `text` is shown behind what was waited for last.
    fn wait(&mut self, text: &str) {
        let begun = Instant::now();
        loop {
            let shown = self.shown();
            if let Some(at) = shown[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "no `{text}` in: {shown}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn type_in(&mut self, keys: &[u8]) {
        self.terminal.type_in(keys);
    }

    fn modes(&self) -> LocalModes {
        tcgetattr(&self.terminal.line).unwrap().local_modes
    }

    fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it goes on: {}", self.shown());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn value(&self, name: &str) -> String {
        let path = self.root.path().join("shop.private.postman_environment.json");
        let document = Document::json("p.json", fs::read(path).unwrap()).unwrap();
        let file: Value = document.read().unwrap();
        let found = file["values"].as_array().unwrap().iter().find(|value| value["key"] == name).unwrap();
        found["value"].as_str().unwrap().to_owned()
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        // It has ended, unless a test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn hidden_input_is_not_echoed_and_the_terminal_is_restored() {
    let (password, host) = (format!("\t{}", unique()), unique());
    let mut scene = Scene::new(&[("SHOP_PASSWORD", true), ("SHOP_HOST", false)]);
    let before = scene.modes();
    scene.wait("SHOP_PASSWORD (hidden): ");
    assert!(!scene.modes().contains(LocalModes::ECHO) && scene.modes().contains(LocalModes::ISIG));
    scene.type_in(format!("{password}\n").as_bytes());
    scene.wait("SHOP_HOST: ");
    assert_eq!(scene.modes(), before);
    scene.type_in(format!("{host}\n").as_bytes());
    assert!(scene.end().success(), "{}", scene.shown());
    assert_eq!(
        (scene.value("SHOP_PASSWORD"), scene.value("SHOP_HOST")),
        (password.clone(), host),
        "a tab belongs to it"
    );
    assert!(!scene.shown().contains(password.trim()), "{}", scene.shown());
}

#[test]
fn signal_restores_the_terminal() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT] {
        let mut scene = Scene::new(&[("SHOP_PASSWORD", true)]);
        let before = scene.modes();
        scene.wait("SHOP_PASSWORD (hidden): ");
        assert!(!scene.modes().contains(LocalModes::ECHO));
        kill_process(Pid::from_child(&scene.child), signal).unwrap();
        assert_eq!(scene.end().signal(), Some(signal.as_raw()), "{}", scene.shown());
        assert_eq!(scene.modes(), before, "{signal:?}");
        assert_eq!(fs::read_dir(scene.root.path()).unwrap().count(), 1, "nothing was written");
    }
}

#[test]
fn signal_after_the_last_hidden_input_ends_the_program() {
    let mut scene = Scene::new(&[("SHOP_PASSWORD", true), ("SHOP_HOST", false)]);
    scene.wait("(hidden): ");
    scene.type_in(format!("{}\n", unique()).as_bytes());
    scene.wait("SHOP_HOST: ");
    kill_process(Pid::from_child(&scene.child), Signal::INT).unwrap();
    assert_eq!(scene.end().signal(), Some(Signal::INT.as_raw()));
}

#[test]
fn input_that_is_not_utf8_is_asked_for_again() {
    let password = unique();
    let mut scene = Scene::new(&[("SHOP_HOST", false), ("SHOP_PASSWORD", true)]);
    scene.wait("SHOP_HOST: ");
    scene.type_in(b"caf\xe9\n");
    scene.wait("not UTF-8");
    scene.wait("SHOP_HOST: ");
    scene.type_in(b"a.example\n");
    scene.wait("(hidden): ");
    scene.type_in(b"caf\xe9\n");
    scene.wait("not UTF-8");
    scene.wait("(hidden): ");
    // An arrow.
    scene.type_in(b"a\x1b[Db\n");
    scene.wait("a control key");
    scene.wait("(hidden): ");
    scene.type_in(format!("{}\n", "x".repeat(5000)).as_bytes());
    scene.wait("too long");
    scene.wait("(hidden): ");
    scene.type_in(format!("{password}\n").as_bytes());
    assert!(scene.end().success(), "{}", scene.shown());
    assert_eq!((scene.value("SHOP_HOST"), scene.value("SHOP_PASSWORD")), ("a.example".to_owned(), password));
}

#[test]
fn secret_of_several_lines_does_not_answer_the_next_question() {
    for end in ["", "\n", "\nthird"] {
        let (first, second, whole) = (unique(), unique(), unique());
        let mut scene = Scene::new(&[("SHOP_PASSWORD", true), ("SHOP_HOST", false)]);
        scene.wait("(hidden): ");
        scene.type_in(format!("{first}\n{second}{end}").as_bytes());
        scene.wait("more than one line");
        scene.wait("(hidden): ");
        scene.type_in(format!("{whole}\n").as_bytes());
        scene.wait("SHOP_HOST: ");
        scene.type_in(b"a.example\n");
        assert!(scene.end().success(), "{}", scene.shown());
        assert_eq!((scene.value("SHOP_PASSWORD"), scene.value("SHOP_HOST")), (whole, "a.example".to_owned()));
        assert!(!scene.shown().contains(&second) && !scene.shown().contains(&first), "{}", scene.shown());
    }
}

#[test]
fn end_of_input_leaves_the_rest_empty() {
    let mut scene = Scene::new(&[("SHOP_PASSWORD", true), ("SHOP_HOST", false)]);
    scene.wait("(hidden): ");
    scene.type_in(b"\x04");
    scene.wait("missing: 2 variables");
    assert!(scene.end().success(), "{}", scene.shown());
}
