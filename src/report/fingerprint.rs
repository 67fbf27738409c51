//! The stable id of a finding: the same when siblings change places, when the file is indented anew and when it is exported anew.

use crate::finding::{Finding, Location};
use std::collections::HashMap;
use std::fmt::Write as _;
use uuid::Uuid;

/// The namespace of all fingerprints: another one would make every baseline void.
const NAMESPACE: Uuid = Uuid::from_u128(0x7d0c_5a1e_93b4_5f26_8e61_2b9f_4c83_d0a7);

/// The fingerprint of each finding, in their order: 32 hexadecimal digits, no two alike.
///
/// It is made from the file, the way by names or else the pointer, both without numbers of elements, the rule, the message
/// and the digest of a secret. What is alike in all of that is told apart by a running number.
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let mut text = String::new();
            for part in [&path(&finding.location), &way(&finding.location), finding.rule.id(), &finding.message] {
                // The length keeps the parts apart, whatever stands in them. Writing to a String cannot fail.
                let _ = write!(text, "{}:{part}", part.len());
            }
            if let Some(digest) = finding.digest {
                let _ = write!(text, "digest:{digest}");
            }
            let number = seen.entry(text.clone()).or_default();
            *number += 1;
            text.push_str(&number.to_string());
            Uuid::new_v5(&NAMESPACE, text.as_bytes()).simple().to_string()
        })
        .collect()
}

/// The path as it was given, the same on every system.
pub(super) fn path(place: &Location) -> String {
    let path = place.path.as_str().replace('\\', "/");
    let mut rest = path.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter;
    }
    rest.to_owned()
}

fn way(place: &Location) -> String {
    match (&place.breadcrumb, &place.pointer) {
        (Some(names), _) => names.split(" / ").map(without_number).collect::<Vec<_>>().join(" / "),
        (None, Some(pointer)) => {
            let tokens = pointer.as_str().split('/');
            tokens.map(|token| if is_number(token) { "*" } else { token }).collect::<Vec<_>>().join("/")
        }
        (None, None) => String::new(),
    }
}

/// `header 2` is `header`, and `response 2 (Ok)` is `response (Ok)`.
fn without_number(name: &str) -> String {
    if let Some((number, rest)) = name.strip_prefix("response ").and_then(|rest| rest.split_once(' '))
        && is_number(number)
    {
        return format!("response {rest}");
    }
    match name.rsplit_once(' ') {
        Some((name, number)) if is_number(number) => name.to_owned(),
        _ => name.to_owned(),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
