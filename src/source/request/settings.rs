//! How a request is sent.

use serde::{Deserialize, Serialize};

/// `settings`: how a request is sent. Absent: as Postman's own settings say.
///
/// Written as JSON it is a collection's `protocolProfileBehavior`, apart from [`Settings::disabled_system_headers`].
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are Postman's")]
pub struct Settings {
    #[serde(rename = "strictSSL", skip_serializing_if = "Option::is_none")]
    pub strict_ssl: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_redirects: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_redirects: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_original_http_method: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_authorization_header: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_referer_header_on_redirect: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_body_pruning: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_url_encoding: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_cookies: Option<bool>,
    #[serde(rename = "insecureHTTPParser", skip_serializing_if = "Option::is_none")]
    pub insecure_http_parser: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_prefer_server_ciphers: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_disabled_protocols: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_cipher_selection: Option<Vec<String>>,
    /// Headers that Postman would add by itself, in lower case. A collection holds them as `{name: true}`.
    #[serde(skip_serializing)]
    pub disabled_system_headers: Vec<String>,
}
