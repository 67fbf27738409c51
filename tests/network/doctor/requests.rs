//! Mistakes in the requests of the source are reported before anything is sent.

use super::server::{Listener, response};
use super::sources::Scene;

const LOGIN: &str = "requests/[SETUP] Authentication/POST - Get Access Token.request.yaml";
const REFRESH: &str = "requests/[SETUP] Authentication/POST - Refresh Access Token.request.yaml";
const VERIFY: &str = "requests/[SETUP] Authentication/GET - Verify Access Token.request.yaml";

#[test]
fn wrong_request_is_reported_before_anything_is_sent() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let scene = Scene::new(server.address);
    scene.write("values.env", &scene.dotenv());
    for (file, right, wrong, cause, fact) in [
        (LOGIN, "- key: username\n", "- key: user\n", "parameter-missing", "`username` is missing"),
        (LOGIN, "\"{{TALLYFY_PASSWORD}}\"", "\"\"", "parameter-missing", "`password` is empty"),
        (LOGIN, "- key: grant_type", "- key: grant", "parameter-missing", "`grant_type` is missing"),
        (
            LOGIN,
            "value: password\n",
            "value: client_credentials\n",
            "grant-not-allowed",
            "`grant_type` is not `password`, the grant of the manifest",
        ),
        (LOGIN, "method: POST", "method: GET", "body-not-urlencoded", "the method is not POST"),
        (
            LOGIN,
            "headers:\n",
            "headers:\n  - key: Content-Type\n    value: application/json\n",
            "body-not-urlencoded",
            "its own Content-Type header is not",
        ),
        (
            LOGIN,
            "    - key: client_secret\n",
            "    - key: client_secret\n      disabled: true\n",
            "parameter-missing",
            "`client_secret` is missing",
        ),
        (REFRESH, "- key: refresh_token\n", "- key: token\n", "parameter-missing", "`refresh_token` is missing"),
        (
            VERIFY,
            "\"Bearer {{TALLYFY_ACCESS_TOKEN}}\"",
            "\"Bearer  {{TALLYFY_ACCESS_TOKEN}}\"",
            "malformed-authorization",
            "exactly one space",
        ),
        (
            VERIFY,
            "\"Bearer {{TALLYFY_ACCESS_TOKEN}}\"",
            "\"{{TALLYFY_ACCESS_TOKEN}}\"",
            "malformed-authorization",
            "does not start with `Bearer `",
        ),
    ] {
        let before = scene.read(file);
        assert!(before.contains(right), "{right}");
        scene.write(file, &before.replacen(right, wrong, 1));
        let (code, said) = scene.doctor(&["--values", "values.env"]);
        assert!(code == 1 && said.contains(&format!("(oauth/{cause})")) && said.contains(fact), "{wrong}: {said}");
        assert!(said.contains("the token request must be fixed first"), "{said}");
        assert!(server.heard().is_empty(), "{wrong}");
        let named = said.matches("(oauth/").count();
        assert_eq!(named, 1, "{said}");
        scene.write(file, &before);
    }
}

#[test]
fn body_of_another_type_is_reported() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let scene = Scene::new(server.address);
    let text = scene.read(LOGIN);
    let (head, rest) = text.split_once("body:\n").unwrap();
    let tail = &rest[rest.find("auth:\n").unwrap()..];
    let json = "body:\n  type: json\n  content: \"{\\\"grant_type\\\": \\\"password\\\"}\"\n";
    scene.write(LOGIN, &format!("{head}{json}{tail}"));
    let (code, said) = scene.doctor(&["--only", "request"]);
    assert!(code == 1 && said.contains("oauth/body-not-urlencoded") && said.contains("the body is JSON"), "{said}");
}

#[test]
fn requests_of_every_preset_pass() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let scene = Scene::new(server.address);
    for preset in ["tallyfy", "oauth2-password", "oauth2-client-credentials"] {
        let (code, said) = scene.doctor(&["--preset", preset, "--only", "request"]);
        assert!(code == 0 && said.contains("ok       request"), "{preset}: {said}");
    }
}

#[test]
fn missing_verify_request_is_an_error_in_the_manifest() {
    let server = Listener::responding(|_| response("200 OK", "", "{}"));
    let scene = Scene::new(server.address);
    let manifest = scene.read("postsmith.toml");
    let verify = |name: &str| {
        let named = |line: &str| line.starts_with("verify = ");
        let lines =
            manifest.lines().map(|line| if named(line) { format!("verify = \"{name}\"") } else { line.to_owned() });
        lines.collect::<Vec<_>>().join("\n")
    };
    for (name, said) in [
        (
            "[SETUP] Authentication/GET - Verify Acces Token",
            "did you mean `[SETUP] Authentication/GET - Verify Access Token`?",
        ),
        ("[SETUP] Authentication", "this is a folder, not a request"),
    ] {
        scene.write("postsmith.toml", &verify(name));
        let (code, text) = scene.doctor(&["--only", "values"]);
        assert!(code == 1 && text.contains(said) && text.contains("postsmith.toml:24:10"), "{text}");
    }
    scene.write("postsmith.toml", &verify("[SETUP] Authentication/GET - List My Organizations"));
    scene.write("values.env", &scene.dotenv());
    let (code, text) = scene.doctor(&["--values", "values.env", "--only", "values,request,verify"]);
    assert!(code == 1 && text.contains("TALLYFY_ACCESS_TOKEN: the value is empty"), "{text}");
}
