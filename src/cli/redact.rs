//! `postsmith redact`.

use super::error::{Error, Result, bail};
use super::input::{self, STDIN};
use super::terminal;
use anyhow::Context as _;
use camino::Utf8PathBuf;
use postsmith::document::Document;
use postsmith::files;
use postsmith::redact::{Redacted, VariableNames, redact};
use postsmith::report::diff;
use postsmith::report::human::{counted, read_and_passed_over};
use postsmith::secret::Risk;
use postsmith::secret::mask::mask_found;
use std::collections::BTreeMap;

/// Remove every credential from Postman files without changing any other byte.
///
/// The replacement depends on the place: `{{NAME}}` in auth blocks, headers, bodies and URLs, an empty value in environments and variables,
/// `pm.environment.get('NAME')` in scripts, `<redacted>` in saved examples. The same value gets the same name in all files. The variables to
/// create are listed on stderr. A second run changes nothing.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith redact a.json > clean.json       one file; the redacted text goes to stdout
  postsmith redact --diff exports/           show what would change, with the values masked
  postsmith redact --in-place exports/       every Postman file in a folder
  postsmith redact --in-place --map me.postman_environment.json a.json
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
    /// Write the removed values to a new environment file that only you can read.
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    map: Option<Utf8PathBuf>,
    /// Also remove credentials that expire with a session: session cookies, signatures.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args) -> Result {
    let (documents, others) = read(args)?;
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
    let redacted: Vec<Redacted> = documents.iter().map(|document| redact(document, &mut names, least)).collect();
    refuse_left(&documents, &redacted)?;
    if let Some(path) = &args.map {
        // An environment that Postman and Newman import. An existing file is not overwritten.
        let text = names.environment();
        files::write_private(path, text.as_bytes()).with_context(|| format!("cannot write {path}"))?;
    }
    for (document, redacted) in documents.iter().zip(&redacted) {
        write(args, document, redacted)?;
    }
    report(args, &documents, &redacted)?;
    if !others.is_empty() {
        terminal::say(read_and_passed_over(documents.len(), &others))?;
    }
    for name in names.conflicting() {
        terminal::say(format_args!(
            "warning: `{name}` has different values in different files: use a separate environment for each file"
        ))?;
    }
    let is_changed = redacted.iter().any(|redacted| !redacted.replaced.is_empty());
    if args.diff && is_changed { Err(Error::Findings) } else { Ok(()) }
}

/// The Postman files of the arguments. What cannot be read is shown, and ends the command before anything is written.
fn read(args: &Args) -> Result<(Vec<Document>, BTreeMap<&'static str, usize>)> {
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
    let (documents, mut others) = input::documents_and_others(&entries)?;
    if archives > 0 {
        others.insert("archive", archives);
    }
    if documents.is_empty() {
        bail!("no Postman file was found");
    }
    Ok((documents, others))
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
            files::write_file(path, &document.encoding().encode(new.text()))
                .with_context(|| format!("cannot redact {path}"))?;
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
    let mut uses: Vec<(&str, usize, String)> = Vec::new();
    for (document, redacted) in documents.iter().zip(redacted) {
        for taken in &redacted.replaced {
            let Some(name) = taken.variable.as_deref() else { continue };
            match uses.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, number, _)) => *number += 1,
                None => uses.push((name, 1, format!("{}: {}", document.path(), taken.breadcrumb))),
            }
        }
    }
    if uses.is_empty() {
        return Ok(());
    }
    uses.sort();
    terminal::say("create these variables, of the type `secret`, in a private environment that is not in git:")?;
    let width = uses.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or_default();
    for (name, number, first) in uses {
        let more = if number > 1 { format!(" and {} more", number - 1) } else { String::new() };
        terminal::say(format_args!("  {name:width$}  {first}{more}"))?;
    }
    terminal::say("revoke every credential that was shared: old copies still contain it")?;
    Ok(())
}
