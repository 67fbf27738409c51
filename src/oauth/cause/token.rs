//! Causes at the token endpoint.

use super::Page;

pub(super) const BASE_URL_PATH: Page = Page {
    title: "{base_url} has the wrong path: the part that leads to the API, mostly `/api`, is missing, doubled or one too many.",
    evidence: "The token endpoint answers 404 or a web page, or the API a web page with 404. Mostly the same host answers as a token endpoint with another path.",
    fix: "Write {base_url} as the API's documentation has it; its `/api` stands once or not at all.",
};

pub(super) const TRAILING_SLASH: Page = Page {
    title: "There is a slash at the end of {base_url}, so addresses have two slashes in a row.",
    evidence: "The same address without the doubled slash answers.",
    fix: "Take the slash at the end away.",
};

pub(super) const BODY: Page = Page {
    title: "The body of the token request is not `application/x-www-form-urlencoded`.",
    evidence: "The answer is 400 `invalid_request`, although every parameter is there. JSON is what people send mostly.",
    fix: "Choose *Body > x-www-form-urlencoded*, enter the parameters as rows, and take a Content-Type header of your own out.",
};

pub(super) const PARAMETER: Page = Page {
    title: "A parameter of the token request is missing or empty.",
    evidence: "The answer is 400 `invalid_request`, in a body of the right kind. A variable without a value is sent as an empty parameter.",
    fix: "Send `grant_type`, `client_id` and `client_secret`, and with the grant `password` also `username` and `password`; fill each variable in.",
};

pub(super) const GRANT: Page = Page {
    title: "The server does not offer this grant, or not to this client.",
    evidence: "The answer is `unsupported_grant_type` or `unauthorized_client`: the client itself was recognised.",
    fix: "Check `grant_type` in {login}, and ask whoever made the API client to allow the grant.",
};

pub(super) const CLIENT: Page = Page {
    title: "The client id or the client secret is wrong.",
    evidence: "The answer is `invalid_client`, mostly with 401; the user's name and password were not looked at. Right ones of another environment look the same: compare {base_url} with the place you copied them from.",
    fix: "Copy {client_id} and {client_secret} again, both from the same API client. If a new secret was made, the old one is dead.",
};

pub(super) const PASSWORD: Page = Page {
    title: "The user name or the password is wrong.",
    evidence: "The answer is `invalid_grant`: the client's id and secret are right, or it would be `invalid_client`. Accounts that log in through another service (single sign-on) have no password of their own.",
    fix: "Log in on the web site with the same {username} and {password}; if that fails as well, set a new password. Do not try often: accounts get locked.",
};

pub(super) const BLOCKED: Page = Page {
    title: "The account is locked or disabled, or wants more than a password.",
    evidence: "The answer is `invalid_grant` as for a wrong password, and its description speaks of the account, of a second factor or of a password that has to be changed.",
    fix: "Log in on the web site and do what it asks for. Where a second factor is demanded, this grant cannot be used: ask for another kind of access.",
};

pub(super) const ENVIRONMENT: Page = Page {
    title: "The credentials are right, but belong to another environment.",
    evidence: "They are refused here and were copied from somewhere else: from staging for production, or from another organization.",
    fix: "Select the environment that they belong to, or fill in those that belong to this {base_url}.",
};

pub(super) const ERROR_IN_SUCCESS: Page = Page {
    title: "The server answers 200 and puts an error into the body.",
    evidence: "There is a member `error` where the token should be, so the status alone does not tell.",
    fix: "Read the error as if it had come with 400. The scripts here do, and keep the stored token.",
};

pub(super) const NO_ACCESS_TOKEN: Page = Page {
    title: "The answer has no usable `access_token`.",
    evidence: "Status 200 and JSON, but the member is missing, empty or no text that a header can hold.",
    fix: "Check that {token_url} is the token endpoint; if it is, tell whoever runs the API.",
};

pub(super) const NO_LIFETIME: Page = Page {
    title: "The answer does not say how long the token lives.",
    evidence: "`expires_in` is missing or no number of seconds above 0 (RFC 6749 recommends it).",
    fix: "Nothing needs to be done: the scripts take it to be an hour. When requests answer 401 earlier, send {login} again.",
};

pub(super) const NO_REFRESH_TOKEN: Page = Page {
    title: "The answer has no refresh token.",
    evidence: "`refresh_token` is missing in the answer to a log-in. After a refresh that is allowed: the old one goes on.",
    fix: "When the access token ends, send {login} again; or ask whoever runs the API to allow refresh tokens for this client.",
};

pub(super) const TYPE_SPELLING: Page = Page {
    title: "The server spells the token's type in its own way.",
    evidence: "`token_type` is `bearer` where the header needs `Bearer`. Many servers refuse the header in lower case.",
    fix: "Nothing needs to be done: the scripts write `Bearer`. In scripts of your own do not copy `token_type` into the header.",
};

pub(super) const REFRESH_DEAD: Page = Page {
    title: "The refresh token has ended or was withdrawn.",
    evidence: "The refresh answers `invalid_grant`, with the client's id and secret that the log-in takes.",
    fix: "Send {login}: it brings a new pair of tokens.",
};

pub(super) const REFRESH_ROTATED: Page = Page {
    title: "The refresh token was used already, and the server gave a new one in its place.",
    evidence: "The refresh answers `invalid_grant` although the token is young, and every refresh brings a new `refresh_token`. Two people or two machines that share one environment take it from each other.",
    fix: "Send {login}, keep the tokens in an environment of your own, and store the new `refresh_token` after each refresh, as the scripts here do.",
};
