//! Reads a collection and its environments as a guide.

use super::anchor::Anchors;
use super::content::{Body, EnvironmentFile, Example, Guide, Parameter, Request, Section};
use super::{Life, auth, life};
use crate::analysis::{Entity, FileGroup, RequestContext};
use crate::document::{Document, NodeRef};
use crate::postman::{self, Collection, Environment, FileKind, Pair, Response, Variable};
use crate::requirements::{EmbeddedConstants, FilledBy, RequiredVariable};
use std::borrow::Cow;

impl Guide {
    /// The guide to the first collection among `documents`, with the environments among them. Without a `life` of its own it is told
    /// from what the collection's own scripts say, or from its token request. `None` when there is no collection of the form v2.0 or v2.1.
    pub fn of_files<'d>(
        documents: impl IntoIterator<Item = &'d Document>,
        needs: Vec<RequiredVariable>,
        life: Option<Life>,
    ) -> Option<Self> {
        let group = FileGroup::new(documents, Vec::new(), false);
        let subject = group.collections().next()?;
        let collection = Collection::new(subject.node);
        let environments = group.values().map(|values| environment(values, &needs)).collect();
        Some(Self {
            name: named(collection.name(), "Collection"),
            description: subject.node.get("info").and_then(description),
            values: shared(subject, &needs),
            environments,
            life: life
                .or_else(|| Life::of_built(&EmbeddedConstants::of(subject.node)?))
                .or_else(|| life::of_requests(subject.requests())),
            sections: sections(subject),
            needs,
            kit: None,
        })
    }
}

fn environment(subject: &Entity<'_>, needs: &[RequiredVariable]) -> EnvironmentFile {
    let is_globals = subject.kind == FileKind::Globals;
    let name = if is_globals { None } else { Environment::new(subject.node).name() };
    let file = subject.node.document().path().file_name().unwrap_or_default().to_owned();
    let otherwise = if is_globals { "Globals" } else { "Environment" };
    EnvironmentFile { name: named(name, otherwise), file, is_globals, values: shared(subject, needs) }
}

/// The values of `subject` that everybody shares.
fn shared(subject: &Entity<'_>, needs: &[RequiredVariable]) -> Vec<(String, String)> {
    let is_shared =
        |name: &str| needs.iter().any(|need| need.name == name && need.filled_by == FilledBy::Template && !need.secret);
    let value = |variable: Variable<'_>| {
        let name = variable.key().filter(|name| is_shared(name))?;
        let value = variable.value().filter(|value| !value.is_empty())?;
        Some((name.into_owned(), value.into_owned()))
    };
    subject.variables().filter_map(value).collect()
}

/// Each folder with its own requests, in reading order; the requests outside of any folder where the first of them stands.
fn sections(subject: &Entity<'_>) -> Vec<Section> {
    let mut anchors = Anchors::default();
    // Index of the section of each folder, by the index of its item.
    let mut places: Vec<Option<usize>> = vec![None; subject.items.len()];
    let mut top: Option<usize> = None;
    let mut sections: Vec<Section> = Vec::new();
    let mut has_folders: Vec<bool> = Vec::new();
    for (index, facts) in subject.items.iter().enumerate() {
        let parent = facts.parent.and_then(|parent| places[parent]);
        let mut add = |path: Vec<String>, description: Option<String>| {
            let anchor = anchors.of("f-", &path.join(" "));
            sections.push(Section { path, anchor, description, requests: Vec::new() });
            has_folders.push(false);
            sections.len() - 1
        };
        if facts.request.is_none() {
            places[index] = Some(add(vec![named(facts.item.name(), "Folder")], description(facts.item.node())));
        } else if parent.is_none() && top.is_none() {
            top = Some(add(Vec::new(), None));
        }
        if let (None, Some(parent), Some(own)) = (&facts.request, parent, places[index]) {
            has_folders[parent] = true;
            let above = sections[parent].path.clone();
            sections[own].path.splice(0..0, above);
        }
        if let (Some(request), Some(place)) = (&facts.request, parent.or(top)) {
            let request = self::request(request, &mut anchors);
            sections[place].requests.push(request);
        }
    }
    let is_said = |section: &Section, has_folders: bool| {
        !section.requests.is_empty() || section.description.is_some() || !has_folders
    };
    let mut has_folders = has_folders.into_iter();
    sections.retain(|section| is_said(section, has_folders.next().unwrap_or_default()));
    sections
}

fn request(facts: &RequestContext<'_>, anchors: &mut Anchors) -> Request {
    let request = facts.request;
    let url = request.url();
    let name = named(facts.item.name(), "Request");
    let text = url.and_then(|url| url.raw().or_else(|| url.together(false).map(Cow::Owned)));
    let query = url.map(postman::Url::query).unwrap_or_default();
    Request {
        anchor: anchors.of("r-", &name),
        name,
        method: request.method().into_owned(),
        url: text.unwrap_or_default().into_owned(),
        description: description(request.node()).or_else(|| description(facts.item.node())),
        auth: auth::summary(facts),
        path: url.into_iter().flat_map(postman::Url::variables).map(parameter).collect(),
        query: query.into_iter().filter(|pair| !pair.key.is_empty()).map(parameter).collect(),
        headers: request.headers().into_iter().filter(|pair| !pair.key.is_empty()).map(parameter).collect(),
        body: request.body().filter(|body| !body.is_empty()).and_then(body),
        examples: facts.item.responses().map(example).collect(),
    }
}

fn parameter(pair: Pair<'_>) -> Parameter {
    Parameter {
        description: description(pair.node),
        name: pair.key.into_owned(),
        value: pair.value.into_owned(),
        is_off: pair.disabled,
    }
}

fn body(body: postman::Body<'_>) -> Option<Body> {
    let text = |language: &str, text: Cow<'_, str>| Body::Text(language.to_owned(), text.into_owned());
    Some(match body.mode()?.as_ref() {
        "urlencoded" => Body::Fields("x-www-form-urlencoded".to_owned(), body.fields().map(parameter).collect()),
        "formdata" => Body::Fields("form-data".to_owned(), body.fields().map(parameter).collect()),
        "file" => Body::File,
        "graphql" => {
            let graph = body.node().get("graphql")?;
            text("graphql", graph.get("query").unwrap_or(graph).as_str()?)
        }
        _ => {
            let raw = body.raw()?;
            let named = body.node().at("/options/raw/language").and_then(NodeRef::as_str);
            let guessed = if raw.trim_start().starts_with(['{', '[']) { "json" } else { "text" };
            text(&named.unwrap_or(Cow::Borrowed(guessed)), raw)
        }
    })
}

fn example(response: Response<'_>) -> Example {
    let reason = response.node().get("status").and_then(NodeRef::as_str).unwrap_or_default();
    let status = response.code().map(|code| format!("{code} {reason}").trim().to_owned());
    let body = response.body().filter(|body| !body.trim().is_empty());
    let language = response.node().get("_postman_previewlanguage").and_then(NodeRef::as_str);
    let language = language.map_or_else(|| "text".to_owned(), |language| language.to_lowercase());
    Example { name: named(response.name(), "Example"), status, body: body.map(|body| (language, body.into_owned())) }
}

fn description(node: NodeRef<'_>) -> Option<String> {
    postman::description(node).map(|text| text.trim().to_owned())
}

fn named(name: Option<Cow<'_, str>>, otherwise: &str) -> String {
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| otherwise.to_owned())
}
