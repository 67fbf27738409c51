//! The words at which a text is looked at closely, found in one pass: names of credentials, schemes, and what vendors' tokens begin with.

use super::table::Table;
use super::vendor;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::nfa::noncontiguous::NFA;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// What a word may be the beginning or a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Of a name: `access_token`.
    Name,
    /// It is a scheme, with a blank behind it: `Bearer `.
    Scheme,
    /// Of JSON in base64: `{"` and the like; a JSON Web Token begins so as well.
    Encoded,
    /// Between the scheme of a URL and the rest.
    Url,
    /// Of the armour of a private key.
    PrivateKey,
    /// It is the option of a command that takes `user:password`.
    User,
    /// Of the tokens of vendors: those that have beginning number ... of [`vendor::beginnings`].
    Vendor(usize),
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Its first byte.
    pub(super) start: u32,
    /// The byte behind it.
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
];
const NAMES: &[&str] = &[
    "token",
    "secret",
    "pass",
    "pwd",
    "_key",
    "-key",
    "apikey",
    "accesskey",
    "authkey",
    "privatekey",
    "secretkey",
    "subscriptionkey",
    "encryptionkey",
    "signingkey",
    "api key",
    "authorization",
    "bearer",
    "credential",
    "jwt",
    "signature",
    "session",
    "sessid",
    "csrf",
    "senha",
    "contrase",
    "wachtwoord",
    "sig=",
    "mdp",
    "kennwort",
    "parola",
    "sifre",
    "haslo",
    "heslo",
];

struct Automaton {
    table: Table,
    signs: Vec<Sign>,
    /// The lengths of the words.
    lengths: Vec<u32>,
    longest: usize,
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let vendors = vendor::beginnings().iter().enumerate().map(|(number, beginning)| (*beginning, Sign::Vendor(number)));
    let names = NAMES.iter().map(|name| (*name, Sign::Name));
    let all: Vec<(&str, Sign)> = vendors.chain(SIGNS.iter().copied()).chain(names).collect();
    let words: Vec<&str> = all.iter().map(|(text, _)| *text).collect();
    // It reports a word at its last letter, whatever words end or begin within it.
    let automaton = NFA::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&words).ok()?;
    let lengths: Vec<u32> = words.iter().filter_map(|word| u32::try_from(word.len()).ok()).collect();
    let longest = automaton.max_pattern_len();
    let table = Table::of(&automaton, &words)?;
    Some(Automaton { table, signs: all.into_iter().map(|(_, sign)| sign).collect(), lengths, longest })
});

/// Makes now what the first search would wait for.
pub fn prepare() {
    LazyLock::force(&AUTOMATON);
}

/// How many parts of a text are searched side by side: each step waits for the one before, and while it waits the others go on.
const LANES: usize = 4;
/// Shortest text that is worth it.
const LONG: usize = 1 << 10;

/// All words of `text`, by where they begin. A text has less than 4 GiB.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some(automaton) = AUTOMATON.as_ref() else { return Vec::new() };
    let Automaton { table, longest, .. } = automaton;
    let bytes = text.as_bytes();
    let size = if bytes.len() < LONG { 0 } else { bytes.len() / LANES };
    let mut found: [Vec<Hit>; LANES] = Default::default();
    // A lane knows what its state is by the letters before it, as many as the longest word has.
    let mut states: [u16; LANES] = std::array::from_fn(|lane| {
        let begin = lane * size;
        bytes[begin.saturating_sub(*longest)..begin].iter().fold(table.start, |state, byte| table.step(state, *byte))
    });
    let [one, two, three, four]: [&[u8]; LANES] = std::array::from_fn(|lane| &bytes[lane * size..(lane + 1) * size]);
    for (at, (((one, two), three), four)) in one.iter().zip(two).zip(three).zip(four).enumerate() {
        for (lane, byte) in [one, two, three, four].into_iter().enumerate() {
            states[lane] = table.step(states[lane], *byte);
            if table.is_end(states[lane]) {
                automaton.take(states[lane], lane * size + at + 1, &mut found[lane]);
            }
        }
    }
    let mut last = states[LANES - 1];
    for (at, byte) in bytes.iter().enumerate().skip(size * LANES) {
        last = table.step(last, *byte);
        if table.is_end(last) {
            automaton.take(last, at + 1, &mut found[LANES - 1]);
        }
    }
    let mut found: Vec<Hit> = found.into_iter().flatten().collect();
    found.sort_by_key(|hit| hit.start);
    found
}

impl Automaton {
    /// Takes down the words that end in `state`, which was reached with the byte before `end`: seldom, so the loop goes on without it.
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "a document has less than 4 GiB")]
    fn take(&self, state: u16, end: usize, found: &mut Vec<Hit>) {
        for pattern in self.table.words(state) {
            let start = end as u32 - self.lengths[pattern.as_usize()];
            found.push(Hit { start, end: end as u32, pattern: pattern.as_u32() });
        }
    }
}

/// What finds `values`; none when there are none.
pub(super) fn known(values: &[&str]) -> Option<AhoCorasick> {
    let any = !values.is_empty();
    any.then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(values).ok()).flatten()
}

impl Hit {
    /// What it may be of.
    pub(super) fn sign(self) -> Sign {
        AUTOMATON.as_ref().map_or(Sign::Name, |automaton| automaton.signs[self.pattern as usize])
    }

    /// Whether it may be part of a name, whatever else it is: what a vendor's keyword hides may be one.
    pub(super) fn may_be_name(self) -> bool {
        matches!(self.sign(), Sign::Name | Sign::Vendor(_))
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTOMATON, Sign, hits};

    #[test]
    fn the_automaton_can_be_built_and_finds_every_word() {
        assert!(AUTOMATON.is_some());
        let signs: Vec<Sign> = hits("my_TOKEN: Bearer eyJ https://x").into_iter().map(super::Hit::sign).collect();
        for sign in [Sign::Name, Sign::Scheme, Sign::Encoded, Sign::Url] {
            assert!(signs.contains(&sign), "{sign:?}");
        }
    }

    #[test]
    fn lanes_miss_nothing_where_they_meet() {
        for length in (1_000..1_100).chain(4_000..4_040) {
            let text = "token ".repeat(length / 6 + 1);
            let text = &text[..length];
            let starts: Vec<_> =
                hits(text).into_iter().filter(|hit| hit.end - hit.start == 5).map(|hit| hit.start as usize).collect();
            assert_eq!(starts, text.match_indices("token").map(|(at, _)| at).collect::<Vec<_>>(), "{length}");
        }
    }
}
