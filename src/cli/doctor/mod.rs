//! `postsmith doctor`.

mod environment;
mod output;
mod settings;

use super::error::{Error, Result, bail};
use super::input::SourceArgs;
use super::output::{refuse_input, refuse_source_file};
use super::share::{HTML, has_extension};
use super::terminal;
use camino::Utf8PathBuf;
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use environment::Environment;
use output::Output;
use postsmith::doctor::{self, DoctorStep, DoctorTarget, report_page};
use postsmith::files;

/// Walk through the OAuth life cycle against the live API, and name the cause of each failure.
///
/// Values come from the same places as those of `postsmith env`, in this order: the process environment, the files of --values, your private
/// environment, the manifest. The walk logs in at most once, repeats no request, follows no redirect, and sends nothing after a certificate
/// was refused. The output holds no secret: you can send it to the person who helps you.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith doctor                           with your private environment, as `postsmith env` made it
  postsmith doctor --environment me.postman_environment.json
  postsmith doctor --preset oauth2-password  with API_CLIENT_ID and the like in the process environment
  postsmith doctor --only values,request     check values and requests without the network
  postsmith doctor --from verify --environment me.postman_environment.json
                                             with the stored tokens, without a log-in
  postsmith explain oauth/invalid-client     explain a cause",
    after_long_help = long_help())]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Your environment: the key of an environment of the source (its private environment is read), or an exported file.
    #[arg(short, long, value_name = "KEY|FILE")]
    environment: Option<String>,
    /// Read values from a .env file or an exported environment; may be repeated. No .env file is read by default.
    #[arg(long, value_name = "FILE")]
    values: Vec<Utf8PathBuf>,
    /// Walk these steps only.
    #[arg(long, value_name = "STEP", value_delimiter = ',', value_parser = step_names(), conflicts_with = "from")]
    only: Vec<DoctorStep>,
    /// Walk from this step on, with the stored token.
    #[arg(long, value_name = "STEP", value_parser = step_names())]
    from: Option<DoctorStep>,
    /// Store the tokens in your environment file, which only you can read; a file that git tracks is refused.
    #[arg(long)]
    save: bool,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Also write the report as an HTML page, without secrets.
    #[arg(long, value_name = "FILE")]
    report: Option<Utf8PathBuf>,
    /// Show every request (-v), with headers (-vv), with the structure of bodies (-vvv); secrets are masked.
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Trust the CA certificates in this PEM file, in addition to those of the system.
    #[arg(long, value_name = "FILE")]
    ca_certificate: Option<Utf8PathBuf>,
    /// Time limit of each phase of a request, in seconds [default: 5 to 30, depending on the phase].
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table that grows with each step, then the causes of failures.
    Human,
    /// Versioned JSON; `postsmith schema doctor` prints its schema.
    Json,
}

fn step_names() -> impl clap::builder::TypedValueParser<Value = DoctorStep> {
    PossibleValuesParser::new(DoctorStep::ALL.map(DoctorStep::name))
        .try_map(|name| DoctorStep::ALL.into_iter().find(|step| step.name() == name).ok_or("no such step"))
}

fn long_help() -> String {
    let width = DoctorStep::ALL.map(|step| step.name().len()).into_iter().max().unwrap_or_default();
    let steps = DoctorStep::ALL.map(|step| format!("  {:width$}  {}", step.name(), step.title())).join("\n");
    format!(
        "Steps:\n{steps}\n\nExit codes: 0 healthy, 1 something to fix, 2 wrong usage, 3 the server cannot be reached.\n\n\
        Examples:\n  postsmith doctor --environment me.postman_environment.json\n  postsmith doctor --preset oauth2-password --only values\n  \
        postsmith doctor --from verify --environment me.postman_environment.json"
    )
}

pub(super) fn run(args: &Args) -> Result {
    if let Some(path) = args.report.as_ref().filter(|path| !has_extension(path, HTML)) {
        bail!("{path} has an unknown extension; give --report a name that ends in .html");
    }
    let files = args.source.source()?;
    let source = files.load()?;
    let target = DoctorTarget::new(&source)?;
    let manifest = &source.manifest.data;
    let environment = Environment::find(args.environment.as_deref(), manifest, &files.output_folder(&source))?;
    let place = if args.save { Some(environment.to_save()?) } else { None };
    if let Some(place) = place {
        environment::check_place(&target, place)?;
    }
    if let Some(path) = &args.report {
        refuse_input(path, args.values.iter().map(Utf8PathBuf::as_path))?;
        refuse_source_file(path, &files)?;
    }
    let resolved = environment.values(manifest, &args.values)?;
    for problem in &resolved.problems {
        terminal::say(problem)?;
    }
    if resolved.has_errors() {
        terminal::say("error: the values have errors; nothing was sent")?;
        return Err(Error::Findings);
    }
    let values = environment::for_doctor(&resolved);
    let mut output = Output::new(args.verbose, args.format == Format::Human);
    let walk = doctor::walk(&target, &values, &settings::settings(args)?, settings::selection(args), &mut output);
    output.finish()?;
    match args.format {
        Format::Human => output::print_causes(&walk.report)?,
        Format::Json => terminal::raw(&doctor::json(&walk.report)?)?,
    }
    if let Some(path) = &args.report {
        files::write_file(path, report_page(&walk.report).as_bytes())?;
        terminal::say(format_args!("wrote {path}"))?;
    }
    if let Some(place) = place {
        match &walk.tokens {
            Some(tokens) => environment::save(&target, place, tokens)?,
            None => terminal::say("no token was received; nothing was stored")?,
        }
    }
    match (walk.report.has_run(), walk.report.is_healthy(), walk.report.is_network()) {
        (false, ..) => Err(Error::Unreadable),
        (true, true, _) => Ok(()),
        (true, false, true) => Err(Error::Unreachable),
        (true, false, false) => Err(Error::Findings),
    }
}
