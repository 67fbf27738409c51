//! Text that comes from files cannot move the cursor, colour or reorder what a terminal shows, or add a line to it.

use crate::is_full;
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use support::folder::scratch;
use support::postsmith;
use support::program::{Ran, run};
use support::pty::Terminal;
use support::random::Random;
use support::sample::V21;
use tempfile::TempDir;

/// Texts that steer a terminal, mislead a reader or begin a line. What follows a line break begins with `forged` or with a command of GitHub.
const HOSTILE: &[&str] = &[
    // An escape sequence, the C1 form of one, a direction override, characters without a shape, and a line break.
    "x\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{2028}\u{ad}\u{7f}\r\nforged: line",
    "x\n::error::forged",
    "x\u{1b}]8;;https:forged.example\u{1b}\\y\u{1b}]8;;\u{1b}\\",
    "x\nforged: line",
    "x\r\nforged: line",
    "x\rforged: line",
    "x\u{85}forged: line",
    "x\u{2028}forged: line",
    "x\u{2029}forged: line",
    "x\u{b}forged: line",
    "x\u{c}forged: line",
    "x\n\t| forged: line",
    "x\u{1b}[1;1Hforged",
    "x\u{1b}[1A\u{1b}[2Kforged",
    "x\u{1b}[35;5mred",
    "x\u{1b}]0;title\u{7}",
    "x\u{1b}]52;c;Zm9yZ2Vk\u{7}",
    "x\u{1b}Pq#0\u{1b}\\",
    "x\u{1b}c",
    "x\u{1b}(0lqqk",
    "x\u{9b}35;5mred",
    "x\u{9d}52;c;Zm9yZ2Vk\u{9c}",
    "x\u{8}\u{8}\u{8}y",
    "x\u{7}\u{7f}y",
    "x\u{202e}drowssap",
    "x\u{2066}a\u{2069}\u{2067}b",
    "x\u{200e}\u{200f}\u{61c}y",
    "x\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}y",
    "x\u{ad}\u{180e}y",
    "x\u{e0041}\u{e007f}y",
];

/// Where the program writes to.
#[derive(Debug, Clone, Copy)]
enum Channel {
    Pipe,
    Terminal,
}

/// A folder whose files are named and filled by somebody else.
struct Scene {
    root: TempDir,
    channel: Channel,
    /// The hostile text.
    text: &'static str,
}

/// Runs `attack` with each hostile text, in a pipe and at a terminal.
fn each(attack: impl Fn(&Scene)) {
    for text in &HOSTILE[..if is_full() { HOSTILE.len() } else { 3 }] {
        for channel in [Channel::Pipe, Channel::Terminal] {
            attack(&Scene { root: scratch(), channel, text });
        }
    }
}

impl Scene {
    /// Another folder for the same text and channel.
    fn again(&self) -> Self {
        Self { root: scratch(), channel: self.channel, text: self.text }
    }

    /// The hostile text as a name of a file that the program writes too: it has no `\`, which separates folders on Windows.
    fn name(&self, ending: &str) -> String {
        self.text.replace('\\', "") + ending
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.path().join(name), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = postsmith!(&self.root, arguments);
        command.env("GIT_CEILING_DIRECTORIES", self.root.path()).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(arguments))
    }

    /// What the command shows in the channel of the scene, and its exit code.
    fn show(&self, arguments: &[&str]) -> (String, Option<i32>) {
        let mut command = self.command(arguments);
        match self.channel {
            Channel::Pipe => {
                let Ran { code, stdout, stderr } = run(&mut command);
                (stdout + &stderr, Some(code))
            }
            Channel::Terminal => {
                let terminal = Terminal::open();
                command.env("TERM", "xterm").env_remove("NO_COLOR").env_remove("CI");
                let mut child = command.stdout(terminal.end()).stderr(terminal.end()).spawn().unwrap();
                drop(command);
                let code = child.wait().unwrap().code();
                (without_style(&terminal.close()), code)
            }
        }
    }

    /// Runs the program, which must end with `code` and mention `said`, and checks everything that it shows. Returns it.
    fn clean(&self, arguments: &[&str], code: i32, said: &str) -> String {
        let (shown, ended) = self.show(arguments);
        assert_eq!(ended, Some(code), "{arguments:?}: {shown:?}");
        // A terminal has lines of 80 columns, and a message may be broken there.
        let is_said = shown.contains(said) || shown.replace("\n    ", " ").contains(said);
        assert!(is_said, "{arguments:?}: no {said:?} in {shown:?}");
        assert_clean(&shown);
        shown
    }
}

/// What a terminal shows without the styles of the program itself, and with `\n` for the `\r\n` that a terminal makes of it. The program uses no
/// blinking text.
fn without_style(shown: &str) -> String {
    let style = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    let kept =
        |found: &regex::Captures<'_>| if found[0].contains("35;5") { found[0].to_owned() } else { String::new() };
    style.replace_all(shown, kept).replace("\r\n", "\n")
}

fn assert_clean(shown: &str) {
    let hidden = |letter: &char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    assert_eq!(shown.chars().find(hidden), None, "{shown:?}");
    let begins = |line: &str| line.trim_start_matches([' ', '|', '=', '+', '-', '│', '╭', '╰']).starts_with("forged");
    assert!(!shown.lines().any(|line| begins(line) || line.trim_start().starts_with("::")), "{shown:?}");
}

fn collection(description: &str, items: &Value) -> Value {
    json!({"info": {"name": "Shop", "description": description, "schema": V21}, "item": items})
}

fn request(name: &str, header: &Value) -> Value {
    json!({"name": name, "request": {"method": "GET", "url": "https://a.example/me", "header": [header]}, "response": []})
}

/// `text` as the inside of a basic string of TOML.
fn toml(text: &str) -> String {
    text.chars().fold(String::new(), |text, letter| text + &format!("\\U{:08x}", u32::from(letter)))
}

fn environment(name: &str, values: &Value) -> Value {
    json!({"name": name, "values": values, "_postman_variable_scope": "environment"})
}

#[test]
fn check_shows_no_hidden_character_of_names_values_and_paths() {
    each(|scene| {
        let text = scene.text;
        let file = scene.name(".json");
        let header = json!({"key": format!("A {text}"), "value": format!("{{{{{text}}}}}{text}")});
        let mut item = request(text, &header);
        item["event"] = json!([{"listen": text, "script": {"exec": [format!("pm.enviroment.get('{text}')")]}}]);
        item[text] = json!(1);
        scene.write(&file, &collection("", &json!([{"name": text, "item": [item]}])).to_string());
        scene.clean(&["check", "."], 1, "lint/header-name");
        scene.clean(&["check", &file], 1, "lint/bad-listen");
        scene.clean(&["check", &file, "--fix", "--diff"], 0, "0 findings");
        scene.write(&file, "{\"info\": \u{9b}1m\u{202e}\u{2028}}");
        scene.clean(&["check", &file], 1, "syntax");
        scene.clean(&["check", "--baseline", &file, &file], 2, "error: ");
        scene.clean(&["check", &scene.name("missing")], 2, "does not exist");
        scene.clean(&["check", "--manifest", &file], 2, "error: ");
    });
}

#[test]
fn scan_and_redact_show_no_hidden_character() {
    each(|scene| {
        let text = scene.text;
        let file = scene.name(".json");
        let secret = Random::new("terminal").token("<h32>");
        let item = request(text, &json!({"key": "X-Api-Key", "value": secret, "description": text}));
        scene.write(&file, &collection(text, &json!([item])).to_string());
        // As people write it: one value a line, so that the diff shows the lines around.
        let spread = fs::read_to_string(scene.root.path().join(&file)).unwrap().replace(',', ",\n");
        scene.write(&file, &spread);
        scene.clean(&["scan", &file], 1, "secret/");
        scene.clean(&["redact", "--diff", &file], 1, "would remove 1 credential");
        scene.clean(&["redact", "--in-place", &file], 0, "removed 1 credential");
        scene.write(&file, "\u{9b}");
        scene.clean(&["redact", &file], 2, "not every file can be read");
        scene.clean(&["scan", &file], 1, "syntax");
    });
}

#[test]
fn build_shows_no_hidden_character_of_a_source_and_of_old_files() {
    each(|scene| {
        let text = scene.text;
        assert!(scene.run(&["init", "s", "--preset", "bearer"]).code == 0);
        assert!(scene.run(&["build", "s"]).code == 0);
        let output = scene.root.path().join("s/output");
        let built = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path());
        let path = built.into_iter().find(|path| path.to_str().unwrap().ends_with("collection.json")).unwrap();
        // A text editor lets them in without escapes.
        let old = format!("{{\n\"old\": \"{}\",", text.replace(['\r', '\n'], ""));
        fs::write(&path, fs::read_to_string(&path).unwrap().replacen('{', &old, 1)).unwrap();
        scene.clean(&["build", "s", "--check"], 1, "stale");
        let manifest = scene.root.path().join("s/postsmith.toml");
        let source = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, source.replacen("name = \"", &format!("name = \"{}", toml(text)), 1)).unwrap();
        scene.clean(&["build", "s", "--check"], 1, "stale");
        fs::write(&manifest, source.replacen("[collection]", &format!("[\"{}\"]", toml(text)), 1)).unwrap();
        scene.clean(&["build", "s"], 1, "unknown key");
        scene.clean(&["build", &scene.name("")], 2, "neither a folder nor");
        fs::rename(scene.root.path().join("s"), scene.root.path().join(scene.name(""))).unwrap();
        fs::write(scene.root.path().join(scene.name("")).join("postsmith.toml"), source).unwrap();
        scene.clean(&["build", &scene.name("")], 0, "wrote ");
        scene.clean(&["build", &scene.name(""), "--check"], 0, "is current");
    });
}

#[test]
fn env_shows_no_hidden_character_of_a_template() {
    each(|scene| {
        let text = scene.text;
        let file = scene.name(".postman_environment.json");
        let values = json!([{"key": text, "value": "", "type": "secret", "enabled": true}]);
        scene.write(&file, &environment(text, &values).to_string());
        scene.clean(&["env", &file], 1, "missing: 1 variable");
        scene.clean(&["env", &file, "--partial"], 0, "wrote ");
        scene.write(
            "e.postman_environment.json",
            &environment(text, &json!([{"key": "HOST", "value": "a"}])).to_string(),
        );
        scene.clean(&["env", "e.postman_environment.json"], 0, "next: import it");
        scene.write(&scene.name(".env"), "HOST='a");
        scene.clean(&["env", "e.postman_environment.json", "--from", &scene.name(".env")], 2, "error: ");
        scene.clean(&["env", "e.postman_environment.json", "--as-is", text], 2, "--as-is");
        let record =
            json!({"version": 1, "environments": [{"name": "x", "file": format!("{text}/{file}")}], "variables": []});
        scene.write("bundle.json", &record.to_string());
        scene.clean(&["env"], 2, "bundle.json");
    });
}

#[test]
fn questions_show_no_hidden_character() {
    each(|scene| {
        let text = scene.text;
        let secret = json!({"key": text, "value": "", "type": "secret", "enabled": true, "description": text});
        let plain = json!({"key": format!("{text} 2"), "value": "", "enabled": true, "description": text});
        scene.write("e.postman_environment.json", &environment(text, &json!([secret, plain])).to_string());
        let mut terminal = Terminal::open();
        let mut command = scene.command(&["env", "e.postman_environment.json"]);
        command.env("TERM", "xterm").stdin(terminal.end()).stdout(terminal.end()).stderr(terminal.end());
        let mut child = command.spawn().unwrap();
        drop(command);
        let mut answered = 0;
        while child.try_wait().unwrap().is_none() {
            let shown = terminal.shown();
            if shown.len() > answered && shown.ends_with(": ") {
                answered = shown.len();
                terminal.type_in(b"v\r");
            }
            thread::sleep(Duration::from_millis(5));
        }
        let shown = without_style(&terminal.close());
        assert!(shown.contains("wrote e.private.postman_environment.json"), "{shown:?}");
        // The terminal itself shows what is typed, and where a line begins.
        assert_clean(&shown.replace('\r', ""));
    });
}

#[test]
fn bundle_and_docs_show_no_hidden_character() {
    each(|scene| {
        let text = scene.text;
        let (file, values) = (scene.name(".json"), scene.name("-env.json"));
        let header = json!({"key": "X-Api-Key", "value": format!("{{{{{text}}}}}")});
        scene.write(&file, &collection(text, &json!([request(text, &header)])).to_string());
        let value = json!([{"key": text, "value": "a", "type": "secret", text: 1}]);
        let mut written = environment(text, &value);
        written[text] = json!(1);
        scene.write(&values, &written.to_string());
        scene.write("again.json", &environment(text, &json!([])).to_string());
        scene.clean(&["bundle", &file, "again.json", "-o", &scene.name(".zip")], 0, "wrote ");
        scene.clean(&["bundle", "--verify", &scene.name(".zip")], 0, "no secret found");
        scene.clean(&["bundle", &file, "again.json", "-o", &scene.name(".zip"), "--check"], 0, "is current");
        scene.clean(&["bundle", &file, &values, "again.json", "--strict"], 1, "without a description");
        scene.write("d.toml", &format!("[variables.\"{}\"]\ndescription = 'x'\n", toml(text)));
        scene.clean(&["bundle", &file, "--descriptions", "d.toml", "-o", "a.zip"], 1, "not a valid variable name");
        scene.write("d.toml", "[variables.UNUSED]\ndescription = 'x'\n");
        scene.clean(&["bundle", &file, "--descriptions", "d.toml", "-o", "a.zip"], 0, "no file uses the variable");
        scene.clean(&["docs", &file, "-o", &scene.name(".html")], 0, "wrote ");
        let secret = Random::new("terminal").token("<h32>");
        let item = request(text, &json!({"key": "X-Api-Key", "value": secret}));
        scene.write(&file, &collection(text, &json!([item])).to_string());
        scene.clean(&["docs", &file, "-o", "a.html"], 1, "nothing was written");
        scene.write(&scene.name(".zip"), "no archive");
        scene.clean(&["bundle", "--verify", &scene.name(".zip")], 1, "do not unpack it");
        scene.write(&file, "\u{9b}");
        scene.clean(&["docs", &file], 2, "nothing was written");
    });
}

#[test]
fn doctor_and_mock_show_no_hidden_character() {
    each(|scene| {
        let text = scene.text;
        let file = scene.name(".json");
        let values = json!([{"key": "API_BASE_URL", "value": format!("https://{text}"), "enabled": true},
        {"key": "API_TOKEN", "value": format!("{text} "), "enabled": true}, {"key": text, "value": "", "enabled": true}]);
        scene.write(&file, &environment(text, &values).to_string());
        let walk = ["doctor", "--preset", "bearer", "--only", "values,request", "--environment"];
        scene.clean(&[&walk[..], &[&file]].concat(), 1, "values");
        scene.clean(&[&walk[..], &[&file, "-vvv", "--report", &scene.name(".html")]].concat(), 1, "wrote ");
        scene.clean(&[&walk[..], &[&scene.name("gone.json")]].concat(), 2, "does not exist");
        scene.clean(&["mock", &file], 2, "is not a collection");
        scene.clean(&["mock", &scene.name("gone.json")], 2, "does not exist");
    });
}

#[test]
fn reports_and_lists_show_no_hidden_character() {
    each(|scene| {
        let text = scene.text;
        let suppression = json!({"id": "/check/suppression/0", "uses": 0, "path": text, "line": 1, "column": 1,
        "span": {"start": 0, "end": 1}, "reason": text});
        let empty = scene.again();
        empty.write("e.json", &environment("e", &json!([])).to_string());
        let output = empty.run(&["check", "e.json", "--format", "json", "--partition", "1/1"]);
        let mut report: Value = serde_json::from_str(&output.stdout).unwrap();
        report["suppressions"] = json!([suppression]);
        scene.write(&scene.name(".json"), &report.to_string());
        let output = scene.run(&["report", "merge", &scene.name(".json"), "--output", "whole.json"]);
        let shown = output.stderr;
        assert!(shown.contains("this suppression matches no finding"), "{shown:?}");
        assert_clean(&shown);
        scene.clean(&["report", "merge", &scene.name("gone")], 2, "cannot read");
        scene.clean(&["explain", text], 2, "error: ");
        scene.clean(&["man", text], 2, "error: ");
        scene.clean(&["init", &scene.name("/a"), "--preset", "bearer"], 0, "wrote ");
    });
}

#[test]
fn what_programs_read_keeps_every_byte() {
    each(|scene| {
        let text = scene.text;
        let secret = Random::new("terminal").token("<h32>");
        let item = request("R", &json!({"key": "X-Api-Key", "value": secret}));
        scene.write("c.json", &collection(text, &json!([item])).to_string());
        let output = scene.run(&["redact", "c.json"]);
        let clean = output.stdout;
        assert!(clean.contains(&Value::from(text).to_string()), "{clean:?}");
    });
}

#[test]
fn formats_for_programs_steer_no_terminal_and_add_no_line() {
    each(|scene| {
        let text = scene.text;
        let command = "\n::error::forged";
        let item = request(&format!("R{command}{text}"), &json!({"key": format!("X{text}"), "value": 5}));
        scene.write(&scene.name(".json"), &collection("d", &json!([item])).to_string());
        scene.write(&format!("b{command}.postman_collection.json"), &format!("{{\"a{text}\": {command}"));
        for format in ["json", "sarif", "junit", "github"] {
            let output = scene.run(&["check", ".", "--format", format]);
            let shown = output.stdout;
            let hidden = shown.chars().find(|&character| character != '\n' && postsmith::text::is_hidden(character));
            assert_eq!(hidden, None, "{format}: {shown:?}");
            let forged = shown.lines().find(|line| line.trim_start().starts_with("::error::"));
            assert_eq!(forged, None, "{format}: {shown:?}");
        }
    });
}
