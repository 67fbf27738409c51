//! `postsmith mock`.

use super::{Exit, output};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::document::{Document, Kind};
use postsmith::mock::{Mock, Order, OrderError, Routes, Server, Settings, TokenRule};
use postsmith::oauth::Fault;
use postsmith::postman::Collection;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Run a local API with Tallyfy's OAuth rules, a collection's saved examples, and faults to order.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, after_long_help = long_help())]
pub(super) struct Args {
    /// The exported collection whose saved examples are the answers; without one there are the token endpoint and /me.
    collection: Option<Utf8PathBuf>,
    /// The port; 0 is any free one.
    #[arg(long, default_value_t = 8765, value_name = "N")]
    port: u16,
    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "IP")]
    host: IpAddr,
    /// Order a fault: NAME, NAME:TARGET (token, login, refresh, api, any), or its JSON form. --help lists the names.
    #[arg(long = "fault", value_name = "NAME[:ON]", value_parser = fault)]
    faults: Vec<Order>,
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
    /// A header that every request to the API must carry; takes the place of `X-Tallyfy-Client: APIClient`.
    #[arg(long = "require-header", value_name = "NAME: VALUE", value_parser = header)]
    required_headers: Vec<(String, String)>,
    /// Ask for no token, and for no header but those of --require-header.
    #[arg(long)]
    open: bool,
    /// Take an application's token (grant `client_credentials`) on every path, not below /applications only.
    #[arg(long)]
    applications_everywhere: bool,
    /// What the names of the environment's variables start with.
    #[arg(long, default_value = "TALLYFY")]
    prefix: String,
}

const EXAMPLES: &str = "\
Examples:
  postsmith mock output/tallyfy.postman_collection.json
  postsmith mock --port 0 --fault slow:api --fault close:refresh
  postsmith mock --fault '{\"fault\": \"expires_in\", \"value\": null, \"on\": \"login\", \"times\": 1}'
  postsmith mock petstore.json --open";

/// The examples and the table of faults.
fn long_help() -> String {
    let mut text = format!("{EXAMPLES}\n\nFaults:");
    for fault in Fault::all() {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {fault}\n      {} A client sees: {}", fault.does(), fault.seen());
    }
    text.push_str("\n\nWhile it runs: GET /__postsmith/requests, PUT /__postsmith/faults, PUT /__postsmith/settings,");
    text.push_str("\nGET /__postsmith/tokens, POST /__postsmith/expire, POST /__postsmith/reset.");
    text
}

fn fault(text: &str) -> Result<Order, OrderError> {
    Order::parse(text)
}

fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').ok_or("write it as `Name: value`")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let routes = args.collection.as_deref().map_or_else(|| Ok(Routes::default()), read)?;
    let requests = routes.len();
    // Another run must not know this one's tokens.
    let tag = &uuid::Uuid::new_v4().simple().to_string()[..8];
    let mock = Mock::new(routes, settings(args), args.faults.clone(), tag).observe(|exchange| {
        // Whoever reads the log may go; the mock goes on.
        let _ = output::say(&exchange.to_string());
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(async {
        let server = mock.bind(SocketAddr::new(args.host, args.port)).await?;
        if !args.host.is_loopback() {
            output::say("warning: other machines can reach this mock and read its log; type no real credentials")?;
        }
        output::result(&greeting(args, &server, requests))?;
        tokio::select! {
            ended = server.serve() => Ok(ended?),
            interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
        }
    });
    // Answers that are still waiting are not waited for.
    runtime.shutdown_background();
    result.map(|()| Exit::Fine)
}

fn read(path: &Utf8Path) -> anyhow::Result<Routes> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let document = Document::json(path, text)?;
    let collection = Collection::new(document.root());
    if collection.node().get("item").is_none_or(|item| item.kind() != Kind::Array) {
        bail!(
            "{path} is no collection of the form v2.0 or v2.1: it has no list `item`; export it as \"Collection v2.1\""
        );
    }
    Ok(Routes::new(collection))
}

fn settings(args: &Args) -> Settings {
    let defaults = Settings::default();
    let keep_default_headers = args.required_headers.is_empty() && !args.open;
    Settings {
        client_id: args.client_id.clone(),
        client_secret: args.client_secret.clone(),
        username: args.username.clone(),
        password: args.password.clone(),
        expires_in: args.expires_in,
        required_headers: if keep_default_headers {
            defaults.required_headers
        } else {
            args.required_headers.iter().cloned().collect()
        },
        token_rule: match (args.open, args.applications_everywhere) {
            (true, _) => TokenRule::None,
            (false, true) => TokenRule::Any,
            (false, false) => TokenRule::ByOwner,
        },
        ..defaults
    }
}

/// Where it listens, and the values that point an environment at it.
fn greeting(args: &Args, server: &Server, requests: usize) -> String {
    let address = server.address();
    let given = |value: &Option<String>| if value.is_some() { "(the one given)" } else { "(any text)" };
    let values = [
        ("BASE_URL", format!("http://{address}/api")),
        ("CLIENT_ID", args.client_id.clone()),
        ("CLIENT_SECRET", given(&args.client_secret).to_owned()),
        ("USERNAME", given(&args.username).to_owned()),
        ("PASSWORD", given(&args.password).to_owned()),
    ];
    let prefix = &args.prefix;
    let lines: String =
        values.iter().fold(String::new(), |lines, (name, value)| lines + &format!("  {prefix}_{name} = {value}\n"));
    format!(
        "listening on http://{address}\n\
        Requests of the collection: {requests}. Set these values in the Postman environment, then send the login request:\n\
        {lines}Ctrl-C ends it.\n"
    )
}
