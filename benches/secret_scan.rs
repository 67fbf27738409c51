//! The keyword search of the secret scan against aho-corasick alone: `cargo bench --bench secret_scan`.
//!
//! `src/secret/detect/table.rs` exists for speed only. It stays as long as `keyword_search` is clearly faster than both others.

#![allow(clippy::expect_used, reason = "a bench that cannot go on should stop")]

use aho_corasick::{AhoCorasick, MatchKind};
use divan::Bencher;
use divan::counter::BytesCount;
use postsmith::secret::{count_keywords, keywords};
use std::fmt::Write as _;
use std::hint::black_box;

fn main() {
    divan::main();
}

/// Text that looks like an export, of at least `size` bytes: items with headers, a body, a script and a description.
fn export(size: usize) -> String {
    let mut text = String::from("{\n\t\"info\": {\"name\": \"Bench\"},\n\t\"item\": [");
    let mut number = 0_u32;
    while text.len() < size {
        number += 1;
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n\t\t{{\"name\": \"List orders {number}\", \"request\": {{\"method\": \"GET\", \"url\": {{\"raw\": \"{{{{BASE_URL}}}}/v2/orders/{number}?page=2\"}}, \
            \"header\": [{{\"key\": \"Accept\", \"value\": \"application/json\"}}, {{\"key\": \"Authorization\", \"value\": \"Bearer {{{{ACCESS_TOKEN}}}}\"}}], \
            \"description\": \"Returns the orders of one customer, sorted by the day on which they were placed. The list has pages of twenty.\"}}, \
            \"event\": [{{\"listen\": \"test\", \"script\": {{\"exec\": [\"pm.test('status', () => pm.response.to.have.status(200));\", \
            \"pm.collectionVariables.set('ORDER_ID', pm.response.json().items[0].id);\"]}}}}], \
            \"response\": [{{\"name\": \"OK\", \"code\": 200, \"body\": \"{{\\n  \\\"id\\\": {number},\\n  \\\"status\\\": \\\"shipped\\\",\\n  \\\"total\\\": 12.5\\n}}\"}}]}},"
        );
    }
    text.push_str("\n\t]\n}\n");
    text
}

const SIZES: [usize; 2] = [16 << 10, 4 << 20];

/// The search as the scan runs it, with every keyword and overlaps.
#[divan::bench(args = SIZES)]
fn keyword_search(bencher: Bencher<'_, '_>, size: usize) {
    let text = export(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| count_keywords(black_box(&text)));
}

/// aho-corasick with leftmost-first matches. It misses keywords that overlap, which the scan needs.
#[divan::bench(args = SIZES)]
fn aho_corasick_leftmost_first(bencher: Bencher<'_, '_>, size: usize) {
    let search = search(MatchKind::LeftmostFirst);
    let text = export(size);
    bencher.counter(BytesCount::of_str(&text)).bench(|| search.find_iter(black_box(&text)).count());
}

/// aho-corasick with every match and overlaps: the same result as the search of the scan.
#[divan::bench(args = SIZES)]
fn aho_corasick_overlapping(bencher: Bencher<'_, '_>, size: usize) {
    let search = search(MatchKind::Standard);
    let text = export(size);
    assert_eq!(search.find_overlapping_iter(&text).count(), count_keywords(&text), "both searches find the same");
    bencher.counter(BytesCount::of_str(&text)).bench(|| search.find_overlapping_iter(black_box(&text)).count());
}

fn search(kind: MatchKind) -> AhoCorasick {
    let built = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(kind).build(keywords());
    built.expect("the keywords build an automaton")
}
