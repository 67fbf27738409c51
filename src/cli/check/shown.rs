//! What a check found in one group, ready for the report: suppressions applied, values masked, rendered for people.

use super::settings::Settings;
use camino::Utf8Path;
use postsmith::check::groups::CheckedGroup;
use postsmith::check::suppression::Suppressions;
use postsmith::document::{Document, SyntaxError};
use postsmith::finding::Finding;
use postsmith::report::fingerprint::fingerprints;
use postsmith::report::human::{self, Style};
use postsmith::secret::mask::{Excerpts, MaskedText, mask_file};
use postsmith::text::Span;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;

/// A finding, ready to be reported.
pub(super) struct Shown {
    pub(super) finding: Finding,
    /// Its fingerprint among all findings of the run, those of the baseline included.
    pub(super) fingerprint: String,
    /// How people see it; empty for other formats.
    pub(super) text: String,
}

/// How many files a check has read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ReadCounts {
    /// Files that were checked, those that could not be parsed included.
    pub(super) files: usize,
    /// Files that could not be read.
    pub(super) unreadable: usize,
}

impl ReadCounts {
    pub(super) const fn total(self) -> usize {
        self.files + self.unreadable
    }
}

/// One group.
pub(super) struct ShownGroup {
    pub(super) shown: Vec<Shown>,
    pub(super) counts: ReadCounts,
    /// The kinds of the files that were passed over, one for each file.
    pub(super) passed_over: Vec<&'static str>,
}

/// Makes findings ready for the report.
pub(super) struct Presenter<'a> {
    pub(super) settings: &'a Settings,
    pub(super) suppressions: &'a Suppressions<'a>,
    /// Whether the report is for people.
    pub(super) is_human: bool,
    pub(super) style: Style,
}

impl Presenter<'_> {
    /// The findings of a group. Lines are cut out here, so that no text stays in memory until the report.
    pub(super) fn group(&self, checked: CheckedGroup) -> ShownGroup {
        let CheckedGroup { documents, broken, findings, passed_over, unreadable } = checked;
        for document in &documents {
            self.suppressions.add_file(self.settings.relative(document.path()));
        }
        let (left, prints) = self.settings.suppress(self.suppressions, findings);
        let shown: Vec<&Finding> = left.iter().filter(|finding| self.is_rendered(finding)).collect();
        let excerpts = excerpts(&documents, &broken, &shown);
        let text = |finding: &Finding| {
            if !self.is_rendered(finding) {
                return String::new();
            }
            let excerpt = excerpts.get(&*finding.location.path).map(|excerpt| excerpt.around(finding.location.span));
            human::render(finding, excerpt.as_deref(), self.style)
        };
        let texts: Vec<String> = left.par_iter().map(text).collect();
        let shown = left.into_iter().zip(prints).zip(texts);
        let shown = shown.map(|((finding, fingerprint), text)| Shown { finding, fingerprint, text }).collect();
        let counts = ReadCounts { files: documents.len() + broken.len(), unreadable };
        ShownGroup { shown, counts, passed_over }
    }

    /// Findings outside of the groups, such as those of the manifest. `text` gives the masked text of a file.
    pub(super) fn others(&self, findings: Vec<Finding>, text: impl Fn(&Utf8Path) -> Option<MaskedText>) -> Vec<Shown> {
        let prints = fingerprints(&findings);
        let shown = findings.into_iter().zip(prints).map(|(finding, fingerprint)| {
            let text = if self.is_human {
                human::render(&finding, text(&finding.location.path).as_ref(), self.style)
            } else {
                String::new()
            };
            Shown { finding, fingerprint, text }
        });
        shown.collect()
    }

    fn is_rendered(&self, finding: &Finding) -> bool {
        self.is_human && finding.severity >= self.settings.shown
    }
}

/// The masked text of a file, or the parts of it that findings are in.
enum Excerpt<'d> {
    Parts(Excerpts<'d>),
    Whole(MaskedText),
}

impl Excerpt<'_> {
    /// The text around `span`.
    fn around(&self, span: Span) -> Cow<'_, MaskedText> {
        match self {
            Self::Parts(parts) => Cow::Owned(parts.excerpt(span)),
            Self::Whole(text) => Cow::Borrowed(text),
        }
    }
}

/// The masked texts that `shown` needs, by file.
fn excerpts<'d>(
    documents: &'d [Document],
    broken: &'d [SyntaxError],
    shown: &[&Finding],
) -> HashMap<&'d Utf8Path, Excerpt<'d>> {
    let mut spans: HashMap<&Utf8Path, Vec<Span>> = HashMap::new();
    for finding in shown {
        spans.entry(&finding.location.path).or_default().push(finding.location.span);
    }
    let faulty = broken.iter().map(|error| (error.path(), Excerpt::Whole(mask_file(error.path(), error.text()))));
    let mut excerpts: HashMap<&Utf8Path, Excerpt<'_>> = faulty.collect();
    for document in documents {
        if let Some(spans) = spans.remove(document.path()) {
            excerpts.insert(document.path(), Excerpt::Parts(Excerpts::near(document, spans)));
        }
    }
    excerpts
}
