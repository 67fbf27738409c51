//! Replaces the credentials of a file. The replacement depends on the position, and no other byte changes. The command `redact` calls it.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::redact::{VariableNames, redact};
//! use postsmith::secret::Risk;
//!
//! let text = r#"{"info": {"name": "A"}, "item": [{"request": {"header": [{"key": "X-API-Key", "value": "s4mpl3-0nly-n0t-l1v3"}]}}]}"#;
//! let document = Document::json("a.json", text)?;
//! let redacted = redact(&document, &mut VariableNames::default(), Risk::Medium);
//! assert_eq!(redacted.text(&document), text.replace("s4mpl3-0nly-n0t-l1v3", "{{X_API_KEY}}"));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod names;
mod replacement;
mod script;

pub use names::VariableNames;

use crate::document::{Document, Pointer};
use crate::finding::Location;
use crate::secret::vendor::VendorPattern;
use crate::secret::{Evidence, Position, Risk, Secret, scan_with};
use crate::text::{self, Edit, Span};
use script::Programs;

/// Most scans of one text: some credentials are found only after others are replaced.
const MOST_ROUNDS: usize = 4;

/// The result of [`redact`].
pub struct Redacted {
    /// The document without its credentials; none when there were none.
    pub document: Option<Document>,
    /// The credentials that were replaced, in the order of the file.
    pub replaced: Vec<Replaced>,
    /// The bytes of credentials that could not be replaced.
    pub left: Vec<Span>,
}

/// A credential that was replaced.
pub struct Replaced {
    /// The names of the objects above it, or its JSON pointer.
    pub breadcrumb: String,
    /// The variable that replaces it; none in a saved example or a comment, where nothing needs the value.
    pub variable: Option<String>,
    /// The pattern of its vendor, if that recognised it.
    pub vendor: Option<&'static VendorPattern>,
}

/// Replaces every credential of `document` whose risk is at least `least`. `names` gives one name to one value in all files that it is used for.
pub fn redact(document: &Document, names: &mut VariableNames, least: Risk) -> Redacted {
    redact_except(document, names, least, &[])
}

/// Does what [`redact`] does, and leaves the values at the places `kept` where they are.
pub fn redact_except(document: &Document, names: &mut VariableNames, least: Risk, kept: &[Location]) -> Redacted {
    let mut redacted = Redacted { document: None, replaced: Vec::new(), left: Vec::new() };
    // A redaction moves what follows it, and changes no pointer.
    let kept: Vec<(Option<&Pointer>, &str)> = (kept.iter())
        .filter(|place| place.path == document.path())
        .filter_map(|place| Some((place.pointer.as_ref(), document.text().get(place.span.range())?)))
        .collect();
    for _ in 0..MOST_ROUNDS {
        let current = redacted.document.as_ref().unwrap_or(document);
        let (found, programs) = found(current, names, least, &kept);
        if found.is_empty() {
            return redacted;
        }
        let (edits, replaced) = edits(&found, &programs, names);
        let Some(next) = text::apply(current.text(), edits).ok().and_then(|text| parse_like(current, &text)) else {
            break;
        };
        redacted.document = Some(next);
        redacted.replaced.extend(replaced);
    }
    let (left, _) = found(redacted.document.as_ref().unwrap_or(document), names, least, &kept);
    redacted.left = left.iter().map(|secret| secret.span).collect();
    redacted
}

impl Redacted {
    /// The redacted text of `document`.
    pub fn text<'t>(&'t self, document: &'t Document) -> &'t str {
        self.document.as_ref().unwrap_or(document).text()
    }
}

/// The credentials of `document`, every text that contains a value which is known as one, and the scripts that they are in.
fn found<'d>(
    document: &'d Document,
    names: &mut VariableNames,
    least: Risk,
    kept: &[(Option<&Pointer>, &str)],
) -> (Vec<Secret<'d>>, Programs) {
    let mut found = scan_with(document, names.search().as_deref());
    found.retain(|secret| secret.risk >= least);
    if !kept.is_empty() {
        found.retain(|secret| {
            let (pointer, text) = (secret.node.pointer(), &document.text()[secret.span.range()]);
            !kept.iter().any(|(place, value)| *value == text && place.is_none_or(|place| *place == pointer))
        });
    }
    let programs = Programs::of(document, &found);
    // A name or number of a program that equals a value is no copy of it.
    let is_copy = |secret: &Secret<'_>| secret.evidence == Evidence::SameValue && secret.position == Position::Script;
    found.retain(|secret| !is_copy(secret) || !programs.is_code(secret.span));
    for secret in &found {
        names.know(secret.value(), secret.risk);
    }
    (found, programs)
}

fn edits(found: &[Secret<'_>], programs: &Programs, names: &mut VariableNames) -> (Vec<Edit>, Vec<Replaced>) {
    let mut edits = Vec::with_capacity(found.len());
    let mut replaced = Vec::with_capacity(found.len());
    for secret in found {
        let replacement = replacement::replace(secret, names, programs);
        let node = secret.node;
        let breadcrumb = crate::postman::breadcrumb(node).unwrap_or_else(|| node.pointer().to_string());
        replaced.push(Replaced { breadcrumb, variable: replacement.variable, vendor: secret.vendor() });
        edits.push(replacement.edit);
    }
    (edits, replaced)
}

/// `text` as a document with the path and the format of `document`. None when it cannot be parsed: then nothing is changed.
fn parse_like(document: &Document, text: &str) -> Option<Document> {
    let path = document.path().to_owned();
    match document.path().extension() {
        Some("yaml" | "yml") => Document::yaml(path, text).ok(),
        _ => Document::json(path, text).ok(),
    }
}
