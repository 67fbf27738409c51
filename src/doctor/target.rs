//! What a manifest says of its API: where it is, how tokens are got, what shows that they work.

use super::Values;
use super::written::Written;
use crate::http::Address;
use crate::http::Request;
use crate::oauth::{ApiTerms, Grant};
use crate::requirements::{self, RequiredVariable};
use crate::source::manifest::Role;
use crate::source::request::{AuthType, RequestAuth, RequestFile};
use crate::source::{Manifest, RequestItem, Source, SourceItem};
use crate::text::{percent, references};
use zeroize::Zeroizing;

/// What is walked.
#[derive(Debug, Clone)]
pub struct Target {
    /// What its parts are called.
    pub words: ApiTerms,
    /// The name of the collection.
    pub name: String,
    pub(super) grant: Option<Grant>,
    /// Every variable of the manifest.
    pub(super) needs: Vec<RequiredVariable>,
    pub(super) prefix: String,
    pub(super) token_url: Option<String>,
    /// Headers that every request carries, with their values; true: a request may have its own.
    pub(super) headers: Vec<(String, String, bool)>,
    pub(super) verify: Call,
    /// The first GET request whose address needs values of a person beside the base URL: an organisation's id.
    pub(super) rights: Option<Call>,
    /// The token requests as somebody wrote them.
    pub(super) written: Vec<Written>,
    /// How long before its end a token is renewed, in seconds.
    pub(super) margin: u64,
}

/// A GET request that can be sent with the values that somebody filled in.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
}

/// Why a source cannot be walked.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// No request shows whether a token works.
    #[error(
        "the source has no GET request that needs no values but the base URL; name one that shows whether a token works: `[oauth] verify = \"FOLDER/NAME\"`"
    )]
    NoVerify,
}

impl Target {
    /// What the manifest and the requests of `source` say.
    pub fn new(source: &Source) -> Result<Self, TargetError> {
        let manifest = &source.manifest.data;
        let oauth = manifest.oauth.as_ref();
        let verify = verify(source).ok_or(TargetError::NoVerify)?;
        let needs = requirements::of_manifest(manifest);
        let rights = first(&source.items, inherited(source), &|request| {
            let may = |name: &str| is_personal(&needs, name);
            is_simple(request, manifest, &may) && references(request.url()).any(|reference| may(reference.name))
        });
        Ok(Self {
            words: requirements::words(manifest),
            name: manifest.collection.name.clone(),
            grant: oauth.map(|oauth| oauth.grant),
            needs,
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
            written: Written::all(source),
            margin: oauth.map_or(0, |oauth| u64::from(oauth.refresh_margin_seconds)),
        })
    }

    /// The name of the variable of `role`.
    pub fn variable(&self, role: Role) -> String {
        format!("{}_{}", self.prefix, role.suffix())
    }

    /// Whether the manifest declares the variable of `role`.
    pub fn declares(&self, role: Role) -> bool {
        let name = self.variable(role);
        self.needs.iter().any(|need| need.name == name)
    }

    /// The headers that tell the client: those that every request carries and none replaces.
    pub(super) fn fixed(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(|(.., own)| !own).map(|(name, ..)| name.as_str())
    }

    /// Whether the address of `call` holds more than the base URL: values of a person.
    pub(super) fn is_personal(&self, call: &Call) -> bool {
        let base = self.variable(Role::BaseUrl);
        references(&call.url).any(|reference| reference.name != base)
    }

    /// The variables that `texts` of the target use before there is a token, each with what is known of it.
    pub(super) fn needed(&self) -> Vec<&RequiredVariable> {
        let parameters = self.grant.map_or(&[][..], Grant::parameters);
        let roles = parameters.iter().filter_map(|parameter| role_of(parameter));
        let mut names: Vec<String> = vec![self.variable(Role::BaseUrl)];
        names.extend(roles.map(|role| self.variable(role)));
        let headers = self.headers.iter().map(|(_, value, _)| value.as_str());
        let verify = self.verify.headers.iter().map(|(_, value)| value.as_str());
        let texts = headers.chain(verify).chain([self.verify.url.as_str()]).chain(self.token_url.as_deref());
        names.extend(texts.flat_map(references).map(|reference| reference.name.to_owned()));
        let kept =
            |need: &&RequiredVariable| need.filled_by != requirements::FilledBy::Scripts && names.contains(&need.name);
        self.needs.iter().filter(kept).collect()
    }

    /// Where tokens are asked for, or without OAuth where the verify request goes.
    pub(super) fn address(&self, values: &Values) -> Option<Address> {
        Address::parse(&values.fill(self.token_url.as_deref().unwrap_or(&self.verify.url)))
    }

    /// The token request of `grant` to `to`.
    pub(super) fn token_request(
        &self,
        to: Address,
        grant: Grant,
        values: &Values,
        refresh_token: Option<&str>,
    ) -> Request {
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
        post(to, self.common(values, &[], &|_, _| true), body)
    }

    /// A request that carries no secret: no header whose value holds one, and for POST an empty form.
    pub(super) fn probe(&self, method: &'static str, to: Address, values: &Values) -> Request {
        let is_secret = |name: &str| self.needs.iter().any(|need| need.secret && need.name == name);
        let is_harmless = |name: &str, value: &str| {
            !["authorization", "cookie"].contains(&name.to_ascii_lowercase().as_str())
                && !references(value).any(|reference| is_secret(reference.name))
        };
        let headers = self.common(values, &[], &is_harmless);
        if method == "POST" {
            return post(to, headers, Zeroizing::default());
        }
        Request { method, to, headers, body: None }
    }

    /// The request `call` with this token, without the header `without`.
    pub(super) fn call_request(
        &self,
        call: &Call,
        to: Address,
        values: &Values,
        token: Option<&str>,
        without: Option<&str>,
    ) -> Request {
        let is_left = |name: &str, _: &str| without.is_none_or(|without| !name.eq_ignore_ascii_case(without));
        let mut headers = self.common(values, &call.headers, &is_left);
        if let Some(token) = token {
            set(&mut headers, "Authorization", Zeroizing::new(format!("Bearer {token}")));
        }
        Request { method: "GET", to, headers, body: None }
    }

    /// The headers that every request carries, those of the request itself, and ours: as far as `is_kept` says so of a name and what is
    /// written as its value.
    fn common(
        &self,
        values: &Values,
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
                set(&mut headers, name, values.fill(value));
            }
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept")) {
            set(&mut headers, "Accept", Zeroizing::new("application/json".to_owned()));
        }
        let agent = concat!("postsmith/", env!("CARGO_PKG_VERSION"));
        set(&mut headers, "User-Agent", Zeroizing::new(agent.to_owned()));
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

/// A POST of an urlencoded form.
fn post(to: Address, mut headers: Vec<(String, Zeroizing<String>)>, body: Zeroizing<String>) -> Request {
    set(&mut headers, "Content-Type", Zeroizing::new("application/x-www-form-urlencoded".to_owned()));
    Request { method: "POST", to, headers, body: Some(body) }
}

/// Sets a header, once.
fn set(headers: &mut Vec<(String, Zeroizing<String>)>, name: &str, value: Zeroizing<String>) {
    headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    headers.push((name.to_owned(), value));
}

/// The auth block of the collection.
fn inherited(source: &Source) -> Option<&RequestAuth> {
    source.definition.as_ref().and_then(|definition| definition.data.auth.as_ref()).map(|auth| &auth.auth)
}

/// The request that the manifest names, else the first GET request that needs nothing but the base URL.
fn verify(source: &Source) -> Option<Call> {
    let manifest = &source.manifest.data;
    let named = manifest.oauth.as_ref().and_then(|oauth| oauth.verify.as_deref());
    match named {
        Some(path) => source.request(path).map(|request| described(request, inherited(source))),
        None => first(&source.items, inherited(source), &|request| is_simple(request, manifest, &|_| false)),
    }
}

fn first(items: &[SourceItem], auth: Option<&RequestAuth>, is_right: &dyn Fn(&RequestFile) -> bool) -> Option<Call> {
    items.iter().find_map(|item| match item {
        SourceItem::Folder(folder) => {
            let own = folder.definition.as_ref().and_then(|definition| definition.data.auth.as_ref());
            first(&folder.items, own.map(|own| &own.auth).or(auth), is_right)
        }
        SourceItem::Request(request) => is_right(&request.file.data).then(|| described(request, auth)),
    })
}

/// A GET request whose address needs the base URL and what `may` be there.
fn is_simple(request: &RequestFile, manifest: &Manifest, may: &dyn Fn(&str) -> bool) -> bool {
    let base = manifest.variable_name(Role::BaseUrl);
    let url = request.url();
    let has_path_variable = url.split(['/', '?']).any(|part| part.len() > 1 && part.starts_with(':'));
    let is_there = |name: &str| name == base || may(name);
    request.method() == "GET" && !has_path_variable && references(url).all(|reference| is_there(reference.name))
}

/// Whether `name` is filled in by a person and no secret.
fn is_personal(needs: &[RequiredVariable], name: &str) -> bool {
    needs.iter().any(|need| need.name == name && !need.secret && need.filled_by == requirements::FilledBy::Person)
}

fn described(request: &RequestItem, inherited: Option<&RequestAuth>) -> Call {
    let file = &request.file.data;
    let enabled = file.headers().iter().filter(|header| !header.disabled);
    let mut headers: Vec<_> = enabled.map(|header| (header.key.clone(), header.value.clone())).collect();
    let own = file.auth().filter(|auth| auth.kind != AuthType::Inherit);
    headers.extend(own.or(inherited).and_then(header_of));
    Call { name: request.name.clone(), url: file.url().to_owned(), headers }
}

/// The header that an auth block makes, of the kinds that make one without reckoning.
fn header_of(auth: &RequestAuth) -> Option<(String, String)> {
    let get = |key: &str| {
        let found = auth.credentials.iter().find(|pair| pair.key == key);
        found.and_then(|pair| pair.value.as_str()).map(str::to_owned)
    };
    match auth.kind {
        AuthType::Bearer => Some(("Authorization".to_owned(), format!("Bearer {}", get("token")?))),
        AuthType::Apikey if get("in").is_none_or(|place| place == "header") => Some((get("key")?, get("value")?)),
        _ => None,
    }
}
