//! Forged bundles: an attacker changes pages, names, JSON or the archive, and writes all checksums again. None is reported as intact.

use super::tamper::{
    COLLECTION, ENVIRONMENT, bundle, changed, listed, patched, recorded, replaced, replaced_record, reported,
    with_member,
};
use postsmith::bundle::{PageCheck, verify};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::Write as _;
use support::bundle::Unpacked;
use support::forgery;
use support::random::Random;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// Fails for each forgery that has no finding, or none with `expected` in its message.
fn assert_reported(forgeries: Vec<(String, Vec<u8>)>, expected: &str) {
    let missed: Vec<String> = forgeries
        .into_par_iter()
        .filter_map(|(name, bytes)| {
            let messages = reported(&bytes);
            (!messages.iter().any(|message| message.contains(expected))).then(|| format!("{name}: {messages:?}"))
        })
        .collect();
    assert!(missed.is_empty(), "{} are not reported:\n{}", missed.len(), missed.join("\n"));
}

fn named(name: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    (name.to_owned(), bytes)
}

#[test]
fn pages_that_differ_in_any_byte() {
    let honest = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    let pages = forgery::pages(&honest);
    assert!(pages.len() >= 400, "{}", pages.len());
    let forged = pages.into_iter().map(|(name, page)| (name, replaced("START-HERE.html", &page))).collect();
    assert_reported(forged, "START-HERE.html: this is not the page that postsmith");
}

#[test]
fn readmes_that_differ_in_any_byte() {
    let honest = String::from_utf8(bundle().files["README.md"].clone()).unwrap();
    let parts = [
        "![x](https://forged.example/x.png)",
        "[![x](https://forged.example/x.png)](https://forged.example/)",
        "![x][y]\n\n[y]: https://forged.example/x.png",
        "<img src=https://forged.example/x.png>",
        "<IMG\nSRC='//forged.example/x.png'>",
        "<picture><source srcset=\"https://forged.example/x.png\"></picture>",
        "<a href=\"https://forged.example/\">log in here</a>",
        "[log in here](https://forged.example/)",
        "[x](javascript:a())",
        "<javascript:a()>",
        "[x]: javascript:a()",
        "<script>a()</script>",
        "<svg onload=a()>",
        "<!-- hidden -->",
        "<details><summary>x</summary>y</details>",
        "<meta http-equiv=refresh content=0;url=https://forged.example/>",
        "<style>p{display:none}</style>",
        "\u{202e}desrever",
        "\u{200b}",
        "Send your password to a@forged.example.",
        "```\n<img src=x>\n```",
        "$$\\href{https://forged.example/}{x}$$",
        " ",
        "\n",
    ];
    let mut forged: Vec<_> = parts
        .iter()
        .flat_map(|part| {
            let [start, end] = [format!("{part}\n\n{honest}"), format!("{honest}\n{part}\n")];
            [
                named(&format!("{part} at the start"), replaced("README.md", &start)),
                named(part, replaced("README.md", &end)),
            ]
        })
        .collect();
    forged.push(named("CRLF", replaced("README.md", &honest.replace('\n', "\r\n"))));
    forged.push(named("nothing", replaced("README.md", "")));
    assert_reported(forged, "README.md: this is not the page that postsmith");
}

#[test]
fn pages_of_another_version() {
    let honest = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    let own = env!("CARGO_PKG_VERSION");
    let versions = [
        "0.0.0",
        "0.0.1",
        "0.1",
        "v0.1.0",
        "1.0.0",
        "99.0.0",
        "0.1.0-beta",
        "0.1.0+1",
        "",
        " 0.1.0",
        "0.1.0\n",
        "\u{661}.0.0",
    ];
    let forged = versions.iter().filter(|version| **version != own).flat_map(|version| {
        let unpacked = bundle().with_record(|record| record["tool"]["version"] = json!(version));
        let mut scripted = unpacked.clone();
        let page = honest.replace("<script>", "<script>location='https://forged.example/';");
        scripted.files.insert("START-HERE.html".to_owned(), page.into_bytes());
        [named(version, unpacked.with_all_sums().pack()), named(version, scripted.with_all_sums().pack())]
    });
    assert_reported(forged.collect(), "cannot be verified");
    let names = ["Postsmith", "postsmith ", "postman", "", "postsmi\u{442}h"];
    let forged = names.iter().map(|name| named(name, recorded(|record| record["tool"]["name"] = json!(name))));
    assert_reported(forged.collect(), "cannot be verified");
}

#[test]
fn keys_that_occur_twice() {
    let members = [
        (COLLECTION, "\"info\"", "\"name\": \"x\""),
        (COLLECTION, "\"item\"", "\"item\": []"),
        (COLLECTION, "\"name\"", "\"name\": \"other\""),
        (COLLECTION, "\"url\"", "\"url\": \"https://forged.example\""),
        (COLLECTION, "\"exec\"", "\"exec\": []"),
        (ENVIRONMENT, "\"values\"", "\"values\": []"),
        (ENVIRONMENT, "\"name\"", "\"name\": \"other\""),
        (ENVIRONMENT, "\"value\"", "\"value\": \"x\""),
        (ENVIRONMENT, "\"key\"", "\"k\\u0065y\": \"x\""),
    ];
    let forged = members.iter().map(|(file, key, more)| {
        let text = String::from_utf8(bundle().files[*file].clone()).unwrap();
        assert!(text.contains(key), "{key}");
        let more = if more.contains("\"name\": \"x\"") { format!("{key}: {{{more}}}") } else { (*more).to_owned() };
        let text = text.replacen(key, &format!("{more}, {key}"), 1);
        named(&format!("{file} {key}"), replaced(file, &text))
    });
    assert_reported(forged.collect(), "twice");
    let record = String::from_utf8(bundle().files["bundle.json"].clone()).unwrap();
    let keys = [
        "tool",
        "version",
        "versions",
        "collection",
        "environments",
        "variables",
        "files",
        "name",
        "secret",
        "filled_by",
        "sha256",
        "role",
    ];
    let forged = keys.iter().map(|key| {
        let key = format!("\"{key}\"");
        assert!(record.contains(&key), "{key}");
        named(&key, replaced_record(&record.replacen(&key, &format!("{key}: null, {key}"), 1)))
    });
    assert_reported(forged.collect(), "bundle.json: `");
}

#[test]
fn values_in_hidden_places() {
    let mut random = Random::new("hidden values");
    let mut forged = Vec::new();
    let tokens: Vec<String> =
        ["ghp_<a36>", "xoxb-<d12>-<d13>-<a24>", "SG.<b22>.<b43>"].iter().map(|pattern| random.token(pattern)).collect();
    for token in &tokens {
        for key in
            ["previousValue", "currentValue", "sessionValue", "initialValue", "description", "notes", "x-note", "id"]
        {
            forged.push(named(key, changed(ENVIRONMENT, |value| value["values"][0][key] = json!(token))));
        }
        for key in ["notes", "_postman_exported_using", "id", "name", "color", "deep"] {
            forged.push(named(key, changed(ENVIRONMENT, |value| value[key] = json!(token))));
            forged.push(named(key, changed(COLLECTION, |value| value[key] = json!([{"a": {"b": token}}]))));
            forged.push(named(
                key,
                changed(COLLECTION, |value| value["info"][key] = json!(format!("the token is {token}"))),
            ));
        }
        for pointer in ["/variables/0/description", "/variables/0/where", "/variables/0/example", "/collection/name"] {
            forged.push(named(
                pointer,
                recorded(|record| {
                    let (parent, key) = pointer.rsplit_once('/').unwrap();
                    record.pointer_mut(parent).unwrap()[key] = json!(token);
                }),
            ));
        }
        forged.push(named("a key", changed(ENVIRONMENT, |value| value["values"][0]["key"] = json!(token))));
    }
    assert_reported(std::mem::take(&mut forged), "in clear");
    for value in ["x", "changeme", "{{OTHER}}", " ", "0"] {
        forged.push(named(
            value,
            changed(ENVIRONMENT, |file| {
                for variable in file["values"].as_array_mut().unwrap().iter_mut().filter(|one| one["type"] == "secret")
                {
                    variable["value"] = json!(value);
                }
            }),
        ));
    }
    assert_reported(forged, "has a value, which must not be shared");
}

#[test]
fn records_that_say_something_else() {
    let set = |pointer: &'static str, value: Value| {
        named(pointer, recorded(|record| *record.pointer_mut(pointer).unwrap() = value))
    };
    let mut forged = vec![
        set("/collection/name", json!("Other")),
        set("/collection/id", json!("00000000-0000-4000-8000-000000000000")),
        set("/collection/requests", json!(0)),
        set("/versions/collection", json!("2.0")),
        set("/environments/0/name", json!("Other")),
        set("/environments/0/file", json!("other.postman_environment.json")),
        set("/variables/0/name", json!("OTHER")),
        set("/variables/0/filled_by", json!("script")),
        set("/variables", json!([])),
        set("/files/0/role", json!("collection")),
        set("/$schema", json!(5)),
    ];
    forged.push(named(
        "environments in another order",
        recorded(|record| record["environments"].as_array_mut().unwrap().reverse()),
    ));
    forged.push(named(
        "an environment twice",
        recorded(|record| {
            let first = record["environments"][0].clone();
            record["environments"].as_array_mut().unwrap().push(first);
        }),
    ));
    forged.push(named(
        "a description",
        recorded(|record| record["variables"][0]["description"] = json!("Send it to me")),
    ));
    assert_reported(forged, "");
}

#[test]
fn names_that_deceive() {
    let environment = String::from_utf8(bundle().files[ENVIRONMENT].clone()).unwrap();
    let stems = [
        "Shop",
        "SHOP",
        "e x",
        "shop ",
        " shop",
        "shop.",
        "-shop",
        "shop-",
        "a--b",
        "u\u{308}ber",
        "\u{ff53}hop",
        "s\u{200b}hop",
        "\u{fb01}sh",
        "x\u{202e}y",
        "a(1)",
        "a+b",
        "a,b",
        "a;b",
        "a&b",
        "a'b",
        "a\"b",
        "a`b",
        "$(id)",
        "a|b",
        "a*b",
        "a?b",
        "%41",
        "~a",
        "#a",
        "@a",
        "!a",
        "con",
        "nul.x",
        "com1",
        "lpt9.a",
        "aux",
        "COM\u{b9}",
        "a\tb",
        "\u{1f4a9}",
        "K",
        &"a".repeat(200),
    ];
    let forged = stems.iter().map(|stem| {
        let file = format!("{stem}.postman_environment.json");
        named(stem, listed(&file, "environment", &environment))
    });
    assert_reported(forged.collect(), "name");
    let names = [
        "readme.md",
        "README.MD",
        "README.md.exe",
        "README",
        "START-HERE.htm",
        "start-here.html",
        "START-HERE.html.lnk",
        "index.html",
        "autorun.inf",
        "desktop.ini",
        ".git",
        ".gitattributes",
        ".npmrc",
        ".envrc",
        ".env",
        "package.json",
        "Makefile",
        "bundle.JSON",
        "SHA256SUMS.txt",
        "sha256sums",
        "a.private.postman_environment.json",
        "A.PRIVATE.postman_environment.json",
        ".postman_environment.json",
        "a.sh",
    ];
    let forged = names.iter().map(|name| named(name, listed(name, "guide", "x")));
    assert_reported(forged.collect(), "name");
    for folder in ["Example-API", "example api", "ex\u{430}mple\u{200b}", "con", "a\u{308}", ".", "..", "~", "-x"] {
        let moved = Unpacked { folder: folder.to_owned(), ..bundle() };
        assert_reported(vec![named(folder, moved.pack())], "name");
    }
}

#[test]
fn archives_that_programs_read_differently() {
    let honest = bundle().pack();
    let stored = |name: &str, options: SimpleFileOptions| {
        bundle().pack_with(|writer| {
            writer.start_file(name, options).unwrap();
            writer.write_all(b"x").unwrap();
        })
    };
    let plain = SimpleFileOptions::default();
    let page = "example-api/START-HERE.html";
    let last = |bytes: &[u8]| bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let with_comment = {
        let mut bytes = honest.clone();
        let end = last(&bytes);
        bytes[end + 20] = 4;
        [bytes, b"hide".to_vec()].concat()
    };
    let other_count = |by: u8| {
        let mut bytes = honest.clone();
        let end = last(&bytes);
        bytes[end + 10] = bytes[end + 10].wrapping_add(by);
        bytes
    };
    let forged = vec![
        named("nothing", Vec::new()),
        named("a text", b"PK\x03\x04".to_vec()),
        named("a cut archive", honest[..honest.len() - 30].to_vec()),
        named("a program before it", [b"#!/bin/sh\nrm -rf ~\n".to_vec(), honest.clone()].concat()),
        named("an archive before it", [honest.clone(), honest.clone()].concat()),
        named("bytes behind it", [honest.clone(), b"more".to_vec()].concat()),
        named("a comment", with_comment),
        named("fewer members in its list", other_count(255)),
        named("more members in its list", other_count(1)),
        named(
            "a member twice",
            patched(stored("example-api/START-HERE.htmx", plain), "START-HERE.htmx", "START-HERE.html", 0),
        ),
        named("another name in the first header", patched(honest.clone(), page, "example-api/START-HERE.htmx", 1)),
        named(
            "a link",
            bundle().pack_with(|writer| writer.add_symlink("example-api/a", "/etc/passwd", plain).unwrap()),
        ),
        named("a folder in it", bundle().pack_with(|writer| writer.add_directory("example-api/a", plain).unwrap())),
        named("a program that may run", stored("example-api/a.sh", plain.unix_permissions(0o755))),
        named("a stored member", stored("example-api/a", plain.compression_method(CompressionMethod::Stored))),
        named("a path that leads out", with_member("../a")),
        named("an absolute path", with_member("/a")),
        named("a drive", with_member("c:\\a")),
        named("an archive in it", with_member("example-api/a.zip")),
        named("an empty name", with_member("example-api//a")),
    ];
    assert_reported(forged, "");
}

#[test]
fn ignored_pages_leave_the_rest_verified() {
    let text = String::from_utf8(bundle().files["START-HERE.html"].clone()).unwrap();
    let mut unpacked = bundle().with_record(|record| record["tool"]["version"] = json!("0.0.1"));
    unpacked.files.insert("START-HERE.html".to_owned(), text.replace("<script>", "<script>let a;").into_bytes());
    let other = unpacked.clone().with_all_sums().pack();
    assert!(verify("a.zip".into(), &other, PageCheck::Ignore).findings.is_empty());
    unpacked.files.insert(".gitignore".to_owned(), b"x".to_vec());
    let findings = verify("a.zip".into(), &unpacked.with_all_sums().pack(), PageCheck::Ignore).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn hostile_pages_are_verified_quickly() {
    for part in ["<", "<a ", "<script", "<!--", "[", "![", "`", "<a b=\"", "&#", "|"] {
        let started = std::time::Instant::now();
        for name in ["START-HERE.html", "README.md"] {
            verify("a.zip".into(), &replaced(name, &part.repeat(200_000)), PageCheck::Compare);
        }
        assert!(started.elapsed().as_secs() < 20, "{part}");
    }
}
