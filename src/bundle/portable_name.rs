//! File names that every system can unpack and that cannot be mistaken for each other. Packing makes them, verification checks them.

use crate::text::is_hidden;
use unicode_normalization::UnicodeNormalization as _;

/// Names that Windows reserves for devices, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];
/// The longest name in bytes, the ending of a role and a number apart.
const LONGEST: usize = 100;

/// The name that a bundle makes of `stem`: letters and digits in lower case and in one Unicode form (NFKC), `_` and `.`, and one hyphen for everything else. The
/// result is `collection` if nothing is left.
pub(super) fn portable_name(stem: &str) -> String {
    let mut name = String::new();
    for character in folded(stem).chars() {
        let is_fine = character.is_alphanumeric() || matches!(character, '_' | '.');
        if is_fine && name.len() + character.len_utf8() <= LONGEST {
            name.push(character);
        } else if !is_fine && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(['.', '-']);
    if name.is_empty() {
        "collection".to_owned()
    } else if is_device(name) {
        format!("{name}-file")
    } else {
        name.to_owned()
    }
}

/// `name` in lower case and in one Unicode form (NFKC): what differs only in these is one name on some systems.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

/// Whether `stem` is a name that [`portable_name`] makes, with a number behind it or not.
pub(super) fn is_portable(stem: &str) -> bool {
    let own = stem.rsplit_once('-').filter(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()));
    portable_name(stem) == stem
        || own.is_some_and(|(own, number)| (1..=4).contains(&number.len()) && portable_name(own) == own)
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
    use super::{is_portable, name_problem, portable_name};

    #[test]
    fn portable_names_have_no_problem() {
        for (stem, name) in [
            ("shop", "shop"),
            ("Über v2 (1)", "über-v2-1"),
            ("a/b\\c:d", "a-b-c-d"),
            ("..", "collection"),
            ("con", "con-file"),
            ("COM\u{b9}", "com1-file"),
            ("a\u{1b}[31m", "a-31m"),
            ("u\u{308}", "\u{fc}"),
            ("\u{ff41}\u{fb01}", "afi"),
        ] {
            assert_eq!(portable_name(stem), name);
            assert_eq!(name_problem(&portable_name(stem)), None);
            assert!(is_portable(name) && is_portable(&format!("{name}-2")));
            assert!(stem == name || !is_portable(stem), "{stem}");
        }
        let long = portable_name(&"ü".repeat(400));
        assert!(long.len() <= 100 && is_portable(&long));
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
