//! Where what is handed over is written: under a name that says what it is, and over nothing that it was made of.

use crate::cli::share::HandedArgs;
use anyhow::bail;
use camino::Utf8Path;

/// Endings of the names of pages.
pub(in crate::cli) const HTML: &[&str] = &["html", "htm"];
/// Endings of the names of Markdown.
pub(in crate::cli) const MARKDOWN: &[&str] = &["md", "markdown"];
/// The ending of the name of a bundle.
pub(in crate::cli) const ZIP: &[&str] = &["zip"];

/// Whether `path` ends in one of `endings`, in whatever case.
pub(in crate::cli) fn ends_in(path: &Utf8Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

impl HandedArgs {
    /// `output` ends in one of `endings`, and is none of the files that are read.
    pub(in crate::cli) fn refuse_output(&self, output: &Utf8Path, endings: &[&str]) -> anyhow::Result<()> {
        if !ends_in(output, endings) {
            let known: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
            bail!(
                "{output} does not say what is written there; give --output a name that ends in {}",
                known.join(", ")
            );
        }
        // What is not there yet is no input.
        let Ok(target) = output.canonicalize() else { return Ok(()) };
        let inputs = self.paths.iter().chain(&self.descriptions);
        if let Some(input) = inputs.into_iter().find(|input| input.canonicalize().is_ok_and(|input| input == target)) {
            bail!("{output} is the file {input}, of which it would be made; give --output another name");
        }
        Ok(())
    }
}
