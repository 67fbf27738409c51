//! A collection as people read it: one content, shown as a page (HTML) or as Markdown.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::guide::Guide;
//!
//! let text = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
//!     "item": [{"name": "Get cart", "request": {"method": "GET", "url": "{{BASE}}/cart"}, "response": []}]}"#;
//! let document = Document::json("shop.postman_collection.json", text)?;
//! let guide = Guide::of_files([&document], Vec::new(), None).expect("a collection");
//! assert!(guide.markdown().starts_with("# Shop\n"));
//! assert!(guide.html().starts_with("<!DOCTYPE html>"));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod anchor;
mod auth;
mod content;
mod diagram;
mod html;
mod life;
mod markdown;
mod read;

pub use content::{Body, EnvironmentFile, Example, Guide, Kit, Parameter, Request, Section};
pub use life::Life;

/// What each of the three built-in scripts does.
const SCRIPTS: [(&str, &str); 3] = [
    (
        "Before each request: headers",
        "Puts the API's fixed headers and `Authorization` on every request to the API, each exactly once, and on no request to another host.",
    ),
    (
        "Before each request: refresh",
        "Looks at the stored end of the token. When too little time is left it fetches a new one, stores it, and only then lets the request go. When that fails it says so and keeps what is stored.",
    ),
    (
        "After the token request: store",
        "Tests that the answer is 200 with `access_token` and `expires_in`, stores token, refresh token, type and end in the environment, and says how long the token lives.",
    ),
];

/// Rules that keep secrets secret. They hold for any collection.
const RULES: [&str; 6] = [
    "Secrets are variables of the type *secret*, and they are shared empty. Write none into a request, an example or a description.",
    "What you enter as an *initial* or *shared* value is synced to everybody in the workspace. Keep your own values as *current* values, which stay on this machine.",
    "An exported environment holds its values in clear. Never commit one that was filled in; give it a name that ends in `.private.postman_environment.json`, which git is told to ignore.",
    "Share the collection without your environment, and say which variables to create.",
    "Newman's `--export-environment` writes tokens into a file, and `--env-var` shows them in the list of processes. Pass a private environment with `-e` instead.",
    "If a secret got out, change it. Deleting the message or the commit is not enough.",
];
