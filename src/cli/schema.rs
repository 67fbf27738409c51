//! `postsmith schema`.

use super::error::Result;
use super::terminal;
use clap::ValueEnum;

/// Print the JSON Schema of a file format.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postsmith schema manifest > postsmith.schema.json")]
pub(super) struct Args {
    /// File format to print the schema of.
    of: Subject,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Subject {
    /// The manifest, postsmith.toml.
    Manifest,
    /// The JSON report of `check`.
    Report,
    /// The record of a bundle, bundle.json.
    Bundle,
    /// The JSON report of `doctor`.
    Doctor,
    /// Environments and globals as Postman exports them; the schema is ours, since Postman publishes none.
    Environment,
    /// Collections in the format v2.1, as Postman publishes it.
    #[value(name = "collection-v2.1")]
    Collection21,
    /// Collections in the format v2.0, as Postman publishes it.
    #[value(name = "collection-v2.0")]
    Collection20,
}

pub(super) fn run(args: &Args) -> Result {
    use postsmith::schema;
    let text = match args.of {
        Subject::Manifest => postsmith::source::manifest_schema(),
        Subject::Report => postsmith::report::report_schema(),
        Subject::Bundle => postsmith::requirements::bundle_schema(),
        Subject::Doctor => postsmith::doctor::doctor_schema(),
        Subject::Environment => schema::ENVIRONMENT.to_owned(),
        Subject::Collection21 => schema::COLLECTION_V21.to_owned(),
        Subject::Collection20 => schema::COLLECTION_V20.to_owned(),
    };
    Ok(terminal::raw(&text)?)
}
