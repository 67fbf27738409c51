//! The whole check on whatever is JSON: it ends, soon, without a panic, and every place lies in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postsmith::check::check;
use postsmith::document::Document;
use postsmith::fix::apply_fixes;
use std::time::{Duration, Instant};

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Document::json("a.json", bytes) else { return };
    let begun = Instant::now();
    let findings = check(&document);
    assert!(begun.elapsed() < Duration::from_secs(1), "{} bytes took {:?}", bytes.len(), begun.elapsed());
    for finding in &findings {
        assert!(document.text().get(finding.location.span.range()).is_some(), "{finding}");
    }
    if findings.iter().any(|finding| !finding.fix.is_empty()) {
        // What was fixed is JSON again, and reads the same apart from the fixes.
        assert!(apply_fixes(&document, &findings).is_some());
    }
});
