//! What the command says: names and sources, never a value.

use super::template::Found;
use crate::cli::{Exit, output};
use camino::Utf8Path;
use postsmith::env::{Resolved, newman_commands, newman_run_command};
use postsmith::report::human::counted;

/// What is missing, what it is and where to get it.
pub(super) fn missing(resolved: &Resolved) -> anyhow::Result<()> {
    output::say(&format!("missing: {}", counted(resolved.missing.len(), "variable")))?;
    let width = resolved.missing.iter().map(|need| output::plain(&need.name).chars().count()).max().unwrap_or_default();
    for need in &resolved.missing {
        let what = need.description.as_deref().unwrap_or("nobody has said what it is");
        output::say(&format!("  {:width$}  {}", output::plain(&need.name), output::plain(what)))?;
        for (label, text) in [("where", &need.found_at), ("example", &need.example)] {
            if let Some(text) = text {
                output::say(&format!("  {:width$}  {label}: {}", "", output::plain(text)))?;
            }
        }
    }
    Ok(())
}

/// What was written, from where each value came, and what to do next.
pub(super) fn done(found: &Found, path: &Utf8Path, resolved: &Resolved, is_same: bool) -> anyhow::Result<()> {
    if is_same {
        output::say(&format!("{path} is current; nothing was written"))?;
    } else {
        output::say(&format!("wrote {path}, which only you can read"))?;
    }
    let mut sources: Vec<(&str, Vec<&str>)> = Vec::new();
    for filled in &resolved.values {
        let source = filled.value.origin.source();
        match sources.iter_mut().find(|(known, _)| *known == source) {
            Some((_, names)) => names.push(&filled.name),
            None => sources.push((source, vec![&filled.name])),
        }
    }
    for (source, names) in sources {
        output::say(&output::plain(&format!("  from {source}: {}", names.join(", "))))?;
    }
    if !resolved.missing.is_empty() {
        missing(resolved)?;
        return output::say("next: fill these in by running this again, or in Postman");
    }
    let newman = match found.collections.as_slice() {
        [(collection, _)] => format!(", or run `{}`", newman_run_command(collection, path)),
        _ => String::new(),
    };
    let name = output::plain(&found.template.name());
    output::say(&format!("next: import it into Postman and select `{name} (private)`{newman}"))
}

/// How to run the collections with the private environment.
pub(super) fn newman(found: &Found, path: &Utf8Path) -> anyhow::Result<Exit> {
    if found.collections.is_empty() {
        anyhow::bail!("no *.postman_collection.json lies beside {}", found.template.document().path());
    }
    for (collection, document) in &found.collections {
        output::result(&newman_commands(collection, document, path, found.login.as_deref()))?;
        if !collection.exists() {
            output::say(&format!("note: {collection} is not there yet; `postsmith build` writes it"))?;
        }
    }
    if !path.exists() {
        output::say(&format!("note: {path} is not there yet; run this without --newman to write it"))?;
    }
    Ok(Exit::Fine)
}
