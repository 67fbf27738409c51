//! `postsmith redact`.

use super::env::git::{self, Git};
use super::error::{Error, Result, bail};
use super::input::{self, STDIN};
use super::suppressed::suppressed_places;
use super::{rotation, terminal};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::Document;
use postsmith::files;
use postsmith::redact::{Redacted, VariableNames, redact_except};
use postsmith::report::diff;
use postsmith::report::human::{counted, read_and_passed_over};
use postsmith::secret::Risk;
use postsmith::secret::mask::mask_found;
use std::collections::BTreeMap;

/// Remove every credential from Postman files without changing any other byte.
///
/// The replacement depends on the place: `{{NAME}}` in auth blocks, headers, bodies and URLs, an empty value in environments and variables,
/// `pm.environment.get('NAME')` in scripts, `<redacted>` in saved examples. The same value gets the same name in all files. The variables to
/// create are listed on stderr. A second run changes nothing. Private files (`*.private.*`) hold your own values and are left as they are.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
#[command(after_help = "\
Examples:
  postsmith redact a.json > clean.json       one file; the redacted text goes to stdout
  postsmith redact --diff exports/           show what would change, with the values masked
  postsmith redact --in-place exports/       every Postman file in a folder
  postsmith redact --in-place --map me.private.postman_environment.json a.json
                                             and keep the values, for `newman run a.json -e me...`")]
pub(super) struct Args {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<Utf8PathBuf>,
    /// Write the files; without this option, the one file is printed to stdout.
    #[arg(long)]
    in_place: bool,
    /// Show what would change and write nothing.
    #[arg(long, conflicts_with = "in_place")]
    diff: bool,
    /// Write the removed values to a new environment file that only you can read; its name needs `.private.` in it.
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    map: Option<Utf8PathBuf>,
    /// Also remove credentials that expire with a session: session cookies, signatures.
    #[arg(long)]
    all: bool,
    /// Also redact private files: your environments and maps, named `*.private.*`.
    #[arg(long)]
    include_private: bool,
}

pub(super) fn run(args: &Args) -> Result {
    let map = args.map.as_deref().map(check_map).transpose()?;
    let Input { documents, others, private } = read(args)?;
    if !args.in_place && !args.diff && documents.len() != 1 {
        bail!(
            "{} Postman files were found; --in-place writes them all, --diff shows what would change",
            documents.len()
        );
    }
    let least = if args.all { Risk::Low } else { Risk::Medium };
    let mut names = VariableNames::default();
    // The name that an environment gives to a value is the best one.
    for document in &documents {
        names.learn(document);
    }
    let kept = suppressed_places(&documents)?;
    let redacted: Vec<Redacted> =
        documents.iter().map(|document| redact_except(document, &mut names, least, &kept)).collect();
    refuse_left(&documents, &redacted)?;
    if let Some(path) = &args.map {
        // An environment that Postman and Newman import. An existing file is not overwritten.
        let text = names.environment();
        files::write_private(path, text.as_bytes()).with_context(|| format!("cannot write {path}"))?;
        if map.is_some_and(|git| !git.is_ignored()) {
            terminal::say(format_args!(
                "warning: git does not ignore {path}; add the line `*.private.*` to .gitignore"
            ))?;
        }
    }
    for (document, redacted) in documents.iter().zip(&redacted) {
        write(args, document, redacted)?;
    }
    report(args, &documents, &redacted)?;
    if !others.is_empty() {
        terminal::say(read_and_passed_over(documents.len(), &others))?;
    }
    if !private.is_empty() {
        let names: Vec<&str> = private.iter().map(|path| path.as_str()).collect();
        terminal::say(format_args!(
            "left {} with your own values: {}; --include-private redacts them too",
            counted(private.len(), "private file"),
            names.join(", ")
        ))?;
    }
    for name in names.conflicting() {
        terminal::say(format_args!(
            "warning: `{name}` has different values in different files: use a separate environment for each file"
        ))?;
    }
    let is_changed = redacted.iter().any(|redacted| !redacted.replaced.is_empty());
    if args.diff && is_changed { Err(Error::Findings) } else { Ok(()) }
}

/// What is redacted, and what is not.
struct Input {
    documents: Vec<Document>,
    /// How many files of each other kind the folders hold.
    others: BTreeMap<&'static str, usize>,
    /// Private files, which are left as they are.
    private: Vec<Utf8PathBuf>,
}

/// Refuses a map that git tracks, or whose name no `.gitignore` of ours covers. Returns what git says about it.
fn check_map(path: &Utf8Path) -> Result<Git> {
    if !files::has_private_name(path) {
        let stem = path.file_name().and_then(|name| name.split('.').next()).unwrap_or("me");
        let name = path.with_file_name(format!("{stem}.private.postman_environment.json"));
        bail!(
            "--map writes secrets, so its name needs `.private.` in it: then git ignores it and redact leaves it; write --map {name}"
        );
    }
    let git = git::look(path)?;
    git.refuse_tracked(path)?;
    Ok(git)
}

/// The Postman files of the arguments. What cannot be read is shown, and ends the command before anything is written.
fn read(args: &Args) -> Result<Input> {
    if args.in_place && args.paths.iter().any(|path| path == STDIN) {
        bail!("standard input cannot be written in place; remove --in-place");
    }
    let mut entries = input::entries(&args.paths)?;
    if let Some(entry) = entries.iter().find(|entry| entry.named && entry.is_archive()) {
        bail!("{} is an archive, which cannot be redacted; unpack it and name the folder", entry.path);
    }
    let all = entries.len();
    entries.retain(|entry| !entry.is_archive());
    let archives = all - entries.len();
    let mut private = Vec::new();
    if !args.include_private {
        entries.retain(|entry| {
            let is_private = !entry.is_stdin() && files::has_private_name(&entry.path);
            private.extend(is_private.then(|| entry.path.clone()));
            !is_private
        });
    }
    let (documents, mut others) = input::documents_and_others(&entries)?;
    if archives > 0 {
        others.insert("archive", archives);
    }
    if let (true, Some(path)) = (documents.is_empty(), private.first()) {
        bail!("{path} is private and is left as it is; --include-private redacts it");
    }
    if documents.is_empty() {
        bail!("no Postman file was found");
    }
    Ok(Input { documents, others, private })
}

/// Lists the credentials that cannot be removed. They end the command before anything is written.
fn refuse_left(documents: &[Document], redacted: &[Redacted]) -> Result {
    let mut is_refused = false;
    for (document, redacted) in documents.iter().zip(redacted) {
        for span in &redacted.left {
            let (path, position) = (document.path(), document.position(span.start));
            terminal::say(format_args!(
                "error: {path}:{position}: this credential cannot be removed; nothing was written"
            ))?;
            is_refused = true;
        }
    }
    if is_refused { Err(Error::Findings) } else { Ok(()) }
}

/// Shows the difference, prints the redacted text, or writes the file.
fn write(args: &Args, document: &Document, redacted: &Redacted) -> Result {
    let path = document.path();
    match &redacted.document {
        Some(new) if args.diff => {
            let (old, new) = (mask_found(document), mask_found(new));
            terminal::print_lines(&diff::diff(path.as_str(), &old, "redacted", &new))?;
        }
        Some(new) if args.in_place => {
            let bytes = |text: &str| document.encoding().encode(text);
            let links = files::other_links(path);
            files::replace_file(path, &bytes(document.text()), &bytes(new.text()))
                .with_context(|| format!("cannot redact {path}"))?;
            if links > 0 {
                terminal::say(format_args!(
                    "warning: {path} has {}, which still holds the credentials",
                    counted(usize::try_from(links).unwrap_or(usize::MAX), "other hard link")
                ))?;
            }
        }
        _ if args.diff || args.in_place => {}
        _ => terminal::raw_bytes(&document.encoding().encode(redacted.text(document)))?,
    }
    Ok(())
}

/// Lists what was removed, and the variables to create.
fn report(args: &Args, documents: &[Document], redacted: &[Redacted]) -> Result {
    let taken: usize = redacted.iter().map(|redacted| redacted.replaced.len()).sum();
    if taken == 0 {
        terminal::say(format_args!("no credential found in {}", counted(documents.len(), "file")))?;
        return Ok(());
    }
    let verb = if args.diff { "would remove" } else { "removed" };
    let files = redacted.iter().filter(|redacted| !redacted.replaced.is_empty()).count();
    terminal::say(format_args!("{verb} {} from {}", counted(taken, "credential"), counted(files, "file")))?;
    // Sorted by name: how often it is used, and where first.
    let mut uses: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for (document, redacted) in documents.iter().zip(redacted) {
        for taken in &redacted.replaced {
            let Some(name) = taken.variable.as_deref() else { continue };
            let first = || (0, format!("{}: {}", document.path(), taken.breadcrumb));
            uses.entry(name).or_insert_with(first).0 += 1;
        }
    }
    if !uses.is_empty() {
        terminal::say("create these variables, of the type `secret`, in a private environment that is not in git:")?;
    }
    let width = uses.keys().map(|name| name.chars().count()).max().unwrap_or_default();
    for (name, (number, first)) in uses {
        let more = if number > 1 { format!(" and {} more", number - 1) } else { String::new() };
        terminal::say(format_args!("  {name:width$}  {first}{more}"))?;
    }
    terminal::say("revoke every credential that was shared: old copies still contain it")?;
    let vendors: BTreeMap<_, _> = (redacted.iter().flat_map(|redacted| &redacted.replaced))
        .filter_map(|replaced| replaced.vendor)
        .filter_map(|vendor| Some((vendor.name, vendor.revocation?)))
        .collect();
    for (name, page) in vendors {
        terminal::say(format_args!("  {name}: {page}"))?;
    }
    let first = documents.iter().zip(redacted).find(|(_, redacted)| !redacted.replaced.is_empty());
    first.map_or(Ok(()), |(document, _)| rotation::say_history(document.path()))
}
