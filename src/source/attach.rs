//! Resolves what the manifest names: script and description files, folders and requests, and the login request with its URL.

use super::manifest::{Checker, DeclaredEnvironment, Manifest};
use super::model::{
    Attached, RequestItem, ScriptFile, Source, SourceItem, TextFile, TextFileError, not_utf8_finding, read_text_file,
};
use super::request::RequestFile;
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::text::substitution::substitute;
use crate::text::suggest;
use crate::text::url::{SplitUrl, split_scheme};
use camino::Utf8Path;
use std::sync::Arc;

/// Attaches the files that the manifest names to the items that it names, and reports those that do not exist.
pub(super) fn attach(source: &mut Source) -> Vec<Finding> {
    let document = Arc::clone(&source.manifest.document);
    let manifest = source.manifest.data.clone();
    let mut attach = Attach { checker: Checker::new(&document), manifest: &manifest, source };
    attach.check_requests();
    attach.attach_collection_description();
    attach.attach_descriptions();
    attach.attach_scripts();
    attach.checker.findings
}

struct Attach<'a, 'd> {
    checker: Checker<'d>,
    manifest: &'a Manifest,
    source: &'a mut Source,
}

impl Attach<'_, '_> {
    /// Checks that the requests exist that `[oauth]` names.
    fn check_requests(&mut self) {
        let Some(oauth) = &self.manifest.oauth else { return };
        for (key, name) in [("login", &oauth.login), ("verify", &oauth.verify)] {
            let Some(name) = name else { continue };
            match find_item(&mut self.source.items, name) {
                Some(SourceItem::Request(request)) if key == "login" => {
                    self.checker.findings.extend(check_login_url(request, self.manifest));
                }
                Some(SourceItem::Request(_)) => {}
                Some(SourceItem::Folder(_)) => {
                    let help = "add the name of the request: `FOLDER/NAME`";
                    self.checker.value(&["oauth", key], "this is a folder, not a request", help);
                }
                None => self.report_unknown_item(&["oauth", key], name),
            }
        }
    }

    fn attach_collection_description(&mut self) {
        let Some(name) = &self.manifest.collection.description else { return };
        let file = self.read_file(&self.manifest.source.templates, name, &["collection", "description"]);
        self.source.description = file;
    }

    fn attach_descriptions(&mut self) {
        for (index, description) in self.manifest.descriptions.iter().enumerate() {
            let index = index.to_string();
            let on = ["descriptions", &index, "on"];
            let keys = ["descriptions", &index, "file"];
            let file = self.read_file(&self.manifest.source.templates, &description.file, &keys);
            if description.on.is_empty() {
                let help =
                    "write the name of a folder or request; the collection's description is `[collection] description`";
                self.checker.value(&on, "`on` is empty", help);
                continue;
            }
            let Some(item) = find_item(&mut self.source.items, &description.on) else {
                self.report_unknown_item(&on, &description.on);
                continue;
            };
            if item.description().is_some() || item.attached().description.is_some() {
                let message = format!("`{}` already has a description", description.on);
                self.checker.value(&on, message, "remove one of them");
            }
            item.attached_mut().description = file;
        }
    }

    fn attach_scripts(&mut self) {
        for (index, script) in self.manifest.scripts.iter().enumerate() {
            let pointer = Pointer::root().key("scripts").index(index);
            let index = index.to_string();
            let file = self.read_file(&self.manifest.source.scripts, &script.file, &["scripts", &index, "file"]);
            let file = file.map(|file| ScriptFile { when: script.when, file, pointer });
            if script.on.is_empty() {
                self.source.scripts.extend(file);
            } else if let Some(item) = find_item(&mut self.source.items, &script.on) {
                item.attached_mut().scripts.extend(file);
            } else {
                self.report_unknown_item(&["scripts", &index, "on"], &script.on);
            }
        }
    }

    /// Reads the text file `name` in `folder`, which the manifest names at `keys`.
    fn read_file(&mut self, folder: &Utf8Path, name: &str, keys: &[&str]) -> Option<TextFile> {
        let files = &self.source.files;
        match read_text_file(files, &folder.join(name)) {
            Ok(file) => Some(file),
            Err(TextFileError::NotUtf8(location)) => {
                self.checker.findings.push(not_utf8_finding(location));
                None
            }
            Err(TextFileError::Missing) => {
                let known = files.below(folder).filter_map(|(path, _)| path.strip_prefix(folder).ok());
                let help = match suggest(name, known.map(Utf8Path::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add the file to the folder `{folder}`"),
                };
                self.checker.value(keys, format!("the file `{name}` does not exist"), help);
                None
            }
        }
    }

    fn report_unknown_item(&mut self, keys: &[&str], on: &str) {
        let mut known = Vec::new();
        collect_names(&self.source.items, "", &mut known);
        let help = match suggest(on, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the names of its folders and its own name, separated by `/`".to_owned(),
        };
        self.checker.value(keys, format!("no folder or request has the name `{on}`"), help);
    }
}

/// Finds the item with a breadcrumb `FOLDER/NAME`. A name may itself contain `/`.
fn find_item<'i>(items: &'i mut [SourceItem], path: &str) -> Option<&'i mut SourceItem> {
    items.iter_mut().find_map(|item| {
        let rest = path.strip_prefix(item.name())?;
        if rest.is_empty() {
            return Some(item);
        }
        match item {
            SourceItem::Folder(folder) => find_item(&mut folder.items, rest.strip_prefix('/')?),
            SourceItem::Request(_) => None,
        }
    })
}

/// Collects the breadcrumbs of all items.
fn collect_names(items: &[SourceItem], above: &str, into: &mut Vec<String>) {
    for item in items {
        let path = format!("{above}{}", item.name());
        if let SourceItem::Folder(folder) = item {
            collect_names(&folder.items, &format!("{path}/"), into);
        }
        into.push(path);
    }
}

impl SourceItem {
    /// Returns the description in the item's own file.
    fn description(&self) -> Option<&str> {
        match self {
            Self::Folder(folder) => folder.definition.as_ref()?.data.description.as_deref(),
            Self::Request(request) => request.file.data.description(),
        }
    }

    fn attached_mut(&mut self) -> &mut Attached {
        match self {
            Self::Folder(folder) => &mut folder.attached,
            Self::Request(request) => &mut request.attached,
        }
    }
}

/// Checks that the login request goes to the token URL: the scripts recognise the login by its URL.
fn check_login_url(login: &RequestItem, manifest: &Manifest) -> Option<Finding> {
    let RequestFile::Http(request) = &login.file.data else { return None };
    let token_url = manifest.token_url()?;
    let is_url = token_url.starts_with("{{") || split_scheme(&token_url).0.is_some();
    if !is_url || token_url.contains(char::is_whitespace) {
        return None; // The check of `[oauth]` reports this.
    }
    let differs = |environment: &DeclaredEnvironment| {
        let [login, token] = [&request.url, &token_url].map(|url| resolved_url(url, manifest, environment));
        // A variable without a value may become anything.
        !login.contains("{{") && !token.contains("{{") && !login.eq_ignore_ascii_case(&token)
    };
    let (key, _) = manifest.environments.iter().find(|(_, environment)| differs(environment))?;
    let location = Location::of(login.file.document.root().at(Pointer::root().key("url").as_str())?);
    let message = format!(
        "in the environment `{key}` this URL differs from `[oauth] token_url`, so the scripts would not store the tokens of \
         this login"
    );
    Some(Finding::error(DATA, location, message).help("write the same URL here and in `[oauth] token_url`"))
}

/// The URL that a request is sent to, in the form in which the scripts compare URLs: without query and empty path segments.
fn resolved_url(url: &str, manifest: &Manifest, environment: &DeclaredEnvironment) -> String {
    let value = |name: &str| Some(manifest.value(environment, name).trim()).filter(|value| !value.is_empty());
    let resolved: String = substitute(url, value);
    let url = SplitUrl::literal(resolved.trim());
    let segments = url.path.unwrap_or_default().split('/');
    let parts: Vec<_> = std::iter::once(url.authority).chain(segments).filter(|part| !part.is_empty()).collect();
    format!("{}://{}", url.scheme.unwrap_or("http"), parts.join("/"))
}
