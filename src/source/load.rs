//! Reads a folder's files as a [`Source`], and reports every mistake of every file at once.

use super::LAYOUT;
use super::attach::attach;
use super::branch::Branches;
use super::manifest::{self, Layout, MANIFEST, Manifest};
use super::reader::Reader;
use super::tree::{NoText, Parsed, Source, not_utf8, text_file};
use crate::document::Document;
use crate::files::Folder;
use crate::finding::{Finding, Location};
use crate::text::Span;
use camino::Utf8Path;
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
                // A file that is named twice is wrong once.
                reader.findings.dedup();
                Err(reader.findings)
            }
        }
    }
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
        self.findings.extend(manifest::validate(&document, &manifest));
        let branches = branches?;
        let whole = branches.whole;
        let mut source = Source {
            manifest: Parsed { document, data: manifest },
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
        let place = document
            .root()
            .at("/source/requests")
            .map_or_else(|| Location::of_span(document, Span::at(0)), Location::of);
        let message = format!("the folder of the requests, `{}`, is missing or empty", layout.requests);
        let help = "put request files there (`NAME.request.yaml`), or name another folder in `[source] requests`";
        self.findings.push(Finding::error(LAYOUT, place, message).help(help));
    }

    /// Scripts and templates must be UTF-8, whether the manifest names them or not.
    fn texts(&mut self, layout: &Layout) {
        for folder in [&layout.templates, &layout.scripts] {
            for (path, _) in self.files.below(folder) {
                if let Some("hbs" | "js") = path.extension()
                    && let Err(NoText::NotUtf8(place)) = text_file(self.files, path)
                {
                    self.findings.push(not_utf8(place));
                }
            }
        }
    }
}

/// Where the parts of a source lie, even when its manifest has mistakes elsewhere.
pub(super) fn layout(manifest: &Document) -> Layout {
    manifest.root().get("source").and_then(|source| source.read().ok()).unwrap_or_default()
}
