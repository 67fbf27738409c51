//! Credentials in scripts, command lines, lists and connection strings.

use postsmith::secret::{Position, scan_text};
use support::random::Random;

/// Texts with a credential at `§`: of scripts.
pub(super) const SCRIPTS: &[&str] = &[
    "const header = 'Basic ' + btoa('ana:§');",
    "const header = 'Basic ' + Buffer.from('ana:§').toString('base64');",
    "const password = '' || '§';",
    "const apiKey = pm.environment.get('key') || '§';",
    "const token = `§`;",
    "pm.environment.set('token', `§`);",
    "const sign = CryptoJS.HmacSHA256(body, '§').toString();",
    "const sign = CryptoJS.HmacSHA256(body, \"§\");",
    "const mac = crypto.createHmac('sha256', '§').update(body).digest('hex');",
    "// password: §",
    "/* token = '§' */",
    "/* api key § */",
    "// the token § is for tests",
    "pm.request.headers.add({key: 'X-Api-Key', value: '§'});",
    "const options = {'password': '§'};",
];

/// The same of descriptions.
pub(super) const DESCRIPTIONS: &[&str] = &[
    "curl -u ana:§ https://api.example.com",
    "curl https://api.example.com --user 'ana:§'",
    "curl -H 'X-Api-Key: §' https://api.example.com",
    "curl -H \"Authorization: Bearer §\" https://api.example.com",
    "8. Password: §",
    "1. Log in\n2. Password: §\n3. Go on",
    "- **Password**: §",
    "* password - `§`",
    "Server=db.example.com;Database=shop;User Id=ana;Password=§;",
    "Data Source=db;Initial Catalog=shop;User ID=ana;Pwd=§",
    "jdbc:mysql://db.example.com:3306/shop?user=ana&password=§",
    "jdbc:sqlserver://db.example.com:1433;user=ana;password=§;encrypt=true",
    "jdbc:oracle:thin:ana/§@db.example.com:1521/shop",
    "https://shop.azurewebsites.net/api/orders?code=§",
    "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=§;EndpointSuffix=core.windows.net",
];

#[test]
fn credentials_are_found_in_every_text() {
    let mut random = Random::new("texts");
    let mut missed = Vec::new();
    for (texts, position) in [(SCRIPTS, Position::Script), (DESCRIPTIONS, Position::Description)] {
        for text in texts {
            let value = random.token("<a24>");
            let filled = text.replace('§', &value);
            let found = scan_text(&filled, position);
            if !(found.len() == 1 && filled[found[0].range.clone()] == value) {
                missed.push(format!("{text}: {} found", found.len()));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn passwords_are_found_in_every_text() {
    let mut missed = Vec::new();
    for (texts, position) in [(SCRIPTS, Position::Script), (DESCRIPTIONS, Position::Description)] {
        for text in texts.iter().filter(|text| text.to_lowercase().contains("pass") || text.contains("ana")) {
            let filled = text.replace('§', "Winter!tales7");
            let found = scan_text(&filled, position);
            if !(found.len() == 1 && &filled[found[0].range.clone()] == "Winter!tales7") {
                missed.push(format!("{text}: {} found", found.len()));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn expressions_and_prose_hold_no_credential() {
    for (text, position) in [
        ("const body = {'password': encodeURIComponent(x1y2z3a4)};", Position::Script),
        ("const body = {'password': data.password2024Value};", Position::Script),
        ("const header = 'Basic ' + btoa(user + ':' + password);", Position::Script),
        ("const header = btoa('user:password');", Position::Script),
        ("const token = pm.environment.get('token') || '';", Position::Script),
        ("CryptoJS.HmacSHA256(body, 'utf8')", Position::Script),
        ("CryptoJS.HmacSHA256(body, secret1Key2Value3)", Position::Script),
        ("`Bearer ${pm.environment.get('t')}`", Position::Script),
        ("Password: the one that you got by mail in 2024", Position::Description),
        ("Password: required, 8 to 64 characters", Position::Description),
        ("The token is a JWT.", Position::Description),
        ("// the token authorization_code_of_the_user_in_the_session", Position::Script),
        ("// the id h7Kq2mZx9Rw4Lb8Nc3Vt5Yp1", Position::Script),
        ("{\"current_password\": \"consequatur\"}", Position::Body),
        ("https://login.example.com/callback?code=abc", Position::Description),
        ("Send a mail to mailto:ana@example.com?subject=password", Position::Description),
    ] {
        let found = scan_text(text, position);
        assert!(found.is_empty(), "{text}: {:?}", &text[found[0].range.clone()]);
    }
}
