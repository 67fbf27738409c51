//! The causes that `doctor` names, for `rules --causes` and `explain`.

use postsmith::oauth::{ApiTerms, Cause, SYMPTOMS};
use serde_json::json;
use std::fmt::Write as _;

/// The cause with this id; what stands behind the slash is enough.
pub(super) fn find(name: &str) -> Option<Cause> {
    Cause::from_id(name).or_else(|| Cause::from_id(&format!("oauth/{name}")))
}

/// One line each.
pub(super) fn table() -> String {
    let words = ApiTerms::default();
    let width = Cause::ALL.iter().map(|cause| cause.id().len()).max().unwrap_or_default();
    Cause::ALL.iter().fold(String::new(), |mut out, cause| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:width$}  {}", cause.id(), cause.title(&words));
        out
    })
}

/// Ids with their texts, for programs.
pub(super) fn facts() -> anyhow::Result<String> {
    let words = ApiTerms::default();
    let all: Vec<_> = Cause::ALL
        .iter()
        .map(|cause| {
            json!({
                "id": cause.id(), "title": cause.title(&words), "told": cause.evidence(&words), "mend": cause.fix(&words),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "version": 1, "causes": all }))? + "\n")
}

/// The page of one cause.
pub(super) fn page(cause: Cause) -> String {
    let words = ApiTerms::default();
    let shown: Vec<_> = SYMPTOMS
        .iter()
        .filter(|symptom| symptom.causes.contains(&cause))
        .map(|symptom| symptom.title(&words))
        .collect();
    format!(
        "# {cause}\n\n{}\n\n**Shows as:** {}.\n\n**Told by:** {}\n\n**Mend:** {}\n",
        cause.title(&words),
        shown.join("; "),
        cause.evidence(&words),
        cause.fix(&words)
    )
}

/// Every page.
pub(super) fn document() -> String {
    let begin = "# Causes\n\nWhat `postsmith doctor` names. Generated: `postsmith rules --causes --format markdown`.\n";
    let pages = Cause::ALL.iter().map(|cause| format!("#{}", page(*cause)));
    std::iter::once(begin.to_owned()).chain(pages).collect::<Vec<_>>().join("\n")
}
