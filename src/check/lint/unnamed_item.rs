//! Something without a name.

use crate::check::facts::Subject;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::document::Kind;
use crate::finding::{Rule, Severity};

/// Something without a name.
pub const RULE: Definition = Definition {
    id: Rule("lint/unnamed-item"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a folder, request or collection without a name",
    why: "Postman shows an empty line in the tree, and reports of runs cannot say which request failed.",
    mend: "Give it a name that says what it does.",
    wrong: &[
        Sample::Item(r#"{"name": «" "», "request": {"url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Item(r#"«{"item": []}»"#),
        Sample::Item(
            r#"{"name": "Folder", "item": [{"name": «""», "request": {"url": "{{BASE}}/me"}, "response": []}]}"#,
        ),
    ],
    right: &[Sample::Item(r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": []}"#)],
    judge: Judge::Collection(judge),
};

fn judge(collection: &Subject<'_>, reporter: &mut Reporter<'_>) {
    for facts in &collection.items {
        let node = facts.item.node();
        let name = node.get("name");
        // A name that is no text is the schema's business.
        if node.kind() != Kind::Object
            || name.is_some_and(|name| name.as_str().is_none_or(|name| !name.trim().is_empty()))
        {
            continue;
        }
        let what = if facts.request.is_some() { "request" } else { "folder" };
        reporter
            .at(name.unwrap_or(node), format!("this {what} has no name"))
            .help("give it a name: reports of runs show it");
    }
    if let Some(name) = collection.node.get("info").and_then(|info| info.get("name"))
        && name.as_str().is_some_and(|name| name.trim().is_empty())
    {
        reporter.at(name, "this collection has no name").help("give it a name: Postman's list shows it");
    }
}
