//! The table that fills as the walk goes, and what is wrong at its end.

use crate::cli::output;
use postsmith::doctor::{DoctorObserver, DoctorReport, DoctorStep, MaskedExchange, StepResult, StepStatus};
use std::fmt::Write as _;

/// Prints the walk: steps to stdout, requests to stderr.
pub(super) struct Shown {
    verbose: u8,
    has_table: bool,
    /// What could not be printed; the walk goes on without it.
    failed: Option<anyhow::Error>,
}

impl Shown {
    pub(super) const fn new(verbose: u8, has_table: bool) -> Self {
        Self { verbose, has_table, failed: None }
    }

    /// Whether all could be printed.
    pub(super) fn ended(&mut self) -> anyhow::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    fn keep(&mut self, printed: anyhow::Result<()>) {
        if let Err(error) = printed {
            self.failed.get_or_insert(error);
        }
    }
}

impl DoctorObserver for Shown {
    fn step_finished(&mut self, result: &StepResult) {
        if self.has_table {
            let printed = output::result(&row(result));
            self.keep(printed);
        }
    }

    fn request_sent(&mut self, exchange: &MaskedExchange) {
        if self.verbose > 0 {
            let printed = output::say(&exchange_lines(exchange, self.verbose));
            self.keep(printed);
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
        + "\n"
}

fn exchange_lines(exchange: &MaskedExchange, verbose: u8) -> String {
    let mut text = format!(
        "[{}] {} -> {} ({} ms)",
        exchange.step,
        exchange.request,
        exchange.response,
        exchange.duration.as_millis()
    );
    if verbose > 1 {
        let sent = exchange.request_headers.iter().map(|line| format!("> {line}"));
        let body = exchange.request_body.iter().filter(|_| verbose > 2).map(|body| format!("> {body}"));
        let came = exchange.response_headers.iter().map(|line| format!("< {line}"));
        let shape = exchange.response_body.iter().filter(|_| verbose > 2).map(|shape| format!("< {shape}"));
        for line in sent.chain(body).chain(came).chain(shape) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n  {line}");
        }
    }
    text
}

/// What is wrong or to be known: each cause with how it was told and how to mend it.
pub(super) fn causes(report: &DoctorReport) -> String {
    let mut text = String::new();
    for outcome in report.steps.iter().filter(|outcome| !outcome.causes.is_empty()) {
        let kind = if outcome.status == StepStatus::Failed { "FAILED" } else { "note" };
        let _ = writeln!(text, "\n{kind} at the step `{}`", outcome.step);
        for (index, diagnosis) in outcome.causes.iter().enumerate() {
            let cause = diagnosis.cause;
            let or = if index > 0 && diagnosis.how_to_tell.is_some() { "or: " } else { "" };
            let _ = writeln!(text, "  {or}{} ({cause})", cause.title(&report.terms));
            let _ = writeln!(text, "    told by: {}", cause.evidence(&report.terms));
            let _ = writeln!(text, "    mend: {}", cause.fix(&report.terms));
        }
        for fact in &outcome.facts {
            let _ = writeln!(text, "  seen: {fact}");
        }
        if let Some(decide) = outcome.causes.iter().find_map(|diagnosis| diagnosis.how_to_tell.as_ref()) {
            let _ = writeln!(text, "  what decides: {decide}");
        }
    }
    let end = match (report.is_healthy(), text.is_empty()) {
        (false, true) if !report.has_run() => "nothing was walked: the steps above say why",
        (true, true) => "healthy",
        (true, false) => "healthy, with notes",
        (false, _) => "something is to be mended",
    };
    text + "\n" + end + "\n"
}
