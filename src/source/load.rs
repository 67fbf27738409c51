//! Reads a folder's files as a [`Source`], and reports every mistake of every file at once.

use super::LAYOUT;
use super::attach::attach;
use super::branch::Branches;
use super::manifest::{self, Layout, MANIFEST, Manifest};
use super::tree::{Read, Source, TextFile, text_file};
use crate::document::{DataError, Document, SyntaxError};
use crate::files::Folder;
use crate::finding::{Finding, Place};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;

impl Source {
    /// Reads the source in `files`. All mistakes that can be seen without building are reported together, in the order of
    /// files and places.
    pub fn load(files: &Folder) -> Result<Self, Vec<Finding>> {
        let mut reader = Reader { files, findings: Vec::new() };
        let source = reader.source();
        match source {
            Some(source) if reader.findings.is_empty() => Ok(source),
            _ => {
                reader.findings.sort();
                Err(reader.findings)
            }
        }
    }
}

/// The files, and what was found in them so far.
pub(super) struct Reader<'f> {
    pub(super) files: &'f Folder,
    pub(super) findings: Vec<Finding>,
}

impl Reader<'_> {
    fn source(&mut self) -> Option<Source> {
        let Some(document) = self.manifest() else {
            // The manifest cannot say where they lie, so the usual places are looked at.
            self.branches(&Layout::default());
            return None;
        };
        let layout = layout(&document);
        self.texts(&layout);
        let branches = self.branches(&layout);
        if branches.is_none() {
            self.no_requests(&document, &layout);
        }
        let manifest = match document.read::<Manifest>() {
            Ok(manifest) => manifest,
            Err(error) => {
                self.findings.push(Finding::data(&document, &error));
                return None;
            }
        };
        self.findings.extend(manifest::check(&document, &manifest));
        let branches = branches?;
        let whole = branches.whole;
        let mut source = Source {
            manifest: Read { document, data: manifest },
            definition: branches.definition,
            description: None,
            scripts: Vec::new(),
            items: branches.items,
            files: self.files.clone(),
        };
        // A file or request that could not be read may be the one that the manifest names.
        if whole && source.manifest.data.source.is_sound() {
            self.findings.extend(attach(&mut source));
        }
        Some(source)
    }

    fn manifest(&mut self) -> Option<Arc<Document>> {
        let path = Utf8Path::new(MANIFEST);
        if self.files.get(path).is_none() {
            self.missing(path, "there is no manifest here", "`postsmith init` writes one");
        }
        self.document(path, Document::toml)
    }

    /// The folders and requests. `None` when there is no such folder.
    fn branches(&mut self, layout: &Layout) -> Option<Branches> {
        self.files.below(&layout.requests).next()?;
        Some(Branches::read(self, &layout.requests))
    }

    fn no_requests(&mut self, document: &Document, layout: &Layout) {
        let place =
            document.root().at("/source/requests").map_or_else(|| Place::of_span(document, Span::at(0)), Place::of);
        let message = format!("the folder of the requests, `{}`, is missing or empty", layout.requests);
        let help = "put request files there (`NAME.request.yaml`), or name another folder in `[source] requests`";
        self.findings.push(Finding::error(LAYOUT, place, message).help(help));
    }

    /// Scripts and templates must be UTF-8.
    fn texts(&mut self, layout: &Layout) {
        for folder in [&layout.templates, &layout.scripts] {
            for (path, content) in self.files.below(folder) {
                let read = path.extension().is_some_and(|extension| matches!(extension, "hbs" | "js"));
                if let Err(error) = std::str::from_utf8(content)
                    && read
                {
                    let text = String::from_utf8_lossy(&content[..error.valid_up_to()]);
                    let place = Place::in_text(&self.files.label(path), &text, Span::at(error.valid_up_to()));
                    let finding = Finding::error(LAYOUT, place, "a byte here is not UTF-8");
                    self.findings.push(finding.help("save the file as UTF-8"));
                }
            }
        }
    }

    /// Reports the file `path` as a whole.
    pub(super) fn missing(&mut self, path: &Utf8Path, message: impl Into<String>, help: impl Into<String>) {
        let place = Place::in_text(&self.files.label(path), "", Span::at(0));
        self.findings.push(Finding::error(LAYOUT, place, message).help(help));
    }

    /// Parses the file `path`, when it is there.
    fn document(
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

    /// Parses and reads the YAML file `path`, when it is there.
    pub(super) fn yaml<T>(
        &mut self,
        path: &Utf8Path,
        read: fn(&Document) -> Result<T, DataError>,
        check: impl FnOnce(&T, &mut manifest::Checker<'_>),
    ) -> Option<Read<T>> {
        let document = self.document(path, Document::yaml)?;
        match read(&document) {
            Ok(data) => {
                let mut checker = manifest::Checker::new(&document);
                check(&data, &mut checker);
                self.findings.append(&mut checker.findings);
                Some(Read { document, data })
            }
            Err(error) => {
                self.findings.push(Finding::data(&document, &error));
                None
            }
        }
    }
}

/// Where the parts of a source lie, even when its manifest has mistakes elsewhere.
pub(super) fn layout(manifest: &Document) -> Layout {
    manifest.root().get("source").and_then(|source| source.read().ok()).unwrap_or_default()
}

/// The text file `name` in `folder`, or what is near it.
pub(super) fn named_text(files: &Folder, folder: &Utf8Path, name: &str) -> Result<TextFile, String> {
    text_file(files, &folder.join(name)).ok_or_else(|| {
        let names: Vec<_> =
            files.below(folder).filter_map(|(path, _)| path.strip_prefix(folder).ok()).map(Utf8Path::as_str).collect();
        match crate::text::suggest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put it into the folder `{folder}`"),
        }
    })
}
