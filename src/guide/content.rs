//! What a guide says, whatever it is shown as. Texts that end in `Markdown` in their description are.

use super::Life;
use crate::requirements::RequiredVariable;

/// A collection as people read it.
pub struct Guide {
    /// The collection's name.
    pub name: String,
    /// The collection's description: Markdown.
    pub description: Option<String>,
    /// The variables that it needs.
    pub needs: Vec<RequiredVariable>,
    /// The environments beside it.
    pub environments: Vec<EnvironmentFile>,
    /// Values of the collection's own variables that everybody shares, by name.
    pub values: Vec<(String, String)>,
    /// How its tokens are got and renewed; none without OAuth.
    pub life: Option<Life>,
    /// Its folders with their requests; the requests outside of any folder first.
    pub sections: Vec<Section>,
    /// For whoever sets Postman up with it; none for plain documentation.
    pub kit: Option<Kit>,
}

/// The files that a new colleague has.
pub struct Kit {
    /// The collection's file.
    pub collection_file: String,
    /// Tells this collection from others in the browser's memory of ticks.
    pub id: String,
}

/// An environment that can be imported.
pub struct EnvironmentFile {
    /// Its name in Postman.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Whether it is the globals, which need not be selected.
    pub is_globals: bool,
    /// Values that everybody shares, by name.
    pub values: Vec<(String, String)>,
}

/// A folder with the requests that lie in it directly.
pub struct Section {
    /// The names of the folders that lead to it; none at the top.
    pub path: Vec<String>,
    /// Its place in the page.
    pub anchor: String,
    /// Markdown.
    pub description: Option<String>,
    /// In their order.
    pub requests: Vec<Request>,
}

/// A request.
pub struct Request {
    /// Its name.
    pub name: String,
    /// Its place in the page.
    pub anchor: String,
    /// `GET` and so on.
    pub method: String,
    /// The URL as it is written.
    pub url: String,
    /// Markdown.
    pub description: Option<String>,
    /// How it is authorised, in a few words with names in backquotes.
    pub auth: Option<String>,
    /// Variables of the path.
    pub path: Vec<Parameter>,
    /// Parameters of the query.
    pub query: Vec<Parameter>,
    /// Its own headers.
    pub headers: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// Saved answers.
    pub examples: Vec<Example>,
}

/// A parameter, header or field.
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value, as written.
    pub value: String,
    /// Markdown.
    pub description: Option<String>,
    /// Whether it is switched off.
    pub is_off: bool,
}

/// What a request sends.
pub enum Body {
    /// Fields: `x-www-form-urlencoded` or `form-data`.
    Fields(String, Vec<Parameter>),
    /// A text with the name of its language.
    Text(String, String),
    /// A file that is chosen in Postman.
    File,
}

/// A saved answer.
pub struct Example {
    /// Its name.
    pub name: String,
    /// Its status: `200 OK`.
    pub status: Option<String>,
    /// Its body with the name of its language.
    pub body: Option<(String, String)>,
}

impl Guide {
    /// How many requests there are.
    pub fn requests(&self) -> usize {
        self.sections.iter().map(|section| section.requests.len()).sum()
    }

    /// The description up to its first heading behind the title, as Markdown: what it is about.
    pub fn lead(&self) -> Option<String> {
        let text = self.description.as_deref()?;
        let body = text.trim_start();
        let body = if body.starts_with("# ") { body.split_once('\n').map_or("", |(_, rest)| rest) } else { body };
        let lead: Vec<&str> = body.trim().lines().take_while(|line| !line.starts_with('#')).collect();
        Some(lead.join("\n").trim().to_owned()).filter(|lead| !lead.is_empty())
    }

    /// Where values that everybody shares stand, each place with its values.
    pub(super) fn given(&self) -> Vec<(&str, &[(String, String)])> {
        let environments = self.environments.iter().map(|one| (one.name.as_str(), one.values.as_slice()));
        let own = ("The collection itself", self.values.as_slice());
        environments.chain([own]).filter(|(_, values)| !values.is_empty()).collect()
    }

    /// The environments that somebody selects: globals are always there.
    pub(super) fn selectable(&self) -> impl Iterator<Item = &EnvironmentFile> {
        self.environments.iter().filter(|environment| !environment.is_globals)
    }

    /// The request to try first, and whether it proves that everything is in place: the one behind the log-in of a collection whose scripts
    /// do the rest. Elsewhere the first that only reads and asks for nothing in its path.
    pub(super) fn first_call(&self) -> Option<(&str, bool)> {
        let login = self.life.as_ref().filter(|life| life.is_scripted()).and_then(|life| life.login.as_deref());
        let login = login.and_then(|path| path.rsplit('/').next());
        let mut all = self.sections.iter().flat_map(|section| &section.requests);
        let reads = |request: &&Request| request.method == "GET" && request.path.is_empty();
        let behind = login.and_then(|login| all.clone().skip_while(|request| request.name != login).find(reads));
        let proof = behind.map(|request| (request.name.as_str(), true));
        proof.or_else(|| all.find(reads).map(|request| (request.name.as_str(), false)))
    }

    /// Whether the description says more than [`Guide::lead`] does.
    pub(super) fn has_more(&self) -> bool {
        self.description.as_deref().is_some_and(|text| text.trim().lines().skip(1).any(|line| line.starts_with('#')))
    }
}

impl Section {
    /// `Folder / Folder`; empty at the top.
    pub fn title(&self) -> String {
        self.path.join(" / ")
    }
}
