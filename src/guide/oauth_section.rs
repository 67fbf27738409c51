//! How the tokens of a collection are requested and refreshed: read from its scripts, or from its token request.

use crate::analysis::RequestContext;
use crate::oauth::{ApiTerms, Cause, Grant, Lifecycle, Message, Symptom};
use crate::requirements::EmbeddedConstants;
use crate::text::references;

/// The OAuth part of a guide: the life cycle of the tokens of one collection.
#[derive(Debug, Clone)]
pub struct OAuthSection {
    /// The grant of the log-in.
    pub grant: Grant,
    /// What the API calls its parts.
    pub terms: ApiTerms,
    /// Headers of every request to the API besides `Authorization`, each `Name: value`.
    pub headers: Vec<String>,
    /// How long before its expiry scripts refresh a token, such as `5 minutes`. `None`: no script refreshes it.
    pub refresh_margin: Option<String>,
    /// The request that gets a token: its folders and its name, with `/` between them.
    pub login: Option<String>,
    /// The parameters of the token request besides `grant_type`.
    pub parameters: Vec<String>,
    /// The grants that the collection uses.
    pub grants: Vec<Grant>,
}

impl OAuthSection {
    /// The section that the constants in the scripts of a built collection describe. `None` without OAuth.
    pub(super) fn of_constants(constants: &EmbeddedConstants) -> Option<Self> {
        let grant = constants.grant()?;
        Some(Self {
            parameters: parameters(grant),
            grants: grants(grant),
            grant,
            terms: constants.api_terms(),
            headers: constants.headers().collect(),
            refresh_margin: Some(duration(constants.margin_seconds())),
            login: constants.login(),
        })
    }

    /// The messages of the life cycle, in order.
    pub(super) fn messages(&self) -> Vec<Message> {
        let Self { grant, terms, parameters, headers, refresh_margin, .. } = self;
        Lifecycle { grant: *grant, terms, parameters, headers, margin: refresh_margin.as_deref() }.messages()
    }

    /// The causes of `symptom` that apply to this API: without fixed headers, none of them can be missing.
    pub(super) fn causes(&self, symptom: &Symptom) -> impl Iterator<Item = Cause> {
        let of_header = [Cause::ClientHeaderMissing, Cause::ClientHeaderWrong];
        let has_header = !self.headers.is_empty();
        symptom.causes.iter().copied().filter(move |cause| has_header || !of_header.contains(cause))
    }

    /// What to do about `cause`.
    pub(super) fn fix(&self, cause: Cause) -> String {
        if self.is_scripted() { cause.fix(&self.terms) } else { cause.manual_fix(&self.terms) }
    }

    /// Whether the collection has scripts that store, send and refresh tokens.
    pub(super) const fn is_scripted(&self) -> bool {
        self.refresh_margin.is_some()
    }
}

/// The parameters of the token request in a built collection.
fn parameters(grant: Grant) -> Vec<String> {
    grant.parameters().iter().map(|name| (*name).to_owned()).collect()
}

/// The grants that a built collection uses when `grant` is that of its log-in.
fn grants(grant: Grant) -> Vec<Grant> {
    match grant {
        Grant::ClientCredentials => vec![Grant::ClientCredentials],
        Grant::Password | Grant::RefreshToken => vec![Grant::Password, Grant::RefreshToken, Grant::ClientCredentials],
    }
}

/// The section that the token request among `requests` describes: a request with a form that holds a known `grant_type`.
pub(super) fn of_token_request<'r, 'd: 'r>(
    requests: impl Iterator<Item = &'r RequestContext<'d>>,
) -> Option<OAuthSection> {
    let mut found: Option<OAuthSection> = None;
    let mut grants: Vec<Grant> = Vec::new();
    for request in requests {
        let Some(body) = request.request.body() else { continue };
        let fields: Vec<_> = body.fields().filter(|field| !field.disabled).collect();
        let value = |name: &str| fields.iter().find(|field| field.key == name).map(|field| &*field.value);
        let Some(grant) = value("grant_type").and_then(Grant::from_name) else { continue };
        if !grants.contains(&grant) {
            grants.push(grant);
        }
        // A log-in of a person describes more than one of an application.
        let is_known = found.as_ref().is_some_and(|found| found.grant == Grant::Password || grant != Grant::Password);
        if !grant.is_login() || is_known {
            continue;
        }
        let variable = |name: &str, fallback: String| {
            let first = value(name).and_then(|value| references(value).next());
            first.map_or(fallback, |used| used.name.to_owned())
        };
        let url = request.request.url().and_then(|url| url.raw().map(std::borrow::Cow::into_owned));
        let url = url.unwrap_or_default();
        let default = ApiTerms::default();
        let name = request.item.name().unwrap_or_default().into_owned();
        found = Some(OAuthSection {
            grant,
            terms: ApiTerms {
                base_url: references(&url).next().map_or(default.base_url, |used| used.name.to_owned()),
                client_id: variable("client_id", default.client_id),
                client_secret: variable("client_secret", default.client_secret),
                username: variable("username", default.username),
                password: variable("password", default.password),
                login: name.clone(),
                token_url: url.clone(),
                ..default
            },
            headers: Vec::new(),
            refresh_margin: None,
            login: Some(name),
            parameters: fields.iter().map(|field| field.key.to_string()).filter(|key| key != "grant_type").collect(),
            grants: Vec::new(),
        });
    }
    found.map(|section| OAuthSection { grants, ..section })
}

/// A duration in its largest whole unit.
fn duration(seconds: u32) -> String {
    let (number, unit) = match seconds {
        0 => return "no time".to_owned(),
        seconds if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
        seconds if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        seconds => (seconds, "second"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_have_the_largest_whole_unit() {
        for (seconds, text) in
            [(300, "5 minutes"), (60, "1 minute"), (7200, "2 hours"), (45, "45 seconds"), (0, "no time")]
        {
            assert_eq!(duration(seconds), text);
        }
    }
}
