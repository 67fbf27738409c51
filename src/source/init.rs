//! `postsmith init`: a new source from a preset, by byte edits. Everything else stays as it is, comments included.

use super::manifest::{Api, DeclaredCollection, MANIFEST, Manifest};
use super::model::{Parsed, Source};
use super::preset::presets;
use crate::document::{Document, Pointer, quote};
use crate::files::Folder;
use crate::finding::Finding;
use crate::text::{Edit, EditError, Span, apply, suggest};
use std::collections::HashMap;

/// Why a source cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The preset does not exist.
    #[error("unknown preset `{name}`; {help}")]
    Preset {
        /// The name that was asked for.
        name: String,
        /// A similar name, or the names of all presets.
        help: String,
    },
    /// The prefix cannot begin the name of a variable.
    #[error(
        "`{0}` is not a valid prefix; use capital letters, digits and `_`, and begin with a letter, for example `ACME`"
    )]
    Prefix(String),
    /// The name is empty or contains control characters.
    #[error("the name of the collection is empty or contains control characters; write one line of text")]
    Name,
    /// The id is not a UUID.
    #[error("`{0}` is not a UUID; write it as 00000000-0000-4000-8000-000000000000")]
    Id(String),
    /// The preset itself has mistakes.
    #[error("the preset has mistakes; the first is {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Broken(Vec<Finding>),
    /// The edits of a preset's file overlap.
    #[error("the preset cannot be edited")]
    Edit(#[from] EditError),
}

/// Makes the files of a new source from `preset`, with another `prefix` of its variables and another collection `name` (`None`: as in
/// the preset). `id` is a new UUID, the identity of the collection from then on.
///
/// # Errors
/// See [`InitError`].
pub fn init(preset: &str, prefix: Option<&str>, name: Option<&str>, id: &str) -> Result<Folder, InitError> {
    check_arguments(prefix, name, id)?;
    let files = super::preset(preset).ok_or_else(|| unknown_preset(preset))?;
    let Parsed { document, data: manifest } = Source::load(&files).map_err(InitError::Broken)?.manifest;
    let names = Renames::new(&manifest, prefix.unwrap_or(&manifest.api.prefix));
    let fields = value_edits(&document, new_values(&manifest, prefix, name, id));
    let mut source = Folder::new("");
    for (path, content) in files.iter() {
        let Ok(text) = std::str::from_utf8(content) else {
            source.insert(path, content);
            continue;
        };
        let mut edits = names.edits(text);
        if path == MANIFEST {
            edits.retain(|edit| !fields.iter().any(|field| field.span.range().contains(&edit.span.start)));
            edits.extend(fields.iter().cloned());
        }
        source.insert(path, apply(text, edits)?);
    }
    Ok(source)
}

fn check_arguments(prefix: Option<&str>, name: Option<&str>, id: &str) -> Result<(), InitError> {
    if let Some(prefix) = prefix.filter(|prefix| !Api::is_prefix(prefix)) {
        return Err(InitError::Prefix(prefix.to_owned()));
    }
    if name.is_some_and(|name| name.trim().is_empty() || name.contains(char::is_control)) {
        return Err(InitError::Name);
    }
    if !DeclaredCollection::is_id(id) {
        return Err(InitError::Id(id.to_owned()));
    }
    Ok(())
}

/// The new values in the manifest. Names of environments that begin with the collection's name change with it.
fn new_values(manifest: &Manifest, prefix: Option<&str>, name: Option<&str>, id: &str) -> Vec<(Pointer, String)> {
    let top = |table: &str, key: &str| Pointer::root().key(table).key(key);
    let mut values = vec![(top("collection", "id"), id.to_owned())];
    values.extend(prefix.map(|prefix| (top("api", "prefix"), prefix.to_owned())));
    if let Some(name) = name {
        values.push((top("collection", "name"), name.to_owned()));
        let renamed = manifest.environments.iter().filter_map(|(key, environment)| {
            let rest = environment.name.strip_prefix(&manifest.collection.name)?;
            Some((top("environments", key).key("name"), format!("{name}{rest}")))
        });
        values.extend(renamed);
    }
    values
}

/// The edits that replace the values at the pointers.
fn value_edits(manifest: &Document, values: Vec<(Pointer, String)>) -> Vec<Edit> {
    let edit = |(pointer, value): (Pointer, String)| {
        // A JSON string is also a TOML string.
        Some(Edit { span: manifest.root().at(pointer.as_str())?.span(), replacement: quote(&value) })
    };
    values.into_iter().filter_map(edit).collect()
}

fn unknown_preset(name: &str) -> InitError {
    let known = presets();
    let names = || known.iter().map(|preset| preset.name);
    let help = match suggest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", names().collect::<Vec<_>>().join(", ")),
    };
    InitError::Preset { name: name.to_owned(), help }
}

/// The variables that change their prefix: old name to new name.
struct Renames(HashMap<String, String>);

impl Renames {
    fn new(manifest: &Manifest, prefix: &str) -> Self {
        let renamed = |name: &String| {
            let rest = name.strip_prefix(&manifest.api.prefix)?.strip_prefix('_')?;
            Some((name.clone(), format!("{prefix}_{rest}")))
        };
        Self(manifest.variables.keys().filter_map(renamed).collect())
    }

    /// The edits that replace the old names in `text`, where they are whole words.
    fn edits(&self, text: &str) -> Vec<Edit> {
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut edits = Vec::new();
        let mut at = 0;
        for part in text.split_inclusive(|c| !in_name(c)) {
            let word = part.trim_end_matches(|c| !in_name(c));
            if let Some(name) = self.0.get(word) {
                edits.push(Edit { span: Span::new(at, at + word.len()), replacement: name.clone() });
            }
            at += part.len();
        }
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::Renames;
    use crate::text::apply;

    #[test]
    fn only_whole_words_are_renamed() {
        let names = Renames([("DEMO_ID".to_owned(), "ACME_ID".to_owned())].into());
        let text = "{{DEMO_ID}} é MY_DEMO_ID DEMO_ID_2 DEMO_ID: DEMO_IDé \"DEMO_ID\"";
        let renamed = apply(text, names.edits(text)).unwrap();
        assert_eq!(renamed, "{{ACME_ID}} é MY_DEMO_ID DEMO_ID_2 ACME_ID: ACME_IDé \"ACME_ID\"");
    }
}
