//! Refusals of the API, once there is a token.

use crate::mock::fault::{Row, Scope, any, within};
use crate::oauth::{Cause, Phase};

pub(super) const HEADER_STRIPPED: Row = within(
    Scope::Api,
    Cause::ClientHeaderMissing,
    "Handles the call without the headers that the API requires, as behind a proxy that lets known headers through only.",
    "Status 401 whose message names the missing header; where the API requires none, the right answer.",
);

pub(super) const HEADER_ALTERED: Row = within(
    Scope::Api,
    Cause::ClientHeaderWrong,
    "Handles the call with the required headers doubled in one line, as behind a proxy that joins headers which were sent twice.",
    "Status 401 whose message says that the header has another value; where the API requires none, the right answer.",
);

pub(super) const AUTHORIZATION_STRIPPED: Row = within(
    Scope::Api,
    Cause::MalformedAuthorization,
    "Handles the call without its Authorization header, as Apache does in front of PHP unless it is told otherwise.",
    "Status 401 whose message says that the header is missing; where the call needs no token, the right answer.",
);

pub(super) const AUTHORIZATION_ALTERED: Row = within(
    Scope::Api,
    Cause::MalformedAuthorization,
    "Handles the call with a Basic Authorization header, as behind a gateway that puts its own credentials there.",
    "Status 401 whose message says how the header must begin; where the call needs no token, the right answer.",
);

pub(super) const UNAUTHORIZED: Row = any(
    Cause::TokenUnknown,
    "Answers 401 in JSON although the token is good; the token stays good.",
    "Status 401 with an error in JSON, which does not say what it refuses.",
)
.instead(&[(Phase::Login, Cause::InvalidClient), (Phase::Renewal, Cause::RefreshTokenDead)]);

pub(super) const TOKEN_UNKNOWN: Row = within(
    Scope::Api,
    Cause::TokenUnknown,
    "Handles the call as if another server had issued its token, which stays good, as an API does that shares no tokens with the token endpoint.",
    "Status 401 whose message says that the token is unknown; where the call needs no token, the right answer.",
);

pub(super) const EXPIRED: Row = any(
    Cause::TokenExpired,
    "Ends the token that the call presents, then handles the call.",
    "Status 401 from the API, or `invalid_grant` for a refresh token.",
)
.instead(&[(Phase::Renewal, Cause::RefreshTokenDead)]);

pub(super) const REVOKED: Row = any(
    Cause::TokenUnknown,
    "Withdraws every token issued so far, then handles the call, as after a change of the password.",
    "Status 401 from the API, which no longer knows the token, and `invalid_grant` for every refresh token: log in again.",
)
.instead(&[(Phase::Renewal, Cause::RefreshTokenDead)]);

pub(super) const APPLICATION_TOKEN: Row = within(
    Scope::Api,
    Cause::ApplicationToken,
    "Answers 403 on every path, as the API does for a token that stands for an application.",
    "Status 403 with the code FORBIDDEN, for `/me` as well.",
);

pub(super) const FORBIDDEN_ORGANISATION: Row = within(
    Scope::Organisation,
    Cause::WrongOrganisation,
    "Answers 403 on every path but `/me` and below it, as the API does for an organisation that the user does not belong to.",
    "Status 403 with the code FORBIDDEN, while `/me` is answered.",
);
