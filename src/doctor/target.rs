//! What the doctor checks: the API, the token requests and the verify request that a source describes, and the requests made of them.

use super::VariableValues;
use crate::http::{ClientRequest, HttpUrl};
use crate::oauth::{ApiTerms, Grant};
use crate::requirements::{self, RequiredVariable};
use crate::source::manifest::Role;
use crate::source::request::{AuthType, RequestAuth, RequestBody, RequestFile};
use crate::source::{Manifest, RequestItem, Source, SourceItem};
use crate::text::{percent, references};
use zeroize::Zeroizing;

/// The API that the doctor checks, as a source describes it.
#[derive(Debug, Clone)]
pub struct DoctorTarget {
    /// What the API calls its parts.
    pub terms: ApiTerms,
    /// The name of the collection.
    pub name: String,
    pub(super) grant: Option<Grant>,
    /// Every variable of the manifest.
    pub(super) variables: Vec<RequiredVariable>,
    pub(super) prefix: String,
    pub(super) token_url: Option<String>,
    /// Headers of every request with their values; `true` where a request may replace the header.
    pub(super) headers: Vec<(String, String, bool)>,
    pub(super) verify: ApiCall,
    /// The first GET request whose URL needs personal values besides the base URL, such as the id of an organization.
    pub(super) rights: Option<ApiCall>,
    /// The token requests in the source.
    pub(super) token_requests: Vec<SavedTokenRequest>,
    /// How long before its expiry a token is refreshed, in seconds.
    pub(super) refresh_margin: u64,
}

/// A GET request of the source.
#[derive(Debug, Clone)]
pub(super) struct ApiCall {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
}

/// A token request of the source, as it is written.
#[derive(Debug, Clone)]
pub(super) struct SavedTokenRequest {
    pub(super) name: String,
    /// Whether it is the request that `[oauth] login` names.
    pub(super) is_login: bool,
    pub(super) method: String,
    /// The value of its Content-Type header.
    pub(super) content_type: Option<String>,
    /// The enabled parameters of its urlencoded body; for another body what it is.
    pub(super) body: Result<Vec<(String, String)>, &'static str>,
    /// Whether client id and secret are sent in a header (RFC 6749, section 2.3.1).
    pub(super) has_client_header: bool,
}

impl SavedTokenRequest {
    fn new(request: &RequestItem, is_login: bool) -> Self {
        let file = &request.file.data;
        let headers = || file.headers().iter().filter(|header| !header.disabled);
        let header = |name: &str| headers().find(|header| header.key.eq_ignore_ascii_case(name));
        let is_basic = header("authorization").is_some_and(|header| header.value.starts_with("Basic "));
        let body = match file {
            RequestFile::Graphql(_) => Err("GraphQL"),
            RequestFile::Http(http) => match &http.body {
                None | Some(RequestBody::None) => Ok(Vec::new()),
                Some(RequestBody::Urlencoded(pairs)) => {
                    let sent = pairs.iter().filter(|pair| !pair.disabled);
                    Ok(sent.map(|pair| (pair.key.clone(), pair.value.clone())).collect())
                }
                Some(RequestBody::Json(_)) => Err("JSON"),
                Some(RequestBody::Formdata(_)) => Err("form-data"),
                Some(RequestBody::File(_)) => Err("a file"),
                Some(
                    RequestBody::Text(_) | RequestBody::Xml(_) | RequestBody::Html(_) | RequestBody::Javascript(_),
                ) => Err("a text"),
            },
        };
        Self {
            name: request.name.clone(),
            is_login,
            method: file.method().to_owned(),
            content_type: header("content-type").map(|header| header.value.clone()),
            body,
            has_client_header: is_basic || file.auth().is_some_and(|auth| auth.kind == AuthType::Basic),
        }
    }
}

/// Why the doctor cannot check a source.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// No request can show whether a token works.
    #[error(
        "the source has no GET request whose URL needs only the base URL; name a request that shows whether a token works: `[oauth] verify = \"FOLDER/NAME\"`"
    )]
    NoVerify,
}

impl DoctorTarget {
    /// The target that the manifest and the requests of `source` describe.
    ///
    /// # Errors
    /// When no request can show whether a token works.
    pub fn new(source: &Source) -> Result<Self, TargetError> {
        let manifest = &source.manifest.data;
        let oauth = manifest.oauth.as_ref();
        let verify = verify_call(source).ok_or(TargetError::NoVerify)?;
        let variables = requirements::of_manifest(manifest);
        let rights = first_call(&source.items, collection_auth(source), &|request| {
            let is_allowed = |name: &str| is_personal(&variables, name);
            is_simple(request, manifest, &is_allowed)
                && references(request.url()).any(|reference| is_allowed(reference.name))
        });
        Ok(Self {
            terms: requirements::api_terms(manifest),
            name: manifest.collection.name.clone(),
            grant: oauth.map(|oauth| oauth.grant),
            variables,
            prefix: manifest.api.prefix.clone(),
            token_url: manifest.token_url(),
            headers: manifest
                .api
                .headers
                .iter()
                .map(|(name, header)| (name.to_owned(), header.value.clone(), header.unless_present))
                .collect(),
            verify,
            rights,
            token_requests: saved_token_requests(source),
            refresh_margin: oauth.map_or(0, |oauth| u64::from(oauth.refresh_margin_seconds)),
        })
    }

    /// The name of the variable of `role`.
    pub fn variable(&self, role: Role) -> String {
        format!("{}_{}", self.prefix, role.suffix())
    }

    /// Whether the manifest declares the variable of `role`.
    pub fn declares(&self, role: Role) -> bool {
        let name = self.variable(role);
        self.variables.iter().any(|variable| variable.name == name)
    }

    /// The names of the headers that every request carries and none replaces.
    pub(super) fn fixed_headers(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(|(.., own)| !own).map(|(name, ..)| name.as_str())
    }

    /// Whether the URL of `call` needs values besides the base URL.
    pub(super) fn is_personal(&self, call: &ApiCall) -> bool {
        let base = self.variable(Role::BaseUrl);
        references(&call.url).any(|reference| reference.name != base)
    }

    /// The variables that a person must fill in before a token can be requested and verified.
    pub(super) fn required_variables(&self) -> Vec<&RequiredVariable> {
        let parameters = self.grant.map_or(&[][..], Grant::parameters);
        let roles = parameters.iter().filter_map(|parameter| role_of(parameter));
        let mut names: Vec<String> = vec![self.variable(Role::BaseUrl)];
        names.extend(roles.map(|role| self.variable(role)));
        let headers = self.headers.iter().map(|(_, value, _)| value.as_str());
        let verify = self.verify.headers.iter().map(|(_, value)| value.as_str());
        let texts = headers.chain(verify).chain([self.verify.url.as_str()]).chain(self.token_url.as_deref());
        names.extend(texts.flat_map(references).map(|reference| reference.name.to_owned()));
        let kept = |variable: &&RequiredVariable| {
            variable.filled_by != requirements::FilledBy::Scripts && names.contains(&variable.name)
        };
        self.variables.iter().filter(kept).collect()
    }

    /// The token URL; without OAuth the URL of the verify request. `None` where it is not usable with these values.
    pub(super) fn url(&self, values: &VariableValues) -> Option<HttpUrl> {
        HttpUrl::parse(&values.fill(self.token_url.as_deref().unwrap_or(&self.verify.url)))
    }

    /// The token request of `grant`.
    pub(super) fn token_request(
        &self,
        url: HttpUrl,
        grant: Grant,
        values: &VariableValues,
        refresh_token: Option<&str>,
    ) -> ClientRequest {
        let value = |parameter: &str| match (parameter, refresh_token) {
            ("refresh_token", Some(token)) => Zeroizing::new(token.to_owned()),
            (other, _) => {
                let value = role_of(other).and_then(|role| values.get(&self.variable(role)));
                Zeroizing::new(value.unwrap_or_default().to_owned())
            }
        };
        let mut body = Zeroizing::new(format!("grant_type={grant}"));
        for parameter in grant.parameters() {
            for part in ["&", parameter, "=", &Zeroizing::new(percent::encode(&value(parameter)))] {
                body.push_str(part);
            }
        }
        post_form(url, self.headers(values, &[], &|_, _| true), &body)
    }

    /// A request without credentials: without headers that hold a secret, and for POST with an empty form.
    pub(super) fn probe(&self, method: &'static str, url: HttpUrl, values: &VariableValues) -> ClientRequest {
        let is_secret = |name: &str| self.variables.iter().any(|variable| variable.secret && variable.name == name);
        let has_no_secret = |name: &str, value: &str| {
            !["authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str())
                && !references(value).any(|reference| is_secret(reference.name))
        };
        let headers = self.headers(values, &[], &has_no_secret);
        if method == "POST" {
            return post_form(url, headers, &Zeroizing::default());
        }
        ClientRequest { method: method.to_owned(), url, headers, body: None }
    }

    /// The request `call` with `token`, without the header named `without`.
    pub(super) fn call_request(
        &self,
        call: &ApiCall,
        url: HttpUrl,
        values: &VariableValues,
        token: Option<&str>,
        without: Option<&str>,
    ) -> ClientRequest {
        let is_left = |name: &str, _: &str| without.is_none_or(|without| !name.eq_ignore_ascii_case(without));
        let mut headers = self.headers(values, &call.headers, &is_left);
        if let Some(token) = token {
            set_header(&mut headers, "Authorization", Zeroizing::new(format!("Bearer {token}")));
        }
        ClientRequest { method: "GET".to_owned(), url, headers, body: None }
    }

    /// The headers of the request itself, those of every request, and our own. `is_kept` decides by name and value as they are written.
    fn headers(
        &self,
        values: &VariableValues,
        own: &[(String, String)],
        is_kept: &dyn Fn(&str, &str) -> bool,
    ) -> Vec<(String, Zeroizing<String>)> {
        let mut headers = Vec::new();
        let owned = own.iter().map(|(name, value)| (name, value));
        let fixed = self
            .headers
            .iter()
            .filter(|(name, _, yields)| !yields || !own.iter().any(|(key, _)| key.eq_ignore_ascii_case(name)));
        for (name, value) in owned.chain(fixed.map(|(name, value, _)| (name, value))) {
            if is_kept(name, value) {
                set_header(&mut headers, name, values.fill(value));
            }
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            set_header(&mut headers, "Accept", Zeroizing::new("application/json".to_owned()));
        }
        let agent = concat!("postsmith/", env!("CARGO_PKG_VERSION"));
        set_header(&mut headers, "User-Agent", Zeroizing::new(agent.to_owned()));
        headers
    }
}

/// The role of the variable that fills a parameter of the token request.
fn role_of(parameter: &str) -> Option<Role> {
    Some(match parameter {
        "username" => Role::Username,
        "password" => Role::Password,
        "client_id" => Role::ClientId,
        "client_secret" => Role::ClientSecret,
        "refresh_token" => Role::RefreshToken,
        _ => return None,
    })
}

/// A POST with an urlencoded form.
fn post_form(url: HttpUrl, mut headers: Vec<(String, Zeroizing<String>)>, body: &Zeroizing<String>) -> ClientRequest {
    set_header(&mut headers, "Content-Type", Zeroizing::new("application/x-www-form-urlencoded".to_owned()));
    let body = Zeroizing::new(body.as_bytes().to_vec());
    ClientRequest { method: "POST".to_owned(), url, headers, body: Some(body) }
}

/// Sets a header and drops an earlier one of this name.
fn set_header(headers: &mut Vec<(String, Zeroizing<String>)>, name: &str, value: Zeroizing<String>) {
    headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    headers.push((name.to_owned(), value));
}

/// The auth block of the collection.
fn collection_auth(source: &Source) -> Option<&RequestAuth> {
    source.definition.as_ref().and_then(|definition| definition.data.auth.as_ref()?.auth.as_ref())
}

/// The request that `[oauth] verify` names, else the first GET request whose URL needs only the base URL.
fn verify_call(source: &Source) -> Option<ApiCall> {
    let manifest = &source.manifest.data;
    let named = manifest.oauth.as_ref().and_then(|oauth| oauth.verify.as_deref());
    match named {
        Some(path) => source.request(path).map(|request| api_call(request, collection_auth(source))),
        None => first_call(&source.items, collection_auth(source), &|request| is_simple(request, manifest, &|_| false)),
    }
}

fn first_call(
    items: &[SourceItem],
    auth: Option<&RequestAuth>,
    is_right: &dyn Fn(&RequestFile) -> bool,
) -> Option<ApiCall> {
    items.iter().find_map(|item| match item {
        SourceItem::Folder(folder) => {
            let own = folder.definition.as_ref().and_then(|definition| definition.data.auth.as_ref());
            first_call(&folder.items, own.and_then(|own| own.auth.as_ref()).or(auth), is_right)
        }
        SourceItem::Request(request) => is_right(&request.file.data).then(|| api_call(request, auth)),
    })
}

/// Whether this is a GET request whose URL needs only the base URL and variables that `is_allowed`.
fn is_simple(request: &RequestFile, manifest: &Manifest, is_allowed: &dyn Fn(&str) -> bool) -> bool {
    let base = manifest.variable_name(Role::BaseUrl);
    let url = request.url();
    let has_path_variable = url.split(['/', '?']).any(|part| part.len() > 1 && part.starts_with(':'));
    let is_there = |name: &str| name == base || is_allowed(name);
    request.method() == "GET" && !has_path_variable && references(url).all(|reference| is_there(reference.name))
}

/// Whether a person fills in the variable `name` and it is not secret.
fn is_personal(variables: &[RequiredVariable], name: &str) -> bool {
    variables.iter().any(|variable| {
        variable.name == name && !variable.secret && variable.filled_by == requirements::FilledBy::Person
    })
}

fn api_call(request: &RequestItem, inherited: Option<&RequestAuth>) -> ApiCall {
    let file = &request.file.data;
    let enabled = file.headers().iter().filter(|header| !header.disabled);
    let mut headers: Vec<_> = enabled.map(|header| (header.key.clone(), header.value.clone())).collect();
    let own = file.auth().filter(|auth| auth.kind != AuthType::Inherit);
    headers.extend(own.or(inherited).and_then(auth_header));
    ApiCall { name: request.name.clone(), url: file.url().to_owned(), headers }
}

/// The header that an auth block sets, for the types that need no computation.
fn auth_header(auth: &RequestAuth) -> Option<(String, String)> {
    let get = |key: &str| {
        let found = auth.credentials.iter().find(|pair| pair.key == key);
        found.and_then(|pair| pair.value.as_str()).map(str::to_owned)
    };
    match auth.kind {
        AuthType::Bearer => Some(("Authorization".to_owned(), format!("Bearer {}", get("token")?))),
        AuthType::ApiKey if get("in").is_none_or(|location| location == "header") => Some((get("key")?, get("value")?)),
        _ => None,
    }
}

/// The request that `[oauth] login` names, and every other request to the token URL.
fn saved_token_requests(source: &Source) -> Vec<SavedTokenRequest> {
    let login = source.manifest.data.oauth.as_ref().and_then(|oauth| source.request(oauth.login.as_deref()?));
    let mut found = Vec::new();
    visit_requests(&source.items, &mut |request| {
        let is_login = login.is_some_and(|login| std::ptr::eq(login, request));
        if source.is_token_request(request) {
            found.push(SavedTokenRequest::new(request, is_login));
        }
    });
    found
}

fn visit_requests<'i>(items: &'i [SourceItem], visit: &mut impl FnMut(&'i RequestItem)) {
    for item in items {
        match item {
            SourceItem::Folder(folder) => visit_requests(&folder.items, visit),
            SourceItem::Request(request) => visit(request),
        }
    }
}
