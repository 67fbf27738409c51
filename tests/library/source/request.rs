//! Mistakes in request, folder and example files.

use super::{changed, mistakes};

const LIST: &str = "requests/Things/List.request.yaml";
const UPLOAD: &str = "requests/Things/Upload.request.yaml";
const TOKEN: &str = "requests/[SETUP] Access/token.request.yaml";
const SEARCH: &str = "requests/Things/Search.request.yaml";
const ROOT: &str = "requests/.resources/definition.yaml";
const FOLDER: &str = "requests/Things/.resources/definition.yaml";
const EXAMPLE: &str = "requests/Things/.resources/List.resources/examples/200 OK.example.yaml";

#[test]
fn mistakes_in_requests() {
    let mut found = mistakes(
        LIST,
        &[
            ("$kind: http-request\n", ""),
            ("$kind: http-request", "$kind: http-reqest"),
            ("$kind: http-request", "$kind: grpc-request"),
            ("description: All things.", "name: \" \""),
            ("method: GET", "metod: GET"),
            ("method: GET", "method: get"),
            ("method: GET", "method: \"\""),
            ("\"{{DEMO_BASE_URL}}/things?page=1&flat\"", "{{DEMO_BASE_URL}}/things"),
            ("\"{{DEMO_BASE_URL}}/things?page=1&flat\"", "\"\""),
            ("\"{{DEMO_BASE_URL}}/things?page=1&flat\"", "{raw: x}"),
            ("  - key: Accept\n", "  - name: Accept\n"),
            ("value: application/json", "value: 1"),
            ("value: application/json", "value: null"),
            ("    value: application/json\n", ""),
            ("disabled: true", "enabled: false"),
            ("disabled: true", "disabled: yes"),
            ("queryParams:", "query:"),
            ("queryParams:", "event: []\nqueryParams:"),
            ("    value: \"1\"\n  - key: flat", "    value: 1\n  - key: flat"),
            ("followRedirects: false", "followRedirect: false"),
            ("followRedirects: false", "followRedirects: \"no\""),
            ("    - user-agent", "    user-agent: true"),
            ("order: 1000", "order: first"),
            ("order: 1000", "order: 1000\norder: 2000"),
        ],
    );
    found += "\n";
    found += &mistakes(
        UPLOAD,
        &[
            ("type: formdata", "type: form"),
            ("type: formdata", "type: json"),
            ("  type: formdata\n", ""),
            ("type: formdata", "typ: formdata"),
            ("body:\n  type: formdata\n  content:", "body: x\nsettings:"),
            ("  type: formdata\n  content:\n    - type: file", "  content:\n    - type: fle"),
            ("  type: formdata\n  content:\n", "  type: json\n  type: none\n  content:\n"),
            ("body:", "body:\n  type: none\nauth:\n  type: noauth\nx:"),
            ("      src: a.txt", "      value: a.txt"),
            ("    - type: file", "    - tpe: file"),
            ("    - type: text", "    - type: texts"),
            ("      value: \"\"\n", ""),
            ("      value: \"\"", "      src: x\n      value: \"\""),
            ("      src: a.txt", "      src: [1]"),
            ("  type: bearer", "  type: bearr"),
            ("  credentials:\n    token: \"{{DEMO_ACCESS_TOKEN}}\"", "  bearer: []"),
            ("id: \"1\"", "id: 1"),
        ],
    );
    found += "\n";
    found += &mistakes(
        TOKEN,
        &[
            ("type: afterResponse", "type: afterRespons"),
            ("language: text/javascript", "language: javascript"),
            ("    code: |-", "    exec: |-"),
            ("grant_type: password", "grant_type: [password]"),
        ],
    );
    found += "\n";
    found += &mistakes(SEARCH, &[("query:", "method: POST\nquery:"), ("variables: \"{}\"", "variables: {}")]);
    insta::assert_snapshot!(found);
}

#[test]
fn mistakes_in_folders_and_examples() {
    let mut found = mistakes(
        ROOT,
        &[
            ("$kind: collection", "$kind: folder"),
            ("variables:", "name: Demo\nvariables:"),
            ("variables:", "id: 5e1f8d5c-2b1a-4c43-9d0e-0a4b6f3c7d11\ndescription: x\nvariables:"),
            ("PAGE_SIZE: \"20\"", "PAGE_SIZE: 20"),
            ("variables:", "event: []\nvariables:"),
            ("http:beforeRequest", "http:beforeReqest"),
        ],
    );
    found += "\n";
    found += &mistakes(
        FOLDER,
        &[("order: 2000", "variables:\n  a: b"), ("order: 2000", "name: \"\""), ("order: 2000", "auth: bearer")],
    );
    found += "\n";
    found += &mistakes(
        EXAMPLE,
        &[
            ("$kind: http-example", "$kind: http-exmple"),
            ("statusCode: 200", "status: 200"),
            ("statusCode: 200", "statusCode: 20"),
            ("statusCode: 200", "statusCode: \"200\""),
            ("  body:\n    type: json\n    content: '{\"data\":[]}'", "  body:\n    type: file\n    content: {}"),
            ("  body:\n    type: json\n    content: '{\"data\":[]}'", "  body: x"),
            ("    type: json", "    type: csv"),
            ("  statusText: OK\n", ""),
            ("request:", "originalRequest:"),
            ("  statusText: OK", "  cookies: []"),
        ],
    );
    insta::assert_snapshot!(found);
}

#[test]
fn content_of_a_body_may_precede_its_type() {
    let text =
        "    - type: file\n      key: file\n      src: a.txt\n    - type: text\n      key: note\n      value: \"\"\n";
    let before = format!("  type: formdata\n  content:\n{text}");
    let found = changed(UPLOAD, &before, &format!("  content:\n{text}  type: formdata\n"));
    assert_eq!(found, Vec::<String>::new());
    let found = changed(UPLOAD, &before, &format!("  content:\n{text}  type: json\n")).join("\n");
    assert!(
        found.ends_with("7:3: error: `content` does not fit `type`; write `type` first to see where (data) @ /body"),
        "{found}"
    );
}

#[test]
fn login_to_another_url_than_the_token_url_is_reported() {
    const LOGIN: &str = "requests/[SETUP] Access/token.request.yaml";
    const URL: &str = "\"{{DEMO_BASE_URL}}/oauth/token\"";
    let elsewhere = [
        changed(LOGIN, URL, "\"{{DEMO_BASE_URL}}/o/token/\""),
        changed(LOGIN, URL, "https://api.example.com/v1/oauth/token"),
        changed("postsmith.toml", URL, "\"{{DEMO_BASE_URL}}/o/token/\""),
        changed("postsmith.toml", URL, "\"https://login.example.com/oauth/token\""),
    ];
    insta::assert_snapshot!(elsewhere.concat().join("\n"));
    for same in ["\"{{DEMO_BASE_URL}}//oauth/token/?x=1\"", "\"{{DEMO_CLIENT_ID}}/oauth/token\""] {
        let found = changed(LOGIN, URL, same);
        assert!(!found.concat().contains("token_url"), "{same}: {found:?}");
    }
}
