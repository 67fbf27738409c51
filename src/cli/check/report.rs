//! Runs a check: gathers the files, collects the findings, and passes them to the summary.

use super::project::Project;
use super::settings::Settings;
use super::shown::{Presenter, ReadCounts, Shown};
use super::summary::Summary;
use super::{Args, Format, Origin, history};
use crate::cli::error::Result;
use crate::cli::input;
use crate::cli::terminal::{self, Progress};
use postsmith::check::Options;
use postsmith::check::groups::{self, EntryGroup};
use postsmith::check::secret::MOST_SEARCHED;
use postsmith::check::suppression;
use postsmith::finding::RuleId;
use postsmith::report::human::Style;
use postsmith::secret;
use postsmith::secret::mask::mask_file;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    let is_human = args.format == Format::Human && !args.quiet && !args.statistics;
    let style = Style { has_color: args.output.is_none() && terminal::has_stdout_color(), has_reasons: args.verbose };
    let presenter = Presenter { settings, suppressions: &suppressions, is_human, style };
    if settings.options.selection.includes(RuleId("secret/token")) {
        // The other threads are idle while the first file is read.
        rayon::spawn(secret::prepare);
    }
    let progress = Progress::new(inputs.iter().map(|files| files.entries.len()).sum());
    // A group alone is searched for its own values; in the history a value is reported once anyway.
    let has_others = inputs.len() > 1 && !matches!(args.origin, Origin::History(_));
    let options = Options { run: has_others.then(Arc::default), ..settings.options.clone() };
    let groups = groups::check_groups(&inputs, &options, args.skip_others, |files, checked| {
        let shown = presenter.group(checked);
        progress.add(files.entries.len());
        shown
    });
    let known = groups::find_known(&inputs, &options, |checked| presenter.group(checked).shown);
    progress.finish();
    if let Some(left_out) = options.left_out.as_ref().and_then(|left_out| left_out.lock().ok()) {
        for path in left_out.iter() {
            terminal::say(format_args!(
                "note: {path} declares too few of the variables that the collections of its folder need, so it is compared with none of them"
            ))?;
        }
    }
    if is_human && options.run.as_ref().is_some_and(|run| run.is_too_large()) {
        terminal::say(format_args!(
            "note: known values were searched for within each folder only, because the files have more than {} MiB together",
            MOST_SEARCHED >> 20
        ))?;
    }
    let counts = groups.iter().fold(ReadCounts::default(), |sum, group| ReadCounts {
        files: sum.files + group.counts.files,
        unreadable: sum.unreadable + group.counts.unreadable,
    });
    let mut passed_over: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in groups.iter().flat_map(|group| &group.passed_over) {
        *passed_over.entry(kind).or_default() += 1;
    }
    let mut all: Vec<Shown> =
        groups.into_iter().flat_map(|group| group.shown).chain(known.into_iter().flatten()).collect();
    if matches!(args.origin, Origin::History(_)) {
        history::keep_first(&mut all);
    }
    all.extend(presenter.others(project.findings.clone(), |path| project.text(path)));
    let usage = suppressions.usage(|rule| settings.options.selection.includes(rule));
    let manifest = settings.manifest.as_ref().map(|manifest| mask_file(manifest.path(), manifest.text()));
    let unused = usage.iter().filter(|usage| usage.uses == 0 && usage.could_match && args.partition.is_none());
    let unused = unused.map(|usage| suppression::unused(usage.location.clone()));
    let of_manifest = unused.chain(suppressions.expired());
    let of_manifest = of_manifest.filter(|finding| settings.options.selection.includes(finding.rule));
    all.extend(presenter.others(of_manifest.collect(), |_| manifest.clone()));
    all.sort_by(|one, other| one.finding.cmp(&other.finding));
    Summary::new(args, settings, all, counts, passed_over).finish(&usage)
}
