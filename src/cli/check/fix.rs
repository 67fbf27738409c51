//! `postsmith check --fix`.

use super::Args;
use super::report::inputs;
use super::settings::Settings;
use crate::cli::error::Result;
use crate::cli::terminal;
use anyhow::Context as _;
use postsmith::check::groups;
use postsmith::document::Document;
use postsmith::files::InputFile;
use postsmith::fix::{Fixed, apply_fixes};
use postsmith::report::diff;
use postsmith::secret::mask::{mask_document, mask_file};

/// Fixes the files, or shows the changes. Returns how many findings are fixed, and how many are left for another run.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<(usize, usize)> {
    let (groups, _) = inputs(args, settings)?;
    let suppressions = settings.suppressions()?;
    let fixed = groups::check_groups(&groups, &settings.options, true, |files, checked| {
        let (findings, _) = settings.suppress(&suppressions, checked.findings);
        let mut fixed: Vec<(Document, Fixed)> = Vec::new();
        for document in checked.documents {
            // Members of an archive and standard input cannot be written.
            let is_file = |entry: &InputFile| entry.path == document.path() && !entry.is_stdin();
            if !files.entries.iter().any(is_file) {
                continue;
            }
            let own = findings.iter().filter(|finding| finding.location.path == document.path());
            if let Some(done) = apply_fixes(&document, own) {
                fixed.push((document, done));
            }
        }
        fixed
    });
    let (mut findings, mut left) = (0, 0);
    for (document, fixed) in fixed.into_iter().flatten() {
        if args.diff {
            let (path, old) = (document.path(), mask_document(&document));
            terminal::print_lines(&diff::diff(path.as_str(), &old, "fixed", &mask_file(path, fixed.text())))?;
        } else {
            fixed.write(&document).with_context(|| format!("cannot fix {}", document.path()))?;
        }
        findings += fixed.applied;
        left += fixed.overlapping;
    }
    Ok((findings, left))
}
