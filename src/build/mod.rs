//! Deliver: a source becomes checked files, which are compared with the disk or written.

mod environment;

use crate::check::{self, lint::undeclared_variable};
use crate::files::{self, WriteError};
use crate::finding::{Finding, Severity};
use crate::render::{self, Rendered};
use crate::report::diff;
use crate::schema::Profile;
use crate::source::Source;
use camino::{Utf8Path, Utf8PathBuf};
use std::{fs, io};

/// The files that a source makes: checked, in the order collection, environments.
#[derive(Debug)]
pub struct BuildOutput {
    files: Vec<Rendered>,
}

/// Renders `source` and checks what came out, exactly as somebody else's export would be checked.
///
/// # Errors
/// Every finding, each at the line of the source that it comes from.
pub fn build(source: &Source) -> Result<BuildOutput, Vec<Finding>> {
    let files = render::render(source)?;
    let manifest = &source.manifest.data;
    // Every environment declares what the manifest does, and where there is none, whoever imports the collection makes one.
    let declared: Vec<_> = manifest.variables.keys().map(String::as_str).collect();
    let options = check::Options { profile: Profile::Published, ..check::Options::default() };
    let documents = files.iter().map(Rendered::document);
    let mut findings: Vec<_> = check::check_group(documents, &declared, &options)
        .into_iter()
        .filter_map(|finding| Some((files.iter().find(|file| file.name() == finding.location.path)?, finding)))
        .filter(|(_, finding)| is_refused(finding))
        .map(|(file, finding)| file.at_source(Finding { severity: Severity::Error, ..finding }))
        .collect();
    // What the environments say is judged only when each file has the right form.
    if findings.iter().all(|finding| finding.rule.group() == "secret") {
        for file in files.iter().skip(1) {
            let wrong = environment::check(manifest, file.document());
            findings.extend(wrong.into_iter().map(|finding| file.at_source(finding)));
        }
    }
    if findings.is_empty() {
        return Ok(BuildOutput { files });
    }
    findings.sort();
    // One line of the source may stand in many places of the output: it is reported once.
    findings.dedup_by(|later, first| {
        later.location == first.location && later.rule == first.rule && later.message == first.message
    });
    Err(findings)
}

/// Errors, what the manifest was asked for and does not say (whoever imports the collection could not mend it), and passwords in clear.
fn is_refused(finding: &Finding) -> bool {
    finding.severity == Severity::Error
        || finding.rule == undeclared_variable::RULE.id
        || finding.rule.group() == "secret" && finding.severity == Severity::Warning
}

/// How a file on disk differs from what would be written.
#[derive(Debug)]
pub struct Stale {
    /// The file.
    pub path: Utf8PathBuf,
    /// A diff with secrets masked; none when there is no file.
    pub diff: Option<String>,
}

impl BuildOutput {
    /// Names and contents.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.name(), file.document().text()))
    }

    /// The files of `folder` that differ from these.
    pub fn compare(&self, folder: &Utf8Path) -> io::Result<Vec<Stale>> {
        let mut stale = Vec::new();
        for (name, text) in self.files() {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(disk) if disk == text.as_bytes() => {}
                Ok(disk) => {
                    let diff = diff::diff(name, &String::from_utf8_lossy(&disk), "built", text);
                    stale.push(Stale { path, diff: Some(diff) });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => stale.push(Stale { path, diff: None }),
                Err(error) => return Err(io::Error::new(error.kind(), format!("cannot read {path}: {error}"))),
            }
        }
        Ok(stale)
    }

    /// Files in `folder` that an earlier build of this collection made and this one does not: of environments that were removed or
    /// renamed. Private environments are none.
    pub fn leftovers(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        const ENDINGS: [&str; 2] = [".postman_collection.json", ".postman_environment.json"];
        let Some((first, _)) = self.files().next() else { return Vec::new() };
        let collection = first.strip_suffix(ENDINGS[0]).unwrap_or(first);
        let ours = |name: &str| {
            let made = ENDINGS.iter().any(|ending| name.ends_with(ending)) && !name.contains(".private.");
            let rest = name.strip_prefix(collection).is_some_and(|rest| rest.starts_with(['-', '.']));
            made && rest && !self.files().any(|(built, _)| built == name)
        };
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        let mut left: Vec<_> =
            entries.filter(|entry| ours(entry.file_name())).map(|entry| folder.join(entry.file_name())).collect();
        left.sort();
        left
    }

    /// Writes all files into `folder`, each whole or not at all.
    pub fn write(&self, folder: &Utf8Path) -> Result<(), WriteError> {
        files::write(folder, self.files().map(|(name, text)| (name, text.as_bytes())))
    }
}
