//! The page of a rule, and the document of all rules: Markdown, made from their definitions.

use super::rule::{Rule, Sample};
use super::rules;
use std::fmt::Write as _;

/// The page of `rule`: what, why, an example, how to mend.
pub fn page(rule: &Rule) -> String {
    let mut out = format!("# {}\n\n{}.\n\n", rule.id, sentence(rule.what));
    let _ = writeln!(out, "Severity: {}. Confidence: {}.\n", rule.severity, rule.confidence.name());
    let _ = writeln!(out, "## Why\n\n{}\n", rule.why);
    if let Some(sample) = rule.wrong.first() {
        example(&mut out, "Wrong", *sample);
    }
    if let Some(sample) = rule.right.first() {
        example(&mut out, "Right", *sample);
    }
    let _ = writeln!(out, "## How to mend it\n\n{}", rule.fix);
    out
}

/// All pages, as `docs/rules.md` holds them.
pub fn document() -> String {
    let mut out = "# Rules\n\nMade by `postsmith rules --format markdown`; a test holds it current. `postsmith explain RULE` prints one page.\n\n\
        Each finding has the id of its rule. `--select` and `--ignore` take ids and groups (what stands before the slash).\n"
        .to_owned();
    out.push_str("\n| rule | severity | finds |\n|---|---|---|\n");
    for rule in rules::ALL {
        let _ = writeln!(out, "| [{0}](#{1}) | {2} | {3} |", rule.id, anchor(rule.id.id()), rule.severity, rule.what);
    }
    for rule in rules::ALL {
        out.push('\n');
        // One level down: the document has the first.
        out.push_str(&page(rule).replace("\n## ", "\n### ").replacen("# ", "## ", 1));
    }
    out
}

fn example(out: &mut String, title: &str, sample: Sample) {
    let language = match sample {
        Sample::Script(_) | Sample::Prerequest(_) => "js",
        _ => "json",
    };
    let _ = writeln!(out, "## {title}\n\n```{language}\n{}\n```\n", sample.shown());
}

/// As GitHub makes it of a heading.
fn anchor(id: &str) -> String {
    id.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
}

fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
