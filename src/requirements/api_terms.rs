//! The names that a manifest, or the scripts of a built collection, give to the parts of the OAuth life cycle.

use crate::oauth::ApiTerms;
use crate::source::Manifest;
use crate::source::manifest::Role;

/// The terms of `manifest`: its variables, its client header, its token request. A part without a name keeps the default term.
pub fn api_terms(manifest: &Manifest) -> ApiTerms {
    let name = |role| Some(manifest.variable_name(role)).filter(|name| manifest.variables.get(name).is_some());
    // A header that a request may override does not identify the client.
    let client_header = manifest.api.headers.iter().find(|(_, header)| !header.unless_present);
    let login = manifest.oauth.as_ref().and_then(|oauth| oauth.login.as_deref());
    RequestTerms {
        client_header: client_header.map(|(name, header)| format!("{name}: {}", header.value)),
        // The name without its folders, as Postman shows it.
        login: login.and_then(|login| login.rsplit('/').next()).map(str::to_owned),
        token_url: manifest.token_url(),
    }
    .with_variables(name)
}

/// The terms of an API that are not names of variables.
pub(super) struct RequestTerms {
    /// `Name: value` of the header that identifies the client.
    pub(super) client_header: Option<String>,
    /// The name of the request that gets a token.
    pub(super) login: Option<String>,
    /// The URL of the token endpoint.
    pub(super) token_url: Option<String>,
}

impl RequestTerms {
    /// All terms; `variable_name` gives the names of the variables.
    pub(super) fn with_variables(self, variable_name: impl Fn(Role) -> Option<String>) -> ApiTerms {
        let default = ApiTerms::default();
        let variable = |role: Role, default: String| variable_name(role).unwrap_or(default);
        ApiTerms {
            base_url: variable(Role::BaseUrl, default.base_url),
            client_id: variable(Role::ClientId, default.client_id),
            client_secret: variable(Role::ClientSecret, default.client_secret),
            username: variable(Role::Username, default.username),
            password: variable(Role::Password, default.password),
            access_token: variable(Role::AccessToken, default.access_token),
            refresh_token: variable(Role::RefreshToken, default.refresh_token),
            client_header: self.client_header.unwrap_or(default.client_header),
            login: self.login.unwrap_or(default.login),
            token_url: self.token_url.unwrap_or(default.token_url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::api_terms;
    use crate::oauth::ApiTerms;
    use crate::source::{Source, preset};

    fn terms_of(name: &str) -> ApiTerms {
        let source = Source::load(&preset(name).unwrap()).unwrap_or_else(|_| panic!("{name} has no mistakes"));
        api_terms(&source.manifest.data)
    }

    #[test]
    fn terms_of_a_manifest_are_its_own_names() {
        let tallyfy = terms_of("tallyfy");
        assert_eq!(tallyfy.client_header, "X-Tallyfy-Client: APIClient");
        assert_eq!(tallyfy.username, "TALLYFY_USERNAME");
        assert_eq!(tallyfy.token_url, "{{TALLYFY_BASE_URL}}/oauth/token");
        assert_eq!(tallyfy.login, "POST - Get Access Token");
    }

    #[test]
    fn parts_without_a_name_keep_the_default_term() {
        let bearer = terms_of("bearer");
        assert_eq!(bearer.base_url, "API_BASE_URL");
        assert_eq!(
            (bearer.client_id, bearer.client_header),
            (ApiTerms::default().client_id, ApiTerms::default().client_header)
        );
    }
}
