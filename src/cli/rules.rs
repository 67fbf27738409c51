//! `postsmith rules` and `postsmith explain`.

use super::{Exit, causes, output};
use anyhow::anyhow;
use clap::ValueEnum;
use postsmith::check::{rule_page, rules, selection};
use postsmith::oauth::Cause;
use postsmith::text::suggest;
use serde_json::json;
use std::fmt::Write as _;

/// List the rules of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// The causes that `doctor` names instead.
    #[arg(long)]
    causes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line each.
    Human,
    /// Ids with their facts, for programs.
    Json,
    /// Every page, as docs/rules.md holds them.
    Markdown,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if args.causes {
        output::result(&match args.format {
            Format::Human => causes::table(),
            Format::Json => causes::facts()?,
            Format::Markdown => causes::document(),
        })?;
        return Ok(Exit::Fine);
    }
    output::result(&match args.format {
        Format::Human => table(),
        Format::Json => facts()?,
        Format::Markdown => rule_page::all_rule_pages(),
    })?;
    Ok(Exit::Fine)
}

fn table() -> String {
    let width = rules::ALL.iter().map(|rule| rule.id.id().len()).max().unwrap_or_default();
    let mut out = String::new();
    for rule in rules::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:width$}  {:7}  {}", rule.id.id(), rule.severity.name(), rule.what);
    }
    out
}

fn facts() -> anyhow::Result<String> {
    let all: Vec<_> = rules::ALL
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id.id(), "group": rule.id.group(), "severity": rule.severity.name(),
                "confidence": rule.confidence.name(), "what": rule.what, "why": rule.why, "mend": rule.fix,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 1, "rules": all }))? + "\n")
}

/// Print the page of one rule, or of a cause that `doctor` names: what it is, why that matters, how to mend it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  postsmith explain lint/get-with-body\n  postsmith explain oauth/invalid-client")]
pub(super) struct ExplainArgs {
    /// The id, as a finding shows it in brackets; what stands behind the slash is enough when it is the only one.
    rule: String,
}

pub(super) fn explain(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let name = args.rule.as_str();
    if let Some(cause) = causes::find(name) {
        output::result(&causes::page(cause))?;
        return Ok(Exit::Fine);
    }
    let name = match selection::renamed(name) {
        Some(id) => {
            output::say(&format!("note: the rule `{name}` is now `{id}`"))?;
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
            anyhow!(
                "there is no rule or cause `{name}`{near}; `postsmith rules` and `postsmith rules --causes` list them"
            )
        })?;
    output::result(&rule_page::rule_page(rule))?;
    Ok(Exit::Fine)
}
