//! A bundle as its files, to be changed and packed again.

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The files of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpacked {
    /// The folder that holds all of them.
    pub folder: String,
    /// Their contents by their names in that folder.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The SHA-256 checksum as `sha256sum` prints it.
pub fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])))
        .collect()
}

impl Unpacked {
    /// Unpacks the ZIP archive `bytes`.
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

    /// The record, `bundle.json`.
    pub fn record(&self) -> Value {
        serde_json::from_slice(&self.files["bundle.json"]).unwrap()
    }

    /// Changes the record; the checksums stay as they are.
    #[must_use]
    pub fn with_record(mut self, change: impl FnOnce(&mut Value)) -> Self {
        let mut record = self.record();
        change(&mut record);
        self.files.insert("bundle.json".to_owned(), serde_json::to_vec_pretty(&record).unwrap());
        self
    }

    /// Writes `SHA256SUMS` for the files as they are now.
    #[must_use]
    pub fn with_sums(&self) -> Self {
        let mut files = self.files.clone();
        files.remove("SHA256SUMS");
        let lines =
            files.iter().fold(String::new(), |text, (name, bytes)| text + &checksum(bytes) + "  " + name + "\n");
        files.insert("SHA256SUMS".to_owned(), lines.into_bytes());
        Self { folder: self.folder.clone(), files }
    }

    /// Writes sizes and checksums in `bundle.json` and in `SHA256SUMS` for the files as they are now: what a skilled attacker would do.
    #[must_use]
    pub fn with_all_sums(self) -> Self {
        let files = self.files.clone();
        let changed = self.with_record(|record| {
            for file in record["files"].as_array_mut().unwrap() {
                if let Some(bytes) = file["name"].as_str().and_then(|name| files.get(name)) {
                    file["size"] = bytes.len().into();
                    file["sha256"] = checksum(bytes).into();
                }
            }
        });
        changed.with_sums()
    }

    /// Packs the files as a ZIP archive.
    pub fn pack(&self) -> Vec<u8> {
        self.pack_with(|_| {})
    }

    /// Packs the files as a ZIP archive, to which `more` adds.
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
