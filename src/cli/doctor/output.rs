//! What a walk prints: a table that grows with each step, the requests, and the causes of failures.

use crate::cli::terminal;
use postsmith::doctor::{DoctorObserver, DoctorReport, DoctorStep, MaskedExchange, StepResult, StepStatus};
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

impl DoctorObserver for Output {
    fn step_finished(&mut self, result: &StepResult) {
        if self.has_table {
            self.keep(terminal::print(row(result)));
        }
    }

    fn request_sent(&mut self, exchange: &MaskedExchange) {
        if self.verbose > 0 {
            for line in exchange_lines(exchange, self.verbose) {
                self.keep(terminal::say(line));
            }
        }
    }
}

/// One line of the table.
fn row(result: &StepResult) -> String {
    let status = match result.status {
        StepStatus::Passed => "ok",
        StepStatus::Noted => "note",
        StepStatus::Failed => "FAILED",
        StepStatus::Skipped => "skipped",
    };
    let width = DoctorStep::ALL.map(|step| step.title().len()).into_iter().max().unwrap_or_default();
    let time = match result.status {
        StepStatus::Skipped => String::new(),
        _ => format!("{} ms", result.duration.as_millis()),
    };
    let facts = result.facts.join("; ");
    format!("{status:7}  {:9}  {:width$}  {time:>8}  {facts}", result.step.name(), result.step.title())
        .trim_end()
        .to_owned()
}

/// One request with its response: the lines for `-v`, `-vv` or `-vvv`.
fn exchange_lines(exchange: &MaskedExchange, verbose: u8) -> Vec<String> {
    let first = format!(
        "[{}] {} -> {} ({} ms)",
        exchange.step,
        exchange.request,
        exchange.response,
        exchange.duration.as_millis()
    );
    let mut lines = vec![first];
    if verbose > 1 {
        let sent = exchange.request_headers.iter().map(|line| format!("> {line}"));
        let body = exchange.request_body.iter().filter(|_| verbose > 2).map(|body| format!("> {body}"));
        let came = exchange.response_headers.iter().map(|line| format!("< {line}"));
        let shape = exchange.response_body.iter().filter(|_| verbose > 2).map(|shape| format!("< {shape}"));
        lines.extend(sent.chain(body).chain(came).chain(shape).map(|line| format!("  {line}")));
    }
    lines
}

/// Prints each cause of a failure or note, with its evidence and fix.
pub(super) fn print_causes(report: &DoctorReport) -> io::Result<()> {
    let mut has_causes = false;
    for result in report.steps.iter().filter(|result| !result.causes.is_empty()) {
        has_causes = true;
        let kind = if result.status == StepStatus::Failed { "FAILED" } else { "note" };
        terminal::print("")?;
        terminal::print(format_args!("{kind} at the step `{}`", result.step))?;
        for (index, diagnosis) in result.causes.iter().enumerate() {
            let cause = diagnosis.cause;
            let or = if index > 0 && diagnosis.how_to_tell.is_some() { "or: " } else { "" };
            terminal::print(format_args!("  {or}{} ({cause})", cause.title(&report.terms)))?;
            terminal::print(format_args!("    evidence: {}", cause.evidence(&report.terms)))?;
            terminal::print(format_args!("    fix: {}", cause.fix(&report.terms)))?;
        }
        for fact in &result.facts {
            terminal::print(format_args!("  observed: {fact}"))?;
        }
        if let Some(how_to_tell) = result.causes.iter().find_map(|diagnosis| diagnosis.how_to_tell.as_ref()) {
            terminal::print(format_args!("  to tell them apart: {how_to_tell}"))?;
        }
    }
    terminal::print("")?;
    terminal::print(match (report.is_healthy(), has_causes) {
        (false, false) if !report.has_run() => "no step was walked: see the reasons above",
        (true, false) => "healthy",
        (true, true) => "healthy, with notes",
        (false, _) => "not healthy: fix the failures above",
    })
}
