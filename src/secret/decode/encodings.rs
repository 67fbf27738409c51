//! The encodings in which a text may hold a value.

use super::encode_base64;
use crate::document::quote;
use crate::text::percent;

/// Length of the shortest piece of base64 that is searched for; a shorter one appears in texts by chance.
const SHORTEST: usize = 5;

/// `value` as it is, in JSON, in HTML, percent-encoded in the ways of different programs, and in base64 at every offset in a longer text.
/// Each once, the longest first.
pub fn encodings(value: &str) -> Vec<String> {
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let json = quote(value);
    let json = json[1..json.len() - 1].to_owned();
    let strict = percent::encode(value);
    // JavaScript's `encodeURIComponent` does not encode these.
    let loose =
        ["!", "*", "'", "(", ")"].iter().fold(strict.clone(), |text, sign| text.replace(&percent::encode(sign), sign));
    let mut encodings = vec![
        value.to_owned(),
        html.replace('\'', "&#39;"),
        html.replace('\'', "&#x27;"),
        html,
        json.replace('/', "\\/"),
        json,
        strict.to_ascii_lowercase(),
        strict.replace("%20", "+"),
        percent::encode(&strict),
        strict,
        loose,
    ];
    // In a longer text base64 depends on the number of bytes before the value.
    for before in 0..3 {
        let encoded = encode_base64(format!("{}{value}", &"   "[..before]).as_bytes());
        let characters = encoded.trim_end_matches('=');
        let end = before + value.len();
        // The characters with bits of the value alone, and the whole groups of four of them, for a text that was cut off.
        let exact = characters.get([0, 2, 3][before]..characters.len() - usize::from(!end.is_multiple_of(3)));
        let groups = characters.get([0, 4, 4][before]..end / 3 * 4);
        for part in [exact, groups].into_iter().flatten().filter(|part| part.len() >= SHORTEST) {
            encodings.push(part.replace('+', "-").replace('/', "_"));
            encodings.push(part.to_owned());
        }
    }
    encodings.retain(|encoded| !encoded.is_empty());
    encodings.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    encodings.dedup();
    encodings
}
