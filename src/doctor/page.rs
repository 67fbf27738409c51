//! The doctor's report as a page that can be sent to whoever helps.

use crate::doctor::{Diagnosis, Outcome, Record, Report, Status};
use crate::page::prose;
use crate::page::shell::{Part, Shell};
use crate::page::table::table;
use maud::{Markup, html};
use std::time::Duration;

/// `report` as a page. It shows what the report holds, which is no secret.
pub fn report_page(report: &Report) -> String {
    let mut parts = Vec::new();
    let mut add = |anchor, title, content| parts.push(Part { anchor, title, content });
    let has_causes = |outcome: &&Outcome| !outcome.causes.is_empty();
    let (wrong, noted): (Vec<&Outcome>, Vec<&Outcome>) =
        report.outcomes.iter().filter(has_causes).partition(|outcome| outcome.status == Status::Failed);
    if !wrong.is_empty() {
        add("wrong", "What is wrong", causes(report, &wrong));
    }
    if !noted.is_empty() {
        add("noted", "Good to know", causes(report, &noted));
    }
    add("steps", "Steps", steps(&report.outcomes));
    if !report.records.is_empty() {
        add("requests", "Requests", requests(&report.records));
    }
    let shell = Shell {
        name: &report.name,
        kind: "Doctor's report",
        id: None,
        hero: hero(report),
        parts,
        footer: "Made with Postsmith. Values, tokens and names are masked: this page can be sent to whoever helps. It loads nothing and sends nothing.",
    };
    shell.page()
}

fn hero(report: &Report) -> Markup {
    let count = |status| report.outcomes.iter().filter(|outcome| outcome.status == status).count();
    let failed = count(Status::Failed);
    html! {
        p.lead {
            @if !report.is_walked() { "Nothing was walked: the steps say why." }
            @else if failed == 0 { "Healthy: nothing is to be mended." }
            @else if failed == 1 { "One step failed." }
            @else { (failed) " steps failed." }
        }
        ul.facts aria-label="Outcome" {
            @if let Some(address) = &report.address { li { code { (address) } } }
            @for status in [Status::Passed, Status::Noted, Status::Failed, Status::Skipped] {
                @if count(status) > 0 { li { (count(status)) " " (status.name()) } }
            }
            li.good { "Masked" }
        }
    }
}

fn causes(report: &Report, outcomes: &[&Outcome]) -> Markup {
    html! {
        @for outcome in outcomes {
            h3 { (outcome.step.title()) }
            ol.causes.open { @for found in &outcome.causes { li { (cause(report, found)) } } }
        }
    }
}

fn cause(report: &Report, found: &Diagnosis) -> Markup {
    let Diagnosis { cause, decide } = found;
    html! {
        p.cause { (prose::inline(&cause.title(&report.words))) }
        p.evidence { (prose::inline(&cause.evidence(&report.words))) }
        @if let Some(decide) = decide { p.evidence { strong { "Not certain. " } (prose::inline(decide)) } }
        p.fix { (prose::inline(&cause.fix(&report.words))) }
        p.id { code { (cause.id()) } }
    }
}

fn steps(outcomes: &[Outcome]) -> Markup {
    let rows = html! {
        @for outcome in outcomes {
            tr {
                th scope="row" { (outcome.step.title()) }
                td data-label="Outcome" { span class={ "outcome " (outcome.status.name()) } { (outcome.status.name()) } }
                td.time data-label="Time" { @if outcome.status != Status::Skipped { (milliseconds(outcome.took)) } }
                td data-label="What was seen" { @for fact in &outcome.facts { div { (fact) } } }
            }
        }
    };
    table("Steps", "stacked", &["Step", "Outcome", "Time", "What was seen"], &rows)
}

fn requests(records: &[Record]) -> Markup {
    html! {
        p { "As they were sent and answered, with every value masked." }
        @for record in records {
            details.request {
                summary { code.line { (record.request) } span.status { (record.answer) } span.status { (milliseconds(record.took)) } }
                div.inside {
                    (lines("Sent", &record.request_headers, record.request_body.as_deref()))
                    (lines("Answered", &record.answer_headers, record.answer_body.as_deref()))
                }
            }
        }
    }
}

fn lines(title: &str, headers: &[String], body: Option<&str>) -> Markup {
    html! {
        @if !headers.is_empty() || body.is_some() {
            h4 { (title) }
            pre tabindex="0" role="region" aria-label=(title) {
                code {
                    @for header in headers { (header) "\n" }
                    @if let Some(body) = body { "\n" (body) "\n" }
                }
            }
        }
    }
}

fn milliseconds(took: Duration) -> String {
    format!("{} ms", took.as_millis())
}
