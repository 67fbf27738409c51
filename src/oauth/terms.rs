//! What an API calls the parts of the life cycle, so that one table speaks of any of them.

/// The words of one API. Each is a text for people: a variable's name, a header, a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTerms {
    /// The variable of the API's address.
    pub base_url: String,
    /// The variable of the client's id.
    pub client_id: String,
    /// The variable of the client's secret.
    pub client_secret: String,
    /// The variable of the user's name.
    pub username: String,
    /// The variable of the user's password.
    pub password: String,
    /// The variable of the access token.
    pub access_token: String,
    /// The variable of the refresh token.
    pub refresh_token: String,
    /// The header that tells the client, with its value: `X-Tallyfy-Client: APIClient`.
    pub client_header: String,
    /// The request that gets a token.
    pub login: String,
    /// Where tokens are asked for.
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
            client_header: "the header of the client".to_owned(),
            login: "the token request".to_owned(),
            token_url: "the token URL".to_owned(),
        }
    }
}

impl ApiTerms {
    /// `text` with each `{word}` said in these words, in backquotes. A brace that opens no known word stays as it is.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let named = after.split_once('}').and_then(|(name, after)| Some((self.get(name)?, after)));
            rest = if let Some((word, after)) = named {
                filled.push('`');
                filled.push_str(word);
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
    fn words_are_filled_in_and_other_braces_stay() {
        let words = ApiTerms { client_id: "ACME_CLIENT_ID".to_owned(), ..ApiTerms::default() };
        assert_eq!(
            words.fill("Check {client_id} in {nowhere} and {{NAME}}."),
            "Check `ACME_CLIENT_ID` in {nowhere} and {{NAME}}."
        );
        assert_eq!(words.fill("{"), "{");
    }
}
