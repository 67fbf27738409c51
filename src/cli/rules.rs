//! `postsmith rules` and `postsmith explain`.

use super::{Exit, output};
use anyhow::anyhow;
use clap::ValueEnum;
use postsmith::check::{page, rules};
use postsmith::text::suggest;
use serde_json::json;
use std::fmt::Write as _;

/// List the rules of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
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
    output::result(&match args.format {
        Format::Human => table(),
        Format::Json => facts()?,
        Format::Markdown => page::document(),
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
                "confidence": rule.confidence.name(), "what": rule.what, "why": rule.why, "mend": rule.mend,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 1, "rules": all }))? + "\n")
}

/// Print the page of one rule: what it finds, why that matters, an example, how to mend it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith explain lint/get-with-body")]
pub(super) struct ExplainArgs {
    /// The id, as a finding shows it in brackets; what stands behind the slash is enough when it is the only one.
    rule: String,
}

pub(super) fn explain(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let name = args.rule.as_str();
    let mut named = rules::ALL.iter().filter(|rule| rule.id.id().split('/').next_back() == Some(name));
    let rule =
        rules::find(name).or_else(|| named.next().copied().filter(|_| named.next().is_none())).ok_or_else(|| {
            let near = suggest(name, rules::ALL.iter().map(|rule| rule.id.id()));
            let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            anyhow!("there is no rule `{name}`{near}; `postsmith rules` lists them")
        })?;
    output::result(&page::page(rule))?;
    Ok(Exit::Fine)
}
