//! The members of assertions: those of Chai, and those that the sandbox adds.

use crate::text::suggest;

/// The members of an assertion, which `pm.expect(...)` and `pm.response.to` return, that read like a sentence and assert nothing.
const LANGUAGE: &[&str] = &[
    "to", "be", "been", "is", "and", "has", "have", "with", "that", "which", "at", "of", "same", "but", "does",
    "still", "also", "not", "deep", "nested", "own", "ordered", "any", "all", "itself",
];
/// Those that assert when they are read. A call of one throws an error.
const PROPERTIES: &[&str] = &[
    "ok",
    "true",
    "false",
    "null",
    "undefined",
    "NaN",
    "exist",
    "exists",
    "empty",
    "arguments",
    "Arguments",
    "extensible",
    "sealed",
    "frozen",
    "finite",
    "postmanRequest",
    "postmanResponse",
    "postmanRequestOrResponse",
    "info",
    "success",
    "redirection",
    "clientError",
    "serverError",
    "error",
    "accepted",
    "withoutContent",
    "badRequest",
    "unauthorised",
    "unauthorized",
    "forbidden",
    "notFound",
    "notAcceptable",
    "rateLimited",
    "withBody",
    "json",
];
/// Those that assert when they are called, and change what the next member does when they are read.
const BOTH: &[&str] =
    &["a", "an", "include", "includes", "contain", "contains", "length", "lengthOf", "responseTime", "responseSize"];
/// Those that assert when they are called.
const METHODS: &[&str] = &[
    "assert",
    "equal",
    "equals",
    "eq",
    "eql",
    "eqls",
    "above",
    "gt",
    "greaterThan",
    "least",
    "gte",
    "greaterThanOrEqual",
    "below",
    "lt",
    "lessThan",
    "most",
    "lte",
    "lessThanOrEqual",
    "within",
    "instanceof",
    "instanceOf",
    "property",
    "ownProperty",
    "haveOwnProperty",
    "ownPropertyDescriptor",
    "haveOwnPropertyDescriptor",
    "match",
    "matches",
    "string",
    "keys",
    "key",
    "throw",
    "throws",
    "Throw",
    "respondTo",
    "respondsTo",
    "satisfy",
    "satisfies",
    "closeTo",
    "approximately",
    "members",
    "oneOf",
    "change",
    "changes",
    "increase",
    "increases",
    "decrease",
    "decreases",
    "by",
    "statusCodeClass",
    "statusCode",
    "statusReason",
    "status",
    "header",
    "body",
    "jsonBody",
    "jsonSchema",
];

/// What a member of an assertion does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssertionMember {
    /// It only reads like a sentence.
    Language,
    /// It asserts when it is read; a call throws an error.
    Property,
    /// It asserts when it is called; read, it changes what the next member does (`length.above(1)`).
    Both,
    /// It asserts only when it is called.
    Method,
}

impl AssertionMember {
    /// The member with this name.
    pub fn of(name: &str) -> Option<Self> {
        let lists =
            [(LANGUAGE, Self::Language), (PROPERTIES, Self::Property), (BOTH, Self::Both), (METHODS, Self::Method)];
        lists.into_iter().find(|(names, _)| names.contains(&name)).map(|(_, member)| member)
    }

    /// The member that `name` probably means.
    pub fn near(name: &str) -> Option<&'static str> {
        suggest(name, [LANGUAGE, PROPERTIES, BOTH, METHODS].into_iter().flatten().copied())
    }
}
