//! Causes at the API itself, once there is a token.

use super::Page;

pub(super) const HEADER_MISSING: Page = Page {
    title: "The header {client_header} is missing.",
    evidence: "The answer is 401 although the token is good: the same request with the header is answered.",
    fix: "Send {client_header} with every request. The collection's pre-request script does; a request outside the collection, or one copied as cURL, needs it by hand.",
};

pub(super) const HEADER_WRONG: Page = Page {
    title: "The header {client_header} has another value, or is sent twice.",
    evidence: "The answer is 401 although the token is good and a header of this name is there.",
    fix: "Send exactly {client_header}, once. Take out what was entered by hand beside the script.",
};

pub(super) const AUTHORIZATION: Page = Page {
    title: "The Authorization header is missing or malformed.",
    evidence: "It is `Bearer`, exactly one space and the token. Without a token, with the word doubled or in lower case, with quotes or a line break the answer is 401 as for an ended token.",
    fix: "Let the script set it: choose *Auth > Inherit* (or *No Auth*) on the request, and take a header that was entered by hand out.",
};

pub(super) const EXPIRED: Page = Page {
    title: "The access token has ended.",
    evidence: "The stored time of its end has passed, or the answer says so. A fresh token works.",
    fix: "Send any request of the collection: its script refreshes the token. If there is no refresh token, send {login}.",
};

pub(super) const UNKNOWN: Page = Page {
    title: "The API does not know the access token: it was withdrawn, or another server issued it.",
    evidence: "The answer is 401 although the token's time has not passed and both headers are right.",
    fix: "Check that the selected environment is the one that the token was fetched in, then send {login}.",
};

pub(super) const APPLICATION: Page = Page {
    title: "The token stands for the application, and this endpoint wants a user.",
    evidence: "It was got with the grant `client_credentials`. The answer is 401 or 403 for everything that belongs to a user.",
    fix: "Send {login}, which gets a token with the grant `password`.",
};

pub(super) const ORGANISATION: Page = Page {
    title: "The user, or the API client, has no rights in this organization.",
    evidence: "The answer is 403 for addresses with the organization in them, while `/me` is answered.",
    fix: "Check the id of the organization: the request that lists your organizations shows those you belong to. Environments differ in it more often than in the base URL.",
};

pub(super) const ENDPOINT: Page = Page {
    title: "The API has no such endpoint.",
    evidence: "The token endpoint answers as it should, so {base_url} leads to the API; only this address is 404.",
    fix: "Check the path of the request, and that ids in it are filled in.",
};
