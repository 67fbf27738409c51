//! What a manifest calls the parts of the OAuth life cycle.

use crate::oauth::ApiTerms;
use crate::source::Manifest;
use crate::source::manifest::Role;

/// The words of `manifest`: its variables, its client header, its token request. What it does not name keeps a plain word.
pub fn words(manifest: &Manifest) -> ApiTerms {
    let name = |role| Some(manifest.variable_name(role)).filter(|name| manifest.variables.get(name).is_some());
    // A header that a request may set itself does not tell the client.
    let client_header = manifest.api.headers.iter().find(|(_, header)| !header.unless_present);
    let login = manifest.oauth.as_ref().and_then(|oauth| oauth.login.as_deref());
    Named {
        client_header: client_header.map(|(name, header)| format!("{name}: {}", header.value)),
        // Its name without the folders, as Postman shows it.
        login: login.and_then(|login| login.rsplit('/').next()).map(str::to_owned),
        token_url: manifest.token_url(),
    }
    .words(name)
}

/// What an API names beside its variables.
pub(super) struct Named {
    pub(super) client_header: Option<String>,
    pub(super) login: Option<String>,
    pub(super) token_url: Option<String>,
}

impl Named {
    /// The words, with the variables that `name` gives for their roles.
    pub(super) fn words(self, name: impl Fn(Role) -> Option<String>) -> ApiTerms {
        let plain = ApiTerms::default();
        let variable = |role: Role, plain: String| name(role).unwrap_or(plain);
        ApiTerms {
            base_url: variable(Role::BaseUrl, plain.base_url),
            client_id: variable(Role::ClientId, plain.client_id),
            client_secret: variable(Role::ClientSecret, plain.client_secret),
            username: variable(Role::Username, plain.username),
            password: variable(Role::Password, plain.password),
            access_token: variable(Role::AccessToken, plain.access_token),
            refresh_token: variable(Role::RefreshToken, plain.refresh_token),
            client_header: self.client_header.unwrap_or(plain.client_header),
            login: self.login.unwrap_or(plain.login),
            token_url: self.token_url.unwrap_or(plain.token_url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::oauth::ApiTerms;
    use crate::source::{Source, preset};

    fn of(name: &str) -> ApiTerms {
        let source = Source::load(&preset(name).unwrap()).unwrap_or_else(|_| panic!("{name} has no mistakes"));
        words(&source.manifest.data)
    }

    #[test]
    fn an_api_is_spoken_of_in_its_own_words() {
        let tallyfy = of("tallyfy");
        assert_eq!(tallyfy.client_header, "X-Tallyfy-Client: APIClient");
        assert_eq!(tallyfy.username, "TALLYFY_USERNAME");
        assert_eq!(tallyfy.token_url, "{{TALLYFY_BASE_URL}}/oauth/token");
        assert_eq!(tallyfy.login, "POST - Get Access Token");
    }

    #[test]
    fn what_is_not_named_keeps_a_plain_word() {
        let bearer = of("bearer");
        assert_eq!(bearer.base_url, "API_BASE_URL");
        assert_eq!(
            (bearer.client_id, bearer.client_header),
            (ApiTerms::default().client_id, ApiTerms::default().client_header)
        );
    }
}
