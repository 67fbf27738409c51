//! Applies the baseline to the findings of a check, writes the report, and decides how the command ends.

use super::settings::Settings;
use super::shown::{ReadCounts, Shown};
use super::{Args, Format};
use crate::cli::error::{Error, Result};
use crate::cli::rotation::say_rotations;
use crate::cli::terminal;
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::check::suppression::SuppressionUsage;
use postsmith::check::{file, rules};
use postsmith::files;
use postsmith::finding::{Finding, Severity};
use postsmith::report::baseline::Baseline;
use postsmith::report::json::{JsonSpan, Partition, SuppressionUse};
use postsmith::report::{Report, RuleFacts, concise, github, human, json, junit, sarif, statistics};
use std::collections::BTreeMap;

/// All findings of a check.
pub(super) struct Summary<'a> {
    args: &'a Args,
    settings: &'a Settings,
    all: Vec<Shown>,
    counts: ReadCounts,
    /// How many files of each other kind were passed over.
    passed_over: BTreeMap<&'static str, usize>,
}

impl<'a> Summary<'a> {
    /// Takes all findings, sorted, the number of files that were checked, and the number of those of each other kind.
    pub(super) const fn new(
        args: &'a Args,
        settings: &'a Settings,
        all: Vec<Shown>,
        counts: ReadCounts,
        passed_over: BTreeMap<&'static str, usize>,
    ) -> Self {
        Self { args, settings, all, counts, passed_over }
    }

    /// Removes the findings that the baseline knows and writes the report.
    ///
    /// # Errors
    /// The findings fail the check, or a file cannot be read.
    pub(super) fn finish(mut self, usage: &[SuppressionUsage<'_>]) -> Result {
        let unread = self.all.iter().any(|shown| is_unread(&shown.finding) && self.is_named(&shown.finding));
        if let Some(path) = &self.args.baseline {
            if self.args.write_baseline {
                return self.write_baseline(path);
            }
            self.apply_baseline(path)?;
        }
        let failed = self.all.iter().any(|shown| shown.finding.severity >= self.settings.fail_on);
        self.all.retain(|shown| shown.finding.severity >= self.settings.shown);
        let findings: Vec<Finding> = self.all.iter().map(|shown| shown.finding.clone()).collect();
        self.write(&findings, usage)?;
        match (unread, failed) {
            (true, _) => Err(Error::Unreadable),
            (false, true) => Err(Error::Findings),
            (false, false) => Ok(()),
        }
    }

    /// Writes the report in the format that was asked for, and the files that were asked for besides.
    fn write(&self, findings: &[Finding], usage: &[SuppressionUsage<'_>]) -> Result {
        let facts = rule_facts();
        let suppressions: Vec<_> = usage.iter().filter(|usage| usage.could_match).map(suppression_use).collect();
        let fingerprints: Vec<String> = self.all.iter().map(|shown| shown.fingerprint.clone()).collect();
        let report = Report {
            findings,
            fingerprints: &fingerprints,
            files: self.counts.files,
            passed_over: &self.passed_over,
            unreadable: self.counts.unreadable,
            rules: &facts,
            partition: self.args.partition.map(|(index, count)| Partition { index, count }),
            suppressions: &suppressions,
            fail_on: self.settings.fail_on,
        };
        let Args { format, output, json, sarif, junit, .. } = self.args;
        for (path, format) in [(json, Format::Json), (sarif, Format::Sarif), (junit, Format::Junit)] {
            if let Some(path) = path {
                files::write_file(path, format.render(&report)?.as_bytes())?;
            }
        }
        let is_for_people = matches!(format, Format::Human | Format::Concise);
        let text = match format {
            _ if self.args.statistics && is_for_people => statistics::render(&report),
            Format::Human => {
                let blocks: Vec<&str> = self.all.iter().map(|shown| shown.text.as_str()).collect();
                human::grouped(findings, &blocks, self.args.verbose)
            }
            format => format.render(&report)?,
        };
        match output {
            Some(path) => files::write_file(path, text.as_bytes())?,
            None if self.args.quiet => {}
            None if is_for_people => terminal::print_rendered(&text)?,
            None => terminal::raw(&text)?,
        }
        if self.args.quiet { Ok(()) } else { self.say(findings) }
    }

    /// Says how many findings there are, what to revoke, and what was passed over.
    fn say(&self, findings: &[Finding]) -> Result {
        let Args { format, output, lists_rotations, partition, .. } = self.args;
        // Without findings nothing is printed.
        let is_for_people = output.is_some() || matches!(format, Format::Human | Format::Concise | Format::Github);
        if !findings.is_empty() && is_for_people {
            let found = json::Summary::of(findings.iter().map(|finding| finding.severity));
            terminal::say(human::summary(found, self.counts.total()))?;
            let worst = statistics::worst_files(findings, MOST_FILES);
            if worst.len() > 1 && findings.len() > MANY {
                let named: Vec<String> = worst.iter().map(|(path, count)| format!("{path} ({count})")).collect();
                terminal::say(format_args!("most findings: {}", named.join(", ")))?;
            }
            if *lists_rotations && *format == Format::Human {
                say_rotations(findings)?;
            }
        }
        if !self.passed_over.is_empty() && *format == Format::Human {
            terminal::say(self.passed_over_line())?;
        }
        if self.counts.total() == 0 && partition.is_none() {
            terminal::say("warning: no Postman file was found; nothing was checked")?;
        }
        Ok(())
    }

    /// How many files were read, and how many were not, by kind.
    fn passed_over_line(&self) -> String {
        let ReadCounts { files, unreadable } = self.counts;
        let unreadable = if unreadable > 0 { format!(", {unreadable} unreadable") } else { String::new() };
        format!("{}{unreadable}", human::read_and_passed_over(files, &self.passed_over))
    }

    /// Whether the user named the file of `finding`, or the archive around it, and not a folder.
    fn is_named(&self, finding: &Finding) -> bool {
        let path = finding.location.path.as_str();
        let is = |named: &Utf8PathBuf| {
            let named = named.as_str().trim_start_matches("./");
            path == named || path.strip_prefix(named).is_some_and(|rest| rest.starts_with("!/"))
        };
        self.args.paths.iter().any(is)
    }

    fn write_baseline(&self, path: &Utf8Path) -> Result {
        let all = self.all.iter().map(|shown| (shown.fingerprint.as_str(), &shown.finding));
        files::write_file(path, Baseline::of(all).text()?.as_bytes())?;
        terminal::say(format_args!("wrote {path} with {}", human::counted(self.all.len(), "finding")))?;
        Ok(())
    }

    /// Removes the findings that the baseline in `path` knows.
    fn apply_baseline(&mut self, path: &Utf8Path) -> Result {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the baseline {path}; create it with --write-baseline"))?;
        let baseline = Baseline::read(&text).map_err(|error| anyhow::anyhow!("{path}: {error}"))?;
        let gone = baseline.gone(self.all.iter().map(|shown| shown.fingerprint.as_str())).len();
        self.all.retain(|shown| !baseline.contains(&shown.fingerprint));
        if gone > 0 && self.args.partition.is_none() {
            terminal::say(format_args!(
                "the baseline has {} that no longer occur; remove them with --write-baseline",
                human::counted(gone, "finding")
            ))?;
        }
        Ok(())
    }
}

impl Format {
    /// The report in this format; for people in one line for each finding.
    pub(in crate::cli) fn render(self, report: &Report<'_>) -> anyhow::Result<String> {
        Ok(match self {
            Self::Human | Self::Concise => concise::render(report),
            Self::Json => json::render(report)?,
            Self::Sarif => sarif::render(report),
            Self::Junit => junit::render(report),
            Self::Github => github::render(report),
        })
    }
}

/// How many files the summary names.
const MOST_FILES: usize = 3;
/// The summary names the files with the most findings if there are more findings than this.
const MANY: usize = 10;

fn suppression_use(usage: &SuppressionUsage<'_>) -> SuppressionUse {
    let place = usage.location;
    SuppressionUse {
        id: place.pointer.as_ref().map(ToString::to_string).unwrap_or_default(),
        uses: usage.uses,
        path: place.path.to_string(),
        line: place.start.line,
        column: place.start.column,
        span: JsonSpan { start: place.span.start, end: place.span.end },
        reason: usage.reason.to_owned(),
    }
}

/// The rules, as reports list them.
pub(in crate::cli) fn rule_facts() -> Vec<RuleFacts> {
    let of = |rule: &&'static postsmith::check::rule::Rule| RuleFacts {
        id: rule.id.id(),
        severity: rule.severity,
        confidence: rule.confidence,
        what: rule.what,
        why: rule.why,
        fix: rule.fix,
    };
    rules::ALL.iter().map(of).collect()
}

/// Whether a file could not be read, or is not a Postman file: then the input is wrong, not the content of a file.
fn is_unread(finding: &Finding) -> bool {
    let rules = [file::UNREADABLE.id, file::TOO_LARGE.id, file::UNRECOGNISED.id];
    finding.severity == Severity::Error && rules.contains(&finding.rule)
}
