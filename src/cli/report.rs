//! `postsmith report`.

use super::check::{severity_parser, write_file};
use super::{Exit, output};
use anyhow::{Context as _, anyhow};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Subcommand;
use postsmith::finding::Severity;
use postsmith::report::baseline::Baseline;
use postsmith::report::json;
use postsmith::report::merge::merge;

/// Work with the JSON reports of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Merge(MergeArgs),
}

/// Join the reports of all parts of a `check --partition`, and judge the baseline and unused suppressions over the whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith report merge part-*.json --baseline known.json --output check.json")]
struct MergeArgs {
    /// The JSON reports, one of each part.
    #[arg(required = true, value_name = "FILE")]
    reports: Vec<Utf8PathBuf>,
    /// Write the joined report to a file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// The least severity that ends with exit code 1.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Error)]
    fail_on: Severity,
    /// Findings that are known and do not count.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Merge(args) => join(args),
    }
}

fn join(args: &MergeArgs) -> anyhow::Result<Exit> {
    let read = |path: &Utf8PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        json::read(&text).map_err(|error| anyhow!("{path}: {error}"))
    };
    let reports = args.reports.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let mut whole = merge(reports)?;
    if let Some(path) = &args.baseline {
        take_out_known(&mut whole, path)?;
    }
    let idle = whole.suppressions.iter().filter(|suppression| suppression.uses == 0).cloned().collect::<Vec<_>>();
    let text = whole.text()?;
    match &args.output {
        Some(path) => write_file(path, &text)?,
        None => output::result(&text)?,
    }
    for suppression in &idle {
        let place = format!("{}:{}:{}", suppression.path, suppression.line, suppression.column);
        output::say(&format!("{place}: warning: this suppression matches no finding (suppression/unused); delete it"))?;
    }
    let fail_on = args.fail_on;
    let unused_fails = !idle.is_empty() && fail_on <= Severity::Warning;
    let failed = unused_fails || whole.findings.iter().any(|finding| finding.severity >= fail_on);
    Ok(if failed { Exit::Findings } else { Exit::Fine })
}

fn take_out_known(whole: &mut json::JsonReport, path: &Utf8Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the baseline {path}"))?;
    let baseline = Baseline::read(&text).map_err(|error| anyhow!("{path}: {error}"))?;
    whole.findings.retain(|finding| !baseline.contains(&finding.fingerprint));
    whole.summary = json::Summary::of(whole.findings.iter().map(|finding| finding.severity));
    Ok(())
}
