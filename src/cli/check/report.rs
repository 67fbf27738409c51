//! Runs a check: gathers the files, collects the findings, and passes them to the summary.

use super::project::Project;
use super::settings::Settings;
use super::summary::Summary;
use super::{Args, Format, Origin, history};
use crate::cli::error::Result;
use crate::cli::input;
use crate::cli::mask_finding::mask_finding;
use crate::cli::terminal::{self, Progress};
use camino::Utf8Path;
use postsmith::check::groups::{self, CheckedGroup, EntryGroup};
use postsmith::check::secret::MOST_SEARCHED;
use postsmith::check::suppression;
use postsmith::finding::{Finding, RuleId};
use postsmith::report::fingerprint::fingerprints;
use postsmith::report::human::{self, Style};
use postsmith::secret;
use postsmith::secret::mask::{Excerpts, MaskedText, mask_file};
use postsmith::text::Span;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

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

/// The groups of files to check, and the project that they belong to.
pub(super) fn inputs(args: &Args, settings: &Settings) -> Result<(Vec<EntryGroup>, Project)> {
    let (mut groups, project) = match &args.origin {
        Origin::Disk => on_disk(args, settings)?,
        Origin::History(revisions) => (history::commits(&args.paths, revisions, settings)?, Project::default()),
        Origin::Index => (history::index(&args.paths, settings)?, Project::default()),
    };
    if let Some((part, parts)) = args.partition {
        let mut number = 0;
        groups.retain(|_| {
            number += 1;
            number % parts == part % parts
        });
    }
    Ok((groups, project))
}

fn on_disk(args: &Args, settings: &Settings) -> Result<(Vec<EntryGroup>, Project)> {
    let project = if args.paths.is_empty() { Project::of(settings)? } else { Project::default() };
    let mut entries = input::entries(if args.paths.is_empty() { &project.paths } else { &args.paths })?;
    entries.retain(|entry| !settings.is_excluded(&entry.path));
    let folders = groups::CollectionFolders::of(&entries);
    let groups = groups::group_entries(entries, |entry| settings.group_of(entry, &folders));
    Ok((groups, project))
}

pub(super) fn run(args: &Args, settings: &Settings) -> Result {
    let (inputs, project) = inputs(args, settings)?;
    let suppressions = settings.suppressions()?;
    let is_human = args.format == Format::Human;
    let style = Style { has_color: args.output.is_none() && terminal::is_stdout_terminal(), has_reasons: args.verbose };
    if settings.options.selection.includes(RuleId("secret/token")) {
        // The other threads are idle while the first file is read.
        rayon::spawn(secret::prepare);
    }
    let progress = Progress::new(inputs.iter().map(|files| files.entries.len()).sum());
    let show = |checked: CheckedGroup| {
        let CheckedGroup { documents, broken, findings, passed_over, unreadable } = checked;
        for document in &documents {
            suppressions.add_file(settings.relative(document.path()));
        }
        let left = findings.into_iter().filter_map(|finding| {
            let path = finding.location.path.clone();
            suppressions.apply(settings.relative(&path), finding)
        });
        let left: Vec<Finding> = left.map(mask_finding).collect();
        let prints = fingerprints(&left);
        let left = left.into_iter().zip(prints).filter_map(|(finding, print)| {
            let path = finding.location.path.clone();
            Some((suppressions.apply_fingerprint(settings.relative(&path), finding, &print)?, print))
        });
        let (left, prints): (Vec<Finding>, Vec<String>) = left.unzip();
        let is_shown = |finding: &&Finding| is_human && finding.severity >= settings.shown;
        // Lines are cut out here, so that no text stays in memory until the report.
        let mut spans: HashMap<&Utf8Path, Vec<Span>> = HashMap::new();
        for finding in left.iter().filter(is_shown) {
            spans.entry(&finding.location.path).or_default().push(finding.location.span);
        }
        let mut masked: HashMap<&Utf8Path, Excerpts<'_>> = HashMap::new();
        for document in &documents {
            if let Some(spans) = spans.remove(document.path()) {
                masked.insert(document.path(), Excerpts::near(document, spans));
            }
        }
        let mut faulty: HashMap<&Utf8Path, MaskedText> = HashMap::new();
        for error in &broken {
            faulty.insert(error.path(), mask_file(error.path(), error.text()));
        }
        let window = |finding: &Finding| {
            let path = &*finding.location.path;
            let of_document = masked.get(path).map(|masked| Cow::Owned(masked.excerpt(finding.location.span)));
            of_document.or_else(|| faulty.get(path).map(Cow::Borrowed))
        };
        let render = |finding: &Finding| human::render(finding, window(finding).as_deref(), style);
        let rendered: Vec<_> =
            left.par_iter().map(|finding| if is_shown(&finding) { render(finding) } else { String::new() }).collect();
        let shown = left.into_iter().zip(prints).zip(rendered);
        let shown: Vec<_> = shown.map(|((finding, fingerprint), text)| Shown { finding, fingerprint, text }).collect();
        let counts = ReadCounts { files: documents.len() + broken.len(), unreadable };
        (shown, counts, passed_over)
    };
    let options = &settings.options;
    let checked = groups::check_groups(&inputs, options, args.skip_others, |files, checked| {
        let shown = show(checked);
        progress.add(files.entries.len());
        shown
    });
    // A group alone was searched for its own values; in the history a value is reported once anyway.
    let has_others = inputs.len() > 1 && !matches!(args.origin, Origin::History(_));
    let known =
        if has_others { groups::find_known(&inputs, options, |_, checked| show(checked).0) } else { Vec::new() };
    progress.finish();
    if is_human && has_others && options.run.as_ref().is_some_and(|run| run.is_too_large()) {
        terminal::say(format_args!(
            "note: known values were searched for within each folder only, because the files have more than {} MiB together",
            MOST_SEARCHED >> 20
        ))?;
    }
    let groups = checked;
    let counts = groups.iter().fold(ReadCounts::default(), |sum, (_, counts, _)| ReadCounts {
        files: sum.files + counts.files,
        unreadable: sum.unreadable + counts.unreadable,
    });
    let mut passed_over: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in groups.iter().flat_map(|(_, _, passed_over)| passed_over) {
        *passed_over.entry(kind).or_default() += 1;
    }
    let mut all: Vec<Shown> =
        groups.into_iter().flat_map(|(shown, ..)| shown).chain(known.into_iter().flatten()).collect();
    if matches!(args.origin, Origin::History(_)) {
        history::keep_first(&mut all);
    }
    let rendered = |findings: Vec<Finding>, text: &dyn Fn(&Utf8Path) -> Option<MaskedText>| -> Vec<Shown> {
        let prints = fingerprints(&findings);
        let shown = findings.into_iter().zip(prints).map(|(finding, fingerprint)| {
            let text = if is_human {
                human::render(&finding, text(&finding.location.path).as_ref(), style)
            } else {
                String::new()
            };
            Shown { finding, fingerprint, text }
        });
        shown.collect()
    };
    all.extend(rendered(project.findings.clone(), &|path| project.text(path)));
    let usage = suppressions.usage(|rule| settings.options.selection.includes(rule));
    let manifest = settings.manifest.as_ref().map(|manifest| mask_file(manifest.path(), manifest.text()));
    let unused = usage.iter().filter(|usage| usage.uses == 0 && usage.could_match && args.partition.is_none());
    let unused = unused.map(|usage| suppression::unused(usage.location.clone()));
    let of_manifest = unused.chain(suppressions.expired());
    let of_manifest = of_manifest.filter(|finding| settings.options.selection.includes(finding.rule));
    all.extend(rendered(of_manifest.collect(), &|_| manifest.clone()));
    all.sort_by(|one, other| one.finding.cmp(&other.finding));
    Summary::new(args, settings, all, counts, passed_over).finish(&usage)
}
