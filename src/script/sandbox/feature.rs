//! What the app's engine has and Newman lacks, by version of Newman.

/// Something that the app's engine offers and Newman does not, or not in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its path: `pm.vault`, or a global name.
    pub path: &'static str,
    /// The first of the measured versions of Newman that has it; none if even the newest, [`NEWEST_NEWMAN`], lacks it.
    pub newman: Option<&'static str>,
    /// What to use instead, as an imperative.
    pub instead: &'static str,
}

/// The newest released version of Newman.
pub const NEWEST_NEWMAN: &str = "6.2.2";

const fn app_only(path: &'static str, instead: &'static str) -> Feature {
    Feature { path, newman: None, instead }
}

const fn since(path: &'static str, newman: &'static str) -> Feature {
    Feature { path, newman: Some(newman), instead: "run it with this version of Newman or a later one" }
}

/// Members of `pm` that not every engine has.
const APP_MEMBERS: &[Feature] = &[
    app_only(
        "pm.require",
        "paste the code of the package into the script, or use a module of the sandbox with `require`",
    ),
    app_only(
        "pm.vault",
        "read the secret from a variable, `pm.environment.get(...)`, which Newman fills with `--env-var`",
    ),
    app_only("pm.execution.runRequest", "send the request with `pm.sendRequest`"),
    app_only("pm.state", "keep the value in a variable, `pm.variables.set(...)`"),
    app_only("pm.datasets", "read the values from the data file of the run, `pm.iterationData`"),
    app_only("pm.mock", "leave the code of a mock out of a collection that Newman runs"),
    app_only("pm.message", "leave the code for gRPC and WebSocket out of a collection that Newman runs"),
    app_only("pm.response.downloadedBytes", "use `pm.response.size()`"),
    since("pm.execution", "6.0.0"),
    since("pm.response.stream", "6.0.0"),
];

/// Global names that only the app's engine has, with what to use instead.
const APP_GLOBALS: &[Feature] = &[
    app_only("URL", "use `require('url')`, or the parts of `pm.request.url`"),
    app_only("URLSearchParams", "use `require('querystring')`"),
    app_only("TextEncoder", "use `Buffer.from(text)`"),
    app_only("TextDecoder", "use `Buffer.from(bytes).toString()`"),
    app_only("crypto", "use `CryptoJS`, or `require('uuid')` for a random id"),
    app_only("structuredClone", "use `_.cloneDeep`"),
    app_only("queueMicrotask", "use `setImmediate`"),
    app_only("Intl", "format the text with `moment`, which `require('moment')` returns"),
    app_only("AggregateError", OTHERWISE),
    app_only("AbortController", OTHERWISE),
    app_only("AbortSignal", OTHERWISE),
    app_only("Blob", OTHERWISE),
    app_only("File", OTHERWISE),
    app_only("Event", OTHERWISE),
    app_only("EventTarget", OTHERWISE),
    app_only("DOMException", OTHERWISE),
    app_only("Crypto", OTHERWISE),
    app_only("CryptoKey", OTHERWISE),
    app_only("SubtleCrypto", OTHERWISE),
    app_only("TransformStream", OTHERWISE),
    app_only("WritableStream", OTHERWISE),
    app_only("ReadableStream", OTHERWISE),
    app_only("TextEncoderStream", OTHERWISE),
    app_only("TextDecoderStream", OTHERWISE),
    app_only("CompressionStream", OTHERWISE),
    app_only("DecompressionStream", OTHERWISE),
    app_only("ByteLengthQueuingStrategy", OTHERWISE),
    app_only("CountQueuingStrategy", OTHERWISE),
];
const OTHERWISE: &str = "write it without this name, or do not run it with Newman";

/// The feature that the chain `words` uses, if the newest Newman lacks it.
pub fn lacking_in_newman(words: &[&str]) -> Option<&'static Feature> {
    let uses = |feature: &&Feature| {
        let mut path = feature.path.split('.');
        let mut words = words.iter();
        path.by_ref().all(|name| words.next() == Some(&name))
    };
    // Most chains begin with `pm`, or with a name that every engine has.
    if words.first() != Some(&"pm") {
        return words.first().and_then(|first| APP_GLOBALS.iter().find(|feature| feature.path == *first));
    }
    APP_MEMBERS.iter().filter(|feature| feature.newman.is_none()).find(uses)
}

/// Whether `name` is a global name that only the app's engine has.
pub(super) fn is_app_global(name: &str) -> bool {
    APP_GLOBALS.iter().any(|feature| feature.path == name)
}
