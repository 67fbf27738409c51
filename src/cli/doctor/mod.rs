//! `postsmith doctor`.

mod proxies;
mod save;
mod show;
mod values;

use super::open::{self, SourceArgs};
use super::{Exit, output};
use crate::cli::share::target;
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use postsmith::doctor::{self, DoctorSettings, DoctorStep, DoctorTarget, StepSelection, report_page};
use postsmith::files;
use postsmith::http::{CaCertificates, Timeouts};
use postsmith::source::Source;
use std::time::{Duration, SystemTime};

/// Walk the OAuth life cycle against the live API, and say which mistake it is.
///
/// Values come from the same places as those of `postsmith env`, in the same order: the process environment, the files of --values, your private
/// environment, the manifest. One log-in is tried at most, nothing is
/// tried twice, no redirect is followed, and after a certificate was refused nothing is sent. No output holds a secret: it can be sent to
/// whoever helps.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  postsmith doctor                           with your private environment, as `postsmith env` made it
  postsmith doctor --environment me.postman_environment.json
  postsmith doctor --preset tallyfy          with TALLYFY_CLIENT_ID and so on in the process environment
  postsmith doctor --only values,request     looks at values and requests; no network
  postsmith doctor --from verify --environment me.postman_environment.json
                                             with the stored tokens, without a log-in
  postsmith explain oauth/invalid-client     the page of a cause",
    after_long_help = long_help())]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Your environment: the key of one of the source's, whose private environment is read, or a file as Postman exports it.
    #[arg(short, long, value_name = "KEY|FILE")]
    environment: Option<String>,
    /// Take values from a .env file or from an environment of Postman's; may be repeated. Without it no .env is read.
    #[arg(long, value_name = "FILE")]
    values: Vec<Utf8PathBuf>,
    /// Walk these steps alone.
    #[arg(long, value_name = "STEP", value_delimiter = ',', value_parser = step_names(), conflicts_with = "from")]
    only: Vec<DoctorStep>,
    /// Walk this step and those behind it; a token that is needed is the stored one.
    #[arg(long, value_name = "STEP", value_parser = step_names())]
    from: Option<DoctorStep>,
    /// Store the tokens in your environment, readable for you alone; never in a file that git tracks.
    #[arg(long)]
    save: bool,
    /// How.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Write the report as a page as well: masked, so that it can be sent to whoever helps.
    #[arg(long, value_name = "FILE")]
    report: Option<Utf8PathBuf>,
    /// Show every request (-v), with headers (-vv), with the structure of bodies (-vvv); masked.
    #[arg(short, long, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Certificates (PEM) of authorities that are trusted beside the system's.
    #[arg(long, value_name = "FILE")]
    ca_certificate: Option<Utf8PathBuf>,
    /// How long each phase of a request may take, in seconds; the default is 5 to 30, by phase.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    timeout: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table that fills as it goes, then what is wrong.
    Human,
    /// The documented form: `postsmith schema doctor`.
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
        "Steps:\n{steps}\n\nExit codes: 0 healthy, 1 something to mend, 2 wrong usage, 3 the server cannot be reached.\n\n\
        Examples:\n  postsmith doctor --environment me.postman_environment.json\n  postsmith doctor --preset tallyfy --only values\n  \
        postsmith doctor --from verify --environment me.postman_environment.json"
    )
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(path) = args.report.as_ref().filter(|path| !target::ends_in(path, target::HTML)) {
        bail!("{path} does not say what is written there; give --report a name that ends in .html");
    }
    let opened = open::open(&args.source)?;
    let source = match Source::load(&opened.files) {
        Ok(source) => source,
        Err(findings) => return open::show(&findings, &opened.files),
    };
    let target = DoctorTarget::new(&source)?;
    let manifest = &source.manifest.data;
    let folder = opened.folder.join(&manifest.source.output);
    let environment = values::Environment::find(args.environment.as_deref(), manifest, &folder)?;
    let place = if args.save { Some(environment.to_save()?) } else { None };
    if let Some(place) = place {
        save::check(&target, place)?;
    }
    let resolved = environment.values(manifest, &args.values)?;
    for remark in &resolved.problems {
        output::say(&remark.to_string())?;
    }
    if resolved.has_errors() {
        output::say("error: nothing was sent")?;
        return Ok(Exit::Findings);
    }
    let values = values::filled(&resolved);
    let mut shown = show::Shown::new(args.verbose, args.format == Format::Human);
    let walked = doctor::walk(&target, &values, &settings(args)?, selection(args), &mut shown);
    shown.ended()?;
    match args.format {
        Format::Human => output::result(&show::causes(&walked.report))?,
        Format::Json => output::result(&doctor::json(&walked.report)?)?,
    }
    if let Some(path) = &args.report {
        files::write_file(path, report_page(&walked.report).as_bytes())?;
        output::say(&format!("wrote {path}"))?;
    }
    if let Some(place) = place {
        match &walked.tokens {
            Some(tokens) => save::save(&target, place, tokens)?,
            None => output::say("no token came, so nothing was stored")?,
        }
    }
    if !walked.report.has_run() {
        return Ok(Exit::Usage);
    }
    Ok(match (walked.report.is_healthy(), walked.report.is_network()) {
        (true, _) => Exit::Fine,
        (false, true) => Exit::Network,
        (false, false) => Exit::Findings,
    })
}

fn selection(args: &Args) -> StepSelection {
    match args.from {
        Some(step) => StepSelection::from(step),
        None if args.only.is_empty() => StepSelection::all(),
        None => StepSelection::only(args.only.iter().copied()),
    }
}

fn settings(args: &Args) -> anyhow::Result<DoctorSettings> {
    let mut settings = DoctorSettings::new(SystemTime::now());
    settings.client.proxies = proxies::proxies()?;
    settings.stores_tokens = args.save;
    if let Some(seconds) = args.timeout {
        settings.client.timeouts = Timeouts::all(Duration::from_secs(seconds));
    }
    if let Some(path) = &args.ca_certificate {
        settings.client.ca_certificates = ca_certificates(path)?;
    }
    Ok(settings)
}

fn ca_certificates(path: &Utf8Path) -> anyhow::Result<CaCertificates> {
    let text = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
    match CaCertificates::from_pem(&text) {
        Ok(certificates) => Ok(certificates),
        Err(error) => bail!("{path}: {error}"),
    }
}
