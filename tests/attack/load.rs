//! Files made to be slow or large: time and memory stay within limits. The sample tries smaller files and, without optimisation, allows ten times
//! the time.

use crate::{is_full, many};
use serde_json::json;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Cursor, Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use support::folder::{scratch, write};
use support::postsmith;
use support::random::Random;
use support::sample::{V21, environment};
use tempfile::tempfile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a run needed.
#[derive(Debug)]
struct Cost {
    code: Option<i32>,
    seconds: f64,
    mebibytes: u64,
    stderr: String,
}

/// The largest memory that `child` has used so far, in MiB. Linux tells it; elsewhere it is 0.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).map_or(0, |kibibytes: u64| kibibytes / 1024)
}

/// Runs the program in `folder` with the bytes that `input` writes on its standard input.
fn run(folder: &Path, arguments: &[&str], input: Option<usize>) -> Cost {
    let mut err = tempfile().unwrap();
    let mut command = postsmith!(folder, arguments);
    command.env("GIT_CEILING_DIRECTORIES", folder).stdout(Stdio::null()).stderr(err.try_clone().unwrap());
    let begun = Instant::now();
    let mut child = command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() }).spawn().unwrap();
    if let (Some(megabytes), Some(mut pipe)) = (input, child.stdin.take()) {
        thread::spawn(move || (0..megabytes).try_for_each(|_| pipe.write_all(&vec![b' '; 1_000_000])));
    }
    let mut mebibytes = 0;
    let status = loop {
        mebibytes = mebibytes.max(peak(&child));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_mins(2) {
            child.kill().unwrap();
            break child.wait().unwrap();
        }
        thread::sleep(Duration::from_millis(2));
    };
    let seconds = begun.elapsed().as_secs_f64();
    let mut stderr = String::new();
    err.rewind().unwrap();
    err.read_to_string(&mut stderr).unwrap();
    Cost { code: status.code(), seconds, mebibytes, stderr }
}

/// Fails unless `cost` is within the limits and the run ended with `code`.
fn assert_within(cost: &Cost, code: i32, seconds: f64, mebibytes: u64) {
    println!("{:.2} s, {} MiB", cost.seconds, cost.mebibytes);
    let slack = if cfg!(debug_assertions) { 10.0 } else { 1.0 };
    assert_eq!(cost.code, Some(code), "{cost:?}");
    assert!(cost.seconds <= seconds * slack, "{cost:?}");
    assert!(cost.mebibytes <= mebibytes, "{cost:?}");
}

/// An archive with one member.
fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(content).unwrap();
    writer.finish().unwrap().into_inner()
}

/// A collection with `white` between two of its tokens.
fn spread(white: &str) -> String {
    format!("{{\"info\": {{\"name\": \"A\",{white}\"schema\": \"{V21}\"}}, \"item\": []}}")
}

#[test]
fn zip_bomb_is_reported() {
    let folder = scratch();
    let bomb = zip("a.json", spread(&" ".repeat(many(120, 250) * 1_000_000)).as_bytes());
    assert!(bomb.len() < 400_000);
    let nested = (0..12).fold(bomb.clone(), |inner, _| zip("a.zip", &inner));
    write(folder.path().join("a.zip"), bomb);
    write(folder.path().join("b.zip"), nested);
    for (command, archive) in [("check", "a.zip"), ("scan", "a.zip"), ("check", "b.zip"), ("scan", "b.zip")] {
        assert_within(&run(folder.path(), &[command, archive], None), 2, 2.0, 300);
    }
}

#[test]
fn large_file_of_values_is_refused() {
    let folder = scratch();
    write(folder.path().join("a.postman_environment.json"), environment("A", &[("KEY", "", false)]).to_string());
    let mut file = File::create(folder.path().join(".env")).unwrap();
    file.write_all(b"KEY=").unwrap();
    (0..many(9, 200)).for_each(|_| file.write_all(&vec![b'a'; 1_000_000]).unwrap());
    let cost = run(folder.path(), &["env", "a.postman_environment.json", "--from", ".env"], None);
    assert_within(&cost, 2, 2.0, 300);
    assert!(cost.stderr.contains("error: "), "{cost:?}");
}

/// The limit is 1 GiB, so only the full set reaches it.
#[test]
fn endless_standard_input_is_refused() {
    if is_full() {
        assert_within(&run(scratch().path(), &["check", "-"], Some(3_000)), 2, 10.0, 1_200);
    }
}

#[test]
fn line_breaks_cost_what_spaces_cost() {
    let folder = scratch();
    let bytes = many(3, 60) * 1_000_000;
    write(folder.path().join("lines.json"), spread(&"\n".repeat(bytes)));
    write(folder.path().join("spaces.json"), spread(&" ".repeat(bytes)));
    let best = |file: &str| {
        let costs = (0..5).map(|_| run(folder.path(), &["check", file], None));
        costs.min_by(|left, right| left.seconds.total_cmp(&right.seconds)).unwrap()
    };
    let (lines, spaces) = (best("lines.json"), best("spaces.json"));
    assert_within(&lines, 0, 2.0, 300);
    let is_like = lines.seconds <= 2.0 * spaces.seconds + 0.05;
    assert!(is_like || !is_full(), "{lines:?} against {spaces:?}");
}

#[test]
fn many_distinct_credentials_are_redacted_in_time() {
    let folder = scratch();
    let mut random = Random::new("load");
    let items: Vec<_> = (0..many(1_000, 40_000))
        .map(|number| {
            let header = json!({"key": "X-Api-Key", "value": random.token("<h32>")});
            json!({"name": format!("R{number}"), "request": {"method": "GET", "url": "https://a.example", "header": [header]}})
        })
        .collect();
    let collection = json!({"info": {"name": "A", "schema": V21}, "item": items});
    write(folder.path().join("a.json"), collection.to_string());
    let arguments = ["redact", "--in-place", "--map", "m.private.json", "a.json"];
    assert_within(&run(folder.path(), &arguments, None), 0, 3.0, 300);
    assert_within(&run(folder.path(), &["scan", "a.json"], None), 0, 3.0, 300);
}

#[test]
fn many_environments_are_built_in_bounded_memory() {
    let folder = scratch();
    let init = postsmith!(&folder, ["init", "--preset", "oauth2-password"]).output().unwrap();
    assert!(init.status.success());
    let mut manifest = fs::read_to_string(folder.path().join("postsmith.toml")).unwrap();
    for number in 0..many(100, 4_000) {
        let (name, url) = (format!("E {number}"), format!("https://e{number}.example"));
        write!(manifest, "\n[environments.e{number}]\nname = \"{name}\"\nvalues = {{ API_BASE_URL = \"{url}\" }}\n")
            .unwrap();
    }
    write(folder.path().join("postsmith.toml"), manifest);
    assert_within(&run(folder.path(), &["build"], None), 0, 20.0, 300);
    assert_within(&run(folder.path(), &["build", "--check"], None), 0, 20.0, 300);
}

/// A format, and how text in it opens one more level.
const NESTS: &[(&str, &str, &str)] = &[
    ("a.json", "", "["),
    ("b.json", "", "{\"a\":"),
    ("c.postman_collection.yaml", "$kind: collection\na: ", "["),
    ("d.request.yaml", "$kind: http-request\nurl: ", "{a: "),
    ("e.request.yaml", "$kind: http-request\na:\n", "- "),
];

#[test]
fn deep_nesting_is_reported() {
    for (name, start, nest) in NESTS {
        let folder = scratch();
        write(folder.path().join(name), format!("{start}{}", nest.repeat(many(20_000, 500_000))));
        assert_within(&run(folder.path(), &["check", name], None), 1, 2.0, 300);
    }
}

/// Texts that nest, or in which something begins and never ends, when they are repeated.
const REPEATED: &[&str] = &[
    "(",
    "[",
    "{",
    "`${",
    "!",
    "a=>",
    "{\"a\":",
    "{a:",
    "<a>",
    "<!--",
    "a.",
    "if(1)",
    "{{",
    "{{a",
    "{{a}}",
    "}}",
    ":a/",
    "&a=",
    "%20",
    "/",
    "#",
    "a:b@",
    "\n",
    "- ",
    "| a |",
    "> ",
    "[a](",
    "![",
    "`",
    "&lt;",
    "eyJ",
    "=\"",
    "password:",
    "password=a&",
    "-----BEGIN RSA PRIVATE KEY-----",
    "Bearer ",
    "Basic QTpC ",
    "ghp_",
    "/*",
    "'",
    "\\",
    "curl -u a:b ",
    "a?",
    "a||",
    "pm.environment.set('a',",
];

/// Files with `text` wherever a text may be.
fn filled(text: &str) -> [(&'static str, String); 2] {
    let field = json!({"key": text, "value": text, "description": text});
    let script = json!({"listen": "test", "script": {"type": "text/javascript", "exec": [text]}});
    let body = json!({"mode": "raw", "raw": text});
    let request = json!({"method": "POST", "url": text, "header": [field], "body": body, "description": text});
    let response = json!({"name": text, "code": 200, "body": text});
    let item = json!({"name": text, "event": [script], "request": request, "response": [response]});
    let collection = json!({"info": {"name": "A", "schema": V21}, "item": [item], "variable": [field]});
    let environment = json!({"name": text, "values": [{"key": "password", "value": text}, field], text: text});
    [("a.json", collection.to_string()), ("e.json", environment.to_string())]
}

/// Twice the text costs about twice the time: a quadratic rule would cost four times as much. The sample is too small to measure.
#[test]
fn repeated_texts_cost_linear_time() {
    for repeated in REPEATED {
        let folder = scratch();
        let best = |bytes: usize, command: &str| {
            let files = filled(&repeated.repeat(bytes / repeated.len()));
            for (name, content) in files {
                write(folder.path().join(name), content);
            }
            let costs = (0..many(1, 2)).map(|_| run(folder.path(), &[command, "a.json", "e.json"], None));
            costs.min_by(|left, right| left.seconds.total_cmp(&right.seconds)).unwrap()
        };
        for command in if is_full() { &["check", "scan", "docs"][..] } else { &["check"] } {
            let [half, whole] = [many(2_000, 100_000), many(4_000, 200_000)].map(|bytes| best(bytes, command));
            assert!(matches!(whole.code, Some(0..=2)), "{command} {repeated:?}: {whole:?}");
            let is_linear = whole.seconds <= 3.0 * half.seconds + 0.2;
            assert!(is_linear || !is_full(), "{command} {repeated:?}: {half:?}, then {whole:?}");
            assert!(whole.mebibytes <= 300, "{command} {repeated:?}: {whole:?}");
        }
    }
}

/// Each anchor holds the one before it nine times.
#[test]
fn aliases_of_yaml_do_not_multiply() {
    let folder = scratch();
    let levels =
        (1..30).map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", ")));
    let text = format!("$kind: http-request\na0: &a0 [x]\n{}", levels.collect::<String>());
    write(folder.path().join("a.request.yaml"), text);
    for command in ["check", "scan"] {
        let cost = run(folder.path(), &[command, "a.request.yaml"], None);
        assert!(matches!(cost.code, Some(0..=2)), "{cost:?}");
        assert_within(&cost, cost.code.unwrap(), 2.0, 300);
    }
}
