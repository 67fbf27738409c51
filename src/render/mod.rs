//! Work: a source becomes JSON files, and every value of them knows where it comes from.
//!
//! The skeletons of collection and environment are templates; what they print is made here from the source: `items`, `events`, `auth`, `environment`.
//! Beside each value its `Origin` is noted, so that whatever a check finds can be shown where somebody wrote it.

mod body;
mod data;
mod ids;
mod items;
mod origin;
mod rendered;
mod request;
mod scribe;
mod script;
mod template;
mod url;

pub use rendered::Rendered;

use crate::document::{Document, Pointer};
use crate::finding::{DATA, Finding, Location};
use crate::source::manifest::When;
use crate::source::request::{Pair, Pairs};
use crate::source::{Source, TextFile};
use ids::Ids;
use items::Items;
use origin::{Origin, Origins};
use scribe::{Scribe, bare_pair};
use script::Event;
use serde_json::Value;
use std::sync::Arc;
use template::{Declared, Kind, Template};

/// The templates of the two kinds of file. Each may be replaced by a file of this name in the source's templates folder.
const COLLECTION: &str = "collection.json.hbs";
const ENVIRONMENT: &str = "environment.json.hbs";

/// Makes the files of `source`: the collection, then one environment after the other in the manifest's order.
///
/// # Errors
/// Every mistake that shows while rendering, each with its place.
pub fn render(source: &Source) -> Result<Vec<Rendered>, Vec<Finding>> {
    let manifest = &source.manifest.data;
    let Ok(id) = manifest.collection.id.parse() else {
        let place = Location::of(source.manifest.document.root());
        return Err(vec![Finding::error(DATA, place, "the collection's id is no UUID")]);
    };
    let ids = Ids::new(id);
    let own = source.definition.iter().flat_map(|definition| definition.data.variables.iter());
    let declared: Declared<'_> =
        manifest.variables.keys().chain(own.map(|pair| &pair.key)).map(String::as_str).collect();
    let shared = data::manifest(manifest);
    let mut findings = Vec::new();
    let mut files = Vec::new();
    let mut keep = |made: Result<Rendered, Vec<Finding>>| match made {
        Ok(file) => files.push(file),
        Err(wrong) => findings.extend(wrong),
    };

    keep(collection(source, ids, &declared, &shared));
    for key in manifest.environments.keys() {
        let mut origins = Origins::default();
        origins.insert(Pointer::root(), Origin::Value(Arc::clone(&source.manifest.document), Pointer::root()));
        let mut data = shared.clone();
        data["environment"] = data::environment(source, ids, key, &mut origins);
        let name = format!("{}.postman_environment.json", manifest.environment_file_name(key));
        keep(
            skeleton(source, ENVIRONMENT).and_then(|template| Rendered::new(&name, template, data, &declared, origins)),
        );
    }
    if findings.is_empty() { Ok(files) } else { Err(findings) }
}

fn collection(source: &Source, ids: Ids, declared: &Declared<'_>, shared: &Value) -> Result<Rendered, Vec<Finding>> {
    let manifest = &source.manifest.data;
    let mut findings = Vec::new();
    let mut origins = Origins::default();
    // Without an origin of its own a value comes from the manifest, where the data has the same keys.
    origins.insert(Pointer::root(), Origin::Value(Arc::clone(&source.manifest.document), Pointer::root()));
    let mut data = shared.clone();
    data["collection"]["id"] = ids.collection().into();
    data["collection"]["description"] = match source.description.as_ref().map(|file| describe(file, declared, shared)) {
        None => Value::Null,
        Some(Ok(text)) => text.into(),
        Some(Err(wrong)) => {
            findings.extend(wrong);
            Value::Null
        }
    };
    data["collection"]["variables"] = Value::Null;
    data["auth"] = Value::Null;
    if let Some(definition) = &source.definition {
        let mut scribe = Scribe { document: &definition.document, origins: &mut origins };
        let at = Pointer::root().key("collection").key("variables");
        let variables = &definition.data.variables;
        findings.extend(declared_twice(source, variables, &definition.document));
        data["collection"]["variables"] = scribe.pairs(&at, variables, &Pointer::root().key("variables"), bare_pair);
        if let Some(auth) = &definition.data.auth {
            let made = scribe.auth(Pointer::root().key("auth"), &auth.auth, auth.pointer());
            data["auth"] = made.unwrap_or_default();
        }
    }
    data["events"] = events(source, &mut origins).unwrap_or_else(|finding| {
        findings.push(finding);
        Value::Null
    });
    let mut items = Items { source, ids, declared, texts: shared, origins: &mut origins, findings: &mut findings };
    data["items"] = items.list(&Pointer::root().key("items"), &source.items, 0);
    if !findings.is_empty() {
        return Err(findings);
    }
    let name = format!("{}.postman_collection.json", manifest.collection.file_name());
    skeleton(source, COLLECTION).and_then(|template| Rendered::new(&name, template, data, declared, origins))
}

/// A collection variable would hide what the manifest declares, and is exported in clear.
fn declared_twice(source: &Source, variables: &Pairs<String>, document: &Document) -> Vec<Finding> {
    let at = Pointer::root().key("variables");
    let twice =
        variables.iter().enumerate().filter(|(_, pair)| source.manifest.data.variables.get(&pair.key).is_some());
    let finding = |(index, pair): (usize, &Pair<String>)| {
        let root = document.root();
        let place = Location::of(root.at(variables.pointer(at.clone(), index).as_str()).unwrap_or(root));
        Finding::error(DATA, place, format!("the variable `{}` is declared in the manifest already", pair.key))
            .help("leave it out here: a variable of the collection would hide that of the environment")
    };
    twice.map(finding).collect()
}

/// The collection's events: the embedded scripts behind their constants, then the user's own.
fn events(source: &Source, origins: &mut Origins) -> Result<Value, Finding> {
    let manifest = &source.manifest;
    let at = Pointer::root().key("events");
    let mut events = Vec::new();
    for when in [When::BeforeRequest, When::AfterResponse] {
        let mut event = Event::default();
        let embedded = script::embedded(when, &manifest.data);
        if !embedded.is_empty() {
            let origin = Origin::Value(Arc::clone(&manifest.document), Pointer::root());
            event.add_made(&script::constants(&manifest.data), &origin);
        }
        for name in embedded {
            event.add_embedded(&source.script(name).ok_or_else(|| missing(source, "script", name))?);
        }
        let own = source.definition.as_ref().map(|own| (&own.document, own.data.scripts.as_slice()));
        items::add_own(&mut event, when, own, &source.scripts);
        items::note_event(event, when, &at, &mut events, origins);
    }
    Ok(events.into())
}

/// Renders a description.
fn describe(file: &TextFile, declared: &Declared<'_>, data: &Value) -> Result<String, Vec<Finding>> {
    let template = Template { path: file.path.clone(), text: file.text.to_string(), kind: Kind::Markdown };
    // The same bytes from a checkout with other line ends.
    template.render(declared, data).map(|text| text.replace("\r\n", "\n").trim_end().to_owned())
}

fn skeleton(source: &Source, name: &str) -> Result<Template, Vec<Finding>> {
    let file = source.template(name).ok_or_else(|| vec![missing(source, "template", name)])?;
    Ok(Template { path: file.path, text: file.text.to_string(), kind: Kind::Json })
}

fn missing(source: &Source, what: &str, name: &str) -> Finding {
    Finding::error(DATA, Location::of(source.manifest.document.root()), format!("there is no {what} `{name}`"))
}
