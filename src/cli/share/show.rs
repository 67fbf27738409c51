//! Findings as people read them, each with its line and no secret in it.

use crate::cli::mask_breadcrumb::mask_breadcrumb;
use crate::cli::{Exit, output};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::bundle::SECRET;
use postsmith::document::Document;
use postsmith::finding::Finding;
use postsmith::report::human::{self, counted};
use postsmith::secret::mask::mask_file;
use std::collections::BTreeMap;

/// The texts of files by how findings call them.
#[derive(Default)]
pub(in crate::cli) struct Texts(BTreeMap<Utf8PathBuf, String>);

impl Texts {
    /// Of a document.
    pub(in crate::cli) fn add(&mut self, document: &Document) {
        self.0.insert(document.path().to_owned(), document.text().to_owned());
    }

    /// Of any files.
    pub(in crate::cli) const fn of(texts: BTreeMap<Utf8PathBuf, String>) -> Self {
        Self(texts)
    }
}

/// One finding, with the line of `text` when it is at hand.
pub(in crate::cli) fn rendered(finding: &Finding, text: Option<(&Utf8Path, &str)>) -> String {
    let masked = text.map(|(path, text)| mask_file(path, text));
    human::render(&mask_breadcrumb(finding.clone()), masked.as_ref(), true)
}

/// All of them, in their order. What they blame is masked as a whole where it is a secret, also when its looks do not tell.
pub(in crate::cli) fn all(findings: &[Finding], texts: &Texts) -> anyhow::Result<()> {
    let mut masked = BTreeMap::new();
    for finding in findings {
        let path = &finding.location.path;
        let text = masked.entry(path).or_insert_with(|| {
            let text = texts.0.get(path)?;
            let of_file = findings.iter().filter(|finding| finding.location.path == *path && is_secret(finding));
            let spans: Vec<_> = of_file.map(|finding| finding.location.span.range()).collect();
            Some(mask_file(path, text).hide(&spans))
        });
        output::say(&human::render(&mask_breadcrumb(finding.clone()), text.as_ref(), true))?;
    }
    Ok(())
}

/// Whether what it blames is a secret.
fn is_secret(finding: &Finding) -> bool {
    finding.rule.group() == "secret" || finding.rule == SECRET
}

/// What keeps files from being handed over.
pub(in crate::cli) fn refused(findings: &[Finding], texts: &Texts) -> anyhow::Result<Exit> {
    all(findings, texts)?;
    let many = counted(findings.len(), "finding");
    let how = match (findings.iter().any(is_secret), findings.iter().all(is_secret)) {
        (true, true) => ". `postsmith redact --in-place` takes secrets out of exported files",
        (true, false) => {
            ". `postsmith redact --in-place` takes secrets out of exported files; mend the rest where it stands"
        }
        _ => "; mend it where it stands, and run this again",
    };
    output::say(&format!("error: {many}; nothing was written{how}"))?;
    Ok(Exit::Findings)
}
