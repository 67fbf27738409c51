//! The rule `lint/blank-in-value`: a URL, id or token with whitespace around it.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A URL, id or token with whitespace around it.
pub const RULE: Rule = Rule {
    id: RuleId("lint/blank-in-value"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "a variable for a URL, an id or a token whose value begins or ends with whitespace",
    why: "Postman sends the whitespace as part of the value: it breaks the URL, and a server refuses a token with a newline in its header. The app does not show it.",
    fix: "Remove the whitespace. `--fix` does it.",
    wrong: &[
        Sample::Values(r#"{"key": "BASE_URL", "value": "https://api.example.com« »", "enabled": true}"#),
        Sample::Values(r#"{"key": "accessToken", "value": "«\n»abc", "enabled": true}"#),
        Sample::Collection(r#""variable": [{"key": "user_id", "value": "7«\t »"}], "item": []"#),
    ],
    right: &[
        Sample::Values(r#"{"key": "GREETING", "value": "Hello ", "enabled": true}"#),
        Sample::Values(r#"{"key": "BASE_URL", "value": " ", "enabled": true}"#),
        Sample::Values(r#"{"key": "valid", "value": "yes ", "enabled": true}"#),
    ],
    check: Check::Group(check_group),
};

/// The last words of variable names whose values contain no whitespace.
const WORDS: &[&str] = &["url", "uri", "host", "id", "token", "guid", "uuid"];

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for entity in &group.entities {
        for variable in entity.variables() {
            let Some(node) = variable.node().get("value") else { continue };
            let (Some(key), Some(value)) = (variable.key(), node.as_str()) else { continue };
            let trimmed = value.trim();
            if trimmed.is_empty() || trimmed.len() == value.len() || !names_value_without_whitespace(&key) {
                continue;
            }
            let start = value.len() - value.trim_start().len();
            let (before, after) = (0..start, start + trimmed.len()..value.len());
            let first = if before.is_empty() { after.clone() } else { before.clone() };
            let message =
                format!("value of the variable `{}` begins or ends with whitespace, which is sent", display_name(&key));
            let mut report = reporter.part(node, first, message).help("remove the whitespace");
            for whitespace in [before, after].into_iter().filter(|range| !range.is_empty()) {
                report = report.edit(node.part(whitespace), "");
            }
        }
    }
}

/// Whether the last word of the name is one of [`WORDS`]: `BASE_URL`, `userId`, `access-token`, `id`.
fn names_value_without_whitespace(name: &str) -> bool {
    let name = name.trim();
    WORDS.iter().any(|word| {
        let Some(start) = name.len().checked_sub(word.len()) else { return false };
        let (Some(before), Some(last)) = (name.get(..start), name.get(start..)) else { return false };
        let is_word = match before.chars().next_back() {
            None | Some('_' | '-' | '.' | ' ') => true,
            Some(_) => last.starts_with(char::is_uppercase) && before.ends_with(char::is_lowercase),
        };
        is_word && last.eq_ignore_ascii_case(word)
    })
}
