//! `postsmith redact`.

use super::{Exit, output, paths};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::check::groups;
use postsmith::document::Document;
use postsmith::files;
use postsmith::finding::Finding;
use postsmith::redact::{Redacted, VariableNames, redact};
use postsmith::report::diff;
use postsmith::report::human::counted;
use postsmith::secret::Risk;
use postsmith::secret::mask::mask_found;

/// Take every credential out of Postman files without touching another byte.
///
/// Each goes as its place demands: `{{NAME}}` in auth blocks, headers, bodies and URLs, an empty text in environments and variables,
/// `pm.environment.get('NAME')` in scripts, `<redacted>` in saved answers. One value has one name, over all files. The names to create
/// are listed on stderr. A second run changes nothing.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith redact a.json > clean.json       one file; the clean text goes to stdout
  postsmith redact --diff exports/           what would change, with the values masked
  postsmith redact --in-place exports/       every Postman file below a folder
  postsmith redact --in-place --map me.postman_environment.json a.json
                                             keeps the values, for `newman run a.json -e me...`")]
pub(super) struct Args {
    /// A file, folders, or `-` for standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<Utf8PathBuf>,
    /// Write the files; otherwise one file goes to stdout.
    #[arg(long)]
    in_place: bool,
    /// Show what would change and write nothing.
    #[arg(long, conflicts_with = "in_place")]
    diff: bool,
    /// Write the values that were taken out to a new environment that only you can read.
    #[arg(long, value_name = "FILE", conflicts_with = "diff")]
    map: Option<Utf8PathBuf>,
    /// Take out what dies with its session as well: cookies of sessions, signatures.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let documents = match read(args)? {
        Ok(documents) => documents,
        Err(exit) => return Ok(exit),
    };
    let is_many = documents.len() != 1;
    if !args.in_place && !args.diff && is_many {
        bail!(
            "{} Postman files were found; --in-place writes them all, --diff shows what would change",
            documents.len()
        );
    }
    let least = if args.all { Risk::Low } else { Risk::Medium };
    let mut names = VariableNames::default();
    // What an environment calls a value is its best name.
    for document in &documents {
        names.learn(document);
    }
    let redacted: Vec<Redacted> = documents.iter().map(|document| redact(document, &mut names, least)).collect();
    let pairs = || documents.iter().zip(&redacted);
    for (document, redacted) in pairs().filter(|(_, redacted)| !redacted.left.is_empty()) {
        for span in &redacted.left {
            let position = document.position(span.start);
            output::say(&format!(
                "error: {}:{position}: a credential here cannot be taken out; nothing was written",
                document.path()
            ))?;
        }
    }
    if redacted.iter().any(|redacted| !redacted.left.is_empty()) {
        return Ok(Exit::Findings);
    }
    if let Some(path) = &args.map {
        write_map(path, &names)?;
    }
    for (document, redacted) in pairs() {
        let path = document.path();
        if args.diff {
            if let Some(new) = &redacted.document {
                let (old, new) = (mask_found(document), mask_found(new));
                output::result(&diff::diff(path.as_str(), &old, "redacted", &new))?;
            }
        } else if !args.in_place {
            output::result(redacted.text(document))?;
        } else if let Some(new) = &redacted.document {
            super::check::write_file(path, new.text()).with_context(|| format!("cannot redact {path}"))?;
        }
    }
    say(args, &documents, &redacted)?;
    for name in names.conflicting() {
        output::say(&format!(
            "warning: `{name}` had one value in one file and another in another: each file needs an environment of its own"
        ))?;
    }
    Ok(if args.diff && redacted.iter().any(|redacted| !redacted.replaced.is_empty()) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

/// The Postman files of the arguments. What cannot be read was shown, and ends the command before anything is written.
fn read(args: &Args) -> anyhow::Result<Result<Vec<Document>, Exit>> {
    if args.in_place && args.paths.iter().any(|path| path == "-") {
        bail!("standard input cannot be written in place; leave --in-place out");
    }
    let entries = paths::entries(&args.paths)?;
    let (mut documents, mut findings): (Vec<Document>, Vec<Finding>) = (Vec::new(), Vec::new());
    for entry in &entries {
        if entry.is_archive() {
            if entry.named {
                bail!("{} is an archive, which cannot be redacted; unpack it and name the folder", entry.path);
            }
            continue;
        }
        let (found, wrong) = groups::read_documents(entry);
        documents.extend(found);
        findings.extend(wrong);
    }
    for finding in &findings {
        output::say(&finding.to_string())?;
    }
    if !findings.is_empty() {
        output::say("error: what cannot be read cannot be redacted; nothing was written")?;
        return Ok(Err(Exit::Usage));
    }
    if documents.is_empty() {
        bail!("there is no Postman file here");
    }
    Ok(Ok(documents))
}

/// What was taken out, and the variables that whoever sends the requests has to create.
fn say(args: &Args, documents: &[Document], redacted: &[Redacted]) -> anyhow::Result<()> {
    let taken: usize = redacted.iter().map(|redacted| redacted.replaced.len()).sum();
    if taken == 0 {
        return output::say(&format!("nothing to take out of {}", counted(documents.len(), "file")));
    }
    let verb = if args.diff { "would take" } else { "took" };
    let files = redacted.iter().filter(|redacted| !redacted.replaced.is_empty()).count();
    output::say(&format!("{verb} {} out of {}", counted(taken, "credential"), counted(files, "file")))?;
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
    output::say("create these variables, of the type `secret`, in an environment of your own that is not in git:")?;
    let width = uses.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or_default();
    for (name, number, first) in uses {
        let more = if number > 1 { format!(" and {} more", number - 1) } else { String::new() };
        output::say(&format!("  {name:width$}  {first}{more}"))?;
    }
    output::say("revoke what was ever shared: whoever has an old copy has the values")
}

/// The values as an environment that Postman and Newman take; a file that is there is not written over.
fn write_map(path: &Utf8Path, names: &VariableNames) -> anyhow::Result<()> {
    files::write_private(path, names.environment().as_bytes()).with_context(|| format!("cannot write {path}"))?;
    Ok(())
}
