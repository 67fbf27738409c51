//! Folders and requests in the v2.1 format, with their events.

use super::ids::Ids;
use super::origin_map::{OriginMap, SourceOrigin};
use super::render_description;
use super::request;
use super::script::EventBuilder;
use super::template::DeclaredNames;
use super::value_builder::ValueBuilder;
use crate::document::{Document, Pointer};
use crate::finding::Finding;
use crate::source::manifest::ScriptEvent;
use crate::source::request::{InlineScript, RequestSettings};
use crate::source::{Attached, FolderItem, RequestItem, ScriptFile, Source, SourceItem};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Makes the items of one source and collects mistakes.
pub(super) struct ItemBuilder<'s> {
    pub(super) source: &'s Source,
    pub(super) ids: Ids,
    pub(super) declared: &'s DeclaredNames<'s>,
    /// The data of Markdown templates.
    pub(super) texts: &'s Value,
    pub(super) origins: &'s mut OriginMap,
    pub(super) findings: &'s mut Vec<Finding>,
}

impl ItemBuilder<'_> {
    /// Makes the array of items at the pointer `at`. The items are `depth` folders below the requests folder.
    pub(super) fn list(&mut self, at: &Pointer, items: &[SourceItem], depth: usize) -> Value {
        let values = items.iter().enumerate().map(|(index, item)| {
            let at = at.clone().index(index);
            match item {
                SourceItem::Folder(folder) => self.folder(&at, folder, depth),
                SourceItem::Request(request) => self.request(&at, request),
            }
        });
        values.collect()
    }

    fn folder(&mut self, at: &Pointer, folder: &FolderItem, depth: usize) -> Value {
        let key = self.folder_path(folder, depth + 1);
        let definition = folder.definition.as_ref();
        let mut object = Map::new();
        object.insert("name".to_owned(), folder.name.as_str().into());
        let file_id = definition.and_then(|definition| definition.data.id.as_deref());
        object.insert("id".to_owned(), self.id(file_id, &key));
        if let Some(definition) = definition {
            self.builder(&definition.document).record(at.clone(), Pointer::root());
        }
        object.insert("item".to_owned(), self.list(&at.clone().key("item"), &folder.items, depth + 1));
        let in_file = definition.and_then(|definition| definition.data.description.as_deref());
        if let Some(description) = self.description(at, &folder.attached, in_file) {
            object.insert("description".to_owned(), description.into());
        }
        if let Some(definition) = definition
            && let Some(written) = &definition.data.auth
            && let Some(auth) = &written.auth
            && let Some(auth) =
                self.builder(&definition.document).auth(at.clone().key("auth"), auth, written.pointer(&Pointer::root()))
        {
            object.insert("auth".to_owned(), auth);
        }
        let scripts = definition.map(|definition| (&definition.document, definition.data.scripts.as_slice()));
        self.insert_events(&mut object, at, scripts, &folder.attached);
        Value::Object(object)
    }

    fn request(&mut self, at: &Pointer, item: &RequestItem) -> Value {
        let key = self.relative(&item.file.document);
        let file = &item.file;
        self.builder(&file.document).record(at.clone(), Pointer::root());
        let mut object = Map::new();
        object.insert("name".to_owned(), item.name.as_str().into());
        object.insert("id".to_owned(), self.id(file.data.id(), &key));
        self.insert_events(&mut object, at, Some((&file.document, file.data.scripts())), &item.attached);
        let settings = protocol_profile_behavior(&self.settings(item));
        if !settings.is_empty() {
            self.builder(&file.document)
                .record(at.clone().key("protocolProfileBehavior"), Pointer::root().key("settings"));
            object.insert("protocolProfileBehavior".to_owned(), settings.into());
        }
        let request_at = at.clone().key("request");
        let description = self.description(&request_at, &item.attached, file.data.description());
        let request =
            request::request(&mut self.builder(&file.document), &request_at, &file.data, description.as_deref());
        let request = self.value_or_null(request);
        let responses = item.examples.iter().enumerate().map(|(index, example)| {
            let at = at.clone().key("response").index(index);
            let key = self.relative(&example.file.document);
            let identity = (example.name.as_str(), self.id(example.file.data.id.as_deref(), &key));
            let document = &example.file.document;
            let value = request::example(
                &mut self.builder(document),
                &at,
                &example.file.data,
                identity,
                (&file.data, &request),
            );
            self.value_or_null(value)
        });
        let responses: Value = responses.collect();
        object.insert("request".to_owned(), request);
        object.insert("response".to_owned(), responses);
        Value::Object(object)
    }

    /// Returns the description: the attached Markdown template, rendered, or the text in the file.
    fn description(&mut self, at: &Pointer, attached: &Attached, in_file: Option<&str>) -> Option<String> {
        let Some(file) = &attached.description else { return in_file.map(str::to_owned) };
        let origin = SourceOrigin::Line(file.path.clone(), Arc::clone(&file.text), 1);
        self.origins.insert(at.clone().key("description"), origin);
        match render_description(file, self.declared, self.texts) {
            Ok(text) => Some(text),
            Err(findings) => {
                self.findings.extend(findings);
                None
            }
        }
    }

    /// Returns the settings of a request. A token request follows no redirect unless the file says so: a 307 would send the password to another host.
    fn settings(&self, item: &RequestItem) -> RequestSettings {
        let mut settings = item.file.data.settings().clone();
        if settings.follow_redirects.is_none() && self.source.is_token_request(item) {
            settings.follow_redirects = Some(false);
        }
        settings
    }

    fn insert_events(
        &mut self,
        object: &mut Map<String, Value>,
        at: &Pointer,
        scripts: Option<(&Arc<Document>, &[InlineScript])>,
        attached: &Attached,
    ) {
        let at = at.clone().key("event");
        let mut events = Vec::new();
        for when in [ScriptEvent::BeforeRequest, ScriptEvent::AfterResponse] {
            let mut event = EventBuilder::default();
            add_source_scripts(&mut event, when, scripts, &attached.scripts);
            push_event(event, when, &at, &mut events, self.origins);
        }
        if !events.is_empty() {
            object.insert("event".to_owned(), events.into());
        }
    }

    /// Returns the id in the file, or one derived from the path.
    fn id(&self, in_file: Option<&str>, path: &str) -> Value {
        in_file.map_or_else(|| self.ids.file(path).into(), Value::from)
    }

    fn builder<'a>(&'a mut self, document: &'a Arc<Document>) -> ValueBuilder<'a> {
        ValueBuilder { document, origins: self.origins }
    }

    fn value_or_null(&mut self, value: Result<Value, Finding>) -> Value {
        value.unwrap_or_else(|finding| {
            self.findings.push(finding);
            Value::Null
        })
    }

    /// Returns the path of a file below the requests folder. It does not depend on the folder of the source.
    fn relative(&self, document: &Document) -> String {
        let path = document.path();
        let below = path.strip_prefix(self.source.root()).unwrap_or(path);
        below.strip_prefix(&self.source.manifest.data.source.requests).unwrap_or(below).to_string()
    }

    /// Returns the path of a folder at `depth` below the requests folder: the first parts of the path of any file in it.
    fn folder_path(&self, folder: &FolderItem, depth: usize) -> String {
        let path = first_document(folder).map(|document| self.relative(document)).unwrap_or_default();
        path.split('/').take(depth).collect::<Vec<_>>().join("/") + "/"
    }
}

fn first_document(folder: &FolderItem) -> Option<&Arc<Document>> {
    let definition = folder.definition.as_ref().map(|definition| &definition.document);
    definition.or_else(|| {
        folder.items.iter().find_map(|item| match item {
            SourceItem::Folder(inner) => first_document(inner),
            SourceItem::Request(request) => Some(&request.file.document),
        })
    })
}

/// Adds the scripts of the source to an event: those in the file, then those that the manifest attaches.
pub(super) fn add_source_scripts(
    event: &mut EventBuilder,
    when: ScriptEvent,
    scripts: Option<(&Arc<Document>, &[InlineScript])>,
    attached: &[ScriptFile],
) {
    if let Some((document, scripts)) = scripts {
        for (index, script) in scripts.iter().enumerate().filter(|(_, script)| script.when() == when) {
            let pointer = Pointer::root().key("scripts").index(index).key("code");
            event.add_source_script(script, &SourceOrigin::Value(Arc::clone(document), pointer));
        }
    }
    for script in attached.iter().filter(|script| script.when == when) {
        event.add_source_file(&script.file);
    }
}

/// Appends a finished event to `events`, which are at the pointer `at`, and records the origin of each line.
pub(super) fn push_event(
    event: EventBuilder,
    when: ScriptEvent,
    at: &Pointer,
    events: &mut Vec<Value>,
    origins: &mut OriginMap,
) {
    let exec = at.clone().index(events.len()).key("script").key("exec");
    let Some((value, lines)) = event.finish(when) else { return };
    for (index, origin) in lines.into_iter().enumerate() {
        origins.insert(exec.clone().index(index), origin);
    }
    events.push(value);
}

/// The `protocolProfileBehavior` of a request.
fn protocol_profile_behavior(settings: &RequestSettings) -> Map<String, Value> {
    let mut object = match serde_json::to_value(settings) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    if !settings.disabled_system_headers.is_empty() {
        let names = settings.disabled_system_headers.iter().map(|name| (name.clone(), json!(true)));
        object.insert("disabledSystemHeaders".to_owned(), names.collect::<Map<_, _>>().into());
    }
    object
}
