//! Compares the pages of a bundle with the ones that this version renders from the files in it. Any other byte is reported: nobody has to know what a
//! browser would make of it.

use super::super::pages::GuidePages;
use super::super::{PAGE, README, START_HERE};
use super::{Members, at_node};
use crate::document::Document;
use crate::finding::Finding;
use crate::requirements::{BundleRecord, RecordedTool};

/// Checks both pages. `document` is `bundle.json`, from which `record` was read; `file` finds a Postman file by its name.
/// Runs last: why pages cannot be rendered is mostly among the `findings` already.
pub(super) fn check_pages<'f>(
    members: &Members,
    document: &Document,
    record: &BundleRecord,
    file: impl Fn(&str) -> Option<&'f Document>,
    findings: &mut Vec<Finding>,
) {
    if record.tool != RecordedTool::current() {
        let RecordedTool { name, version } = &record.tool;
        let message = format!("the pages of {name} {version} cannot be verified");
        let help = format!(
            "verify the bundle with that version, or the rest of it with --ignore-pages; this is postsmith {}",
            RecordedTool::current().version
        );
        findings.push(at_node(PAGE, document, document.root().get("tool"), message).help(help));
        return;
    }
    let names = std::iter::once(&record.collection.file).chain(record.environments.iter().map(|one| &one.file));
    let documents: Option<Vec<&Document>> = names.map(|name| file(name)).collect();
    let Some(pages) = documents.and_then(|documents| GuidePages::render(&documents, &record.variables)) else {
        if findings.is_empty() {
            findings.push(members.finding(PAGE, START_HERE, "this page cannot be rendered again from the files"));
        }
        return;
    };
    for (name, rendered) in [(START_HERE, &pages.html), (README, &pages.markdown)] {
        let Some(own) = members.text(name).filter(|own| own != rendered) else { continue };
        let common = own.bytes().zip(rendered.bytes()).take_while(|(one, other)| one == other).count();
        let at = (0..=common.min(own.len())).rev().find(|at| own.is_char_boundary(*at)).unwrap_or_default();
        let message = format!("this is not the page that postsmith {} makes of the files", record.tool.version);
        let help = "do not open it: it may show, load or run anything; ask the sender";
        findings.push(members.finding_at(PAGE, name, at, message).help(help));
    }
}
