//! Verification of pages with active content, of foreign files, and of pages that could take long.

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
        ("a policy after a script", page(policy, &format!("<script>a</script>{policy}")), lacks),
        ("a policy in the body", page(policy, &format!("<body>{policy}")), lacks),
        ("a policy after text", page(policy, &format!("text{policy}")), lacks),
        ("a handler", page("<h1>", "<h1 onclick=\"a()\">"), "an attribute contains a script"),
        (
            "a script that redirects",
            page("<h1>", "<h1><script>location='https://a.example'</script>"),
            "the script of the page is not the one",
        ),
        (
            "a changed script",
            page("<script>", "<script>new Image().src='https://a.example';"),
            "the script of the page is not the one",
        ),
        ("its script twice", page("</body>", "<script></script></body>"), "the script of the page is not the one"),
        ("another style", page("<style>", "<style>a{}"), "the style of the page is not the one"),
        ("a link that runs a script", page("<h1>", "<h1><a href=\"JavaScript:a()\">x</a>"), "a link runs a script"),
        (
            "a link that runs an encoded script",
            page("<h1>", "<h1><a href=\"java&#115;cript:a()\">x</a>"),
            "a link runs a script",
        ),
        (
            "a link that pings a server",
            page("<h1>", "<h1><a href=\"#\" ping=\"https://a.example\">x</a>"),
            "the attribute `ping`",
        ),
        (
            "a page that redirects",
            page("<h1>", "<meta http-equiv=\"refresh\" content=\"0; https://a.example\"><h1>"),
            "a `meta` tag redirects the page",
        ),
        (
            "a hidden tag",
            page("<h1>", "<p =\"><script>a()</script><p \"><h1>"),
            "a tag is written in a way that browsers read differently",
        ),
        ("a hidden tag in a comment", page("<h1>", "<!--><script>a()</script>--><h1>"), "the page contains a comment"),
        (
            "an image in the guide",
            replaced("README.md", "# A\n\n![x](https://a.example/x.png)\n"),
            "loads an image from the network",
        ),
        (
            "an image as HTML",
            replaced("README.md", "# A\n\n<IMG src=https://a.example/x.png>\n"),
            "loads an image from the network",
        ),
        ("an executable", listed("evil.exe", "guide", "MZ"), "a bundle does not contain a file named `evil.exe`"),
        ("an .envrc", listed(".envrc", "guide", "x"), "named `.envrc`"),
        (
            "a private environment",
            listed("a.private.postman_environment.json", "environment", "{\"name\": \"p\", \"values\": []}"),
            "named `a.private.postman_environment.json`",
        ),
        (
            "another role",
            recorded(|record| record["files"][0]["role"] = json!("guide")),
            "the role in bundle.json does not fit the name",
        ),
        (
            "a .gitignore with an exception",
            replaced(
                ".gitignore",
                "# What you fill in is yours alone.\n*.private.postman_environment.json\n.env\n.env.*\n!x\n",
            ),
            "not the .gitignore of a bundle",
        ),
        ("bytes before the archive", [&b"MZ"[..], &bundle().pack()].concat(), "it has bytes before its first member"),
        ("bytes after the archive", [&bundle().pack()[..], b"more"].concat(), "it has bytes after its end"),
        ("a comment", bundle().pack_with(|writer| writer.set_comment("hello").unwrap()), "it has a comment"),
        (
            "a name that changes the direction of text",
            with_member("example-api/a\u{202e}gpj.json"),
            "changes the direction of text",
        ),
        ("a name with an invisible character", with_member("example-api/README\u{200b}.md"), "an invisible character"),
        (
            "a secret that is not marked as one",
            recorded(|record| {
                let variables = record["variables"].as_array_mut().unwrap();
                for variable in variables.iter_mut() {
                    variable["secret"] = json!(false);
                }
            }),
            "is not a secret here but is one in an environment",
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
