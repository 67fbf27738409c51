//! Names that every system can unpack.

use crate::text::is_hidden;

/// Names that Windows keeps for devices, whatever stands behind a dot.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// `stem` with a hyphen for every letter that some system does not take; `collection` when nothing is left.
pub(super) fn portable(stem: &str) -> String {
    let is_fine = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ' ' | '+' | '(' | ')');
    let name: String = stem.chars().map(|letter| if is_fine(letter) { letter } else { '-' }).collect();
    let name = name.trim_matches(|letter: char| matches!(letter, '.' | ' ' | '-'));
    if name.is_empty() {
        "collection".to_owned()
    } else if is_device(name) {
        format!("{name}-file")
    } else {
        name.to_owned()
    }
}

/// What is wrong with `name` as the path of a member of an archive.
pub(super) fn fault(name: &str) -> Option<&'static str> {
    let mut parts = name.trim_end_matches('/').split('/');
    if name.starts_with('/') {
        Some("is an absolute path")
    } else if name.contains('\\') {
        Some("has a backslash, which some systems take for a folder")
    } else if name.contains(':') {
        Some("has a colon: on Windows that is a drive, or a stream that nobody sees")
    } else if parts.clone().any(|part| part == "..") {
        Some("leads out of its folder")
    } else if parts.clone().any(|part| matches!(part, "" | ".")) {
        Some("has an empty part, or one that is a dot")
    } else if name.chars().any(char::is_control) {
        Some("has a control character")
    } else if name.chars().any(is_hidden) {
        Some("has a letter that is not seen, or that turns others around")
    } else if parts.any(|part| is_device(part) || part.ends_with(['.', ' '])) {
        Some("is not a name that Windows can write")
    } else {
        None
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_port = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    DEVICES.contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}

#[cfg(test)]
mod tests {
    use super::{fault, portable};

    #[test]
    fn what_is_made_portable_has_no_fault() {
        for (stem, name) in [
            ("shop", "shop"),
            ("Über v2 (1)", "Über v2 (1)"),
            ("a/b\\c:d", "a-b-c-d"),
            ("..", "collection"),
            ("con", "con-file"),
            ("a\u{1b}[31m", "a--31m"),
        ] {
            assert_eq!(portable(stem), name);
            assert_eq!(fault(&portable(stem)), None);
        }
    }

    #[test]
    fn each_fault_is_told_from_others() {
        let names = ["/a", "a\\b", "c:a", "a/../b", "a//b", "a/\u{7}", "a/\u{202e}gpj.exe", "a/nul.txt"];
        let faults: Vec<_> = names.iter().map(|name| fault(name)).collect();
        assert!(faults.iter().all(Option::is_some), "{faults:?}");
        let mut distinct = faults.clone();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len());
        assert_eq!(fault("shop/README.md"), None);
        assert_eq!(fault("shop/"), None);
    }
}
