//! The last lines of `scan` and `redact`: what must be revoked, and where old values stay.

use super::error::Result;
use super::input::STDIN;
use super::terminal;
use camino::Utf8Path;
use postsmith::files;
use postsmith::finding::{Finding, Location};
use postsmith::report::rotation::rotations;
use postsmith::text::shell;

/// The most credentials that are listed.
const MOST: usize = 20;

/// Lists the credentials of `findings`, with the page on which each is revoked.
pub(super) fn say_rotations(findings: &[Finding]) -> Result {
    let all = rotations(findings);
    if all.is_empty() {
        return Ok(());
    }
    terminal::say("revoke these credentials, and create new ones:")?;
    for rotation in all.iter().take(MOST) {
        let more = if rotation.more > 0 { format!(" and {} more", rotation.more) } else { String::new() };
        let page = rotation.revocation.map(|page| format!(": {page}")).unwrap_or_default();
        terminal::say(format_args!("  {}  {}{more}{page}", rotation.first, rotation.name))?;
    }
    if all.len() > MOST {
        terminal::say(format_args!("  and {} more", all.len() - MOST))?;
    }
    match all[0].first {
        // A commit is the history.
        Location { commit: Some(_), .. } => Ok(()),
        Location { path, .. } => say_history(path),
    }
}

/// Says, if `path` is in a repository, that its history keeps old values, and with which commands to look at them.
pub(super) fn say_history(path: &Utf8Path) -> Result {
    if path == STDIN || !files::has_repository(path.parent().unwrap_or(Utf8Path::new(""))) {
        return Ok(());
    }
    terminal::say(format_args!(
        "the history of git keeps old values: `postsmith scan --git` finds them, `git log --all -- {}` lists the commits of a file",
        shell::path(path.as_str())
    ))?;
    Ok(())
}
