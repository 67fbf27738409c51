//! A source as it was read: typed, and every value with its place.

use super::LAYOUT;
use super::manifest::{Manifest, ScriptEvent};
use super::request::{DefinitionFile, ExampleFile, RequestFile};
use crate::document::{Document, Pointer};
use crate::files;
use crate::finding::{Finding, Location};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;
use std::sync::Arc;

/// A file with what was read from it.
#[derive(Clone)]
pub struct Parsed<T> {
    /// What is written, with places. Its path is how findings name the file.
    pub document: Arc<Document>,
    /// The same, typed.
    pub data: T,
}

/// A script or template: a text with the name of its file.
#[derive(Clone)]
pub struct TextFile {
    /// How findings name the file.
    pub path: Utf8PathBuf,
    /// What it holds, byte-order mark included: places are those of the file.
    pub text: Arc<str>,
}

/// Everything that a collection and its environments are built from. It has no mistakes that can be seen without building.
#[derive(Clone)]
pub struct Source {
    /// The manifest.
    pub manifest: Parsed<Manifest>,
    /// What the request folder says about the whole collection, when it says something.
    pub definition: Option<Parsed<DefinitionFile>>,
    /// The template of the collection's description, when the manifest names one.
    pub description: Option<TextFile>,
    /// The collection's scripts in files of their own, in the manifest's order.
    pub scripts: Vec<ScriptFile>,
    /// Folders and requests, in the order in which Postman shows them.
    pub items: Vec<SourceItem>,
    pub(super) files: files::Folder,
}

/// A folder or a request.
#[derive(Clone)]
pub enum SourceItem {
    /// A folder.
    Folder(Box<FolderItem>),
    /// A request.
    Request(RequestItem),
}

/// A folder with what is in it.
#[derive(Clone)]
pub struct FolderItem {
    /// The name that Postman shows.
    pub name: String,
    /// What it says about itself, when it says something.
    pub definition: Option<Parsed<DefinitionFile>>,
    /// Its scripts and description in files of their own.
    pub attached: Attached,
    /// Folders and requests inside, in the order in which Postman shows them.
    pub items: Vec<SourceItem>,
}

/// A request with its examples.
#[derive(Clone)]
pub struct RequestItem {
    /// The name that Postman shows.
    pub name: String,
    /// The request file.
    pub file: Parsed<RequestFile>,
    /// Its scripts and description in files of their own.
    pub attached: Attached,
    /// The saved examples, in their order.
    pub examples: Vec<ExampleItem>,
}

/// A saved example.
#[derive(Clone)]
pub struct ExampleItem {
    /// The name that Postman shows.
    pub name: String,
    /// The example file.
    pub file: Parsed<ExampleFile>,
}

/// What the manifest attaches to a folder or request.
#[derive(Clone, Default)]
pub struct Attached {
    /// A description; the item itself then has none.
    pub description: Option<TextFile>,
    /// Scripts, which run after the item's own of the same kind, in the manifest's order.
    pub scripts: Vec<ScriptFile>,
}

/// A script in a file of its own.
#[derive(Clone)]
pub struct ScriptFile {
    /// ScriptEvent it runs.
    pub when: ScriptEvent,
    /// The script.
    pub file: TextFile,
    /// Where the manifest names it.
    pub pointer: Pointer,
}

impl Source {
    /// The template `name` (`collection.json.hbs`): the source's own, else the embedded one.
    pub fn template(&self, name: &str) -> Option<TextFile> {
        self.text(&self.manifest.data.source.templates, name).or_else(|| super::preset::template(name))
    }

    /// The script `name` (`set-headers.js`): the source's own, else the embedded one.
    pub fn script(&self, name: &str) -> Option<TextFile> {
        self.text(&self.manifest.data.source.scripts, name).or_else(|| super::preset::script(name))
    }

    fn text(&self, folder: &Utf8Path, name: &str) -> Option<TextFile> {
        // `load` has refused what is not UTF-8.
        text_file(&self.files, &folder.join(name)).ok()
    }

    /// The folder that it was read from, as findings name it.
    pub fn root(&self) -> &Utf8Path {
        self.files.root()
    }

    /// The request that a path of names leads to, as the manifest writes it: `FOLDER/NAME`.
    pub fn request(&self, path: &str) -> Option<&RequestItem> {
        find_request(&self.items, path)
    }

    /// How many requests there are.
    pub fn count_requests(&self) -> usize {
        self.items.iter().map(SourceItem::count_requests).sum()
    }
}

fn find_request<'i>(items: &'i [SourceItem], path: &str) -> Option<&'i RequestItem> {
    items.iter().find_map(|item| {
        let rest = path.strip_prefix(item.name())?;
        match item {
            SourceItem::Request(request) => rest.is_empty().then_some(request),
            SourceItem::Folder(folder) => find_request(&folder.items, rest.strip_prefix('/')?),
        }
    })
}

/// Why a file cannot be had as a text.
pub(super) enum NoText {
    /// It is not there.
    Missing,
    /// It is not UTF-8 from here on.
    NotUtf8(Location),
}

/// The file `path` as a text.
pub(super) fn text_file(files: &files::Folder, path: &Utf8Path) -> Result<TextFile, NoText> {
    let content = files.get(path).ok_or(NoText::Missing)?;
    match std::str::from_utf8(content) {
        Ok(text) => Ok(TextFile { path: files.label(path), text: text.into() }),
        Err(error) => {
            let end = error.valid_up_to();
            let text = String::from_utf8_lossy(&content[..end]);
            Err(NoText::NotUtf8(Location::in_text(&files.label(path), &text, Span::at(end))))
        }
    }
}

/// What is reported of a text that breaks off at `place`.
pub(super) fn not_utf8(place: Location) -> Finding {
    Finding::error(LAYOUT, place, "a byte here is not UTF-8").help("save the file as UTF-8")
}

impl SourceItem {
    /// The name that Postman shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Folder(folder) => &folder.name,
            Self::Request(request) => &request.name,
        }
    }

    /// Its scripts and description in files of their own.
    pub fn attached(&self) -> &Attached {
        match self {
            Self::Folder(folder) => &folder.attached,
            Self::Request(request) => &request.attached,
        }
    }

    fn count_requests(&self) -> usize {
        match self {
            Self::Folder(folder) => folder.items.iter().map(Self::count_requests).sum(),
            Self::Request(_) => 1,
        }
    }
}

// By hand, and for nothing below it: request files may hold secrets.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} requests)", self.root(), self.count_requests())
    }
}
