//! `postsmith check --fix`.

use super::Args;
use super::report::inputs;
use super::settings::Settings;
use crate::cli::output;
use anyhow::Context as _;
use postsmith::check::groups;
use postsmith::document::Document;
use postsmith::files::InputFile;
use postsmith::fix::{Fixed, apply_fixes};
use postsmith::report::diff;
use postsmith::secret::mask::{mask_document, mask_file};

/// Mends the files, or shows how they would change: how many findings are mended, and how many are left for another run.
pub(super) fn run(args: &Args, settings: &Settings) -> anyhow::Result<(usize, usize)> {
    let (groups, _) = inputs(args, settings)?;
    let suppressions = settings.suppressions()?;
    let mended = groups::check_groups(&groups, &settings.options, true, |files, judged| {
        let findings = judged.findings.into_iter().filter_map(|finding| {
            let path = finding.location.path.clone();
            suppressions.apply(settings.relative(&path), finding)
        });
        let findings: Vec<_> = findings.collect();
        let mut mended: Vec<(Document, Fixed)> = Vec::new();
        for document in judged.documents {
            // Members of an archive and standard input are no files.
            let is_file = |entry: &InputFile| entry.path == document.path() && !entry.is_stdin();
            if !files.entries.iter().any(is_file) {
                continue;
            }
            let own = findings.iter().filter(|finding| finding.location.path == document.path());
            if let Some(done) = apply_fixes(&document, own) {
                mended.push((document, done));
            }
        }
        mended
    });
    let (mut findings, mut left) = (0, 0);
    for (document, mended) in mended.into_iter().flatten() {
        if args.diff {
            let (path, old) = (document.path(), mask_document(&document));
            output::result(&diff::diff(path.as_str(), &old, "mended", &mask_file(path, mended.text())))?;
        } else {
            mended.write(document.path()).with_context(|| format!("cannot mend {}", document.path()))?;
        }
        findings += mended.applied;
        left += mended.overlapping;
    }
    Ok((findings, left))
}
