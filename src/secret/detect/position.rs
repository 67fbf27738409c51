//! The part of a file that a value is in. It decides, together with the looks of the value, whether the value is a credential and what replaces it.

/// A part of a Postman file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// A parameter of an auth block, or of v1's helper, or of a client certificate.
    Auth,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A parameter of a query.
    Query,
    /// A variable of a path.
    PathVariable,
    /// A URL.
    Url,
    /// A field of a form.
    Form,
    /// The text of a body, GraphQL and its variables too.
    Body,
    /// A variable of a collection or folder.
    Variable,
    /// A value of an environment or the globals.
    Environment,
    /// A script.
    Script,
    /// A description.
    Description,
    /// A saved example: its body, headers, cookies.
    SavedExample,
    /// Anything else.
    Other,
}

impl Position {
    /// The position of the value of `key` in an object at this position.
    pub(super) fn below(self, key: &str) -> Self {
        match (self, key) {
            // The request of a saved example is no part of the response.
            (_, "originalRequest" | "requestObject") => Self::Other,
            (Self::Script, _)
            | (_, "event" | "events" | "script" | "scripts" | "exec" | "preRequestScript" | "tests") => Self::Script,
            (_, "description") => Self::Description,
            (Self::SavedExample, _) | (_, "response" | "responses") => Self::SavedExample,
            (_, "auth" | "helperAttributes" | "certificate") => Self::Auth,
            (_, "header" | "headers" | "headerData" | "headerPresets") => Self::Header,
            (_, "cookie" | "cookies") => Self::Cookie,
            (_, "url") => Self::Url,
            (Self::Url, "query") | (_, "queryParams") => Self::Query,
            (Self::Url, "variable") | (_, "pathVariables" | "pathVariableData") => Self::PathVariable,
            (_, "urlencoded" | "formdata") => Self::Form,
            (_, "body" | "data" | "rawModeData" | "graphqlModeData") => Self::Body,
            (Self::Other | Self::Environment, "values" | "globals") => Self::Environment,
            (Self::Other, "variable" | "variables") => Self::Variable,
            (here, _) => here,
        }
    }

    /// Whether a text here is a program: a value without quotes is an expression.
    pub(super) const fn is_program(self) -> bool {
        matches!(self, Self::Script)
    }

    /// Whether a value here is part of a longer text.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Url | Self::Body | Self::Script | Self::Description | Self::SavedExample | Self::Other)
    }

    /// Its name in messages, before the name of the field: `the header`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auth => "the auth parameter",
            Self::Header => "the header",
            Self::Cookie => "the cookie",
            Self::Query => "the query parameter",
            Self::PathVariable => "the path variable",
            Self::Url => "the URL",
            Self::Form => "the form field",
            Self::Body => "the body",
            Self::Variable => "the collection variable",
            Self::Environment => "the variable",
            Self::Script => "the script",
            Self::Description => "the description",
            Self::SavedExample => "the saved example",
            Self::Other => "the text",
        }
    }
}
