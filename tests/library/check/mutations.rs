//! A short run of the fuzzer: a check of any mutated file ends soon, and every location lies in the text.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test: it may panic")]

use postsmith::check::check;
use postsmith::document::Document;
use postsmith::fix::apply_fixes;
use postsmith::redact::{Names, redact};
use postsmith::secret::{Strength, scan};
use std::time::{Duration, Instant};
use support::planting;

const RUNS: u64 = 2_000;

/// A random number generator with the same sequence on every machine (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

/// Cuts, doubles and exchanges parts between quotes, commas and brackets, so that the result is often still JSON.
fn mutate(text: &str, numbers: &mut Numbers) -> String {
    let marks: Vec<usize> =
        text.char_indices().filter(|(_, character)| "{}[],:\"\\".contains(*character)).map(|(at, _)| at).collect();
    let mut pick = || marks[numbers.below(marks.len())];
    let (one, two, three) = (pick(), pick(), pick());
    let (from, to) = (one.min(two), one.max(two));
    let to = to.min(text.floor_char_boundary(from + 200));
    let part = &text[from..to];
    match numbers.below(5) {
        0 => format!("{}{}", &text[..from], &text[to..]),
        1 => format!("{}{part}{}", &text[..three], &text[three..]),
        2 => text.replacen(part, &part.replace('"', "\\\""), 1),
        3 => text.replace("\"name\"", ["\"item\"", "\"url\"", "\"auth\"", "\"exec\""][numbers.below(4)]),
        _ => format!(
            "{}{}{}",
            &text[..from],
            ["null", "[]", "{}", "\"\\ud800\"", "1e999", "\"{{\""][numbers.below(6)],
            &text[to..]
        ),
    }
}

/// A collection with a credential at every position, one item each.
fn planted() -> String {
    let items = planting::POSITIONS.iter().zip(planting::KINDS.iter().cycle()).flat_map(|(place, (kind, form))| {
        let token = planting::Random::new(&format!("{place} {kind}")).token(form);
        planting::position(place, &token)["item"].as_array().cloned().unwrap_or_default()
    });
    let items: Vec<_> = items.collect();
    serde_json::json!({"info": {"name": "Planted", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": items})
        .to_string()
}

#[test]
fn redacting_a_mutated_file_leaves_nothing() {
    let seed = planted();
    let mut numbers = Numbers(0x51c4_02d7_6a3e_5b19);
    let (mut read, mut left) = (0, 0);
    for _ in 0..600 {
        let Ok(document) = Document::json("a.json", mutate(&seed, &mut numbers)) else { continue };
        read += 1;
        let redacted = redact(&document, &mut Names::default(), Strength::Weak);
        if !redacted.left.is_empty() {
            left += 1;
            continue;
        }
        let clean = Document::json("a.json", redacted.text(&document)).unwrap();
        assert!(scan(&clean).iter().all(|secret| secret.strength < Strength::Weak), "{}", clean.text());
        let again = redact(&clean, &mut Names::default(), Strength::Weak);
        assert!(again.document.is_none(), "a second run changes nothing");
    }
    assert!(read > 60 && left * 50 <= read, "{read} read, {left} with something left");
}

#[test]
fn checking_a_mutated_file_ends_soon_with_valid_locations() {
    let seeds = [
        include_str!("../../fixtures/schema/collection-v2.1.json"),
        include_str!("../../fixtures/schema/collection-v2.0.json"),
        include_str!("../../fixtures/schema/environment.json"),
        include_str!("../../../output/tallyfy.postman_collection.json"),
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut read = 0;
    for run in 0..RUNS {
        // The last seed is large, so it gets a tenth of the runs.
        let seed = seeds[if run % 10 == 0 { 3 } else { numbers.below(3) }];
        let mut text = mutate(seed, &mut numbers);
        if numbers.below(2) == 0 {
            text = mutate(&text, &mut numbers);
        }
        let Ok(document) = Document::json("a.json", text) else { continue };
        read += 1;
        let begun = Instant::now();
        let findings = check(&document);
        assert!(begun.elapsed() < Duration::from_secs(5), "{} took {:?}", document.text(), begun.elapsed());
        for finding in &findings {
            assert!(document.text().get(finding.location.span.range()).is_some(), "{finding}");
        }
        if findings.iter().any(|finding| !finding.fix.is_empty()) {
            assert!(apply_fixes(&document, &findings).is_some(), "{}", document.text());
        }
    }
    assert!(read > RUNS / 20, "{read} of {RUNS} were JSON");
}
