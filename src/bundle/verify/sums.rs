//! Whether `SHA256SUMS` names every file with its sum.

use super::super::{SUM, SUMS, sums};
use super::Members;
use crate::finding::Finding;
use std::collections::BTreeSet;

pub(super) fn check(members: &Members, findings: &mut Vec<Finding>) {
    let Some(text) = members.text(SUMS) else { return };
    let mut listed = BTreeSet::new();
    let mut at = 0;
    for (line, read) in text.split_inclusive('\n').zip(sums::read(text)) {
        let start = at;
        at += line.len();
        let mut report = |message: String| findings.push(members.finding_at(SUM, SUMS, start, message));
        let Some((name, sum)) = read else {
            report("this line is not a sum, two blanks and a name".to_owned());
            // One says it: the rest of such a file is anything.
            break;
        };
        if !listed.insert(name) {
            report(format!("`{name}` is listed twice"));
            continue;
        }
        match members.files.get(name) {
            None => report(format!("`{name}` is listed and not there")),
            Some(bytes) if sums::sum(bytes) != sum => {
                report(format!("the sum of `{name}` is another one: the file was changed"));
            }
            Some(_) => {}
        }
    }
    for name in members.files.keys().filter(|name| *name != SUMS && !listed.contains(name.as_str())) {
        findings.push(members.finding(SUM, name, format!("this file is not listed in {SUMS}")));
    }
}
