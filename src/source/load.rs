//! Reads a [`Source`] from its files and reports every mistake of every file at once.

use super::LAYOUT;
use super::attach::attach;
use super::manifest::{self, Checker, Layout, MANIFEST, Manifest};
use super::model::{Parsed, Source, TextFileError, not_utf8_finding, read_text_file};
use super::requests_dir::RequestTree;
use crate::document::{DataError, Document, SyntaxError};
use crate::files::{Folder, FolderError};
use crate::finding::{Finding, Location};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;

impl Source {
    /// Reads the files of the source in the folder `path` from disk: its manifest and the folders that the manifest names. Built files and
    /// other files are not read. [`Source::load`] reports missing files.
    ///
    /// # Errors
    /// A file or folder that cannot be read.
    pub fn open(path: &Utf8Path) -> Result<Folder, FolderError> {
        let mut folder = Folder::new(path);
        folder.read_file(Utf8Path::new(MANIFEST))?;
        let manifest = folder.get(Utf8Path::new(MANIFEST)).map(|text| Document::toml(MANIFEST, text));
        let Layout { requests, templates, scripts, .. } = match manifest {
            Some(Ok(document)) => layout(&document),
            _ => Layout::default(),
        };
        for part in [requests, templates, scripts].iter().filter(|part| Layout::is_below(part)) {
            folder.read_folder(part)?;
        }
        Ok(folder)
    }

    /// Reads the source in `files`.
    ///
    /// # Errors
    /// Every mistake that shows without building, sorted by file and position.
    pub fn load(files: &Folder) -> Result<Self, Vec<Finding>> {
        let mut loader = Loader { files, findings: Vec::new() };
        let source = loader.source();
        match source {
            Some(source) if loader.findings.is_empty() => Ok(source),
            _ => {
                loader.findings.sort();
                // The manifest may name one file twice: its mistakes are reported once.
                loader.findings.dedup();
                Err(loader.findings)
            }
        }
    }
}

/// The files of a source and the findings so far. Each mistake is recorded, and reading goes on.
pub(super) struct Loader<'f> {
    pub(super) files: &'f Folder,
    pub(super) findings: Vec<Finding>,
}

impl Loader<'_> {
    /// Reports a finding about the file `path` as a whole.
    pub(super) fn report_file(&mut self, path: &Utf8Path, message: impl Into<String>, help: impl Into<String>) {
        let location = Location::in_text(&self.files.label(path), "", Span::at(0));
        self.findings.push(Finding::error(LAYOUT, location, message).help(help));
    }

    /// Parses the file `path`. `None` if it is missing or has a syntax error, which is reported.
    pub(super) fn document(
        &mut self,
        path: &Utf8Path,
        parse: fn(Utf8PathBuf, Vec<u8>) -> Result<Document, SyntaxError>,
    ) -> Option<Arc<Document>> {
        let content = self.files.get(path)?;
        match parse(self.files.label(path), content.to_vec()) {
            Ok(document) => Some(Arc::new(document)),
            Err(error) => {
                self.findings.push(Finding::from(&error));
                None
            }
        }
    }

    /// Parses, reads and checks the YAML file `path`. `None` if it is missing or cannot be read as `T`, which is reported.
    pub(super) fn yaml<T>(
        &mut self,
        path: &Utf8Path,
        read: fn(&Document) -> Result<T, DataError>,
        check: impl FnOnce(&T, &mut Checker<'_>),
    ) -> Option<Parsed<T>> {
        let document = self.document(path, Document::yaml)?;
        match read(&document) {
            Ok(data) => {
                let mut checker = Checker::new(&document);
                check(&data, &mut checker);
                self.findings.append(&mut checker.findings);
                Some(Parsed { document, data })
            }
            Err(error) => {
                self.findings.push(Finding::data(&document, &error));
                None
            }
        }
    }
}

impl Loader<'_> {
    fn source(&mut self) -> Option<Source> {
        let Some(document) = self.manifest() else {
            // Without a manifest the requests are in the default folder, if anywhere.
            self.requests(&Layout::default());
            return None;
        };
        let layout = layout(&document);
        self.check_text_files(&layout);
        let requests = self.requests(&layout);
        if requests.is_none() {
            self.report_missing_requests(&document, &layout);
        }
        let manifest = match document.read::<Manifest>() {
            Ok(manifest) => manifest,
            Err(error) => {
                self.findings.push(Finding::data(&document, &error));
                return None;
            }
        };
        self.findings.extend(manifest::validate(&document, &manifest));
        let requests = requests?;
        let is_complete = requests.is_complete;
        let mut source = Source {
            manifest: Parsed { document, data: manifest },
            definition: requests.definition,
            description: None,
            scripts: Vec::new(),
            items: requests.items,
            files: self.files.clone(),
        };
        // The manifest may name a request whose file could not be read: to call that request unknown would mislead.
        if is_complete && source.manifest.data.source.is_valid() {
            self.findings.extend(attach(&mut source));
        }
        Some(source)
    }

    fn manifest(&mut self) -> Option<Arc<Document>> {
        let path = Utf8Path::new(MANIFEST);
        if self.files.get(path).is_none() {
            self.report_file(path, "the manifest is missing", "run `postsmith init` to write one");
        }
        self.document(path, Document::toml)
    }

    /// Reads the folders and requests. `None` if their folder is missing or empty.
    fn requests(&mut self, layout: &Layout) -> Option<RequestTree> {
        self.files.below(&layout.requests).next()?;
        Some(RequestTree::read(self, &layout.requests))
    }

    fn report_missing_requests(&mut self, document: &Document, layout: &Layout) {
        let location = document
            .root()
            .at("/source/requests")
            .map_or_else(|| Location::of_span(document, Span::at(0)), Location::of);
        let message = format!("the requests folder `{}` is missing or empty", layout.requests);
        let help = "add request files (`NAME.request.yaml`) to it, or name another folder in `[source] requests`";
        self.findings.push(Finding::error(LAYOUT, location, message).help(help));
    }

    /// Reports scripts and templates that are not UTF-8, even if the manifest does not name them.
    fn check_text_files(&mut self, layout: &Layout) {
        for folder in [&layout.templates, &layout.scripts] {
            for (path, _) in self.files.below(folder) {
                if let Some("hbs" | "js") = path.extension()
                    && let Err(TextFileError::NotUtf8(location)) = read_text_file(self.files, path)
                {
                    self.findings.push(not_utf8_finding(location));
                }
            }
        }
    }
}

/// Reads `[source]` of the manifest, even if other tables have mistakes. The defaults if `[source]` is missing or wrong.
fn layout(manifest: &Document) -> Layout {
    manifest.root().get("source").and_then(|source| source.read().ok()).unwrap_or_default()
}
