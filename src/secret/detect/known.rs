//! Finds values that are known as credentials in every other place: in other fields, names, descriptions and other files.

use super::cursor::is_behind_encoded;
use super::placeholder::is_placeholder;
use super::risk::Risk;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, Span, packed};
use std::collections::BTreeMap;
use std::ops::Range;

/// Length in bytes of the shortest value that is searched for; shorter values appear in texts by chance.
const SHORTEST: usize = 8;
/// Length in bytes from which a value appears in no text by chance.
const DISTINCTIVE: usize = 16;

/// Length in bytes of the longest value that is compared at each place of its beginning: a longer one that repeats itself would take too long.
const COMPARED: usize = 2048;

/// A search for values that are known as credentials.
pub struct KnownSearch {
    automaton: AhoCorasick,
    /// None for many values, or for short ones.
    beginnings: Option<Beginnings>,
    /// Of each value: its risk, and whether it may be a part of a text.
    values: Vec<(Risk, bool)>,
    /// Whether a value may also be a part of a longer word.
    is_anywhere: bool,
}

/// A search for the beginnings of the values. Processors compare many bytes of a text with them at once, so it is ten times as fast as the automaton.
struct Beginnings {
    searcher: packed::Searcher,
    /// The values with each beginning, by their numbers.
    values: Vec<Vec<(usize, Box<[u8]>)>>,
}

impl Beginnings {
    /// The search for `texts`; none if one of them is shorter than a beginning or very long, or if there are too many.
    fn of(texts: &[Box<[u8]>]) -> Option<Self> {
        let mut numbers: BTreeMap<&[u8], usize> = BTreeMap::new();
        let mut values: Vec<Vec<(usize, Box<[u8]>)>> = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            let beginning = text.get(..SHORTEST).filter(|_| text.len() <= COMPARED)?;
            let index = *numbers.entry(beginning).or_insert_with(|| {
                values.push(Vec::new());
                values.len() - 1
            });
            values[index].push((number, text.clone()));
        }
        let mut ordered: Vec<(&[u8], usize)> = numbers.into_iter().collect();
        ordered.sort_by_key(|(_, index)| *index);
        let searcher = packed::Builder::new().extend(ordered.iter().map(|(beginning, _)| beginning)).build()?;
        Some(Self { searcher, values })
    }

    /// The places of the values in `text`, with the number of each value, in the order of their first bytes.
    fn places(&self, text: &[u8], mut take: impl FnMut(usize, Range<usize>) -> bool) {
        let mut at = 0;
        while let Some(found) = self.searcher.find_in(text, Span::from(at..text.len())) {
            let start = found.start();
            for (number, value) in &self.values[found.pattern().as_usize()] {
                if text[start..].starts_with(value) && !take(*number, start..start + value.len()) {
                    return;
                }
            }
            at = start + 1;
        }
    }
}

impl KnownSearch {
    /// A search for `values` as whole words. A value that may be an ordinary word, such as a password of small letters, must be the whole text.
    /// Placeholders and values of fewer than 8 bytes are left out. None if no value is left.
    pub fn words<'v>(values: impl IntoIterator<Item = (&'v str, Risk)>) -> Option<Self> {
        let mut worst: BTreeMap<&str, Risk> = BTreeMap::new();
        for (value, risk) in values {
            let value = value.trim();
            if value.len() >= SHORTEST && !is_placeholder(value) {
                let known = worst.entry(value).or_insert(risk);
                *known = risk.max(*known);
            }
        }
        let values = worst.iter().map(|(value, risk)| (*risk, is_distinctive(value))).collect();
        Self::new(worst.keys(), values, false)
    }

    /// A search for `values` in any place, also inside words. None without values.
    pub fn anywhere(values: &[&str]) -> Option<Self> {
        Self::new(values.iter(), values.iter().map(|_| (Risk::High, true)).collect(), true)
    }

    fn new(
        texts: impl ExactSizeIterator<Item = impl AsRef<[u8]>>,
        values: Vec<(Risk, bool)>,
        is_anywhere: bool,
    ) -> Option<Self> {
        if texts.len() == 0 {
            return None;
        }
        let texts: Vec<Box<[u8]>> = texts.map(|text| text.as_ref().into()).collect();
        // A DFA of a long value that repeats itself takes quadratic time to build.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(&texts).ok()?;
        Some(Self { automaton, beginnings: Beginnings::of(&texts), values, is_anywhere })
    }

    /// The places of the values in `text`, without overlaps: of those that share bytes the longest.
    pub(super) fn find_in(&self, text: &str) -> Vec<(Range<usize>, Risk)> {
        let whole = text.trim();
        let found = self.places(text).into_iter().filter_map(|(number, range)| {
            let (risk, is_distinctive) = self.values[number];
            let is_whole = range.len() == whole.len();
            let is_it = self.is_anywhere || is_whole || is_distinctive && is_word(text, &range);
            is_it.then_some((range, risk))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
        let mut kept: BTreeMap<usize, (Range<usize>, Risk)> = BTreeMap::new();
        for (range, risk) in found {
            let before = kept.range(..range.end).next_back();
            if before.is_none_or(|(_, (other, _))| other.end <= range.start) {
                kept.insert(range.start, (range, risk));
            }
        }
        kept.into_values().collect()
    }

    /// The places in the raw text of a file at which one of the values may be.
    pub(super) fn candidates(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        self.places(text).into_iter().map(|(_, range)| range)
    }

    /// Every place of a value in `text`, with the number of the value.
    fn places(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let Some(beginnings) = &self.beginnings else {
            let all = self.automaton.find_overlapping_iter(text);
            return all.map(|found| (found.pattern().as_usize(), found.range())).collect();
        };
        let mut all = Vec::new();
        beginnings.places(text.as_bytes(), |number, range| {
            all.push((number, range));
            true
        });
        all
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let Some(beginnings) = &self.beginnings else { return self.automaton.is_match(bytes) };
        let mut is_in = false;
        beginnings.places(bytes, |_, _| {
            is_in = true;
            false
        });
        is_in
    }

    /// Whether a file of these bytes may hold one of the values: as they are, with escapes, or in UTF-16.
    pub fn may_be_in(&self, bytes: &[u8]) -> bool {
        self.is_in(bytes)
            || memchr::memmem::find(bytes, b"\\u00").is_some()
            || bytes.iter().take(64).any(|byte| *byte == 0)
    }
}

/// Whether no text contains `value` by chance.
fn is_distinctive(value: &str) -> bool {
    let letters = value.chars().filter(|character| character.is_alphabetic()).count();
    let others = value.chars().count() - letters;
    value.len() >= DISTINCTIVE && !value.contains(' ') || letters > 0 && others > 1
}

/// Whether `range` of `text` is a whole word.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let is_inside =
        |character: Option<char>| character.is_some_and(|character| character.is_alphanumeric() || character == '_');
    let value = &text[range.clone()];
    let begins = !is_inside(value.chars().next())
        || !is_inside(text[..range.start].chars().next_back())
        || is_behind_encoded(text.as_bytes(), range.start);
    begins && (!is_inside(value.chars().next_back()) || !is_inside(text[range.end..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::{KnownSearch, Risk};

    fn found(values: &[&str], text: &str) -> Vec<String> {
        let search = KnownSearch::words(values.iter().map(|value| (*value, Risk::High))).unwrap();
        search.find_in(text).into_iter().map(|(range, _)| text[range].to_owned()).collect()
    }

    #[test]
    fn a_value_is_found_as_a_whole_word() {
        let value = "q7Zx4w9k";
        for text in [
            "q7Zx4w9k",
            "(q7Zx4w9k)",
            "a q7Zx4w9k, b",
            "x\\nq7Zx4w9k\\n",
            "/q7Zx4w9k/",
            "%20q7Zx4w9k%20",
            "k=q7Zx4w9k&",
        ] {
            assert_eq!(found(&[value], text), [value], "{text}");
        }
        for text in ["aq7Zx4w9k", "q7Zx4w9k1", "_q7Zx4w9k", "q7Zx4w9ké"] {
            assert_eq!(found(&[value], text), [""; 0], "{text}");
        }
    }

    #[test]
    fn few_and_many_values_are_found_alike() {
        let value = |number: usize| format!("q7Zx{number:04}w9k-{number}");
        let text = |count: usize| (0..count).map(value).collect::<Vec<_>>().join(" / ");
        for count in [1, 3, 64, 200, 1_000] {
            let values: Vec<String> = (0..count).map(value).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            assert_eq!(found(&values, &text(count)), values, "{count} values");
            let search = KnownSearch::anywhere(&values).unwrap();
            assert!(search.may_be_in(text(count).as_bytes()) && !search.may_be_in(b"nothing"));
        }
        // A value that repeats itself, in a text that repeats it: the time is not their product.
        let long = "a1".repeat(1_000);
        let start = std::time::Instant::now();
        assert!(found(&[&long], &"a1".repeat(200_000)).is_empty(), "it is no word of its own");
        assert!(start.elapsed().as_secs() < 5);
    }

    #[test]
    fn an_ordinary_word_is_found_as_a_whole_text_only() {
        assert_eq!(found(&["zeppelin"], " zeppelin\n"), ["zeppelin"]);
        assert_eq!(found(&["zeppelin"], "the zeppelin flies"), [""; 0]);
        assert!(KnownSearch::words([("short", Risk::High), ("changeme", Risk::High)]).is_none());
    }

    #[test]
    fn the_longest_value_wins() {
        let values = ["q7Zx4w9k", "q7Zx4w9k-b2", "b2-Tr5Yu8Qp"];
        assert_eq!(found(&values, "q7Zx4w9k-b2 q7Zx4w9k"), ["q7Zx4w9k-b2", "q7Zx4w9k"]);
        assert_eq!(found(&values, "q7Zx4w9k-b2-Tr5Yu8Qp"), ["q7Zx4w9k-b2"]);
    }
}
