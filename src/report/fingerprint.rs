//! What tells a finding from all others, and finds it again in the next export.

use crate::finding::Finding;
use std::collections::HashMap;
use uuid::Uuid;

/// The namespace of the fingerprints: another one would make every baseline worthless.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f2d_7a3e_8c51_5b0e_9a4d_1f7c_30e2_b4a6);

/// One for each of `findings`: 32 hexadecimal digits, made of the file's name as it is shown, the way by names (without the
/// numbers of headers and lines; where there are no names the pointer), the rule and the message. No byte of a value enters. Equal ones are numbered in
/// their order, so it survives another indentation, another order of the requests and another export.
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let print = |finding: &Finding| {
        let path = finding.place.path.as_str().replace('\\', "/");
        let way = match (&finding.place.names, &finding.place.pointer) {
            (Some(names), _) => without_numbers(names),
            (None, Some(pointer)) => pointer.to_string(),
            (None, None) => String::new(),
        };
        let key = [path.as_str(), way.as_str(), finding.rule.id(), finding.message.as_str()].join("\u{0}");
        let count = seen.entry(key.clone()).and_modify(|count| *count += 1).or_insert(1);
        Uuid::new_v5(&NAMESPACE, format!("{key}\u{0}{count}").as_bytes()).simple().to_string()
    };
    findings.iter().map(print).collect()
}

/// `Auth / Get token / header 2` without the 2.
fn without_numbers(names: &str) -> String {
    let bare = |name: &str| {
        let (word, number) = name.rsplit_once(' ').unwrap_or((name, ""));
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { word.to_owned() } else { name.to_owned() }
    };
    names.split(" / ").map(bare).collect::<Vec<_>>().join(" / ")
}
