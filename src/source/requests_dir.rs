//! Reads the requests folder: folders, requests and their examples, by the names of the files.

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

/// The folder for definition files and saved examples, which are neither folders nor requests.
const RESOURCES: &str = ".resources";
const DEFINITION: &str = ".resources/definition.yaml";
const REQUEST: &str = ".request.yaml";
const EXAMPLE: &str = ".example.yaml";

/// The contents of the requests folder.
pub(super) struct RequestTree {
    /// The definition file of the collection.
    pub(super) definition: Option<Parsed<DefinitionFile>>,
    pub(super) items: Vec<SourceItem>,
    /// Whether every file was read without a finding.
    pub(super) is_complete: bool,
}

impl RequestTree {
    /// Reads the folder `root`.
    pub(super) fn read(loader: &mut Loader<'_>, root: &Utf8Path) -> Self {
        let before = loader.findings.len();
        let mut walk = TreeReader { folders: BTreeMap::new(), used: BTreeSet::new(), loader };
        for (path, _) in walk.loader.files.below(root) {
            walk.folders.entry(path.parent().unwrap_or(root).to_owned()).or_default().push(path.to_owned());
        }
        let definition = walk.definition(root, DefinitionFile::check_collection);
        let items = walk.items(root);
        walk.report_stray_files(root);
        let is_complete = loader.findings.len() == before;
        Self { definition, items, is_complete }
    }
}

struct TreeReader<'w, 'f> {
    loader: &'w mut Loader<'f>,
    /// Folder -> the files directly in it.
    folders: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>>,
    /// The files that belong to a folder or request.
    used: BTreeSet<Utf8PathBuf>,
}

impl TreeReader<'_, '_> {
    fn definition(
        &mut self,
        folder: &Utf8Path,
        check: fn(&DefinitionFile, &mut Checker<'_>),
    ) -> Option<Parsed<DefinitionFile>> {
        let path = folder.join(DEFINITION);
        let file = self.loader.yaml(&path, Document::read, check);
        self.used.insert(path);
        file
    }

    /// Reads the folders and requests in `folder`, sorted as Postman sorts them.
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
        items.sort_by(|(a, _), (b, _)| compare_order((a.order(), a.name()), (b.order(), b.name())));
        let names =
            items.iter().map(|(item, path)| (item.name(), item.name_location(|| self.loader.files.label(path))));
        let findings = check_names(names, "item of this folder");
        self.loader.findings.extend(findings);
        items.into_iter().map(|(item, _)| item).collect()
    }

    /// Lists the folders directly in `folder`, without hidden ones (`.resources` among them).
    fn subfolders(&self, folder: &Utf8Path) -> BTreeSet<Utf8PathBuf> {
        let child = |path: &Utf8PathBuf| {
            let first = path.strip_prefix(folder).ok()?.components().next()?;
            (!first.as_str().starts_with('.')).then(|| folder.join(first.as_str()))
        };
        self.folders.keys().filter_map(child).collect()
    }

    /// Reads a folder. `None` if it contains neither a definition nor a request.
    fn folder(&mut self, path: &Utf8Path) -> Option<FolderItem> {
        let definition = self.definition(path, DefinitionFile::check_folder);
        let items = self.items(path);
        if definition.is_none() && items.is_empty() {
            return None;
        }
        let name = definition.as_ref().and_then(|definition| definition.data.name.clone());
        let name = name.unwrap_or_else(|| path.file_name().unwrap_or_default().to_owned());
        Some(FolderItem { name, definition, attached: Attached::default(), items })
    }

    fn request(&mut self, path: &Utf8Path, stem: &str) -> Option<RequestItem> {
        self.used.insert(path.to_owned());
        let folder = path.parent().unwrap_or(Utf8Path::new(""));
        let default_folder = format!("./{RESOURCES}/{stem}.resources/examples");
        let file = self.loader.yaml(path, RequestFile::read, RequestFile::check);
        let own_folder = file.as_ref().and_then(|file| file.data.examples());
        let examples_folder = normalize(&folder.join(own_folder.unwrap_or(&default_folder)));
        let has_examples = self
            .folders
            .get(&examples_folder)
            .is_some_and(|files| files.iter().any(|file| file.as_str().ends_with(EXAMPLE)));
        let examples = self.examples(&examples_folder);
        let file = file?;
        let mut checker = Checker::new(&file.document);
        match file.data.examples() {
            Some(_) if !has_examples => {
                let help =
                    format!("the default folder is `{default_folder}`; remove `examples` if the request has none");
                checker.value(&["examples"], "this folder contains no example", help);
            }
            None if has_examples => {
                let message = "this request has examples but no key `examples`: Postman does not find them without it";
                checker.value(&[], message, format!("add `examples: {default_folder}`"));
            }
            _ => {}
        }
        self.loader.findings.append(&mut checker.findings);
        let name = file.data.name().unwrap_or(stem).to_owned();
        Some(RequestItem { name, file, attached: Attached::default(), examples })
    }

    fn examples(&mut self, folder: &Utf8Path) -> Vec<ExampleItem> {
        let mut examples = Vec::new();
        for path in self.folders.get(folder).cloned().unwrap_or_default() {
            let Some(stem) = path.file_name().and_then(|name| name.strip_suffix(EXAMPLE)) else { continue };
            if let Some(file) = self.loader.yaml(&path, Document::read, ExampleFile::check) {
                let name = file.data.name.clone().unwrap_or_else(|| stem.to_owned());
                examples.push(ExampleItem { name, file });
            }
            self.used.insert(path);
        }
        examples.sort_by(|a, b| compare_order((a.file.data.order, &a.name), (b.file.data.order, &b.name)));
        let names = examples.iter().map(|example| (example.name.as_str(), name_location(&example.file.document)));
        let findings = check_names(names, "example of this request");
        self.loader.findings.extend(findings);
        examples
    }

    /// Reports YAML files that belong to no folder or request: the build would skip them silently.
    fn report_stray_files(&mut self, root: &Utf8Path) {
        let files: Vec<_> = self.loader.files.below(root).map(|(path, _)| path.to_owned()).collect();
        for path in files.into_iter().filter(|path| !self.used.contains(path)) {
            let name = path.file_name().unwrap_or_default();
            if name.starts_with('.') || !matches!(path.extension(), Some("yaml" | "yml")) {
                continue;
            }
            let (message, help) = describe_stray_file(name);
            self.loader.report_file(&path, message, help);
        }
    }
}

/// Why the file `name` is not used, and what to do.
fn describe_stray_file(name: &str) -> (&'static str, String) {
    if let Some(stem) = name.strip_suffix(".yml") {
        ("Postman does not read this file: its name ends with `.yml`", format!("rename it to `{stem}.yaml`"))
    } else if name.ends_with(EXAMPLE) {
        (
            "this example belongs to no request",
            format!("move it to `{RESOURCES}/NAME.resources/examples/` beside `NAME{REQUEST}`"),
        )
    } else if name == "definition.yaml" {
        ("this definition belongs to no folder", format!("move it to `{DEFINITION}` in its folder"))
    } else if name.ends_with(REQUEST) {
        ("requests in this folder are not read", format!("move it out of `{RESOURCES}` and other hidden folders"))
    } else {
        (
            "this file is not a request, a definition or an example",
            format!("name a request file `NAME{REQUEST}`, an example file `NAME{EXAMPLE}`"),
        )
    }
}

/// Compares siblings by `order`, those without one last, then by name.
fn compare_order(a: (Option<f64>, &str), b: (Option<f64>, &str)) -> std::cmp::Ordering {
    let rank = |order: Option<f64>| order.unwrap_or(f64::INFINITY);
    rank(a.0).total_cmp(&rank(b.0)).then_with(|| a.1.cmp(b.1))
}

/// Reports empty names and siblings with the same name: the manifest refers to items by their names.
fn check_names<'n>(names: impl Iterator<Item = (&'n str, Location)>, what: &str) -> Vec<Finding> {
    let mut seen: HashMap<&str, Location> = HashMap::new();
    let mut findings = Vec::new();
    for (name, location) in names {
        if name.trim().is_empty() {
            let help = "write the name that Postman shows: `name: ...`";
            findings.push(Finding::error(DATA, location, "this name is empty").help(help));
            continue;
        }
        if let Some(earlier) = seen.insert(name, location.clone()) {
            let message = format!("another {what} has the name `{name}`");
            let help = format!("rename this one or {}", earlier.path);
            findings.push(Finding::error(LAYOUT, location, message).help(help));
        }
    }
    findings
}

/// The location of the key `name`, or the start of the file without one.
fn name_location(document: &Document) -> Location {
    document.root().get("name").map_or_else(|| Location::of_span(document, Span::at(0)), Location::of)
}

/// Removes `.` and resolves `..` in a path.
fn normalize(path: &Utf8Path) -> Utf8PathBuf {
    let mut normalized = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                normalized.pop();
            }
            other => normalized.push(other.as_str()),
        }
    }
    normalized
}

impl SourceItem {
    /// Returns the sort key among its siblings.
    fn order(&self) -> Option<f64> {
        match self {
            Self::Folder(folder) => folder.definition.as_ref()?.data.order,
            Self::Request(request) => request.file.data.order(),
        }
    }

    /// Returns the location of its name. `label` is the path of a folder without a definition file.
    fn name_location(&self, label: impl FnOnce() -> Utf8PathBuf) -> Location {
        match self {
            Self::Folder(folder) => match &folder.definition {
                Some(definition) => name_location(&definition.document),
                None => Location::in_text(&label(), "", Span::at(0)),
            },
            Self::Request(request) => name_location(&request.file.document),
        }
    }
}
