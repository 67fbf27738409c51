//! What arguments and manifest say together.

use super::Args;
use crate::cli::{Exit, output};
use anyhow::{Context as _, anyhow};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use postsmith::check::Options;
use postsmith::check::selection::{self, Selection};
use postsmith::check::suppression::Suppressions;
use postsmith::document::Document;
use postsmith::files::{Globs, InputFile};
use postsmith::finding::{Finding, Severity};
use postsmith::report::human;
use postsmith::secret::mask::mask_file;
use postsmith::source::MANIFEST;
use postsmith::source::manifest::Checks;

/// How this run judges.
pub(super) struct Settings {
    /// The manifest, when there is one.
    pub(super) manifest: Option<Document>,
    /// Its folder: what globs are relative to.
    pub(super) base: Utf8PathBuf,
    /// Its `[check]`.
    pub(super) checks: Checks,
    pub(super) options: Options,
    pub(super) fail_on: Severity,
    /// The least severity that is shown.
    pub(super) shown: Severity,
    /// The groups of the manifest with their globs.
    groups: Vec<(String, Globs)>,
    /// Files that are never looked at.
    excluded: Globs,
}

impl Settings {
    /// A manifest with mistakes was shown, and ends the command.
    pub(super) fn new(args: &Args) -> anyhow::Result<Result<Self, Exit>> {
        let path = args.manifest.clone().or_else(|| Utf8Path::new(MANIFEST).exists().then(|| MANIFEST.into()));
        let manifest = match &path {
            None => None,
            Some(path) => {
                let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
                match Document::toml(path.clone(), text) {
                    Ok(document) => Some(document),
                    Err(error) => return Ok(Err(refuse(&[Finding::from(&error)], path, error.text())?)),
                }
            }
        };
        let checks = match manifest.as_ref().map(Checks::read) {
            None => Checks::default(),
            Some(Ok(checks)) => checks,
            Some(Err(findings)) => return Ok(Err(refuse_manifest(&findings, manifest.as_ref())?)),
        };
        if let Some((manifest, note)) =
            manifest.as_ref().and_then(|manifest| Some((manifest, Checks::old_key_note(manifest)?)))
        {
            show(&[note], manifest.path(), manifest.text())?;
        }
        if let Err(findings) = Suppressions::new(manifest.as_ref(), &checks, &today()) {
            return Ok(Err(refuse_manifest(&findings, manifest.as_ref())?));
        }
        let or = |given: &[String], else_: &[String]| if given.is_empty() { else_.to_vec() } else { given.to_vec() };
        let ignore = args.ignore.iter().chain(&checks.ignore).cloned().collect();
        let options = Options {
            profile: args.profile.or(checks.profile).unwrap_or_default(),
            selection: Selection::new(or(&args.select, &checks.select), ignore)?,
        };
        let rules = checks.suppressions.iter().filter_map(|suppression| suppression.rule.as_ref());
        for name in args.select.iter().chain(&args.ignore).chain(&checks.select).chain(&checks.ignore).chain(rules) {
            if let Some(id) = selection::renamed(name) {
                output::say(&format!("note: the rule `{name}` is now `{id}`"))?;
            }
        }
        let globs =
            |list: &[String]| Globs::new(list).map_err(|error| anyhow!("in `[check]` of the manifest: {error}"));
        let groups = checks
            .groups
            .iter()
            .map(|group| Ok((group.name.clone(), globs(&group.files)?)))
            .collect::<anyhow::Result<_>>()?;
        let excluded = globs(&checks.exclude)?;
        let fail_on = args.fail_on;
        let base = path.as_deref().and_then(Utf8Path::parent).map(Utf8Path::to_owned).unwrap_or_default();
        let shown = fail_on.min(args.min_severity);
        Ok(Ok(Self { manifest, base, checks, options, fail_on, shown, groups, excluded }))
    }

    /// `path` relative to the manifest, when it lies below.
    pub(super) fn relative<'p>(&self, path: &'p Utf8Path) -> &'p Utf8Path {
        if self.base.as_str().is_empty() { path } else { path.strip_prefix(&self.base).unwrap_or(path) }
    }

    pub(super) fn is_excluded(&self, path: &Utf8Path) -> bool {
        self.excluded.is_match(self.relative(path))
    }

    /// The group of the manifest that the file belongs to, else its folder, or it is an archive of its own.
    pub(super) fn group_of(&self, entry: &InputFile) -> String {
        let path = self.relative(&entry.path);
        let named = self.groups.iter().find(|(_, globs)| globs.is_match(path));
        match named {
            // A folder cannot be called so: no group is taken for one.
            Some((name, _)) => format!("\0{name}"),
            // Nobody calls an archive JSON, and to look into every file twice takes its time.
            None if entry.path.extension() != Some("json") && entry.is_archive() => entry.path.to_string(),
            None => entry.folder().to_owned(),
        }
    }

    /// The suppressions, fresh: nothing is used yet.
    pub(super) fn suppressions(&self) -> anyhow::Result<Suppressions<'_>> {
        Suppressions::new(self.manifest.as_ref(), &self.checks, &today())
            .map_err(|_| anyhow!("the suppressions of the manifest cannot be read"))
    }
}

/// The day that suppressions are held against, in UTC: the same on every machine.
fn today() -> String {
    Timestamp::now().to_string().split('T').next().unwrap_or_default().to_owned()
}

fn refuse_manifest(findings: &[Finding], manifest: Option<&Document>) -> anyhow::Result<Exit> {
    let (path, text) = manifest.map_or((Utf8Path::new(MANIFEST), ""), |manifest| (manifest.path(), manifest.text()));
    refuse(findings, path, text)
}

fn refuse(findings: &[Finding], path: &Utf8Path, text: &str) -> anyhow::Result<Exit> {
    show(findings, path, text)?;
    output::say("error: the manifest has mistakes; nothing was checked")?;
    Ok(Exit::Usage)
}

/// Prints findings in the manifest to stderr.
fn show(findings: &[Finding], path: &Utf8Path, text: &str) -> anyhow::Result<()> {
    let text = mask_file(path, text);
    for finding in findings {
        output::say(&human::render(finding, Some(&text), true))?;
    }
    Ok(())
}
