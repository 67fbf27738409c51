//! Builds a valid bundle, and changes it in one way.

use postsmith::bundle::{PageCheck, verify};
use postsmith::document::Document;
use postsmith::source::{Source, preset};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::LazyLock;
use support::bundle::Unpacked;
use zip::write::SimpleFileOptions;

/// A valid bundle, packed once for all tests.
pub(crate) fn bundle() -> Unpacked {
    static BUNDLE: LazyLock<Unpacked> = LazyLock::new(build_bundle);
    BUNDLE.clone()
}

fn build_bundle() -> Unpacked {
    let source = Source::load(&preset("bearer").unwrap()).unwrap();
    let built = postsmith::build::build(&source).unwrap();
    let mut files: Vec<Document> = built.files().map(|(name, text)| Document::json(name, text).unwrap()).collect();
    let collection = files.remove(0);
    let contents = postsmith::bundle::BundleContents::of_source(&source.manifest, collection, files).unwrap();
    Unpacked::new(&postsmith::bundle::pack(&contents).unwrap())
}

/// The paths and messages of the findings, sorted and without repetition.
pub(crate) fn reported(bytes: &[u8]) -> Vec<String> {
    let findings = verify("a.zip".into(), bytes, PageCheck::Compare).findings;
    let mut messages: Vec<String> =
        findings.iter().map(|one| format!("{}: {}", one.location.path, one.message)).collect();
    messages.dedup();
    messages
}

pub(crate) const COLLECTION: &str = "example-api.postman_collection.json";
pub(crate) const ENVIRONMENT: &str = "example-api-production.postman_environment.json";

pub(crate) fn json_of(unpacked: &Unpacked, name: &str) -> Value {
    serde_json::from_slice(&unpacked.files[name]).unwrap()
}

/// The bundle with a changed JSON file `name` and correct checksums.
pub(crate) fn changed(name: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut unpacked = bundle();
    let mut value = json_of(&unpacked, name);
    change(&mut value);
    unpacked.files.insert(name.to_owned(), serde_json::to_vec(&value).unwrap());
    unpacked.with_all_sums().pack()
}

/// The bundle with another text in the file `name` and correct checksums.
pub(crate) fn replaced(name: &str, text: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.insert(name.to_owned(), text.as_bytes().to_vec());
    unpacked.with_all_sums().pack()
}

/// The bundle with a changed record.
pub(crate) fn recorded(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    bundle().with_record(change).with_sums().pack()
}

/// The bundle with another member, which is not listed.
pub(crate) fn with_member(name: &str) -> Vec<u8> {
    bundle().pack_with(|writer| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(b"text").unwrap();
    })
}

/// The bundle without the file `name`.
pub(crate) fn without(name: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.remove(name);
    if name == "SHA256SUMS" { unpacked.pack() } else { unpacked.with_sums().pack() }
}

/// Replaces every occurrence of `from` after the first `skip` ones by `to`, which has the same length.
pub(crate) fn patched(mut bytes: Vec<u8>, from: &str, to: &str, skip: usize) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|(_, part)| *part == from.as_bytes()).map(|(at, _)| at).collect();
    assert!(places.len() > skip, "{from}");
    for at in places.into_iter().skip(skip) {
        bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    }
    bytes
}

/// The bundle with another file, which is listed with `role`.
pub(crate) fn listed(name: &str, role: &str, text: &str) -> Vec<u8> {
    let mut unpacked = bundle().with_record(|record| {
        record["files"].as_array_mut().unwrap().push(json!({"name": name, "role": role, "size": 0, "sha256": ""}));
    });
    unpacked.files.insert(name.to_owned(), text.as_bytes().to_vec());
    unpacked.with_all_sums().pack()
}

/// The bundle with another text in `bundle.json`.
pub(crate) fn replaced_record(text: &str) -> Vec<u8> {
    let mut unpacked = bundle();
    unpacked.files.insert("bundle.json".to_owned(), text.as_bytes().to_vec());
    unpacked.with_sums().pack()
}
