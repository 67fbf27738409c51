//! Global names and modules of the sandbox, and those that people expect in vain.

use super::feature::is_app_global;
use crate::text::typo;

/// Global names of every engine: those of JavaScript, then Postman's.
const GLOBALS: &[&str] = &[
    "Object",
    "Function",
    "Array",
    "Number",
    "parseFloat",
    "parseInt",
    "Infinity",
    "NaN",
    "undefined",
    "Boolean",
    "String",
    "Symbol",
    "Date",
    "Promise",
    "RegExp",
    "Error",
    "EvalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
    "JSON",
    "Math",
    "ArrayBuffer",
    "Uint8Array",
    "Int8Array",
    "Uint16Array",
    "Int16Array",
    "Uint32Array",
    "Int32Array",
    "Float32Array",
    "Float64Array",
    "Uint8ClampedArray",
    "BigUint64Array",
    "BigInt64Array",
    "DataView",
    "Map",
    "BigInt",
    "Set",
    "WeakMap",
    "WeakSet",
    "Proxy",
    "Reflect",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "unescape",
    "eval",
    "isFinite",
    "isNaN",
    "console",
    "SharedArrayBuffer",
    "Atomics",
    "arguments",
    "await",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toString",
    "valueOf",
    "toLocaleString",
    "constructor",
    "pm",
    "postman",
    "require",
    "_",
    "CryptoJS",
    "atob",
    "btoa",
    "tv4",
    "xml2Json",
    "Backbone",
    "cheerio",
    "tests",
    "globals",
    "environment",
    "data",
    "request",
    "responseCookies",
    "responseHeaders",
    "responseTime",
    "responseCode",
    "responseBody",
    "iteration",
    "Buffer",
    "setTimeout",
    "setInterval",
    "setImmediate",
    "clearTimeout",
    "clearInterval",
    "clearImmediate",
];

/// Names that other programs have and the sandbox lacks, with what to use instead.
const FOREIGN: &[(&str, &str)] = &[
    ("$", "parse HTML with `cheerio.load(...)`, which returns such a function"),
    ("jQuery", "parse HTML with `cheerio.load(...)`"),
    ("bru", "use `pm`: `bru` is an object of Bruno"),
    ("hopp", "use `pm`: `hopp` is an object of Hoppscotch"),
    ("insomnia", "use `pm`: `insomnia` is an object of Insomnia"),
    ("pw", "use `pm`: `pw` is an object of Hoppscotch"),
    ("client", "use `pm`: `client` is an object of JetBrains' HTTP client"),
    ("moment", "load it: `const moment = require('moment')`"),
    ("lodash", "use `_`"),
    ("ajv", "load it: `const Ajv = require('ajv')`"),
    ("Ajv", "load it: `const Ajv = require('ajv')`"),
    ("uuid", "load it: `const uuid = require('uuid')`"),
    ("chai", "use `pm.expect`"),
    ("expect", "use `pm.expect`"),
    ("assert", "use `pm.expect`, or load it: `const assert = require('assert')`"),
    ("should", "use `pm.expect`"),
    ("describe", "use `pm.test`"),
    ("it", "use `pm.test`"),
    ("test", "use `pm.test`"),
    ("fetch", "send the request with `pm.sendRequest`"),
    ("axios", "send the request with `pm.sendRequest`"),
    ("XMLHttpRequest", "send the request with `pm.sendRequest`"),
    ("window", "remove it: scripts run outside of a browser"),
    ("document", "remove it: scripts run outside of a browser"),
    ("localStorage", "keep the value in a variable, `pm.environment.set(...)`"),
    ("alert", "use `console.log`"),
    ("process", "read variables with `pm.environment.get(...)`: scripts do not run as a program of Node"),
    ("response", "use `pm.response`"),
    ("sendRequest", "use `pm.sendRequest`"),
    ("setNextRequest", "use `pm.execution.setNextRequest`"),
];

/// Whether `name` is a global name of at least one engine.
pub fn is_global(name: &str) -> bool {
    GLOBALS.contains(&name) || is_app_global(name)
}

/// The global name that `name` probably means.
pub fn near_global(name: &str) -> Option<&'static str> {
    typo(name, GLOBALS.iter().copied())
}

/// What to use instead of `name`, which the sandbox lacks and other programs have.
pub fn instead_of(name: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, instead)| *instead)
}

/// The modules that `require` loads in every engine.
const MODULES: &[&str] = &[
    "ajv",
    "assert",
    "atob",
    "backbone",
    "btoa",
    "buffer",
    "chai",
    "cheerio",
    "crypto-js",
    "csv-parse/lib/sync",
    "events",
    "fs",
    "lodash",
    "moment",
    "os",
    "path",
    "postman-collection",
    "punycode",
    "querystring",
    "stream",
    "string_decoder",
    "timers",
    "tv4",
    "url",
    "util",
    "uuid",
    "xml2js",
];

/// Modules that people load and the sandbox lacks, with what to use instead.
const FOREIGN_MODULES: &[(&str, &str)] = &[
    ("axios", "send the request with `pm.sendRequest`"),
    ("node-fetch", "send the request with `pm.sendRequest`"),
    ("request", "send the request with `pm.sendRequest`"),
    ("got", "send the request with `pm.sendRequest`"),
    ("http", "send the request with `pm.sendRequest`"),
    ("https", "send the request with `pm.sendRequest`"),
    ("crypto", "use `CryptoJS`"),
    ("jsonwebtoken", "sign the token with `CryptoJS.HmacSHA256`"),
    ("csv-parse", "load `csv-parse/lib/sync`"),
    ("csv-parse/sync", "load `csv-parse/lib/sync`"),
    ("underscore", "use `_`"),
    ("faker", "use dynamic variables: `pm.variables.replaceIn('{{$randomFirstName}}')`"),
    ("@faker-js/faker", "use dynamic variables: `pm.variables.replaceIn('{{$randomFirstName}}')`"),
];

/// Whether `require` loads the module `name`.
pub fn is_module(name: &str) -> bool {
    MODULES.contains(&name)
}

/// What to do about the module `name`, which the sandbox lacks.
pub fn instead_of_module(name: &str) -> String {
    match FOREIGN_MODULES.iter().find(|(foreign, _)| *foreign == name) {
        Some((_, instead)) => (*instead).to_owned(),
        None => match typo(name, MODULES.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "paste its code into the script, or use a module of the sandbox, such as `lodash`, `moment`, `uuid`, `ajv`".to_owned(),
        },
    }
}
