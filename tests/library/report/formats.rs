//! The formats for machines: their bytes, and that they can be read back.

use super::credential;
use postsmith::document::Pointer;
use postsmith::finding::{Confidence, Finding, Location, Output, RuleId, Severity};
use postsmith::report::baseline::Baseline;
use postsmith::report::fingerprint::fingerprints;
use postsmith::report::json::{JsonReport, JsonSpan, Partition, SuppressionUse};
use postsmith::report::merge::{MergeError, merge};
use postsmith::report::{Report, RuleFacts, github, json, junit, report_schema, sarif};
use postsmith::text::Span;
use serde_json::Value;
use std::collections::BTreeMap;
use support::generated::assert_current;

const TEXT: &str = "{\n  \"name\": \"é\", \"value\": 4711\n}\n";
const RULES: &[RuleFacts] = &[RuleFacts {
    id: "schema/type",
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a value of the wrong type",
    why: "Postman does not import it.",
    fix: "Write a value of the type that the message names.",
}];

fn finding(path: &str, breadcrumb: &str, pointer: &[usize]) -> Finding {
    let start = TEXT.find("4711").unwrap();
    let pointer = pointer.iter().fold(Pointer::root().key("item"), |pointer, index| pointer.index(*index));
    let location = Location::in_text(path.into(), TEXT, Span::new(start, start + 4)).pointer(pointer);
    let breadcrumb = (!breadcrumb.is_empty()).then(|| breadcrumb.to_owned());
    Finding::error(RuleId("schema/type"), location.breadcrumb(breadcrumb), "expected a string, found a number")
}

fn findings() -> Vec<Finding> {
    let output = Output { file: "a.json".to_owned(), pointer: Pointer::root().key("info") };
    let nasty = "a\u{1b}[31m\n::error::x <b>&\"']]>, 100%\u{ffff}";
    let mut all = finding("./a b.json", "Auth / Get token / header 2", &[0, 1]).help("quote it");
    all.output = Some(output);
    let warning = Finding { severity: Severity::Warning, ..finding(&format!("{nasty}.json"), nasty, &[0]) };
    let note =
        Finding { severity: Severity::Note, rule: RuleId("lint/other"), ..finding("x.zip!/b:c,é.json", "", &[3]) };
    vec![all, Finding { message: nasty.to_owned(), help: Some(nasty.to_owned()), ..warning }, note]
}

fn suppression(uses: usize) -> SuppressionUse {
    SuppressionUse {
        id: "/check/exclude/0".to_owned(),
        uses,
        path: "postsmith.toml".to_owned(),
        line: 3,
        column: 1,
        span: JsonSpan { start: 20, end: 40 },
        reason: "known".to_owned(),
    }
}

/// No file of another kind.
static PASSED_OVER: &BTreeMap<&str, usize> = &BTreeMap::new();

fn baseline(findings: &[Finding]) -> Baseline {
    Baseline::of(fingerprints(findings).iter().map(String::as_str).zip(findings))
}

fn report(findings: &[Finding]) -> Report<'_> {
    Report {
        findings,
        // A test ends soon after.
        fingerprints: Vec::leak(fingerprints(findings)),
        files: 14,
        passed_over: PASSED_OVER,
        unreadable: 0,
        rules: RULES,
        partition: None,
        suppressions: &[],
        fail_on: Severity::Warning,
    }
}

fn part(index: usize, count: usize, findings: &[Finding]) -> JsonReport {
    let suppressions = [suppression(index)];
    let partition = Some(Partition { index, count });
    json::document(&Report { partition, suppressions: &suppressions, ..report(findings) })
}

#[test]
fn formats_match_their_snapshots() {
    let findings = findings();
    let report = report(&findings);
    insta::assert_snapshot!("json", json::render(&report).unwrap());
    insta::assert_snapshot!("sarif", sarif::render(&report));
    insta::assert_snapshot!("junit", junit::render(&report));
    insta::assert_snapshot!("github", github::render(&report));
    insta::assert_snapshot!("baseline", baseline(&findings).text().unwrap());
}

#[test]
fn json_is_read_back_and_matches_its_schema() {
    let findings = findings();
    let whole = JsonReport { suppressions: vec![suppression(2)], ..json::document(&report(&findings)) };
    assert_eq!(json::read(&whole.text().unwrap()).unwrap(), whole);
    let schema = serde_json::from_str(&report_schema()).unwrap();
    for report in [&whole, &part(1, 2, &findings)] {
        let value = serde_json::to_value(report).unwrap();
        jsonschema::validate(&schema, &value).map_err(|error| error.to_string()).unwrap();
    }
    let other = json::read("{\"version\": 1}").unwrap_err();
    let expected = "this report has version 1, and this program reads version 2; write it again with `postsmith check --format json`";
    assert_eq!(other, expected);
    assert!(!json::read("{\"version\": \"secret\"}").unwrap_err().contains("secret"));
}

#[test]
fn report_schema_is_current() {
    assert_current("schemas/report.schema.json", &report_schema());
}

#[test]
fn sarif_matches_the_published_schema() {
    let mut schema: Value = serde_json::from_str(include_str!("../../fixtures/sarif/sarif-2.1.0.json")).unwrap();
    // The published pattern has one bracket too many, which the regex engine rejects. Our reports have no language.
    for owner in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")).unwrap();
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    for findings in [findings(), Vec::new()] {
        let log = serde_json::from_str(&sarif::render(&report(&findings))).unwrap();
        jsonschema::validate(&schema, &log).map_err(|error| error.to_string()).unwrap();
    }
}

#[test]
fn junit_is_well_formed() {
    for findings in [findings(), Vec::new()] {
        let xml = junit::render(&report(&findings));
        assert!(xml.chars().all(|character| character == '\n' || !character.is_control()), "{xml}");
        let mut open = Vec::new();
        for piece in xml.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').unwrap();
            assert!(!text.contains('>') && tag.matches('"').count() % 2 == 0, "{piece}");
            assert!(piece.split('&').skip(1).all(|rest| rest.find(';').is_some_and(|at| at < 5)), "{piece}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with(['/', '?']) {
                open.push(tag.split(' ').next().unwrap());
            }
        }
        assert!(open.is_empty());
    }
}

#[test]
fn github_has_one_line_for_each_finding() {
    let shown = github::render(&report(&findings()));
    assert_eq!(shown.lines().count(), 3);
    assert!(shown.lines().all(|line| line.starts_with("::")));
}

#[test]
fn a_fingerprint_survives_other_siblings_and_another_span() {
    let one = finding("./a.json", "Auth / Get / header 2", &[0, 1]);
    let mut moved = finding("a.json", "Auth / Get / header 7", &[5, 6]);
    moved.location.span = Span::new(1, 2);
    assert_eq!(fingerprints(std::slice::from_ref(&one)), fingerprints(&[moved.clone()]));
    let both = fingerprints(&[one.clone(), moved]);
    assert_ne!(both[0], both[1]);
    assert!(both[0].len() == 32 && both[0].bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_ne!(fingerprints(&[finding("b.json", "Auth / Get / header 2", &[0, 1])])[0], both[0]);
    assert_ne!(fingerprints(&[finding("a.json", "Auth / Set / header 2", &[0, 1])])[0], both[0]);
}

#[test]
fn a_fingerprint_survives_another_message() {
    let one = finding("a.json", "Auth / Get", &[0]);
    let reworded = Finding { message: "this value must be a string".to_owned(), ..one.clone() }.help("other");
    assert_eq!(fingerprints(&[one]), fingerprints(&[reworded]));
}

#[test]
fn two_secrets_at_one_location_have_two_fingerprints() {
    let secret =
        |digest| Finding { credential: credential(digest, "its shape"), ..finding("a.json", "Auth / Get", &[0]) };
    let (one, other) = (fingerprints(&[secret(1)]), fingerprints(&[secret(2)]));
    assert_ne!(one, other);
    assert_eq!(one, fingerprints(&[secret(1)]));
    assert_eq!(fingerprints(&[secret(1), secret(2)]), [one, other].concat());
}

#[test]
fn baseline_of_the_old_version_is_refused_with_the_way_to_a_new_one() {
    let error = Baseline::read("{\"version\": 1, \"findings\": {}}").unwrap_err();
    let expected = "this baseline has version 1, and this program reads version 2; \
        make a new one with `postsmith check --baseline FILE --write-baseline`";
    assert_eq!(error, expected);
}

#[test]
fn partitions_merge_to_one_report() {
    let (a, b) = ([finding("a.json", "A", &[0])], [finding("b.json", "B", &[0])]);
    let whole = merge(vec![part(2, 2, &a), part(1, 2, &b)]).unwrap();
    assert_eq!((whole.partition, whole.files, whole.summary.error), (None, 28, 2));
    assert_eq!(whole.findings.iter().map(|finding| finding.path.as_str()).collect::<Vec<_>>(), ["a.json", "b.json"]);
    assert_eq!(whole.suppressions, [suppression(3)]);
}

#[test]
fn incomplete_partitions_are_refused() {
    let wrong = |parts: &[(usize, usize)]| {
        merge(parts.iter().map(|(index, count)| part(*index, *count, &[])).collect()).unwrap_err()
    };
    assert_eq!(wrong(&[]), MergeError::Nothing);
    assert_eq!(wrong(&[(1, 3), (3, 3)]), MergeError::Missing { index: 2, count: 3 });
    assert_eq!(wrong(&[(1, usize::MAX)]), MergeError::Missing { index: 2, count: usize::MAX });
    assert_eq!(wrong(&[(1, 2), (1, 2)]), MergeError::Double(1));
    assert_eq!(wrong(&[(1, 2), (2, 3)]), MergeError::Counts(2, 3));
    assert_eq!(wrong(&[(3, 2)]), MergeError::Outside { index: 3, count: 2 });
    assert_eq!(merge(vec![json::document(&report(&[]))]).unwrap_err(), MergeError::Whole);
    let mut other = part(2, 2, &[]);
    other.tool.version = "9".to_owned();
    let error = merge(vec![part(1, 2, &[]), other]).unwrap_err();
    assert!(matches!(error, MergeError::Versions(..)));
}

#[test]
fn baseline_knows_old_findings_and_lists_those_that_are_gone() {
    let (a, b, c) = (finding("a.json", "A", &[0]), finding("b.json", "B", &[0]), finding("c.json", "C", &[0]));
    let text = baseline(&[a, b.clone()]).text().unwrap();
    let (known, prints) = (Baseline::read(&text).unwrap(), fingerprints(&[b, c]));
    assert_eq!(prints.iter().map(|print| known.contains(print)).collect::<Vec<_>>(), [true, false]);
    assert_eq!(known.gone(prints.iter().map(String::as_str)), ["schema/type a.json / A"]);
    assert!(Baseline::read("{\"version\": 7, \"findings\": {}}").unwrap_err().contains("version 7"));
}
