//! What to do where no script of ours helps: in a collection that somebody else made.

use super::Cause;

/// The mend of `cause` by hand; none where it is the same for everybody.
pub(super) const fn by_hand(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::ClientHeaderMissing => "Send {client_header} with every request.",
        Cause::ClientHeaderWrong => "Send exactly {client_header}, once.",
        Cause::MalformedAuthorization => {
            "Set it in one place only: under *Auth* of the collection, with *Inherit* on the request, or as a header. It is `Bearer`, one space and the token."
        }
        Cause::TokenExpired => "Send {login} again, and put the new token where requests take it from.",
        Cause::ErrorInSuccess => "Read the error as if it had come with 400, and keep the token that you have.",
        Cause::NoLifetime => "When requests begin to answer 401, send {login} again.",
        Cause::TokenTypeSpelling => "Write `Bearer` into the header, whatever `token_type` says.",
        Cause::RefreshTokenRotated => {
            "Send {login}, keep the tokens in an environment of your own, and store the new `refresh_token` after each refresh."
        }
        _ => return None,
    })
}
