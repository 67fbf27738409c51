//! Pages in Chromium, opened from disk with the network off: START-HERE.html of a bundle, and the report of the doctor.
//!
//! The cases are JavaScript in this folder. Where Node.js, npm or Chromium is missing they are ignored; under `CI=true` that is a failure. `CHROMIUM`
//! names the browser, `SCREENSHOTS` a folder for pictures of the pages.

use anyhow::{Context as _, Result, ensure};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::OnceLock;
use std::{env, fs, io};
use support::bundle::Unpacked;
use support::folder::write;
use support::forgery;
use support::node::{self, Outcome};
use support::postsmith;
use support::sample::V21;

/// What the browser said, once for all trials.
static PLAYED: OnceLock<Result<HashMap<String, Outcome>, String>> = OnceLock::new();

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = plan().unwrap_or_else(|error| {
        let failure = move || Err(Failed::from(format!("{error:#}")));
        vec![Trial::test("browser::setup", failure)]
    });
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn plan() -> Result<Vec<Trial>> {
    if let Some(ignored) = node::ignored_without_npm("browser")? {
        return Ok(vec![ignored]);
    }
    let Some(chromium) = chromium() else {
        return Ok(vec![node::ignored("browser", "Chromium")?]);
    };
    let trial = |name: String| {
        let chromium = chromium.clone();
        Trial::test(name.clone(), move || outcome(&name, &chromium))
    };
    Ok(node::list_tests(&folder())?.into_iter().map(trial).collect())
}

fn outcome(name: &str, chromium: &Path) -> Result<(), Failed> {
    let played = PLAYED.get_or_init(|| play(chromium).map_err(|error| format!("{error:#}")));
    match played.as_ref().map(|outcomes| outcomes.get(name)) {
        Ok(Some(outcome)) => outcome.result(),
        Ok(None) => Err(Failed::from("run.js did not play this test")),
        Err(error) => Err(Failed::from(error)),
    }
}

fn play(chromium: &Path) -> Result<HashMap<String, Outcome>> {
    node::install(&folder())?;
    let unpacked = tempfile::tempdir()?;
    let page = unpack(unpacked.path())?;
    let output = Command::new("node")
        .arg("run.js")
        .current_dir(folder())
        .env("PAGE", &page)
        .env("REPORT", report(unpacked.path())?)
        .env("HOSTILE", hostile(unpacked.path())?)
        .env("FORGED", forged(unpacked.path(), &page)?)
        .env("CHROMIUM", chromium)
        .output()
        .context("cannot run node")?;
    ensure!(output.status.success(), "run.js: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout)?;
    let outcomes = lines.lines().filter_map(Outcome::read);
    Ok(outcomes.map(|outcome| (outcome.test.clone(), outcome)).collect())
}

/// The page of the embedded default's bundle, unpacked into `folder`.
fn unpack(folder: &Path) -> Result<PathBuf> {
    let archive = folder.join("bundle.zip");
    let made = postsmith!().args(["bundle", "--output"]).arg(&archive).current_dir(folder).output()?;
    ensure!(made.status.success(), "postsmith bundle: {}", String::from_utf8_lossy(&made.stderr));
    let mut archive = zip::ZipArchive::new(fs::File::open(&archive)?)?;
    let mut member = archive.by_name("tallyfy/START-HERE.html").context("the bundle has no START-HERE.html")?;
    let page = folder.join("START-HERE.html");
    io::copy(&mut member, &mut fs::File::create(&page)?)?;
    Ok(page)
}

/// The page of a bundle whose names, texts and values are what attackers write.
fn hostile(folder: &Path) -> Result<PathBuf> {
    let items = forgery::parts().into_iter().map(|(name, part)| {
        let field = json!({"key": part, "value": part, "description": part});
        let url = json!({"raw": format!("https://a.example/{part}"), "query": [field], "variable": [field]});
        let body = json!({"mode": "raw", "raw": part, "options": {"raw": {"language": part}}});
        let request = json!({"method": part, "url": url, "header": [field], "body": body, "description": format!("{part}\n\n[x]({part})")});
        let response = json!({"name": part, "status": part, "code": 200, "body": part, "_postman_previewlanguage": part});
        json!({"name": part, "description": part, "item": [{"name": name, "request": request, "response": [response]}]})
    });
    let collection = json!({
        "info": {"name": "</title><script>location='https://forged.example/'</script>", "description": "</p><meta http-equiv=refresh content=0;url=https://forged.example/>", "schema": V21},
        "item": items.collect::<Vec<_>>(),
    });
    write(folder.join("hostile.json"), collection.to_string());
    let made = postsmith!(folder, ["bundle", "hostile.json", "-o", "hostile.zip"]).output()?;
    ensure!(made.status.success(), "postsmith bundle: {}", String::from_utf8_lossy(&made.stderr));
    let unpacked = Unpacked::new(&fs::read(folder.join("hostile.zip"))?);
    let page = folder.join("hostile.html");
    fs::write(&page, &unpacked.files[postsmith::bundle::START_HERE])?;
    Ok(page)
}

/// A folder of forged copies of `page`.
fn forged(folder: &Path, page: &Path) -> Result<PathBuf> {
    let forged = folder.join("forged");
    for (number, (_, text)) in forgery::pages(&fs::read_to_string(page)?).into_iter().enumerate() {
        write(forged.join(format!("{number}.html")), text);
    }
    Ok(forged)
}

/// The page of a doctor who was given no values.
fn report(folder: &Path) -> Result<PathBuf> {
    let page = folder.join("report.html");
    let made = postsmith!()
        .args(["doctor", "--preset", "tallyfy", "--only", "values", "--report"])
        .arg(&page)
        .current_dir(folder)
        .output()?;
    ensure!(page.is_file(), "postsmith doctor: {}", String::from_utf8_lossy(&made.stderr));
    Ok(page)
}

fn chromium() -> Option<PathBuf> {
    let chosen = env::var_os("CHROMIUM").map(PathBuf::from);
    let folders: Vec<PathBuf> = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    chosen.into_iter().chain(found).find(|path| path.is_file())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}
