//! Refuses to write an output over an input, or over any other Postman file. All commands that write a file of another kind call it.

use super::error::{Result, bail};
use super::input::{SourceFiles, is_postman_file};
use camino::Utf8Path;
use postsmith::files;
use postsmith::source::MANIFEST;

/// Refuses `output` if it is one of the `inputs`, by any name or link, or a file that users edit: one of Postman's, or a manifest. What does not exist yet
/// is none of them.
pub(super) fn refuse_input<'i>(output: &Utf8Path, inputs: impl IntoIterator<Item = &'i Utf8Path>) -> Result {
    if !output.exists() {
        return Ok(());
    }
    if let Some(input) = inputs.into_iter().find(|input| files::is_same_file(output, input)) {
        bail!("{output} is the input file {input}; write to another file");
    }
    if output.file_name() == Some(MANIFEST) {
        bail!("{output} is a manifest; write to another file");
    }
    if is_postman_file(output) {
        bail!("{output} is a Postman file; write to another file");
    }
    Ok(())
}

/// Refuses `output` if it is a file of the source `files`.
pub(super) fn refuse_source_file(output: &Utf8Path, files: &SourceFiles) -> Result {
    if files.holds(output) {
        bail!("{output} is a file of the source; write to another file");
    }
    Ok(())
}
