//! What keeps credentials from a connection that anybody can read, or that would only send them on.

use crate::doctor::Step;
use crate::doctor::judge::{self, Said, Verdict};
use crate::doctor::session::Session;
use crate::http::Address;

/// Before the first credentials go to `address` in clear: it is asked without any, as `method` would. A verdict where it would send
/// them on, or does not answer at all.
pub(super) fn guard(session: &mut Session<'_>, step: Step, address: &Address, method: &'static str) -> Option<Verdict> {
    // Nothing leaves this machine, unless a proxy takes it away.
    let stays_here = address.is_loopback() && session.client.proxy(address).is_none();
    if address.secure || stays_here || session.guarded.contains(address) {
        return None;
    }
    let request = session.target.probe(method, address.clone(), session.values);
    let verdict = match session.send(step, &request) {
        Ok(answer) if (300..400).contains(&answer.status) => {
            judge::any(&answer, &Said::new(&answer), address, &session.mask)
        }
        Ok(_) => None,
        Err(failed) => Some(judge::failure(&failed)),
    };
    if verdict.is_none() {
        session.guarded.push(address.clone());
    }
    verdict.map(|verdict| verdict.fact("no credentials were sent"))
}
