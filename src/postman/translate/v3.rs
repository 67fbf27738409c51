//! Collections of the format v3: a folder of YAML files, one for each request.
//!
//! ```text
//! Shop/.resources/definition.yaml                                       the collection
//! Shop/Orders/.resources/definition.yaml                                a folder
//! Shop/Orders/List.request.yaml                                         a request
//! Shop/Orders/.resources/List.resources/examples/200.example.yaml       a saved example of it
//! ```

use super::{Entry, MAX_FOLDERS, SCHEMA, Text, description, write_auth, write_entries, write_event, write_url};
use crate::document::{Document, DocumentBuilder, Kind, NodeRef};
use crate::postman::{PartKind, part_kind};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The collections whose files are among `documents`, in the order of their folders.
pub(super) fn collections(documents: &[&Document]) -> Vec<Document> {
    let parts = Parts::of(documents);
    parts.roots().into_iter().filter_map(|root| parts.collection(&root)).collect()
}

/// The files of all collections, by their folders.
struct Parts<'d> {
    /// Definitions by the folder that they define.
    definitions: BTreeMap<&'d str, NodeRef<'d>>,
    /// Requests by their folder.
    requests: BTreeMap<&'d str, Vec<NodeRef<'d>>>,
    /// Saved examples by the path of their request without its extension.
    examples: HashMap<String, Vec<NodeRef<'d>>>,
}

/// A folder or a request among its siblings.
struct Sibling<'d> {
    /// The sort key; infinity without one.
    order: f64,
    name: Cow<'d, str>,
    content: SiblingContent<'d>,
}

enum SiblingContent<'d> {
    Folder(&'d str),
    Request(NodeRef<'d>),
}

impl<'d> Parts<'d> {
    fn of(documents: &[&'d Document]) -> Self {
        let mut parts = Self { definitions: BTreeMap::new(), requests: BTreeMap::new(), examples: HashMap::new() };
        for document in documents {
            let root = document.root();
            let path = document.path().as_str();
            match part_kind(root) {
                Some(PartKind::Definition) => {
                    let folder = path.strip_suffix("definition.yaml").or_else(|| path.strip_suffix("definition.yml"));
                    let folder = folder.unwrap_or_else(|| parent(path)).trim_end_matches('/');
                    let folder = folder.strip_suffix(".resources").unwrap_or(folder).trim_end_matches('/');
                    parts.definitions.insert(folder, root);
                }
                Some(PartKind::Request) => parts.requests.entry(parent(path)).or_default().push(root),
                Some(PartKind::Example) => parts.examples.entry(request_of_example(path)).or_default().push(root),
                Some(PartKind::OtherProtocol) | None => {}
            }
        }
        parts
    }

    /// The folders of collections: the topmost ones with a definition, and those of requests that are below none.
    fn roots(&self) -> Vec<String> {
        let mut roots = BTreeSet::new();
        for folder in self.definitions.keys().chain(self.requests.keys()) {
            let topmost = above(folder).filter(|folder| self.definitions.contains_key(folder)).last();
            roots.insert(topmost.unwrap_or(folder).to_owned());
        }
        roots.into_iter().collect()
    }

    fn collection(&self, root: &str) -> Option<Document> {
        let (folder, at) = self.folder(root)?;
        let path = at.document().path();
        Some(DocumentBuilder::document(path, at, |builder| {
            let definition = self.definitions.get(folder).copied();
            builder.key(at, "info");
            builder.object(at, |builder| {
                member(builder, "_postman_id", definition, "id");
                write_name(builder, definition, at, folder);
                if let Some(description) = definition.and_then(description) {
                    builder.member("description", description);
                }
                builder.text_member("schema", at, SCHEMA);
            });
            builder.key(at, "item");
            builder.array(at, |builder| self.write_children(builder, folder, 0));
            if let Some(definition) = definition {
                write_owner(builder, definition);
                let variables = entries(definition.get("variables"));
                write_entries(builder, "variable", definition, &variables, false);
            }
        }))
    }

    /// The folder with the path `path` as its files have it, and a value that stands for it.
    fn folder(&self, path: &str) -> Option<(&'d str, NodeRef<'d>)> {
        if let Some((folder, definition)) = self.definitions.get_key_value(path) {
            return Some((folder, *definition));
        }
        let (folder, requests) = self.requests.iter().find(|(folder, _)| is_inside(folder, path))?;
        let folder = folder.get(..path.len())?;
        Some((folder, *requests.first()?))
    }

    /// The folders and requests in `folder`, sorted as Postman sorts them.
    fn children(&self, folder: &str) -> Vec<Sibling<'d>> {
        let mut folders = BTreeSet::new();
        for inside in self.definitions.keys().chain(self.requests.keys()) {
            if let Some(child) = child_of(inside, folder) {
                folders.insert(child);
            }
        }
        let subfolders = folders.into_iter().map(|path| {
            let definition = self.definitions.get(path).copied();
            let name = definition.and_then(name).unwrap_or_else(|| last(path).into());
            Sibling { order: definition.map_or(f64::INFINITY, order), name, content: SiblingContent::Folder(path) }
        });
        let requests = self.requests.get(folder).into_iter().flatten().map(|request| {
            let name = name(*request).unwrap_or_else(|| stem(request.document()).into());
            Sibling { order: order(*request), name, content: SiblingContent::Request(*request) }
        });
        let mut children: Vec<_> = subfolders.chain(requests).collect();
        children.sort_by(|a, b| a.order.total_cmp(&b.order).then_with(|| a.name.cmp(&b.name)));
        children
    }

    fn write_children(&self, builder: &mut DocumentBuilder<'d>, folder: &str, depth: usize) {
        for child in self.children(folder) {
            match child.content {
                SiblingContent::Request(request) => self.write_item(builder, request),
                // Deeper folders are written here, so that no request is lost.
                SiblingContent::Folder(path) if depth >= MAX_FOLDERS => self.write_requests_below(builder, path),
                SiblingContent::Folder(path) => {
                    let Some((path, at)) = self.folder(path) else { continue };
                    let definition = self.definitions.get(path).copied();
                    builder.object(at, |builder| {
                        member(builder, "id", definition, "id");
                        write_name(builder, definition, at, path);
                        if let Some(description) = definition.and_then(description) {
                            builder.member("description", description);
                        }
                        builder.key(at, "item");
                        builder.array(at, |builder| self.write_children(builder, path, depth + 1));
                        if let Some(definition) = definition {
                            write_owner(builder, definition);
                        }
                    });
                }
            }
        }
    }

    fn write_requests_below(&self, builder: &mut DocumentBuilder<'d>, folder: &str) {
        for (_, requests) in self.requests.iter().filter(|(path, _)| is_inside(path, folder)) {
            for request in requests {
                self.write_item(builder, *request);
            }
        }
    }

    fn write_item(&self, builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>) {
        builder.object(request, |builder| {
            member(builder, "id", Some(request), "id");
            match request.get("name") {
                Some(name) => builder.member("name", name),
                None => builder.text_member("name", request, stem(request.document())),
            }
            write_scripts(builder, request);
            write_settings(builder, request);
            builder.key(request, "request");
            builder.object(request, |builder| {
                write_request(builder, request);
                if let Some(description) = description(request) {
                    builder.member("description", description);
                }
            });
            builder.key(request, "response");
            builder.array(request, |builder| self.write_examples(builder, request));
        });
    }

    fn write_examples(&self, builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>) {
        let path = request.document().path().as_str();
        let own = format!("{}/{}", parent(path), stem(request.document()));
        let mut examples: Vec<_> =
            self.examples.get(own.trim_start_matches('/')).into_iter().flatten().copied().collect();
        examples
            .sort_by(|a, b| order(*a).total_cmp(&order(*b)).then_with(|| a.document().path().cmp(b.document().path())));
        for example in examples {
            write_example(builder, example);
        }
    }
}

/// Writes what a collection and a folder have alike: scripts and auth.
fn write_owner<'d>(builder: &mut DocumentBuilder<'d>, definition: NodeRef<'d>) {
    write_scripts(builder, definition);
    write_auth_of(builder, definition);
}

/// Writes the members of a request, or of the request of an example.
fn write_request<'d>(builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>) {
    write_auth_of(builder, request);
    let is_graphql = request.get("$kind").is_some_and(|kind| kind.is_str("graphql-request"));
    match request.get("method") {
        Some(method) => builder.member("method", method),
        None if is_graphql => builder.text_member("method", request, "POST"),
        None => {}
    }
    let headers = entries(request.get("headers"));
    let at = request.get("headers").unwrap_or(request);
    builder.key(at, "header");
    builder.array(at, |builder| headers.iter().for_each(|header| header.write(builder, true)));
    if is_graphql {
        write_graphql(builder, request, request);
    } else if let Some(body) = request.get("body") {
        write_body(builder, body);
    }
    if let Some(url) = request.get("url") {
        write_url(builder, url, &entries(request.get("queryParams")), &entries(request.get("pathVariables")));
    }
}

/// Headers, parameters or variables: a mapping, or a list of `{key, value, description, disabled}`.
fn entries(node: Option<NodeRef<'_>>) -> Vec<Entry<'_>> {
    let Some(node) = node else { return Vec::new() };
    if node.kind() == Kind::Object {
        return node.members().map(|(key, value)| Entry::of_member(key, value)).collect();
    }
    let listed = node.elements().filter_map(|entry| {
        Some(Entry {
            node: entry,
            key: Text::Node(entry.get("key")?),
            value: entry.get("value").filter(|value| !value.is_null()).map(Text::Node),
            is_disabled: entry.get("disabled").and_then(NodeRef::as_bool) == Some(true),
        })
    });
    listed.collect()
}

fn write_body<'d>(builder: &mut DocumentBuilder<'d>, body: NodeRef<'d>) {
    let Some(kind) = body.get("type") else { return };
    let kind_name = kind.as_str().unwrap_or_default();
    let content = body.get("content");
    match &*kind_name {
        "none" => {}
        "urlencoded" => write_fields(builder, body, "urlencoded", content),
        "formdata" => write_fields(builder, body, "formdata", content),
        "graphql" => write_graphql(builder, body, content.unwrap_or(body)),
        "file" | "binary" => {
            builder.key(body, "body");
            builder.object(body, |builder| {
                builder.text_member("mode", kind, "file");
                match content {
                    Some(content) if content.kind() == Kind::Object => builder.member("file", content),
                    _ => {
                        builder.key(body, "file");
                        builder.object(body, |builder| {
                            if let Some(source) = content {
                                builder.member("src", source);
                            }
                        });
                    }
                }
            });
        }
        language => {
            builder.key(body, "body");
            builder.object(body, |builder| {
                builder.text_member("mode", kind, "raw");
                match content {
                    Some(text) => builder.member("raw", text),
                    None => builder.text_member("raw", body, ""),
                }
                builder.key(kind, "options");
                builder.object(kind, |builder| {
                    builder.key(kind, "raw");
                    builder.object(kind, |builder| builder.text_member("language", kind, language));
                });
            });
        }
    }
}

/// Writes the fields of a form: a mapping, or a list.
fn write_fields<'d>(builder: &mut DocumentBuilder<'d>, body: NodeRef<'d>, mode: &str, content: Option<NodeRef<'d>>) {
    builder.key(body, "body");
    builder.object(body, |builder| {
        builder.text_member("mode", body, mode);
        let at = content.unwrap_or(body);
        builder.key(at, mode);
        builder.array(at, |builder| match content {
            Some(list) if list.kind() == Kind::Array => {
                for field in list.elements() {
                    let is_typed = field.get("type").is_some();
                    if field.kind() != Kind::Object || is_typed {
                        builder.copy(field);
                        continue;
                    }
                    builder.object(field, |builder| {
                        field.members().for_each(|(key, value)| {
                            builder.member(&key.as_str().unwrap_or_default(), value);
                        });
                        builder.text_member("type", field, "text");
                    });
                }
            }
            content => entries(content).iter().for_each(|field| field.write(builder, true)),
        });
    });
}

/// Writes a GraphQL body: the keys `query` and `variables` of `content`.
fn write_graphql<'d>(builder: &mut DocumentBuilder<'d>, at: NodeRef<'d>, content: NodeRef<'d>) {
    builder.key(at, "body");
    builder.object(at, |builder| {
        builder.text_member("mode", at, "graphql");
        builder.key(content, "graphql");
        builder.object(content, |builder| {
            for key in ["query", "variables", "operationName"] {
                member(builder, key, Some(content), key);
            }
        });
    });
}

/// Writes the auth: a mapping, or (collections and folders) a list with one. `inherit` is no auth in v2.1.
fn write_auth_of<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>) {
    let Some(auth) = owner.get("auth") else { return };
    let auth = if auth.kind() == Kind::Array { auth.element(0) } else { Some(auth) };
    let Some((auth, kind)) = auth.and_then(|auth| Some((auth, auth.get("type")?))) else { return };
    let name = kind.as_str().unwrap_or_default();
    if name == "inherit" {
        return;
    }
    let credentials = auth.get("credentials");
    let listed = credentials.into_iter().flat_map(NodeRef::elements);
    let listed = listed.filter_map(|parameter| Some((parameter.get("key")?, parameter.get("value")?)));
    let parameters: Vec<_> = credentials.into_iter().flat_map(NodeRef::members).chain(listed).collect();
    let names: Vec<_> = parameters.iter().map(|(key, _)| key.as_str().unwrap_or_default()).collect();
    let parameters: Vec<_> =
        parameters.iter().zip(&names).map(|((key, value), name)| (*key, &**name, *value)).collect();
    write_auth(builder, auth, (kind, &name), &parameters);
}

/// Writes the scripts as events.
fn write_scripts<'d>(builder: &mut DocumentBuilder<'d>, owner: NodeRef<'d>) {
    let scripts: Vec<_> = owner.get("scripts").into_iter().flat_map(NodeRef::elements).collect();
    let Some(at) = owner.get("scripts").filter(|_| !scripts.is_empty()) else { return };
    builder.key(at, "event");
    builder.array(at, |builder| {
        for script in scripts {
            let (Some(kind), Some(code)) = (script.get("type"), script.get("code")) else { continue };
            let listen = kind.as_str().unwrap_or_default();
            let listen = match &*listen {
                "beforeRequest" | "http:beforeRequest" | "beforeQuery" => "prerequest",
                "afterResponse" | "http:afterResponse" => "test",
                other => other,
            };
            write_event(builder, (kind, listen), code);
        }
    });
}

/// Writes the settings as `protocolProfileBehavior`.
fn write_settings<'d>(builder: &mut DocumentBuilder<'d>, request: NodeRef<'d>) {
    let Some(settings) = request.get("settings").filter(|settings| settings.kind() == Kind::Object) else { return };
    builder.key(settings, "protocolProfileBehavior");
    builder.object(settings, |builder| {
        for (key, value) in settings.members() {
            let name = key.as_str().unwrap_or_default();
            if name == "disabledSystemHeaders" && value.kind() == Kind::Array {
                builder.key(key, &name);
                builder.object(value, |builder| {
                    for header in value.elements() {
                        builder.key(header, &header.as_str().unwrap_or_default());
                        builder.boolean(header, true);
                    }
                });
            } else {
                builder.member(&name, value);
            }
        }
    });
}

fn write_example<'d>(builder: &mut DocumentBuilder<'d>, example: NodeRef<'d>) {
    builder.object(example, |builder| {
        member(builder, "id", Some(example), "id");
        match example.get("name") {
            Some(name) => builder.member("name", name),
            None => builder.text_member("name", example, stem(example.document())),
        }
        if let Some(request) = example.get("request") {
            builder.key(request, "originalRequest");
            builder.object(request, |builder| write_request(builder, request));
        }
        let Some(response) = example.get("response") else { return };
        member(builder, "status", Some(response), "statusText");
        member(builder, "code", Some(response), "statusCode");
        let body = response.get("body");
        if let Some(kind) = body.and_then(|body| body.get("type")) {
            builder.member("_postman_previewlanguage", kind);
        }
        let headers = entries(response.get("headers"));
        let at = response.get("headers").unwrap_or(response);
        builder.key(at, "header");
        builder.array(at, |builder| headers.iter().for_each(|header| header.write(builder, false)));
        builder.key(response, "cookie");
        builder.array(response, |_| {});
        member(builder, "body", body, "content");
    });
}

/// Writes the name of a folder or collection: that of its definition, else that of the folder on disk.
fn write_name<'d>(builder: &mut DocumentBuilder<'d>, definition: Option<NodeRef<'d>>, at: NodeRef<'d>, path: &str) {
    match definition.and_then(|definition| definition.get("name")) {
        Some(name) => builder.member("name", name),
        // A file that is named alone may have no folder.
        None if path.is_empty() => builder.text_member("name", at, "Collection"),
        None => builder.text_member("name", at, last(path)),
    }
}

fn member<'d>(builder: &mut DocumentBuilder<'d>, name: &str, owner: Option<NodeRef<'d>>, key: &str) {
    if let Some(value) = owner.and_then(|owner| owner.get(key)).filter(|value| !value.is_null()) {
        builder.member(name, value);
    }
}

fn name(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    node.get("name")?.as_str()
}

fn order(node: NodeRef<'_>) -> f64 {
    node.get("order").and_then(NodeRef::as_number).and_then(|number| number.parse().ok()).unwrap_or(f64::INFINITY)
}

/// The name of a file without the endings of the format.
fn stem(document: &Document) -> &str {
    let name = document.path().file_name().unwrap_or_default();
    let name = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name);
    name.strip_suffix(".request").or_else(|| name.strip_suffix(".example")).unwrap_or(name)
}

/// The path, without extension, of the request to which the example at `path` belongs.
fn request_of_example(path: &str) -> String {
    // FOLDER/.resources/NAME.resources/examples/EXAMPLE.example.yaml
    let examples = parent(path);
    let resources = if last(examples) == "examples" { parent(examples) } else { examples };
    let name = last(resources).strip_suffix(".resources").unwrap_or_else(|| last(resources));
    let folder = parent(resources);
    let folder = if last(folder) == ".resources" { parent(folder) } else { folder };
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder of a path; empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
fn last(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The folder and those above it, from the innermost on.
fn above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| (!folder.is_empty()).then(|| parent(folder)))
}

/// Whether `path` is `folder` or below it.
fn is_inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The folder directly in `folder` that is `path` or above it.
fn child_of<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if path == folder || !is_inside(path, folder) {
        return None;
    }
    let from = if folder.is_empty() { 0 } else { folder.len() + 1 };
    let end = path[from..].find('/').map_or(path.len(), |at| from + at);
    Some(&path[..end])
}
