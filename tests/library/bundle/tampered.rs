//! Each way to tamper with a bundle has its own finding, even if the attacker writes the checksums again.

use super::tamper::{
    COLLECTION, ENVIRONMENT, bundle, changed, patched, recorded, replaced, replaced_record, reported, with_member,
    without,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use support::random::Random;
use zip::write::SimpleFileOptions;

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
    let without_new_checksum = |name: &str| {
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
        ("not an archive", b"hello".to_vec(), "this is not a ZIP archive"),
        ("an absolute path", with_member("/etc/cron.d/a"), "is an absolute path"),
        ("a path that leaves the folder", with_member("example-api/../../a"), "leads out of the folder"),
        ("a backslash", with_member("example-api\\..\\a"), "backslash"),
        ("a drive", with_member("C:/a"), "colon"),
        ("a control character", with_member("example-api/a\u{1b}[2J"), "control character"),
        ("a device", with_member("example-api/NUL.json"), "Windows"),
        ("a link", link, "is not a file but a link"),
        ("another case", with_member("example-api/Readme.MD"), "another member has this name"),
        ("another folder", with_member("other/a"), "outside of the folder of the bundle"),
        ("a folder below", with_member("example-api/below/a"), "in a subfolder"),
        ("one name twice", patched(with_member("example-api/README.mx"), "README.mx", "README.md", 0), "the same name"),
        ("another name in the second list", patched(bundle().pack(), "README.md", "README.mx", 1), "inconsistency"),
        ("a file that unpacks to 300 MiB", bomb, "256 MiB"),
        ("a very long guide", replaced("README.md", &" ".repeat((32 << 20) + 1)), "has more than 32 MiB"),
        ("very many members", many, "more than 1000 members"),
        ("a file that is not listed", with_member("example-api/more.txt"), "is not listed in SHA256SUMS"),
        (
            "a file that is missing in bundle.json",
            with_member("example-api/more.txt"),
            "is in the bundle but not listed",
        ),
        ("no page", without("START-HERE.html"), "START-HERE.html: this file is missing"),
        ("no checksums", without("SHA256SUMS"), "SHA256SUMS: this file is missing"),
        ("no record", without("bundle.json"), "bundle.json: this file is missing"),
        ("no .gitignore", without(".gitignore"), ".gitignore: this file is missing"),
        ("no environment", without(ENVIRONMENT), "is listed but missing"),
        ("a changed file", without_new_checksum("README.md"), "the checksum of `README.md` is wrong"),
        ("a changed record", without_new_checksum("bundle.json"), "the checksum of `bundle.json` is wrong"),
        (
            "a line that is not a checksum",
            sums(&|text| text.replacen("  ", " ", 1)),
            "is not a checksum, two spaces and a name",
        ),
        ("a checksum twice", sums(&|text| format!("{text}{text}")), "is listed twice"),
        (
            "a checksum of a missing file",
            sums(&|text| text.replacen("README", "GONE", 1)),
            "`GONE.md` is listed but missing",
        ),
        ("a record that is not JSON", replaced_record("{"), "bundle.json"),
        ("a newer version", set("/version", json!(3)), "has version 3"),
        ("an older version", set("/version", json!(1)), "has version 1"),
        ("a wrong type", set("/environments", json!(5)), "expected a"),
        ("an unknown key", recorded(|record| record["more"] = json!(1)), "unknown key `more`"),
        ("another size", set("/files/0/size", json!(1)), "has 82 bytes"),
        ("another checksum", set("/files/0/sha256", json!("0")), "the checksum of `.gitignore` is wrong"),
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
            "a file that is not an environment",
            set("/environments/0/file", json!("README.md")),
            "is not listed as an environment",
        ),
        ("an environment that is missing in the record", set("/environments", json!([])), "is missing in this list"),
        (
            "a variable twice",
            recorded(|record| {
                let variable = record["variables"][0].clone();
                record["variables"].as_array_mut().unwrap().push(variable);
            }),
            "the variable `API_BASE_URL` is listed twice",
        ),
        ("a wrong collection", changed(COLLECTION, |value| value["info"]["name"] = json!(5)), "expected a string"),
        (
            "a secret in the collection",
            changed(COLLECTION, |value| value["info"]["description"] = json!(format!("Use {token}"))),
            "contains a token in clear",
        ),
        (
            "a secret with a value",
            changed(ENVIRONMENT, |value| {
                for variable in value["values"].as_array_mut().unwrap().iter_mut().filter(|one| one["type"] == "secret")
                {
                    variable["value"] = json!("abc");
                }
            }),
            "has a value, which must not be shared",
        ),
        (
            "an environment in place of a collection",
            replaced(COLLECTION, "{\"name\": \"e\", \"values\": []}"),
            "does not fit its role in bundle.json",
        ),
        ("a JSON file of another kind", replaced(ENVIRONMENT, "{}"), "is not a Postman file"),
        (
            "a secret in the guide",
            replaced("README.md", &format!("# Hello\n\nUse {token} there.\n")),
            "README.md: a credential is in clear here",
        ),
        (
            "a secret in the page",
            replaced("START-HERE.html", &format!("<p>{token}")),
            "START-HERE.html: a credential is in clear here",
        ),
        ("a secret in the record", set("/variables/0/description", json!(token)), "contains a credential in clear"),
        (
            "a .gitignore without the private environments",
            replaced(".gitignore", "nothing\n"),
            "git might track private environments",
        ),
        (
            "a file that is not UTF-8",
            {
                let mut unpacked = bundle();
                unpacked.files.insert("README.md".to_owned(), vec![0xff, 0xfe]);
                unpacked.with_all_sums().pack()
            },
            "this file is not UTF-8",
        ),
    ]
}

#[test]
fn repacked_bundle_is_valid() {
    assert_eq!(reported(&bundle().pack()), Vec::<String>::new());
    assert_eq!(reported(&bundle().with_all_sums().pack()), Vec::<String>::new());
}

#[test]
fn every_tampering_has_its_own_finding() {
    let (mut missed, mut by_message) = (Vec::new(), BTreeMap::new());
    for (what, bytes, expected) in tamperings() {
        let messages = reported(&bytes);
        match messages.iter().find(|message| message.contains(expected)) {
            Some(message) => {
                if let Some(other) = by_message.insert(message.clone(), what) {
                    missed.push(format!("{what} and {other} have the same message: {message}"));
                }
            }
            None => missed.push(format!("{what}: {messages:#?}")),
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(by_message.len() >= 50, "{}", by_message.len());
}

#[test]
fn folder_entry_is_valid() {
    let bytes = bundle().pack_with(|writer| writer.add_directory("example-api", SimpleFileOptions::default()).unwrap());
    assert_eq!(reported(&bytes), Vec::<String>::new());
}
