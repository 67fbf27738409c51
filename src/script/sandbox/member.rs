//! The members of `pm` and of its objects.

/// The members of each object in postman-sandbox 6 and postman-collection 5 for HTTP. Other protocols have other members, but collections of these
/// formats do not contain their requests.
const MEMBERS: &[(&str, &[&str])] = &[
    (
        "pm",
        &[
            "info",
            "sendRequest",
            "variables",
            "environment",
            "globals",
            "collectionVariables",
            "iterationData",
            "vault",
            "request",
            "response",
            "message",
            "cookies",
            "test",
            "expect",
            "execution",
            "visualizer",
            "require",
            "datasets",
            "state",
            "mock",
        ],
    ),
    ("scope", SCOPE),
    ("pm.info", &["eventName", "iteration", "iterationCount", "requestName", "requestId"]),
    ("pm.vault", &["get", "set", "unset"]),
    ("pm.test", &["skip", "index"]),
    ("pm.visualizer", &["set", "clear"]),
    ("pm.execution", &["skipRequest", "setNextRequest", "runRequest", "location"]),
    (
        "pm.response",
        &[
            "id",
            "status",
            "code",
            "headers",
            "cookies",
            "responseTime",
            "responseSize",
            "stream",
            "originalRequest",
            "update",
            "reason",
            "details",
            "text",
            "json",
            "jsonp",
            "contentInfo",
            "mime",
            "dataURI",
            "size",
            "encoding",
            "to",
            "downloadedBytes",
            "describe",
            "description",
            "meta",
            "parent",
            "setParent",
            "forEachParent",
            "findInParents",
            "findParentContaining",
            "toObjectResolved",
            "findSubstitutions",
        ],
    ),
    (
        "pm.request",
        &[
            "id",
            "url",
            "headers",
            "method",
            "body",
            "auth",
            "proxy",
            "certificate",
            "name",
            "description",
            "update",
            "authorizeUsing",
            "getHeaders",
            "forEachHeader",
            "addHeader",
            "removeHeader",
            "upsertHeader",
            "addQueryParams",
            "removeQueryParams",
            "size",
            "clone",
            "to",
            "describe",
            "meta",
            "parent",
            "setParent",
            "forEachParent",
            "findInParents",
            "findParentContaining",
            "toObjectResolved",
            "findSubstitutions",
        ],
    ),
];
/// The members of a variable scope.
const SCOPE: &[&str] = &[
    "get",
    "set",
    "has",
    "unset",
    "clear",
    "replaceIn",
    "toObject",
    "name",
    "id",
    "values",
    "variables",
    "enableTracking",
    "disableTracking",
    "applyMutation",
    "syncVariablesFrom",
    "syncVariablesTo",
    "addLayer",
    "mutations",
    "describe",
    "toObjectResolved",
    "findSubstitutions",
    "meta",
    "parent",
    "setParent",
    "forEachParent",
    "findInParents",
    "findParentContaining",
];
/// Members that are objects: the object, the member, and the entry of [`MEMBERS`] that lists its members.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("pm", "environment", "scope"),
    ("pm", "globals", "scope"),
    ("pm", "variables", "scope"),
    ("pm", "collectionVariables", "scope"),
    ("pm", "iterationData", "scope"),
    ("pm", "info", "pm.info"),
    ("pm", "vault", "pm.vault"),
    ("pm", "test", "pm.test"),
    ("pm", "visualizer", "pm.visualizer"),
    ("pm", "execution", "pm.execution"),
    ("pm", "response", "pm.response"),
    ("pm", "request", "pm.request"),
];
/// The members of every JavaScript object or function.
const OF_OBJECTS: &[&str] =
    &["toString", "toJSON", "hasOwnProperty", "valueOf", "constructor", "call", "apply", "bind", "length"];

/// The index of the first member in `words` that does not exist, with the members that do. The members of other objects, such as those of a response body, are not checked.
pub fn unknown_member(words: &[&str]) -> Option<(usize, &'static [&'static str])> {
    let mut path = *words.first().filter(|first| **first == "pm")?;
    for (index, name) in words.iter().enumerate().skip(1) {
        let (_, known) = MEMBERS.iter().find(|(owner, _)| *owner == path)?;
        if !known.contains(name) && !OF_OBJECTS.contains(name) {
            return Some((index, known));
        }
        path =
            OBJECTS.iter().find(|(owner, member, _)| *owner == path && member == name).map(|(_, _, entry)| *entry)?;
    }
    None
}

/// The one object of `pm` that has the member `name`, if only one has it: `pm.execution` for `setNextRequest`.
pub fn owner_of(name: &str) -> Option<&'static str> {
    let mut owners = MEMBERS.iter().filter(|(owner, known)| *owner != "scope" && known.contains(&name));
    owners.next().filter(|_| owners.next().is_none()).map(|(owner, _)| *owner)
}
