//! Renders a source: the collection and its environments as JSON files in Postman's v2.1 format. `build` calls it and checks the files.
//!
//! Collection and environment are templates. The values that they print are made here from the source: `items`, `events`, `auth`,
//! `environment`. An origin map records what each value was made from, so that a finding in a rendered file is shown in the source.

mod body;
mod data;
mod ids;
mod items;
mod origin_map;
mod rendered_file;
mod request;
mod script;
mod template;
mod url;
mod value_builder;

pub use rendered_file::RenderedFile;

use crate::document::{Document, Pointer};
use crate::finding::{DATA, Finding, Location};
use crate::source::manifest::ScriptEvent;
use crate::source::request::{KeyValue, KeyValues};
use crate::source::{Source, TextFile};
use ids::Ids;
use items::ItemBuilder;
use origin_map::{OriginMap, SourceOrigin};
use script::EventBuilder;
use serde_json::Value;
use std::sync::Arc;
use template::{DeclaredNames, HandlebarsTemplate, TemplateKind};
use value_builder::{ValueBuilder, plain_entry};

/// The templates of the two kinds of file. A file with the same name in the source's templates folder replaces the embedded one.
const COLLECTION: &str = "collection.json.hbs";
const ENVIRONMENT: &str = "environment.json.hbs";

/// Renders the files of `source`: the collection, then the environments in the manifest's order.
///
/// # Errors
/// Every mistake that shows while rendering.
pub fn render(source: &Source) -> Result<Vec<RenderedFile>, Vec<Finding>> {
    let manifest = &source.manifest.data;
    let Ok(id) = manifest.collection.id.parse() else {
        let location = Location::of(source.manifest.document.root());
        return Err(vec![Finding::error(DATA, location, "the id of the collection is not a UUID")]);
    };
    let ids = Ids::new(id);
    let collection_variables = source.definition.iter().flat_map(|definition| definition.data.variables.iter());
    let declared: DeclaredNames<'_> =
        manifest.variables.keys().chain(collection_variables.map(|entry| &entry.key)).map(String::as_str).collect();
    let shared = data::manifest_data(manifest);
    let mut findings = Vec::new();
    let mut files = Vec::new();
    let mut collect = |file: Result<RenderedFile, Vec<Finding>>| match file {
        Ok(file) => files.push(file),
        Err(mistakes) => findings.extend(mistakes),
    };

    collect(render_collection(source, ids, &declared, &shared));
    // A list of all environments in the data of each would take quadratic memory, and few templates read it.
    let template = load_json_template(source, ENVIRONMENT);
    let mut of_environments = shared.clone();
    if !template.as_ref().is_ok_and(|template| template.text.contains("environments")) {
        of_environments["environments"] = Value::Null;
    }
    for key in manifest.environments.keys() {
        let mut origins = OriginMap::default();
        origins.insert(Pointer::root(), SourceOrigin::Value(Arc::clone(&source.manifest.document), Pointer::root()));
        let mut data = of_environments.clone();
        data["environment"] = data::environment_data(source, ids, key, &mut origins);
        let name = format!("{}.postman_environment.json", manifest.environment_file_name(key));
        collect(template.clone().and_then(|template| RenderedFile::new(&name, template, data, &declared, origins)));
    }
    if findings.is_empty() { Ok(files) } else { Err(findings) }
}

fn render_collection(
    source: &Source,
    ids: Ids,
    declared: &DeclaredNames<'_>,
    shared: &Value,
) -> Result<RenderedFile, Vec<Finding>> {
    let manifest = &source.manifest.data;
    let mut findings = Vec::new();
    let mut origins = OriginMap::default();
    // A value without a recorded origin comes from the manifest: the data has the same keys.
    origins.insert(Pointer::root(), SourceOrigin::Value(Arc::clone(&source.manifest.document), Pointer::root()));
    let mut data = shared.clone();
    data["collection"]["id"] = ids.collection().into();
    data["collection"]["description"] =
        match source.description.as_ref().map(|file| render_description(file, declared, shared)) {
            None => Value::Null,
            Some(Ok(text)) => text.into(),
            Some(Err(mistakes)) => {
                findings.extend(mistakes);
                Value::Null
            }
        };
    data["collection"]["variables"] = Value::Null;
    data["auth"] = Value::Null;
    if let Some(definition) = &source.definition {
        let mut builder = ValueBuilder { document: &definition.document, origins: &mut origins };
        let at = Pointer::root().key("collection").key("variables");
        let variables = &definition.data.variables;
        findings.extend(check_declared_twice(source, variables, &definition.document));
        data["collection"]["variables"] =
            builder.entries(&at, variables, &Pointer::root().key("variables"), plain_entry);
        if let Some(written) = &definition.data.auth
            && let Some(auth) = &written.auth
        {
            let value = builder.auth(Pointer::root().key("auth"), auth, written.pointer(&Pointer::root()));
            data["auth"] = value.unwrap_or_default();
        }
    }
    data["events"] = collection_events(source, &mut origins).unwrap_or_else(|finding| {
        findings.push(finding);
        Value::Null
    });
    let mut items =
        ItemBuilder { source, ids, declared, texts: shared, origins: &mut origins, findings: &mut findings };
    data["items"] = items.list(&Pointer::root().key("items"), &source.items, 0);
    if !findings.is_empty() {
        return Err(findings);
    }
    let name = format!("{}.postman_collection.json", manifest.collection.file_name());
    load_json_template(source, COLLECTION)
        .and_then(|template| RenderedFile::new(&name, template, data, declared, origins))
}

/// Reports collection variables that the manifest declares: they would hide the variables of the environments, and their values are exported
/// in clear.
fn check_declared_twice(source: &Source, variables: &KeyValues<String>, document: &Document) -> Vec<Finding> {
    let at = Pointer::root().key("variables");
    let duplicates =
        variables.iter().enumerate().filter(|(_, entry)| source.manifest.data.variables.get(&entry.key).is_some());
    let finding = |(index, entry): (usize, &KeyValue<String>)| {
        let root = document.root();
        let location = Location::of(root.at(variables.pointer(at.clone(), index).as_str()).unwrap_or(root));
        Finding::error(DATA, location, format!("the variable `{}` is already declared in the manifest", entry.key))
            .help("remove it here: a collection variable would hide that of the environment")
    };
    duplicates.map(finding).collect()
}

/// Makes the events of the collection: the constants, the embedded scripts, then the scripts of the source.
fn collection_events(source: &Source, origins: &mut OriginMap) -> Result<Value, Finding> {
    let manifest = &source.manifest;
    let at = Pointer::root().key("events");
    let mut events = Vec::new();
    for when in [ScriptEvent::BeforeRequest, ScriptEvent::AfterResponse] {
        let mut event = EventBuilder::default();
        let embedded = script::embedded(when, &manifest.data);
        if !embedded.is_empty() {
            let origin = SourceOrigin::Value(Arc::clone(&manifest.document), Pointer::root());
            event.add_generated(&script::constants(&manifest.data), &origin);
        }
        for name in embedded {
            event.add_embedded(&source.script(name).ok_or_else(|| missing_file(source, "script", name))?);
        }
        let scripts = source.definition.as_ref().map(|file| (&file.document, file.data.scripts.as_slice()));
        items::add_source_scripts(&mut event, when, scripts, &source.scripts);
        items::push_event(event, when, &at, &mut events, origins);
    }
    Ok(events.into())
}

/// Renders a Markdown template.
fn render_description(file: &TextFile, declared: &DeclaredNames<'_>, data: &Value) -> Result<String, Vec<Finding>> {
    let template =
        HandlebarsTemplate { path: file.path.clone(), text: file.text.to_string(), kind: TemplateKind::Markdown };
    // A checkout with other line ends must give the same bytes.
    template.render(declared, data).map(|text| text.replace("\r\n", "\n").trim_end().to_owned())
}

/// Loads the JSON template `name`.
fn load_json_template(source: &Source, name: &str) -> Result<HandlebarsTemplate, Vec<Finding>> {
    let file = source.template(name).ok_or_else(|| vec![missing_file(source, "template", name)])?;
    Ok(HandlebarsTemplate { path: file.path, text: file.text.to_string(), kind: TemplateKind::Json })
}

fn missing_file(source: &Source, what: &str, name: &str) -> Finding {
    Finding::error(DATA, Location::of(source.manifest.document.root()), format!("the {what} `{name}` does not exist"))
}
