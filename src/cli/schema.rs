//! `postsmith schema`.

use super::error::Result;
use super::terminal;
use clap::ValueEnum;

/// Print the JSON Schema of a file format, or the reference of the format v3.
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
    /// The JSON report of `bundle --verify --json`.
    Verification,
    /// The JSON report of `doctor`.
    Doctor,
    /// Environments and globals as Postman exports them; the schema is ours, since Postman publishes none.
    Environment,
    /// The reference of all files of the format v3, as Markdown.
    #[value(name = "v3-reference")]
    V3Reference,
    /// Requests of the format v3, NAME.request.yaml; the schema is ours.
    Request,
    /// Definitions of collections and folders of the format v3, definition.yaml; the schema is ours.
    Definition,
    /// Saved examples of the format v3, NAME.example.yaml; the schema is ours.
    Example,
    /// Environments and globals of the format v3, NAME.environment.yaml; the schema is ours.
    #[value(name = "environment-v3")]
    EnvironmentV3,
    /// Collections in the format v2.1, as Postman publishes it.
    #[value(name = "collection-v2.1")]
    Collection21,
    /// Collections in the format v2.0, as Postman publishes it.
    #[value(name = "collection-v2.0")]
    Collection20,
}

pub(super) fn run(args: &Args) -> Result {
    use postsmith::schema::{self, V3File};
    let text = match args.of {
        Subject::Manifest => postsmith::source::manifest_schema(),
        Subject::Report => postsmith::report::report_schema(),
        Subject::Bundle => postsmith::requirements::bundle_schema(),
        Subject::Verification => postsmith::bundle::verification_schema(),
        Subject::Doctor => postsmith::doctor::doctor_schema(),
        Subject::Environment => schema::ENVIRONMENT.to_owned(),
        Subject::V3Reference => schema::v3_reference(),
        Subject::Request => schema::v3_schema(V3File::Request),
        Subject::Definition => schema::v3_schema(V3File::Definition),
        Subject::Example => schema::v3_schema(V3File::Example),
        Subject::EnvironmentV3 => schema::v3_schema(V3File::Environment),
        Subject::Collection21 => schema::COLLECTION_V21.to_owned(),
        Subject::Collection20 => schema::COLLECTION_V20.to_owned(),
    };
    Ok(terminal::raw(&text)?)
}
