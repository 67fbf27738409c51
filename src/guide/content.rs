//! The content of a guide, independent of its format. Descriptions are Markdown.

use super::OAuthSection;
use crate::requirements::RequiredVariable;

/// The content of a guide to one collection.
pub struct Guide {
    /// The name of the collection.
    pub name: String,
    /// The description of the collection.
    pub description: Option<String>,
    /// The variables that it uses.
    pub variables: Vec<RequiredVariable>,
    /// The environments that belong to it.
    pub environments: Vec<EnvironmentFile>,
    /// Names and values of the collection's own variables that everybody shares.
    pub shared_values: Vec<(String, String)>,
    /// How its tokens are requested and refreshed. `None` without OAuth.
    pub oauth: Option<OAuthSection>,
    /// The folders with their requests; requests outside of any folder are in one without a path.
    pub folders: Vec<GuideFolder>,
    /// Adds the steps that set Postman up. `None` for plain documentation.
    pub onboarding: Option<Onboarding>,
}

/// What the set-up steps of a bundle need to know.
pub struct Onboarding {
    /// The file name of the collection.
    pub collection_file: String,
    /// Identifies the collection in the browser's storage of finished steps.
    pub id: String,
}

/// An environment that can be imported.
pub struct EnvironmentFile {
    /// Its name in Postman.
    pub name: String,
    /// Its file name.
    pub file: String,
    /// Whether it holds the globals, which need not be selected.
    pub is_globals: bool,
    /// Names and values that everybody shares.
    pub shared_values: Vec<(String, String)>,
}

/// A folder with its own requests.
pub struct GuideFolder {
    /// The names of the folders that lead to it, and its own; empty for requests outside of any folder.
    pub path: Vec<String>,
    /// Its anchor in the page.
    pub anchor: String,
    /// Its description.
    pub description: Option<String>,
    /// The requests in their order.
    pub requests: Vec<GuideRequest>,
}

/// A request.
pub struct GuideRequest {
    /// Its name.
    pub name: String,
    /// Its anchor in the page.
    pub anchor: String,
    /// The HTTP method.
    pub method: String,
    /// The URL as it is written.
    pub url: String,
    /// Its description.
    pub description: Option<String>,
    /// How it is authorized, with the names of variables in backquotes.
    pub auth: Option<String>,
    /// Path variables.
    pub path_variables: Vec<GuideParameter>,
    /// Query parameters.
    pub query: Vec<GuideParameter>,
    /// Its own headers.
    pub headers: Vec<GuideParameter>,
    /// The body.
    pub body: Option<GuideBody>,
    /// Saved examples.
    pub examples: Vec<GuideExample>,
}

/// A parameter, header or form field.
pub struct GuideParameter {
    /// Its name.
    pub name: String,
    /// Its value as it is written.
    pub value: String,
    /// Its description.
    pub description: Option<String>,
    /// Whether it is disabled.
    pub disabled: bool,
}

/// The body of a request.
pub enum GuideBody {
    /// The kind (`x-www-form-urlencoded` or `form-data`) and its fields.
    Fields(String, Vec<GuideParameter>),
    /// The language of a text, and the text.
    Text(String, String),
    /// A file that is selected in Postman.
    File,
}

/// A saved example.
pub struct GuideExample {
    /// Its name.
    pub name: String,
    /// Its status, such as `200 OK`.
    pub status: Option<String>,
    /// The language of its body, and the body.
    pub body: Option<(String, String)>,
}

impl Guide {
    /// The number of requests.
    pub fn request_count(&self) -> usize {
        self.folders.iter().map(|folder| folder.requests.len()).sum()
    }

    /// The description without its title, up to the next heading, as Markdown.
    pub fn introduction(&self) -> Option<String> {
        let text = self.description.as_deref()?;
        let body = text.trim_start();
        let body = if body.starts_with("# ") { body.split_once('\n').map_or("", |(_, rest)| rest) } else { body };
        let lines: Vec<&str> = body.trim().lines().take_while(|line| !line.starts_with('#')).collect();
        Some(lines.join("\n").trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The shared values of each environment and of the collection.
    pub(super) fn all_shared_values(&self) -> Vec<(&str, &[(String, String)])> {
        let environments = self.environments.iter().map(|one| (one.name.as_str(), one.shared_values.as_slice()));
        let own = ("The collection itself", self.shared_values.as_slice());
        environments.chain([own]).filter(|(_, values)| !values.is_empty()).collect()
    }

    /// The environments that can be selected; globals are always active.
    pub(super) fn selectable_environments(&self) -> impl Iterator<Item = &EnvironmentFile> {
        self.environments.iter().filter(|environment| !environment.is_globals)
    }

    /// The request to send first, and whether its success proves that the set-up is complete: the first GET request after the log-in, in a
    /// collection whose scripts handle the token. In other collections it is the first GET request without path variables.
    pub(super) fn first_request(&self) -> Option<(&str, bool)> {
        let login = self.oauth.as_ref().filter(|oauth| oauth.is_scripted()).and_then(|oauth| oauth.login.as_deref());
        let login = login.and_then(|path| path.rsplit('/').next());
        let mut all = self.folders.iter().flat_map(|folder| &folder.requests);
        let is_simple_get = |request: &&GuideRequest| request.method == "GET" && request.path_variables.is_empty();
        let after = login.and_then(|login| all.clone().skip_while(|request| request.name != login).find(is_simple_get));
        let proof = after.map(|request| (request.name.as_str(), true));
        proof.or_else(|| all.find(is_simple_get).map(|request| (request.name.as_str(), false)))
    }

    /// Whether the description has more text than [`Guide::introduction`].
    pub(super) fn has_full_description(&self) -> bool {
        self.description.as_deref().is_some_and(|text| text.trim().lines().skip(1).any(|line| line.starts_with('#')))
    }
}

impl GuideFolder {
    /// `Folder / Folder`; empty at the top.
    pub fn title(&self) -> String {
        self.path.join(" / ")
    }
}
