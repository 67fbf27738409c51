//! `postsmith bundle`.

mod verify;

use super::{Exit, output};
use crate::cli::share::target::ZIP;
use crate::cli::share::{self, HandedArgs, Ready, show};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::bundle::{BundleContents, BundleFile, GuidePages, PackError, pack};
use postsmith::document::{Document, quote};
use postsmith::files;
use postsmith::guide::Onboarding;
use postsmith::postman::{Collection, recognise};
use postsmith::report::human::counted;
use postsmith::requirements::FileRole;
use postsmith::text::escape_hidden;
use std::{fs, io};

/// Pack what a new colleague needs into one ZIP, secrets left out.
///
/// It holds the collection, an environment for each stage with empty secrets, START-HERE.html and README.md, a .gitignore, SHA256SUMS and
/// bundle.json. The same input gives the same bytes. Where the secret scan finds anything, nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith bundle                                 of ./postsmith.toml, else of the Tallyfy preset
  postsmith bundle shop.postman_collection.json stage.postman_environment.json
  postsmith bundle shop.json --descriptions shop.toml --strict
                                                   [variables.NAME] with `description` and `where`
  postsmith bundle --check                         in CI: fail when the bundle on disk is stale
  postsmith bundle --verify shop.bundle.zip        look into one that arrived; nothing is unpacked")]
pub(super) struct Args {
    #[command(flatten)]
    handed: HandedArgs,
    /// Where to write; else NAME.bundle.zip in the output folder of the source, or here.
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Fail when nobody has described a variable that people fill in.
    #[arg(long)]
    strict: bool,
    /// Write nothing; exit with 1 when the bundle on disk is another one.
    #[arg(long)]
    check: bool,
    /// Look into a bundle instead of making one, and exit with 1 when it should not be unpacked.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["paths", "preset", "descriptions", "output", "strict", "check"]
    )]
    verify: Option<Utf8PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(path) = &args.verify {
        return verify::run(path);
    }
    if let Some(path) = &args.output {
        args.handed.refuse_output(path, ZIP)?;
    }
    let ready = match share::read(&args.handed)? {
        Ok(ready) => ready,
        Err(exit) => return Ok(exit),
    };
    say_emptied(&ready.contents)?;
    let is_described = say_undescribed(&ready.contents, args.strict)?;
    if args.strict && !is_described {
        return Ok(Exit::Findings);
    }
    let pages = pages(&ready)?;
    let Ready { contents, folder, texts, .. } = ready;
    let bytes = match pack(&contents, &pages) {
        Ok(bytes) => bytes,
        Err(PackError::Findings(findings)) => return show::refused(&findings, &texts),
        Err(error) => return Err(error.into()),
    };
    let path = args.output.clone().unwrap_or_else(|| folder.join(format!("{}.bundle.zip", contents.name)));
    if args.check { check(&path, &bytes) } else { write(&path, &bytes, &contents) }
}

fn write(path: &Utf8Path, bytes: &[u8], contents: &BundleContents) -> anyhow::Result<Exit> {
    files::write_file(path, bytes)?;
    let of = |role: FileRole| contents.files.iter().filter(|file| file.role == role).count();
    let environments = counted(of(FileRole::Environment), "environment");
    let globals = if of(FileRole::Globals) > 0 { ", globals" } else { "" };
    output::say(&format!("wrote {path}: one collection, {environments}{globals}, no secret found"))?;
    Ok(Exit::Fine)
}

fn check(path: &Utf8Path, bytes: &[u8]) -> anyhow::Result<Exit> {
    let what = match fs::read(path) {
        Ok(disk) if disk == bytes => {
            output::say(&format!("{path} is current"))?;
            return Ok(Exit::Fine);
        }
        Ok(_) => "is stale",
        Err(error) if error.kind() == io::ErrorKind::NotFound => "is missing",
        Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
    };
    output::result(&format!("{path} {what}\n"))?;
    output::say("error: run the same command without --check, which writes it")?;
    Ok(Exit::Findings)
}

/// What of the environments is not handed over.
fn say_emptied(contents: &BundleContents) -> anyhow::Result<()> {
    for emptied in &contents.emptied {
        let why = if emptied.is_secret { "a secret" } else { "scripts fill it in" };
        output::say(&format!("{}: `{}` is handed over empty: {why}", emptied.file, escape_hidden(&emptied.name)))?;
    }
    for (file, keys) in &contents.removed_keys {
        let keys: Vec<String> = keys.iter().map(|key| format!("`{}`", escape_hidden(key))).collect();
        output::say(&format!("{file}: not handed over, as Postman reads none of it: {}", keys.join(", ")))?;
    }
    for file in &contents.files {
        let own = file.document.path();
        if is_numbered(file) {
            output::say(&format!("{own} is called `{}` in the bundle: another file has its name", file.name))?;
        }
    }
    for (first, second, name) in contents.environments_with_equal_names() {
        let name = escape_hidden(&name);
        output::say(&format!(
            "warning: {first} and {second} are both called `{name}`: nobody can tell them apart in Postman; rename one"
        ))?;
    }
    Ok(())
}

/// Whether the name of `file` got a number because another file has it.
fn is_numbered(file: &BundleFile) -> bool {
    let number =
        |name: &str| name.split('.').next().and_then(|stem| stem.rsplit_once('-')).map(|(_, number)| number.to_owned());
    let own = file.document.path().file_name().unwrap_or_default();
    let is_number = number(&file.name).is_some_and(|number| number.parse::<usize>().is_ok());
    is_number && number(&file.name) != number(own)
}

/// The variables that nobody has described, as lines to fill in. Returns whether there are none.
fn say_undescribed(contents: &BundleContents, is_strict: bool) -> anyhow::Result<bool> {
    let mut lines = Vec::new();
    for need in contents.undescribed_variables() {
        let is_plain = need.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        let name = if is_plain { need.name.clone() } else { quote(&need.name) };
        let secret = if need.secret { "\nsecret = true" } else { "" };
        lines.push(format!("\n[variables.{name}]\ndescription = \"\"\nwhere = \"\"{secret}"));
    }
    if lines.is_empty() {
        return Ok(true);
    }
    let weight = if is_strict { "error" } else { "warning" };
    let many = counted(lines.len(), "variable");
    let are = if lines.len() == 1 { "is" } else { "are" };
    output::say(&format!(
        "{weight}: {many} to fill in {are} not described; write it down, and name the file with --descriptions:\n{}\n",
        lines.join("\n")
    ))?;
    Ok(false)
}

/// How to set up what is handed over, as a page and as Markdown.
fn pages(ready: &Ready) -> anyhow::Result<GuidePages> {
    let mut guide = ready.guide()?;
    let collection = ready.contents.files.iter().find(|file| file.role == FileRole::Collection);
    guide.onboarding = collection.map(|file| Onboarding { collection_file: file.name.clone(), id: id(&file.document) });
    Ok(GuidePages { html: guide.html(), markdown: guide.markdown() })
}

/// What tells the collection from others; its name where it has no id.
fn id(collection: &Document) -> String {
    let info = recognise(collection.root()).and_then(|(_, node)| node.get("info"));
    let own = info.and_then(|info| info.get("_postman_id")?.as_str());
    let name = || Collection::new(collection.root()).name();
    own.or_else(name).unwrap_or_default().into_owned()
}
