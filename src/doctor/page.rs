//! The report as an HTML page that can be sent to a person who helps. `postsmith doctor --report` writes it.

use super::{DiagnosedCause, DoctorReport, MaskedExchange, StepResult, StepStatus};
use crate::page::prose;
use crate::page::shell::{Shell, ShellSection, table};
use maud::{Markup, html};
use std::time::Duration;

/// `report` as a page. It shows what the report holds, so it holds no secret.
pub fn report_page(report: &DoctorReport) -> String {
    let mut sections = Vec::new();
    let mut add = |anchor, title, content| sections.push(ShellSection { anchor, title, content });
    let has_causes = |result: &&StepResult| !result.causes.is_empty();
    let (failed, noted): (Vec<&StepResult>, Vec<&StepResult>) =
        report.steps.iter().filter(has_causes).partition(|result| result.status == StepStatus::Failed);
    if !failed.is_empty() {
        add("wrong", "What is wrong", causes(report, &failed));
    }
    if !noted.is_empty() {
        add("noted", "Good to know", causes(report, &noted));
    }
    add("steps", "Steps", steps(&report.steps));
    if !report.exchanges.is_empty() {
        add("requests", "Requests", exchanges(&report.exchanges));
    }
    let shell = Shell {
        name: &report.name,
        kind: "Doctor's report",
        id: None,
        hero: hero(report),
        sections,
        footer: "Made with Postsmith. Values, tokens and names are masked: you can send this page to a person who helps you. It loads nothing and sends nothing.",
    };
    shell.page()
}

fn hero(report: &DoctorReport) -> Markup {
    let count = |status| report.steps.iter().filter(|result| result.status == status).count();
    let failed = count(StepStatus::Failed);
    html! {
        p.lead {
            @if !report.has_run() { "No step ran. The table says why." }
            @else if failed == 0 { "Healthy: nothing needs a fix." }
            @else if failed == 1 { "One step failed." }
            @else { (failed) " steps failed." }
        }
        ul.facts aria-label="Result" {
            @if let Some(url) = &report.url { li { code { (url) } } }
            @for status in StepStatus::ALL {
                @if count(status) > 0 { li { (count(status)) " " (status.name()) } }
            }
            li.good { "Masked" }
        }
    }
}

fn causes(report: &DoctorReport, results: &[&StepResult]) -> Markup {
    html! {
        @for result in results {
            h3 { (result.step.title()) }
            ol.causes.open { @for diagnosed in &result.causes { li { (cause(report, diagnosed)) } } }
        }
    }
}

fn cause(report: &DoctorReport, diagnosed: &DiagnosedCause) -> Markup {
    let DiagnosedCause { cause, how_to_tell } = diagnosed;
    html! {
        p.cause { (prose::inline(&cause.title(&report.terms))) }
        p.evidence { (prose::inline(&cause.evidence(&report.terms))) }
        @if let Some(how) = how_to_tell { p.evidence { strong { "Not certain. " } (prose::inline(how)) } }
        p.fix { (prose::inline(&cause.fix(&report.terms))) }
        p.id { code { (cause.id()) } }
    }
}

fn steps(results: &[StepResult]) -> Markup {
    let rows = html! {
        @for result in results {
            tr {
                th scope="row" { (result.step.title()) }
                td data-label="Result" { span class={ "outcome " (result.status.name()) } { (result.status.name()) } }
                td.time data-label="Time" { @if result.status != StepStatus::Skipped { (milliseconds(result.duration)) } }
                td data-label="Facts" { @for fact in &result.facts { div { (fact) } } }
            }
        }
    };
    table("Steps", "stacked", &["Step", "Result", "Time", "Facts"], &rows)
}

fn exchanges(exchanges: &[MaskedExchange]) -> Markup {
    html! {
        p { "Every request with its response. All values are masked." }
        @for exchange in exchanges {
            details.request {
                summary { code.line { (exchange.request) } span.status { (exchange.response) } span.status { (milliseconds(exchange.duration)) } }
                div.inside {
                    (message("Request", &exchange.request_headers, exchange.request_body.as_deref()))
                    (message("Response", &exchange.response_headers, exchange.response_body.as_deref()))
                }
            }
        }
    }
}

fn message(title: &str, headers: &[String], body: Option<&str>) -> Markup {
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

fn milliseconds(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}
