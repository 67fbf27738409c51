//! Shows on stderr the findings that end a command, each with its line and without the secrets in it.

use super::error::{Error, Result};
use super::mask_finding::mask_finding;
use super::terminal;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::bundle::SECRET;
use postsmith::document::Document;
use postsmith::finding::{Finding, SYNTAX};
use postsmith::report::human::{self, Style, counted};
use postsmith::secret::mask::mask_file;
use postsmith::source::LAYOUT;
use std::collections::BTreeMap;
use std::io;

/// Texts of files, by the paths that findings use.
#[derive(Default)]
pub(super) struct Texts(BTreeMap<Utf8PathBuf, String>);

impl Texts {
    /// Adds the text of `document`.
    pub(super) fn add(&mut self, document: &Document) {
        self.0.insert(document.path().to_owned(), document.text().to_owned());
    }

    /// The text of the file `path`.
    pub(super) fn get(&self, path: &Utf8Path) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

impl From<BTreeMap<Utf8PathBuf, String>> for Texts {
    fn from(texts: BTreeMap<Utf8PathBuf, String>) -> Self {
        Self(texts)
    }
}

/// Shows `findings` in their order, with lines of the texts that `text_of` knows. The whole span of a secret is masked.
pub(super) fn show<'t>(findings: &[Finding], text_of: impl Fn(&Utf8Path) -> Option<&'t str>) -> io::Result<()> {
    let mut masked = BTreeMap::new();
    for finding in findings {
        let path = &finding.location.path;
        let text = masked.entry(path).or_insert_with(|| {
            let text = text_of(path)?;
            let secrets = findings.iter().filter(|finding| finding.location.path == *path && is_secret(finding));
            let spans: Vec<_> = secrets.map(|finding| finding.location.span.range()).collect();
            Some(mask_file(path, text).hide(&spans))
        });
        terminal::say_rendered(&human::render(
            &mask_finding(finding.clone()),
            text.as_ref(),
            Style { has_color: true, ..Style::default() },
        ))?;
    }
    Ok(())
}

/// Lists `findings` in one line each, with their help.
pub(super) fn list(findings: &[Finding]) -> io::Result<()> {
    for finding in findings {
        terminal::say(finding)?;
        if let Some(help) = &finding.help {
            terminal::say(format_args!("  help: {help}"))?;
        }
    }
    Ok(())
}

/// Shows what is wrong with a source. Returns how the command ends: the source is unreadable, or it has findings.
pub(super) fn refuse_source<'t>(
    findings: &[Finding],
    text_of: impl Fn(&Utf8Path) -> Option<&'t str>,
) -> io::Result<Error> {
    show(findings, text_of)?;
    terminal::say(format_args!("error: the source has {}; nothing was built", counted(findings.len(), "error")))?;
    let is_unreadable = findings.iter().any(|finding| [SYNTAX, LAYOUT].contains(&finding.rule));
    Ok(if is_unreadable { Error::Unreadable } else { Error::Findings })
}

/// Shows what keeps files from being shared, and ends the command.
pub(super) fn refuse_sharing<T>(findings: &[Finding], texts: &Texts) -> Result<T> {
    show(findings, |path| texts.get(path))?;
    let what_next = match (findings.iter().any(is_secret), findings.iter().all(is_secret)) {
        (true, true) => "remove the secrets from exported files with `postsmith redact --in-place`",
        (true, false) => {
            "remove the secrets from exported files with `postsmith redact --in-place`, and fix the rest by editing the files"
        }
        _ => "fix them by editing the files, and run this again",
    };
    terminal::say(format_args!("error: {}; nothing was written; {what_next}", counted(findings.len(), "finding")))?;
    Err(Error::Findings)
}

/// Whether the finding is about a secret.
fn is_secret(finding: &Finding) -> bool {
    finding.rule.group() == "secret" || finding.rule == SECRET
}
