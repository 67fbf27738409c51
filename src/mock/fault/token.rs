//! Answers of the token endpoint.

use crate::mock::fault::{Row, Scope, any, within};
use crate::oauth::{Cause, Phase};

pub(super) const BODY: Row = within(
    Scope::Token,
    Cause::BodyNotUrlencoded,
    "Reads the body as JSON, as behind a gateway that sets a Content-Type of its own; the call is refused.",
    "Status 400 with the error `invalid_request`, whose description speaks of the body.",
);

pub(super) const PARAMETER: Row = within(
    Scope::Token,
    Cause::ParameterMissing,
    "Reads the body without `client_secret`, as behind a firewall that takes secrets out; the call is refused.",
    "Status 400 with the error `invalid_request`, whose description names the missing parameter.",
);

pub(super) const UNSUPPORTED: Row = within(
    Scope::Token,
    Cause::GrantNotAllowed,
    "Refuses the grant, as a server does that no longer offers it to anybody.",
    "Status 400 with the error `unsupported_grant_type`.",
);

pub(super) const UNAUTHORIZED: Row = within(
    Scope::Token,
    Cause::GrantNotAllowed,
    "Refuses the grant to this client, as a server does whose administrator did not allow it.",
    "Status 400 with the error `unauthorized_client`: the client itself was recognised.",
);

pub(super) const CLIENT: Row = any(
    Cause::InvalidClient,
    "Refuses the client id and secret.",
    "Status 401 with the error `invalid_client`: wrong id or secret, or those of another environment.",
);

pub(super) const PASSWORD: Row = within(
    Scope::Password,
    Cause::WrongPassword,
    "Refuses the user's name and password, as after a change of the password.",
    "Status 400 with the error `invalid_grant`, whose description speaks of the password.",
);

pub(super) const GRANT: Row = any(
    Cause::RefreshTokenDead,
    "Refuses the password or refresh token; the stored tokens stay good.",
    "Status 400 with the error `invalid_grant`: log in again.",
)
.instead(&[(Phase::Login, Cause::WrongPassword), (Phase::Call, Cause::TokenUnknown)]);

pub(super) const NO_ACCESS_TOKEN: Row = within(
    Scope::Token,
    Cause::NoAccessToken,
    "Leaves `access_token` out of a token answer, as a server does that names it in its own way.",
    "Status 200 and a token answer with everything but the access token.",
);

pub(super) const EXPIRES_IN: Row = within(
    Scope::Token,
    Cause::NoLifetime,
    "Puts another `expires_in` in a token answer (parameter `value`: any JSON) or none (`missing`: true).",
    "A good access token whose life time cannot be computed.",
);

pub(super) const NO_REFRESH_TOKEN: Row = within(
    Scope::Token,
    Cause::NoRefreshToken,
    "Leaves `refresh_token` out of a token answer.",
    "A good access token; RFC 6749 section 6 allows it for a refresh: the old refresh token goes on.",
);

pub(super) const LOWER_CASE_TYPE: Row = within(
    Scope::Token,
    Cause::TokenTypeSpelling,
    "Writes the `token_type` of a token answer in lower case.",
    "`token_type` is `bearer`; the header to send is `Bearer <token>` all the same.",
);

pub(super) const REFRESH_DEAD: Row = within(
    Scope::Refresh,
    Cause::RefreshTokenDead,
    "Ends the refresh token that the call presents, then handles the call, as after a year or a change of the password.",
    "Status 400 with the error `invalid_grant`, whose description says that the token has ended: log in again.",
);

pub(super) const REFRESH_ROTATED: Row = within(
    Scope::Refresh,
    Cause::RefreshTokenRotated,
    "Gives a new refresh token for the presented one to nobody, then handles the call, as when another machine was faster with the same token.",
    "Status 400 with the error `invalid_grant`, whose description says that the token was used already: log in again.",
);
