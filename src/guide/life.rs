//! How a collection's tokens are got and renewed: from its manifest, or from the token request in an export.

use crate::check::facts::Request;
use crate::need::Built;
use crate::oauth::{Grant, Message, Words, life_cycle};
use crate::source::Manifest;
use crate::source::manifest;
use crate::text::references;

/// The OAuth life cycle of one collection.
pub struct Life {
    /// How the first token is got.
    pub grant: Grant,
    /// What the API calls its parts.
    pub words: Words,
    /// Headers of every request to the API beside `Authorization`: `Name: value`.
    pub headers: Vec<String>,
    /// How long before its end a token is renewed: `5 minutes`. None: nothing renews it.
    pub margin: Option<String>,
    /// The request that gets a token: its folders and name.
    pub login: Option<String>,
}

impl Life {
    /// What `manifest` says; none without `[oauth]`.
    pub fn of_manifest(manifest: &Manifest) -> Option<Self> {
        let oauth = manifest.oauth.as_ref()?;
        let headers = manifest.api.headers.iter().map(|(name, header)| format!("{name}: {}", header.value));
        Some(Self {
            grant: match oauth.grant {
                manifest::Grant::Password => Grant::Password,
                manifest::Grant::ClientCredentials => Grant::ClientCredentials,
            },
            words: crate::need::words(manifest),
            headers: headers.collect(),
            margin: Some(duration(oauth.refresh_margin_seconds)),
            login: oauth.login.clone(),
        })
    }

    /// What a collection that Postsmith built says of itself; none without OAuth.
    pub(super) fn of_built(built: &Built) -> Option<Self> {
        Some(Self {
            grant: built.grant()?,
            words: built.words(),
            headers: built.headers().collect(),
            margin: Some(duration(built.margin_seconds())),
            login: built.login(),
        })
    }

    /// The messages of the life cycle, in order. A collection without scripts that renew has the first two parts only.
    pub(super) fn messages(&self) -> Vec<Message> {
        let all = life_cycle(self.grant, &self.words, &self.headers, self.margin.as_deref().unwrap_or_default());
        let is_known = |message: &Message| self.margin.is_some() || message.phase != crate::oauth::Phase::Renewal;
        all.into_iter().filter(is_known).collect()
    }

    /// The grants that its tokens come from.
    pub(super) fn grants(&self) -> Vec<Grant> {
        match self.grant {
            Grant::ClientCredentials => vec![Grant::ClientCredentials],
            Grant::Password | Grant::RefreshToken => {
                vec![Grant::Password, Grant::RefreshToken, Grant::ClientCredentials]
            }
        }
    }
}

/// The life cycle that a token request among `requests` begins: a form with a `grant_type` that is known.
pub(super) fn of_requests<'r, 'd: 'r>(requests: impl Iterator<Item = &'r Request<'d>>) -> Option<Life> {
    let mut found: Option<Life> = None;
    for request in requests {
        let Some(body) = request.request.body() else { continue };
        let fields: Vec<_> = body.fields().filter(|field| !field.disabled).collect();
        let value = |name: &str| fields.iter().find(|field| field.key == name).map(|field| &*field.value);
        let grant = value("grant_type").and_then(Grant::from_name).filter(|grant| grant.is_login());
        let Some(grant) = grant else { continue };
        // A person's log-in says more than an application's.
        if found.as_ref().is_some_and(|found| found.grant == Grant::Password || grant != Grant::Password) {
            continue;
        }
        let variable = |name: &str, otherwise: String| {
            let first = value(name).and_then(|value| references(value).next());
            first.map_or(otherwise, |used| used.name.to_owned())
        };
        let url = request.request.url().and_then(|url| url.raw().map(std::borrow::Cow::into_owned));
        let url = url.unwrap_or_default();
        let plain = Words::default();
        let name = request.item.name().unwrap_or_default().into_owned();
        found = Some(Life {
            grant,
            words: Words {
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
        });
    }
    found
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
