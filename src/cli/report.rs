//! `postsmith report`.

use super::check::{Format, rule_facts, severity_parser};
use super::error::{Error, Result};
use super::output::refuse_input;
use super::terminal;
use anyhow::{Context as _, anyhow};
use camino::{Utf8Path, Utf8PathBuf};
use clap::Subcommand;
use postsmith::check::rules;
use postsmith::files;
use postsmith::finding::{Finding, Severity};
use postsmith::report::baseline::Baseline;
use postsmith::report::human::Style;
use postsmith::report::merge::merge;
use postsmith::report::{Report, human, json};
use std::collections::BTreeMap;

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

/// Merge the JSON reports of all parts of a `check --partition`, and apply the baseline to the whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith report merge part-*.json --baseline known.json --output check.json
  postsmith report merge part-*.json --format sarif --output check.sarif")]
struct MergeArgs {
    /// JSON reports, one of each part.
    #[arg(required = true, value_name = "FILE")]
    reports: Vec<Utf8PathBuf>,
    /// Output format; for people without the lines of the files.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// File to write the merged report to [default: stdout].
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Exit with 1 if there is a finding of this severity or a higher one.
    #[arg(long, value_parser = severity_parser(), value_name = "SEVERITY", default_value_t = Severity::Error)]
    fail_on: Severity,
    /// Ignore the findings in this baseline.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
}

pub(super) fn run(args: &Args) -> Result {
    match &args.command {
        Command::Merge(args) => merge_parts(args),
    }
}

fn merge_parts(args: &MergeArgs) -> Result {
    let read = |path: &Utf8PathBuf| {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
        json::read(&text).map_err(|error| anyhow!("{path}: {error}"))
    };
    if let Some(path) = &args.output {
        refuse_input(path, args.reports.iter().chain(&args.baseline).map(Utf8PathBuf::as_path))?;
    }
    let reports = args.reports.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let mut whole = merge(reports)?;
    if let Some(path) = &args.baseline {
        apply_baseline(&mut whole, path)?;
    }
    let unused = whole.suppressions.iter().filter(|suppression| suppression.uses == 0).cloned().collect::<Vec<_>>();
    let text = match args.format {
        Format::Json => whole.text()?,
        format => render(&whole, format, args.fail_on)?,
    };
    match &args.output {
        Some(path) => {
            files::write_file(path, text.as_bytes())?;
            if !whole.findings.is_empty() {
                terminal::say(human::summary(whole.summary, whole.files + whole.unreadable))?;
            }
        }
        None => terminal::raw(&text)?,
    }
    for suppression in &unused {
        let place = format!("{}:{}:{}", suppression.path, suppression.line, suppression.column);
        terminal::say(format_args!(
            "{place}: warning: this suppression matches no finding (suppression/unused); delete it"
        ))?;
    }
    let fail_on = args.fail_on;
    let unused_fails = !unused.is_empty() && fail_on <= Severity::Warning;
    let failed = unused_fails || whole.findings.iter().any(|finding| finding.severity >= fail_on);
    if failed { Err(Error::Findings) } else { Ok(()) }
}

/// `whole` in another format than JSON.
fn render(whole: &json::JsonReport, format: Format, fail_on: Severity) -> Result<String> {
    let finding = |found: &json::JsonFinding| {
        let rule =
            rules::find(&found.rule).with_context(|| format!("a report has the unknown rule `{}`", found.rule))?;
        Ok(found.finding(rule.id))
    };
    let findings = whole.findings.iter().map(finding).collect::<anyhow::Result<Vec<Finding>>>()?;
    let fingerprints: Vec<String> = whole.findings.iter().map(|finding| finding.fingerprint.clone()).collect();
    let report = Report {
        findings: &findings,
        fingerprints: &fingerprints,
        files: whole.files,
        passed_over: &BTreeMap::new(),
        unreadable: whole.unreadable,
        rules: &rule_facts(),
        partition: None,
        suppressions: &whole.suppressions,
        fail_on,
    };
    if format == Format::Human {
        let style = Style { has_color: false, has_reasons: false };
        let blocks: Vec<String> = findings.iter().map(|finding| human::render(finding, None, style)).collect();
        return Ok(human::grouped(&findings, &blocks.iter().map(String::as_str).collect::<Vec<_>>(), true));
    }
    Ok(format.render(&report)?)
}

/// Removes the findings that the baseline in `path` knows.
fn apply_baseline(whole: &mut json::JsonReport, path: &Utf8Path) -> Result {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the baseline {path}"))?;
    let baseline = Baseline::read(&text).map_err(|error| anyhow!("{path}: {error}"))?;
    whole.findings.retain(|finding| !baseline.contains(&finding.fingerprint));
    whole.summary = json::Summary::of(whole.findings.iter().map(|finding| finding.severity));
    Ok(())
}
