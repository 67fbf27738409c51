//! Pages with active content, and pages that take long to verify.

use super::tamper::{bundle, listed, page, recorded, replaced, reported, with_member};
use postsmith::bundle::verify;
use serde_json::json;

#[test]
fn active_content_is_reported() {
    let policy = "<meta http-equiv=\"Content-Security-Policy\"";
    let lacks = "lacks the Content-Security-Policy";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("no policy", page("http-equiv=\"Content-Security-Policy\"", "name=\"x\""), lacks),
        ("a wider policy", page("default-src 'none'", "default-src *"), lacks),
        ("a policy behind a program", page(policy, &format!("<script>a</script>{policy}")), lacks),
        ("a policy in the body", page(policy, &format!("<body>{policy}")), lacks),
        ("a policy behind text", page(policy, &format!("text{policy}")), lacks),
        ("a handler", page("<h1>", "<h1 onclick=\"a()\">"), "a program stands in an attribute"),
        (
            "a program that leads away",
            page("<h1>", "<h1><script>location='https://a.example'</script>"),
            "the program of the page is not the one",
        ),
        (
            "a changed program",
            page("<script>", "<script>new Image().src='https://a.example';"),
            "the program of the page is not the one",
        ),
        ("its program twice", page("</body>", "<script></script></body>"), "the program of the page is not the one"),
        ("another style", page("<style>", "<style>a{}"), "the style of the page is not the one"),
        ("a link that runs", page("<h1>", "<h1><a href=\"JavaScript:a()\">x</a>"), "a link leads to a program"),
        (
            "a link that runs, spelt",
            page("<h1>", "<h1><a href=\"java&#115;cript:a()\">x</a>"),
            "a link leads to a program",
        ),
        (
            "a link that tells",
            page("<h1>", "<h1><a href=\"#\" ping=\"https://a.example\">x</a>"),
            "the attribute `ping`",
        ),
        (
            "a page that leads away",
            page("<h1>", "<meta http-equiv=\"refresh\" content=\"0; https://a.example\"><h1>"),
            "the page leads to another",
        ),
        (
            "a hidden tag",
            page("<h1>", "<p =\"><script>a()</script><p \"><h1>"),
            "a tag is not written as browsers agree on",
        ),
        ("a hidden tag in a comment", page("<h1>", "<!--><script>a()</script>--><h1>"), "the page holds a comment"),
        (
            "a picture in the guide",
            replaced("README.md", "# A\n\n![x](https://a.example/x.png)\n"),
            "asks the network for a picture",
        ),
        (
            "a picture as HTML",
            replaced("README.md", "# A\n\n<IMG src=https://a.example/x.png>\n"),
            "asks the network for a picture",
        ),
        ("a program", listed("evil.exe", "guide", "MZ"), "no bundle holds a file that is called `evil.exe`"),
        ("an .envrc", listed(".envrc", "guide", "x"), "called `.envrc`"),
        (
            "a private environment",
            listed("a.private.postman_environment.json", "environment", "{\"name\": \"p\", \"values\": []}"),
            "called `a.private.postman_environment.json`",
        ),
        ("another role", recorded(|record| record["files"][0]["role"] = json!("guide")), "another role than the name"),
        (
            "a .gitignore that takes back",
            replaced(
                ".gitignore",
                "# What you fill in is yours alone.\n*.private.postman_environment.json\n.env\n.env.*\n!x\n",
            ),
            "not the .gitignore of a bundle",
        ),
        ("bytes before", [&b"MZ"[..], &bundle().pack()].concat(), "it has bytes before its first member"),
        ("bytes behind", [&bundle().pack()[..], b"more"].concat(), "it has bytes after its end"),
        ("a comment", bundle().pack_with(|writer| writer.set_comment("hello").unwrap()), "it has a comment"),
        ("a name that turns around", with_member("example-api/a\u{202e}gpj.json"), "that turns others around"),
        ("a name with what is not seen", with_member("example-api/README\u{200b}.md"), "that is not seen"),
        (
            "a secret that is said to be none",
            recorded(|record| {
                let needs = record["variables"].as_array_mut().unwrap();
                for need in needs.iter_mut() {
                    need["secret"] = json!(false);
                }
            }),
            "is no secret here, and an environment says that it is one",
        ),
    ];
    let missed: Vec<String> = cases
        .into_iter()
        .filter_map(|(what, bytes, expected)| {
            let messages = reported(&bytes);
            (!messages.iter().any(|message| message.contains(expected))).then(|| format!("{what}: {messages:#?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn page_of_another_version_needs_only_the_policy() {
    let text = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    let mut unpacked = bundle().with_record(|record| record["tool"]["version"] = json!("0.0.1"));
    unpacked.files.insert("START-HERE.html".to_owned(), text.replace("<script>", "<script>let a;").into_bytes());
    assert_eq!(reported(&unpacked.with_all_sums().pack()), Vec::<String>::new());
}

#[test]
fn hostile_pages_are_verified_quickly() {
    for part in ["<", "<a ", "<script", "<!--", "fetch(", "<a b=\"", "url(", "<img src=x>"] {
        let started = std::time::Instant::now();
        for page in [part.repeat(200_000), format!("<script>{}", part.repeat(200_000))] {
            verify("a.zip".into(), &replaced("START-HERE.html", &page));
        }
        assert!(started.elapsed().as_secs() < 20, "{part}");
    }
}
