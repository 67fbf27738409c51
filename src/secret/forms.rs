//! The forms in which a text may hold a value.

use super::base64;
use crate::document::quote;
use crate::text::percent;

/// What base64 makes of fewer bytes stands in a text by chance.
const SHORTEST: usize = 5;

/// `value` as it is, in JSON, in HTML, percent-encoded as different programs do it, and what base64 makes of it wherever it stands in what is
/// encoded; each once, the longest first.
pub fn forms(value: &str) -> Vec<String> {
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let json = quote(value);
    let json = json[1..json.len() - 1].to_owned();
    let strict = percent::encode(value);
    // What JavaScript's `encodeURIComponent` leaves as it is.
    let loose =
        ["!", "*", "'", "(", ")"].iter().fold(strict.clone(), |text, sign| text.replace(&percent::encode(sign), sign));
    let mut forms = vec![
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
    // Inside another text base64 depends on how many bytes stand before.
    for before in 0..3 {
        let encoded = base64::encode(format!("{}{value}", &"   "[..before]).as_bytes());
        let letters = encoded.trim_end_matches('=');
        let end = before + value.len();
        // The letters that hold bits of the value alone; of a text that was cut, the whole groups of them.
        let own = letters.get([0, 2, 3][before]..letters.len() - usize::from(!end.is_multiple_of(3)));
        let groups = letters.get([0, 4, 4][before]..end / 3 * 4);
        for part in [own, groups].into_iter().flatten().filter(|part| part.len() >= SHORTEST) {
            forms.push(part.replace('+', "-").replace('/', "_"));
            forms.push(part.to_owned());
        }
    }
    forms.retain(|form| !form.is_empty());
    forms.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    forms.dedup();
    forms
}
