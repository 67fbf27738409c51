//! A value that must not be handed over, in every form in which a text may hold it.

use crate::secret::{forms, is_placeholder};
use crate::text::Span;

/// A shorter value stands in a text by chance.
const SHORTEST: usize = 8;

/// Values that were taken out of what is handed over. `Debug` shows none of them.
#[derive(Default)]
pub(super) struct Taken(Vec<String>);

impl Taken {
    /// Remembers `value`, when it is one that can be told from others.
    pub(super) fn add(&mut self, value: &str) {
        let value = value.trim();
        if value.len() >= SHORTEST && !is_placeholder(value) && !self.0.iter().any(|known| known == value) {
            self.0.push(value.to_owned());
        }
    }

    /// The values themselves, for the scan.
    pub(super) fn values(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    /// One of them that stands in `text`, in whatever form.
    pub(super) fn value_in(&self, text: &str) -> Option<&str> {
        let stands = |form: &String| memchr::memmem::find(text.as_bytes(), form.as_bytes()).is_some();
        self.0.iter().find(|value| forms(value).iter().any(stands)).map(String::as_str)
    }

    /// Where the first of them stands in `text`, as it is or written otherwise.
    pub(super) fn find(&self, text: &str) -> Option<Span> {
        let forms = self.0.iter().flat_map(|value| forms(value));
        forms
            .filter_map(|form| {
                let start = memchr::memmem::find(text.as_bytes(), form.as_bytes())?;
                Some(Span::new(start, start + form.len()))
            })
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn a_value_is_found_however_it_is_written() {
        let mut taken = Taken::default();
        taken.add("q7&Zx<4\"w'9 k/Tb2");
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
            assert!(taken.find(text).is_some(), "{text}");
        }
        assert!(taken.find("something else").is_none());
    }

    #[test]
    fn what_is_short_or_stands_for_a_value_is_not_looked_for() {
        let mut taken = Taken::default();
        for value in ["abc", "changeme", "{{OTHER_VALUE}}", ""] {
            taken.add(value);
        }
        assert!(taken.values().is_empty());
    }
}
