//! The table that fills as the walk goes, and what is wrong at its end.

use crate::cli::output;
use postsmith::doctor::{Observer, Outcome, Record, Report, Status, Step};
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

impl Observer for Shown {
    fn ended(&mut self, outcome: &Outcome) {
        if self.has_table {
            let printed = output::result(&row(outcome));
            self.keep(printed);
        }
    }

    fn exchanged(&mut self, record: &Record) {
        if self.verbose > 0 {
            let printed = output::say(&exchange(record, self.verbose));
            self.keep(printed);
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
        + "\n"
}

fn exchange(record: &Record, verbose: u8) -> String {
    let mut text =
        format!("[{}] {} -> {} ({} ms)", record.step, record.request, record.answer, record.took.as_millis());
    if verbose > 1 {
        let sent = record.request_headers.iter().map(|line| format!("> {line}"));
        let body = record.request_body.iter().filter(|_| verbose > 2).map(|body| format!("> {body}"));
        let came = record.answer_headers.iter().map(|line| format!("< {line}"));
        let shape = record.answer_body.iter().filter(|_| verbose > 2).map(|shape| format!("< {shape}"));
        for line in sent.chain(body).chain(came).chain(shape) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n  {line}");
        }
    }
    text
}

/// What is wrong or to be known: each cause with how it was told and how to mend it.
pub(super) fn causes(report: &Report) -> String {
    let mut text = String::new();
    for outcome in report.outcomes.iter().filter(|outcome| !outcome.causes.is_empty()) {
        let kind = if outcome.status == Status::Failed { "FAILED" } else { "note" };
        let _ = writeln!(text, "\n{kind} at the step `{}`", outcome.step);
        for (index, diagnosis) in outcome.causes.iter().enumerate() {
            let cause = diagnosis.cause;
            let or = if index > 0 && diagnosis.decide.is_some() { "or: " } else { "" };
            let _ = writeln!(text, "  {or}{} ({cause})", cause.title(&report.words));
            let _ = writeln!(text, "    told by: {}", cause.evidence(&report.words));
            let _ = writeln!(text, "    mend: {}", cause.fix(&report.words));
        }
        for fact in &outcome.facts {
            let _ = writeln!(text, "  seen: {fact}");
        }
        if let Some(decide) = outcome.causes.iter().find_map(|diagnosis| diagnosis.decide.as_ref()) {
            let _ = writeln!(text, "  what decides: {decide}");
        }
    }
    let end = match (report.is_healthy(), text.is_empty()) {
        (false, true) if !report.is_walked() => "nothing was walked: the steps above say why",
        (true, true) => "healthy",
        (true, false) => "healthy, with notes",
        (false, _) => "something is to be mended",
    };
    text + "\n" + end + "\n"
}
