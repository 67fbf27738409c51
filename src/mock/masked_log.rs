//! The log of requests without the credentials in it, for the control endpoint: people send real ones to a mock, and other programs can read its log.

use super::request::MockRequest;
use crate::secret::{Position, is_secret_header, is_secret_name, scan_field, scan_text};
use crate::text::percent;
use serde_json::Value;
use std::collections::HashMap;

/// The requests of a log, with `[credential N]` in place of each credential. The same credential has the same number in the whole log, so that a client
/// can tell whether a token was sent again. A body that is neither a form nor JSON has no fields to judge by, so it is left out.
pub(super) fn masked<'r>(requests: impl IntoIterator<Item = &'r MockRequest>) -> Vec<MockRequest> {
    let mut numbers = Numbers::default();
    requests.into_iter().map(|request| numbers.masked(request)).collect()
}

/// The numbers of the credentials, by their values.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    fn masked(&mut self, request: &MockRequest) -> MockRequest {
        let url = match request.url.split_once('?') {
            Some((path, query)) => format!("{}?{}", self.path(path), self.pairs(query, '&', Position::Query)),
            None => self.path(&request.url),
        };
        let headers = request.headers.iter().map(|(name, value)| (name.clone(), self.header(name, value))).collect();
        MockRequest { method: request.method.clone(), url, headers, body: self.body(request) }
    }

    /// What stands in the place of `value`.
    fn stand_in(&mut self, value: &str) -> String {
        if value.is_empty() {
            return String::new();
        }
        let next = self.0.len() + 1;
        format!("[credential {}]", self.0.entry(value.to_owned()).or_insert(next))
    }

    fn path(&mut self, path: &str) -> String {
        match scan_text(&percent::decode(path), Position::Url) {
            found if found.is_empty() => path.to_owned(),
            _ => format!("/{}", self.stand_in(path)),
        }
    }

    fn header(&mut self, name: &str, value: &str) -> String {
        match name {
            "authorization" | "proxy-authorization" => match value.split_once(' ') {
                Some((scheme, credential)) => format!("{scheme} {}", self.stand_in(credential.trim())),
                None => self.stand_in(value),
            },
            "cookie" => self.pairs(value, ';', Position::Cookie),
            name if is_secret_header(name) => self.stand_in(value),
            name => self.field(name, value, Position::Header).unwrap_or_else(|| value.to_owned()),
        }
    }

    /// What stands in the place of the value of a field; none where it holds no credential.
    fn field(&mut self, name: &str, value: &str, position: Position) -> Option<String> {
        let is_secret = is_secret_name(name) || !scan_field(name, value, position).is_empty();
        is_secret.then(|| self.stand_in(value))
    }

    /// Pairs of names and values, such as a query. All cookies may be credentials; of a text without a name nothing is known.
    fn pairs(&mut self, text: &str, separator: char, position: Position) -> String {
        let masked = text.split(separator).map(|pair| {
            let decoded = percent::pairs(pair.as_bytes()).pop().unwrap_or_default();
            let stand_in = match pair.split_once('=') {
                Some(_) if position != Position::Cookie => self.field(&decoded.0, &decoded.1, position),
                Some((_, value)) => Some(self.stand_in(value)),
                None => return self.field("", pair, position).unwrap_or_else(|| pair.to_owned()),
            };
            let name = pair.split('=').next().unwrap_or_default();
            stand_in.map_or_else(|| pair.to_owned(), |stand_in| format!("{name}={stand_in}"))
        });
        let separator = separator.to_string();
        masked.collect::<Vec<_>>().join(&separator)
    }

    fn body(&mut self, request: &MockRequest) -> Vec<u8> {
        let text = String::from_utf8_lossy(&request.body);
        let kind = request.header("content-type").next().unwrap_or_default().to_ascii_lowercase();
        if kind.starts_with("application/x-www-form-urlencoded") {
            return self.pairs(&text, '&', Position::Form).into_bytes();
        }
        if text.trim().is_empty() {
            return request.body.clone();
        }
        let Ok(mut json) = serde_json::from_str(&text) else {
            return format!("[a body of {} bytes]", request.body.len()).into_bytes();
        };
        self.json("", &mut json);
        json.to_string().into_bytes()
    }

    /// Masks the credentials in a value of the field `name`. In a secret field every value is one.
    fn json(&mut self, name: &str, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|value| self.json(name, value)),
            Value::Object(members) => {
                for (key, value) in members {
                    self.json(if is_secret_name(name) { name } else { key }, value);
                }
            }
            Value::Null | Value::Bool(_) => {}
            Value::Number(_) | Value::String(_) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                if let Some(stand_in) = self.field(name, &text, Position::Body) {
                    *value = Value::String(stand_in);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::masked;
    use crate::mock::request::MockRequest;

    fn request(url: &str, headers: &[(&str, &str)], body: &str) -> MockRequest {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        MockRequest { method: "POST".to_owned(), url: url.to_owned(), headers, body: body.as_bytes().to_vec() }
    }

    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    const SECRET: &str = "Winter%2F7tales";

    #[test]
    fn no_credential_is_left_and_the_rest_is_readable() {
        let token = "q7Zt4Lw9Xc2Vb8Nm5Kd1";
        let requests = [
            request("/token", &[FORM], &format!("grant_type=password&client_id=7&password={SECRET}")),
            request("/a?api_key=Winter%2F7tales&page=2", &[("authorization", &format!("Bearer {token}"))], ""),
            request("/a", &[("cookie", &format!("sid={token}; theme={token}")), ("x-api-key", token)], ""),
            request("/a", &[], r#"{"name": "Ana", "client_secret": ["Winter/7tales", {"old": 1234567}]}"#),
            request("/a", &[], "<password>Winter/7tales</password>"),
            request("/a", &[("accept", "text/csv"), ("authorization", token)], "  "),
        ];
        let masked = masked(&requests);
        let shown: Vec<_> = masked
            .iter()
            .map(|request| format!("{} {:?} {}", request.url, request.headers, String::from_utf8_lossy(&request.body)))
            .collect();
        assert_eq!(
            shown,
            [
                r#"/token [("content-type", "application/x-www-form-urlencoded; charset=utf-8")] grant_type=password&client_id=7&password=[credential 1]"#,
                r#"/a?api_key=[credential 1]&page=2 [("authorization", "Bearer [credential 2]")] "#,
                r#"/a [("cookie", "sid=[credential 2]; theme=[credential 2]"), ("x-api-key", "[credential 2]")] "#,
                r#"/a [] {"name":"Ana","client_secret":["[credential 1]",{"old":"[credential 3]"}]}"#,
                "/a [] [a body of 34 bytes]",
                r#"/a [("accept", "text/csv"), ("authorization", "[credential 2]")]   "#,
            ]
        );
    }
}
