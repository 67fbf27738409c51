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
    let options = Options { profile: Profile::Published, selection, ..Options::default() };
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
fn the_name_of_a_variable_alone_changes_no_type() {
    let rule = rules::ALL.iter().find(|rule| rule.id.id() == "lint/secret-type").unwrap();
    for (value, is_fixed) in [("", false), ("string", false), ("Summer!2031", true), ("s4mpl3-0nly-n0t-l1v3", true)] {
        let text = format!(
            r#"{{"name": "E", "values": [{{"key": "API_TOKEN_PASSWORD", "value": "{value}", "type": "text"}}], "_postman_variable_scope": "environment"}}"#
        );
        let findings = check_rule(rule, &[Document::json("0.json", text).unwrap()]);
        assert_eq!(findings.len(), 1, "{value}");
        assert_eq!(!findings[0].fix.is_empty(), is_fixed, "{value}");
    }
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

/// The severity, message and help of each finding of `rule` in the files of `sample`.
fn finding_texts(rule: &str, sample: Sample) -> Vec<String> {
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
        let texts = finding_texts("lint/duplicate-item", Sample::Collection(text));
        let found: Vec<_> = texts.iter().filter_map(|text| text.split(':').next()).collect();
        assert_eq!(found, severities, "{text}\n{texts:#?}");
        assert!(!texts.concat().contains("twice"), "the third is the third copy: {texts:#?}");
    }
}

#[test]
fn undeclared_variable_gets_the_nearest_name_as_suggestion() {
    let help = |url: &'static str, values: &'static str| {
        let sample: &'static [Sample] = vec![Sample::Request(url), Sample::Values(values)].leak();
        finding_texts("lint/undeclared-variable", Sample::Group(sample)).concat()
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
    let text_of = |program| finding_texts("script/legacy-api", Sample::Script(program)).concat();
    let advised = text_of("postman.setGlobalVariable('x', 'a');");
    assert!(advised.ends_with("use `pm.globals.set`"), "{advised}");
    for program in [
        "postman.setGlobalVariable('x', () => {});",
        "postman.setGlobalVariable('x', function () {});",
        "function f() {}\npostman.setGlobalVariable('x', f);",
        "const f = () => 1;\npostman.setGlobalVariable('x', f);",
    ] {
        let advised = text_of(program);
        assert!(advised.contains("`String(") && advised.contains("pm.globals.set` calls"), "{program}: {advised}");
    }
    let advised = text_of("if (responseCode.code === 200) { a(); }");
    assert!(advised.ends_with("use `pm.response.code` for `responseCode.code`"), "{advised}");
}

#[test]
fn duplicate_variable_with_whitespace_is_to_be_removed() {
    let text_of = |values| finding_texts("lint/variable-name", Sample::Values(values)).concat();
    let advice = text_of(r#"{"key": "A ", "value": "1"}"#);
    assert!(advice.ends_with("remove the whitespace"), "{advice}");
    let advice = text_of(r#"{"key": "A ", "value": "1"}, {"key": "A", "value": "1"}"#);
    assert!(advice.ends_with("remove this variable: `A` is declared too"), "{advice}");
}

#[test]
fn auth_with_an_empty_variable_is_a_note() {
    let text_of = |value: &str, script: &str| {
        let request = format!(
            r#""item": [{{"name": "Me", "request": {{"url": "{{{{BASE}}}}/me", "auth": {{"type": "bearer", "bearer": [{{"key": "token", "value": "{{{{A}}}}"}}]}},
"header": [{{"key": "Authorization", "value": "Basic {{{{B}}}}"}}]}}, "event": [{{"listen": "test", "script": {{"exec": ["{script}"]}}}}]}}]"#
        );
        let values = format!(r#"{{"key": "A", "value": "{value}"}}"#);
        let files = vec![Sample::Collection(request.leak()), Sample::Values(values.leak())];
        finding_texts("lint/auth-twice", Sample::Group(files.leak())).concat()
    };
    let empty = text_of("", "");
    assert!(empty.starts_with("note: ") && empty.contains("`A` is empty"), "{empty}");
    for (value, script) in [("a", ""), ("", "pm.environment.set('A', 'b');"), ("", "pm.environment.set(key, 'b');")] {
        assert!(text_of(value, script).starts_with("warning: "), "{value} {script}: {}", text_of(value, script));
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
        let texts = finding_texts(rule, sample);
        assert_eq!(texts.len(), count, "{texts:#?}");
        assert_eq!(texts[0].contains(" (and in "), count == 1, "{texts:#?}");
    }
}

#[test]
fn url_difference_is_shown_without_values() {
    let text_of = |url| finding_texts("lint/url-parts", Sample::Request(url)).concat();
    for (url, shown) in [
        (
            r#""url": {"raw": "{{B}}/api/v1/me/it", "host": ["{{B}}"], "path": ["v1", "me", "it"]}"#,
            "`/v1/me/…` here, `/api/v1/…` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}/a/4f9K2xQ81LpZ", "host": ["{{B}}"], "path": ["a", "81LpZ4f9K2xQ"]}"#,
            "`/a/…` here, `/a/…` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}/4f9K2xQ81LpZ4f9K2xQ81LpZ/b", "host": ["{{B}}"], "path": ["c", "b"]}"#,
            "`/c/b` here, `/…/b` in `raw`",
        ),
        (
            r#""url": {"raw": "https://u:p4ss@a.example/a", "protocol": "https", "host": ["b", "example"], "path": ["a"]}"#,
            "`b.example` here, `a.example` in `raw`",
        ),
        (
            r#""url": {"raw": "http://a.example", "protocol": "https", "host": ["a", "example"]}"#,
            "`https` here, `http` in `raw`",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1&page=s3cret", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}, {"key": "page", "value": "0ther"}]}"#,
            "`page` differs",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1&page=s3cret", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}]}"#,
            "only `raw` has `page`",
        ),
        (
            r#""url": {"raw": "{{B}}?a=1", "host": ["{{B}}"], "query": [{"key": "a", "value": "1"}, {"key": "b", "value": "s3cret"}]}"#,
            "only `query` has `b`",
        ),
    ] {
        let shown_text = text_of(url);
        assert!(shown_text.ends_with(&format!("make both equal: {shown}")), "{url}\n{shown_text}");
    }
}

#[test]
fn whitespace_in_a_header_name_is_named() {
    let text_of = |headers| finding_texts("lint/header-name", Sample::Request(headers)).concat();
    for (headers, shown) in [
        (
            r#""header": [{"key": " Accept", "value": "a"}]"#,
            "header name begins with whitespace; remove the whitespace",
        ),
        (r#""header": [{"key": "Accept ", "value": "a"}]"#, "header name ends with whitespace; remove the whitespace"),
        (r#""header": [{"key": "X Client", "value": "a"}]"#, "header name contains whitespace; use only"),
        (
            r#""header": [{"key": "X:Client", "value": "a"}]"#,
            "header name contains a character that is not allowed; use only",
        ),
    ] {
        assert!(text_of(headers).contains(shown), "{headers}: {}", text_of(headers));
    }
}
