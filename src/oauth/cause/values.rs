//! Causes in the values that somebody filled in.

use super::Page;

pub(super) const MISSING: Page = Page {
    title: "A value that the token request needs is not filled in.",
    evidence: "Postman sends the name in braces as it stands, or an empty parameter; the server then speaks of a missing parameter or of an unknown client.",
    fix: "Select the environment, and fill the value in under *current value*. An empty *current value* wins over an *initial value* that is filled in.",
};

pub(super) const PLACEHOLDER: Page = Page {
    title: "A value is still the placeholder of the template.",
    evidence: "The server answers as for a wrong value; only the value itself shows it.",
    fix: "Put your own value in its place.",
};

pub(super) const STRAY_BLANK: Page = Page {
    title: "A blank or a line break stands around a value.",
    evidence: "The server answers as for a wrong value, though it looks right on the screen. It comes with copying.",
    fix: "Delete the value and type or copy it again, without the blank.",
};

pub(super) const BRACES: Page = Page {
    title: "A secret holds two opening braces, which Postman takes for the beginning of a variable.",
    evidence: "The server answers as for a wrong password or secret, though the same one works on the web site.",
    fix: "Change the password or secret to one without `{{`: Postman has no way to write such braces as they are.",
};

pub(super) const CLIENT_ID: Page = Page {
    title: "{client_id} is not a number.",
    evidence: "The server answers 401 `invalid_client` before it looks at the secret, just as for a wrong id.",
    fix: "Copy the id of the API client again. It is the number, not the name and not the secret.",
};

pub(super) const USERNAME: Page = Page {
    title: "{username} is no e-mail address.",
    evidence: "The server answers 400 `invalid_grant`, just as for a wrong password.",
    fix: "Fill in the e-mail address that you log in with.",
};

pub(super) const BASE_URL: Page = Page {
    title: "{base_url} is no address of an API.",
    evidence: "Nothing is sent, or to a server of another name: Postman shows `Invalid URI` or `getaddrinfo ENOTFOUND`.",
    fix: "Write it with `https://`, a host and, where the API has one, a path; without blanks, `?` or `#`.",
};
