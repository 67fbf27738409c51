//! Answers that look like a success.

use crate::mock::fault::{Row, any};
use crate::oauth::Cause;

pub(super) const EMPTY: Row = any(
    Cause::AnswerNotJson,
    "Answers 200 without a body, as a server does whose program dies before it prints; the call is not handled.",
    "Status 200, `Content-Length: 0` and no body.",
);

pub(super) const BROKEN_JSON: Row = any(
    Cause::AnswerNotJson,
    "Handles the call and prints a warning in front of the JSON, as PHP does when it shows its errors.",
    "The right status, and a body that is whole and still no JSON; a token in it is good, but cannot be read.",
);

pub(super) const WRONG_CONTENT_TYPE: Row = any(
    Cause::AnswerNotJson,
    "Handles the call and labels the answer `text/html`, as a program does that sets no Content-Type.",
    "A right body under a wrong Content-Type: good for who reads the body, no JSON for who trusts the header.",
);

pub(super) const ERROR_IN_200: Row = any(
    Cause::ErrorInSuccess,
    "Answers 200 with an error in JSON, as APIs do that keep the status for the network.",
    "Status 200 and no token or data in the body.",
);

pub(super) const CLOCK_SKEW: Row = any(
    Cause::ClockWrong,
    "Handles the call with a Date that is off, as it seems when a machine's clock is wrong (parameter `seconds`, negative for the past, default 10800, at most 315360000 either way).",
    "A right answer whose Date is hours from the client's.",
);
