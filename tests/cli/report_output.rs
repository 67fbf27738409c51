//! What `check` prints and writes: one block for each cause, formats, several files at once, colours, exit codes.

use serde_json::Value;
use std::fs;
use support::folder::{scratch, write};
use support::postsmith;
use support::program::run;
use tempfile::TempDir;

/// A collection with `count` requests that have the same mistake, and one with another.
fn collection(count: usize) -> String {
    let request = |number: usize| {
        serde_json::json!({"name": format!("R{number}"), "response": [], "request": {"method": "GET", "url": "{{base}}/x",
            "header": [{"key": "Authorization", "value": "Bearer{{token}}"}]}})
    };
    let mut items: Vec<Value> = (0..count).map(request).collect();
    items
        .push(serde_json::json!({"name": "Last", "response": [], "request": {"method": "DELTE", "url": "{{base}}/x"}}));
    let info = serde_json::json!({"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"});
    serde_json::to_string_pretty(&serde_json::json!({"info": info, "item": items})).unwrap()
}

struct Place(TempDir);

impl Place {
    fn new(count: usize) -> Self {
        let place = Self(scratch());
        write(place.0.path().join("shop.json"), collection(count));
        place
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(&mut postsmith!(&self.0, arguments)).into()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }
}

#[test]
fn one_cause_is_one_block_with_its_places() {
    let place = Place::new(12);
    let (code, shown, said) = place.run(&["check", "shop.json"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(shown.matches("warning[lint/malformed-authorization]").count(), 1, "{shown}");
    let places: Vec<&str> = shown.lines().filter(|line| line.contains("also at")).collect();
    assert_eq!(places.len(), 1, "{shown}");
    assert!(
        places[0].starts_with("   = note: also at ") && places[0].ends_with("and 7 more places (-v lists all)"),
        "{places:?}"
    );
    assert!(said.contains("13 warnings in 1 file"), "{said}");
    let (_, complete, _) = place.run(&["check", "-v", "shop.json"]);
    let all = complete.lines().find(|line| line.contains("also at")).unwrap();
    assert_eq!(all.matches(':').count(), 12, "{all}");
}

#[test]
fn the_json_report_has_each_place_and_its_cause() {
    let place = Place::new(3);
    let (_, text, _) = place.run(&["check", "--format", "json", "shop.json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 4);
    let first = &findings[0]["fingerprint"];
    assert!(findings[..3].iter().all(|finding| finding["cause"] == *first));
    assert_eq!(findings[3]["cause"], findings[3]["fingerprint"]);
}

#[test]
fn concise_output_has_one_line_for_each_finding() {
    let place = Place::new(3);
    let (_, shown, said) = place.run(&["check", "--format", "concise", "shop.json"]);
    assert_eq!(shown.lines().count(), 4, "{shown}");
    assert!(shown.lines().all(|line| line.starts_with("shop.json:") && line.contains(": warning: ")), "{shown}");
    assert!(said.contains("4 warnings in 1 file"), "{said}");
}

#[test]
fn statistics_count_by_rule() {
    let place = Place::new(3);
    let (code, shown, _) = place.run(&["check", "--statistics", "shop.json"]);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!((code, lines.len()), (0, 2), "{shown}");
    assert!(lines[0].starts_with("3  warning  lint/malformed-authorization  an Authorization header"), "{shown}");
    assert!(lines[1].starts_with("1  warning  lint/method"), "{shown}");
}

#[test]
fn several_reports_are_written_at_once() {
    let place = Place::new(3);
    let (code, shown, _) =
        place.run(&["check", "--json", "c.json", "--sarif", "c.sarif", "--junit", "c.xml", "-o", "c.txt", "shop.json"]);
    assert_eq!((code, shown.as_str()), (0, ""));
    let report: Value = serde_json::from_str(&place.read("c.json")).unwrap();
    let sarif: Value = serde_json::from_str(&place.read("c.sarif")).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 4);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 4);
    assert!(place.read("c.txt").contains("warning[lint/method]"));
    assert!(place.read("c.xml").contains("<testsuites"));
    let (code, _, said) = place.run(&["check", "--sarif", "shop.json", "shop.json"]);
    assert_eq!(code, 2, "an input is not replaced: {said}");
    assert!(place.read("shop.json").contains("DELTE"));
}

#[test]
fn build_servers_see_a_failure_only_where_the_exit_code_is_one() {
    let place = Place::new(3);
    for (arguments, expected, failures) in
        [(&["--format", "junit"][..], 0, 0), (&["--format", "junit", "--fail-on", "warning"], 1, 4)]
    {
        let (code, xml, _) = place.run(&[&["check", "shop.json"], arguments].concat());
        assert_eq!(code, expected);
        assert!(xml.contains(&format!("failures=\"{failures}\"")), "{xml}");
        assert_eq!(xml.matches("<failure").count(), failures, "{xml}");
        assert_eq!(xml.matches("<testcase").count(), 4, "{xml}");
    }
}

#[test]
fn quiet_prints_nothing_and_the_exit_code_tells() {
    let place = Place::new(3);
    let quiet = place.run(&["check", "-q", "shop.json", "--fail-on", "warning", "--json", "c.json"]);
    assert_eq!(quiet, (1, String::new(), String::new()));
    assert!(place.read("c.json").contains("lint/method"));
    assert_eq!(place.run(&["check", "--quiet", "shop.json"]), (0, String::new(), String::new()));
    let (code, _, said) = place.run(&["check", "--quiet", "missing.json"]);
    assert!(code == 2 && said.contains("missing.json"), "an error of the program is said: {said}");
}

#[test]
fn colours_follow_the_option() {
    let place = Place::new(1);
    let has_colour =
        |arguments: &[&str]| place.run(&[&["check", "shop.json"], arguments].concat()).1.contains("\u{1b}[");
    assert!(!has_colour(&[]), "a pipe takes none");
    assert!(has_colour(&["--color", "always"]));
    assert!(!has_colour(&["--color", "never"]));
}

#[test]
fn excluded_files_are_not_read() {
    let place = Place::new(1);
    write(place.0.path().join("old/shop.json"), collection(5));
    let count = |arguments: &[&str]| {
        let (_, text, _) = place.run(&[&["check", ".", "--format", "json"], arguments].concat());
        serde_json::from_str::<Value>(&text).unwrap()["files"].as_u64().unwrap()
    };
    assert_eq!(count(&[]), 2);
    assert_eq!(count(&["--exclude", "old"]), 1);
    assert_eq!(count(&["--exclude", "old/*.json", "--exclude", "shop.json"]), 0);
}

#[test]
fn the_summary_names_the_worst_files() {
    let place = Place::new(12);
    write(place.0.path().join("b.json"), collection(1));
    let (_, _, said) = place.run(&["check", "."]);
    assert!(
        said.contains("most findings: ") && said.contains("shop.json (13), ") && said.contains("b.json (2)"),
        "{said}"
    );
}

#[test]
fn merged_reports_come_in_every_format() {
    let place = Place::new(3);
    for part in ["1", "2"] {
        let name = format!("part-{part}.report");
        place.run(&["check", "--partition", &format!("{part}/2"), "--format", "json", "-o", &name, "shop.json"]);
    }
    for (format, sign) in [
        ("human", "warning[lint/method]: "),
        ("concise", ": warning: "),
        ("json", "\"findings\""),
        ("sarif", "\"ruleId\": \"lint/method\""),
        ("junit", "<testsuites"),
        ("github", "::warning file=shop.json"),
    ] {
        let (code, shown, said) = place.run(&["report", "merge", "part-1.report", "part-2.report", "--format", format]);
        assert!(code == 0 && shown.contains(sign), "{format}: {shown}{said}");
    }
}
