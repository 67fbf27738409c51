//! The guide to a collection, for people: read once from its files, written as an HTML page or as Markdown. `docs` and `bundle` write it.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::guide::Guide;
//!
//! let text = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
//!     "item": [{"name": "Get cart", "request": {"method": "GET", "url": "{{BASE}}/cart"}, "response": []}]}"#;
//! let document = Document::json("shop.postman_collection.json", text)?;
//! let guide = Guide::of_files([&document], Vec::new()).expect("a collection");
//! assert!(guide.markdown().starts_with("# Shop\n"));
//! assert!(guide.html().starts_with("<!DOCTYPE html>"));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod auth_summary;
mod content;
mod diagram;
mod html;
mod markdown;
mod oauth_section;
mod read;

pub use content::{
    EnvironmentFile, Guide, GuideBody, GuideExample, GuideFolder, GuideParameter, GuideRequest, Onboarding,
};
pub use oauth_section::OAuthSection;

/// What each of the three built-in scripts does.
const SCRIPTS: [(&str, &str); 3] = [
    (
        "Before each request: set headers",
        "Sets the API's fixed headers and `Authorization` on every request to the API, each exactly once, and on no request to another host.",
    ),
    (
        "Before each request: refresh the token",
        "Checks when the token expires. When little time is left, it gets a new token, stores it, and then sends the request. When that fails, it says so and keeps the stored token.",
    ),
    (
        "After the token request: store the token",
        "Tests that the response is 200 with `access_token` and `expires_in`, stores the tokens, their type and their expiry in the environment, and says how long the token is valid.",
    ),
];

/// Rules that keep secrets secret. They hold for any collection.
const SECRET_RULES: [&str; 7] = [
    "Keep secrets in variables of the type *secret*, and share those variables empty. Write no secret into a request, an example or a description.",
    "Postman syncs what you enter as an *initial* or *shared* value to everybody in the workspace. Enter your own values as *current* values, which stay on this machine.",
    "An exported environment holds its values unencrypted. Never commit one with your values; give it a name that ends in `.private.postman_environment.json`, which `.gitignore` lists.",
    "Share the collection without your environment, and list the variables that others must fill in.",
    "Newman's `--export-environment` writes tokens into a file, and `--env-var` shows them in the list of processes. Pass a private environment with `-e` instead.",
    "A redirect takes credentials to the host that it names: headers always, and the body of a request with the status 307 or 308. Switch off *Automatically follow redirects* in the settings of a token request. A script cannot see or stop a redirect of the request that refreshes its token: run `postsmith doctor`, which shows without sending credentials whether the token URL redirects.",
    "If a secret got out, change it. It is not enough to delete the message or the commit.",
];
