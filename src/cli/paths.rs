//! The paths of a command line as what is to be read.

use anyhow::{Context as _, bail};
use camino::Utf8PathBuf;
use postsmith::files::{self, InputFile};
use std::io::Read as _;

/// The files that `paths` name, and those of folders; `-` is standard input.
pub(super) fn entries(paths: &[Utf8PathBuf]) -> anyhow::Result<Vec<InputFile>> {
    let (stdin, named): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == "-");
    let mut entries = Vec::new();
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        entries.push(InputFile::stdin(bytes));
    }
    if let Some(path) = named.iter().find(|path| path.symlink_metadata().is_err()) {
        bail!("{path} does not exist");
    }
    entries.extend(files::inputs(&named));
    Ok(entries)
}
