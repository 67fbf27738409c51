//! Causes that show in any answer, whatever was asked for.

use super::Page;

pub(super) const PLAIN_HTTP: Page = Page {
    title: "{base_url} begins with `http://`, and the server wants `https://`.",
    evidence: "The answer is a redirect to the same address with `https`; Postman follows it with GET and without the body, so it ends as 404, 405 or a missing parameter. Or it is 400 with a page that speaks of plain HTTP and a port for HTTPS.",
    fix: "Write `https://` in {base_url}. What was sent until now went over the network in clear: change the password.",
};

pub(super) const REDIRECTED: Page = Page {
    title: "The server sends the request to another address.",
    evidence: "The answer is 301, 302, 307 or 308. Postman follows the first two with GET and without the body, and without the Authorization header when the host is another.",
    fix: "Put the address of the redirect's target into {base_url}, if it is one of the API's own.",
};

pub(super) const TIMEOUT: Page = Page {
    title: "The server took the request and did not answer in time.",
    evidence: "The connection came about, so the network is well. Postman shows `ESOCKETTIMEDOUT`, or waits without an end.",
    fix: "Try again later; if it stays so, tell whoever runs the API which request it was and when.",
};

pub(super) const CLOSED: Page = Page {
    title: "The connection ended before an answer came.",
    evidence: "Postman shows `socket hang up` or `ECONNRESET`.",
    fix: "Try again. If it stays so, it is a proxy or firewall that does not like the request, or the server fails.",
};

pub(super) const TRUNCATED: Page = Page {
    title: "The answer ends in the middle.",
    evidence: "Fewer bytes came than the answer's own header says, or JSON that is not closed. Postman shows `aborted` or an error of the JSON.",
    fix: "Try again. If it stays so, a proxy on the way cuts answers off.",
};

pub(super) const TOO_LARGE: Page = Page {
    title: "The answer is far larger than an answer of this endpoint can be.",
    evidence: "It was cut off after the limit, so nothing can be said of its end.",
    fix: "Check that {base_url} is the API's address and not that of a download.",
};

pub(super) const MALFORMED: Page = Page {
    title: "What answers does not speak HTTP.",
    evidence: "Postman shows `Parse Error`. The port belongs to another service, or an encrypted port was called with `http://`.",
    fix: "Check the scheme and the port in {base_url}.",
};

pub(super) const NOT_JSON: Page = Page {
    title: "The answer is not JSON, or is not labelled as JSON.",
    evidence: "It came whole and is no web page: the body is empty, has a program's warning in front, or is JSON under another Content-Type.",
    fix: "Check that {base_url} leads to the API; if it does, tell whoever runs the API which request it was and when.",
};

pub(super) const WEB_PAGE: Page = Page {
    title: "A web page came instead of JSON.",
    evidence: "The body begins with `<`. Mostly a proxy's or a hotel's log-in page answers, or {base_url} is the address of the web application and lacks the path of its API.",
    fix: "Open {base_url} in a browser: if a log-in page of the network shows, log in there; otherwise take the address from the API's documentation.",
};

pub(super) const ODD_STATUS: Page = Page {
    title: "The server answers with a status that this request should not get.",
    evidence: "The status is none of those that the OAuth life cycle knows. A proxy or firewall on the way may have made it.",
    fix: "Read the message of the answer; check {base_url}, and ask whoever runs the API.",
};

pub(super) const RATE_LIMITED: Page = Page {
    title: "There were too many requests.",
    evidence: "The answer is 429; its header `Retry-After` says how long to wait.",
    fix: "Wait as long as `Retry-After` says, then go on. In a runner set a delay between requests.",
};

pub(super) const GATEWAY: Page = Page {
    title: "A gateway answers that the server behind it is not there.",
    evidence: "The answer is 502, 503 or 504 with a web page instead of the API's JSON. The credentials were never looked at.",
    fix: "Try again later. Nothing on your side is wrong.",
};

pub(super) const ERROR: Page = Page {
    title: "The server failed.",
    evidence: "The answer is 500 or above, in the API's own form. The credentials are not the cause.",
    fix: "Try again later; if it stays so, tell whoever runs the API which request it was and when.",
};
