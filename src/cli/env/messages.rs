//! The messages of `postsmith env`. They name variables and where values come from, never a value.

use super::template::Found;
use crate::cli::error::{Result, bail};
use crate::cli::terminal;
use camino::Utf8Path;
use postsmith::env::{Resolved, newman_commands, newman_run_command};
use postsmith::report::human::counted;
use postsmith::text::escape_hidden;

/// Lists the variables without a value, with their descriptions and where to get them.
pub(super) fn missing(resolved: &Resolved) -> Result {
    terminal::say(format_args!("missing: {}", counted(resolved.missing.len(), "variable")))?;
    let width =
        resolved.missing.iter().map(|variable| escape_hidden(&variable.name).chars().count()).max().unwrap_or_default();
    for variable in &resolved.missing {
        let what = variable.description.as_deref().unwrap_or("no description");
        terminal::say(format_args!("  {:width$}  {what}", escape_hidden(&variable.name)))?;
        for (label, text) in [("where", &variable.found_at), ("example", &variable.example)] {
            if let Some(text) = text {
                terminal::say(format_args!("  {:width$}  {label}: {text}", ""))?;
            }
        }
    }
    Ok(())
}

/// Reports what was written, where each value came from, and what to do next.
pub(super) fn done(found: &Found, path: &Utf8Path, resolved: &Resolved, is_same: bool) -> Result {
    if is_same {
        terminal::say(format_args!("{path} is current; nothing was written"))?;
    } else {
        terminal::say(format_args!("wrote {path}, which only you can read"))?;
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
        terminal::say(format_args!("  from {source}: {}", names.join(", ")))?;
    }
    if !resolved.missing.is_empty() {
        missing(resolved)?;
        terminal::say("next: run this again to fill them in, or do it in Postman")?;
        return Ok(());
    }
    let newman = match found.collections.as_slice() {
        [(collection, _)] => format!(", or run `{}`", newman_run_command(collection, path)),
        _ => String::new(),
    };
    let name = found.template.name();
    terminal::say(format_args!("next: import it into Postman and select `{name} (private)`{newman}"))?;
    Ok(())
}

/// Prints how to run the collections in Newman with the private environment.
pub(super) fn newman(found: &Found, path: &Utf8Path) -> Result {
    if found.collections.is_empty() {
        bail!("no *.postman_collection.json was found in the folder of {}", found.template.document().path());
    }
    for (collection, document) in &found.collections {
        terminal::print_lines(&newman_commands(collection, document, path, found.login.as_deref()))?;
        if !collection.exists() {
            terminal::say(format_args!("note: {collection} does not exist; run `postsmith build` to write it"))?;
        }
    }
    if !path.exists() {
        terminal::say(format_args!("note: {path} does not exist; run this without --newman to write it"))?;
    }
    Ok(())
}
