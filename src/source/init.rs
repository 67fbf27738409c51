//! A new source from a preset, by byte edits: what is not named stays as it is, comments included.

use super::manifest::{Api, Collection, MANIFEST, Manifest};
use super::preset::presets;
use super::tree::{Parsed, Source};
use crate::document::{Document, Pointer, quote};
use crate::files::Folder;
use crate::finding::Finding;
use crate::text::{Edit, EditError, Span, apply, suggest};
use std::collections::HashMap;

/// Why there is no new source.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is no such preset.
    #[error("there is no preset `{name}`; {help}")]
    Preset {
        /// What was asked for.
        name: String,
        /// What there is.
        help: String,
    },
    /// The prefix cannot begin the name of a variable.
    #[error("`{0}` cannot be a prefix; use capital letters, digits and `_`, with a letter first, for instance `ACME`")]
    Prefix(String),
    /// The name is empty or holds control characters.
    #[error("the name of the collection is empty, or not one line of text; give it the name that Postman shows")]
    Name,
    /// The id is not a UUID.
    #[error("`{0}` is not a UUID of the form 00000000-0000-4000-8000-000000000000")]
    Id(String),
    /// The preset itself is wrong.
    #[error("the preset has mistakes, the first is {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    Broken(Vec<Finding>),
    /// The preset's texts and what is put into them do not fit.
    #[error("the preset cannot be changed")]
    Edit(#[from] EditError),
}

/// The files of a new source: the preset of the name `preset` under another `prefix` and collection `name` (`None`: as in the
/// preset), with `id`, a new UUID that is then kept for ever.
pub fn init(preset: &str, prefix: Option<&str>, name: Option<&str>, id: &str) -> Result<Folder, InitError> {
    check(prefix, name, id)?;
    let files = super::preset(preset).ok_or_else(|| no_preset(preset))?;
    let Parsed { document, data: manifest } = Source::load(&files).map_err(InitError::Broken)?.manifest;
    let names = Names::new(&manifest, prefix.unwrap_or(&manifest.api.prefix));
    let fields = fields(&document, values(&manifest, prefix, name, id));
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

fn check(prefix: Option<&str>, name: Option<&str>, id: &str) -> Result<(), InitError> {
    if let Some(prefix) = prefix.filter(|prefix| !Api::is_prefix(prefix)) {
        return Err(InitError::Prefix(prefix.to_owned()));
    }
    if name.is_some_and(|name| name.trim().is_empty() || name.contains(char::is_control)) {
        return Err(InitError::Name);
    }
    if !Collection::is_id(id) {
        return Err(InitError::Id(id.to_owned()));
    }
    Ok(())
}

/// What changes in the manifest, by pointer. The names of environments begin with the collection's, and go on doing so.
fn values(manifest: &Manifest, prefix: Option<&str>, name: Option<&str>, id: &str) -> Vec<(Pointer, String)> {
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

/// Replaces the values at the pointers whole.
fn fields(manifest: &Document, values: Vec<(Pointer, String)>) -> Vec<Edit> {
    let edit = |(pointer, value): (Pointer, String)| {
        // JSON's escapes are TOML's, too.
        Some(Edit { span: manifest.root().at(pointer.as_str())?.span(), replacement: quote(&value) })
    };
    values.into_iter().filter_map(edit).collect()
}

fn no_preset(name: &str) -> InitError {
    let known = presets();
    let names = || known.iter().map(|preset| preset.name);
    let help = match suggest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
    };
    InitError::Preset { name: name.to_owned(), help }
}

/// The declared variables that get another name.
struct Names(HashMap<String, String>);

impl Names {
    fn new(manifest: &Manifest, prefix: &str) -> Self {
        let renamed = |name: &String| {
            let rest = name.strip_prefix(&manifest.api.prefix)?.strip_prefix('_')?;
            Some((name.clone(), format!("{prefix}_{rest}")))
        };
        Self(manifest.variables.keys().filter_map(renamed).collect())
    }

    /// The new names, where the old ones stand in `text` as whole words.
    fn edits(&self, text: &str) -> Vec<Edit> {
        let in_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let mut edits = Vec::new();
        let mut at = 0;
        for part in text.split_inclusive(|letter| !in_name(letter)) {
            let word = part.trim_end_matches(|letter| !in_name(letter));
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
    use super::Names;
    use crate::text::apply;

    #[test]
    fn only_whole_words_are_renamed() {
        let names = Names([("DEMO_ID".to_owned(), "ACME_ID".to_owned())].into());
        let text = "{{DEMO_ID}} é MY_DEMO_ID DEMO_ID_2 DEMO_ID: DEMO_IDé \"DEMO_ID\"";
        let renamed = apply(text, names.edits(text)).unwrap();
        assert_eq!(renamed, "{{ACME_ID}} é MY_DEMO_ID DEMO_ID_2 ACME_ID: ACME_IDé \"ACME_ID\"");
    }
}
