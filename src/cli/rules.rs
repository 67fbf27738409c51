//! `postsmith rules` and `postsmith explain`: the rules of `check`, and the causes that `doctor` names.

use super::error::Result;
use super::terminal;
use anyhow::anyhow;
use clap::ValueEnum;
use postsmith::check::{rule_page, rules, selection};
use postsmith::oauth::{ApiTerms, Cause, SYMPTOMS};
use postsmith::text::suggest;
use serde_json::json;
use std::fmt::Write as _;

/// List the rules of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// List the causes that `doctor` names instead.
    #[arg(long)]
    causes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line for each rule.
    Human,
    /// Ids, severities and texts, for programs.
    Json,
    /// The full page of each rule, as in docs/rules.md.
    Markdown,
}

pub(super) fn run(args: &Args) -> Result {
    terminal::raw(&match (args.causes, args.format) {
        (false, Format::Human) => rule_table(),
        (false, Format::Json) => rule_facts()?,
        (false, Format::Markdown) => rule_page::all_rule_pages(),
        (true, Format::Human) => cause_table(),
        (true, Format::Json) => cause_facts()?,
        (true, Format::Markdown) => cause_document(),
    })?;
    Ok(())
}

fn rule_table() -> String {
    let width = rules::ALL.iter().map(|rule| rule.id.id().len()).max().unwrap_or_default();
    let mut out = String::new();
    for rule in rules::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:width$}  {:7}  {}", rule.id.id(), rule.severity.name(), rule.what);
    }
    out
}

fn rule_facts() -> Result<String> {
    let all: Vec<_> = rules::ALL
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id.id(), "group": rule.id.group(), "severity": rule.severity.name(),
                "confidence": rule.confidence.name(), "what": rule.what, "why": rule.why, "fix": rule.fix,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 2, "rules": all }))? + "\n")
}

/// Explain a rule of `check` or a cause that `doctor` names: what it is, why it matters, how to fix it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  postsmith explain lint/get-with-body\n  postsmith explain oauth/invalid-client")]
pub(super) struct ExplainArgs {
    /// Id of the rule or cause, as in the brackets of a finding; the part after the slash is enough where it is unique.
    rule: String,
}

pub(super) fn explain(args: &ExplainArgs) -> Result {
    let name = args.rule.as_str();
    if let Some(cause) = find_cause(name) {
        return Ok(terminal::raw(&cause_page(cause))?);
    }
    let name = match selection::renamed(name) {
        Some(id) => {
            terminal::say(format_args!("note: the rule `{name}` is now `{id}`"))?;
            id
        }
        None => name,
    };
    let mut named = rules::ALL.iter().filter(|rule| rule.id.id().split('/').next_back() == Some(name));
    let rule =
        rules::find(name).or_else(|| named.next().copied().filter(|_| named.next().is_none())).ok_or_else(|| {
            let near = suggest(
                name,
                rules::ALL.iter().map(|rule| rule.id.id()).chain(Cause::ALL.iter().map(|cause| cause.id())),
            );
            let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            anyhow!("unknown rule or cause `{name}`{near}; `postsmith rules` and `postsmith rules --causes` list them")
        })?;
    Ok(terminal::raw(&rule_page::rule_page(rule))?)
}

/// The cause with the id `name`, or with `name` after the slash.
fn find_cause(name: &str) -> Option<Cause> {
    Cause::from_id(name).or_else(|| Cause::from_id(&format!("oauth/{name}")))
}

fn cause_table() -> String {
    let terms = ApiTerms::default();
    let width = Cause::ALL.iter().map(|cause| cause.id().len()).max().unwrap_or_default();
    Cause::ALL.iter().fold(String::new(), |mut out, cause| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:width$}  {}", cause.id(), cause.title(&terms));
        out
    })
}

fn cause_facts() -> Result<String> {
    let terms = ApiTerms::default();
    let all: Vec<_> = Cause::ALL
        .iter()
        .map(|cause| {
            json!({
                "id": cause.id(), "title": cause.title(&terms), "evidence": cause.evidence(&terms), "fix": cause.fix(&terms),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 2, "causes": all }))? + "\n")
}

fn cause_page(cause: Cause) -> String {
    let terms = ApiTerms::default();
    let shown: Vec<_> = SYMPTOMS
        .iter()
        .filter(|symptom| symptom.causes.contains(&cause))
        .map(|symptom| symptom.title(&terms))
        .collect();
    format!(
        "# {cause}\n\n{}\n\n**Symptoms:** {}.\n\n**Evidence:** {}\n\n**Fix:** {}\n",
        cause.title(&terms),
        shown.join("; "),
        cause.evidence(&terms),
        cause.fix(&terms)
    )
}

fn cause_document() -> String {
    let begin = "# Causes\n\nThe causes that `postsmith doctor` names. Generated: `postsmith rules --causes --format markdown`.\n";
    let pages = Cause::ALL.iter().map(|cause| format!("#{}", cause_page(*cause)));
    std::iter::once(begin.to_owned()).chain(pages).collect::<Vec<_>>().join("\n")
}
