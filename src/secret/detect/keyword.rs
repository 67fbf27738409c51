//! The keyword search: one pass over a text finds every byte at which a credential may begin. The scans read closely only there.

use super::table::{Table, folded};
use crate::secret::lexicon::field_names::NAME_PARTS;
use crate::secret::vendor;
use aho_corasick::MatchKind;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use std::sync::LazyLock;

/// What a keyword may be the beginning or a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A name: `access_token`.
    Name,
    /// A scheme with a space behind it: `Bearer `.
    Scheme,
    /// JSON in base64, which begins with `{"` or the like; a JSON Web Token too.
    Encoded,
    /// A URL, between its scheme and the rest.
    Url,
    /// The PEM block of a private key.
    PrivateKey,
    /// The option of curl that takes `user:password`.
    User,
    /// A call that encodes `user:password`, up to its bracket.
    Encoder,
    /// The name of a call that signs with a key.
    Hmac,
    /// The key of a function of Azure, in a query.
    FunctionKey,
    /// The address of an Oracle database, before `user/password@`.
    Oracle,
    /// A token of a vendor: the index in [`vendor::beginnings`].
    Vendor(usize),
}

/// A keyword in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Its first byte.
    pub(super) start: u32,
    /// The byte behind its last.
    pub(super) end: u32,
    pattern: u32,
}

const SIGNS: &[(&str, Sign)] = &[
    ("-----begin", Sign::PrivateKey),
    ("eyj", Sign::Encoded),
    ("ewog", Sign::Encoded),
    ("ewoj", Sign::Encoded),
    ("eyai", Sign::Encoded),
    ("://", Sign::Url),
    ("bearer ", Sign::Scheme),
    ("basic ", Sign::Scheme),
    (" -u ", Sign::User),
    ("--user ", Sign::User),
    ("btoa(", Sign::Encoder),
    ("buffer.from(", Sign::Encoder),
    ("utf8.parse(", Sign::Encoder),
    ("hmac", Sign::Hmac),
    ("code=", Sign::FunctionKey),
    ("jdbc:oracle:", Sign::Oracle),
];

struct Automaton {
    table: Table,
    signs: Vec<Sign>,
    /// The lengths of the keywords.
    lengths: Vec<u32>,
    longest: usize,
}

/// Every keyword with its sign.
fn patterns() -> Vec<(&'static str, Sign)> {
    let vendors = vendor::beginnings().iter().enumerate().map(|(number, beginning)| (*beginning, Sign::Vendor(number)));
    let names = NAME_PARTS.iter().map(|name| (*name, Sign::Name));
    vendors.chain(SIGNS.iter().copied()).chain(names).collect()
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let all = patterns();
    let words: Vec<Vec<u8>> = all.iter().map(|(text, _)| text.bytes().map(folded).collect()).collect();
    // It reports every keyword at its last byte, also keywords that overlap.
    let automaton = NFA::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&words).ok()?;
    let lengths: Vec<u32> = words.iter().filter_map(|word| u32::try_from(word.len()).ok()).collect();
    let longest = automaton.max_pattern_len();
    let table = Table::of(&automaton, &words)?;
    Some(Automaton { table, signs: all.into_iter().map(|(_, sign)| sign).collect(), lengths, longest })
});

/// Builds the automaton now, so that the first scan does not wait for it.
pub fn prepare() {
    LazyLock::force(&AUTOMATON);
}

/// Parts of a text that are searched side by side: each step waits for the one before it, and the processor works on the other parts meanwhile.
const LANES: usize = 4;
/// Length in bytes of the shortest text that is searched in parts.
const LONG: usize = 1 << 10;

/// All keywords of `text`, in the order of their first byte. A text has less than 4 GiB.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some(automaton) = AUTOMATON.as_ref() else { return Vec::new() };
    let Automaton { table, longest, .. } = automaton;
    let bytes = text.as_bytes();
    let size = if bytes.len() < LONG { 0 } else { bytes.len() / LANES };
    let mut found: [Vec<Hit>; LANES] = Default::default();
    // The bytes before a lane, as many as the longest keyword has, give its first state.
    let mut states: [u16; LANES] = std::array::from_fn(|lane| {
        let begin = lane * size;
        bytes[begin.saturating_sub(*longest)..begin].iter().fold(table.start, |state, byte| table.step(state, *byte))
    });
    let [one, two, three, four]: [&[u8]; LANES] = std::array::from_fn(|lane| &bytes[lane * size..(lane + 1) * size]);
    for (at, (((one, two), three), four)) in one.iter().zip(two).zip(three).zip(four).enumerate() {
        for (lane, byte) in [one, two, three, four].into_iter().enumerate() {
            states[lane] = table.step(states[lane], *byte);
            if table.is_end(states[lane]) {
                automaton.push_hits(states[lane], lane * size + at + 1, &mut found[lane]);
            }
        }
    }
    let mut last = states[LANES - 1];
    for (at, byte) in bytes.iter().enumerate().skip(size * LANES) {
        last = table.step(last, *byte);
        if table.is_end(last) {
            automaton.push_hits(last, at + 1, &mut found[LANES - 1]);
        }
    }
    let mut found: Vec<Hit> = found.into_iter().flatten().collect();
    found.sort_by_key(|hit| hit.start);
    found
}

impl Automaton {
    /// Adds the keywords that end in `state`, which the byte before `end` led to. Rare, so it is kept out of the loop.
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "a document has less than 4 GiB")]
    fn push_hits(&self, state: u16, end: usize, found: &mut Vec<Hit>) {
        for pattern in self.table.words(state) {
            let start = end as u32 - self.lengths[pattern.as_usize()];
            found.push(Hit { start, end: end as u32, pattern: pattern.as_u32() });
        }
    }
}

/// The number of keywords in `text`. For the bench alone.
#[doc(hidden)]
pub fn count_keywords(text: &str) -> usize {
    hits(text).len()
}

/// The keywords that the search looks for. For the bench alone.
#[doc(hidden)]
pub fn keywords() -> Vec<&'static str> {
    patterns().into_iter().map(|(text, _)| text).collect()
}

/// Whether `text` may hold the name of a credential. Every such name has one of the keywords.
pub fn may_name_credential(text: &str) -> bool {
    hits(text).into_iter().any(Hit::may_be_name)
}

impl Hit {
    /// What it may be a part of.
    pub(super) fn sign(self) -> Sign {
        AUTOMATON.as_ref().map_or(Sign::Name, |automaton| automaton.signs[self.pattern as usize])
    }

    /// Whether it may be part of a name: a vendor's keyword may hide one.
    pub(super) fn may_be_name(self) -> bool {
        matches!(self.sign(), Sign::Name | Sign::Vendor(_))
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTOMATON, Sign, hits};

    #[test]
    fn the_automaton_is_built_and_finds_every_sign() {
        assert!(AUTOMATON.is_some());
        let signs: Vec<Sign> = hits("my_TOKEN: Bearer eyJ https://x").into_iter().map(super::Hit::sign).collect();
        for sign in [Sign::Name, Sign::Scheme, Sign::Encoded, Sign::Url] {
            assert!(signs.contains(&sign), "{sign:?}");
        }
    }

    #[test]
    fn lanes_miss_no_keyword_at_their_borders() {
        for length in (1_000..1_100).chain(4_000..4_040) {
            let text = "token ".repeat(length / 6 + 1);
            let text = &text[..length];
            let starts: Vec<_> =
                hits(text).into_iter().filter(|hit| hit.end - hit.start == 5).map(|hit| hit.start as usize).collect();
            assert_eq!(starts, text.match_indices("token").map(|(at, _)| at).collect::<Vec<_>>(), "{length}");
        }
    }
}
