//! The auth types that Postman knows: one table of their parameters, of what they do to a request, and of how each format writes them.
//!
//! | format | auth of the folder above | an auth block |
//! |---|---|---|
//! | v2.0 | no `auth`, or `null` | `{"type": "bearer", "bearer": {"token": "{{TOKEN}}"}}` |
//! | v2.1 | no `auth`, or `null` | `{"type": "bearer", "bearer": [{"key": "token", "value": "{{TOKEN}}", "type": "string"}]}` |
//! | v3 | `type: inherit`, or no `auth` | `{type: bearer, credentials: [{key: token, value: "{{TOKEN}}"}]}` |
//!
//! The checks, the requirements, the guide and the renderer read this table.

use serde::Deserialize;

/// How a request authenticates. The names in files ([`AuthType::name`]) are the same in every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuthType {
    /// An API key in a header or in the query.
    ApiKey,
    /// Atlassian's Service Authentication Protocol: a signed token.
    Asap,
    /// AWS Signature, version 4.
    AwsV4,
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// HTTP Digest (RFC 7616).
    Digest,
    /// Akamai `EdgeGrid`.
    EdgeGrid,
    /// Hawk.
    Hawk,
    /// The auth of the folder above. Only v3 writes it.
    Inherit,
    /// A JSON Web Token that Postman signs (RFC 7519).
    Jwt,
    /// No auth, even if the folder above has one.
    NoAuth,
    /// NTLM.
    Ntlm,
    /// OAuth 1.0 (RFC 5849).
    OAuth1,
    /// OAuth 2.0 (RFC 6749).
    OAuth2,
}

/// What Postman and its formats know of an auth type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthDescriptor {
    /// The value of `type` in files.
    pub name: &'static str,
    /// The label in Postman's app.
    pub label: &'static str,
    /// Whether the collection formats v2.0 and v2.1 have the type.
    pub in_v2: V2Support,
    /// The parameters that postman-runtime reads.
    pub parameters: &'static [AuthParameter],
    /// Whether nothing but postman-runtime reads the parameters. The app reads more of the other types, such as the URLs of OAuth 2.0.
    pub is_complete: bool,
    /// Whether a block without a list of parameters is a mistake. The other types have defaults or get their token elsewhere.
    pub needs_parameters: bool,
    /// The parameters that must have a value so that the block replaces the header `Authorization`; `None` when it never does or, with
    /// [`AuthType::ApiKey`], when its parameters name the header. Measured with Newman 6.2.2 and postman-runtime 7.56.1.
    pub authorization_needs: Option<&'static [&'static str]>,
}

/// Whether the collection formats v2.0 and v2.1 have an auth type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum V2Support {
    /// The published schemas list it.
    Published,
    /// The app writes it, but the published schemas do not list it.
    AppOnly,
    /// They do not write it: a missing `auth` means [`AuthType::Inherit`].
    Absent,
}

/// A parameter of an auth type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthParameter {
    /// Its key.
    pub name: &'static str,
    /// Whether its value is a credential that must stay out of shared files.
    pub is_secret: bool,
    /// Whether the block sends nothing useful without it.
    pub is_required: bool,
}

const fn plain(name: &'static str) -> AuthParameter {
    AuthParameter { name, is_secret: false, is_required: false }
}

const fn secret(name: &'static str) -> AuthParameter {
    AuthParameter { name, is_secret: true, is_required: false }
}

const fn required(parameter: AuthParameter) -> AuthParameter {
    AuthParameter { is_required: true, ..parameter }
}

/// A type of the published schemas, without parameters.
const PUBLISHED: AuthDescriptor = AuthDescriptor {
    name: "",
    label: "",
    in_v2: V2Support::Published,
    parameters: &[],
    is_complete: false,
    needs_parameters: true,
    authorization_needs: None,
};

/// One row for each type, in the order of [`AuthType::ALL`].
static TABLE: [AuthDescriptor; AuthType::ALL.len()] = [
    AuthDescriptor {
        name: "apikey",
        label: "API key",
        parameters: &[required(plain("key")), required(secret("value")), plain("in")],
        is_complete: true,
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "asap",
        label: "ASAP (Atlassian)",
        in_v2: V2Support::AppOnly,
        parameters: &[
            plain("alg"),
            plain("kid"),
            plain("iss"),
            plain("exp"),
            plain("aud"),
            plain("sub"),
            secret("privateKey"),
            plain("claims"),
        ],
        needs_parameters: false,
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "awsv4",
        label: "AWS Signature",
        parameters: &[
            required(plain("accessKey")),
            required(secret("secretKey")),
            secret("sessionToken"),
            plain("service"),
            plain("region"),
            plain("addAuthDataToQuery"),
        ],
        is_complete: true,
        authorization_needs: Some(&[]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "basic",
        label: "Basic auth",
        parameters: &[plain("username"), secret("password")],
        is_complete: true,
        authorization_needs: Some(&[]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "bearer",
        label: "Bearer token",
        parameters: &[required(secret("token"))],
        is_complete: true,
        authorization_needs: Some(&["token"]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "digest",
        label: "Digest auth",
        parameters: &[
            required(plain("username")),
            secret("password"),
            plain("realm"),
            plain("nonce"),
            plain("nonceCount"),
            plain("algorithm"),
            plain("qop"),
            plain("clientNonce"),
            plain("opaque"),
            plain("disableRetryRequest"),
        ],
        authorization_needs: Some(&["realm", "nonce"]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "edgegrid",
        label: "Akamai EdgeGrid",
        parameters: &[
            required(secret("accessToken")),
            required(plain("clientToken")),
            required(secret("clientSecret")),
            plain("nonce"),
            plain("timestamp"),
            plain("baseURL"),
            plain("headersToSign"),
        ],
        authorization_needs: Some(&["clientSecret"]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "hawk",
        label: "Hawk",
        parameters: &[
            required(plain("authId")),
            required(secret("authKey")),
            plain("algorithm"),
            plain("user"),
            plain("nonce"),
            plain("extraData"),
            plain("app"),
            plain("delegation"),
            plain("timestamp"),
            plain("includePayloadHash"),
        ],
        authorization_needs: Some(&["authKey"]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "inherit",
        label: "Inherit auth from parent",
        in_v2: V2Support::Absent,
        needs_parameters: false,
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "jwt",
        label: "JWT bearer",
        in_v2: V2Support::AppOnly,
        parameters: &[
            plain("algorithm"),
            plain("header"),
            plain("payload"),
            secret("secret"),
            plain("isSecretBase64Encoded"),
            secret("privateKey"),
            secret("passphrase"),
            plain("addTokenTo"),
            plain("headerPrefix"),
            plain("queryParamKey"),
        ],
        needs_parameters: false,
        authorization_needs: Some(&[]),
        ..PUBLISHED
    },
    AuthDescriptor { name: "noauth", label: "No auth", needs_parameters: false, ..PUBLISHED },
    AuthDescriptor {
        name: "ntlm",
        label: "NTLM",
        parameters: &[required(plain("username")), secret("password"), plain("domain"), plain("workstation")],
        is_complete: true,
        authorization_needs: Some(&[]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "oauth1",
        label: "OAuth 1.0",
        parameters: &[
            plain("consumerKey"),
            secret("consumerSecret"),
            secret("token"),
            secret("tokenSecret"),
            secret("privateKey"),
            plain("signatureMethod"),
            plain("callback"),
            plain("verifier"),
            plain("timestamp"),
            plain("nonce"),
            plain("version"),
            plain("realm"),
            plain("includeBodyHash"),
            plain("addEmptyParamsToSign"),
            plain("disableHeaderEncoding"),
            plain("addParamsToHeader"),
        ],
        authorization_needs: Some(&["consumerKey"]),
        ..PUBLISHED
    },
    AuthDescriptor {
        name: "oauth2",
        label: "OAuth 2.0",
        parameters: &[
            secret("accessToken"),
            secret("refreshToken"),
            plain("tokenType"),
            plain("addTokenTo"),
            plain("headerPrefix"),
            plain("clientId"),
            secret("clientSecret"),
            plain("username"),
            secret("password"),
        ],
        needs_parameters: false,
        authorization_needs: Some(&["accessToken"]),
        ..PUBLISHED
    },
];

impl AuthType {
    /// Every type, in the order of the names.
    pub const ALL: [Self; 14] = [
        Self::ApiKey,
        Self::Asap,
        Self::AwsV4,
        Self::Basic,
        Self::Bearer,
        Self::Digest,
        Self::EdgeGrid,
        Self::Hawk,
        Self::Inherit,
        Self::Jwt,
        Self::NoAuth,
        Self::Ntlm,
        Self::OAuth1,
        Self::OAuth2,
    ];

    /// The type that files call `name`; none for a name that Postman does not know.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|auth_type| auth_type.name() == name)
    }

    /// The value of `type` in files: `bearer`, `oauth2`.
    pub const fn name(self) -> &'static str {
        self.descriptor().name
    }

    /// The row of the table.
    pub const fn descriptor(self) -> &'static AuthDescriptor {
        &TABLE[self as usize]
    }
}

impl AuthDescriptor {
    /// Whether a block of the type reads the parameter `name`. The app leaves the parameters of an earlier type in the list.
    pub fn reads(&self, name: &str) -> bool {
        !self.is_complete || self.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// The names of the parameters that the type cannot do without.
    pub fn required(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.parameters.iter().filter(|parameter| parameter.is_required).map(|parameter| parameter.name)
    }

    /// The names of the parameters whose values are credentials.
    pub fn secrets(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.parameters.iter().filter(|parameter| parameter.is_secret).map(|parameter| parameter.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthType, V2Support};
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_sorted_and_read_back() {
        let names: Vec<_> = AuthType::ALL.into_iter().map(AuthType::name).collect();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
        for auth_type in AuthType::ALL {
            assert_eq!(auth_type.name(), format!("{auth_type:?}").to_lowercase(), "the row of another type");
            assert_eq!(AuthType::from_name(auth_type.name()), Some(auth_type));
            let read: AuthType = serde_json::from_str(&format!("\"{}\"", auth_type.name())).unwrap();
            assert_eq!(read, auth_type);
        }
        assert_eq!(AuthType::from_name("Bearer"), None);
    }

    #[test]
    fn the_published_schemas_list_the_types_that_the_table_says() {
        for schema in [
            include_str!("../../schemas/collection-v2.0.0-draft-07.json"),
            include_str!("../../schemas/collection-v2.1.0-draft-07.json"),
        ] {
            let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
            let listed = schema.pointer("/definitions/auth/properties/type/enum").unwrap().as_array().unwrap();
            let listed: BTreeSet<_> = listed.iter().filter_map(serde_json::Value::as_str).collect();
            let published =
                AuthType::ALL.into_iter().filter(|auth_type| auth_type.descriptor().in_v2 == V2Support::Published);
            assert_eq!(listed, published.map(AuthType::name).collect());
        }
    }

    #[test]
    fn the_rows_of_the_table_are_consistent() {
        for auth_type in AuthType::ALL {
            let row = auth_type.descriptor();
            let names: BTreeSet<_> = row.parameters.iter().map(|parameter| parameter.name).collect();
            assert_eq!(names.len(), row.parameters.len(), "{}: a parameter occurs twice", row.name);
            assert!(!row.label.is_empty());
            assert!(
                row.authorization_needs.unwrap_or_default().iter().all(|name| names.contains(name)),
                "{}",
                row.name
            );
            assert!(row.needs_parameters || row.required().next().is_none(), "{}", row.name);
            assert!(row.in_v2 != V2Support::Absent || row.parameters.is_empty(), "{}", row.name);
        }
    }
}
