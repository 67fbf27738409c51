//! What the manifest names by path: scripts, descriptions, the login request.

use super::manifest::{Checker, DeclaredEnvironment, Manifest};
use super::model::{Attached, NoText, RequestItem, ScriptFile, Source, SourceItem, TextFile, not_utf8, text_file};
use super::request::RequestFile;
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::text::{references, suggest};
use camino::Utf8Path;
use std::sync::Arc;

/// Hangs the files that the manifest names on the items that it names, and reports what is not there.
pub(super) fn attach(source: &mut Source) -> Vec<Finding> {
    let document = Arc::clone(&source.manifest.document);
    let manifest = source.manifest.data.clone();
    let mut attach = Attach { checker: Checker::new(&document), manifest: &manifest, source };
    attach.requests();
    attach.description();
    attach.descriptions();
    attach.scripts();
    attach.checker.findings
}

struct Attach<'a, 'd> {
    checker: Checker<'d>,
    manifest: &'a Manifest,
    source: &'a mut Source,
}

impl Attach<'_, '_> {
    /// The requests that `[oauth]` names are there.
    fn requests(&mut self) {
        let Some(oauth) = &self.manifest.oauth else { return };
        for (key, name) in [("login", &oauth.login), ("verify", &oauth.verify)] {
            let Some(name) = name else { continue };
            match find(&mut self.source.items, name) {
                Some(SourceItem::Request(request)) if key == "login" => {
                    self.checker.findings.extend(check_login_url(request, self.manifest));
                }
                Some(SourceItem::Request(_)) => {}
                Some(SourceItem::Folder(_)) => {
                    let help = "add the name of the request: `FOLDER/NAME`";
                    self.checker.value(&["oauth", key], "this is a folder, not a request", help);
                }
                None => self.unknown(&["oauth", key], name),
            }
        }
    }

    fn description(&mut self) {
        let Some(name) = &self.manifest.collection.description else { return };
        let file = self.text(&self.manifest.source.templates, name, &["collection", "description"]);
        self.source.description = file;
    }

    fn descriptions(&mut self) {
        for (index, description) in self.manifest.descriptions.iter().enumerate() {
            let index = index.to_string();
            let on = ["descriptions", &index, "on"];
            let keys = ["descriptions", &index, "file"];
            let file = self.text(&self.manifest.source.templates, &description.file, &keys);
            if description.on.is_empty() {
                let help = "the description of the collection is `[collection] description`";
                self.checker.value(&on, "this names no folder or request", help);
                continue;
            }
            let Some(item) = find(&mut self.source.items, &description.on) else {
                self.unknown(&on, &description.on);
                continue;
            };
            if item.description().is_some() || item.attached().description.is_some() {
                let message = format!("`{}` has a description already", description.on);
                self.checker.value(&on, message, "leave one of them out");
            }
            item.attached_mut().description = file;
        }
    }

    fn scripts(&mut self) {
        for (index, script) in self.manifest.scripts.iter().enumerate() {
            let pointer = Pointer::root().key("scripts").index(index);
            let index = index.to_string();
            let file = self.text(&self.manifest.source.scripts, &script.file, &["scripts", &index, "file"]);
            let file = file.map(|file| ScriptFile { when: script.when, file, pointer });
            if script.on.is_empty() {
                self.source.scripts.extend(file);
            } else if let Some(item) = find(&mut self.source.items, &script.on) {
                item.attached_mut().scripts.extend(file);
            } else {
                self.unknown(&["scripts", &index, "on"], &script.on);
            }
        }
    }

    /// The text file `name` in `folder`, which the manifest names at `keys`.
    fn text(&mut self, folder: &Utf8Path, name: &str, keys: &[&str]) -> Option<TextFile> {
        let files = &self.source.files;
        match text_file(files, &folder.join(name)) {
            Ok(file) => Some(file),
            Err(NoText::NotUtf8(place)) => {
                self.checker.findings.push(not_utf8(place));
                None
            }
            Err(NoText::Missing) => {
                let known = files.below(folder).filter_map(|(path, _)| path.strip_prefix(folder).ok());
                let help = match suggest(name, known.map(Utf8Path::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("put it into the folder `{folder}`"),
                };
                self.checker.value(keys, format!("there is no file `{name}`"), help);
                None
            }
        }
    }

    fn unknown(&mut self, keys: &[&str], on: &str) {
        let mut known = Vec::new();
        collect(&self.source.items, "", &mut known);
        let help = match suggest(on, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the names of its folders and its own with `/` between them".to_owned(),
        };
        self.checker.value(keys, format!("no folder or request is called `{on}`"), help);
    }
}

/// The item that a path of names leads to. A name may itself hold a `/`.
fn find<'i>(items: &'i mut [SourceItem], path: &str) -> Option<&'i mut SourceItem> {
    items.iter_mut().find_map(|item| {
        let rest = path.strip_prefix(item.name())?;
        if rest.is_empty() {
            return Some(item);
        }
        match item {
            SourceItem::Folder(folder) => find(&mut folder.items, rest.strip_prefix('/')?),
            SourceItem::Request(_) => None,
        }
    })
}

fn collect(items: &[SourceItem], above: &str, into: &mut Vec<String>) {
    for item in items {
        let path = format!("{above}{}", item.name());
        if let SourceItem::Folder(folder) = item {
            collect(&folder.items, &format!("{path}/"), into);
        }
        into.push(path);
    }
}

impl SourceItem {
    /// The description in its own file.
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

/// What is wrong with the address of the login request.
fn check_login_url(login: &RequestItem, manifest: &Manifest) -> Option<Finding> {
    let RequestFile::Http(request) = &login.file.data else { return None };
    let token_url = manifest.token_url()?;
    let is_address = token_url.starts_with("{{") || token_url.contains("://");
    if !is_address || token_url.contains(char::is_whitespace) {
        return None; // That is reported where it is written.
    }
    let differs = |environment: &DeclaredEnvironment| {
        let [login, token] = [&request.url, &token_url].map(|url| resolved_url(url, manifest, environment));
        // What a variable without a value will be, nobody knows yet.
        !login.contains("{{") && !token.contains("{{") && !login.eq_ignore_ascii_case(&token)
    };
    let (key, _) = manifest.environments.iter().find(|(_, environment)| differs(environment))?;
    let place = Location::of(login.file.document.root().at(Pointer::root().key("url").as_str())?);
    let message = format!(
        "with the values of the environment `{key}` this is not the address of `[oauth] token_url`: the scripts would not \
         store the tokens that this login brings"
    );
    Some(Finding::error(DATA, place, message).help("write the same address here and in `[oauth] token_url`"))
}

/// A value may name other variables. Postman gives up on a circle as well.
const DEEPEST: usize = 10;

/// The address that a request is sent to, as the scripts compare it: without its query and slashes too many.
fn resolved_url(url: &str, manifest: &Manifest, environment: &DeclaredEnvironment) -> String {
    let mut resolved = url.to_owned();
    for _ in 0..DEEPEST {
        let Some(next) = replaced(&resolved, manifest, environment) else { break };
        resolved = next;
    }
    let path = resolved.split(['?', '#']).next().unwrap_or_default().trim();
    let (scheme, rest) = path.split_once("://").unwrap_or(("http", path));
    let parts: Vec<_> = rest.split('/').filter(|part| !part.is_empty()).collect();
    format!("{scheme}://{}", parts.join("/"))
}

/// The text with each variable that has a value replaced by it; none if there is none.
fn replaced(text: &str, manifest: &Manifest, environment: &DeclaredEnvironment) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    for reference in references(text) {
        let value = manifest.value(environment, reference.name).trim();
        if !value.is_empty() {
            out.push_str(&text[from..reference.range.start]);
            out.push_str(value);
            from = reference.range.end;
        }
    }
    (from > 0).then(|| out + &text[from..])
}
