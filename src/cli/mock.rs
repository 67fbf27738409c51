//! `postsmith mock`.

use super::error::{Error, Result};
use super::input::{SourceArgs, preset_names};
use super::mock_input::{ApiRules, MockInput};
use super::terminal;
use anyhow::Context as _;
use camino::Utf8PathBuf;
use postsmith::mock::Fault;
use postsmith::mock::{
    FaultRule, FaultRuleError, FaultTarget, MockError, MockServer, Settings, TokenRule, control_calls,
};
use postsmith::oauth::Grant;
use postsmith::oauth::Phase;
use std::fmt::Write as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Run a local API that answers with the saved examples of a collection, checks OAuth tokens, and injects faults.
///
/// Without COLLECTION it serves the source in the current folder, or the default preset where that folder has no postsmith.toml.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = long_help())]
pub(super) struct Args {
    /// Exported collection, or a source: folder with postsmith.toml, or the path of that file.
    #[arg(conflicts_with = "preset")]
    collection: Option<Utf8PathBuf>,
    /// Serve an embedded preset instead of a file or folder.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    preset: Option<String>,
    /// Port to listen on; 0 picks a free port.
    #[arg(long, default_value_t = 8765, value_name = "N")]
    port: u16,
    /// Address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "IP")]
    host: IpAddr,
    #[arg(long = "fault", value_name = "NAME[:ON]", value_parser = fault, help = fault_help())]
    faults: Vec<FaultRule>,
    /// Client id to accept.
    #[arg(long, default_value = "1001", value_name = "ID")]
    client_id: String,
    /// Client secret to accept [default: any].
    #[arg(long, value_name = "SECRET")]
    client_secret: Option<String>,
    /// User name to accept [default: any].
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Password to accept [default: any].
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Lifetime of access tokens, in seconds.
    #[arg(long, default_value_t = 3600, value_name = "SECONDS")]
    expires_in: u64,
    /// Require this header on every request to the API, instead of the headers of the manifest (for an exported collection, of the default
    /// preset); may be repeated.
    #[arg(long = "require-header", value_name = "NAME: VALUE", value_parser = Settings::parse_header)]
    required_headers: Vec<(String, String)>,
    /// Require no token, and no header except those of --require-header.
    #[arg(long)]
    open: bool,
    /// Accept an application's token (grant `client_credentials`) on every path, not only below /applications.
    #[arg(long)]
    applications_everywhere: bool,
    /// Show the credentials of logged requests in clear, for tests with invented ones; without it, `[credential 1]` and so on stand in their place.
    #[arg(long)]
    show_credentials: bool,
    /// Prefix of the variable names that are printed at the start [default: of the manifest, or of the default preset].
    #[arg(long)]
    prefix: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  postsmith mock                         serve ./postsmith.toml, else the default preset
  postsmith mock shop.postman_collection.json
  postsmith mock --port 0 --fault slow:api --fault close:refresh
  postsmith mock --fault '{\"fault\": \"expires_in\", \"value\": null, \"on\": \"login\", \"times\": 1}'
  postsmith mock petstore.json --open";

/// The examples and the table of faults.
fn long_help() -> String {
    let mut text = format!("{EXAMPLES}\n\nFaults:");
    for fault in Fault::all() {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n  {fault}\n      {} A client sees: {}{}",
            fault.effect(),
            fault.client_sees(),
            cause(fault)
        );
    }
    text.push_str("\n\nWhile it runs:");
    for call in control_calls() {
        let _ = write!(text, "\n  {call}");
    }
    text
}

/// The id of the cause that a client should name, and the parts of the life cycle in which it is another one.
fn cause(fault: Fault) -> String {
    let Some(cause) = fault.cause() else { return String::new() };
    let other = |(phase, name)| {
        fault.cause_in(phase).filter(|other| *other != cause).map(|other| format!("; at a {name}: {other}"))
    };
    let others = [(Phase::Login, "log-in"), (Phase::Renewal, "refresh"), (Phase::Call, "call of the API")]
        .into_iter()
        .filter_map(other);
    format!(" Cause: {cause}{}.", others.collect::<String>())
}

fn fault_help() -> String {
    let targets = FaultTarget::ALL.map(FaultTarget::name).join(", ");
    format!("Inject a fault: NAME, NAME:TARGET ({targets}), or its JSON form; --help lists the names; may be repeated")
}

fn fault(text: &str) -> std::result::Result<FaultRule, FaultRuleError> {
    FaultRule::parse(text)
}

pub(super) fn run(args: &Args) -> Result {
    let source = SourceArgs { path: args.collection.clone(), preset: args.preset.clone() };
    let MockInput { routes, rules: ApiRules { settings, prefix, grant } } = MockInput::read(&source)?;
    let prefix = args.prefix.as_ref().unwrap_or(&prefix);
    let requests = routes.len();
    // The tokens of another run must not be valid here.
    let tag = &uuid::Uuid::new_v4().simple().to_string()[..8];
    let settings = settings_of(args, settings);
    let base_path = settings.base_path.clone();
    let mock = MockServer::new(routes, settings, args.faults.clone(), tag).observe(|exchange| {
        // The mock goes on when nobody reads the log any more.
        let _ = terminal::log(exchange);
    });
    let mock = if args.show_credentials { mock.show_credentials() } else { mock };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let server = mock.bind(SocketAddr::new(args.host, args.port)).await?;
        if !args.host.is_loopback() {
            terminal::say("warning: other machines can reach this mock and read its log; use no real credentials")?;
        }
        let base_url = format!("http://{}{base_path}", server.address());
        greet(server.address(), requests, &values(args, base_url, prefix, grant))?;
        tokio::select! {
            ended = server.serve() => Ok(ended?),
            interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        }
    });
    // Responses that are delayed by a fault are dropped.
    runtime.shutdown_background();
    result.map_err(
        |error: anyhow::Error| if error.is::<MockError>() { Error::Network(error) } else { Error::Usage(error) },
    )
}

/// The rules of the API, changed by the arguments.
fn settings_of(args: &Args, settings: Settings) -> Settings {
    let keep_headers = args.required_headers.is_empty() && !args.open;
    Settings {
        client_id: args.client_id.clone(),
        client_secret: args.client_secret.clone(),
        username: args.username.clone(),
        password: args.password.clone(),
        expires_in: args.expires_in,
        required_headers: if keep_headers {
            settings.required_headers
        } else {
            args.required_headers.iter().cloned().collect()
        },
        token_rule: match (args.open, args.applications_everywhere) {
            (true, _) => TokenRule::None,
            (false, true) => TokenRule::Any,
            (false, false) => settings.token_rule,
        },
        ..settings
    }
}

/// The values that point an environment at the mock.
fn values(args: &Args, base_url: String, prefix: &str, grant: Option<Grant>) -> Vec<(String, String)> {
    let given = |value: &Option<String>| if value.is_some() { "(the one given)" } else { "(any text)" };
    let mut values = vec![("BASE_URL", base_url)];
    if grant.is_some() {
        values.push(("CLIENT_ID", args.client_id.clone()));
        values.push(("CLIENT_SECRET", given(&args.client_secret).to_owned()));
    }
    if grant == Some(Grant::Password) {
        values.push(("USERNAME", given(&args.username).to_owned()));
        values.push(("PASSWORD", given(&args.password).to_owned()));
    }
    values.into_iter().map(|(name, value)| (format!("{prefix}_{name}"), value)).collect()
}

fn greet(address: SocketAddr, requests: usize, values: &[(String, String)]) -> io::Result<()> {
    terminal::print(format_args!("listening on http://{address}"))?;
    terminal::print(format_args!(
        "Requests of the collection: {requests}. Set these values in the Postman environment:"
    ))?;
    for (name, value) in values {
        terminal::print(format_args!("  {name} = {value}"))?;
    }
    terminal::print("Press Ctrl-C to stop.")
}
