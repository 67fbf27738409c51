//! The settings of a check: its arguments over the `[check]` of the manifest.

use super::Args;
use crate::cli::error::Result;
use crate::cli::suppressed::{read_checks, read_suppressions, split};
use crate::cli::{findings, terminal};
use anyhow::anyhow;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use postsmith::check::Options;
use postsmith::check::groups::{CollectionFolders, EntryGroup};
use postsmith::check::selection::{self, Selection};
use postsmith::check::suppression::Suppressions;
use postsmith::document::Document;
use postsmith::files::{Globs, InputFile};
use postsmith::finding::{Finding, Severity};
use postsmith::source::MANIFEST;
use postsmith::source::manifest::Checks;
use std::sync::Arc;

/// What `check` says of a faulty manifest.
const UNCHECKED: &str = "nothing was checked";

/// The settings of one check.
pub(super) struct Settings {
    /// The manifest, if there is one.
    pub(super) manifest: Option<Document>,
    /// The folder of the manifest; globs are relative to it.
    pub(super) base: Utf8PathBuf,
    /// The `[check]` of the manifest.
    pub(super) checks: Checks,
    pub(super) options: Options,
    pub(super) fail_on: Severity,
    /// The least severity that is shown.
    pub(super) shown: Severity,
    /// The groups of the manifest, with their globs.
    groups: Vec<(String, Globs)>,
    /// Files that are never checked.
    excluded: Globs,
    /// Files that the command line leaves out.
    excluded_here: Globs,
}

impl Settings {
    /// Reads the manifest. What is wrong with it is shown, and ends the command.
    pub(super) fn new(args: &Args) -> Result<Self> {
        let path = args.manifest.clone().or_else(|| Utf8Path::new(MANIFEST).exists().then(|| MANIFEST.into()));
        let (manifest, checks) = match &path {
            None => (None, Checks::default()),
            Some(path) => {
                let (manifest, checks) = read_checks(path, UNCHECKED)?;
                (Some(manifest), checks)
            }
        };
        if let Some(manifest) = &manifest
            && let Some(note) = Checks::old_key_note(manifest)
        {
            findings::show(&[note], |_| Some(manifest.text()))?;
        }
        let values = read_suppressions(manifest.as_ref(), &checks, UNCHECKED)?.values().to_vec();
        let or = |given: &[String], else_: &[String]| if given.is_empty() { else_.to_vec() } else { given.to_vec() };
        let ignore = args.ignore.iter().chain(&checks.ignore).cloned().collect();
        let options = Options {
            profile: args.profile.or(checks.profile).unwrap_or_default(),
            selection: Selection::new(or(&args.select, &checks.select), ignore)?,
            values,
            has_value_hashes: args.value_hashes,
            run: None,
            is_declared_group: false,
            left_out: args.verbose.then(Arc::default),
        };
        let rules = checks.suppressions.iter().filter_map(|suppression| suppression.rule.as_ref());
        for name in args.select.iter().chain(&args.ignore).chain(&checks.select).chain(&checks.ignore).chain(rules) {
            if let Some(id) = selection::renamed(name) {
                terminal::say(format_args!("note: the rule `{name}` is now `{id}`"))?;
            }
        }
        let globs =
            |list: &[String]| Globs::new(list).map_err(|error| anyhow!("in `[check]` of the manifest: {error}"));
        let groups =
            checks.groups.iter().map(|group| Ok((group.name.clone(), globs(&group.files)?))).collect::<Result<_>>()?;
        let excluded = globs(&checks.exclude)?;
        let excluded_here = Globs::new(&args.exclude)?;
        let fail_on = args.fail_on;
        let base = path.as_deref().and_then(Utf8Path::parent).map(Utf8Path::to_owned).unwrap_or_default();
        let shown = fail_on.min(args.min_severity);
        Ok(Self { manifest, base, checks, options, fail_on, shown, groups, excluded, excluded_here })
    }

    /// `path` relative to the folder of the manifest, if it is in that folder.
    pub(super) fn relative<'p>(&self, path: &'p Utf8Path) -> &'p Utf8Path {
        if self.base.as_str().is_empty() { path } else { path.strip_prefix(&self.base).unwrap_or(path) }
    }

    pub(super) fn is_excluded(&self, path: &Utf8Path) -> bool {
        self.excluded.is_match(self.relative(path)) || self.excluded_here.is_match(path)
    }

    /// The key of the group of files that `entry` is checked with: a group of the manifest, else its folder; an archive is its own group.
    pub(super) fn group_of(&self, entry: &InputFile, folders: &CollectionFolders) -> String {
        let path = self.relative(&entry.path);
        let named = self.groups.iter().find(|(_, globs)| globs.is_match(path));
        match named {
            Some((name, _)) => EntryGroup::declared_key(name),
            // An archive is never named `.json`; opening every file twice would take too long.
            None if entry.path.extension() != Some("json") && entry.is_archive() => entry.path.to_string(),
            None => folders.folder_of(entry),
        }
    }

    /// What `suppressions` leave of the `findings` of one group, masked, and the fingerprint of each.
    pub(super) fn suppress(
        &self,
        suppressions: &Suppressions<'_>,
        findings: Vec<Finding>,
    ) -> (Vec<Finding>, Vec<String>) {
        let (left, _) = split(suppressions, |path| self.relative(path), findings);
        left.into_iter().unzip()
    }

    /// The suppressions of the manifest, none of them used yet.
    pub(super) fn suppressions(&self) -> Result<Suppressions<'_>> {
        let suppressions = Suppressions::new(self.manifest.as_ref(), &self.checks, &today())
            .map_err(|_| anyhow!("the suppressions of the manifest cannot be read"))?;
        Ok(suppressions)
    }
}

/// The current day in UTC, which decides whether a suppression has expired.
pub(in crate::cli) fn today() -> String {
    Timestamp::now().to_string().split('T').next().unwrap_or_default().to_owned()
}
