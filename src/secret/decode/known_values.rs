//! Secret values that must not appear in a text, in any encoding. The bundle searches what it hands over for them.

use super::encodings;
use crate::secret::is_placeholder;
use crate::text::Span;

/// Length in bytes of the shortest value that is searched for; shorter values appear in texts by chance.
const SHORTEST: usize = 8;

/// Secret values that must not appear in a text. `Debug` is missing on purpose.
#[derive(Default)]
pub struct KnownValues(Vec<String>);

impl KnownValues {
    /// Adds `value` without the whitespace around it, unless it is a placeholder or shorter than 8 bytes.
    pub fn add(&mut self, value: &str) {
        let value = value.trim();
        if value.len() >= SHORTEST && !is_placeholder(value) && !self.0.iter().any(|known| known == value) {
            self.0.push(value.to_owned());
        }
    }

    /// Forgets the values that `is_harmless`.
    pub fn forget(&mut self, is_harmless: impl Fn(&str) -> bool) {
        self.0.retain(|value| !is_harmless(value));
    }

    /// The values, for [`scan_with`](crate::secret::scan_with). They must reach no finding, log or report.
    pub fn values(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// A value that `text` contains in any encoding.
    pub fn value_in(&self, text: &str) -> Option<&str> {
        let is_in_text = |encoded: &String| memchr::memmem::find(text.as_bytes(), encoded.as_bytes()).is_some();
        self.0.iter().find(|value| encodings(value).iter().any(is_in_text)).map(String::as_str)
    }

    /// The bytes of the first value that `text` contains in any encoding.
    pub fn find(&self, text: &str) -> Option<Span> {
        let encoded = self.0.iter().flat_map(|value| encodings(value));
        encoded
            .filter_map(|encoded| {
                let start = memchr::memmem::find(text.as_bytes(), encoded.as_bytes())?;
                Some(Span::new(start, start + encoded.len()))
            })
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::KnownValues;

    #[test]
    fn a_value_is_found_in_every_encoding() {
        let mut known = KnownValues::default();
        known.add("q7&Zx<4\"w'9 k/Tb2");
        for text in [
            "x q7&Zx<4\"w'9 k/Tb2",
            "<td>q7&amp;Zx&lt;4&quot;w&#39;9 k/Tb2</td>",
            "q7&Zx<4\\\"w'9 k/Tb2",
            "?q=q7%26Zx%3C4%22w%279+k%2FTb2",
            "?q=q7%26Zx%3C4%22w%279%20k%2FTb2",
            "cTcmWng8NCJ3Jzkgay9UYjI=",
            "dXE3Jlp4PDQidyc5IGsvVGIy",
            "dXVxNyZaeDw0IncnOSBrL1RiMg==",
        ] {
            assert!(known.find(text).is_some(), "{text}");
        }
        assert!(known.find("something else").is_none());
    }

    #[test]
    fn short_values_and_placeholders_are_not_searched_for() {
        let mut known = KnownValues::default();
        for value in ["abc", "changeme", "{{OTHER_VALUE}}", ""] {
            known.add(value);
        }
        assert!(known.values().is_empty());
    }
}
