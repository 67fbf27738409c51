//! Words that stand before a credential in a header: `Bearer`, `Basic`, `Token`.

/// Schemes with one token behind them, in lower case.
pub(in crate::secret) const TOKEN_SCHEMES: &[&str] = &[
    "bearer",
    "token",
    "jwt",
    "apikey",
    "api-key",
    "key",
    "bot",
    "sso-key",
    "oauth",
    "ssws",
    "zoho-oauthtoken",
    "genie-key",
    "splunk",
    "accesskey",
    "secret",
    "pve-api-token",
    "api-token",
    "shippotoken",
    "klaviyo-api-key",
    "deepl-auth-key",
    "kakaoak",
    "geniekey",
];

/// Schemes with an id behind them, which others may know, in lower case.
pub(in crate::secret) const ID_SCHEMES: &[&str] = &["client-id"];

/// Schemes of the header `Authorization` that scripts write, in lower case.
pub(in crate::secret) const SCRIPT_SCHEMES: &[&str] = &["bearer", "basic", "token", "apikey"];

/// Schemes that a mask leaves readable, in lower case. `Token` is missing: it is also the name of a field.
pub(in crate::secret) const READABLE_SCHEMES: &[&str] = &["bearer", "basic", "digest"];
