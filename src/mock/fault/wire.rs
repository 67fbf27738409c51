//! Answers that go wrong in their bytes or their time.

use crate::mock::fault::{Row, any};
use crate::oauth::Cause;

pub(super) const SLOW: Row = any(
    Cause::AnswerTimeout,
    "Handles the call, then waits before it answers (parameter `ms`, default 2000, at most 600000).",
    "A right answer, late; or the client's own timeout.",
);

pub(super) const DRIP: Row = any(
    Cause::AnswerTimeout,
    "Handles the call, sends the headers at once and the body one byte at a time, as over a very bad line (parameter `ms` between the bytes, default 200, at most 600000). An answer without a body is sent whole.",
    "A right answer in drops; a client that only times the silence waits for all of them.",
);

pub(super) const CLOSE: Row = any(
    Cause::ConnectionClosed,
    "Closes the connection without an answer; the call is not handled.",
    "A connection error, no status.",
);

pub(super) const HALF_HEADERS: Row = any(
    Cause::ConnectionClosed,
    "Sends a status line and half a header, then closes the connection, as a server does that crashes; the call is not handled.",
    "A connection error, although the status was sent.",
);

pub(super) const NOT_HTTP: Row = any(
    Cause::AnswerMalformed,
    "Answers with the greeting of SSH, as when the port belongs to another service, and closes the connection; the call is not handled.",
    "Bytes that are no HTTP: a parse error, no status.",
);

pub(super) const TRUNCATED: Row = any(
    Cause::AnswerTruncated,
    "Handles the call, sends the headers and half of the body, then closes the connection.",
    "A connection error, or a body that ends in the middle. An answer without a body is not sent at all.",
);

pub(super) const LENGTH_SHORT: Row = any(
    Cause::AnswerTruncated,
    "Handles the call, sends the whole body and half its length as Content-Length, as a program does that counts letters instead of bytes. An answer without a body is sent whole.",
    "A body that ends in the middle, by its own header; what follows is no answer.",
);

pub(super) const LENGTH_LONG: Row = any(
    Cause::AnswerTimeout,
    "Handles the call, sends the whole body and a Content-Length that is greater by 16, then keeps the connection open (parameter `ms`, default 30000, at most 600000), as a program does that changes the body and not its length. An answer without a body is sent whole.",
    "The whole body, and a client that waits for the rest.",
);

pub(super) const TOO_LARGE: Row = any(
    Cause::AnswerTooLarge,
    "Sends a body of many MiB, as when the address is that of a download (parameter `mib`, default 64, at most 4096); the call is not handled.",
    "Status 200 and a body of zeros, as long as its Content-Length says.",
);

pub(super) const ENDLESS: Row = any(
    Cause::AnswerTooLarge,
    "Sends a body that never ends, as a program does that is caught in a circle; the call is not handled.",
    "Status 200 and blanks in chunks, until the client goes.",
);

pub(super) const HUGE_HEADERS: Row = any(
    Cause::AnswerTooLarge,
    "Handles the call and puts 1 MiB of cookies in the head of the answer, as a server does that sets one more at every turn.",
    "A head longer than clients read: mostly a parse error.",
);
