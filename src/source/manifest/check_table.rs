//! The manifest's table `[check]`: profile, rules, groups and suppressions of `postsmith check`.

use super::Checker;
use crate::document::{Document, NodeRef};
use crate::finding::{DATA, Finding, Location, Severity};
use crate::schema::Profile;
use schemars::JsonSchema;
use serde::Deserialize;

/// The old name of `[[check.suppression]]`. It is still read.
const OLD_KEY: &str = "exception";

/// `[check]`: what `postsmith check` checks and reports. A manifest may hold this table alone, for a folder of exports.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Checks {
    /// The schema profile: `app` (the default) accepts what Postman's own app writes, `published` is Postman's published schema.
    pub profile: Option<Profile>,
    /// The rules or groups that run. Default: all.
    pub select: Vec<String>,
    /// The rules or groups that do not run.
    pub ignore: Vec<String>,
    /// Files to skip: globs, relative to the manifest.
    pub exclude: Vec<String>,
    /// Files that are checked together. Other files are checked with those of their folder.
    #[serde(rename = "group")]
    pub groups: Vec<CheckGroup>,
    /// Findings to drop, or to report with another severity.
    #[serde(rename = "suppression", alias = "exception")]
    pub suppressions: Vec<Suppression>,
}

/// `[[check.group]]`: files that are checked together.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckGroup {
    /// The name of the group.
    pub name: String,
    /// The files of the group: globs, relative to the manifest.
    pub files: Vec<String>,
}

/// `[[check.suppression]]`: findings to drop, or to report with another severity. A finding must match all keys that are given.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suppression {
    /// A rule or a group of rules.
    pub rule: Option<String>,
    /// Files: a glob, relative to the manifest.
    pub path: Option<String>,
    /// A value and everything below it: a JSON pointer (RFC 6901).
    pub pointer: Option<String>,
    /// A folder or request and everything below it, by its breadcrumb: `Auth / Get token`. A `*` matches any text within one name.
    pub item: Option<String>,
    /// One finding, by its fingerprint: 32 hexadecimal digits, as reports have them.
    pub fingerprint: Option<String>,
    /// A value that is public, in clear: the findings whose credential it is.
    #[schemars(length(min = 1))]
    pub value: Option<String>,
    /// A value as a salted hash, `sha256:SALT:HASH`: the findings whose credential it is. `postsmith scan --value-hashes` prints it.
    pub value_hash: Option<String>,
    /// The severity to report. Without it, the findings are dropped.
    pub severity: Option<Severity>,
    /// Why the findings are suppressed.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The last day on which the suppression applies: `YYYY-MM-DD`.
    pub until: Option<String>,
}

impl Checks {
    /// Reads `[check]` of a manifest and ignores all other tables. Without the table, all keys have their defaults.
    ///
    /// # Errors
    /// A finding for each mistake in the table.
    pub fn read(manifest: &Document) -> Result<Self, Vec<Finding>> {
        let Some(node) = manifest.root().get("check") else { return Ok(Self::default()) };
        let checks: Self = node.read().map_err(|error| vec![Finding::data(manifest, &error)])?;
        let mut checker = Checker::new(manifest);
        checks.validate(&mut checker);
        if checker.findings.is_empty() { Ok(checks) } else { Err(checker.findings) }
    }

    /// A note if the manifest uses the old name of `[[check.suppression]]`.
    pub fn old_key_note(manifest: &Document) -> Option<Finding> {
        let (key, _) = manifest.root().get("check")?.member(OLD_KEY)?;
        let finding =
            Finding::error(DATA, Location::of(key), "`[[check.exception]]` is now called `[[check.suppression]]`");
        Some(Finding { severity: Severity::Note, ..finding.help("rename the key to `suppression`") })
    }

    /// The node of suppression number `index`, from 0, in its manifest.
    pub fn suppression_node(manifest: &Document, index: usize) -> Option<NodeRef<'_>> {
        let check = manifest.root().get("check")?;
        check.get("suppression").or_else(|| check.get(OLD_KEY))?.element(index)
    }

    pub(super) fn validate(&self, checker: &mut Checker<'_>) {
        for (index, group) in self.groups.iter().enumerate() {
            let index = index.to_string();
            if group.files.is_empty() {
                let help = "add globs: `files = [\"api/*.json\"]`";
                checker.value(&["check", "group", &index, "files"], "this group has no files", help);
            }
        }
        let key = if checker.has(&["check", OLD_KEY]) { OLD_KEY } else { "suppression" };
        for (index, suppression) in self.suppressions.iter().enumerate() {
            suppression.validate(checker, &["check", key, &index.to_string()]);
        }
    }
}

impl Suppression {
    fn validate(&self, checker: &mut Checker<'_>, at: &[&str; 3]) {
        let below = |key| [at[0], at[1], at[2], key];
        let Self { rule, path, pointer, item, fingerprint, value, value_hash, .. } = self;
        if [rule, path, pointer, item, fingerprint, value, value_hash].iter().all(|part| part.is_none()) {
            let help = "limit it with `rule`, `path`, `pointer`, `item`, `fingerprint`, `value` or `value_hash`";
            checker.value(at, "this suppression matches every finding", help);
        }
        if fingerprint.as_ref().is_some_and(|print| !is_fingerprint(print)) {
            let help = "copy the 32 hexadecimal digits of `fingerprint` from a JSON report";
            checker.value(&below("fingerprint"), "this is not a fingerprint", help);
        }
        if value.as_ref().is_some_and(String::is_empty) {
            checker.value(&below("value"), "this value is empty", "write the value that is public");
        }
        if value.is_some() && value_hash.is_some() {
            checker.value(&below("value_hash"), "this suppression has a value and a hash", "remove one of them");
        }
        if self.reason.trim().is_empty() {
            checker.value(&below("reason"), "this suppression has no reason", "say why the findings are suppressed");
        }
        if self.until.as_ref().is_some_and(|day| !is_day(day)) {
            checker.value(&below("until"), "this is not a date", "write it as `YYYY-MM-DD`");
        }
        if pointer.as_ref().is_some_and(|pointer| crate::document::Pointer::parse(pointer).is_none()) {
            let help = "write a pointer such as `/item/0/request`, or an empty one for the whole file";
            checker.value(&below("pointer"), "this is not a JSON pointer", help);
        }
    }
}

/// Whether `text` has the 32 hexadecimal digits of a fingerprint.
fn is_fingerprint(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// Whether `text` is a date as `YYYY-MM-DD`. Days are compared as texts, so 31 days in every month are close enough.
fn is_day(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let number = |part: &str, digits: usize| {
        let is_number = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u16>().unwrap_or(0))
    };
    match parts.as_slice() {
        [year, month, day] => {
            number(year, 4).is_some()
                && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
                && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Checks, is_day};
    use crate::document::Document;

    fn read(text: &str) -> Result<Checks, Vec<String>> {
        let document = Document::toml("postsmith.toml", text).unwrap();
        Checks::read(&document).map_err(|findings| findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_manifest_with_the_check_table_alone_is_read() {
        let checks = read(
            "[check]\nprofile = \"published\"\n[[check.suppression]]\nrule = \"lint\"\nreason = \"old\"\nuntil = 2027-01-31\n",
        );
        let checks = checks.unwrap();
        assert_eq!(checks.suppressions[0].until.as_deref(), Some("2027-01-31"));
        assert!(read("[collection]\nname = 5\n").unwrap().suppressions.is_empty());
    }

    #[test]
    fn mistakes_in_the_table_are_reported() {
        for (text, expected) in [
            ("[[check.suppression]]\nrule = 'lint'\n", "the key `reason` is missing"),
            ("[[check.suppression]]\nreason = 'x'\n", "this suppression matches every finding"),
            ("[[check.suppression]]\nrule = 'x'\nreason = ' '\n", "this suppression has no reason"),
            ("[[check.suppression]]\nrule = 'x'\nreason = 'x'\nuntil = 'soon'\n", "this is not a date"),
            ("[[check.suppression]]\npointer = 'a'\nreason = 'x'\n", "this is not a JSON pointer"),
            ("[[check.suppression]]\nfingerprint = 'abc'\nreason = 'x'\n", "this is not a fingerprint"),
            ("[[check.suppression]]\nvalue = ''\nreason = 'x'\n", "this value is empty"),
            ("[[check.suppression]]\nvalue = 'a'\nvalue_hash = 'b'\nreason = 'x'\n", "has a value and a hash"),
            ("[[check.group]]\nname = 'a'\nfiles = []\n", "this group has no files"),
            ("[check]\nexclud = []\n", "unknown key `exclud`"),
        ] {
            let found = read(text).err().unwrap_or_default().join("\n");
            assert!(found.contains(expected), "{text}: {found}");
        }
    }

    #[test]
    fn the_old_key_of_suppressions_is_read_and_noted() {
        let manifest = |key: &str| format!("[check]\n[[check.{key}]]\nrule = 'lint'\nreason = 'x'\n");
        for (key, is_old) in [("exception", true), ("suppression", false)] {
            let document = Document::toml("postsmith.toml", manifest(key)).unwrap();
            assert_eq!(Checks::read(&document).ok().unwrap().suppressions.len(), 1);
            assert!(Checks::suppression_node(&document, 0).is_some());
            assert_eq!(Checks::old_key_note(&document).is_some(), is_old, "{key}");
        }
        let wrong = read("[[check.exception]]\nrule = 'x'\nreason = ' '\n").err().unwrap_or_default();
        assert!(wrong[0].starts_with("postsmith.toml:3:10: "), "{wrong:?}");
        let both =
            read("[[check.exception]]\nrule = 'x'\nreason = 'x'\n[[check.suppression]]\nrule = 'x'\nreason = 'x'\n");
        assert!(
            both.err().unwrap_or_default().concat().contains("the key `suppression`"),
            "only one of both names may be used"
        );
    }

    #[test]
    fn a_date_has_four_two_and_two_digits() {
        assert!(is_day("2027-01-31"));
        for text in ["2027-13-01", "2027-1-31", "27-01-31", "2027-01-00", "2027-01-31T00:00", ""] {
            assert!(!is_day(text), "{text}");
        }
    }
}
