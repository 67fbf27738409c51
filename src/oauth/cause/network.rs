//! Causes on the way to the server.

use super::Page;

pub(super) const UNKNOWN_HOST: Page = Page {
    title: "No server has the name that stands in {base_url}.",
    evidence: "Postman shows `getaddrinfo ENOTFOUND`. When other names cannot be found either, it is this machine's network.",
    fix: "Mend the spelling of the host, or connect to the network (or VPN) that knows the name.",
};

pub(super) const RESOLVE_TIMEOUT: Page = Page {
    title: "Nobody answered in time whether a server has the name in {base_url}.",
    evidence: "Postman shows `getaddrinfo EAI_AGAIN`. A name that does not exist is mostly refused at once.",
    fix: "Check the network and the VPN, and the name server that this machine asks.",
};

pub(super) const REFUSED: Page = Page {
    title: "The host of {base_url} is there, but nothing listens at this port.",
    evidence: "Postman shows `ECONNREFUSED`, at once. A firewall mostly lets you wait instead.",
    fix: "Check the port in {base_url}, and that the server runs.",
};

pub(super) const CONNECT_TIMEOUT: Page = Page {
    title: "The host of {base_url} does not answer: no connection came about in time.",
    evidence: "Postman shows `ETIMEDOUT` after a while. A server that is merely slow takes the connection first.",
    fix: "Check the network, the VPN and the firewall; then the host and port in {base_url}.",
};

pub(super) const PROXY: Page = Page {
    title: "The proxy between this machine and the API fails or wants to know who you are.",
    evidence: "The answer is 407, or there is none although the API can be reached without a proxy.",
    fix: "Check `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of this shell, and in Postman *Settings > Proxy*.",
};

pub(super) const UNTRUSTED: Page = Page {
    title: "Nobody whom this machine trusts vouches for the server's certificate.",
    evidence: "Postman shows `unable to get local issuer certificate` or `self signed certificate`. In a company it is mostly a proxy that opens connections.",
    fix: "Ask for the certificate of the company's authority and add it in Postman under *Settings > Certificates*. Do not switch the verification off: whoever listens then gets your password.",
};

pub(super) const EXPIRED: Page = Page {
    title: "The server's certificate has ended.",
    evidence: "Postman shows `certificate has expired`. When every site seems expired, it is the clock of this machine.",
    fix: "Tell whoever runs the server. Until then send nothing: there is no telling who answers.",
};

pub(super) const NOT_YET_VALID: Page = Page {
    title: "The server's certificate is not valid yet.",
    evidence: "Postman shows `certificate is not yet valid`. Mostly the clock of this machine is slow: compare it with another one.",
    fix: "Set the clock. If it is right, tell whoever runs the server, and send nothing until then.",
};

pub(super) const OTHER_HOST: Page = Page {
    title: "The server's certificate is for another host than the one in {base_url}.",
    evidence: "Postman shows `Hostname/IP does not match certificate's altnames`.",
    fix: "Use the host that the certificate names, as the API's documentation has it; an IP address or an alias does not do.",
};

pub(super) const TLS: Page = Page {
    title: "No encrypted connection can be agreed on.",
    evidence: "Postman shows `SSL routines` or `EPROTO`. Mostly the port speaks plain http, or the server knows only versions that are no longer safe.",
    fix: "Check the port and the scheme in {base_url}.",
};

pub(super) const TLS_TIMEOUT: Page = Page {
    title: "The server took the connection, and did not agree on encryption in time.",
    evidence: "The host and port are there. Mostly a firewall or a proxy holds the connection up, or the port belongs to another service.",
    fix: "Check the port in {base_url}, and whether a proxy has to be used.",
};

pub(super) const CLOCK: Page = Page {
    title: "The clock of this machine is wrong, or the server's.",
    evidence: "The server's date differs from this machine's by minutes or more; where its answers differ from each other, it is the server's. Tokens then seem to end too early or too late, and certificates seem invalid.",
    fix: "Compare this machine's clock with another one. If it is wrong, let it be set over the network, and get a new token with {login}; if it is right, tell whoever runs the server.",
};
