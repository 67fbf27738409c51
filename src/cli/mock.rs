//! `postsmith mock`.

use super::open::{SourceArgs, preset_names};
use super::served::{self, Served};
use super::{Exit, output};
use anyhow::Context as _;
use camino::Utf8PathBuf;
use postsmith::mock::Fault;
use postsmith::mock::{
    FaultRule, FaultRuleError, FaultTarget, MockError, MockServer, Settings, TokenRule, control_calls,
};
use postsmith::oauth::Grant;
use postsmith::oauth::Phase;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Run a local API with OAuth rules, a collection's saved examples as answers, and faults to order.
///
/// With no collection and no manifest at hand it serves the embedded Tallyfy preset.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = long_help())]
pub(super) struct Args {
    /// An exported collection, or a source: the folder with postsmith.toml, or that file itself.
    #[arg(conflicts_with = "preset")]
    collection: Option<Utf8PathBuf>,
    /// An embedded preset instead.
    #[arg(long, value_name = "NAME", value_parser = preset_names())]
    preset: Option<String>,
    /// The port; 0 is any free one.
    #[arg(long, default_value_t = 8765, value_name = "N")]
    port: u16,
    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "IP")]
    host: IpAddr,
    #[arg(long = "fault", value_name = "NAME[:ON]", value_parser = fault, help = fault_help())]
    faults: Vec<FaultRule>,
    /// The one client id that is right.
    #[arg(long, default_value = "1001", value_name = "ID")]
    client_id: String,
    /// The client secret that is right; any is, unless this is given.
    #[arg(long, value_name = "SECRET")]
    client_secret: Option<String>,
    /// The user name that is right; any is, unless this is given.
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// The password that is right; any is, unless this is given.
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Seconds that an access token lives.
    #[arg(long, default_value_t = 3600, value_name = "SECONDS")]
    expires_in: u64,
    /// A header that every request to the API must carry; takes the place of those in the manifest, or of Tallyfy's.
    #[arg(long = "require-header", value_name = "NAME: VALUE", value_parser = Settings::parse_header)]
    required_headers: Vec<(String, String)>,
    /// Ask for no token, and for no header but those of --require-header.
    #[arg(long)]
    open: bool,
    /// Take an application's token (grant `client_credentials`) on every path, not below /applications only.
    #[arg(long)]
    applications_everywhere: bool,
    /// What the names of the environment's variables start with; else what the manifest says, or TALLYFY.
    #[arg(long)]
    prefix: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  postsmith mock                         from ./postsmith.toml, else the Tallyfy preset
  postsmith mock output/tallyfy.postman_collection.json
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

/// The ids of what a client should conclude, with the parts of the life cycle in which it is something else.
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
    format!("FaultRule a fault: NAME, NAME:TARGET ({targets}), or its JSON form; the names stand below")
}

fn fault(text: &str) -> Result<FaultRule, FaultRuleError> {
    FaultRule::parse(text)
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let source = SourceArgs { path: args.collection.clone(), preset: args.preset.clone() };
    let Served { routes, settings, prefix, grant } = match served::open(&source)? {
        Ok(served) => served,
        Err(exit) => return Ok(exit),
    };
    let prefix = args.prefix.as_ref().unwrap_or(&prefix);
    let requests = routes.len();
    // Another run must not know this one's tokens.
    let tag = &uuid::Uuid::new_v4().simple().to_string()[..8];
    let settings = settings_of(args, settings);
    let base_path = settings.base_path.clone();
    let mock = MockServer::new(routes, settings, args.faults.clone(), tag).observe(|exchange| {
        // Whoever reads the log may go; the mock goes on.
        let _ = output::say(&exchange.to_string());
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let server = mock.bind(SocketAddr::new(args.host, args.port)).await?;
        if !args.host.is_loopback() {
            output::say("warning: other machines can reach this mock and read its log; type no real credentials")?;
        }
        let base_url = format!("http://{}{base_path}", server.address());
        output::result(&greeting(server.address(), requests, &values(args, base_url, prefix, grant)))?;
        tokio::select! {
            ended = server.serve() => Ok(ended?),
            interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        }
    });
    // Answers that are still waiting are not waited for.
    runtime.shutdown_background();
    match result {
        Err(error) if error.is::<MockError>() => {
            output::say(&format!("error: {error:#}"))?;
            Ok(Exit::Network)
        }
        other => other.map(|()| Exit::Fine),
    }
}

/// The rules of the API, as the arguments change them.
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

fn greeting(address: SocketAddr, requests: usize, values: &[(String, String)]) -> String {
    let mut text = format!("listening on http://{address}\n");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "Requests of the collection: {requests}. In the Postman environment set:");
    for (name, value) in values {
        let _ = writeln!(text, "  {name} = {value}");
    }
    text + "Ctrl-C ends it.\n"
}
