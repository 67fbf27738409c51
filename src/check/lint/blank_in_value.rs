//! A URL, id or token with blanks around it.

use crate::analysis::FileGroup;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A URL, id or token with blanks around it.
pub const RULE: Rule = Rule {
    id: RuleId("lint/blank-in-value"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "a variable for a URL, an id or a token whose value begins or ends with a blank or a newline",
    why: "The blank is sent as part of the value: it breaks the address, and a server refuses a token with a newline in its header. On the screen it cannot be seen.",
    fix: "Take the blanks out. `--fix` does.",
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

/// The last words of names whose values hold no blanks.
const WORDS: &[&str] = &["url", "uri", "host", "id", "token", "guid", "uuid"];

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for subject in &group.entities {
        for variable in subject.variables() {
            let Some(node) = variable.node().get("value") else { continue };
            let (Some(key), Some(value)) = (variable.key(), node.as_str()) else { continue };
            let kept = value.trim();
            if kept.is_empty() || kept.len() == value.len() || !is_without_blanks(&key) {
                continue;
            }
            let start = value.len() - value.trim_start().len();
            let (before, after) = (0..start, start + kept.len()..value.len());
            let first = if before.is_empty() { after.clone() } else { before.clone() };
            let message =
                format!("the value of the variable `{}` has blanks around it, which are sent", display_name(&key));
            let mut report = reporter.part(node, first, message).help("take them out");
            for blanks in [before, after].into_iter().filter(|blanks| !blanks.is_empty()) {
                report = report.edit(node.part(blanks), "");
            }
        }
    }
}

/// Whether the last word of the name says so: `BASE_URL`, `userId`, `access-token`, `id`.
fn is_without_blanks(name: &str) -> bool {
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
