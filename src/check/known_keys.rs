//! Postman's objects and their keys: those of the published schemas, and those that the app and its converters write beside them.

use crate::postman::AuthType;

/// The keys that an object has.
pub(super) struct Form {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// What people call it.
    pub(super) called: &'static str,
    /// Keys whose value, or each of whose elements, is an object of a form of its own.
    pub(super) objects: &'static [(&'static str, &'static str)],
    /// Keys whose value is a text, a number, or an object that may hold anything.
    pub(super) values: &'static [&'static str],
}

/// The keys of an auth block: its type, and the parameters under the name of each type.
const AUTH: [&str; AuthType::ALL.len() + 1] = {
    let mut keys = ["type"; AuthType::ALL.len() + 1];
    let mut index = 0;
    while index < AuthType::ALL.len() {
        keys[index + 1] = AuthType::ALL[index].name();
        index += 1;
    }
    keys
};

/// All of them.
pub(super) const FORMS: &[Form] = &[
    Form {
        name: "collection",
        called: "a collection",
        objects: &[("info", "info"), ("item", "item"), ("event", "event"), ("variable", "variable"), ("auth", "auth")],
        values: &["protocolProfileBehavior", "id", "uid", "description", "owner", "fork", "order"],
    },
    Form {
        name: "info",
        called: "`info`",
        objects: &[],
        values: &["name", "schema", "description", "version", "id", "uid", "lastUpdatedBy", "fork"],
    },
    Form {
        name: "item",
        called: "a folder or request",
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
    Form {
        name: "request",
        called: "a request",
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
    Form {
        name: "url",
        called: "a URL",
        objects: &[("query", "query"), ("variable", "variable")],
        values: &["raw", "protocol", "host", "path", "port", "hash", "auth"],
    },
    Form {
        name: "query",
        called: "a query parameter",
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
    Form {
        name: "header",
        called: "a header",
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
    Form {
        name: "body",
        called: "a body",
        objects: &[("urlencoded", "field"), ("formdata", "field")],
        values: &["mode", "raw", "graphql", "file", "options", "disabled"],
    },
    Form {
        name: "field",
        called: "a form field",
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
    Form { name: "auth", called: "an auth block", objects: &[], values: &AUTH },
    Form { name: "event", called: "an event", objects: &[("script", "script")], values: &["listen", "id", "disabled"] },
    Form {
        name: "script",
        called: "a script",
        objects: &[],
        values: &["type", "exec", "id", "src", "name", "packages", "requests"],
    },
    Form {
        name: "response",
        called: "a saved response",
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
    Form {
        name: "cookie",
        called: "a cookie",
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
    Form {
        name: "variable",
        called: "a variable",
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
    Form {
        name: "proxy",
        called: "a proxy",
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
    Form {
        name: "certificate",
        called: "a certificate",
        objects: &[],
        values: &["name", "matches", "key", "cert", "pfx", "passphrase", "id"],
    },
    Form {
        name: "environment",
        called: "an environment",
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
    Form {
        name: "value",
        called: "a variable",
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
