//! The tree of folders and requests, and the events of each.

use super::describe;
use super::ids::Ids;
use super::origin_map::{OriginMap, SourceOrigin};
use super::request;
use super::script::EventBuilder;
use super::template::Declared;
use super::value_builder::ValueBuilder;
use crate::document::{Document, Pointer};
use crate::finding::Finding;
use crate::source::manifest::ScriptEvent;
use crate::source::request::{InlineScript, RequestSettings};
use crate::source::{Attached, FolderItem, RequestItem, ScriptFile, Source, SourceItem};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Makes the items of one source; mistakes are collected.
pub(super) struct ItemBuilder<'s> {
    pub(super) source: &'s Source,
    pub(super) ids: Ids,
    pub(super) declared: &'s Declared<'s>,
    /// The data that Markdown templates see.
    pub(super) texts: &'s Value,
    pub(super) origins: &'s mut OriginMap,
    pub(super) findings: &'s mut Vec<Finding>,
}

impl ItemBuilder<'_> {
    /// The array at `at` of items that lie `depth` folders below the requests folder.
    pub(super) fn list(&mut self, at: &Pointer, items: &[SourceItem], depth: usize) -> Value {
        let made = items.iter().enumerate().map(|(index, item)| {
            let at = at.clone().index(index);
            match item {
                SourceItem::Folder(folder) => self.folder(&at, folder, depth),
                SourceItem::Request(request) => self.request(&at, request),
            }
        });
        made.collect()
    }

    fn folder(&mut self, at: &Pointer, folder: &FolderItem, depth: usize) -> Value {
        let key = self.folder_path(folder, depth + 1);
        let definition = folder.definition.as_ref();
        let mut made = Map::new();
        made.insert("name".to_owned(), folder.name.as_str().into());
        let written = definition.and_then(|definition| definition.data.id.as_deref());
        made.insert("id".to_owned(), self.id(written, &key));
        if let Some(definition) = definition {
            self.builder(&definition.document).note(at.clone(), Pointer::root());
        }
        made.insert("item".to_owned(), self.list(&at.clone().key("item"), &folder.items, depth + 1));
        let written = definition.and_then(|definition| definition.data.description.as_deref());
        if let Some(description) = self.description(at, &folder.attached, written) {
            made.insert("description".to_owned(), description.into());
        }
        if let Some(definition) = definition
            && let Some(auth) = &definition.data.auth
            && let Some(auth) =
                self.builder(&definition.document).auth(at.clone().key("auth"), &auth.auth, auth.pointer())
        {
            made.insert("auth".to_owned(), auth);
        }
        let scripts = definition.map(|definition| (&definition.document, definition.data.scripts.as_slice()));
        self.insert_events(&mut made, at, scripts, &folder.attached);
        Value::Object(made)
    }

    fn request(&mut self, at: &Pointer, item: &RequestItem) -> Value {
        let key = self.relative(&item.file.document);
        let file = &item.file;
        self.builder(&file.document).note(at.clone(), Pointer::root());
        let mut made = Map::new();
        made.insert("name".to_owned(), item.name.as_str().into());
        made.insert("id".to_owned(), self.id(file.data.id(), &key));
        self.insert_events(&mut made, at, Some((&file.document, file.data.scripts())), &item.attached);
        let settings = settings(file.data.settings());
        if !settings.is_empty() {
            self.builder(&file.document)
                .note(at.clone().key("protocolProfileBehavior"), Pointer::root().key("settings"));
            made.insert("protocolProfileBehavior".to_owned(), settings.into());
        }
        let described = at.clone().key("request");
        let description = self.description(&described, &item.attached, file.data.description());
        let made_request =
            request::request(&mut self.builder(&file.document), &described, &file.data, description.as_deref());
        let made_request = self.or_null(made_request);
        let responses = item.examples.iter().enumerate().map(|(index, example)| {
            let at = at.clone().key("response").index(index);
            let key = self.relative(&example.file.document);
            let identity = (example.name.as_str(), self.id(example.file.data.id.as_deref(), &key));
            let document = &example.file.document;
            let made = request::example(&mut self.builder(document), &at, &example.file.data, identity, &made_request);
            self.or_null(made)
        });
        let responses: Value = responses.collect();
        made.insert("request".to_owned(), made_request);
        made.insert("response".to_owned(), responses);
        Value::Object(made)
    }

    /// The description: a Markdown template of its own, else what the file says.
    fn description(&mut self, at: &Pointer, attached: &Attached, written: Option<&str>) -> Option<String> {
        let Some(file) = &attached.description else { return written.map(str::to_owned) };
        let origin = SourceOrigin::Line(file.path.clone(), Arc::clone(&file.text), 1);
        self.origins.insert(at.clone().key("description"), origin);
        match describe(file, self.declared, self.texts) {
            Ok(text) => Some(text),
            Err(findings) => {
                self.findings.extend(findings);
                None
            }
        }
    }

    fn insert_events(
        &mut self,
        made: &mut Map<String, Value>,
        at: &Pointer,
        scripts: Option<(&Arc<Document>, &[InlineScript])>,
        attached: &Attached,
    ) {
        let at = at.clone().key("event");
        let mut events = Vec::new();
        for when in [ScriptEvent::BeforeRequest, ScriptEvent::AfterResponse] {
            let mut event = EventBuilder::default();
            add_own(&mut event, when, scripts, &attached.scripts);
            note_event(event, when, &at, &mut events, self.origins);
        }
        if !events.is_empty() {
            made.insert("event".to_owned(), events.into());
        }
    }

    /// The id that is written, else the one of the path.
    fn id(&self, written: Option<&str>, path: &str) -> Value {
        written.map_or_else(|| self.ids.file(path).into(), Value::from)
    }

    fn builder<'a>(&'a mut self, document: &'a Arc<Document>) -> ValueBuilder<'a> {
        ValueBuilder { document, origins: self.origins }
    }

    fn or_null(&mut self, made: Result<Value, Finding>) -> Value {
        made.unwrap_or_else(|finding| {
            self.findings.push(finding);
            Value::Null
        })
    }

    /// The path of a file below the requests folder: the same wherever the source lies.
    fn relative(&self, document: &Document) -> String {
        let path = document.path();
        let below = path.strip_prefix(self.source.root()).unwrap_or(path);
        below.strip_prefix(&self.source.manifest.data.source.requests).unwrap_or(below).to_string()
    }

    /// The path of a folder that lies `depth` deep: the beginning of the path of any file in it.
    fn folder_path(&self, folder: &FolderItem, depth: usize) -> String {
        let path = any_file(folder).map(|document| self.relative(document)).unwrap_or_default();
        path.split('/').take(depth).collect::<Vec<_>>().join("/") + "/"
    }
}

fn any_file(folder: &FolderItem) -> Option<&Arc<Document>> {
    let own = folder.definition.as_ref().map(|definition| &definition.document);
    own.or_else(|| {
        folder.items.iter().find_map(|item| match item {
            SourceItem::Folder(inner) => any_file(inner),
            SourceItem::Request(request) => Some(&request.file.document),
        })
    })
}

/// Adds the scripts of the user's own to an event: those of the file, then those that the manifest attaches.
pub(super) fn add_own(
    event: &mut EventBuilder,
    when: ScriptEvent,
    scripts: Option<(&Arc<Document>, &[InlineScript])>,
    attached: &[ScriptFile],
) {
    if let Some((document, scripts)) = scripts {
        for (index, script) in scripts.iter().enumerate().filter(|(_, script)| script.when() == when) {
            let pointer = Pointer::root().key("scripts").index(index).key("code");
            event.add_own(&script.code, &SourceOrigin::Value(Arc::clone(document), pointer));
        }
    }
    for script in attached.iter().filter(|script| script.when == when) {
        event.add_own_file(&script.file);
    }
}

/// Appends a finished event to `events`, which stand at `at`, and notes the origin of each line.
pub(super) fn note_event(
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

fn settings(settings: &RequestSettings) -> Map<String, Value> {
    let mut made = match serde_json::to_value(settings) {
        Ok(Value::Object(made)) => made,
        _ => Map::new(),
    };
    if !settings.disabled_system_headers.is_empty() {
        let names = settings.disabled_system_headers.iter().map(|name| (name.clone(), json!(true)));
        made.insert("disabledSystemHeaders".to_owned(), names.collect::<Map<_, _>>().into());
    }
    made
}
