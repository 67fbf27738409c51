//! The files that are embedded in the program: presets, and the templates and scripts that a source may leave out.

use super::manifest::MANIFEST;
use super::model::TextFile;
use crate::files::Folder;
use camino::Utf8Path;
use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// A preset: a ready source to build or to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// The name, as `postsmith init --preset` takes it.
    pub name: &'static str,
    /// One line of summary: the first comment of its manifest.
    pub summary: &'static str,
}

/// Lists all presets, sorted by name.
pub fn presets() -> Vec<Preset> {
    let folders = TEMPLATES.get_dir("presets").into_iter().flat_map(Dir::dirs);
    let mut presets: Vec<_> = folders.filter_map(describe).collect();
    presets.sort_by_key(|preset| preset.name);
    presets
}

fn describe(folder: &Dir<'static>) -> Option<Preset> {
    let name = folder.path().file_name()?.to_str()?;
    let manifest = folder.get_file(folder.path().join(MANIFEST))?.contents_utf8()?;
    let summary = manifest.lines().next()?.trim_start_matches('#').trim();
    Some(Preset { name, summary })
}

/// Returns the files of a preset. Findings name them `preset:NAME/...`.
pub fn preset(name: &str) -> Option<Folder> {
    let dir = TEMPLATES.get_dir(Utf8Path::new("presets").join(name)).filter(|_| is_name(name))?;
    let mut folder = Folder::new(format!("preset:{name}"));
    add_files(dir, dir, &mut folder);
    Some(folder)
}

fn add_files(dir: &Dir<'_>, root: &Dir<'_>, folder: &mut Folder) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(root.path()).ok().and_then(Utf8Path::from_path) {
            folder.insert(path, file.contents());
        }
    }
    for below in dir.dirs() {
        add_files(below, root, folder);
    }
}

/// Returns the embedded template `name`.
pub(super) fn template(name: &str) -> Option<TextFile> {
    embedded(name, Utf8Path::new("")).filter(|_| is_name(name))
}

/// Returns the embedded script `name`.
pub(super) fn script(name: &str) -> Option<TextFile> {
    embedded(name, Utf8Path::new("scripts")).filter(|_| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\'])
}

/// The folder by which findings name embedded files.
const LABEL: &str = "embedded:templates";

/// Returns the text of the embedded file that findings name `path`.
pub fn embedded_text(path: &Utf8Path) -> Option<&'static str> {
    TEMPLATES.get_file(path.strip_prefix(LABEL).ok()?)?.contents_utf8()
}

fn embedded(name: &str, folder: &Utf8Path) -> Option<TextFile> {
    let path = folder.join(name);
    let text = TEMPLATES.get_file(&path)?.contents_utf8()?;
    Some(TextFile { path: Utf8Path::new(LABEL).join(path), text: text.into() })
}
