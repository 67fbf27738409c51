//! Tokens that are told by how they look, wherever they stand: one entry for each kind, as data.

mod ai;
mod cloud;
mod code;
mod data;
mod host;
mod message;
mod package;
mod payment;
mod rule;
mod social;
mod work;

pub use rule::Rule;

use super::cursor::is_behind_escape;
use super::strength::entropy;
use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

/// How many letters of a keyword are searched for.
const BEGINNING: usize = 5;
/// How far before a keyword a token may begin.
const BEFORE: usize = 64;
/// How far behind it one may end.
const BEHIND: usize = 2_048;

/// The rules, by what their vendors do.
const LISTS: &[&[Rule]] = &[
    ai::RULES,
    cloud::RULES,
    code::RULES,
    data::RULES,
    host::RULES,
    message::RULES,
    package::RULES,
    payment::RULES,
    social::RULES,
    work::RULES,
];

struct Table {
    rules: Vec<&'static Rule>,
    /// Made when first asked for: most files have no token of any vendor.
    patterns: Vec<OnceLock<Option<Regex>>>,
    /// By rule, whether its tokens begin with its keyword.
    begins: Vec<bool>,
    /// What keywords begin with, each once: few letters make a small automaton.
    beginnings: Vec<&'static str>,
    /// The rules of each beginning, with the keyword.
    of_beginning: Vec<Vec<(usize, &'static str)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rules: Vec<&'static Rule> = LISTS.iter().copied().flatten().collect();
    let of_rule = |(index, rule): (usize, &&'static Rule)| rule.keywords.iter().map(move |keyword| (index, *keyword));
    let keywords: Vec<(usize, &'static str)> = rules.iter().enumerate().flat_map(of_rule).collect();
    let beginning = |keyword: &'static str| &keyword[..keyword.len().min(BEGINNING)];
    let mut beginnings: Vec<&'static str> = keywords.iter().map(|(_, keyword)| beginning(keyword)).collect();
    // Of two that begin alike the search must see the longer one.
    beginnings.sort_by_key(|beginning| (std::cmp::Reverse(beginning.len()), *beginning));
    beginnings.dedup();
    let of = |beginning: &&str| {
        // A shorter keyword may be hidden by a longer beginning.
        let is_of = |keyword: &str| {
            let shared = keyword.len().min(beginning.len());
            keyword.as_bytes()[..shared].eq_ignore_ascii_case(&beginning.as_bytes()[..shared])
        };
        keywords.iter().filter(|(_, keyword)| is_of(keyword)).copied().collect()
    };
    let of_beginning = beginnings.iter().map(of).collect();
    let patterns = rules.iter().map(|_| OnceLock::new()).collect();
    let begins = |rule: &&Rule| {
        let begins = |form: &&str| rule.keywords.iter().any(|keyword| form.starts_with(keyword));
        rule.right.iter().all(begins)
    };
    let begins = rules.iter().map(begins).collect();
    Table { rules, patterns, begins, beginnings, of_beginning }
});

/// Every rule.
pub fn all() -> &'static [&'static Rule] {
    &TABLE.rules
}

/// What keywords begin with, longer ones first.
pub(super) fn beginnings() -> &'static [&'static str] {
    &TABLE.beginnings
}

/// The token of `text` that has a keyword with beginning number `beginning` at `start`, and the rule that it is of.
pub(super) fn token(text: &str, beginning: usize, start: usize) -> Option<(usize, Range<usize>)> {
    TABLE.of_beginning[beginning].iter().find_map(|(rule, keyword)| {
        let is_there = text.as_bytes()[start..].starts_with(keyword.as_bytes());
        is_there.then(|| matching(*rule, text, start..start + keyword.len())).flatten().map(|range| (*rule, range))
    })
}

/// The part of `text` around `at` that is a token of `rule`.
fn matching(rule: usize, text: &str, at: Range<usize>) -> Option<Range<usize>> {
    let Rule { pattern, entropy: least, .. } = TABLE.rules[rule];
    let bytes = text.as_bytes();
    // Where a token begins with its keyword there is one place to look at, and mostly the letter before it says that it is none.
    let begins = TABLE.begins[rule];
    if begins && !is_border_before(bytes, at.start) {
        return None;
    }
    let regex = TABLE.patterns[rule].get_or_init(|| regex(pattern, begins)).as_ref()?;
    let from = if begins { at.start } else { at.start.saturating_sub(BEFORE) };
    let window = &bytes[from..bytes.len().min(at.end + BEHIND)];
    let is_token = |found: &Range<usize>| {
        found.start <= at.start
            && found.end >= at.end
            && is_border_before(bytes, found.start)
            && is_border(bytes.get(found.end))
            && text.get(found.clone()).is_some_and(|token| entropy(token) >= *least)
    };
    regex.find_iter(window).map(|found| from + found.start()..from + found.end()).find(is_token)
}

fn is_border(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'_' | b'-'))
}

/// Whether a word can begin at `start`: the letters of `\n` and `%20` are no part of it.
fn is_border_before(bytes: &[u8], start: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).map(|at| bytes[at]);
    let is_percent = before(3) == Some(b'%') && [before(2), before(1)].iter().flatten().all(u8::is_ascii_hexdigit);
    is_border(before(1).as_ref()) || is_behind_escape(bytes, start) || is_percent
}

fn regex(pattern: &str, begins: bool) -> Option<Regex> {
    let pattern = if begins { format!("^(?:{pattern})") } else { pattern.to_owned() };
    RegexBuilder::new(&pattern).unicode(false).build().ok()
}
