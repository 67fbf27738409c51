//! `postsmith bundle --verify`.

use crate::cli::share::show::{self, Texts};
use crate::cli::{Exit, output};
use anyhow::{Context as _, bail};
use camino::Utf8Path;
use postsmith::bundle::{Verification, verify};
use postsmith::report::human::counted;
use postsmith::requirements::{BundleRecord, FileRole, RecordedEnvironment};
use postsmith::text::escape_hidden;
use std::fs::File;
use std::io::Read as _;

/// Most bytes of a bundle that are read.
const LARGEST: u64 = 256 << 20;

pub(super) fn run(path: &Utf8Path) -> anyhow::Result<Exit> {
    let kind = path.metadata().with_context(|| format!("cannot read {path}"))?;
    if !kind.is_file() {
        bail!("{path} is no file; name a bundle, which ends with .zip");
    }
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(|| format!("cannot read {path}"))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {path}"))?;
    if bytes.len() as u64 > LARGEST {
        bail!("{path} has more than {} MiB; no bundle is that large", LARGEST >> 20);
    }
    let Verification { record, findings, texts } = verify(path, &bytes);
    if findings.is_empty() {
        output::result(&record.map(|record| summary(path, &record)).unwrap_or_default())?;
        return Ok(Exit::Fine);
    }
    show::all(&findings, &Texts::of(texts))?;
    let many = counted(findings.len(), "finding");
    output::say(&format!("error: {many} in {path}; do not unpack it, and ask whoever sent it"))?;
    Ok(Exit::Findings)
}

fn summary(path: &Utf8Path, record: &BundleRecord) -> String {
    let BundleRecord { collection, environments, variables, files, .. } = record;
    let is_globals =
        |one: &&RecordedEnvironment| files.iter().any(|file| file.role == FileRole::Globals && file.name == one.file);
    let globals = environments.iter().filter(is_globals).count();
    format!(
        "{path} is whole: the collection `{}` with {}, {}{}, {}, {} and their sums; no secret found\n",
        escape_hidden(&collection.name),
        counted(collection.requests, "request"),
        counted(environments.len() - globals, "environment"),
        if globals > 0 { ", globals" } else { "" },
        counted(variables.len(), "variable"),
        counted(files.len(), "file"),
    )
}
