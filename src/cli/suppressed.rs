//! The findings that the manifest of the current folder suppresses, for commands that act on findings without showing them: `redact`, `bundle`, `docs`.

use super::check::today;
use super::error::{Error, Result};
use super::mask_finding::mask_finding;
use super::{findings, terminal};
use anyhow::Context as _;
use camino::Utf8Path;
use postsmith::bundle::AcceptedValues;
use postsmith::check::suppression::Suppressions;
use postsmith::check::{Options, check_group};
use postsmith::document::Document;
use postsmith::finding::{Finding, Location};
use postsmith::report::fingerprint::fingerprints;
use postsmith::source::MANIFEST;
use postsmith::source::manifest::Checks;

/// What commands that change files say of a faulty manifest.
const UNCHANGED: &str = "nothing was changed";

/// The places in `documents` of credentials that `./postsmith.toml` suppresses; none without that file. What is wrong with it is shown, and ends the command.
pub(super) fn suppressed_places(documents: &[Document]) -> Result<Vec<Location>> {
    if !Utf8Path::new(MANIFEST).exists() {
        return Ok(Vec::new());
    }
    let (manifest, checks) = read_checks(MANIFEST.into(), UNCHANGED)?;
    let suppressions = read_suppressions(Some(&manifest), &checks, UNCHANGED)?;
    let options = Options { values: suppressions.values().to_vec(), ..Options::default() };
    let found = check_group(documents, &[], &options).into_iter().filter(|finding| finding.credential.is_some());
    let (_, dropped) = split(&suppressions, |path| path, found.collect());
    Ok(dropped)
}

/// The values in `documents` at suppressed places, for what is shared: a manifest that suppresses a credential says that it is none.
pub(super) fn accepted_values(documents: &[Document]) -> Result<AcceptedValues> {
    let places = suppressed_places(documents)?;
    let value = |place: &Location| {
        let document = documents.iter().find(|document| document.path() == place.path)?;
        let written = document.text().get(place.span.range())?;
        Some(serde_json::from_str(&format!("\"{written}\"")).unwrap_or_else(|_| written.to_owned()))
    };
    Ok(AcceptedValues::new(places.iter().filter_map(value)))
}

/// Applies `suppressions`: the findings that are left, masked, each with its fingerprint, and the places of the others. `relative` makes a path relative to
/// the manifest.
pub(super) fn split(
    suppressions: &Suppressions<'_>,
    relative: impl Fn(&Utf8Path) -> &Utf8Path,
    all: Vec<Finding>,
) -> (Vec<(Finding, String)>, Vec<Location>) {
    let mut dropped = Vec::new();
    let mut left = Vec::new();
    for finding in all {
        let location = finding.location.clone();
        match suppressions.apply(relative(&location.path), finding) {
            Some(finding) => left.push(mask_finding(finding)),
            None => dropped.push(location),
        }
    }
    // Fingerprints are numbered among all findings that are not suppressed by other means.
    let prints = fingerprints(&left);
    let mut kept = Vec::with_capacity(left.len());
    for (finding, print) in left.into_iter().zip(prints) {
        let location = finding.location.clone();
        match suppressions.apply_fingerprint(relative(&location.path), finding, &print) {
            Some(finding) => kept.push((finding, print)),
            None => dropped.push(location),
        }
    }
    (kept, dropped)
}

/// Reads the manifest at `path` and its `[check]`. What is wrong with it is shown, followed by `outcome`, and ends the command.
pub(super) fn read_checks(path: &Utf8Path, outcome: &str) -> Result<(Document, Checks)> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    let manifest = match Document::toml(path, text) {
        Ok(manifest) => manifest,
        Err(error) => return refuse(&[Finding::from(&error)], error.text(), outcome),
    };
    match Checks::read(&manifest) {
        Ok(checks) => Ok((manifest, checks)),
        Err(wrong) => refuse(&wrong, manifest.text(), outcome),
    }
}

/// The suppressions in `checks`, which was read from `manifest`. What is wrong with them is shown, followed by `outcome`, and ends the command.
pub(super) fn read_suppressions<'m>(
    manifest: Option<&'m Document>,
    checks: &'m Checks,
    outcome: &str,
) -> Result<Suppressions<'m>> {
    Suppressions::new(manifest, checks, &today())
        .or_else(|wrong| refuse(&wrong, manifest.map_or("", Document::text), outcome))
}

fn refuse<T>(wrong: &[Finding], text: &str, outcome: &str) -> Result<T> {
    findings::show(wrong, |_| Some(text))?;
    terminal::say(format_args!("error: the manifest has mistakes; {outcome}"))?;
    Err(Error::Unreadable)
}
