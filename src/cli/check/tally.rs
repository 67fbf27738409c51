//! What remains of the findings, how it is written, and how the command ends.

use super::report::Shown;
use super::settings::Settings;
use super::{Args, Format};
use crate::cli::{Exit, output};
use anyhow::Context as _;
use camino::Utf8Path;
use postsmith::check::suppression::SuppressionUsage;
use postsmith::check::{file, rules};
use postsmith::files;
use postsmith::finding::{Finding, Severity};
use postsmith::report::baseline::Baseline;
use postsmith::report::json::{JsonSpan, Partition, SuppressionUse};
use postsmith::report::{Report, RuleFacts, github, human, json, junit, sarif};

/// Findings, ready to be written.
pub(super) struct Tally<'a> {
    args: &'a Args,
    settings: &'a Settings,
    all: Vec<Shown>,
    files: usize,
}

impl<'a> Tally<'a> {
    /// `all` are sorted; `files` were judged.
    pub(super) const fn new(args: &'a Args, settings: &'a Settings, all: Vec<Shown>, files: usize) -> Self {
        Self { args, settings, all, files }
    }

    /// Takes out what the baseline knows, writes the report, and says how the command ends.
    pub(super) fn end(mut self, usage: &[SuppressionUsage<'_>]) -> anyhow::Result<Exit> {
        let unread = self.all.iter().any(|shown| is_unread(&shown.finding));
        if let Some(path) = &self.args.baseline {
            if self.args.write_baseline {
                return self.write_baseline(path);
            }
            self.take_out_known(path)?;
        }
        let findings: Vec<Finding> = self.all.iter().map(|shown| shown.finding.clone()).collect();
        let failed = findings.iter().any(|finding| finding.severity >= self.settings.fail_on);
        let shown: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.severity >= self.settings.shown).collect();
        self.write(&self.text(&shown, usage)?, &shown)?;
        Ok(match (unread, failed) {
            (true, _) => Exit::Usage,
            (false, true) => Exit::Findings,
            (false, false) => Exit::Fine,
        })
    }

    fn text(&self, findings: &[Finding], usage: &[SuppressionUsage<'_>]) -> anyhow::Result<String> {
        let facts = facts();
        let suppressions: Vec<_> = usage.iter().filter(|usage| usage.could_match).map(suppression_use).collect();
        let partition = self.args.partition.map(|(index, count)| Partition { index, count });
        let report = Report { findings, files: self.files, rules: &facts, partition, suppressions: &suppressions };
        Ok(match self.args.format {
            Format::Human => {
                let shown = self.all.iter().filter(|shown| shown.finding.severity >= self.settings.shown);
                shown.flat_map(|shown| [shown.text.as_str(), "\n\n"]).collect()
            }
            Format::Json => json::render(&report)?,
            Format::Sarif => sarif::render(&report),
            Format::Junit => junit::render(&report),
            Format::Github => github::render(&report),
        })
    }

    fn write(&self, text: &str, findings: &[Finding]) -> anyhow::Result<()> {
        match &self.args.output {
            Some(path) => write_file(path, text)?,
            None => output::result(text)?,
        }
        // Quiet when all is well.
        if !findings.is_empty() && matches!(self.args.format, Format::Human | Format::Github) {
            output::say(&human::summary(findings, self.files))?;
        }
        if self.files == 0 && self.args.partition.is_none() {
            output::say("warning: there is no Postman file here; nothing was checked")?;
        }
        Ok(())
    }

    fn write_baseline(&self, path: &Utf8Path) -> anyhow::Result<Exit> {
        let findings: Vec<Finding> = self.all.iter().map(|shown| shown.finding.clone()).collect();
        write_file(path, &Baseline::of(&findings).text()?)?;
        output::say(&format!("wrote {path}: {} findings are known from now on", findings.len()))?;
        Ok(Exit::Fine)
    }

    fn take_out_known(&mut self, path: &Utf8Path) -> anyhow::Result<()> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the baseline {path}; --write-baseline makes one"))?;
        let baseline = Baseline::read(&text).map_err(|error| anyhow::anyhow!("{path}: {error}"))?;
        let findings: Vec<Finding> = self.all.iter().map(|shown| shown.finding.clone()).collect();
        let split = baseline.split(findings);
        // Both are in the same order.
        let mut new = split.new.iter().peekable();
        self.all.retain(|shown| new.next_if(|new| **new == shown.finding).is_some());
        let gone = split.gone.len();
        if gone > 0 && self.args.partition.is_none() {
            output::say(&format!("{gone} findings of the baseline are gone; --write-baseline forgets them"))?;
        }
        Ok(())
    }
}

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

/// What a report says of the rules.
fn facts() -> Vec<RuleFacts> {
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

/// A file that could not be read at all, or is none of Postman's: the input was wrong, and not what stands in it.
fn is_unread(finding: &Finding) -> bool {
    let rules = [file::UNREADABLE.id, file::TOO_LARGE.id, file::UNRECOGNISED.id];
    finding.severity == Severity::Error && rules.contains(&finding.rule)
}

/// Whole or not at all.
pub(in crate::cli) fn write_file(path: &Utf8Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    files::write(folder, [(path.file_name().unwrap_or_default(), text.as_bytes())])?;
    Ok(())
}
