//! Tokens that their pattern alone proves: one entry for each kind, as data. The text scan calls it at each keyword.

mod ai;
mod chain;
mod cloud;
mod code;
mod data;
mod host;
mod message;
mod package;
mod pattern;
mod payment;
mod social;
mod work;

pub use pattern::VendorPattern;

use super::detect::is_behind_encoded;
use super::detect::token::entropy;
use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// How many characters of a keyword the search looks for.
const BEGINNING: usize = 5;
/// Most bytes of a token before its keyword.
const BEFORE: usize = 64;
/// Most bytes of a token behind its keyword.
const BEHIND: usize = 2_048;

/// The patterns, by the trade of their vendors.
const LISTS: &[&[VendorPattern]] = &[
    ai::PATTERNS,
    chain::PATTERNS,
    cloud::PATTERNS,
    code::PATTERNS,
    data::PATTERNS,
    host::PATTERNS,
    message::PATTERNS,
    package::PATTERNS,
    payment::PATTERNS,
    social::PATTERNS,
    work::PATTERNS,
];

/// All patterns, with what the search needs of them.
struct Index {
    patterns: Vec<&'static VendorPattern>,
    /// Compiled on first use: most files hold no token of any vendor.
    regexes: Vec<OnceLock<Option<Regex>>>,
    /// By pattern, whether its tokens begin with its keyword.
    begins: Vec<bool>,
    /// The first characters of the keywords, each once: short words make a small automaton.
    beginnings: Vec<&'static str>,
    /// The patterns of each beginning, with the keyword.
    of_beginning: Vec<Vec<(usize, &'static str)>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let patterns: Vec<&'static VendorPattern> = LISTS.iter().copied().flatten().collect();
    let keywords_of = |(index, pattern): (usize, &&'static VendorPattern)| {
        pattern.keywords.iter().map(move |keyword| (index, *keyword))
    };
    let keywords: Vec<(usize, &'static str)> = patterns.iter().enumerate().flat_map(keywords_of).collect();
    let beginning = |keyword: &'static str| &keyword[..keyword.len().min(BEGINNING)];
    let mut beginnings: Vec<&'static str> = keywords.iter().map(|(_, keyword)| beginning(keyword)).collect();
    // Where one is the beginning of another, the search must see the longer one.
    beginnings.sort_by_key(|beginning| (std::cmp::Reverse(beginning.len()), *beginning));
    beginnings.dedup();
    let of = |beginning: &&str| {
        // A longer beginning may hide a shorter keyword.
        let is_of = |keyword: &str| {
            let shared = keyword.len().min(beginning.len());
            keyword.as_bytes()[..shared].eq_ignore_ascii_case(&beginning.as_bytes()[..shared])
        };
        keywords.iter().filter(|(_, keyword)| is_of(keyword)).copied().collect()
    };
    let of_beginning = beginnings.iter().map(of).collect();
    let regexes = patterns.iter().map(|_| OnceLock::new()).collect();
    let begins = |pattern: &&VendorPattern| {
        let begins = |example: &&str| pattern.keywords.iter().any(|keyword| example.starts_with(keyword));
        pattern.examples.iter().all(begins)
    };
    let begins = patterns.iter().map(begins).collect();
    Index { patterns, regexes, begins, beginnings, of_beginning }
});

/// Every pattern.
pub fn all() -> &'static [&'static VendorPattern] {
    &INDEX.patterns
}

/// The first characters of the keywords, longer ones first.
pub(super) fn beginnings() -> &'static [&'static str] {
    &INDEX.beginnings
}

/// The token of `text` whose keyword has beginning number `beginning` and stands at `start`, with the index of its pattern.
pub(super) fn token(text: &str, beginning: usize, start: usize) -> Option<(usize, Range<usize>)> {
    INDEX.of_beginning[beginning].iter().find_map(|(pattern, keyword)| {
        let is_there = text.as_bytes()[start..].starts_with(keyword.as_bytes());
        is_there
            .then(|| matching(*pattern, text, start..start + keyword.len()))
            .flatten()
            .map(|range| (*pattern, range))
    })
}

/// The part of `text` around `at` that matches the pattern with this index.
fn matching(index: usize, text: &str, at: Range<usize>) -> Option<Range<usize>> {
    let VendorPattern { pattern, entropy: least, .. } = INDEX.patterns[index];
    let bytes = text.as_bytes();
    // A token that begins with its keyword can begin at one byte only, and the byte before it mostly rules that out.
    let begins = INDEX.begins[index];
    if begins && !is_border_before(bytes, at.start) {
        return None;
    }
    let regex = INDEX.regexes[index].get_or_init(|| regex(pattern, begins)).as_ref()?;
    let from = if begins { at.start } else { at.start.saturating_sub(BEFORE) };
    let window = &bytes[from..bytes.len().min(at.end + BEHIND)];
    let is_token = |found: &Range<usize>| {
        found.start <= at.start
            && found.end >= at.end
            && is_border_before(bytes, found.start)
            && is_border(bytes.get(found.end))
            && text.get(found.clone()).is_some_and(|token| entropy(token) >= *least)
    };
    if regex.captures_len() > 1 {
        // Around its token the pattern describes the URL.
        let in_file = |found: regex::bytes::Match<'_>| from + found.start()..from + found.end();
        let tokens =
            regex.captures_iter(window).filter_map(|found| Some((in_file(found.get(0)?), in_file(found.get(1)?))));
        return tokens
            .filter(|(whole, _)| is_token(whole))
            .map(|(_, token)| token)
            .find(|token| is_border(bytes.get(token.end)));
    }
    regex.find_iter(window).map(|found| from + found.start()..from + found.end()).find(is_token)
}

fn is_border(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-'))
}

/// Whether a word can begin at `start`: the characters of `\n` and `%20` belong to no word.
fn is_border_before(bytes: &[u8], start: usize) -> bool {
    is_border(bytes[..start].last()) || is_behind_encoded(bytes, start)
}

fn regex(pattern: &str, begins: bool) -> Option<Regex> {
    let pattern = if begins { format!("^(?:{pattern})") } else { pattern.to_owned() };
    RegexBuilder::new(&pattern).unicode(false).build().ok()
}
