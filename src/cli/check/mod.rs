//! `postsmith check`.

mod mend;
mod own;
mod progress;
mod report;
mod settings;
mod tally;

pub(super) use tally::write_file;

use super::{Exit, output};
use camino::Utf8PathBuf;
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use postsmith::finding::Severity;
use postsmith::schema::Profile;
use settings::Settings;

/// Say whether Postman files are right, and exactly where not.
///
/// Without PATH it checks what the manifest says: its source and what was built from it; without a manifest, the current folder.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
#[command(after_help = "\
Examples:
  postsmith check exports/                        every Postman file below a folder, found by its content
  postsmith check a.json env.json                 files; `-` is standard input; ZIP archives and data dumps as well
  postsmith check --select script,lint/plain-http rules and groups (postsmith rules lists them)
  postsmith check --format sarif -o check.sarif . for code scanning
  postsmith check --fix --diff exports/           what would be mended; without --diff it is
  postsmith check --baseline known.json exports/  only what is new fails")]
pub(super) struct Args {
    /// Files, folders, archives; `-` is standard input.
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// Only these rules or groups judge.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// These rules or groups do not.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Write them to a file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Which schema counts: `app` lets pass what Postman's own app writes, `published` nothing; the manifest may choose [default: app].
    #[arg(long, value_parser = profile_parser())]
    profile: Option<Profile>,
    /// The least severity that ends with exit code 1.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Error)]
    fail_on: Severity,
    /// The least severity that is shown; never less than --fail-on asks for.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Warning)]
    min_severity: Severity,
    /// The manifest whose `[check]` counts; else ./postsmith.toml when it is there.
    #[arg(long, value_name = "FILE")]
    manifest: Option<Utf8PathBuf>,
    /// Findings that are known and do not count.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
    /// Write what is found now into the baseline.
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// Mend what has one right answer; every other byte stays.
    #[arg(long)]
    fix: bool,
    /// With --fix: show what would change, and write nothing.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Skip named files that are none of Postman's, as in a folder.
    #[arg(long)]
    skip_others: bool,
    /// Judge part I of N of the groups, for one job of a CI matrix; `postsmith report merge` joins the JSON reports.
    #[arg(long, value_name = "I/N", value_parser = partition, conflicts_with_all = ["fix", "write_baseline"])]
    partition: Option<(usize, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, like a compiler's.
    Human,
    /// Versioned; `postsmith schema report` prints its schema.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports.
    Junit,
    /// GitHub's annotations.
    Github,
}

/// Parses `note`, `warning` or `error`.
pub(in crate::cli) fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    let help = |severity| match severity {
        Severity::Note => "Worth knowing",
        Severity::Warning => "Probably a mistake",
        Severity::Error => "Wrong",
    };
    let values = Severity::ALL.map(|severity| PossibleValue::new(severity.name()).help(help(severity)));
    PossibleValuesParser::new(values).try_map(|name| Severity::from_name(&name).ok_or("no such severity"))
}

/// Parses `published` or `app`.
fn profile_parser() -> impl TypedValueParser<Value = Profile> {
    let help = |profile| match profile {
        Profile::Published => "The published schema, unchanged",
        Profile::App => "The published schema, extended by what Postman's own app writes",
    };
    let values = Profile::ALL.map(|profile| PossibleValue::new(profile.name()).help(help(profile)));
    PossibleValuesParser::new(values).try_map(|name| Profile::from_name(&name).ok_or("no such profile"))
}

fn partition(text: &str) -> Result<(usize, usize), String> {
    let parse = |(part, parts): (&str, &str)| Some((part.parse().ok()?, parts.parse().ok()?));
    text.split_once('/')
        .and_then(parse)
        .filter(|(part, parts)| (1..=*parts).contains(part))
        .ok_or_else(|| "write it as `1/4`: the first of four parts".to_owned())
}

/// Find every credential in Postman files, at its exact place; no network, ever.
///
/// The same as `check --select secret`, with the same options. Strong credentials are errors, passwords warnings; what dies with its
/// session is a note (--min-severity note). `postsmith redact` takes out what is found.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith scan exports/                 every Postman file below a folder, v3 sources too
  postsmith scan --fail-on warning a.json passwords that people thought up fail as well
  postsmith scan --format sarif -o s.sarif .
  postsmith scan --baseline known.json .  only what is new fails")]
pub(super) struct ScanArgs {
    #[command(flatten)]
    check: Args,
}

/// `postsmith scan`.
pub(super) fn scan(args: &ScanArgs) -> anyhow::Result<Exit> {
    let mut args = args.check.clone();
    if args.select.is_empty() {
        // A file that cannot be read is said all the same: what is not seen is not clean.
        args.select = SCANNED.map(str::to_owned).to_vec();
    }
    run(&args)
}

/// What `scan` reports.
const SCANNED: [&str; 5] = ["secret", "syntax", "unreadable", "too-large", "unrecognised"];

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let settings = match Settings::new(args)? {
        Ok(settings) => settings,
        Err(exit) => return Ok(exit),
    };
    if args.fix {
        let (mended, left) = mend::run(args, &settings)?;
        if args.diff {
            output::say(&format!("{mended} findings in these files can be mended; run it without --diff"))?;
            return Ok(if mended > 0 { Exit::Findings } else { Exit::Fine });
        }
        let left = if left > 0 { format!(", {left} more on another run") } else { String::new() };
        output::say(&format!("mended {mended} findings{left}"))?;
    }
    report::run(args, &settings)
}
