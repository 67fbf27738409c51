//! What a command is to look at: named files, the Postman files of folders, members of archives, standard input.

use super::archive;
use super::read::{self, ReadError};
use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use std::io::Read as _;

/// How many bytes tell whether a file may be one of Postman's.
pub(super) const FIRST: usize = 4096;

/// A file that is to be read.
pub struct Entry {
    /// How it is shown: as the user named it.
    pub path: Utf8PathBuf,
    /// Named itself, and not found in a folder.
    pub named: bool,
    /// What it holds, when that is known already: of standard input, or of a place that could not be walked.
    known: Option<Known>,
}

enum Known {
    Stdin(Vec<u8>),
    Failed(String),
}

/// What was read: a file, or a member of an archive, called `a.zip!/member`.
pub struct Content {
    /// How it is shown.
    pub path: Utf8PathBuf,
    /// The bytes, or why there are none.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// The files that `paths` name, sorted, each once. Of folders what git would see, whatever lies in there: what is one of Postman's is told when
/// it is read.
pub fn inputs(paths: &[Utf8PathBuf]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = paths.iter().flat_map(|path| of_path(path)).collect();
    // Of a file that is both named and found, the named one counts.
    entries.sort_by(|one, other| one.path.cmp(&other.path).then(other.named.cmp(&one.named)));
    entries.dedup_by(|later, first| later.path == first.path);
    entries
}

fn of_path(path: &Utf8Path) -> Vec<Entry> {
    if !path.is_dir() {
        return vec![Entry { path: shown(path), named: true, known: None }];
    }
    let mut walk = WalkBuilder::new(path);
    // What git ignores is ignored in a folder that is no repository as well; nothing outside of the folders has a say.
    walk.require_git(false).git_global(false).follow_links(false).sort_by_file_name(Ord::cmp);
    walk.build().filter_map(found).collect()
}

/// A file of a walk. A link to a file is followed, a link to a folder is not: it may lead in a circle.
fn found(entry: Result<ignore::DirEntry, ignore::Error>) -> Option<Entry> {
    match entry {
        Ok(entry) => {
            let kind = entry.file_type()?;
            let Some(path) = Utf8Path::from_path(entry.path()) else {
                let path = Utf8PathBuf::from(entry.path().to_string_lossy().into_owned());
                let failed = || Some(Known::Failed(ReadError::Name.to_string()));
                return kind.is_file().then(|| Entry { path, named: true, known: failed() });
            };
            let is_file = kind.is_file() || kind.is_symlink() && path.is_file();
            is_file.then(|| Entry { path: shown(path), named: false, known: None })
        }
        Err(error) => {
            let path = place_of(&error).map(Utf8PathBuf::from).unwrap_or_default();
            let reason = error
                .io_error()
                .map_or_else(|| "cannot be walked".to_owned(), |error| format!("cannot be read: {error}"));
            Some(Entry { path, named: true, known: Some(Known::Failed(reason)) })
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

/// Without `./` in front, and with `/` on every system.
fn shown(path: &Utf8Path) -> Utf8PathBuf {
    let text = path.as_str();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    text.strip_prefix("./").map_or_else(|| text.clone().into(), |rest| rest.trim_start_matches('/').into())
}

impl Entry {
    /// Standard input, called `-`.
    pub fn stdin(bytes: Vec<u8>) -> Self {
        Self { path: "-".into(), named: true, known: Some(Known::Stdin(bytes)) }
    }

    /// Whether it is standard input.
    pub const fn is_stdin(&self) -> bool {
        matches!(self.known, Some(Known::Stdin(_)))
    }

    /// The folder that it lies in.
    pub fn folder(&self) -> &str {
        self.path.parent().map_or("", Utf8Path::as_str)
    }

    /// Whether it is an archive by its first bytes.
    pub fn is_archive(&self) -> bool {
        match &self.known {
            Some(Known::Stdin(bytes)) => archive::is_archive(bytes),
            Some(Known::Failed(_)) => false,
            None => {
                let mut first = [0; 4];
                read::open(&self.path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok())
                    && archive::is_archive(&first)
            }
        }
    }

    /// Reads it: one content, or one for each member of an archive that may be one of Postman's. Nothing for a file of a folder that
    /// is surely none of Postman's.
    pub fn read(&self) -> Vec<Content> {
        let bytes = match &self.known {
            Some(Known::Stdin(bytes)) => Ok(Some(bytes.clone())),
            Some(Known::Failed(reason)) => Err(ReadError::Io(std::io::Error::other(reason.clone()))),
            None => self.bytes(),
        };
        match bytes {
            Ok(None) => Vec::new(),
            Ok(Some(bytes)) if archive::is_archive(&bytes) => self.members(&bytes),
            Ok(Some(bytes)) => vec![Content { path: self.path.clone(), bytes: Ok(bytes) }],
            Err(error) => vec![Content { path: self.path.clone(), bytes: Err(error) }],
        }
    }

    fn bytes(&self) -> Result<Option<Vec<u8>>, ReadError> {
        let mut file = match read::open(&self.path) {
            Ok(file) => file,
            // Folders may hold anything; only what is named must be readable.
            Err(ReadError::Special | ReadError::Folder) if !self.named => return Ok(None),
            Err(ReadError::TooLarge { .. }) if !self.named && !looks_named(&self.path) => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut first = Vec::with_capacity(FIRST);
        (&mut file).take(FIRST as u64).read_to_end(&mut first)?;
        if !self.named && !may_be_json(&first) && !archive::is_archive(&first) && !may_be_source(&self.path, &first) {
            return Ok(None);
        }
        let bytes = read::rest(&mut file, first)?;
        let is_candidate = self.named
            || archive::is_archive(&bytes)
            || has_hint(&bytes)
            || looks_named(&self.path)
            || may_be_source(&self.path, &bytes);
        Ok(is_candidate.then_some(bytes))
    }

    fn members(&self, bytes: &[u8]) -> Vec<Content> {
        let content = |(name, bytes): archive::Member| Content {
            path: name.map_or_else(|| self.path.clone(), |name| format!("{}!/{name}", self.path).into()),
            bytes,
        };
        let members = archive::members(bytes, may_be_json);
        let is_candidate = |bytes: &Result<Vec<u8>, ReadError>| bytes.as_ref().map_or(true, |bytes| has_hint(bytes));
        members.into_iter().filter(|(_, bytes)| is_candidate(bytes)).map(content).collect()
    }
}

/// Whether a text may be a JSON object, in whatever encoding: the reader says what is wrong with others than UTF-8.
fn may_be_json(first: &[u8]) -> bool {
    let utf16 = matches!(first, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{', ..] | [b'{', 0, ..]);
    let body = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
    utf16 || body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Whether a file is called as YAML is.
pub fn is_yaml(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("yaml" | "yml"))
}

/// Whether a text may be a part of a collection of the form v3, or an environment of that form.
fn may_be_source(path: &Utf8Path, first: &[u8]) -> bool {
    is_yaml(path) && (memchr::memmem::find(first, b"$kind:").is_some() || path.as_str().ends_with(".environment.yaml"))
}

/// Whether a text holds a key that every file of Postman's has one of.
fn has_hint(bytes: &[u8]) -> bool {
    const HINTS: &[&[u8]] =
        &[b"\"item\"", b"\"values\"", b"\"requests\"", b"\"collections\"", b"schema.getpostman.com", b"_postman_"];
    let is_utf16 = bytes.iter().take(64).any(|byte| *byte == 0);
    is_utf16 && looks_like_postman(&bytes.iter().copied().filter(|byte| *byte != 0).take(FIRST).collect::<Vec<_>>())
        || HINTS.iter().any(|hint| memchr::memmem::find(bytes, hint).is_some())
}

/// Whether a text is surely meant to be one of Postman's, even when it cannot be parsed.
pub fn looks_like_postman(bytes: &[u8]) -> bool {
    let has = |hint: &[u8]| memchr::memmem::find(bytes, hint).is_some();
    has(b"schema.getpostman.com") || has(b"\"_postman_")
}

/// Whether a file is called as the app calls its exports.
pub fn looks_named(path: &Utf8Path) -> bool {
    [".postman_collection.json", ".postman_environment.json", ".postman_globals.json"]
        .iter()
        .any(|ending| path.as_str().ends_with(ending))
}
