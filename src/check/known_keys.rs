//! The keys that Postman's objects have: those of the published schemas, and those that the app and its converters add. `lint/unknown-key` reads it.

use crate::postman::AuthType;

/// The keys of one kind of object.
pub(super) struct KnownKeys {
    /// The name by which [`KnownKeys::objects`] refers to it.
    pub(super) name: &'static str,
    /// What messages call it.
    pub(super) title: &'static str,
    /// Keys whose value, or each element of whose value, is an object with known keys, and the name of its kind.
    pub(super) objects: &'static [(&'static str, &'static str)],
    /// Keys whose value is a string, a number, or an object with any keys.
    pub(super) values: &'static [&'static str],
}

/// The keys of an auth block: its type, and the name of each type for its parameters.
const AUTH: [&str; AuthType::ALL.len() + 1] = {
    let mut keys = ["type"; AuthType::ALL.len() + 1];
    let mut index = 0;
    while index < AuthType::ALL.len() {
        keys[index + 1] = AuthType::ALL[index].name();
        index += 1;
    }
    keys
};

/// The known keys of every kind of object.
pub(super) const KNOWN_KEYS: &[KnownKeys] = &[
    KnownKeys {
        name: "collection",
        title: "a collection",
        objects: &[("info", "info"), ("item", "item"), ("event", "event"), ("variable", "variable"), ("auth", "auth")],
        values: &["protocolProfileBehavior", "id", "uid", "description", "owner", "fork", "order"],
    },
    KnownKeys {
        name: "info",
        title: "`info`",
        objects: &[],
        values: &["name", "schema", "description", "version", "id", "uid", "lastUpdatedBy", "fork"],
    },
    KnownKeys {
        name: "item",
        title: "a folder or request",
        objects: &[
            ("item", "item"),
            ("request", "request"),
            ("response", "response"),
            ("event", "event"),
            ("variable", "variable"),
            ("auth", "auth"),
        ],
        values: &["name", "id", "uid", "description", "protocolProfileBehavior", "owner", "order"],
    },
    KnownKeys {
        name: "request",
        title: "a request",
        objects: &[
            ("url", "url"),
            ("auth", "auth"),
            ("header", "header"),
            ("body", "body"),
            ("proxy", "proxy"),
            ("certificate", "certificate"),
        ],
        values: &["method", "description", "name", "data", "id"],
    },
    KnownKeys {
        name: "url",
        title: "a URL",
        objects: &[("query", "query"), ("variable", "variable")],
        values: &["raw", "protocol", "host", "path", "port", "hash", "auth"],
    },
    KnownKeys {
        name: "query",
        title: "a query parameter",
        objects: &[],
        values: &[
            "key",
            "value",
            "description",
            "disabled",
            "equals",
            "enabled",
            "type",
            "name",
            "id",
            "uuid",
            "system",
        ],
    },
    KnownKeys {
        name: "header",
        title: "a header",
        objects: &[],
        values: &[
            "key",
            "value",
            "description",
            "disabled",
            "enabled",
            "type",
            "name",
            "id",
            "uuid",
            "system",
            "warning",
            "prefix",
        ],
    },
    KnownKeys {
        name: "body",
        title: "a body",
        objects: &[("urlencoded", "field"), ("formdata", "field")],
        values: &["mode", "raw", "graphql", "file", "options", "disabled"],
    },
    KnownKeys {
        name: "field",
        title: "a form field",
        objects: &[],
        values: &[
            "key",
            "value",
            "description",
            "disabled",
            "enabled",
            "type",
            "src",
            "contentType",
            "fileName",
            "name",
            "id",
            "uuid",
            "warning",
            "fileNotInWorkingDirectoryWarning",
            "filesNotInWorkingDirectory",
        ],
    },
    KnownKeys { name: "auth", title: "an auth block", objects: &[], values: &AUTH },
    KnownKeys {
        name: "event",
        title: "an event",
        objects: &[("script", "script")],
        values: &["listen", "id", "disabled"],
    },
    KnownKeys {
        name: "script",
        title: "a script",
        objects: &[],
        values: &["type", "exec", "id", "src", "name", "packages", "requests"],
    },
    KnownKeys {
        name: "response",
        title: "a saved example",
        objects: &[("originalRequest", "request"), ("header", "header"), ("cookie", "cookie")],
        values: &[
            "name",
            "status",
            "code",
            "body",
            "id",
            "uid",
            "responseTime",
            "timings",
            "data",
            "request",
            "description",
            "time",
            "size",
        ],
    },
    KnownKeys {
        name: "cookie",
        title: "a cookie",
        objects: &[],
        values: &[
            "domain",
            "expires",
            "maxAge",
            "hostOnly",
            "httpOnly",
            "name",
            "key",
            "path",
            "secure",
            "session",
            "value",
            "extensions",
            "sameSite",
            "creation",
            "lastAccessed",
            "pathIsDefault",
        ],
    },
    KnownKeys {
        name: "variable",
        title: "a variable",
        objects: &[],
        values: &[
            "id",
            "key",
            "value",
            "type",
            "name",
            "system",
            "disabled",
            "enabled",
            "description",
            "uuid",
            "schema",
        ],
    },
    KnownKeys {
        name: "proxy",
        title: "a proxy",
        objects: &[],
        values: &[
            "match",
            "host",
            "port",
            "tunnel",
            "disabled",
            "bypass",
            "protocols",
            "authenticate",
            "username",
            "password",
        ],
    },
    KnownKeys {
        name: "certificate",
        title: "a certificate",
        objects: &[],
        values: &["name", "matches", "key", "cert", "pfx", "passphrase", "id"],
    },
    KnownKeys {
        name: "environment",
        title: "an environment",
        objects: &[("values", "value")],
        values: &[
            "id",
            "uid",
            "name",
            "color",
            "timestamp",
            "synced",
            "syncedFilename",
            "team",
            "isDeleted",
            "owner",
            "isPublic",
            "lastUpdatedBy",
            "lastRevision",
        ],
    },
    KnownKeys {
        name: "value",
        title: "a variable",
        objects: &[],
        values: &[
            "key",
            "value",
            "type",
            "enabled",
            "description",
            "name",
            "id",
            "uuid",
            "hovered",
            "warning",
            "sessionValue",
            "sessionIndex",
            "index",
            "initialValue",
            "isDeleted",
        ],
    },
];
