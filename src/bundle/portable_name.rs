//! File names that every system can unpack. Packing makes them, verification checks them.

use crate::text::is_hidden;

/// Names that Windows reserves for devices, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// Replaces every character of `stem` that some system does not allow by a hyphen. The result is `collection` if nothing is left.
pub(super) fn portable_name(stem: &str) -> String {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '+' | '(' | ')');
    let name: String = stem.chars().map(|c| if is_fine(c) { c } else { '-' }).collect();
    let name = name.trim_matches(|c: char| matches!(c, '.' | ' ' | '-'));
    if name.is_empty() {
        "collection".to_owned()
    } else if is_device(name) {
        format!("{name}-file")
    } else {
        name.to_owned()
    }
}

/// Describes the first problem of `name`, the path of a member of an archive. The text completes the sentence "this name ...".
pub(super) fn name_problem(name: &str) -> Option<&'static str> {
    let mut parts = name.trim_end_matches('/').split('/');
    if name.starts_with('/') {
        Some("is an absolute path")
    } else if name.contains('\\') {
        Some("has a backslash, which separates folders on some systems")
    } else if name.contains(':') {
        Some("has a colon, which means a drive or a hidden stream on Windows")
    } else if parts.clone().any(|part| part == "..") {
        Some("leads out of the folder")
    } else if parts.clone().any(|part| matches!(part, "" | ".")) {
        Some("has an empty part or a part that is a dot")
    } else if name.chars().any(char::is_control) {
        Some("has a control character")
    } else if name.chars().any(is_hidden) {
        Some("has an invisible character or one that changes the direction of text")
    } else if parts.any(|part| is_device(part) || part.ends_with(['.', ' '])) {
        Some("is reserved on Windows, or ends in a dot or space")
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
    use super::{name_problem, portable_name};

    #[test]
    fn portable_names_have_no_problem() {
        for (stem, name) in [
            ("shop", "shop"),
            ("Über v2 (1)", "Über v2 (1)"),
            ("a/b\\c:d", "a-b-c-d"),
            ("..", "collection"),
            ("con", "con-file"),
            ("a\u{1b}[31m", "a--31m"),
        ] {
            assert_eq!(portable_name(stem), name);
            assert_eq!(name_problem(&portable_name(stem)), None);
        }
    }

    #[test]
    fn every_problem_has_its_own_message() {
        let names = ["/a", "a\\b", "c:a", "a/../b", "a//b", "a/\u{7}", "a/\u{202e}gpj.exe", "a/nul.txt"];
        let problems: Vec<_> = names.iter().map(|name| name_problem(name)).collect();
        assert!(problems.iter().all(Option::is_some), "{problems:?}");
        let mut distinct = problems.clone();
        distinct.dedup();
        assert_eq!(distinct.len(), names.len());
        assert_eq!(name_problem("shop/README.md"), None);
        assert_eq!(name_problem("shop/"), None);
    }
}
