//! What a walk prints: a table that grows with each step, the requests, and the causes of failures.

use crate::cli::terminal;
use postsmith::doctor::{Observer, Outcome, Record, Report, Status, Step};
use std::io;

/// Prints the walk while it goes on: steps to stdout, requests to stderr.
pub(super) struct Output {
    verbose: u8,
    has_table: bool,
    /// The first error of printing; the walk goes on.
    error: Option<io::Error>,
}

impl Output {
    pub(super) const fn new(verbose: u8, has_table: bool) -> Self {
        Self { verbose, has_table, error: None }
    }

    /// Returns the first error of printing.
    pub(super) fn finish(self) -> io::Result<()> {
        self.error.map_or(Ok(()), Err)
    }

    fn keep(&mut self, printed: io::Result<()>) {
        if let Err(error) = printed {
            self.error.get_or_insert(error);
        }
    }
}

impl Observer for Output {
    fn ended(&mut self, outcome: &Outcome) {
        if self.has_table {
            self.keep(terminal::print(row(outcome)));
        }
    }

    fn exchanged(&mut self, record: &Record) {
        if self.verbose > 0 {
            for line in exchange(record, self.verbose) {
                self.keep(terminal::say(line));
            }
        }
    }
}

/// One line of the table.
fn row(outcome: &Outcome) -> String {
    let status = match outcome.status {
        Status::Passed => "ok",
        Status::Noted => "note",
        Status::Failed => "FAILED",
        Status::Skipped => "skipped",
    };
    let width = Step::ALL.map(|step| step.title().len()).into_iter().max().unwrap_or_default();
    let time = match outcome.status {
        Status::Skipped => String::new(),
        _ => format!("{} ms", outcome.took.as_millis()),
    };
    let facts = outcome.facts.join("; ");
    format!("{status:7}  {:9}  {:width$}  {time:>8}  {facts}", outcome.step.name(), outcome.step.title())
        .trim_end()
        .to_owned()
}

/// One request with its response: the lines for `-v`, `-vv` or `-vvv`.
fn exchange(record: &Record, verbose: u8) -> Vec<String> {
    let first = format!("[{}] {} -> {} ({} ms)", record.step, record.request, record.answer, record.took.as_millis());
    let mut lines = vec![first];
    if verbose > 1 {
        let sent = record.request_headers.iter().map(|line| format!("> {line}"));
        let body = record.request_body.iter().filter(|_| verbose > 2).map(|body| format!("> {body}"));
        let came = record.answer_headers.iter().map(|line| format!("< {line}"));
        let shape = record.answer_body.iter().filter(|_| verbose > 2).map(|shape| format!("< {shape}"));
        lines.extend(sent.chain(body).chain(came).chain(shape).map(|line| format!("  {line}")));
    }
    lines
}

/// Prints each cause of a failure or note, with its evidence and fix.
pub(super) fn print_causes(report: &Report) -> io::Result<()> {
    let mut has_causes = false;
    for outcome in report.outcomes.iter().filter(|outcome| !outcome.causes.is_empty()) {
        has_causes = true;
        let kind = if outcome.status == Status::Failed { "FAILED" } else { "note" };
        terminal::print("")?;
        terminal::print(format_args!("{kind} at the step `{}`", outcome.step))?;
        for (index, diagnosis) in outcome.causes.iter().enumerate() {
            let cause = diagnosis.cause;
            let or = if index > 0 && diagnosis.decide.is_some() { "or: " } else { "" };
            terminal::print(format_args!("  {or}{} ({cause})", cause.title(&report.words)))?;
            terminal::print(format_args!("    evidence: {}", cause.evidence(&report.words)))?;
            terminal::print(format_args!("    fix: {}", cause.fix(&report.words)))?;
        }
        for fact in &outcome.facts {
            terminal::print(format_args!("  observed: {fact}"))?;
        }
        if let Some(decide) = outcome.causes.iter().find_map(|diagnosis| diagnosis.decide.as_ref()) {
            terminal::print(format_args!("  to decide between them: {decide}"))?;
        }
    }
    terminal::print("")?;
    terminal::print(match (report.is_healthy(), has_causes) {
        (false, false) if !report.is_walked() => "no step was walked: see the reasons above",
        (true, false) => "healthy",
        (true, true) => "healthy, with notes",
        (false, _) => "not healthy: fix the failures above",
    })
}
