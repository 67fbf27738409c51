//! Lists what a repository's history and its index hold.

use super::blobs::Blobs;
use super::{InputFile, command, git};
use camino::Utf8Path;
use std::collections::HashSet;
use std::io::{self, Write as _};
use std::process::{Output, Stdio};
use std::sync::Arc;
use thiserror::Error;

/// The types of entries that are files: the first digits of their modes. Others are links and submodules.
const FILE: &str = "100";

/// Why a history cannot be listed.
#[derive(Debug, Error)]
pub enum GitError {
    /// Git is not installed.
    #[error("git is not installed; install it to read a history")]
    Missing,
    /// The system cannot run git.
    #[error("git cannot be run: {0}")]
    Io(#[from] io::Error),
    /// A revision that git would take for an option.
    #[error("`{0}` is not a revision")]
    Option(String),
    /// What git says.
    #[error("{0}")]
    Failed(String),
}

/// The files of a repository's history, each content once, in the order of the commits, oldest first.
pub struct History {
    /// The files. [`InputFile::commit`] is the first commit that has the content.
    pub files: Vec<InputFile>,
    /// How many commits were read.
    pub commits: usize,
    /// Whether the clone leaves out older commits.
    pub is_shallow: bool,
}

/// Reads the commits that `revisions` name, as `git log` takes them (`main..HEAD`, several separated by spaces); empty for all commits of all
/// branches and tags. `path` limits it to a file or folder, relative to `folder`. The paths of the files begin with `folder`.
///
/// # Errors
/// Git is not installed, `folder` is in no repository, or a revision does not exist.
pub fn history(folder: &Utf8Path, revisions: &str, path: Option<&str>) -> Result<History, GitError> {
    let mut words: Vec<&str> = revisions.split_whitespace().collect();
    if let Some(option) = words.iter().find(|word| word.starts_with('-')) {
        return Err(GitError::Option((*option).to_owned()));
    }
    if words.is_empty() {
        words.push("--all");
    } else {
        words.insert(0, "--end-of-options");
    }
    // Parents come before their children, so that a content is found at the commit that added it.
    let listed = run(folder, &[&["rev-list", "--topo-order", "--reverse"], &words[..], &["--"]].concat())?;
    let commits = String::from_utf8_lossy(&listed.stdout).lines().count();
    // A merge is compared with all its parents: what it changed itself is in none of them.
    let compare = ["--literal-pathspecs", "diff-tree", "--stdin", "-r", "-c", "--root", "--raw", "-z", "--no-renames"];
    let limit: Vec<&str> = path.map_or_else(Vec::new, |path| vec!["--", path]);
    let changes = run_with_input(folder, &[&compare[..], &["--no-abbrev"], &limit].concat(), listed.stdout)?;
    let shallow = run(folder, &["rev-parse", "--is-shallow-repository"])?;
    let is_shallow = shallow.stdout.starts_with(b"true");
    Ok(History { files: files(folder, &changes.stdout)?, commits, is_shallow })
}

/// The files that are staged for the next commit, added or changed. Their paths begin with `folder`.
///
/// # Errors
/// Git is not installed, or `folder` is in no repository.
pub fn staged(folder: &Utf8Path, path: Option<&str>) -> Result<Vec<InputFile>, GitError> {
    let compare =
        ["--literal-pathspecs", "diff", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff"];
    let limit: Vec<&str> = path.map_or_else(Vec::new, |path| vec!["--", path]);
    let changes = run(folder, &[&compare[..], &limit].concat())?;
    files(folder, &changes.stdout)
}

/// Whether `text` is one revision in the repository around `folder`.
pub fn is_revision(folder: &Utf8Path, text: &str) -> bool {
    let arguments = ["rev-parse", "--quiet", "--verify", "--end-of-options", text];
    git(folder, &arguments).ok().flatten().is_some_and(|output| output.status.success())
}

/// The files in what `git diff --raw -z` prints: hashes of commits, and entries `:MODE MODE HASH HASH STATUS` with their paths. An entry of a
/// merge has one colon, mode and hash for each parent.
fn files(folder: &Utf8Path, changes: &[u8]) -> Result<Vec<InputFile>, GitError> {
    // Git writes paths from the top folder on. They are shown as those of files on disk are.
    let line = |output: Output| String::from_utf8_lossy(&output.stdout).trim_end_matches(['\r', '\n']).to_owned();
    let up = line(run(folder, &["rev-parse", "--show-cdup"])?);
    let prefix = line(run(folder, &["rev-parse", "--show-prefix"])?);
    let shown =
        |path: &str| folder.join(path.strip_prefix(&prefix).map_or_else(|| format!("{up}{path}"), str::to_owned));
    let blobs = Arc::new(Blobs::new(folder));
    let (mut files, mut seen) = (Vec::new(), HashSet::new());
    let mut commit: Option<String> = None;
    let mut parts = changes.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    while let Some(part) = parts.next() {
        if !part.starts_with(':') {
            commit = (!part.is_empty()).then(|| part.trim().to_owned());
            continue;
        }
        let parents = part.bytes().take_while(|byte| *byte == b':').count();
        let fields: Vec<&str> = part[parents..].split(' ').collect();
        let Some(path) = parts.next() else { break };
        let (Some(mode), Some(id)) = (fields.get(parents), fields.get(2 * parents + 1)) else { continue };
        // A deleted file has a mode and a hash of zeros.
        if !mode.starts_with(FILE) {
            continue;
        }
        let path = shown(&path);
        // The end of the name decides what a file may be.
        let kind = path.extension().unwrap_or_default().to_owned();
        if seen.insert(((*id).to_owned(), kind)) {
            files.push(InputFile::blob(path, commit.clone(), Arc::clone(&blobs), (*id).to_owned()));
        }
    }
    Ok(files)
}

fn run(folder: &Utf8Path, arguments: &[&str]) -> Result<Output, GitError> {
    checked(git(folder, arguments)?.ok_or(GitError::Missing)?)
}

fn run_with_input(folder: &Utf8Path, arguments: &[&str], input: Vec<u8>) -> Result<Output, GitError> {
    let mut command = command(folder, arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pipe = child.stdin.take();
    // Git writes while it reads.
    let writer = std::thread::spawn(move || pipe.map_or(Ok(()), |mut pipe| pipe.write_all(&input)));
    let output = child.wait_with_output()?;
    // Where git stops reading, its status says why.
    let _ = writer.join();
    checked(output)
}

/// `output`, or what git says about its failure.
fn checked(output: Output) -> Result<Output, GitError> {
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().next().unwrap_or("it gives no reason");
    Err(GitError::Failed(format!("git cannot read this: {}", first.trim_start_matches("fatal: "))))
}
