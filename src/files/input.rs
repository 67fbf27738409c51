//! The inputs of a command: named files, the Postman files of folders, members of archives, standard input.

use super::read::{self, ReadError};
use super::{archive, foreign, git};
use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use std::collections::HashSet;
use std::io::Read as _;
use std::sync::Arc;

/// The number of bytes that decide whether a file may be a Postman file.
pub(super) const FIRST: usize = 4096;

/// A file to read.
pub struct InputFile {
    /// The path as the user wrote it.
    pub path: Utf8PathBuf,
    /// Whether the user named the file itself, not a folder around it.
    pub named: bool,
    /// The commit that the file is read from, as its full hash; none for a file on disk or in the index.
    pub commit: Option<String>,
    /// What is known before reading: the bytes of standard input, or why a folder could not be listed.
    known: Option<KnownContent>,
}

/// The content of an input that is not read from its path.
enum KnownContent {
    Stdin(Vec<u8>),
    Failed(String),
    /// The hash of a blob in a repository.
    Blob(Arc<git::Blobs>, String),
}

/// The content of a file, or of a member of an archive, `a.zip!/member`.
pub struct Content {
    /// The path for messages.
    pub path: Utf8PathBuf,
    /// The bytes, or the reason why they cannot be read.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// The files of `paths`, sorted, each once. Of a folder these are all files that git tracks or does not ignore; [`InputFile::read`] skips those that are not Postman
/// files.
pub fn inputs(paths: &[Utf8PathBuf]) -> Vec<InputFile> {
    let mut entries: Vec<InputFile> = paths.iter().flat_map(|path| of_path(path)).collect();
    // A file that is both named and found in a folder counts as named.
    entries.sort_by(|one, other| one.path.cmp(&other.path).then(other.named.cmp(&one.named)));
    entries.dedup_by(|later, first| later.path == first.path);
    if entries.len() > 1 {
        // One file that is named in several spellings, or through links, is read and written once.
        let full = |entry: &InputFile| entry.path.canonicalize().ok();
        let mut named = HashSet::new();
        entries.retain(|entry| !entry.named || full(entry).is_none_or(|path| named.insert(path)));
        if !named.is_empty() {
            entries.retain(|entry| entry.named || full(entry).is_none_or(|path| !named.contains(&path)));
        }
    }
    entries
}

fn of_path(path: &Utf8Path) -> Vec<InputFile> {
    if !path.is_dir() {
        return vec![InputFile { path: shown(path), named: true, commit: None, known: None }];
    }
    let mut walk = WalkBuilder::new(path);
    // `.gitignore` counts outside of a repository as well; files outside of the folder do not count.
    walk.require_git(false).git_global(false).follow_links(false).sort_by_file_name(Ord::cmp);
    // Collections of the format v3 keep parts of themselves in `.resources`.
    walk.hidden(false).filter_entry(|entry| entry.file_name() != ".git");
    let mut found: Vec<InputFile> = walk.build().filter_map(found).collect();
    // What git tracks is published, even where a later `.gitignore` names it.
    let tracked = git::tracked_and_ignored(path).into_iter().map(|name| path.join(name));
    found.extend(tracked.filter(|path| path.is_file()).map(|path| InputFile {
        path: shown(&path),
        named: false,
        commit: None,
        known: None,
    }));
    found
}

/// Whether `error` is about patterns of a `.gitignore` alone.
fn is_pattern(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Glob { .. } => true,
        ignore::Error::Partial(errors) => errors.iter().all(is_pattern),
        ignore::Error::WithLineNumber { err, .. }
        | ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. } => is_pattern(err),
        _ => false,
    }
}

/// The file of a directory entry. A link to a file is followed; a link to a folder is not, because it may lead to a cycle.
fn found(entry: Result<ignore::DirEntry, ignore::Error>) -> Option<InputFile> {
    match entry {
        Ok(entry) => {
            let kind = entry.file_type()?;
            let Some(path) = Utf8Path::from_path(entry.path()) else {
                let path = Utf8PathBuf::from(entry.path().to_string_lossy().into_owned());
                let failed = || Some(KnownContent::Failed(ReadError::Name.to_string()));
                return kind.is_file().then(|| InputFile { path, named: true, commit: None, known: failed() });
            };
            let is_file = kind.is_file() || kind.is_symlink() && path.is_file();
            is_file.then(|| InputFile { path: shown(path), named: false, commit: None, known: None })
        }
        // Git passes over a pattern that it cannot read, too.
        Err(error) if is_pattern(&error) => None,
        Err(error) => {
            let path = place_of(&error).map(Utf8PathBuf::from).unwrap_or_default();
            let reason = error
                .io_error()
                .map_or_else(|| "cannot be listed".to_owned(), |error| format!("cannot be read: {error}"));
            Some(InputFile { path, named: true, commit: None, known: Some(KnownContent::Failed(reason)) })
        }
    }
}

fn place_of(error: &ignore::Error) -> Option<String> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.to_string_lossy().into_owned()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

/// The path without a leading `./`, and with `/` on every system.
fn shown(path: &Utf8Path) -> Utf8PathBuf {
    let text = path.as_str();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    text.strip_prefix("./").map_or_else(|| text.clone().into(), |rest| rest.trim_start_matches('/').into())
}

impl InputFile {
    /// Standard input, called `-`.
    pub fn stdin(bytes: Vec<u8>) -> Self {
        Self { path: "-".into(), named: true, commit: None, known: Some(KnownContent::Stdin(bytes)) }
    }

    /// A file of a repository: the blob with the hash `id`.
    pub(super) fn blob(path: Utf8PathBuf, commit: Option<String>, blobs: Arc<git::Blobs>, id: String) -> Self {
        Self { path, named: false, commit, known: Some(KnownContent::Blob(blobs, id)) }
    }

    /// Whether it is standard input.
    pub const fn is_stdin(&self) -> bool {
        matches!(self.known, Some(KnownContent::Stdin(_)))
    }

    /// Whether a second reading gives the same: a pipe is empty then.
    pub fn can_be_read_again(&self) -> bool {
        self.known.is_some() || self.path.is_file()
    }

    /// The folder of the file.
    pub fn folder(&self) -> &str {
        self.path.parent().map_or("", Utf8Path::as_str)
    }

    /// Whether its first bytes are those of an archive, or of a file that gzip packed: what is read is not the file itself.
    pub fn is_archive(&self) -> bool {
        match &self.known {
            Some(KnownContent::Stdin(bytes)) => is_packed(bytes),
            Some(KnownContent::Failed(_) | KnownContent::Blob(..)) => false,
            None => {
                let mut first = [0; 4];
                read::open(&self.path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok()) && is_packed(&first)
            }
        }
    }

    /// Reads the file: one content, or one for each member of an archive that may be a Postman file. A file in a folder that cannot be a Postman file, and
    /// a file of another program, gives [`ReadError::Foreign`].
    pub fn read(&self) -> Vec<Content> {
        let bytes = match &self.known {
            Some(KnownContent::Stdin(bytes)) => Ok(bytes.clone()),
            Some(KnownContent::Failed(reason)) => Err(ReadError::Io(std::io::Error::other(reason.clone()))),
            Some(KnownContent::Blob(blobs, id)) => self.blob_bytes(blobs, id),
            None => self.bytes(),
        };
        match bytes {
            Ok(bytes) if archive::is_archive(&bytes) => self.members(&bytes),
            Ok(bytes) if archive::is_gzip(&bytes) => self.unpacked(&bytes),
            Ok(bytes) => vec![Content { path: self.path.clone(), bytes: Ok(bytes) }],
            Err(error) => vec![Content { path: self.path.clone(), bytes: Err(error) }],
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        if let Some(kind) = foreign::by_name(&self.path) {
            return Err(ReadError::Foreign(kind));
        }
        // In a folder a pipe or device is no file of the user's; one that is named is read.
        if self.named && self.path.metadata().is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
            return read::read_named(&self.path, read::LARGEST);
        }
        let mut file = match read::open(&self.path) {
            Ok(file) => file,
            // A folder may hold any file; only named files must be readable.
            Err(ReadError::Special | ReadError::Folder) if !self.named => return Err(self.foreign(&[])),
            Err(ReadError::TooLarge { .. }) if !self.named && !has_export_name(&self.path) => {
                return Err(self.foreign(&[]));
            }
            Err(error) => return Err(error),
        };
        let mut first = Vec::with_capacity(FIRST);
        (&mut file).take(FIRST as u64).read_to_end(&mut first)?;
        if !self.may_begin(&first) {
            return Err(self.foreign(&first));
        }
        self.candidate(read::rest(&mut file, first)?)
    }

    /// The content of a blob, by the rules for a file in a folder.
    fn blob_bytes(&self, blobs: &git::Blobs, id: &str) -> Result<Vec<u8>, ReadError> {
        if let Some(kind) = foreign::by_name(&self.path) {
            return Err(ReadError::Foreign(kind));
        }
        match blobs.read(id) {
            Ok(bytes) if self.may_begin(&bytes[..bytes.len().min(FIRST)]) => self.candidate(bytes),
            Ok(bytes) => Err(self.foreign(&bytes[..bytes.len().min(FIRST)])),
            Err(ReadError::TooLarge { .. }) if !has_export_name(&self.path) => Err(self.foreign(&[])),
            Err(error) => Err(error),
        }
    }

    /// Whether a file that begins with `first` may be a Postman file.
    fn may_begin(&self, first: &[u8]) -> bool {
        let is_named_so = self.named || has_export_name(&self.path);
        is_named_so || may_be_json(first) || is_packed(first) || may_be_source(&self.path, first)
    }

    /// `bytes`, if they may be those of a Postman file.
    fn candidate(&self, bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
        let is_candidate = self.named
            || is_packed(&bytes)
            || has_hint(&bytes)
            || has_export_name(&self.path)
            || may_be_source(&self.path, &bytes);
        if is_candidate { Ok(bytes) } else { Err(self.foreign(&bytes[..bytes.len().min(FIRST)])) }
    }

    fn foreign(&self, first: &[u8]) -> ReadError {
        ReadError::Foreign(foreign::foreign_kind(&self.path, first))
    }

    /// The content of a file that gzip packed.
    fn unpacked(&self, bytes: &[u8]) -> Vec<Content> {
        let bytes = match archive::unpacked(bytes) {
            Ok(bytes) if archive::is_archive(&bytes) => return self.members(&bytes),
            other => other,
        };
        let bytes = bytes.and_then(|bytes| {
            let is_candidate = self.named || may_be_json(&bytes) && has_hint(&bytes);
            if is_candidate { Ok(bytes) } else { Err(self.foreign(&bytes[..bytes.len().min(FIRST)])) }
        });
        vec![Content { path: self.path.clone(), bytes }]
    }

    fn members(&self, bytes: &[u8]) -> Vec<Content> {
        let content = |(name, bytes): archive::Candidate| Content {
            path: name.map_or_else(|| self.path.clone(), |name| format!("{}!/{name}", self.path).into()),
            bytes,
        };
        let members = archive::candidates(bytes, |name, first| may_be_json(first) || may_be_source(name.into(), first));
        let is_candidate = |(name, bytes): &archive::Candidate| {
            let is_source = |bytes: &[u8]| name.as_ref().is_some_and(|name| may_be_source(name.as_str().into(), bytes));
            bytes.as_ref().map_or(true, |bytes| has_hint(bytes) || is_source(bytes))
        };
        members.into_iter().filter(is_candidate).map(content).collect()
    }
}

/// Whether a file is a ZIP archive or was packed by gzip.
fn is_packed(first: &[u8]) -> bool {
    archive::is_archive(first) || archive::is_gzip(first)
}

/// Whether a text may be a JSON object or a list of them, in UTF-8 or UTF-16.
fn may_be_json(first: &[u8]) -> bool {
    let utf16 = matches!(first, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{' | b'[', ..] | [b'{' | b'[', 0, ..]);
    let body = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    // A string may hold a collection, and a comment may come before one.
    utf16 || matches!(body.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'[' | b'"' | b'/'))
}

/// Whether the name of a file ends like that of a YAML file.
pub fn is_yaml(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("yaml" | "yml"))
}

/// Whether a text may be part of a collection of the format v3, or an environment of that format.
fn may_be_source(path: &Utf8Path, first: &[u8]) -> bool {
    is_yaml(path) && (memchr::memmem::find(first, b"$kind:").is_some() || path.as_str().ends_with(".environment.yaml"))
}

/// Whether a text holds one of the keys that Postman files have.
fn has_hint(bytes: &[u8]) -> bool {
    const HINTS: &[&[u8]] =
        &[b"\"item\"", b"\"values\"", b"\"requests\"", b"\"collections\"", b"schema.getpostman.com", b"_postman_"];
    let has = |text: &[u8]| HINTS.iter().any(|hint| memchr::memmem::find(text, hint).is_some());
    let is_utf16 = bytes.iter().take(64).any(|byte| *byte == 0);
    if is_utf16 {
        let text: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        return has(&text);
    }
    has(bytes) || unescaped(bytes).is_some_and(|text| has(&text))
}

/// A JSON text without its backslashes, `\u0069` as `i`: keys may be written with escapes, and a whole file may be the text of a string. None without any.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(b'\\', bytes)?;
    let mut text = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        text.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.strip_prefix(b"u00").and_then(|digits| std::str::from_utf8(digits.get(..2)?).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            text.push(byte);
            rest = &rest[5..];
        }
    }
    text.extend_from_slice(rest);
    Some(text)
}

/// Whether a text must be a Postman file, even if it cannot be parsed.
pub fn looks_like_postman(bytes: &[u8]) -> bool {
    let has = |hint: &[u8]| memchr::memmem::find(bytes, hint).is_some();
    has(b"schema.getpostman.com") || has(b"\"_postman_")
}

/// Whether the name of a file is one that the Postman app gives: to an export, or to a part of a collection of the format v3.
pub fn has_export_name(path: &Utf8Path) -> bool {
    path.as_str().ends_with(".resources/definition.yaml")
        || [
            ".postman_collection.json",
            ".postman_environment.json",
            ".postman_globals.json",
            ".request.yaml",
            ".example.yaml",
            ".environment.yaml",
            ".globals.yaml",
        ]
        .iter()
        .any(|ending| path.as_str().ends_with(ending))
}
