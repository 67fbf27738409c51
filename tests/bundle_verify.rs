//! Each way to tamper with a bundle is told, each by a finding of its own; also by somebody who mends the sums.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test may fail")]

mod planting;
mod unpacked;

use planting::Random;
use postsmith::bundle::verify;
use postsmith::document::Document;
use postsmith::guide::Guide;
use postsmith::source::{Source, preset};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use unpacked::Unpacked;
use zip::write::SimpleFileOptions;

fn bundle() -> Unpacked {
    let source = Source::load(&preset("bearer").unwrap()).unwrap();
    let built = postsmith::build::build(&source).unwrap();
    let mut files: Vec<Document> = built.files().map(|(name, text)| Document::json(name, text).unwrap()).collect();
    let collection = files.remove(0);
    let gathered = postsmith::bundle::Gathered::of_source(&source.manifest, collection, files).unwrap();
    let documents = gathered.files.iter().map(|file| &file.document);
    let guide = Guide::of_files(documents, gathered.needs.clone(), None).unwrap();
    let pages = postsmith::bundle::Pages { html: guide.html(), markdown: guide.markdown() };
    Unpacked::new(&postsmith::bundle::pack(&gathered, &pages).unwrap())
}

/// Rules and messages without repetition, in their order.
fn told(bytes: &[u8]) -> Vec<String> {
    let findings = verify("a.zip".into(), bytes).findings;
    let mut told: Vec<String> = findings.iter().map(|one| format!("{}: {}", one.place.path, one.message)).collect();
    told.dedup();
    told
}

const COLLECTION: &str = "example-api.postman_collection.json";
const ENVIRONMENT: &str = "example-api-production.postman_environment.json";

fn json_of(unpacked: &Unpacked, name: &str) -> Value {
    serde_json::from_slice(&unpacked.files[name]).unwrap()
}

/// With the file `name` as `change` makes it, and all sums mended.
fn changed(name: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut unpacked = bundle();
    let mut value = json_of(&unpacked, name);
    change(&mut value);
    unpacked.files.insert(name.to_owned(), serde_json::to_vec(&value).unwrap());
    unpacked.mended().pack()
}

/// With the text of the file `name` replaced, and all sums mended.
fn replaced(name: &str, text: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.insert(name.to_owned(), text.as_bytes().to_vec());
    unpacked.mended().pack()
}

fn recorded(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    bundle().with_record(change).with_sums().pack()
}

/// With one more member of that name.
fn with_member(name: &str) -> Vec<u8> {
    bundle().pack_with(|writer| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(b"text").unwrap();
    })
}

fn without(name: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.remove(name);
    if name == "SHA256SUMS" { unpacked.pack() } else { unpacked.with_sums().pack() }
}

/// The bytes of `from` everywhere as `to`, which has as many.
fn patched(mut bytes: Vec<u8>, from: &str, to: &str, skip: usize) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|(_, part)| *part == from.as_bytes()).map(|(at, _)| at).collect();
    assert!(places.len() > skip, "{from}");
    for at in places.into_iter().skip(skip) {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

fn tamperings() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let token = Random::new("tampering").token("ghp_<a36>");
    let link = bundle().pack_with(|writer| {
        writer.add_symlink("example-api/link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    });
    let bomb = bundle().pack_with(|writer| {
        writer.start_file("example-api/bomb", SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1 << 20];
        (0..300).for_each(|_| writer.write_all(&zeros).unwrap());
    });
    let many = bundle().pack_with(|writer| {
        for number in 0..1001 {
            writer.start_file(format!("example-api/{number}"), SimpleFileOptions::default()).unwrap();
        }
    });
    let unsummed = |name: &str| {
        let mut unpacked = bundle();
        unpacked.files.get_mut(name).unwrap().push(b'\n');
        unpacked.pack()
    };
    let sums = |change: &dyn Fn(String) -> String| {
        let mut unpacked = bundle();
        let text = String::from_utf8(unpacked.files["SHA256SUMS"].clone()).unwrap();
        unpacked.files.insert("SHA256SUMS".to_owned(), change(text).into_bytes());
        unpacked.pack()
    };
    let set =
        |pointer: &'static str, value: Value| recorded(move |record| *record.pointer_mut(pointer).unwrap() = value);
    vec![
        ("no archive", b"hello".to_vec(), "this is no ZIP archive"),
        ("an absolute path", with_member("/etc/cron.d/a"), "is an absolute path"),
        ("a path that leaves the folder", with_member("example-api/../../a"), "leads out of its folder"),
        ("a backslash", with_member("example-api\\..\\a"), "backslash"),
        ("a drive", with_member("C:/a"), "colon"),
        ("a control character", with_member("example-api/a\u{1b}[2J"), "control character"),
        ("a device", with_member("example-api/NUL.json"), "Windows"),
        ("a link", link, "this is a link"),
        ("another case", with_member("example-api/Readme.MD"), "the name of another member"),
        ("another folder", with_member("other/a"), "outside of the bundle's folder"),
        ("a folder below", with_member("example-api/below/a"), "in a folder below"),
        ("one name twice", patched(with_member("example-api/README.mx"), "README.mx", "README.md", 0), "the same name"),
        ("another name in the second list", patched(bundle().pack(), "README.md", "README.mx", 1), "inconsistency"),
        ("a bomb", bomb, "256 MiB"),
        ("a guide without an end", replaced("README.md", &" ".repeat((32 << 20) + 1)), "has more than 32 MiB"),
        ("very many members", many, "more than 1000 members"),
        ("a file that is not listed", with_member("example-api/more.txt"), "is not listed in SHA256SUMS"),
        ("the same, for programs", with_member("example-api/more.txt"), "is in the bundle and not listed"),
        ("no page", without("START-HERE.html"), "START-HERE.html: this file is missing"),
        ("no sums", without("SHA256SUMS"), "SHA256SUMS: this file is missing"),
        ("no record", without("bundle.json"), "bundle.json: this file is missing"),
        ("no .gitignore", without(".gitignore"), ".gitignore: this file is missing"),
        ("no environment", without(ENVIRONMENT), "is listed and not there"),
        ("a changed file", unsummed("README.md"), "the sum of `README.md` is another one"),
        ("a changed record", unsummed("bundle.json"), "the sum of `bundle.json` is another one"),
        ("a sum that is none", sums(&|text| text.replacen("  ", " ", 1)), "is not a sum, two blanks and a name"),
        ("a sum twice", sums(&|text| format!("{text}{text}")), "is listed twice"),
        ("a sum of nothing", sums(&|text| text.replacen("README", "GONE", 1)), "`GONE.md` is listed and not there"),
        ("a record that is no JSON", replaced_record("{"), "bundle.json"),
        ("another version", set("/version", json!(2)), "has version 2"),
        ("a wrong type", set("/environments", json!(5)), "expected a"),
        ("an unknown key", recorded(|record| record["more"] = json!(1)), "unknown key `more`"),
        ("another size", set("/files/0/size", json!(1)), "has 82 bytes"),
        ("another sum", set("/files/0/sha256", json!("0")), "the sum of `.gitignore` is another one"),
        (
            "a file listed twice",
            recorded(|record| {
                let file = record["files"][0].clone();
                record["files"].as_array_mut().unwrap().push(file);
            }),
            "`.gitignore` is listed twice",
        ),
        ("another number of requests", set("/collection/requests", json!(99)), "the collection has 5 requests"),
        ("another collection", set("/collection/file", json!("README.md")), "role `collection`"),
        (
            "an environment that is none",
            set("/environments/0/file", json!("README.md")),
            "is not listed as an environment",
        ),
        ("an environment that is left out", set("/environments", json!([])), "is missing here"),
        (
            "a variable twice",
            recorded(|record| {
                let need = record["variables"][0].clone();
                record["variables"].as_array_mut().unwrap().push(need);
            }),
            "the variable `API_BASE_URL` is listed twice",
        ),
        ("a wrong collection", changed(COLLECTION, |value| value["info"]["name"] = json!(5)), "expected a string"),
        (
            "a secret in the collection",
            changed(COLLECTION, |value| value["info"]["description"] = json!(format!("Use {token}"))),
            "holds a token in clear",
        ),
        (
            "a secret with a value",
            changed(ENVIRONMENT, |value| {
                for variable in value["values"].as_array_mut().unwrap().iter_mut().filter(|one| one["type"] == "secret")
                {
                    variable["value"] = json!("abc");
                }
            }),
            "has a value, which nobody should send",
        ),
        (
            "an environment for a collection",
            replaced(COLLECTION, "{\"name\": \"e\", \"values\": []}"),
            "is not what bundle.json says it is",
        ),
        ("something else", replaced(ENVIRONMENT, "{}"), "none of Postman's files"),
        (
            "a secret in the guide",
            replaced("README.md", &format!("# Hello\n\nUse {token} there.\n")),
            "README.md: a credential stands here in clear",
        ),
        (
            "a secret in the page",
            replaced("START-HERE.html", &format!("<p>{token}")),
            "START-HERE.html: a credential stands here in clear",
        ),
        ("a secret in the record", set("/variables/0/description", json!(token)), "holds a credential in clear"),
        (
            "a page that loads a script",
            replaced("START-HERE.html", "<script src=\"https://a.example/x.js\"></script>"),
            "`script` with `src`",
        ),
        (
            "a page that loads an image",
            replaced("START-HERE.html", "<img src=\"//a.example/x.png\">"),
            "`img` with `src`",
        ),
        (
            "a page that loads a style",
            replaced("START-HERE.html", "<style>@import 'https://a.example/x'</style>"),
            "a style sheet loads another",
        ),
        (
            "a page that loads a picture in a style",
            replaced("START-HERE.html", "<p style=\"background: url(https://a.example)\">"),
            "a style loads something",
        ),
        (
            "a page that asks",
            replaced("START-HERE.html", "<script>fetch('https://a.example')</script>"),
            "a script asks the network",
        ),
        ("a .gitignore that lets through", replaced(".gitignore", "nothing\n"), "git might take private environments"),
        (
            "no text",
            {
                let mut unpacked = bundle();
                unpacked.files.insert("README.md".to_owned(), vec![0xff, 0xfe]);
                unpacked.mended().pack()
            },
            "this is not UTF-8",
        ),
    ]
}

/// The page of the bundle with `to` for `from`.
fn page(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    assert!(text.contains(from), "{from}");
    replaced("START-HERE.html", &text.replacen(from, to, 1))
}

/// With one more file, which is listed with `role`.
fn listed(name: &str, role: &str, text: &str) -> Vec<u8> {
    let mut unpacked = bundle().with_record(|record| {
        record["files"].as_array_mut().unwrap().push(json!({"name": name, "role": role, "size": 0, "sha256": ""}));
    });
    unpacked.files.insert(name.to_owned(), text.as_bytes().to_vec());
    unpacked.mended().pack()
}

#[test]
fn a_page_that_could_act_is_told() {
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
        ("bytes before", [&b"MZ"[..], &bundle().pack()].concat(), "bytes stand before its first member"),
        ("bytes behind", [&bundle().pack()[..], b"more"].concat(), "bytes stand behind its end"),
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
            let told = told(&bytes);
            (!told.iter().any(|message| message.contains(expected))).then(|| format!("{what}: {told:#?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_page_of_another_version_needs_the_policy_alone() {
    let text = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    let mut unpacked = bundle().with_record(|record| record["tool"]["version"] = json!("0.0.1"));
    unpacked.files.insert("START-HERE.html".to_owned(), text.replace("<script>", "<script>let a;").into_bytes());
    assert_eq!(told(&unpacked.mended().pack()), Vec::<String>::new());
}

fn replaced_record(text: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.insert("bundle.json".to_owned(), text.as_bytes().to_vec());
    unpacked.with_sums().pack()
}

#[test]
fn a_bundle_that_was_packed_again_is_fine() {
    assert_eq!(told(&bundle().pack()), Vec::<String>::new());
    assert_eq!(told(&bundle().mended().pack()), Vec::<String>::new());
}

#[test]
fn every_tampering_is_told_by_a_finding_of_its_own() {
    let (mut missed, mut by_message) = (Vec::new(), BTreeMap::new());
    for (what, bytes, expected) in tamperings() {
        let told = told(&bytes);
        match told.iter().find(|message| message.contains(expected)) {
            Some(message) => {
                if let Some(other) = by_message.insert(message.clone(), what) {
                    missed.push(format!("{what} and {other} are told alike: {message}"));
                }
            }
            None => missed.push(format!("{what}: {told:#?}")),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(by_message.len() >= 50, "{}", by_message.len());
}

#[test]
fn a_folder_of_its_own_is_no_tampering() {
    let bytes = bundle().pack_with(|writer| writer.add_directory("example-api", SimpleFileOptions::default()).unwrap());
    assert_eq!(told(&bytes), Vec::<String>::new());
}

#[test]
fn hostile_pages_take_no_time() {
    for part in ["<", "<a ", "<script", "<!--", "fetch(", "<a b=\"", "url(", "<img src=x>"] {
        let started = std::time::Instant::now();
        for page in [part.repeat(200_000), format!("<script>{}", part.repeat(200_000))] {
            verify("a.zip".into(), &replaced("START-HERE.html", &page));
        }
        assert!(started.elapsed().as_secs() < 20, "{part}");
    }
}
