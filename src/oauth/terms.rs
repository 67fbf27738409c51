//! The names that one API uses for the parts of the life cycle, so that the texts of causes and messages fit every API.

/// The names that one API uses. Each is a text for people: the name of a variable, a header, the name of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTerms {
    /// The variable of the base URL.
    pub base_url: String,
    /// The variable of the client id.
    pub client_id: String,
    /// The variable of the client secret.
    pub client_secret: String,
    /// The variable of the user name.
    pub username: String,
    /// The variable of the password.
    pub password: String,
    /// The variable of the access token.
    pub access_token: String,
    /// The variable of the refresh token.
    pub refresh_token: String,
    /// The header that identifies the client, with its value: `X-Client: APIClient`.
    pub client_header: String,
    /// The name of the request that gets a token.
    pub login: String,
    /// The URL of the token endpoint.
    pub token_url: String,
}

impl Default for ApiTerms {
    fn default() -> Self {
        Self {
            base_url: "base URL".to_owned(),
            client_id: "client id".to_owned(),
            client_secret: "client secret".to_owned(),
            username: "user name".to_owned(),
            password: "password".to_owned(),
            access_token: "access token".to_owned(),
            refresh_token: "refresh token".to_owned(),
            client_header: "client header".to_owned(),
            login: "the token request".to_owned(),
            token_url: "the token URL".to_owned(),
        }
    }
}

impl ApiTerms {
    /// Replaces each `{name}` in `text` with the API's name in backquotes. A brace without a known name stays unchanged.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after.split_once('}').and_then(|(name, after)| Some((self.get(name)?, after)));
            rest = if let Some((term, after)) = named {
                filled.push('`');
                filled.push_str(term);
                filled.push('`');
                after
            } else {
                filled.push('{');
                after
            };
        }
        filled.push_str(rest);
        filled
    }

    fn get(&self, name: &str) -> Option<&str> {
        Some(match name {
            "base_url" => &self.base_url,
            "client_id" => &self.client_id,
            "client_secret" => &self.client_secret,
            "username" => &self.username,
            "password" => &self.password,
            "access_token" => &self.access_token,
            "refresh_token" => &self.refresh_token,
            "client_header" => &self.client_header,
            "login" => &self.login,
            "token_url" => &self.token_url,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ApiTerms;

    #[test]
    fn known_names_are_replaced_and_other_braces_stay() {
        let terms = ApiTerms { client_id: "ACME_CLIENT_ID".to_owned(), ..ApiTerms::default() };
        assert_eq!(
            terms.fill("Check {client_id} in {nowhere} and {{NAME}}."),
            "Check `ACME_CLIENT_ID` in {nowhere} and {{NAME}}."
        );
        assert_eq!(terms.fill("{"), "{");
    }
}
