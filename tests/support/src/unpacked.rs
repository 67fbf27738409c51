//! A bundle as its files, to be changed and packed again.

#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    pub folder: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

pub fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])))
        .collect()
}

impl Unpacked {
    pub fn new(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let (mut folder, mut files) = (String::new(), BTreeMap::new());
        for index in 0..archive.len() {
            let mut member = archive.by_index(index).unwrap();
            let name = member.name().unwrap().into_owned();
            let (top, file) = name.split_once('/').unwrap();
            top.clone_into(&mut folder);
            let mut content = Vec::new();
            member.read_to_end(&mut content).unwrap();
            files.insert(file.to_owned(), content);
        }
        Self { folder, files }
    }

    pub fn record(&self) -> Value {
        serde_json::from_slice(&self.files["bundle.json"]).unwrap()
    }

    /// With `bundle.json` as `change` makes it.
    pub fn with_record(mut self, change: impl FnOnce(&mut Value)) -> Self {
        let mut record = self.record();
        change(&mut record);
        self.files.insert("bundle.json".to_owned(), serde_json::to_vec_pretty(&record).unwrap());
        self
    }

    /// With the sums that its files have now.
    pub fn with_sums(&self) -> Self {
        let mut files = self.files.clone();
        files.remove("SHA256SUMS");
        let lines = files.iter().fold(String::new(), |text, (name, bytes)| text + &sum(bytes) + "  " + name + "\n");
        files.insert("SHA256SUMS".to_owned(), lines.into_bytes());
        Self { folder: self.folder.clone(), files }
    }

    /// With sizes and sums in `bundle.json` and `SHA256SUMS` that fit: as somebody would who knows how.
    pub fn mended(self) -> Self {
        let files = self.files.clone();
        let mended = self.with_record(|record| {
            for file in record["files"].as_array_mut().unwrap() {
                if let Some(bytes) = file["name"].as_str().and_then(|name| files.get(name)) {
                    file["size"] = bytes.len().into();
                    file["sha256"] = sum(bytes).into();
                }
            }
        });
        mended.with_sums()
    }

    pub fn pack(&self) -> Vec<u8> {
        self.pack_with(|_| {})
    }

    /// Packed, with what `more` adds.
    pub fn pack_with(&self, more: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.files {
            writer.start_file(format!("{}/{name}", self.folder), SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        more(&mut writer);
        writer.finish().unwrap().into_inner()
    }
}
