//! Asks git whether it tracks or ignores a file. Git gets names only: no value is in its arguments or its input.

use crate::cli::error::{Result, bail};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::files::{self, git, has_repository};

/// The pattern for .gitignore that matches every private environment.
pub(super) const IGNORED: &str = "*.private.postman_environment.json";

/// How git treats one file.
pub(in crate::cli) enum Git {
    /// The file is in no repository.
    None,
    /// The file is in a work tree.
    Inside {
        /// Git tracks it.
        is_tracked: bool,
        /// Git ignores it.
        is_ignored: bool,
        /// The folders from that of the file up to the top of the work tree.
        folders: Vec<Utf8PathBuf>,
    },
}

impl Git {
    pub(super) const fn is_tracked(&self) -> bool {
        matches!(self, Self::Inside { is_tracked: true, .. })
    }

    /// Refuses to write secrets into a file that git tracks.
    pub(in crate::cli) fn refuse_tracked(&self, path: &Utf8Path) -> Result {
        if self.is_tracked() {
            bail!(
                "git tracks {path}, so that everyone with access to the repository would get your secrets; nothing was written. \
                Remove it with `git rm --cached -- {path}`, commit, and revoke the secrets that it ever held"
            );
        }
        Ok(())
    }

    /// Whether nobody can commit the file by mistake.
    pub(in crate::cli) const fn is_ignored(&self) -> bool {
        matches!(self, Self::None | Self::Inside { is_ignored: true, .. })
    }

    /// Adds [`IGNORED`] to the nearest `.gitignore`, or to a new one at the top of the work tree. Returns its path.
    pub(super) fn ignore(&self) -> Result<Utf8PathBuf> {
        let Self::Inside { folders, .. } = self else { bail!("this folder is in no git work tree") };
        let has_one = |folder: &&Utf8PathBuf| folder.join(".gitignore").symlink_metadata().is_ok();
        let folder = folders.iter().find(has_one).or(folders.last()).context("the work tree has no top folder")?;
        let path = folder.join(".gitignore");
        let mut bytes = match files::read(&path) {
            Ok(bytes) => bytes,
            Err(files::ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => bail!("{path}: {error}"),
        };
        let end = if bytes.ends_with(b"\r\n") { "\r\n" } else { "\n" };
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            bytes.extend_from_slice(end.as_bytes());
        }
        bytes.extend_from_slice(IGNORED.as_bytes());
        bytes.extend_from_slice(end.as_bytes());
        let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
        files::write(folder, [(".gitignore", bytes.as_slice())])?;
        Ok(path)
    }
}

/// Asks git about `path`, which need not exist.
pub(in crate::cli) fn look(path: &Utf8Path) -> Result<Git> {
    // Git needs an existing folder to run in.
    let folder = path.ancestors().skip(1).find(|folder| folder.as_str().is_empty() || folder.is_dir());
    let folder = folder.unwrap_or(Utf8Path::new(""));
    // A name that begins with `:` would be a pattern.
    let name = Utf8Path::new(".").join(path.strip_prefix(folder).unwrap_or(path));
    let Some(asked) = git(folder, &["rev-parse", "--is-inside-work-tree", "--show-cdup"]).context("cannot run git")?
    else {
        if has_repository(folder) {
            bail!(
                "{path} is in a git repository, and git is not in PATH to tell whether it tracks the file; install git, or write to another folder"
            );
        }
        return Ok(Git::None);
    };
    if !asked.status.success() {
        if !has_repository(folder) {
            return Ok(Git::None);
        }
        let said = String::from_utf8_lossy(&asked.stderr);
        let first = said.lines().next().unwrap_or_default().to_owned();
        bail!("cannot tell whether git tracks {path}: {first}");
    }
    let said = String::from_utf8(asked.stdout).context("the output of git is not UTF-8")?;
    let mut lines = said.lines();
    if lines.next() != Some("true") {
        return Ok(Git::None);
    }
    let up = lines.next().unwrap_or_default();
    let ask = |arguments: &[&str]| -> Result<bool> {
        let output = git(folder, &[arguments, &["--", name.as_str()]].concat())
            .context("cannot run git")?
            .context("git was not found")?;
        match output.status.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => {
                let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
                bail!("cannot tell whether git tracks or ignores {path}: {said}")
            }
        }
    };
    Ok(Git::Inside {
        // `[` and `*` would be patterns as well.
        is_tracked: ask(&["--literal-pathspecs", "ls-files", "--error-unmatch"])?,
        is_ignored: ask(&["check-ignore", "--quiet"])?,
        folders: folders(folder, up),
    })
}

/// `folder` and those above it, up to where `up` (`../../`) leads. Where `up` is an absolute path: `folder` and that path.
fn folders(folder: &Utf8Path, up: &str) -> Vec<Utf8PathBuf> {
    let steps = up.matches("../").count();
    if up.trim_end_matches("../").is_empty() {
        let above = |step: usize| {
            let mut path = folder.to_owned();
            for _ in 0..step {
                let has_name = path.file_name().is_some();
                path =
                    if has_name { path.parent().map(Utf8Path::to_owned).unwrap_or_default() } else { path.join("..") };
            }
            path
        };
        return (0..=steps).map(above).collect();
    }
    vec![folder.to_owned(), Utf8PathBuf::from(up)]
}
