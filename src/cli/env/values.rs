//! Collects values for an environment from the process environment, from files and from the existing private environment.

use super::git;
use crate::cli::error::{Result, bail};
use crate::cli::input::STDIN;
use crate::cli::terminal;
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::Document;
use postsmith::env::Values;
use postsmith::files;
use std::io;
use zeroize::Zeroizing;

/// Most bytes of a file with values. Real ones have a few thousand.
const MOST: u64 = 8 << 20;

/// The existing private environment; `None` where there is no file.
pub(in crate::cli) fn existing(path: &Utf8Path) -> Result<Option<Document>> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => bail!("cannot read {path}: {error}"),
        Ok(kind) if kind.is_symlink() => {
            bail!("{path} is a symbolic link; remove it, or name its target")
        }
        Ok(_) => {}
    }
    let bytes = files::read(path).with_context(|| path.to_string())?;
    let document = Document::json(path, bytes)?;
    let mut check = Values::default();
    check.file(path, document.text().as_bytes())?;
    Ok(Some(document))
}

/// Values of all sources but the template. Of the process environment only the variables that `is_needed` are taken.
pub(in crate::cli) fn collect(
    is_needed: &dyn Fn(&str) -> bool,
    from: &[Utf8PathBuf],
    old: Option<&Document>,
) -> Result<Values> {
    let mut values = Values::default();
    values.process(std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_needed)));
    if from.iter().filter(|path| *path == STDIN).count() > 1 {
        bail!("standard input can only be read once; use `--from -` once");
    }
    for path in from {
        if path == STDIN {
            let bytes = Zeroizing::new(files::read_stream(io::stdin().lock(), MOST).context("standard input")?);
            values.file(Utf8Path::new("<stdin>"), &bytes)?;
            continue;
        }
        let bytes = Zeroizing::new(files::read_named(path, MOST).with_context(|| path.to_string())?);
        values.file(path, &bytes)?;
        if git::look(path)?.is_tracked() {
            terminal::say(format_args!(
                "warning: git tracks {path}: everyone with access to the repository has these values; remove the file and revoke them"
            ))?;
        }
    }
    if let Some(old) = old {
        values.private(old);
    }
    Ok(values)
}
