//! `JSONTestSuite` (`tests/fixtures/json-test-suite`): files `y_` are accepted, files `n_` are refused with a place, files `i_` are decided here.

use postsmith::document::{Document, print};
use std::fs;
use std::path::Path;

/// What the standard leaves open: each file's name without `i_` and `.json`, with our decision.
const DECIDED: &[(Decision, &str, &[&str])] = &[
    (
        Decision::Accept,
        "a number is kept as its text; code that needs a machine number checks whether it fits",
        &[
            "number_double_huge_neg_exp",
            "number_huge_exp",
            "number_neg_int_huge_exp",
            "number_pos_double_huge_exp",
            "number_real_neg_overflow",
            "number_real_pos_overflow",
            "number_real_underflow",
            "number_too_big_neg_int",
            "number_too_big_pos_int",
            "number_very_big_negative_int",
        ],
    ),
    (
        Decision::Accept,
        "Postman is JavaScript, which writes lone surrogates as escapes; the file can be read, and the character reads as U+FFFD",
        &[
            "object_key_lone_2nd_surrogate",
            "string_1st_surrogate_but_2nd_missing",
            "string_1st_valid_surrogate_2nd_invalid",
            "string_incomplete_surrogate_and_escape_valid",
            "string_incomplete_surrogate_pair",
            "string_incomplete_surrogates_escape_valid",
            "string_invalid_lonely_surrogate",
            "string_invalid_surrogate",
            "string_inverted_surrogates_U+1D11E",
            "string_lone_second_surrogate",
        ],
    ),
    (Decision::Accept, "real exports begin with a byte-order mark", &["structure_UTF-8_BOM_empty_object"]),
    (Decision::Accept, "500 levels are within the 512 that are read", &["structure_500_nested_arrays"]),
    (
        Decision::Accept,
        "Newman reads UTF-16, so what such files hold has to be checked",
        &["string_UTF-16LE_with_BOM", "string_utf16BE_no_BOM", "string_utf16LE_no_BOM"],
    ),
    (
        Decision::Refuse,
        "bytes that are not UTF-8 have no characters, so no place and no edit could be trusted",
        &[
            "string_UTF-8_invalid_sequence",
            "string_UTF8_surrogate_U+D800",
            "string_invalid_utf-8",
            "string_iso_latin_1",
            "string_lone_utf8_continuation_byte",
            "string_not_in_unicode_range",
            "string_overlong_sequence_2_bytes",
            "string_overlong_sequence_6_bytes",
            "string_overlong_sequence_6_bytes_null",
            "string_truncated-utf-8",
        ],
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Accept,
    Refuse,
}

fn decision(name: &str) -> Decision {
    let (class, rest) = name.trim_end_matches(".json").split_once('_').unwrap();
    match class {
        "y" => Decision::Accept,
        "n" => Decision::Refuse,
        "i" => {
            let decided = DECIDED.iter().find(|(_, _, files)| files.contains(&rest));
            decided.unwrap_or_else(|| panic!("{name} is not decided")).0
        }
        _ => panic!("{name} is of no known class"),
    }
}

#[test]
fn files_are_accepted_or_refused_as_their_names_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/json-test-suite/test_parsing");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        match (decision(&name), Document::json(name.as_str(), bytes.clone())) {
            (Decision::Accept, Ok(document)) => {
                let printed = print(document.root());
                let again = Document::json(name.as_str(), printed.as_str()).unwrap();
                assert_eq!(print(again.root()), printed, "{name}: what is printed reads the same");
            }
            (Decision::Refuse, Err(error)) => {
                let span = error.span();
                assert!(span.start <= span.end && span.end <= bytes.len(), "{name}: {span:?}");
                assert!(error.to_string().starts_with(&format!("{name}:{}: ", error.position())), "{error}");
                assert!(!error.message().is_empty(), "{name}");
            }
            (_, Ok(_)) => panic!("{name} is accepted"),
            (_, Err(error)) => panic!("{error}"),
        }
        count += 1;
    }
    assert_eq!(count, 318);
}

#[test]
fn every_decision_names_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/json-test-suite/test_parsing");
    for file in DECIDED.iter().flat_map(|(_, _, files)| *files) {
        assert!(folder.join(format!("i_{file}.json")).is_file(), "{file}");
    }
}
