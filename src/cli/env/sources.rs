//! Where values come from: the process environment, files, the private environment that is there already.

use super::git;
use crate::cli::output;
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::Document;
use postsmith::env::Values;
use postsmith::files;
use std::io::{self, Read as _};
use zeroize::Zeroizing;

/// Stands for standard input.
pub(super) const STDIN: &str = "-";

/// The private environment that is there already.
pub(in crate::cli) fn existing(path: &Utf8Path) -> anyhow::Result<Option<Document>> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {path}")),
        Ok(kind) if kind.is_symlink() => {
            bail!("{path} is a symbolic link; remove it, or name the file that it leads to")
        }
        Ok(_) => {}
    }
    let bytes = files::read(path).with_context(|| path.to_string())?;
    let document = Document::json(path, bytes)?;
    let mut check = Values::default();
    check.file(path, document.text().as_bytes())?;
    Ok(Some(document))
}

/// Everything that may give values but for the template, in its order. Of the process environment only what is needed is taken.
pub(in crate::cli) fn values(
    is_needed: &dyn Fn(&str) -> bool,
    from: &[Utf8PathBuf],
    old: Option<&Document>,
) -> anyhow::Result<Values> {
    let mut values = Values::default();
    values.process(std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_needed)));
    if from.iter().filter(|path| *path == STDIN).count() > 1 {
        bail!("standard input can be read once; name `--from -` once");
    }
    for path in from {
        if path == STDIN {
            let mut bytes = Zeroizing::new(Vec::new());
            io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
            values.file(Utf8Path::new("<stdin>"), &bytes)?;
            continue;
        }
        let bytes = files::read(path).with_context(|| path.to_string())?;
        values.file(path, &bytes)?;
        if git::look(path)?.is_tracked() {
            output::say(&format!(
                "warning: git tracks {path}: whoever has the repository has what it holds; take it out and revoke it"
            ))?;
        }
    }
    if let Some(old) = old {
        values.private(old);
    }
    Ok(values)
}
