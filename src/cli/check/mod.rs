//! `postsmith check` and `postsmith scan`.

mod fix;
mod history;
mod project;
mod report;
mod settings;
mod shown;
mod summary;

use super::error::{Error, Result};
use super::input::SourceFiles;
use super::output::{refuse_input, refuse_source_file};
use super::terminal;
use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use postsmith::document::Document;
use postsmith::files;
use postsmith::finding::Severity;
use postsmith::report::baseline::Baseline;
use postsmith::report::human::counted;
use postsmith::schema::Profile;
use postsmith::source::MANIFEST;
use settings::Settings;
pub(super) use settings::today;
pub(super) use summary::rule_facts;

/// Check Postman files, and show the exact place of each mistake.
///
/// Without PATH it checks the source that the manifest describes and the files that were built from it; without a manifest, the current folder.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
#[command(after_help = "\
Examples:
  postsmith check exports/                        every Postman file in a folder, recognised by content
  postsmith check a.json env.json                 files; `-` is standard input; ZIP archives and data dumps too
  postsmith check --select script,lint/plain-http rules and groups (postsmith rules lists them)
  postsmith check --sarif check.sarif --junit check.xml .   for code scanning and test reports at once
  postsmith check --statistics .                  how many findings each rule has
  postsmith check --fix --diff exports/           show the fixes; without --diff they are applied
  postsmith check --baseline known.json exports/  fail on new findings only")]
pub(super) struct Args {
    /// Files, folders and archives to check; `-` is standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// Check with these rules or groups only.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Check without these rules or groups.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Output format of the findings.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// File to write the findings to [default: stdout].
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Schema to check against: `published` is Postman's published schema, `app` also accepts what Postman's own app writes [default:
    /// `profile` of the manifest, else app].
    #[arg(long, value_parser = profile_parser())]
    profile: Option<Profile>,
    /// Exit with 1 if there is a finding of this severity or a higher one.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Error)]
    fail_on: Severity,
    /// Show findings of this severity or a higher one; findings that --fail-on counts are always shown.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Warning)]
    min_severity: Severity,
    /// Manifest with the `[check]` settings [default: ./postsmith.toml, if it exists].
    #[arg(long, value_name = "FILE")]
    manifest: Option<Utf8PathBuf>,
    /// Ignore the findings in this baseline.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
    /// Write all current findings to the baseline.
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// Write the findings as JSON to a file too.
    #[arg(long, value_name = "FILE")]
    json: Option<Utf8PathBuf>,
    /// Write the findings as SARIF to a file too.
    #[arg(long, value_name = "FILE")]
    sarif: Option<Utf8PathBuf>,
    /// Write the findings as a `JUnit` report to a file too.
    #[arg(long, value_name = "FILE")]
    junit: Option<Utf8PathBuf>,
    /// Show how many findings each rule has, in place of the findings.
    #[arg(long)]
    statistics: bool,
    /// Print neither findings nor a summary; the exit code and the files tell.
    #[arg(long, short, conflicts_with_all = ["statistics", "verbose"])]
    quiet: bool,
    /// Leave out files that match a glob, as in a `.gitignore`; may be given several times.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Show what proves each secret, and all places of each mistake.
    #[arg(long, short)]
    verbose: bool,
    /// Show a salted hash of each credential, for `value_hash` in `[[check.suppression]]`; a weak password can be guessed from it.
    #[arg(long)]
    value_hashes: bool,
    /// Fix the findings that have exactly one right fix; no other byte changes.
    #[arg(long)]
    fix: bool,
    /// With --fix: show the changes and write nothing.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Skip named files that are not Postman files, as is done in folders.
    #[arg(long)]
    skip_others: bool,
    /// Check part I of N of the file groups, for one job of a CI matrix; `postsmith report merge` merges the JSON reports.
    #[arg(long, value_name = "I/N", value_parser = partition, conflicts_with_all = ["fix", "write_baseline"])]
    partition: Option<(usize, usize)>,
    /// Where the files are.
    #[arg(skip)]
    origin: Origin,
    /// Whether the summary lists the credentials to revoke.
    #[arg(skip)]
    lists_rotations: bool,
}

/// Where the files of a check are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Origin {
    /// On disk.
    #[default]
    Disk,
    /// In the commits that these revisions name; empty for all commits.
    History(String),
    /// In the index of git.
    Index,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, in the style of a compiler: each mistake once, with its places.
    Human,
    /// One line for each finding.
    Concise,
    /// Versioned JSON; `postsmith schema report` prints its schema.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports.
    Junit,
    /// GitHub annotations.
    Github,
}

/// Parses `note`, `warning` or `error`.
pub(super) fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    let help = |severity| match severity {
        Severity::Note => "Worth knowing",
        Severity::Warning => "Probably a mistake",
        Severity::Error => "Wrong",
    };
    let values = Severity::ALL.map(|severity| PossibleValue::new(severity.name()).help(help(severity)));
    PossibleValuesParser::new(values).try_map(|name| Severity::from_name(&name).ok_or("unknown severity"))
}

/// Parses `published` or `app`.
fn profile_parser() -> impl TypedValueParser<Value = Profile> {
    let help = |profile| match profile {
        Profile::Published => "The published schema, unchanged",
        Profile::App => "The published schema, extended by what Postman's own app writes",
    };
    let values = Profile::ALL.map(|profile| PossibleValue::new(profile.name()).help(help(profile)));
    PossibleValuesParser::new(values).try_map(|name| Profile::from_name(&name).ok_or("unknown profile"))
}

fn partition(text: &str) -> std::result::Result<(usize, usize), String> {
    let parse = |(part, parts): (&str, &str)| Some((part.parse().ok()?, parts.parse().ok()?));
    text.split_once('/')
        .and_then(parse)
        .filter(|(part, parts)| (1..=*parts).contains(part))
        .ok_or_else(|| "write it as `1/4`: the first of four parts".to_owned())
}

/// Find every credential in Postman files and show its exact place, without using the network.
///
/// The same as `check --select secret`, with the same options. Strong credentials are errors, passwords are warnings, and credentials that
/// expire with a session are notes (shown with --min-severity note). `postsmith redact` removes what is found.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith scan exports/                 every Postman file in a folder, v3 sources too
  postsmith scan --fail-on warning a.json fail on passwords too
  postsmith scan --format sarif -o s.sarif .
  postsmith scan --baseline known.json .  fail on new findings only
  postsmith scan --git                    every version of every file in the history
  postsmith scan --git main..HEAD         the commits of a branch
  postsmith scan --staged                 what the next commit adds, for a hook")]
pub(super) struct ScanArgs {
    /// Search the commits of RANGE, as `git log` takes it, in place of the files on disk [default: all branches and tags]. A PATH limits the
    /// search to the history of a file or folder.
    #[arg(long, value_name = "RANGE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["fix", "staged"])]
    git: Option<String>,
    /// Search what is staged for the next commit, in place of the files on disk.
    #[arg(long, conflicts_with = "fix")]
    staged: bool,
    #[command(flatten)]
    check: Args,
}

/// `postsmith scan`.
pub(super) fn scan(given: &ScanArgs) -> Result {
    let mut args = given.check.clone();
    if args.select.is_empty() {
        // Files that cannot be read are reported as well: they may hold a credential.
        args.select = SCANNED.map(str::to_owned).to_vec();
    }
    args.lists_rotations = true;
    args.origin = match &given.git {
        Some(range)
            if !range.is_empty() && Utf8Path::new(range).exists() && !files::is_revision(Utf8Path::new(""), range) =>
        {
            // As in git itself, a path may stand where a revision is expected.
            args.paths.insert(0, range.into());
            Origin::History(String::new())
        }
        Some(range) => Origin::History(range.clone()),
        None if given.staged => Origin::Index,
        None => Origin::Disk,
    };
    run(&args)
}

/// The rules of `scan`.
const SCANNED: [&str; 5] = ["secret", "syntax", "unreadable", "too-large", "unrecognised"];

pub(super) fn run(args: &Args) -> Result {
    let settings = Settings::new(args)?;
    refuse_outputs(args, &settings)?;
    if args.fix {
        let (fixed, left) = fix::run(args, &settings)?;
        if args.diff {
            terminal::say(format_args!("{} can be fixed; run this without --diff", counted(fixed, "finding")))?;
            return if fixed > 0 { Err(Error::Findings) } else { Ok(()) };
        }
        let left = if left > 0 { format!("; run this again to fix {left} more") } else { String::new() };
        terminal::say(format_args!("fixed {}{left}", counted(fixed, "finding")))?;
    }
    report::run(args, &settings)
}

/// Refuses a report or baseline that would replace an input. A baseline may be replaced by a new one, even in a folder that is checked.
fn refuse_outputs(args: &Args, settings: &Settings) -> Result {
    let manifest = settings.manifest.as_ref().map(Document::path);
    let refuse = |output: &Utf8Path, baseline: Option<&Utf8Path>| -> Result {
        refuse_input(output, args.paths.iter().map(Utf8PathBuf::as_path).chain(manifest).chain(baseline))?;
        if output.exists() && manifest.is_some_and(|manifest| manifest.file_name() == Some(MANIFEST)) {
            refuse_source_file(output, &SourceFiles::open(&settings.base)?)?;
        }
        Ok(())
    };
    let baseline = args.baseline.as_deref();
    let is_baseline = |path: &&Utf8Path| std::fs::read_to_string(path).is_ok_and(|text| Baseline::read(&text).is_ok());
    if let Some(replaced) = baseline.filter(|path| args.write_baseline && !is_baseline(path)) {
        refuse(replaced, None)?;
    }
    let outputs = [&args.output, &args.json, &args.sarif, &args.junit];
    outputs.into_iter().flatten().try_for_each(|output| refuse(output, baseline))
}
