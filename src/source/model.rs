//! The types of a source that was read: its manifest, folders, requests, examples and attached files.

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

/// A file and the typed value that was read from it.
#[derive(Clone)]
pub struct Parsed<T> {
    /// The document, which has the location of every value. Findings name the file by its path.
    pub document: Arc<Document>,
    /// The typed value.
    pub data: T,
}

/// The text of a script or template.
#[derive(Clone)]
pub struct TextFile {
    /// The path by which findings name the file.
    pub path: Utf8PathBuf,
    /// The whole text, with its byte-order mark if it has one: offsets are those of the file.
    pub text: Arc<str>,
}

/// Everything that a collection and its environments are built from. [`Source::load`] has reported every mistake that shows without building.
#[derive(Clone)]
pub struct Source {
    /// The manifest.
    pub manifest: Parsed<Manifest>,
    /// The definition file of the whole collection, if there is one.
    pub definition: Option<Parsed<DefinitionFile>>,
    /// The template of the collection's description, if the manifest names one.
    pub description: Option<TextFile>,
    /// The script files of the collection, in the manifest's order.
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

/// A folder with its contents.
#[derive(Clone)]
pub struct FolderItem {
    /// The name that Postman shows.
    pub name: String,
    /// Its definition file, if there is one.
    pub definition: Option<Parsed<DefinitionFile>>,
    /// The script files and the description that the manifest attaches to it.
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
    /// The script files and the description that the manifest attaches to it.
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

/// The files that the manifest attaches to a folder or request.
#[derive(Clone, Default)]
pub struct Attached {
    /// The description. The item's own file then has none.
    pub description: Option<TextFile>,
    /// The scripts, in the manifest's order. They run after those in the item's own file.
    pub scripts: Vec<ScriptFile>,
}

/// A script file that the manifest attaches.
#[derive(Clone)]
pub struct ScriptFile {
    /// The event that runs it.
    pub when: ScriptEvent,
    /// The script.
    pub file: TextFile,
    /// The manifest's `[[scripts]]` entry that names it.
    pub pointer: Pointer,
}

impl Source {
    /// Returns the template `name` (`collection.json.hbs`): the file of the source or, without one, the embedded file.
    pub fn template(&self, name: &str) -> Option<TextFile> {
        self.text(&self.manifest.data.source.templates, name).or_else(|| super::preset::template(name))
    }

    /// Returns the script `name` (`set-headers.js`): the file of the source or, without one, the embedded file.
    pub fn script(&self, name: &str) -> Option<TextFile> {
        self.text(&self.manifest.data.source.scripts, name).or_else(|| super::preset::script(name))
    }

    fn text(&self, folder: &Utf8Path, name: &str) -> Option<TextFile> {
        // `load` refuses files that are not UTF-8.
        read_text_file(&self.files, &folder.join(name)).ok()
    }

    /// Returns the folder that the source was read from, as findings name it.
    pub fn root(&self) -> &Utf8Path {
        self.files.root()
    }

    /// Returns the request with this breadcrumb, as the manifest writes it: `FOLDER/NAME`.
    pub fn request(&self, path: &str) -> Option<&RequestItem> {
        find_request(&self.items, path)
    }

    /// Whether a request gets tokens: the one that `[oauth] login` names, and every other to the token URL.
    pub fn is_token_request(&self, request: &RequestItem) -> bool {
        let manifest = &self.manifest.data;
        let (Some(oauth), Some(token_url)) = (&manifest.oauth, manifest.token_url()) else { return false };
        let login = oauth.login.as_deref().and_then(|path| self.request(path));
        login.is_some_and(|login| std::ptr::eq(login, request))
            || request.file.data.url().trim_end_matches('/') == token_url
    }

    /// Counts the requests.
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

/// Why a file cannot be read as text.
pub(super) enum TextFileError {
    /// The file is missing.
    Missing,
    /// The byte at this location is not UTF-8.
    NotUtf8(Location),
}

/// Reads the file `path` as text.
pub(super) fn read_text_file(files: &files::Folder, path: &Utf8Path) -> Result<TextFile, TextFileError> {
    let content = files.get(path).ok_or(TextFileError::Missing)?;
    match std::str::from_utf8(content) {
        Ok(text) => Ok(TextFile { path: files.label(path), text: text.into() }),
        Err(error) => {
            let end = error.valid_up_to();
            let text = String::from_utf8_lossy(&content[..end]);
            Err(TextFileError::NotUtf8(Location::in_text(&files.label(path), &text, Span::at(end))))
        }
    }
}

/// The finding about a byte that is not UTF-8.
pub(super) fn not_utf8_finding(location: Location) -> Finding {
    Finding::error(LAYOUT, location, "the file contains a byte that is not UTF-8").help("save the file as UTF-8")
}

impl SourceItem {
    /// Returns the name that Postman shows.
    pub fn name(&self) -> &str {
        match self {
            Self::Folder(folder) => &folder.name,
            Self::Request(request) => &request.name,
        }
    }

    /// Returns the script files and the description that the manifest attaches to it.
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

// Not derived, and not implemented for the types inside: request files may hold secrets.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} requests)", self.root(), self.count_requests())
    }
}
