//! `postsmith bundle`.

use super::error::{Error, Result};
use super::findings::{self, Texts};
use super::share::{ShareArgs, ShareInput, ZIP};
use super::terminal;
use anyhow::anyhow;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::bundle::{
    BundleContents, BundleFile, PackError, PageCheck, Verification, pack, verification_json, verify,
};
use postsmith::document::quote;
use postsmith::files;
use postsmith::report::human::counted;
use postsmith::requirements::{BundleRecord, FileRole, RecordedEnvironment};
use postsmith::secret::mask::mask_tokens;
use std::{fs, io};

/// Most bytes of a bundle that are read.
const MAX_BYTES: u64 = 256 << 20;

/// Pack what a new colleague needs into one ZIP file, without secrets.
///
/// The bundle contains the collection, an environment for each stage with empty secrets, START-HERE.html and README.md, a .gitignore,
/// SHA256SUMS and bundle.json. The same input gives the same bytes. If the secret scan finds anything, no bundle is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith bundle                                 ./postsmith.toml, else the default preset
  postsmith bundle shop.postman_collection.json stage.postman_environment.json
  postsmith bundle shop.json --descriptions shop.toml --strict
                                                   [variables.NAME] tables with `description` and `where`
  postsmith bundle --check                         in CI: fail when the bundle on disk is stale
  postsmith bundle --verify shop.bundle.zip        check a bundle that you received, without unpacking it
  curl -s https://files.example/shop.zip | postsmith bundle --verify - --json")]
pub(super) struct Args {
    #[command(flatten)]
    share: ShareArgs,
    /// File to write to [default: NAME.bundle.zip in the output folder of the source, or in the current folder].
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Fail when a variable that people fill in has no description.
    #[arg(long)]
    strict: bool,
    /// Write nothing; exit with 1 when the bundle on disk is stale.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    received: ReceivedArgs,
}

/// The arguments about a bundle that somebody sent.
#[derive(Debug, clap::Args)]
struct ReceivedArgs {
    /// Check a received bundle (- is standard input) instead of making one; exit with 1 when it should not be unpacked.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["paths", "preset", "descriptions", "output", "strict", "check"]
    )]
    verify: Option<Utf8PathBuf>,
    /// With --verify: leave START-HERE.html and README.md unverified, as for a bundle that another version made.
    #[arg(long, requires = "verify")]
    ignore_pages: bool,
    /// With --verify: print the result as JSON (`postsmith schema verification`).
    #[arg(long, requires = "verify")]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result {
    if let Some(path) = &args.received.verify {
        return verify_file(path, &args.received);
    }
    if let Some(path) = &args.output {
        args.share.refuse_output(path, ZIP)?;
    }
    let input = args.share.read(true)?;
    report_changes(&input.contents)?;
    report_undescribed(&input.contents, args.strict)?;
    let ShareInput { contents, folder, texts, .. } = input;
    let bytes = match pack(&contents) {
        Ok(bytes) => bytes,
        Err(PackError::Findings(findings)) => return findings::refuse_sharing(&findings, &texts),
        Err(error) => return Err(error.into()),
    };
    let path = args.output.clone().unwrap_or_else(|| folder.join(format!("{}.bundle.zip", contents.name)));
    if args.check { check(&path, &bytes) } else { write(&path, &bytes, &contents) }
}

fn write(path: &Utf8Path, bytes: &[u8], contents: &BundleContents) -> Result {
    files::write_file(path, bytes)?;
    let of = |role: FileRole| contents.files.iter().filter(|file| file.role == role).count();
    let environments = counted(of(FileRole::Environment), "environment");
    let globals = if of(FileRole::Globals) > 0 { ", globals" } else { "" };
    terminal::say(format_args!(
        "wrote {path}: one collection, {environments}{globals}, {}",
        found(contents.accepted.count())
    ))?;
    Ok(())
}

/// What a bundle with this many accepted values is said to hold.
fn found(accepted: usize) -> String {
    match accepted {
        0 => "no secret found".to_owned(),
        1 => "no secret found besides 1 value that the sender's manifest calls none".to_owned(),
        more => format!("no secret found besides {more} values that the sender's manifest calls none"),
    }
}

fn check(path: &Utf8Path, bytes: &[u8]) -> Result {
    let what = match fs::read(path) {
        Ok(disk) if disk == bytes => {
            terminal::say(format_args!("{path} is current"))?;
            return Ok(());
        }
        Ok(_) => "is stale",
        Err(error) if error.kind() == io::ErrorKind::NotFound => "is missing",
        Err(error) => return Err(anyhow::Error::new(error).context(format!("cannot read {path}")).into()),
    };
    terminal::print(format_args!("{path} {what}"))?;
    terminal::say("error: the bundle is not current; run the same command without --check to write it")?;
    Err(Error::Findings)
}

/// Lists what the bundle leaves out or renames.
fn report_changes(contents: &BundleContents) -> Result {
    for emptied in &contents.emptied {
        let why = if emptied.is_secret { "it is a secret" } else { "scripts fill it in" };
        terminal::say(format_args!("{}: the value of `{}` is left out: {why}", emptied.file, emptied.name))?;
    }
    for (file, keys) in &contents.removed_keys {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        terminal::say(format_args!("{file}: left out, since Postman does not read it: {}", keys.join(", ")))?;
    }
    for file in &contents.files {
        let own = file.document.path();
        if is_numbered(file) {
            terminal::say(format_args!("{own} is called `{}` in the bundle: another file has its name", file.name))?;
        }
    }
    for (first, second, name) in contents.environments_with_equal_names() {
        terminal::say(format_args!("warning: {first} and {second} are both called `{name}` in Postman; rename one"))?;
    }
    Ok(())
}

/// Whether `file` got a number in its name because another file has that name.
fn is_numbered(file: &BundleFile) -> bool {
    let number =
        |name: &str| name.split('.').next().and_then(|stem| stem.rsplit_once('-')).map(|(_, number)| number.to_owned());
    let own = file.document.path().file_name().unwrap_or_default();
    let is_number = number(&file.name).is_some_and(|number| number.parse::<usize>().is_ok());
    is_number && number(&file.name) != number(own)
}

/// Lists the variables without a description, as TOML to fill in. They end the command if it is strict.
fn report_undescribed(contents: &BundleContents, is_strict: bool) -> Result {
    let mut tables = Vec::new();
    for need in contents.undescribed_variables() {
        let is_plain = need.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let name = if is_plain { need.name.clone() } else { quote(&need.name) };
        tables.push((name, need.secret));
    }
    if tables.is_empty() {
        return Ok(());
    }
    let severity = if is_strict { "error" } else { "warning" };
    let number = counted(tables.len(), "variable");
    terminal::say(format_args!(
        "{severity}: {number} without a description; fill in these lines, and name the file with --descriptions:"
    ))?;
    for (name, is_secret) in tables {
        terminal::say("")?;
        terminal::say(format_args!("[variables.{name}]"))?;
        let secret = if is_secret { &["secret = true"][..] } else { &[] };
        for line in ["description = \"\"", "where = \"\""].iter().chain(secret) {
            terminal::say(line)?;
        }
    }
    terminal::say("")?;
    if is_strict { Err(Error::Findings) } else { Ok(()) }
}

/// `--verify`: checks a bundle that somebody sent, without unpacking it.
fn verify_file(path: &Utf8Path, args: &ReceivedArgs) -> Result {
    let (name, bytes) = if path == "-" {
        (
            "<stdin>".into(),
            files::read_stream(io::stdin().lock(), MAX_BYTES).map_err(|error| anyhow!("standard input: {error}"))?,
        )
    } else {
        (path, files::read_named(path, MAX_BYTES).map_err(|error| anyhow!("{path}: {error}"))?)
    };
    let pages = if args.ignore_pages { PageCheck::Ignore } else { PageCheck::Compare };
    let result = verify(name, &bytes, pages);
    if args.json {
        terminal::raw(&mask_tokens(&verification_json(name, &result, pages)?))?;
    }
    let Verification { record, findings, texts } = result;
    if findings.is_empty() {
        if let Some(record) = record.filter(|_| !args.json) {
            terminal::print(summary(name, &record, pages))?;
        }
        if args.ignore_pages {
            terminal::say("warning: the pages were not verified; do not open START-HERE.html and README.md")?;
        }
        return Ok(());
    }
    if !args.json {
        let texts = Texts::from(texts);
        findings::show(&findings, |path| texts.get(path))?;
    }
    let number = counted(findings.len(), "finding");
    terminal::say(format_args!("error: {number} in {name}; do not unpack it, and ask the sender"))?;
    Err(Error::Findings)
}

/// What a bundle without findings holds, in one line.
fn summary(path: &Utf8Path, record: &BundleRecord, pages: PageCheck) -> String {
    let BundleRecord { collection, environments, variables, files, .. } = record;
    let is_globals =
        |one: &&RecordedEnvironment| files.iter().any(|file| file.role == FileRole::Globals && file.name == one.file);
    let globals = environments.iter().filter(is_globals).count();
    format!(
        "{path} is intact{}: the collection `{}` with {}, {}{}, {}, {} and their checksums; {}",
        if pages == PageCheck::Ignore { ", apart from its pages, which were not verified" } else { "" },
        collection.name,
        counted(collection.requests, "request"),
        counted(environments.len() - globals, "environment"),
        if globals > 0 { ", globals" } else { "" },
        counted(variables.len(), "variable"),
        counted(files.len(), "file"),
        found(record.accepted.len()),
    )
}
