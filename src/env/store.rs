//! Values put into an environment that is there already.

use crate::document::{Document, quote};
use crate::postman::Environment;
use crate::text::Span;
use camino::Utf8PathBuf;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

/// Why values cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The environment does not list the variable.
    #[error("{path} has no variable `{name}`; make the environment again with `postsmith env`, or add it in Postman")]
    NoVariable {
        /// The file.
        path: Utf8PathBuf,
        /// The variable.
        name: String,
    },
}

/// The text of the environment `document` with these values of variables; every other byte stays.
pub fn store(document: &Document, values: &[(String, SecretString)]) -> Result<Zeroizing<String>, StoreError> {
    let mut edits = Vec::new();
    for (name, value) in values {
        // The last one of a name counts, as in Postman.
        let own = Environment::new(document.root()).variables().filter(|variable| variable.is_enabled());
        let node = own.filter(|variable| variable.key().as_deref() == Some(name)).last();
        let Some(node) = node.and_then(|variable| variable.node().get("value")) else {
            return Err(StoreError::NoVariable { path: document.path().to_owned(), name: name.clone() });
        };
        edits.push((node.span(), value));
    }
    edits.sort_by_key(|(span, _)| span.start);
    Ok(splice(document.text(), &edits))
}

/// `text` with each value in its place, quoted. The places stand in their order. The values stand in the new text only, which is wiped when it is dropped.
pub(super) fn splice(text: &str, edits: &[(Span, &SecretString)]) -> Zeroizing<String> {
    let quoted: Vec<_> = edits.iter().map(|(_, value)| Zeroizing::new(quote(value.expose_secret()))).collect();
    // A text that grows leaves copies behind.
    let length = text.len() + quoted.iter().map(|value| value.len()).sum::<usize>();
    let mut made = Zeroizing::new(String::with_capacity(length));
    let mut at = 0;
    for ((span, _), value) in edits.iter().zip(&quoted) {
        made.push_str(&text[at..span.start]);
        made.push_str(value);
        at = span.end;
    }
    made.push_str(&text[at..]);
    made
}

#[cfg(test)]
mod tests {
    use super::store;
    use crate::document::Document;

    #[test]
    fn the_variable_that_counts_gets_the_value_and_every_other_byte_stays() {
        let text = "{\"name\": \"p\",  \"values\": [{\"key\": \"B\", \"value\": \"old\"}, {\"key\": \"A\", \"value\": 5},\n \
            {\"key\": \"B\", \"value\": \"\"}, {\"key\": \"B\", \"value\": \"off\", \"enabled\": false}]}";
        let document = Document::json("p.json", text).unwrap();
        let values = |names: [&str; 2]| names.map(|name| (name.to_owned(), format!("new \"{name}").into()));
        let stored = store(&document, &values(["B", "A"])).unwrap();
        let expected = text.replace("\"value\": 5", r#""value": "new \"A""#);
        assert_eq!(*stored, expected.replace("\"value\": \"\"", r#""value": "new \"B""#));
        let error = store(&document, &values(["A", "C"])).unwrap_err().to_string();
        assert!(error.starts_with("p.json has no variable `C`"), "{error}");
    }
}
