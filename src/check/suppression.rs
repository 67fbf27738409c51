//! Exceptions of the manifest: findings that are left out, or weighed in another way. An exception that has expired or fits nothing is
//! itself a finding.

use super::rule::{Check, Confidence, Rule};
use super::selection::{self, UnknownRule};
use crate::document::{Document, Pointer};
use crate::files::Globs;
use crate::finding::{Finding, Location, RuleId, Severity};
use crate::source::manifest::{Checks, Exception};
use camino::Utf8Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// An exception that fits no finding.
pub const UNUSED: Rule = Rule {
    id: RuleId("exception/unused"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an exception of the manifest that fits no finding",
    why: "What it was for has been mended, or moved: it would hide the next mistake at that place.",
    fix: "Delete the `[[check.exception]]`, or mend its `rule`, `path`, `pointer` or `item`.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};

/// An exception whose last day has passed.
pub const EXPIRED: Rule = Rule {
    id: RuleId("exception/expired"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an exception of the manifest whose last day has passed",
    why: "It was meant to end: from now on its findings are reported again.",
    fix: "Mend what it was for and delete it, or agree on another day in `until`.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};

/// The exceptions of one manifest, with how often each was used.
pub struct Exceptions<'m> {
    list: Vec<Ready<'m>>,
}

struct Ready<'m> {
    exception: &'m Exception,
    path: Option<Globs>,
    expired: bool,
    location: Location,
    uses: AtomicUsize,
    files: AtomicUsize,
}

/// How often an exception was used.
pub struct Usage<'e> {
    /// Where it stands in the manifest.
    pub location: &'e Location,
    /// Its reason.
    pub reason: &'e str,
    /// How many findings it fitted.
    pub uses: usize,
    /// Whether anything that it could fit was judged: rules that did not judge and files that were not looked at prove nothing.
    pub was_asked: bool,
}

impl<'m> Exceptions<'m> {
    /// Those of `checks`, as read from `manifest`. `today` is a day as `YYYY-MM-DD`.
    ///
    /// # Errors
    /// Every exception that names an unknown rule or a glob that cannot be read.
    pub fn new(manifest: Option<&Document>, checks: &'m Checks, today: &str) -> Result<Self, Vec<Finding>> {
        let mut wrong = Vec::new();
        let mut list = Vec::new();
        for (index, exception) in checks.exceptions.iter().enumerate() {
            let node = manifest.and_then(|manifest| Checks::exception_node(manifest, index));
            let Some(node) = node else { continue };
            let mut refuse = |key: &str, message: String| {
                let at = node.get(key).unwrap_or(node);
                wrong.push(Finding::error(crate::finding::DATA, Location::of(at), message));
            };
            if let Some(Err(UnknownRule { name, near })) = exception.rule.as_deref().map(selection::known) {
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                refuse("rule", format!("there is no rule or group `{name}`{near}"));
            }
            let path = match exception.path.clone().map(|path| Globs::new(&[path])) {
                None => None,
                Some(Ok(globs)) => Some(globs),
                Some(Err(error)) => {
                    refuse("path", error.to_string());
                    None
                }
            };
            let expired = exception.until.as_deref().is_some_and(|until| until < today);
            let (uses, files) = (AtomicUsize::new(0), AtomicUsize::new(0));
            list.push(Ready { exception, path, expired, location: Location::of(node), uses, files });
        }
        if wrong.is_empty() { Ok(Self { list }) } else { Err(wrong) }
    }

    /// Notes that the file `path`, relative to the manifest, is judged.
    pub fn note_file(&self, path: &Utf8Path) {
        for ready in self.list.iter().filter(|ready| ready.path.as_ref().is_none_or(|globs| globs.is_match(path))) {
            ready.files.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What is left of `finding`, in the file `path` relative to the manifest: nothing when it is left out. Of several exceptions
    /// that fit, the first counts.
    pub fn apply(&self, path: &Utf8Path, mut finding: Finding) -> Option<Finding> {
        let Some(ready) = self.list.iter().find(|ready| !ready.expired && ready.fits(path, &finding)) else {
            return Some(finding);
        };
        ready.uses.fetch_add(1, Ordering::Relaxed);
        finding.severity = ready.exception.severity?;
        Some(finding)
    }

    /// How often each that has not expired was used.
    pub fn usage(&self, is_selected: impl Fn(RuleId) -> bool) -> Vec<Usage<'_>> {
        let usage = |ready: &'_ Ready<'m>| {
            let may = |name: &String| {
                super::rules::ALL.iter().any(|rule| selection::matches(name, rule.id) && is_selected(rule.id))
            };
            let was_asked = ready.files.load(Ordering::Relaxed) > 0 && ready.exception.rule.as_ref().is_none_or(may);
            (ready.uses.load(Ordering::Relaxed), was_asked)
        };
        let live = self.list.iter().filter(|ready| !ready.expired);
        live.map(|ready| {
            let (uses, was_asked) = usage(ready);
            Usage { location: &ready.location, reason: &ready.exception.reason, uses, was_asked }
        })
        .collect()
    }

    /// A finding for each that has expired.
    pub fn expired(&self) -> Vec<Finding> {
        let finding = |ready: &Ready<'m>| {
            let finding = Finding::error(EXPIRED.id, ready.location.clone(), "this exception has expired");
            Finding {
                severity: EXPIRED.severity,
                ..finding.help("mend what it was for and delete it, or move its `until`")
            }
        };
        self.list.iter().filter(|ready| ready.expired).map(finding).collect()
    }
}

/// The finding for an exception at `place` that fits nothing.
pub fn unused(place: Location) -> Finding {
    let finding = Finding::error(UNUSED.id, place, "this exception fits no finding");
    Finding { severity: UNUSED.severity, ..finding.help("delete it: it would hide the next mistake at that place") }
}

impl Ready<'_> {
    fn fits(&self, path: &Utf8Path, finding: &Finding) -> bool {
        let Exception { rule, pointer, item, .. } = self.exception;
        let at = finding.location.pointer.as_ref();
        let below = |pointer: &String| {
            Pointer::parse(pointer).is_some_and(|above| at.is_some_and(|at| at.below(&above).is_some()))
        };
        rule.as_ref().is_none_or(|name| selection::matches(name, finding.rule))
            && self.path.as_ref().is_none_or(|globs| globs.is_match(path))
            && pointer.as_ref().is_none_or(below)
            && item
                .as_ref()
                .is_none_or(|item| finding.location.breadcrumb.as_ref().is_some_and(|names| is_way(item, names)))
    }
}

/// Whether the way `names` begins with the way `item`, in which `*` stands for any text within one name.
fn is_way(item: &str, names: &str) -> bool {
    let mut names = names.split(" / ");
    item.split(" / ").all(|wanted| names.next().is_some_and(|name| is_like(wanted.trim(), name)))
}

fn is_like(wanted: &str, name: &str) -> bool {
    let mut parts = wanted.split('*');
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
    use super::is_way;

    #[test]
    fn ways_are_compared_name_by_name() {
        let names = "Auth / Get token / header 2 / value";
        for item in ["Auth", "Auth / Get token", "A* / *token", "* / Get*en / header *", "*"] {
            assert!(is_way(item, names), "{item}");
        }
        for item in ["Aut", "Auth / token", "* / Get", "Get token", "Auth / Get token / header 2 / value / x", "*x"] {
            assert!(!is_way(item, names), "{item}");
        }
    }
}
