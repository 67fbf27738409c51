//! How a collection's tokens are got and renewed: from its manifest, or from the token request in an export.

use crate::analysis::facts::Request;
use crate::oauth::{ApiTerms, Cause, Grant, Lifecycle, Message, Symptom};
use crate::requirements::EmbeddedConstants;
use crate::source::Manifest;
use crate::source::manifest;
use crate::text::references;

/// The OAuth life cycle of one collection.
#[derive(Debug, Clone)]
pub struct Life {
    /// How the first token is got.
    pub grant: Grant,
    /// What the API calls its parts.
    pub words: ApiTerms,
    /// Headers of every request to the API beside `Authorization`: `Name: value`.
    pub headers: Vec<String>,
    /// How long before its end a token is renewed: `5 minutes`. None: nothing renews it.
    pub margin: Option<String>,
    /// The request that gets a token: its folders and name.
    pub login: Option<String>,
    /// What the token request carries beside `grant_type`.
    pub parameters: Vec<String>,
    /// The grants that the collection uses.
    pub grants: Vec<Grant>,
}

impl Life {
    /// What `manifest` says; none without `[oauth]`.
    pub fn of_manifest(manifest: &Manifest) -> Option<Self> {
        let oauth = manifest.oauth.as_ref()?;
        let headers = manifest.api.headers.iter().map(|(name, header)| format!("{name}: {}", header.value));
        let grant = match oauth.grant {
            manifest::Grant::Password => Grant::Password,
            manifest::Grant::ClientCredentials => Grant::ClientCredentials,
        };
        Some(Self {
            parameters: parameters(grant),
            grants: grants(grant),
            grant,
            words: crate::requirements::words(manifest),
            headers: headers.collect(),
            margin: Some(duration(oauth.refresh_margin_seconds)),
            login: oauth.login.clone(),
        })
    }

    /// What a collection that Postsmith built says of itself; none without OAuth.
    pub(super) fn of_built(built: &EmbeddedConstants) -> Option<Self> {
        let grant = built.grant()?;
        Some(Self {
            parameters: parameters(grant),
            grants: grants(grant),
            grant,
            words: built.words(),
            headers: built.headers().collect(),
            margin: Some(duration(built.margin_seconds())),
            login: built.login(),
        })
    }

    /// The messages of the life cycle, in order.
    pub(super) fn messages(&self) -> Vec<Message> {
        let Self { grant, words, parameters, headers, margin, .. } = self;
        Lifecycle { grant: *grant, terms: words, parameters, headers, margin: margin.as_deref() }.messages()
    }

    /// What may be behind `symptom` here: an API without a header of its own does not miss one.
    pub(super) fn causes(&self, symptom: &Symptom) -> impl Iterator<Item = Cause> {
        let of_header = [Cause::ClientHeaderMissing, Cause::ClientHeaderWrong];
        let has_header = !self.headers.is_empty();
        symptom.causes.iter().copied().filter(move |cause| has_header || !of_header.contains(cause))
    }

    /// What to do about `cause`.
    pub(super) fn fix(&self, cause: Cause) -> String {
        if self.is_scripted() { cause.fix(&self.words) } else { cause.manual_fix(&self.words) }
    }

    /// Whether the collection has scripts that store, set and renew tokens by themselves.
    pub(super) const fn is_scripted(&self) -> bool {
        self.margin.is_some()
    }
}

/// What a token request of ours carries.
fn parameters(grant: Grant) -> Vec<String> {
    grant.parameters().iter().map(|name| (*name).to_owned()).collect()
}

/// The grants that a collection of ours knows when its first token comes by `grant`.
fn grants(grant: Grant) -> Vec<Grant> {
    match grant {
        Grant::ClientCredentials => vec![Grant::ClientCredentials],
        Grant::Password | Grant::RefreshToken => vec![Grant::Password, Grant::RefreshToken, Grant::ClientCredentials],
    }
}

/// The life cycle that a token request among `requests` begins: a form with a `grant_type` that is known.
pub(super) fn of_requests<'r, 'd: 'r>(requests: impl Iterator<Item = &'r Request<'d>>) -> Option<Life> {
    let mut found: Option<Life> = None;
    let mut grants: Vec<Grant> = Vec::new();
    for request in requests {
        let Some(body) = request.request.body() else { continue };
        let fields: Vec<_> = body.fields().filter(|field| !field.disabled).collect();
        let value = |name: &str| fields.iter().find(|field| field.key == name).map(|field| &*field.value);
        let Some(grant) = value("grant_type").and_then(Grant::from_name) else { continue };
        if !grants.contains(&grant) {
            grants.push(grant);
        }
        // A person's log-in says more than an application's.
        let is_known = found.as_ref().is_some_and(|found| found.grant == Grant::Password || grant != Grant::Password);
        if !grant.is_login() || is_known {
            continue;
        }
        let variable = |name: &str, otherwise: String| {
            let first = value(name).and_then(|value| references(value).next());
            first.map_or(otherwise, |used| used.name.to_owned())
        };
        let url = request.request.url().and_then(|url| url.raw().map(std::borrow::Cow::into_owned));
        let url = url.unwrap_or_default();
        let plain = ApiTerms::default();
        let name = request.item.name().unwrap_or_default().into_owned();
        found = Some(Life {
            grant,
            words: ApiTerms {
                base_url: references(&url).next().map_or(plain.base_url, |used| used.name.to_owned()),
                client_id: variable("client_id", plain.client_id),
                client_secret: variable("client_secret", plain.client_secret),
                username: variable("username", plain.username),
                password: variable("password", plain.password),
                login: name.clone(),
                token_url: url.clone(),
                ..plain
            },
            headers: Vec::new(),
            margin: None,
            login: Some(name),
            parameters: fields.iter().map(|field| field.key.to_string()).filter(|key| key != "grant_type").collect(),
            grants: Vec::new(),
        });
    }
    found.map(|life| Life { grants, ..life })
}

/// A length of time in its largest whole unit.
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
    fn lengths_of_time_read_well() {
        for (seconds, text) in
            [(300, "5 minutes"), (60, "1 minute"), (7200, "2 hours"), (45, "45 seconds"), (0, "no time")]
        {
            assert_eq!(duration(seconds), text);
        }
    }
}
