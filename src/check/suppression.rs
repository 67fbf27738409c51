//! The suppressions of a manifest: they drop findings or change their severity. An expired or unused suppression is itself a finding.
//!
//! `postsmith check` applies them to the findings of each group.

use super::secret::ValueMatcher;
use super::selection::{self, UnknownRule};
use super::{rules, suppression_rules};
use crate::document::{Document, Pointer};
use crate::files::Globs;
use crate::finding::{Finding, Location, RuleId};
use crate::source::manifest::{Checks, Suppression};
use camino::Utf8Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The suppressions of one manifest. Counts how often each is used.
pub struct Suppressions<'m> {
    list: Vec<Entry<'m>>,
    values: Vec<ValueMatcher>,
}

/// One suppression, ready to be matched.
struct Entry<'m> {
    suppression: &'m Suppression,
    path: Option<Globs>,
    /// The number of its value in [`Suppressions::values`].
    value: Option<usize>,
    expired: bool,
    location: Location,
    uses: AtomicUsize,
    files: AtomicUsize,
}

/// How often a suppression was used.
pub struct SuppressionUsage<'e> {
    /// Its location in the manifest.
    pub location: &'e Location,
    /// Its reason.
    pub reason: &'e str,
    /// How many findings it matched.
    pub uses: usize,
    /// Whether a file and a rule that it names were checked. Otherwise 0 uses do not mean that it is unused.
    pub could_match: bool,
}

impl<'m> Suppressions<'m> {
    /// The suppressions of `checks`, which was read from `manifest`. `today` is a day as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// A finding for each suppression that names an unknown rule or has an invalid glob.
    pub fn new(manifest: Option<&Document>, checks: &'m Checks, today: &str) -> Result<Self, Vec<Finding>> {
        let mut wrong = Vec::new();
        let (mut list, mut values) = (Vec::new(), Vec::new());
        for (index, suppression) in checks.suppressions.iter().enumerate() {
            let node = manifest.and_then(|manifest| Checks::suppression_node(manifest, index));
            let Some(node) = node else { continue };
            let mut refuse = |key: &str, message: String| {
                let at = node.get(key).unwrap_or(node);
                wrong.push(Finding::error(crate::finding::DATA, Location::of(at), message));
            };
            if let Some(Err(UnknownRule { name, near })) = suppression.rule.as_deref().map(selection::validate_name) {
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                refuse("rule", format!("unknown rule or group `{name}`{near}"));
            }
            let path = match suppression.path.clone().map(|path| Globs::new(&[path])) {
                None => None,
                Some(Ok(globs)) => Some(globs),
                Some(Err(error)) => {
                    refuse("path", error.to_string());
                    None
                }
            };
            let matcher = match (&suppression.value, &suppression.value_hash) {
                (Some(value), _) => Some(ValueMatcher::Value(value.clone())),
                (None, Some(hash)) => {
                    let parsed = ValueMatcher::parse_hash(hash);
                    if parsed.is_none() {
                        let what = "this is not a salted hash; copy `value_hash` from `postsmith scan --value-hashes`";
                        refuse("value_hash", what.to_owned());
                    }
                    parsed
                }
                (None, None) => None,
            };
            let value = matcher.map(|matcher| {
                values.push(matcher);
                values.len() - 1
            });
            let expired = suppression.until.as_deref().is_some_and(|until| until < today);
            let (uses, files) = (AtomicUsize::new(0), AtomicUsize::new(0));
            list.push(Entry { suppression, path, value, expired, location: Location::of(node), uses, files });
        }
        if wrong.is_empty() { Ok(Self { list, values }) } else { Err(wrong) }
    }

    /// The values that suppressions name, for [`Options::values`](super::Options::values).
    pub fn values(&self) -> &[ValueMatcher] {
        &self.values
    }

    /// Records that the file `path`, relative to the manifest, is checked.
    pub fn add_file(&self, path: &Utf8Path) {
        for entry in self.list.iter().filter(|entry| entry.path.as_ref().is_none_or(|globs| globs.is_match(path))) {
            entry.files.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Applies the first matching suppression to `finding`, which is in the file `path` relative to the manifest. Returns None if the finding is
    /// suppressed, otherwise the finding with the suppression's severity.
    ///
    /// Suppressions by fingerprint are left to [`apply_fingerprint`](Self::apply_fingerprint): a fingerprint depends on the other findings.
    pub fn apply(&self, path: &Utf8Path, finding: Finding) -> Option<Finding> {
        self.apply_first(finding, |entry, finding| {
            entry.suppression.fingerprint.is_none() && entry.matches(path, finding)
        })
    }

    /// Applies the first suppression that names the fingerprint `print` of `finding`, as [`apply`](Self::apply) does.
    pub fn apply_fingerprint(&self, path: &Utf8Path, finding: Finding, print: &str) -> Option<Finding> {
        self.apply_first(finding, |entry, finding| {
            entry.suppression.fingerprint.as_deref() == Some(print) && entry.matches(path, finding)
        })
    }

    fn apply_first(&self, mut finding: Finding, is_it: impl Fn(&Entry<'m>, &Finding) -> bool) -> Option<Finding> {
        let Some(entry) = self.list.iter().find(|entry| !entry.expired && is_it(entry, &finding)) else {
            return Some(finding);
        };
        entry.uses.fetch_add(1, Ordering::Relaxed);
        finding.severity = entry.suppression.severity?;
        Some(finding)
    }

    /// How often each suppression that has not expired was used. `is_selected` says which rules ran.
    pub fn usage(&self, is_selected: impl Fn(RuleId) -> bool) -> Vec<SuppressionUsage<'_>> {
        let usage = |entry: &'_ Entry<'m>| {
            let may =
                |name: &String| rules::ALL.iter().any(|rule| selection::matches(name, rule.id) && is_selected(rule.id));
            let could_match =
                entry.files.load(Ordering::Relaxed) > 0 && entry.suppression.rule.as_ref().is_none_or(may);
            (entry.uses.load(Ordering::Relaxed), could_match)
        };
        let live = self.list.iter().filter(|entry| !entry.expired);
        live.map(|entry| {
            let (uses, could_match) = usage(entry);
            SuppressionUsage { location: &entry.location, reason: &entry.suppression.reason, uses, could_match }
        })
        .collect()
    }

    /// A finding for each expired suppression.
    pub fn expired(&self) -> Vec<Finding> {
        let finding = |entry: &Entry<'m>| {
            let finding =
                Finding::error(suppression_rules::EXPIRED.id, entry.location.clone(), "this suppression has expired");
            Finding {
                severity: suppression_rules::EXPIRED.severity,
                ..finding.help("fix its findings and delete it, or move its `until` to a later day")
            }
        };
        self.list.iter().filter(|entry| entry.expired).map(finding).collect()
    }
}

/// The finding for an unused suppression at `location`.
pub fn unused(location: Location) -> Finding {
    let finding = Finding::error(suppression_rules::UNUSED.id, location, "this suppression matches no finding");
    Finding {
        severity: suppression_rules::UNUSED.severity,
        ..finding.help("delete it: it would hide the next mistake at the same location")
    }
}

impl Entry<'_> {
    fn matches(&self, path: &Utf8Path, finding: &Finding) -> bool {
        let Suppression { rule, pointer, item, .. } = self.suppression;
        let at = finding.location.pointer.as_ref();
        let below = |pointer: &String| {
            Pointer::parse(pointer).is_some_and(|above| at.is_some_and(|at| at.below(&above).is_some()))
        };
        rule.as_ref().is_none_or(|name| selection::matches(name, finding.rule))
            && self.path.as_ref().is_none_or(|globs| globs.is_match(path))
            && self.value.is_none_or(|value| {
                finding.credential.as_ref().is_some_and(|credential| credential.matches.contains(&value))
            })
            && pointer.as_ref().is_none_or(below)
            && item.as_ref().is_none_or(|item| {
                finding.location.breadcrumb.as_ref().is_some_and(|breadcrumb| starts_with(breadcrumb, item))
            })
    }
}

/// Whether `breadcrumb` starts with the names of `item`, in which `*` matches any text within one name.
fn starts_with(breadcrumb: &str, item: &str) -> bool {
    let mut names = breadcrumb.split(" / ");
    item.split(" / ").all(|pattern| names.next().is_some_and(|name| matches_pattern(pattern.trim(), name)))
}

fn matches_pattern(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::starts_with;

    #[test]
    fn breadcrumbs_are_compared_name_by_name() {
        let breadcrumb = "Auth / Get token / header 2 / value";
        for item in ["Auth", "Auth / Get token", "A* / *token", "* / Get*en / header *", "*"] {
            assert!(starts_with(breadcrumb, item), "{item}");
        }
        for item in ["Aut", "Auth / token", "* / Get", "Get token", "Auth / Get token / header 2 / value / x", "*x"] {
            assert!(!starts_with(breadcrumb, item), "{item}");
        }
    }
}
