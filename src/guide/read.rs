//! Reads the content of a guide from a collection and its environments.

use super::content::{EnvironmentFile, Guide, GuideBody, GuideExample, GuideFolder, GuideParameter, GuideRequest};
use super::{OAuthSection, auth_summary, oauth_section};
use crate::analysis::{Entity, FileGroup, NO_SCRIPTS, RequestContext};
use crate::document::{Document, NodeRef};
use crate::postman::{self, Collection, Environment, FileKind, Pair, Response, Variable};
use crate::requirements::{EmbeddedConstants, FilledBy, RequiredVariable};
use std::borrow::Cow;
use std::collections::HashSet;

impl Guide {
    /// The guide to the first collection among `documents`, with the environments among them in their order. How its tokens are requested is
    /// read from its scripts, or from its token request.
    ///
    /// `None` when no document is a collection in the format v2.0 or v2.1.
    pub fn of_files<'d>(
        documents: impl IntoIterator<Item = &'d Document>,
        variables: Vec<RequiredVariable>,
    ) -> Option<Self> {
        let group = FileGroup::new(documents, Vec::new(), NO_SCRIPTS);
        let subject = group.collections().next()?;
        let collection = Collection::new(subject.node);
        let environments = group.values().map(|values| environment(values, &variables)).collect();
        Some(Self {
            name: named(collection.name(), "Collection"),
            description: subject.node.get("info").and_then(description),
            shared_values: shared_values(subject, &variables),
            environments,
            oauth: EmbeddedConstants::of(subject.node)
                .and_then(|constants| OAuthSection::of_constants(&constants))
                .or_else(|| oauth_section::of_token_request(subject.requests())),
            folders: folders(subject),
            variables,
            onboarding: None,
        })
    }
}

fn environment(subject: &Entity<'_>, variables: &[RequiredVariable]) -> EnvironmentFile {
    let is_globals = subject.kind == FileKind::Globals;
    let name = if is_globals { None } else { Environment::new(subject.node).name() };
    let file = subject.node.document().path().file_name().unwrap_or_default().to_owned();
    let fallback = if is_globals { "Globals" } else { "Environment" };
    EnvironmentFile { name: named(name, fallback), file, is_globals, shared_values: shared_values(subject, variables) }
}

/// Names and values of the variables of `subject` that everybody shares. The name of a disabled one says so.
fn shared_values(subject: &Entity<'_>, variables: &[RequiredVariable]) -> Vec<(String, String)> {
    let is_shared = |name: &str| {
        let mut known = variables.iter();
        known.any(|known| known.name == name && known.filled_by == FilledBy::Template && !known.secret)
    };
    let value = |variable: Variable<'_>| {
        let name = variable.key().filter(|name| is_shared(name))?;
        let value = variable.value().filter(|value| !value.is_empty())?;
        let mark = if variable.is_enabled() { "" } else { " (disabled)" };
        Some((format!("{name}{mark}"), value.into_owned()))
    };
    subject.variables().filter_map(value).collect()
}

/// Each folder with its own requests, in reading order. Requests outside of any folder are where the first of them is.
fn folders(subject: &Entity<'_>) -> Vec<GuideFolder> {
    let mut anchors = Anchors::default();
    // The index in `folders` of each folder, by the index of its item.
    let mut positions: Vec<Option<usize>> = vec![None; subject.items.len()];
    let mut top: Option<usize> = None;
    let mut folders: Vec<GuideFolder> = Vec::new();
    let mut has_subfolders: Vec<bool> = Vec::new();
    for (index, facts) in subject.items.iter().enumerate() {
        let parent = facts.parent.and_then(|parent| positions[parent]);
        let mut add = |path: Vec<String>, description: Option<String>| {
            let anchor = anchors.anchor("f-", &path.join(" "));
            folders.push(GuideFolder { path, anchor, description, requests: Vec::new() });
            has_subfolders.push(false);
            folders.len() - 1
        };
        if facts.request.is_none() {
            positions[index] = Some(add(vec![named(facts.item.name(), "Folder")], description(facts.item.node())));
        } else if parent.is_none() && top.is_none() {
            top = Some(add(Vec::new(), None));
        }
        if let (None, Some(parent), Some(own)) = (&facts.request, parent, positions[index]) {
            has_subfolders[parent] = true;
            let above = folders[parent].path.clone();
            folders[own].path.splice(0..0, above);
        }
        if let (Some(request), Some(position)) = (&facts.request, parent.or(top)) {
            let request = self::request(request, &mut anchors);
            folders[position].requests.push(request);
        }
    }
    let has_content = |folder: &GuideFolder, has_subfolders: bool| {
        !folder.requests.is_empty() || folder.description.is_some() || !has_subfolders
    };
    let mut has_subfolders = has_subfolders.into_iter();
    folders.retain(|folder| has_content(folder, has_subfolders.next().unwrap_or_default()));
    folders
}

fn request(facts: &RequestContext<'_>, anchors: &mut Anchors) -> GuideRequest {
    let request = facts.request;
    let url = request.url();
    let name = named(facts.item.name(), "Request");
    let text = url.and_then(|url| url.raw().or_else(|| url.joined_parts(false).map(Cow::Owned)));
    let query = url.map(postman::Url::query).unwrap_or_default();
    GuideRequest {
        anchor: anchors.anchor("r-", &name),
        name,
        method: request.method().into_owned(),
        url: text.unwrap_or_default().into_owned(),
        description: description(request.node()).or_else(|| description(facts.item.node())),
        auth: auth_summary::summary(facts),
        path_variables: url.into_iter().flat_map(postman::Url::variables).map(parameter).collect(),
        query: query.into_iter().filter(|pair| !pair.key.is_empty()).map(parameter).collect(),
        headers: request.headers().into_iter().filter(|pair| !pair.key.is_empty()).map(parameter).collect(),
        body: request.body().filter(|body| !body.is_empty()).and_then(body),
        examples: facts.item.responses().map(example).collect(),
    }
}

fn parameter(pair: Pair<'_>) -> GuideParameter {
    GuideParameter {
        description: description(pair.node),
        name: pair.key.into_owned(),
        value: pair.value.into_owned(),
        disabled: pair.disabled,
    }
}

fn body(body: postman::Body<'_>) -> Option<GuideBody> {
    let text = |language: &str, text: Cow<'_, str>| GuideBody::Text(language.to_owned(), text.into_owned());
    Some(match body.mode()?.as_ref() {
        "urlencoded" => GuideBody::Fields("x-www-form-urlencoded".to_owned(), body.fields().map(parameter).collect()),
        "formdata" => GuideBody::Fields("form-data".to_owned(), body.fields().map(parameter).collect()),
        "file" => GuideBody::File,
        "graphql" => {
            let graph = body.node().get("graphql")?;
            text("graphql", graph.get("query").unwrap_or(graph).as_str()?)
        }
        _ => {
            let raw = body.raw()?;
            // `text` is what a body has until somebody chooses a language.
            let named = body.node().at("/options/raw/language").and_then(NodeRef::as_str).filter(|name| name != "text");
            let guessed = if raw.trim_start().starts_with(['{', '[']) { "json" } else { "text" };
            text(&named.unwrap_or(Cow::Borrowed(guessed)), raw)
        }
    })
}

fn example(response: Response<'_>) -> GuideExample {
    let reason = response.node().get("status").and_then(NodeRef::as_str).unwrap_or_default();
    let status = response.code().map(|code| format!("{code} {reason}").trim().to_owned());
    let body = response.body().filter(|body| !body.trim().is_empty());
    let language = response.node().get("_postman_previewlanguage").and_then(NodeRef::as_str);
    let language = language.map_or_else(|| "text".to_owned(), |language| language.to_lowercase());
    GuideExample {
        name: named(response.name(), "Example"),
        status,
        body: body.map(|body| (language, body.into_owned())),
    }
}

fn description(node: NodeRef<'_>) -> Option<String> {
    postman::description(node).map(|text| text.trim().to_owned())
}

fn named(name: Option<Cow<'_, str>>, fallback: &str) -> String {
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| fallback.to_owned())
}

/// Makes a unique anchor for each name.
#[derive(Default)]
struct Anchors(HashSet<String>);

impl Anchors {
    /// The anchor of `name`: its letters and digits in lower case with hyphens between them, and a number when it is taken.
    fn anchor(&mut self, kind: &str, name: &str) -> String {
        let mut slug = String::from(kind);
        for character in name.chars() {
            if character.is_alphanumeric() {
                slug.extend(character.to_lowercase());
            } else if !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-').to_owned();
        let mut anchor = slug.clone();
        let mut number = 2;
        while !self.0.insert(anchor.clone()) {
            anchor = format!("{slug}-{number}");
            number += 1;
        }
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn every_anchor_is_unique() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.anchor("r-", "GET - List Ümlauts!"), "r-get-list-ümlauts");
        assert_eq!(anchors.anchor("r-", "get list ümlauts"), "r-get-list-ümlauts-2");
        assert_eq!(anchors.anchor("r-", ""), "r");
        assert_eq!(anchors.anchor("r-", "*"), "r-2");
    }
}
