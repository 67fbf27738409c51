//! Every rule reports each wrong sample once, at its mark, and no right sample.

use postsmith::check::rule::{Check, Rule, Sample};
use postsmith::check::selection::Selection;
use postsmith::check::{Options, check_group, rules};
use postsmith::document::Document;
use postsmith::finding::Finding;
use postsmith::schema::Profile;
use postsmith::text::{Span, apply};

fn check_rule(rule: &Rule, documents: &[Document]) -> Vec<Finding> {
    let selection = Selection::new(vec![rule.id.to_string()], Vec::new()).unwrap();
    let options = Options { profile: Profile::Published, selection };
    check_group(documents, &[], &options)
}

fn read(rule: &Rule, sample: Sample) -> (Vec<Document>, Option<Span>) {
    sample.documents().unwrap_or_else(|error| panic!("{}: {error} in {:?}", rule.id, sample.texts()))
}

#[test]
fn wrong_samples_are_reported_at_their_mark() {
    for rule in rules::ALL {
        for sample in rule.wrong {
            let (documents, marked) = read(rule, *sample);
            let findings = check_rule(rule, &documents);
            let shown = format!("{} in {}\n{findings:#?}", rule.id, documents[0].text());
            let marked = marked.unwrap_or_else(|| panic!("no mark: {shown}"));
            assert_eq!(findings.len(), 1, "{shown}");
            let reported = findings[0].location.span;
            assert_eq!(reported, marked, "reported {:?}: {shown}", documents[0].text().get(reported.range()));
        }
    }
}

#[test]
fn unreadable_script_is_reported() {
    let rule = rules::find("script/too-complex").unwrap();
    for (depth, findings) in [(501, 1), (499, 0)] {
        let program = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let text = format!(r#"{{"item": [], "event": [{{"listen": "test", "script": {{"exec": ["{program}"]}}}}]}}"#);
        let document = Document::json("0.json", text).unwrap();
        assert_eq!(check_rule(rule, &[document]).len(), findings, "{depth}");
    }
}

#[test]
fn right_samples_have_no_finding() {
    for rule in rules::ALL {
        for sample in rule.right {
            let (documents, _) = read(rule, *sample);
            let findings = check_rule(rule, &documents);
            assert!(findings.is_empty(), "{} in {}\n{findings:#?}", rule.id, documents[0].text());
        }
    }
}

#[test]
fn fix_removes_its_finding() {
    let mut fixed = 0;
    for rule in rules::ALL {
        for sample in rule.wrong {
            let (documents, _) = read(rule, *sample);
            let findings = check_rule(rule, &documents);
            if findings.iter().all(|finding| finding.fix.is_empty()) {
                continue;
            }
            let edits = findings.into_iter().flat_map(|finding| finding.fix).collect();
            let fixed_text = apply(documents[0].text(), edits).unwrap();
            let fixed_file =
                Document::json("0.json", fixed_text).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
            let again = check_rule(rule, &[fixed_file]);
            assert!(again.is_empty(), "{}: {again:#?}", rule.id);
            fixed += 1;
        }
    }
    assert!(fixed > 0);
}

#[test]
fn every_rule_has_a_page_and_samples() {
    for rule in rules::ALL {
        for (part, text) in [("what", rule.what), ("why", rule.why), ("fix", rule.fix)] {
            assert!(text.len() > 15, "{}: {part} is too short", rule.id);
        }
        assert!(!rule.what.ends_with('.') && rule.why.ends_with('.') && rule.fix.ends_with(['.', ')']), "{}", rule.id);
        // Its sample would be five hundred brackets, which is not a readable page.
        let is_sampled = rule.id.id() != "script/too-complex";
        if is_sampled && !matches!(rule.check, Check::Elsewhere) {
            assert!(!rule.wrong.is_empty() && !rule.right.is_empty(), "{}: samples of both kinds", rule.id);
        }
    }
}

#[test]
fn rule_ids_are_stable() {
    let mut ids: Vec<_> = rules::ALL.iter().map(|rule| rule.id.to_string()).collect();
    let listed = ids.clone();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), listed.len(), "every id is unique");
    insta::assert_snapshot!(ids.join("\n"));
}

/// What `rule` says of the files of `sample`: severity, message and help of each finding.
fn said(rule: &str, sample: Sample) -> Vec<String> {
    let rule = rules::find(rule).unwrap();
    let findings = check_rule(rule, &read(rule, sample).0);
    let one = |it: &Finding| format!("{}: {}; {}", it.severity, it.message, it.help.as_deref().unwrap_or_default());
    findings.iter().map(one).collect()
}

#[test]
fn duplicate_is_a_neighbour_equal_in_everything_that_runs() {
    let me = |rest: &str| format!(r#"{{"name": "Me", "request": {{"url": "{{{{BASE}}}}/me"{rest}}}"#);
    let (plain, other) = (me("}"), r#"{"name": "You", "request": "{{BASE}}/you"}"#.to_owned());
    let script = |id: &str, text: &str| {
        me(&format!(
            r#"}}, "event": [{{"listen": "test", "script": {{"id": "{id}", "exec": ["{text}"]}}}}, {{"listen": "prerequest", "script": {{"id": "{id}", "exec": [""]}}}}]"#
        ))
    };
    let auth = me(r#", "auth": {"type": "noauth"}}"#);
    for (items, severities) in [
        (vec![plain.clone(), plain.clone(), plain.clone()], vec!["warning", "warning"]),
        (vec![plain.clone(), other, plain.clone()], vec!["note"]),
        (vec![plain.clone(), auth], vec!["note"]),
        (vec![plain, script("1", "a();")], vec!["note"]),
        (vec![script("1", "a();"), script("2", "a();")], vec!["warning"]),
        (vec![script("1", "a();"), script("1", "b();")], vec!["note"]),
    ] {
        let text: &'static str = format!("\"item\": [{}]", items.join(", ")).leak();
        let said = said("lint/duplicate-item", Sample::Collection(text));
        let found: Vec<_> = said.iter().filter_map(|said| said.split(':').next()).collect();
        assert_eq!(found, severities, "{text}\n{said:#?}");
        assert!(!said.concat().contains("twice"), "the third stands there three times: {said:#?}");
    }
}

#[test]
fn undeclared_variable_gets_the_nearest_name_as_suggestion() {
    let help = |url: &'static str, values: &'static str| {
        let sample: &'static [Sample] = vec![Sample::Request(url), Sample::Values(values)].leak();
        said("lint/undeclared-variable", Sample::Group(sample)).concat()
    };
    let (used, declared) = (r#""url": "{{BASE_URL}}/{{URL}}""#, r#"{"key": "BASE_URL", "value": "https://a.example"}"#);
    assert!(help(used, declared).ends_with("declare it in the environment"), "{}", help(used, declared));
    let used = r#""url": "{{TOKEN_A}}/{{TOKEN_B}}/{{TOKEN_C}}""#;
    let declared =
        r#"{"key": "TOKEN_A", "value": "1"}, {"key": "TOKEN_B", "value": "1"}, {"key": "TOKEN_D", "value": "1"}"#;
    assert!(help(used, declared).ends_with("did you mean `TOKEN_D`?"), "{}", help(used, declared));
}

#[test]
fn fix_of_the_legacy_api_does_the_same() {
    let said = |program| said("script/legacy-api", Sample::Script(program)).concat();
    let advised = said("postman.setGlobalVariable('x', 'a');");
    assert!(advised.ends_with("use `pm.globals.set`"), "{advised}");
    for program in [
        "postman.setGlobalVariable('x', () => {});",
        "postman.setGlobalVariable('x', function () {});",
        "function f() {}\npostman.setGlobalVariable('x', f);",
        "const f = () => 1;\npostman.setGlobalVariable('x', f);",
    ] {
        let advised = said(program);
        assert!(advised.contains("`String(") && advised.contains("pm.globals.set` calls"), "{program}: {advised}");
    }
    let advised = said("if (responseCode.code === 200) { a(); }");
    assert!(advised.ends_with("use `pm.response.code` for `responseCode.code`"), "{advised}");
}

#[test]
fn duplicate_variable_with_whitespace_is_to_be_removed() {
    let said = |values| said("lint/variable-name", Sample::Values(values)).concat();
    let blank = said(r#"{"key": "A ", "value": "1"}"#);
    assert!(blank.ends_with("take the blanks out"), "{blank}");
    let blank = said(r#"{"key": "A ", "value": "1"}, {"key": "A", "value": "1"}"#);
    assert!(blank.ends_with("take this variable out: `A` is declared too"), "{blank}");
}

#[test]
fn auth_with_an_empty_variable_is_a_note() {
    let said = |value: &str, script: &str| {
        let request = format!(
            r#""item": [{{"name": "Me", "request": {{"url": "{{{{BASE}}}}/me", "auth": {{"type": "bearer", "bearer": [{{"key": "token", "value": "{{{{A}}}}"}}]}},
"header": [{{"key": "Authorization", "value": "Basic {{{{B}}}}"}}]}}, "event": [{{"listen": "test", "script": {{"exec": ["{script}"]}}}}]}}]"#
        );
        let values = format!(r#"{{"key": "A", "value": "{value}"}}"#);
        let files = vec![Sample::Collection(request.leak()), Sample::Values(values.leak())];
        said("lint/auth-twice", Sample::Group(files.leak())).concat()
    };
    let empty = said("", "");
    assert!(empty.starts_with("note: ") && empty.contains("`A` is empty"), "{empty}");
    for (value, script) in [("a", ""), ("", "pm.environment.set('A', 'b');"), ("", "pm.environment.set(key, 'b');")] {
        assert!(said(value, script).starts_with("warning: "), "{value} {script}: {}", said(value, script));
    }
}

#[test]
fn one_cause_is_one_finding_that_fails() {
    let requests =
        |rest: &str| vec![format!(r#"{{"name": "Me", "request": {{"url": "{{{{BASE}}}}/me"{rest}}}}}"#); 3].join(",\n");
    let block = |token: &str| {
        format!(r#""auth": {{"type": "bearer", "bearer": [{{"key": "token", "value": "{{{{{token}}}}}"}}]}}"#)
    };
    let header = r#", "header": [{"key": "Authorization", "value": "Bearer {{B}}"}]"#;
    let inherited = format!(r#""item": [{}], {}"#, requests(header), block("A"));
    let own = format!(r#""item": [{}]"#, requests(&format!("{header}, {}", block("A"))));
    let missing = format!(r#""item": [{}]"#, requests(""));
    let next = "postman.setNextRequest('a');\nif (b) { postman.setNextRequest('c'); }";
    for (rule, sample, count) in [
        ("lint/auth-twice", Sample::Collection(inherited.leak()), 1),
        ("lint/auth-twice", Sample::Collection(own.leak()), 3),
        ("lint/missing-response", Sample::Collection(missing.leak()), 1),
        ("script/legacy-api", Sample::Script(next), 1),
        ("script/legacy-api", Sample::Script("a = responseBody; b = responseBody;"), 1),
    ] {
        let said = said(rule, sample);
        assert_eq!(said.len(), count, "{said:#?}");
        assert_eq!(said[0].contains(" (and in "), count == 1, "{said:#?}");
    }
}

#[test]
fn both_forms_of_a_url_are_shown_without_values() {
    let said = |url| said("lint/url-parts", Sample::Request(url)).concat();
    for (url, shown) in [
        (
            r#""url": {"raw": "{{B}}/api/v1/me/it", "host": ["{{B}}"], "path": ["v1", "me", "it"]}"#,
            "`/v1/me/…` against `/api/v1/…` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}/a/4f9K2xQ81LpZ", "host": ["{{B}}"], "path": ["a", "81LpZ4f9K2xQ"]}"#,
            "`/a/…` against `/a/…` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}/4f9K2xQ81LpZ4f9K2xQ81LpZ/b", "host": ["{{B}}"], "path": ["c", "b"]}"#,
            "`/c/b` against `/…/b` in `raw`",
        ),
        (
            r#""url": {"raw": "https://u:p4ss@a.example/a", "protocol": "https", "host": ["b", "example"], "path": ["a"]}"#,
            "`b.example` against `a.example` in `raw`",
        ),
        (
            r#""url": {"raw": "http://a.example", "protocol": "https", "host": ["a", "example"]}"#,
            "`https` against `http` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1&page=s3cret", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}, {"key": "page", "value": "0ther"}]}"#,
            "`page` differs",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1&page=s3cret", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}]}"#,
            "`page` stands in `raw` only",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}, {"key": "b", "value": "s3cret"}]}"#,
            "`b` stands in `query` only",
        ),
    ] {
        let said = said(url);
        assert!(said.ends_with(&format!("make both say the same: {shown}")), "{url}\n{said}");
    }
}

#[test]
fn whitespace_in_a_header_name_is_named() {
    let said = |headers| said("lint/header-name", Sample::Request(headers)).concat();
    for (headers, shown) in [
        (r#""header": [{"key": " Accept", "value": "a"}]"#, "no header name has a blank at the beginning"),
        (r#""header": [{"key": "Accept ", "value": "a"}]"#, "no header name has a blank at the end"),
        (r#""header": [{"key": "X Client", "value": "a"}]"#, "no header name has a blank in it"),
        (r#""header": [{"key": "X:Client", "value": "a"}]"#, "no header name has this sign in it"),
    ] {
        assert!(said(headers).contains(shown), "{headers}: {}", said(headers));
    }
}
