//! `[check]`: how `postsmith check` judges.

use super::Checker;
use crate::document::{Document, NodeRef};
use crate::finding::{Finding, Severity};
use crate::schema::Profile;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[check]`: how `postsmith check` judges. A manifest that holds nothing else serves a folder of exports.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Checks {
    /// Which schema counts: `published` to the letter, or `app` with what Postman's own app writes in spite of it.
    pub profile: Option<Profile>,
    /// The rules or groups that judge; all when it is left out.
    pub select: Vec<String>,
    /// Rules or groups that do not judge.
    pub ignore: Vec<String>,
    /// Files that are never looked at: globs, relative to the manifest.
    pub exclude: Vec<String>,
    /// Files that are judged together. Others are judged with those of their folder.
    #[serde(rename = "group")]
    pub groups: Vec<CheckGroup>,
    /// Findings that are left out, or weighed in another way.
    #[serde(rename = "exception")]
    pub exceptions: Vec<Exception>,
}

/// `[[check.group]]`: files that are judged together.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckGroup {
    /// What it is called.
    pub name: String,
    /// Its files: globs, relative to the manifest.
    pub files: Vec<String>,
}

/// `[[check.exception]]`: findings that are left out, or weighed in another way. All that is given must fit a finding.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// A rule or a group of rules.
    pub rule: Option<String>,
    /// A file: a glob, relative to the manifest.
    pub path: Option<String>,
    /// A value: a JSON pointer (RFC 6901). What lies below it fits as well.
    pub pointer: Option<String>,
    /// A folder or request, by the names that lead to it: `Auth / Get token`. A `*` stands for any text. What lies below it fits as well.
    pub item: Option<String>,
    /// What the findings weigh. Left out: they are not reported.
    pub severity: Option<Severity>,
    /// Why. People will ask.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The last day on which it holds: `YYYY-MM-DD`.
    pub until: Option<String>,
}

impl Checks {
    /// Reads `[check]` of a manifest, whatever else is in it; the defaults when there is none.
    pub fn read(manifest: &Document) -> Result<Self, Vec<Finding>> {
        let Some(node) = manifest.root().get("check") else { return Ok(Self::default()) };
        let checks: Self = node.read().map_err(|error| vec![Finding::data(manifest, &error)])?;
        let mut checker = Checker::new(manifest);
        checks.check(&mut checker);
        if checker.findings.is_empty() { Ok(checks) } else { Err(checker.findings) }
    }

    /// The value of exception number `index`, from 0, in its manifest.
    pub fn exception_node(manifest: &Document, index: usize) -> Option<NodeRef<'_>> {
        manifest.root().get("check")?.get("exception")?.element(index)
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        for (index, group) in self.groups.iter().enumerate() {
            let index = index.to_string();
            if group.files.is_empty() {
                let help = "name files by globs: `files = [\"api/*.json\"]`";
                checker.value(&["check", "group", &index, "files"], "this group has no files", help);
            }
        }
        for (index, exception) in self.exceptions.iter().enumerate() {
            exception.check(checker, &["check", "exception", &index.to_string()]);
        }
    }
}

impl Exception {
    fn check(&self, checker: &mut Checker<'_>, at: &[&str; 3]) {
        let below = |key| [at[0], at[1], at[2], key];
        if [&self.rule, &self.path, &self.pointer, &self.item].iter().all(|part| part.is_none()) {
            let help = "say which findings: `rule`, `path`, `pointer` or `item`";
            checker.value(at, "this exception fits every finding", help);
        }
        if self.reason.trim().is_empty() {
            checker.value(&below("reason"), "this exception has no reason", "say why; people will ask");
        }
        if self.until.as_ref().is_some_and(|day| !is_day(day)) {
            checker.value(&below("until"), "this is not a day", "write it as `YYYY-MM-DD`");
        }
        if self.pointer.as_ref().is_some_and(|pointer| crate::document::Pointer::parse(pointer).is_none()) {
            let help = "a pointer is empty or begins with `/`: `/item/0/request`";
            checker.value(&below("pointer"), "this is not a JSON pointer", help);
        }
    }
}

/// `YYYY-MM-DD` that the calendar has, near enough: days compare as texts.
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
    fn a_manifest_for_checks_alone_is_read() {
        let checks = read(
            "[check]\nprofile = \"published\"\n[[check.exception]]\nrule = \"lint\"\nreason = \"old\"\nuntil = 2027-01-31\n",
        );
        let checks = checks.unwrap();
        assert_eq!(checks.exceptions[0].until.as_deref(), Some("2027-01-31"));
        assert!(read("[collection]\nname = 5\n").unwrap().exceptions.is_empty());
    }

    #[test]
    fn mistakes_are_named_at_their_place() {
        for (text, expected) in [
            ("[[check.exception]]\nrule = 'lint'\n", "the key `reason` is missing"),
            ("[[check.exception]]\nreason = 'x'\n", "this exception fits every finding"),
            ("[[check.exception]]\nrule = 'x'\nreason = ' '\n", "this exception has no reason"),
            ("[[check.exception]]\nrule = 'x'\nreason = 'x'\nuntil = 'soon'\n", "this is not a day"),
            ("[[check.exception]]\npointer = 'a'\nreason = 'x'\n", "this is not a JSON pointer"),
            ("[[check.group]]\nname = 'a'\nfiles = []\n", "this group has no files"),
            ("[check]\nexclud = []\n", "unknown key `exclud`"),
        ] {
            let found = read(text).err().unwrap_or_default().join("\n");
            assert!(found.contains(expected), "{text}: {found}");
        }
    }

    #[test]
    fn days_are_told_from_other_texts() {
        assert!(is_day("2027-01-31"));
        for text in ["2027-13-01", "2027-1-31", "27-01-31", "2027-01-00", "2027-01-31T00:00", ""] {
            assert!(!is_day(text), "{text}");
        }
    }
}
