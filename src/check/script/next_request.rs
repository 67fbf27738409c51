//! The rule `script/next-request`: the name of a next request that does not exist.

use crate::analysis::Entity;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Argument;
use crate::text::suggest;
use std::collections::BTreeSet;

/// The name of a next request that does not exist.
pub const RULE: Rule = Rule {
    id: RuleId("script/next-request"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a `setNextRequest` with the name of a request that the collection does not have",
    why: "The run ends there, and Newman exits with 0 (measured with Newman 6.2.2): the requests after it are never tested, and nobody notices.",
    fix: "Write the name or the id of a request of the collection, exactly; `null` ends the run.",
    wrong: &[
        Sample::Script("pm.execution.setNextRequest(«'Mee'»);"),
        Sample::Script("postman.setNextRequest(«\"Logout\"»);"),
    ],
    right: &[
        Sample::Script(
            "pm.execution.setNextRequest('Me');\npostman.setNextRequest(null);\npostman.setNextRequest(next);\nlet next;",
        ),
        Sample::Item(
            r#"{"name": "Me", "id": "7b3e", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "test", "script": {"exec": ["postman.setNextRequest('7b3e');"]}}]}"#,
        ),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let of_request = |key: &str| {
        let requests = collection.requests().map(|request| request.item.node());
        requests.filter_map(|node| Some(node.get(key)?.as_str()?.into_owned())).collect::<BTreeSet<String>>()
    };
    let mut names = None;
    for script in &collection.scripts {
        for chain in &script.script.chains {
            if !matches!(
                chain.words().as_slice(),
                ["postman", "setNextRequest"] | ["pm", "execution", "setNextRequest"]
            ) {
                continue;
            }
            let Some([Argument::Text(name, range), ..]) = chain.call.as_deref() else { continue };
            let (names, ids) = names.get_or_insert_with(|| {
                let ids: BTreeSet<String> = ["id", "_postman_id", "uid"].into_iter().flat_map(of_request).collect();
                (of_request("name"), ids)
            });
            if names.contains(name) || ids.contains(name) {
                continue;
            }
            let message = format!("the collection has no request `{}`, so the run ends here", display_name(name));
            let help = match suggest(name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{}`?", display_name(near)),
                None => "write the name of a request, or `null` to end the run".to_owned(),
            };
            reporter.script(&script.program, range.clone(), message).help(help);
        }
    }
}
