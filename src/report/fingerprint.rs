//! The fingerprint of a finding: a stable id for baselines, merged reports and code hosts.

use crate::finding::{Finding, Location};
use std::collections::HashMap;
use std::fmt::Write as _;
use uuid::Uuid;

/// The UUID namespace of all fingerprints. A change would invalidate every baseline.
const NAMESPACE: Uuid = Uuid::from_u128(0x7d0c_5a1e_93b4_5f26_8e61_2b9f_4c83_d0a7);

/// The fingerprint of each finding, in their order: 32 hexadecimal digits, all different.
///
/// It consists of the path, the breadcrumb (or else the JSON pointer, both without the numbers of list elements), the rule, and the digest of
/// a secret. A running number tells findings apart that are equal in all of these. The message is not part of it: a fingerprint survives other
/// wording, other siblings, another indentation and another export.
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let mut text = String::new();
            for part in [&path(&finding.location), &breadcrumb(&finding.location), finding.rule.id()] {
                // The length keeps the parts apart. Writing to a String cannot fail.
                let _ = write!(text, "{}:{part}", part.len());
            }
            if let Some(credential) = &finding.credential {
                let _ = write!(text, "digest:{}", credential.digest);
            }
            let number = seen.entry(text.clone()).or_default();
            *number += 1;
            let _ = write!(text, "number:{number}");
            Uuid::new_v5(&NAMESPACE, text.as_bytes()).simple().to_string()
        })
        .collect()
}

/// The path as the user gave it, with `/` on every system and without a leading `./`.
pub(super) fn path(location: &Location) -> String {
    let path = location.path.as_str().replace('\\', "/");
    let mut rest = path.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter;
    }
    rest.to_owned()
}

/// The breadcrumb, or else the pointer, without the numbers of list elements.
fn breadcrumb(location: &Location) -> String {
    match (&location.breadcrumb, &location.pointer) {
        (Some(names), _) => names.split(" / ").map(without_number).collect::<Vec<_>>().join(" / "),
        (None, Some(pointer)) => {
            let tokens = pointer.as_str().split('/');
            tokens.map(|token| if is_number(token) { "*" } else { token }).collect::<Vec<_>>().join("/")
        }
        (None, None) => String::new(),
    }
}

/// `header 2` becomes `header`, and `response 2 (Ok)` becomes `response (Ok)`.
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
