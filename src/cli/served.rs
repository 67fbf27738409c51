//! What `postsmith mock` serves: an exported collection, or what a source would build.

use super::Exit;
use super::open::{self, SourceArgs};
use anyhow::{Context as _, bail};
use camino::Utf8Path;
use postsmith::build::build;
use postsmith::document::Document;
use postsmith::mock::{Routes, Settings, TokenRule};
use postsmith::oauth::Grant;
use postsmith::postman::{Collection, FileKind, recognise};
use postsmith::source::{MANIFEST, Manifest, Source};
use postsmith::text::url::SplitUrl;

/// A collection with the rules of its API.
pub(super) struct Served {
    pub(super) routes: Routes,
    pub(super) settings: Settings,
    /// What the names of its variables start with.
    pub(super) prefix: String,
    /// How its tokens are got; none: it has no tokens.
    pub(super) grant: Option<Grant>,
}

/// A file that is no manifest is an exported collection; everything else names a source, as for `build`. A source with mistakes was
/// shown, and ends the command.
pub(super) fn open(args: &SourceArgs) -> anyhow::Result<Result<Served, Exit>> {
    match args.path.as_deref() {
        Some(path) if !path.is_dir() && path.file_name() != Some(MANIFEST) => exported(path).map(Ok),
        _ => {
            let opened = open::open(args)?;
            match Source::load(&opened.files).and_then(|source| Ok((build(&source)?, source))) {
                Err(findings) => Ok(Err(open::show(&findings, &opened.files)?)),
                Ok((built, source)) => {
                    let Some((name, text)) = built.files().next() else { bail!("the source builds no collection") };
                    let collection = Document::json(name, text)?;
                    Ok(Ok(of_manifest(&source.manifest.data, Routes::new(Collection::new(collection.root())))))
                }
            }
        }
    }
}

/// An exported file does not say what its API requires: the rules are those of the default preset, unless the arguments change them.
fn exported(path: &Utf8Path) -> anyhow::Result<Served> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let document = Document::json(path, text)?;
    match recognise(document.root()) {
        Some((FileKind::CollectionV20 | FileKind::CollectionV21, _)) => {}
        Some((other, _)) => bail!("{path} is no collection, but of the kind: {}; name a collection", other.name()),
        None => bail!("{path} is no collection of the form v2.0 or v2.1; export it as \"Collection v2.1\""),
    }
    let preset = open::embedded_preset(open::DEFAULT_PRESET)?;
    let Ok(source) = Source::load(&preset.files) else { bail!("the preset `{}` has mistakes", open::DEFAULT_PRESET) };
    Ok(of_manifest(&source.manifest.data, Routes::new(Collection::new(document.root()))))
}

fn of_manifest(manifest: &Manifest, routes: Routes) -> Served {
    let defaults = Settings::default();
    let grant = manifest.oauth.as_ref().map(|oauth| oauth.grant);
    let required = manifest.api.headers.iter().filter(|(_, header)| {
        // What a request may replace, or an environment fills in, has no one right value.
        !header.unless_present && !header.value.contains("{{")
    });
    let settings = Settings {
        required_headers: required.map(|(name, header)| (name.to_owned(), header.value.clone())).collect(),
        token_rule: match grant {
            None => TokenRule::None,
            Some(Grant::ClientCredentials) => TokenRule::Any,
            Some(Grant::Password | Grant::RefreshToken) => TokenRule::ByOwner,
        },
        token_path: manifest.token_url().as_deref().and_then(path_of).unwrap_or(defaults.token_path),
        ..defaults
    };
    Served { routes, settings, prefix: manifest.api.prefix.clone(), grant }
}

/// The path of an address that starts with a variable or a host.
fn path_of(url: &str) -> Option<String> {
    SplitUrl::new(url).path.map(|path| format!("/{path}"))
}
