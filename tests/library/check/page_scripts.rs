//! The three scripts that a documentation page gives for OAuth (here in our own words and names): each of their mistakes is named at its line.

use postsmith::check::check;
use postsmith::document::Document;
use postsmith::finding::Finding;
use serde_json::{Value, json};

/// Stores the tokens of the response.
const STORE: &str = r#"pm.test("answer holds a token", () => pm.expect(pm.response.code).to.equal(200));
if (pm.response.code === 200) {
  const body = pm.response.json();
  pm.environment.set("SHOP_TOKEN", body.access_token);
  pm.environment.set("SHOP_REFRESH", body.refresh_token);
  const ends = new Date().getTime() + (body.expires_in * 1000);
  pm.environment.set("SHOP_EXPIRY", ends);
}"#;
/// Writes the headers.
const HEADERS: &str = r#"pm.request.headers.add({ key: 'X-Shop-Client', value: 'App' });
const token = pm.environment.get("SHOP_TOKEN");
if (token) { pm.request.headers.add({ key: 'Authorization', value: `Bearer ${token}` }); }"#;
/// Gets a new token when the old one ends.
const REFRESH: &str = r#"const expiry = pm.environment.get("SHOP_EXPIRY");
const now = new Date().getTime();
if (!expiry || now >= expiry - 300000) {
  const refresh = pm.environment.get("SHOP_REFRESH");
  if (refresh) {
    pm.sendRequest({ url: pm.environment.get("SHOP_URL") + "/oauth/token", method: 'POST',
      body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'refresh_token' }, { key: 'refresh_token', value: refresh }] }
    }, (error, answer) => {
      if (!error && answer.code === 200) {
        const body = answer.json();
        pm.environment.set("SHOP_TOKEN", body.access_token);
        pm.environment.set("SHOP_REFRESH", body.refresh_token);
        pm.environment.set("SHOP_EXPIRY", now + (body.expires_in * 1000));
      } else { console.error("no new token"); }
    });
  }
}"#;

fn event(listen: &str, program: &str) -> Value {
    json!({"listen": listen, "script": {"type": "text/javascript", "exec": program.lines().collect::<Vec<_>>()}})
}

/// A collection with a token request, a request of its API and one of another host.
fn collection(store: &str, before: &[&str]) -> Document {
    let request =
        |name: &str, url: &str| json!({"name": name, "request": {"method": "GET", "url": url}, "response": []});
    let token = json!({"name": "Token", "response": [], "event": [event("test", store)],
        "request": {"method": "POST", "url": "{{SHOP_URL}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}]}}});
    let file = json!({
        "info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [token, request("Orders", "{{SHOP_URL}}/orders"), request("Status", "https://status.example.com/now")],
        "event": before.iter().map(|program| event("prerequest", program)).collect::<Vec<_>>(),
    });
    Document::json("shop.json", serde_json::to_string_pretty(&file).unwrap()).unwrap()
}

/// The messages of the rule, each with the line of the file that it is about.
fn mistakes(document: &Document) -> Vec<(String, String)> {
    let lines: Vec<&str> = document.text().lines().collect();
    let of_rule = |finding: &Finding| finding.rule.id() == "script/token-handling";
    let found = check(document).into_iter().filter(of_rule);
    found.map(|finding| (lines[finding.location.start.line - 1].trim().to_owned(), finding.message)).collect()
}

#[test]
fn every_mistake_of_copied_scripts_is_named_at_its_line() {
    let found = mistakes(&collection(STORE, &[&format!("{HEADERS}\n{REFRESH}")]));
    let expected = [
        ("SHOP_TOKEN\\\", body.access_token", "replaces a good token"),
        ("SHOP_REFRESH\\\", body.refresh_token", "may leave out `refresh_token`"),
        ("SHOP_EXPIRY\\\", ends", "makes this `NaN`"),
        ("X-Shop-Client", "sends a second `X-Shop-Client` header"),
        ("'Authorization'", "sends a second `Authorization` header"),
        ("'Authorization'", "before the new token arrives"),
        ("'Authorization'", "to all 2 hosts"),
        ("now >= expiry", "compared as it was read"),
        ("pm.sendRequest", "only the console says so"),
        ("pm.sendRequest", "runs before the token request too"),
        ("answer.json()", "throws if the response is no JSON"),
        ("SHOP_EXPIRY\\\", now", "makes this `NaN`"),
    ];
    for (line, message) in expected {
        assert!(
            found.iter().any(|(at, said)| at.contains(line) && said.contains(message)),
            "{line}: {message}: {found:#?}"
        );
    }
    // The other two fields are stored in the callback as well.
    assert_eq!(found.len(), expected.len() + 2, "{found:#?}");
}

#[test]
fn order_of_the_scripts_decides_whether_the_old_token_is_sent() {
    let is_late = |before: &[&str]| {
        mistakes(&collection(STORE, before)).iter().any(|(_, said)| said.contains("before the new token arrives"))
    };
    assert!(is_late(&[HEADERS, REFRESH]), "the header script runs first");
    assert!(!is_late(&[REFRESH, HEADERS]), "each event is awaited before the next");
}

#[test]
fn scripts_that_postsmith_builds_have_none_of_them() {
    for preset in postsmith::source::presets() {
        let source = postsmith::source::Source::load(&postsmith::source::preset(preset.name).unwrap()).unwrap();
        let built = postsmith::build::build(&source).unwrap();
        for (name, text) in built.files() {
            assert_eq!(mistakes(&Document::json(name, text).unwrap()), [], "{name}");
        }
    }
}
