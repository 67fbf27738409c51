//! The schema of the format v3: every kind of mistake is found, at its place, and nothing in valid files.

use postsmith::check::check;
use postsmith::document::Document;
use postsmith::schema::{V3File, v3_schema};
use serde_json::Value;

const REQUEST: &str = "Shop/Me.request.yaml";
const DEFINITION: &str = "Shop/.resources/definition.yaml";
const EXAMPLE: &str = "Shop/.resources/Me.resources/examples/OK.example.yaml";
const ENVIRONMENT: &str = "Stage.environment.yaml";

/// The findings of the schema, and of unknown keys, as `LINE:COLUMN rule: message`.
fn found(path: &str, text: &str) -> Vec<String> {
    let document = Document::yaml(path, text).unwrap();
    let findings = check(&document).into_iter();
    let of_schema = findings.filter(|finding| {
        finding.rule.id().starts_with("schema/")
            || ["lint/unknown-key", "lint/bad-listen", "unrecognised"].contains(&finding.rule.id())
    });
    of_schema
        .map(|finding| {
            let help = finding.help.map(|help| format!(" | {help}")).unwrap_or_default();
            format!("{} {}: {}{help}", finding.location.start, finding.rule.id(), finding.message)
        })
        .collect()
}

/// The text has one finding, and it contains `expected`.
fn assert_only(path: &str, text: &str, expected: &str) {
    let all = found(path, text);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    assert!(all[0].contains(expected), "{text}: {all:#?}");
}

const HTTP: &str = "$kind: http-request\nurl: https://example.com/me\nmethod: GET\n";
const RESPONSE: &str =
    "$kind: http-example\nresponse:\n  statusCode: 200\n  statusText: OK\n  body: {type: json, content: '{}'}\n";

#[test]
fn valid_files_have_no_findings() {
    for (path, text) in [
        (REQUEST, HTTP.to_owned()),
        (REQUEST, format!("{HTTP}headers: {{Accept: text/html}}\nqueryParams: {{a: b, c: null}}\n")),
        (REQUEST, format!("{HTTP}headers:\n  - {{key: A, value: b, description: c, disabled: true}}\n")),
        (REQUEST, format!("{HTTP}auth: {{type: noauth}}\nsettings: {{disabledSystemHeaders: [host]}}\n")),
        (REQUEST, format!("{HTTP}auth: []\nbody: {{type: none}}\norder: 1000.5\n")),
        (REQUEST, format!("{HTTP}auth:\n  - {{id: a, name: b, type: basic, credentials: {{username: c}}}}\n")),
        (REQUEST, format!("{HTTP}body:\n  type: formdata\n  content:\n    - {{key: a, type: file, src: [b]}}\n")),
        (REQUEST, format!("{HTTP}scripts:\n  - {{type: afterResponse, code: '1', packages: {{lib: {{id: a}}}}}}\n")),
        (
            REQUEST,
            "$kind: graphql-request\nurl: https://example.com\nquery: '{me}'\nschema: {source: auto}\n".to_owned(),
        ),
        (REQUEST, "$kind: grpc-request\nurl: example.com\nmethodPath: a.B/C\nmetadata: []\n".to_owned()),
        (DEFINITION, "name: Shop\n".to_owned()),
        (DEFINITION, "$kind: collection\nname: Shop\nvariables: {A: b}\nauth: {type: inherit}\n".to_owned()),
        (EXAMPLE, RESPONSE.to_owned()),
        (ENVIRONMENT, "name: Stage\nvalues:\n  - {key: A, value: 5, enabled: true, type: secret}\n".to_owned()),
        ("a.globals.yaml", "$kind: globals\nvalues: []\n".to_owned()),
    ] {
        assert_eq!(found(path, &text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn every_mistake_is_found_at_its_place() {
    for (path, text, expected) in [
        (REQUEST, "metod: GET\n", "4:1 lint/unknown-key: key `metod` is unknown in this object, so programs ignore it"),
        (
            REQUEST,
            "heders: {A: b}\n",
            "4:1 lint/unknown-key: key `heders` is unknown in this object, so programs ignore it | did you mean `headers`?",
        ),
        (REQUEST, "order: '1'\n", "4:8 schema/type: expected a number, found a string"),
        (REQUEST, "name: 5\n", "4:7 schema/type: expected a string, found a number | put the value in quotes"),
        (
            REQUEST,
            "name: yes\nid: ~\n",
            "5:5 schema/type: expected a string, found null | write the value, in quotes if it is empty, or remove the key",
        ),
        (REQUEST, "headers: {A: 5}\n", "4:14 schema/type: expected a string, found a number | put the value in quotes"),
        (REQUEST, "headers: [{key: A}]\n", "4:11 schema/required: the key `value` is missing"),
        (REQUEST, "headers: text\n", "4:10 schema/type: expected an array or an object, found a string"),
        (
            REQUEST,
            "body: {type: graphql, content: {}}\n",
            "4:14 schema/enum: expected \"none\", \"json\", \"text\", \"xml\", \"html\", \"javascript\", \"urlencoded\", \"formdata\" or \"file\"",
        ),
        (REQUEST, "body: {type: json, content: {a: b}}\n", "4:29 schema/type: expected a string, found an object"),
        (REQUEST, "body: {type: urlencoded}\n", "4:7 schema/required: the key `content` is missing"),
        (
            REQUEST,
            "body: {type: formdata, content: [{key: a, value: b}]}\n",
            "4:34 schema/required: the key `type` is missing",
        ),
        (
            REQUEST,
            "body: {type: formdata, content: [{key: a, type: text}]}\n",
            "4:34 schema/required: the key `value` is missing",
        ),
        (REQUEST, "auth: {type: baerer}\n", "did you mean \"bearer\"?"),
        (
            REQUEST,
            "auth: {type: bearer, credentials: x}\n",
            "4:35 schema/type: expected an array or an object, found a string",
        ),
        (REQUEST, "scripts: [{type: afterRespons, code: x}]\n", "did you mean `afterResponse`?"),
        (
            REQUEST,
            "scripts: [{type: afterResponse, cod: x}]\n",
            "4:11 schema/required: the key `code` is missing | did you mean `code` for the key at 4:33?",
        ),
        (
            REQUEST,
            "scripts: [{type: afterResponse, code: x, language: js}]\n",
            "4:52 schema/enum: expected \"text/javascript\"",
        ),
        (REQUEST, "settings: {strictSSL: 'no'}\n", "4:23 schema/type: expected a boolean, found a string"),
        (REQUEST, "settings: {disabledSystemHeaders: [cookie]}\n", "4:36 schema/enum: expected \"cache-control\""),
        (REQUEST, "examples: [a]\n", "4:11 schema/type: expected a string, found an array"),
        (EXAMPLE, "id: 5\n", "6:5 schema/type: expected a string, found a number | put the value in quotes"),
        (EXAMPLE, "reqest: {url: a}\n", "did you mean `request`?"),
    ] {
        let start = if path == EXAMPLE { RESPONSE } else { HTTP };
        assert_only(path, &format!("{start}{text}"), expected);
    }
}

#[test]
fn a_file_is_known_by_its_name_when_its_kind_is_missing_or_wrong() {
    for (path, text, expected) in [
        (REQUEST, "url: a\n", "1:1 schema/required: the key `$kind` is missing"),
        (REQUEST, "kind: http-request\nurl: a\n", "did you mean `$kind` for the key at 1:1?"),
        (REQUEST, "$kind: htp-request\nurl: a\n", "did you mean \"http-request\"?"),
        (REQUEST, "$kind: 5\nurl: a\n", "1:8 schema/type: expected a string, found a number"),
        (EXAMPLE, "name: a\n", "1:1 schema/required: the key `$kind` is missing"),
        (EXAMPLE, "$kind: http-example\n", "1:1 schema/required: the key `response` is missing"),
        (DEFINITION, "$kind: folder\n", "1:8 schema/enum: expected \"collection\""),
        (ENVIRONMENT, "name: a\n", "1:1 schema/required: the key `values` is missing"),
        (ENVIRONMENT, "valus: []\n", "did you mean `values` for the key at 1:1?"),
        (ENVIRONMENT, "values: {A: b}\n", "1:9 schema/type: expected an array, found an object"),
    ] {
        assert_only(path, text, expected);
    }
}

#[test]
fn printed_schemas_compile_and_need_nothing_else() {
    for file in V3File::ALL {
        let schema: Value = serde_json::from_str(&v3_schema(file)).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        assert!(!validator.is_valid(&serde_json::json!([])), "{file:?}");
    }
}
