//! The folder of the requests: which file is what.

use super::LAYOUT;
use super::load::Loader;
use super::manifest::Checker;
use super::model::{Attached, ExampleItem, FolderItem, Parsed, RequestItem, SourceItem};
use super::request::{DefinitionFile, ExampleFile, RequestFile};
use crate::document::Document;
use crate::finding::{DATA, Finding, Location};
use crate::text::Span;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Holds what belongs to a folder or request and is neither.
const RESOURCES: &str = ".resources";
const DEFINITION: &str = ".resources/definition.yaml";
const REQUEST: &str = ".request.yaml";
const EXAMPLE: &str = ".example.yaml";

/// What the folder of the requests holds.
pub(super) struct RequestTree {
    /// The collection's own definition.
    pub(super) definition: Option<Parsed<DefinitionFile>>,
    pub(super) items: Vec<SourceItem>,
    /// Whether every file could be read.
    pub(super) whole: bool,
}

impl RequestTree {
    /// Reads the folder `root`.
    pub(super) fn read(reader: &mut Loader<'_>, root: &Utf8Path) -> Self {
        let before = reader.findings.len();
        let mut walk = TreeReader { folders: BTreeMap::new(), claimed: BTreeSet::new(), reader };
        for (path, _) in walk.reader.files.below(root) {
            walk.folders.entry(path.parent().unwrap_or(root).to_owned()).or_default().push(path.to_owned());
        }
        let definition = walk.definition(root, DefinitionFile::check_collection);
        let items = walk.items(root);
        walk.strays(root);
        let whole = reader.findings.len() == before;
        Self { definition, items, whole }
    }
}

struct TreeReader<'w, 'f> {
    reader: &'w mut Loader<'f>,
    /// Folder -> the files directly in it.
    folders: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>,
    /// The files that belong to something.
    claimed: BTreeSet<Utf8PathBuf>,
}

impl TreeReader<'_, '_> {
    fn definition(
        &mut self,
        folder: &Utf8Path,
        check: fn(&DefinitionFile, &mut Checker<'_>),
    ) -> Option<Parsed<DefinitionFile>> {
        let path = folder.join(DEFINITION);
        let read = self.reader.yaml(&path, Document::read, check);
        self.claimed.insert(path);
        read
    }

    /// Folders and requests in `folder`, as Postman sorts them.
    fn items(&mut self, folder: &Utf8Path) -> Vec<SourceItem> {
        let mut items = Vec::new();
        for path in self.folders.get(folder).cloned().unwrap_or_default() {
            if let Some(stem) = path.file_name().and_then(|name| name.strip_suffix(REQUEST)) {
                items.extend(self.request(&path, stem).map(|request| (SourceItem::Request(request), path.clone())));
            }
        }
        for path in self.subfolders(folder) {
            items.extend(self.folder(&path).map(|folder| (SourceItem::Folder(Box::new(folder)), path.clone())));
        }
        items.sort_by(|(a, _), (b, _)| by_order((a.order(), a.name()), (b.order(), b.name())));
        let named = items.iter().map(|(item, path)| (item.name(), item.place(|| self.reader.files.label(path))));
        let wrong = wrong_names(named, "folder");
        self.reader.findings.extend(wrong);
        items.into_iter().map(|(item, _)| item).collect()
    }

    /// The folders directly in `folder`, apart from resources and hidden ones.
    fn subfolders(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let child = |path: &Utf8PathBuf| {
            let first = path.strip_prefix(folder).ok()?.components().next()?;
            (!first.as_str().starts_with('.')).then(|| folder.join(first.as_str()))
        };
        self.folders.keys().filter_map(child).collect()
    }

    /// A folder; `None` when it holds nothing of a collection.
    fn folder(&mut self, path: &Utf8Path) -> Option<FolderItem> {
        let definition = self.definition(path, DefinitionFile::check_folder);
        let items = self.items(path);
        if definition.is_none() && items.is_empty() {
            return None;
        }
        let written = definition.as_ref().and_then(|definition| definition.data.name.clone());
        let name = written.unwrap_or_else(|| path.file_name().unwrap_or_default().to_owned());
        Some(FolderItem { name, definition, attached: Attached::default(), items })
    }

    fn request(&mut self, path: &Utf8Path, stem: &str) -> Option<RequestItem> {
        self.claimed.insert(path.to_owned());
        let folder = path.parent().unwrap_or(Utf8Path::new(""));
        let usual = format!("./{RESOURCES}/{stem}.resources/examples");
        let file = self.reader.yaml(path, RequestFile::read, RequestFile::check);
        let written = file.as_ref().and_then(|file| file.data.examples());
        let place = normal(&folder.join(written.unwrap_or(&usual)));
        let any =
            self.folders.get(&place).is_some_and(|files| files.iter().any(|file| file.as_str().ends_with(EXAMPLE)));
        let examples = self.examples(&place);
        let file = file?;
        let mut checker = Checker::new(&file.document);
        match file.data.examples() {
            Some(_) if !any => {
                let help = format!("the usual folder is `{usual}`; without examples, leave `examples` out");
                checker.value(&["examples"], "no example lies in this folder", help);
            }
            None if any => {
                let message = "this request has examples and does not say where: Postman does not find them by itself";
                checker.value(&[], message, format!("add `examples: {usual}`"));
            }
            _ => {}
        }
        self.reader.findings.append(&mut checker.findings);
        let name = file.data.name().unwrap_or(stem).to_owned();
        Some(RequestItem { name, file, attached: Attached::default(), examples })
    }

    fn examples(&mut self, folder: &Utf8Path) -> Vec<ExampleItem> {
        let mut examples = Vec::new();
        for path in self.folders.get(folder).cloned().unwrap_or_default() {
            let Some(stem) = path.file_name().and_then(|name| name.strip_suffix(EXAMPLE)) else { continue };
            if let Some(file) = self.reader.yaml(&path, Document::read, ExampleFile::check) {
                let name = file.data.name.clone().unwrap_or_else(|| stem.to_owned());
                examples.push(ExampleItem { name, file });
            }
            self.claimed.insert(path);
        }
        examples.sort_by(|a, b| by_order((a.file.data.order, &a.name), (b.file.data.order, &b.name)));
        let named = examples.iter().map(|example| (example.name.as_str(), name_place(&example.file.document)));
        let wrong = wrong_names(named, "request");
        self.reader.findings.extend(wrong);
        examples
    }

    /// Reports the YAML files that belong to nothing: they would be left out in silence.
    fn strays(&mut self, root: &Utf8Path) {
        let files: Vec<_> = self.reader.files.below(root).map(|(path, _)| path.to_owned()).collect();
        for path in files.into_iter().filter(|path| !self.claimed.contains(path)) {
            let name = path.file_name().unwrap_or_default();
            if name.starts_with('.') || !matches!(path.extension(), Some("yaml" | "yml")) {
                continue;
            }
            let (message, help) = stray(name);
            self.reader.missing(&path, message, help);
        }
    }
}

fn stray(name: &str) -> (&'static str, String) {
    if let Some(stem) = name.strip_suffix(".yml") {
        ("this file would be left out: Postman reads `.yaml` only", format!("rename it to `{stem}.yaml`"))
    } else if name.ends_with(EXAMPLE) {
        (
            "this example belongs to no request",
            format!("examples of `NAME{REQUEST}` lie beside it in `{RESOURCES}/NAME.resources/examples/`"),
        )
    } else if name == "definition.yaml" {
        ("this definition belongs to no folder", format!("a folder's definition is `{DEFINITION}` in it"))
    } else if name.ends_with(REQUEST) {
        ("this request lies where no requests are read", format!("move it out of `{RESOURCES}` and hidden folders"))
    } else {
        (
            "this file is neither a request, nor a definition, nor an example",
            format!("the name of a request's file ends with `{REQUEST}`, that of an example with `{EXAMPLE}`"),
        )
    }
}

/// By `order`, those without one last; then by name.
fn by_order(a: (Option<f64>, &str), b: (Option<f64>, &str)) -> std::cmp::Ordering {
    let place = |order: Option<f64>| order.unwrap_or(f64::INFINITY);
    place(a.0).total_cmp(&place(b.0)).then_with(|| a.1.cmp(b.1))
}

/// Postman shows names, and paths in the manifest are made of them: there must be one, and siblings need different ones.
fn wrong_names<'n>(named: impl Iterator<Item = (&'n str, Location)>, parent: &str) -> Vec<Finding> {
    let mut seen: HashMap<&str, Location> = HashMap::new();
    let mut findings = Vec::new();
    for (name, place) in named {
        if name.trim().is_empty() {
            let help = "write the name that Postman shows: `name: ...`";
            findings.push(Finding::error(DATA, place, "this name is empty").help(help));
            continue;
        }
        if let Some(earlier) = seen.insert(name, place.clone()) {
            let message = format!("the {parent} has two of the name `{name}`");
            let help = format!("the other is {}; give one of them another name", earlier.path);
            findings.push(Finding::error(LAYOUT, place, message).help(help));
        }
    }
    findings
}

/// Where a file gives its name, else where it begins.
fn name_place(document: &Document) -> Location {
    document.root().get("name").map_or_else(|| Location::of_span(document, Span::at(0)), Location::of)
}

/// The path without `.` and with `..` taken back.
fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other.as_str()),
        }
    }
    normal
}

impl SourceItem {
    /// Its place among its siblings.
    fn order(&self) -> Option<f64> {
        match self {
            Self::Folder(folder) => folder.definition.as_ref()?.data.order,
            Self::Request(request) => request.file.data.order(),
        }
    }

    /// Where its name is given; `label` is for a folder without a definition.
    fn place(&self, label: impl FnOnce() -> Utf8PathBuf) -> Location {
        match self {
            Self::Folder(folder) => match &folder.definition {
                Some(definition) => name_place(&definition.document),
                None => Location::in_text(&label(), "", Span::at(0)),
            },
            Self::Request(request) => name_place(&request.file.document),
        }
    }
}
