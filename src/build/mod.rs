//! Builds a source: renders its files, checks them, and compares them with the disk or writes them. The command `build` calls it.

mod environment;

use crate::check::{self, lint::undeclared_variable};
use crate::files::{self, WriteError};
use crate::finding::{Finding, Severity};
use crate::render::{self, RenderedFile};
use crate::report::diff;
use crate::schema::Profile;
use crate::secret::mask::mask_found_in;
use crate::source::Source;
use camino::{Utf8Path, Utf8PathBuf};
use std::{fs, io};

/// The checked files of a source: the collection, then the environments.
#[derive(Debug)]
pub struct BuildOutput {
    files: Vec<RenderedFile>,
    /// Findings that do not stop the build, of the severity warning, each at the line of the source that it comes from.
    pub warnings: Vec<Finding>,
}

/// Renders `source` and checks the files as `postsmith check` checks an export.
///
/// # Errors
/// The findings, each at the line of the source that it comes from.
pub fn build(source: &Source) -> Result<BuildOutput, Vec<Finding>> {
    let files = render::render(source)?;
    let manifest = &source.manifest.data;
    // Every environment has the variables of the manifest. A source may have no environment: the user then makes one in Postman.
    let declared: Vec<_> = manifest.variables.keys().map(String::as_str).collect();
    let options = check::Options { profile: Profile::Published, ..check::Options::default() };
    let documents = files.iter().map(RenderedFile::document);
    let (refused, others): (Vec<_>, Vec<_>) = check::check_group(documents, &declared, &options)
        .into_iter()
        .filter_map(|finding| Some((files.iter().find(|file| file.name() == finding.location.path)?, finding)))
        .partition(|(_, finding)| is_refused(finding));
    let mut findings: Vec<_> = (refused.into_iter())
        .map(|(file, finding)| file.at_source(Finding { severity: Severity::Error, ..finding }))
        .collect();
    // The values of the environments are checked only if the structure of each file is right.
    if findings.iter().all(|finding| finding.rule.group() == "secret") {
        for file in files.iter().skip(1) {
            let in_file = environment::check(manifest, file.document());
            findings.extend(in_file.into_iter().map(|finding| file.at_source(finding)));
        }
    }
    if findings.is_empty() {
        let warnings = others.into_iter().filter(|(_, finding)| finding.severity == Severity::Warning);
        let warnings = each_once(warnings.map(|(file, finding)| file.at_source(finding)).collect());
        return Ok(BuildOutput { files, warnings });
    }
    Err(each_once(findings))
}

/// `findings` in order. One line of the source may be rendered many times: it is reported once.
fn each_once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort();
    findings.dedup_by(|later, first| {
        later.location == first.location && later.rule == first.rule && later.message == first.message
    });
    findings
}

/// Whether a finding stops the build: errors, undeclared variables (the person who imports the collection cannot correct them), and probable
/// secrets.
fn is_refused(finding: &Finding) -> bool {
    finding.severity == Severity::Error
        || finding.rule == undeclared_variable::RULE.id
        || finding.rule.group() == "secret" && finding.severity == Severity::Warning
}

/// A file on disk that differs from the built one.
#[derive(Debug)]
pub struct StaleFile {
    /// The path.
    pub path: Utf8PathBuf,
    /// The diff, with secrets masked. `None` if the file is missing.
    pub diff: Option<String>,
}

impl BuildOutput {
    /// Iterates over the names and contents of the files.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.name(), file.document().text()))
    }

    /// Lists the files in `folder` that differ from the built ones or are missing.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn compare(&self, folder: &Utf8Path) -> io::Result<Vec<StaleFile>> {
        let mut stale = Vec::new();
        for (name, text) in self.files() {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(disk) if disk == text.as_bytes() => {}
                Ok(disk) => {
                    let diff = diff::diff(
                        name,
                        &mask_found_in(name.into(), &String::from_utf8_lossy(&disk)),
                        "built",
                        &mask_found_in(name.into(), text),
                    );
                    stale.push(StaleFile { path, diff: Some(diff) });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => stale.push(StaleFile { path, diff: None }),
                Err(error) => return Err(io::Error::new(error.kind(), format!("cannot read {path}: {error}"))),
            }
        }
        Ok(stale)
    }

    /// Lists the files in `folder` that an earlier build of this collection wrote and this one does not: those of environments that were
    /// removed or renamed. Private environments are not among them.
    pub fn leftovers(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        const ENDINGS: [&str; 2] = [".postman_collection.json", ".postman_environment.json"];
        let Some((first, _)) = self.files().next() else { return Vec::new() };
        let collection = first.strip_suffix(ENDINGS[0]).unwrap_or(first);
        let is_ours = |name: &str| {
            let is_built = ENDINGS.iter().any(|ending| name.ends_with(ending)) && !files::has_private_name(name.into());
            let rest = name.strip_prefix(collection).is_some_and(|rest| rest.starts_with(['-', '.']));
            is_built && rest && !self.files().any(|(built, _)| built == name)
        };
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        let mut left: Vec<_> =
            entries.filter(|entry| is_ours(entry.file_name())).map(|entry| folder.join(entry.file_name())).collect();
        left.sort();
        left
    }

    /// Writes all files into `folder`, each completely or not at all.
    ///
    /// # Errors
    /// See [`WriteError`].
    pub fn write(&self, folder: &Utf8Path) -> Result<(), WriteError> {
        files::write(folder, self.files().map(|(name, text)| (name, text.as_bytes())))
    }
}
