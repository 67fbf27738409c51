//! What a case does with its broken folder, and what must hold for each command.

use super::{Case, LOCAL};
use std::fs;

/// Commands on the files of one scene.
#[derive(Clone, Copy)]
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) scene: &'static str,
    pub(super) run: fn(&mut Case) -> Result<(), String>,
}

macro_rules! acts {
    ($($scene:literal: $($act:ident),+;)+) => {
        /// Every act.
        pub(super) const ACTS: &[Act] = &[$($(Act { name: stringify!($act), scene: $scene, run: $act }),+),+];
    };
}

acts! {
    "exports": formats_agree, scan_is_repeatable, redact_leaves_nothing, fix_ends, syntax_is_seen, docs, mock, partial_redact;
    "share": bundle_verifies, docs, env_writes_what_passes, doctor, fix_ends, formats_agree, redact_leaves_nothing;
    "source": build_is_current, check_source, scan_is_repeatable, env_of_source, bundle_of_source, mock_of_source, init_twice;
    "archive": verify, formats_agree, scan_is_repeatable;
    "unpacked": verify_folder, env_of_bundle, formats_agree;
    "reports": merge, baseline;
}

/// A file of the folder, chosen by chance.
fn file(case: &mut Case, ending: &str) -> String {
    let entries = fs::read_dir(case.folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names[case.random.below(names.len())].clone()
}

fn holds(is_so: bool, fault: &str) -> Result<(), String> {
    if is_so { Ok(()) } else { Err(fault.to_owned()) }
}

/// Each format tells of the same findings, so the exit code is the same.
fn formats_agree(case: &mut Case) -> Result<(), String> {
    let human = case.run(&["check", "."], LOCAL)?.code;
    let format = case.random.choose(&["json", "sarif", "junit", "github"]);
    let other = case.run(&["check", ".", "--format", format], LOCAL)?;
    if matches!(format, "json" | "sarif") {
        serde_json::from_slice::<serde_json::Value>(&other.stdout).map_err(|error| format!("{format}: {error}"))?;
    }
    holds(human == other.code, &format!("human ends with {human}, {format} with {}", other.code))
}

fn scan_is_repeatable(case: &mut Case) -> Result<(), String> {
    let [first, second] = [case.run(&["scan", "."], LOCAL)?, case.run(&["scan", "."], LOCAL)?];
    holds(first.code == second.code && first.stdout == second.stdout, "two scans differ")
}

/// After `redact` a scan finds no credential. An archive stays as it is: `redact` counts it among the files that it passed over.
fn redact_leaves_nothing(case: &mut Case) -> Result<(), String> {
    let ended = case.run(&["redact", "--in-place", "--include-private", "."], LOCAL)?;
    if ended.code == 0 {
        let scan = case.run(&["scan", "."], LOCAL)?;
        let report = String::from_utf8_lossy(&scan.stdout);
        // A warning may be about a literal that is no credential.
        holds(!report.contains("error[secret/"), &format!("scan finds something after redact: {report}"))?;
    }
    Ok(())
}

/// Standard output is the redacted file or nothing.
fn partial_redact(case: &mut Case) -> Result<(), String> {
    let name = file(case, ".json");
    let ended = case.run(&["redact", &name], LOCAL)?;
    let is_json = |bytes: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
    if ended.code != 0 {
        return holds(ended.stdout.is_empty(), "a failed redact printed something");
    }
    holds(is_json(&ended.stdout) || !is_json(&fs::read(case.folder.join(name)).unwrap()), "redact broke the JSON")
}

/// A second `--fix` has nothing to do.
fn fix_ends(case: &mut Case) -> Result<(), String> {
    case.run(&["check", "--fix", "."], LOCAL)?;
    let diff = case.run(&["check", "--fix", "--diff", "."], LOCAL)?;
    holds(!diff.stdout.windows(4).any(|window| window == b"\n@@ "), "--fix leaves something to fix")
}

/// What `serde_json` refuses is refused here.
fn syntax_is_seen(case: &mut Case) -> Result<(), String> {
    let name = file(case, ".json");
    let bytes = fs::read(case.folder.join(&name)).unwrap();
    let code = case.run(&["check", &name], LOCAL)?.code;
    let is_json =
        serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok() || bytes.starts_with("\u{feff}".as_bytes());
    holds(is_json || code != 0, &format!("{name} is not JSON and passes"))
}

fn docs(case: &mut Case) -> Result<(), String> {
    let name = file(case, ".json");
    case.run(&["docs", &name], LOCAL)?;
    let ended = case.run(&["docs", &name, "-o", "d.html"], LOCAL)?;
    holds((ended.code == 0) == case.folder.join("d.html").exists(), "the page does not go with the exit code")
}

/// The address belongs to nobody, so a collection that can be served ends with 3.
fn mock(case: &mut Case) -> Result<(), String> {
    let name = file(case, ".json");
    case.run(&["mock", &name, "--host", "192.0.2.1"], &[2, 3])?;
    Ok(())
}

fn mock_of_source(case: &mut Case) -> Result<(), String> {
    case.run(&["mock", ".", "--host", "192.0.2.1"], &[1, 2, 3])?;
    Ok(())
}

fn bundle_verifies(case: &mut Case) -> Result<(), String> {
    let (first, second) = (file(case, "collection.json"), file(case, "environment.json"));
    let ended = case.run(&["bundle", &first, &second, "--descriptions", "d.toml", "-o", "b.zip"], LOCAL)?;
    if ended.code == 0 {
        let verified = case.run(&["bundle", "--verify", "b.zip"], LOCAL)?;
        holds(verified.code == 0, &format!("a new bundle is refused: {}", verified.stderr))?;
    }
    holds((ended.code == 0) == case.folder.join("b.zip").exists(), "the archive does not go with the exit code")
}

fn bundle_of_source(case: &mut Case) -> Result<(), String> {
    let ended = case.run(&["bundle", "-o", "b.zip"], LOCAL)?;
    if ended.code == 0 {
        let verified = case.run(&["bundle", "--verify", "b.zip"], LOCAL)?;
        holds(verified.code == 0, &format!("a new bundle is refused: {}", verified.stderr))?;
    }
    Ok(())
}

fn env_writes_what_passes(case: &mut Case) -> Result<(), String> {
    let arguments = ["env", "own.postman_environment.json", "--from", ".env", "--no-input"];
    let ended = case.run(&arguments, LOCAL)?;
    let made = "own.private.postman_environment.json";
    if ended.code == 0 {
        let check = case.run(&["check", "--ignore", "secret", made], LOCAL)?;
        holds(check.code == 0, &format!("what env wrote fails: {}", String::from_utf8_lossy(&check.stdout)))?;
    }
    holds((ended.code == 0) == case.folder.join(made).exists(), "the file does not go with the exit code")
}

fn env_of_source(case: &mut Case) -> Result<(), String> {
    case.run(&["env", "--environment", "production", "--partial", "--no-input"], LOCAL)?;
    Ok(())
}

fn env_of_bundle(case: &mut Case) -> Result<(), String> {
    case.run(&["env", "--environment", "production", "--partial", "--no-input"], LOCAL)?;
    Ok(())
}

fn doctor(case: &mut Case) -> Result<(), String> {
    let format = case.random.choose(&["human", "json"]);
    let own = ["--environment", "own.postman_environment.json", "--values", ".env", "--report", "r.html"];
    case.run(
        &[&["doctor", "--preset", "bearer", "--only", "values,request", "--format", format][..], &own].concat(),
        LOCAL,
    )?;
    Ok(())
}

fn build_is_current(case: &mut Case) -> Result<(), String> {
    if case.run(&["build"], LOCAL)?.code == 0 {
        let again = case.run(&["build", "--check"], LOCAL)?;
        holds(again.code == 0, &format!("a new build is stale: {}", again.stderr))?;
        let check = case.run(&["check", "output"], LOCAL)?;
        holds(check.code == 0, &format!("what build wrote fails: {}", String::from_utf8_lossy(&check.stdout)))?;
    }
    Ok(())
}

fn check_source(case: &mut Case) -> Result<(), String> {
    case.run(&["check"], LOCAL)?;
    case.run(&["docs"], LOCAL)?;
    Ok(())
}

/// `init` changes nothing that is there.
fn init_twice(case: &mut Case) -> Result<(), String> {
    let before = fs::read(case.folder.join("postsmith.toml")).unwrap();
    case.run(&["init"], &[2])?;
    holds(fs::read(case.folder.join("postsmith.toml")).unwrap() == before, "init changed a manifest")
}

/// Every byte of a bundle counts, apart from what ZIP readers do not read.
fn verify(case: &mut Case) -> Result<(), String> {
    case.run(&["bundle", "--verify", "b.zip"], LOCAL)?;
    Ok(())
}

fn verify_folder(case: &mut Case) -> Result<(), String> {
    case.run(&["bundle", "--verify", "."], LOCAL)?;
    Ok(())
}

fn merge(case: &mut Case) -> Result<(), String> {
    case.run(&["report", "merge", "part-1.json", "part-2.json"], LOCAL)?;
    case.run(
        &["report", "merge", "part-1.json", "part-2.json", "--baseline", "known.json", "--output", "m.json"],
        LOCAL,
    )?;
    Ok(())
}

fn baseline(case: &mut Case) -> Result<(), String> {
    case.run(&["check", "0.json", "--baseline", "known.json"], LOCAL)?;
    case.run(&["check", "0.json", "--baseline", "known.json", "--write-baseline"], LOCAL)?;
    Ok(())
}
