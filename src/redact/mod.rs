//! Deliver: credentials are taken out of a file, each as its place demands, and no other byte changes.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::redact::{Names, redact};
//! use postsmith::secret::Strength;
//!
//! let text = r#"{"info": {"name": "A"}, "item": [{"request": {"header": [{"key": "X-API-Key", "value": "s4mpl3-0nly-n0t-l1v3"}]}}]}"#;
//! let document = Document::json("a.json", text)?;
//! let redacted = redact(&document, &mut Names::default(), Strength::Weak);
//! assert_eq!(redacted.text(&document), text.replace("s4mpl3-0nly-n0t-l1v3", "{{X_API_KEY}}"));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod names;
mod replacement;
mod script;

pub use names::Names;

use crate::document::Document;
use crate::secret::{Secret, Strength, scan_with};
use crate::text::{self, Edit, Span};

/// How often a text is read again, for what only shows when something else is gone.
const ROUNDS: usize = 4;

/// A file without its credentials.
pub struct Redacted {
    /// The document that it is now; none when nothing was taken out.
    pub document: Option<Document>,
    /// What was taken out, in the order of the file.
    pub taken: Vec<Taken>,
    /// Where credentials are left that could not be taken out.
    pub left: Vec<Span>,
}

/// A credential that was taken out.
pub struct Taken {
    /// The way to it by names, or its pointer.
    pub place: String,
    /// The variable that stands for it; none when nothing needs its value: it stood in a saved answer, or in a comment.
    pub variable: Option<String>,
}

/// Takes every credential of at least `least` out of `document`. `names` gives one name to one value, over as many files as it is used for.
pub fn redact(document: &Document, names: &mut Names, least: Strength) -> Redacted {
    let mut redacted = Redacted { document: None, taken: Vec::new(), left: Vec::new() };
    for _ in 0..ROUNDS {
        let current = redacted.document.as_ref().unwrap_or(document);
        let found = found(current, names, least);
        if found.is_empty() {
            return redacted;
        }
        let (edits, taken) = edits(current, &found, names);
        let Some(next) = text::apply(current.text(), edits).ok().and_then(|text| read_again(current, &text)) else {
            break;
        };
        redacted.document = Some(next);
        redacted.taken.extend(taken);
    }
    redacted.left =
        found(redacted.document.as_ref().unwrap_or(document), names, least).iter().map(|secret| secret.span).collect();
    redacted
}

impl Redacted {
    /// The text of what was `document`.
    pub fn text<'t>(&'t self, document: &'t Document) -> &'t str {
        self.document.as_ref().unwrap_or(document).text()
    }
}

/// The credentials of `document`. Those whose value has a name already are found whatever they look like here.
fn found<'d>(document: &'d Document, names: &Names, least: Strength) -> Vec<Secret<'d>> {
    scan_with(document, &names.distinct()).into_iter().filter(|secret| secret.strength >= least).collect()
}

fn edits(document: &Document, found: &[Secret<'_>], names: &mut Names) -> (Vec<Edit>, Vec<Taken>) {
    let programs = script::Programs::of(document, found);
    let mut edits = Vec::with_capacity(found.len());
    let mut taken = Vec::with_capacity(found.len());
    for secret in found {
        let replacement = replacement::of(secret, names, &programs);
        let node = secret.node;
        let place = crate::postman::breadcrumb(node).unwrap_or_else(|| node.pointer().to_string());
        taken.push(Taken { place, variable: replacement.variable });
        edits.push(replacement.edit);
    }
    (edits, taken)
}

/// The new text as a document of the same kind. None when it cannot be read: then nothing is changed.
fn read_again(document: &Document, text: &str) -> Option<Document> {
    let path = document.path().to_owned();
    match document.path().extension() {
        Some("yaml" | "yml") => Document::yaml(path, text).ok(),
        _ => Document::json(path, text).ok(),
    }
}
