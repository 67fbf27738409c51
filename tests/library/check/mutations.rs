//! A short run of the fuzz target `check`: a check of a mutated file ends quickly, and every span lies in the text.

use postsmith::check::check;
use postsmith::document::Document;
use postsmith::fix::apply_fixes;
use postsmith::redact::{VariableNames, redact};
use postsmith::secret::{Risk, scan};
use std::time::{Duration, Instant};
use support::credential::KINDS;
use support::random::Random;
use support::sample::{POSITIONS, V21, with_credential};

const RUNS: u64 = 2_000;

/// Cuts, doubles and exchanges parts between quotes, commas and brackets: what comes out is often JSON still.
fn mutate(text: &str, random: &mut Random) -> String {
    let marks: Vec<usize> =
        text.char_indices().filter(|(_, letter)| "{}[],:\"\\".contains(*letter)).map(|(at, _)| at).collect();
    let mut pick = || marks[random.below(marks.len())];
    let (one, two, three) = (pick(), pick(), pick());
    let (from, to) = (one.min(two), one.max(two));
    let to = to.min(text.floor_char_boundary(from + 200));
    let part = &text[from..to];
    match random.below(5) {
        0 => format!("{}{}", &text[..from], &text[to..]),
        1 => format!("{}{part}{}", &text[..three], &text[three..]),
        2 => text.replacen(part, &part.replace('"', "\\\""), 1),
        3 => text.replace("\"name\"", ["\"item\"", "\"url\"", "\"auth\"", "\"exec\""][random.below(4)]),
        _ => format!(
            "{}{}{}",
            &text[..from],
            ["null", "[]", "{}", "\"\\ud800\"", "1e999", "\"{{\""][random.below(6)],
            &text[to..]
        ),
    }
}

/// A collection with a credential at every position, one item each.
fn with_credentials() -> String {
    let items = POSITIONS.iter().zip(KINDS.iter().cycle()).flat_map(|(position, (kind, pattern))| {
        let token = Random::new(&format!("{position} {kind}")).token(pattern);
        with_credential(position, &token)["item"].as_array().cloned().unwrap_or_default()
    });
    let items: Vec<_> = items.collect();
    serde_json::json!({"info": {"name": "Credentials", "schema": V21}, "item": items}).to_string()
}

#[test]
fn redacted_mutations_stay_clean() {
    let seed = with_credentials();
    let mut random = Random::new("redacted");
    let (mut read, mut left) = (0, 0);
    for _ in 0..600 {
        let Ok(document) = Document::json("a.json", mutate(&seed, &mut random)) else { continue };
        read += 1;
        let redacted = redact(&document, &mut VariableNames::default(), Risk::Medium);
        if !redacted.left.is_empty() {
            left += 1;
            continue;
        }
        let clean = Document::json("a.json", redacted.text(&document)).unwrap();
        assert!(scan(&clean).iter().all(|secret| secret.risk < Risk::Medium), "{}", clean.text());
        let again = redact(&clean, &mut VariableNames::default(), Risk::Medium);
        assert!(again.document.is_none(), "a second run changes nothing");
    }
    assert!(read > 60 && left * 50 <= read, "{read} read, {left} with something left");
}

#[test]
fn mutations_are_checked_quickly_and_spans_are_valid() {
    let seeds = [
        include_str!("../../fixtures/schema/collection-v2.1.json"),
        include_str!("../../fixtures/schema/collection-v2.0.json"),
        include_str!("../../fixtures/schema/environment.json"),
        include_str!("../../../output/tallyfy.postman_collection.json"),
    ];
    let mut random = Random::new("checked");
    let mut read = 0;
    for run in 0..RUNS {
        // The last one is large: it takes a tenth of the turns.
        let seed = seeds[if run % 10 == 0 { 3 } else { random.below(3) }];
        let mut text = mutate(seed, &mut random);
        if random.below(2) == 0 {
            text = mutate(&text, &mut random);
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
