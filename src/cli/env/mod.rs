//! `postsmith env`.

pub(super) mod git;
mod line;
mod prompt;
pub(super) mod sources;
mod tell;
pub(super) mod template;

use super::open::SourceArgs;
use super::{Exit, output};
use anyhow::{Context as _, bail};
use camino::{Utf8Path, Utf8PathBuf};
use git::{Git, IGNORED};
use postsmith::document::Document;
use postsmith::env::{self, Resolved};
use postsmith::files;
use postsmith::requirements::PRIVATE_SUFFIX;
use postsmith::text::suggest;
use prompt::Terminal;
use std::io::{self, IsTerminal as _};
use template::Found;

/// Fill a private environment for one person: secrets in a file of your own, and nowhere else.
///
/// The template is an environment that the source builds, one of an unpacked bundle, or one in a file. The first of these that has a value for a variable counts: (1) the process
/// environment, (2) the files of --from, in their order, (3) the private environment that is there already, (4) the template. An empty value is none,
/// and a placeholder such as `changeme` counts as missing. What is still missing is asked for; secrets do not show while you type. What the collection's
/// scripts write, tokens for instance, is taken where it is given and never asked for. No value is ever printed.
///
/// Without a terminal, or with --no-input, what is missing is listed and nothing is written (exit code 1), unless --partial is given (0).
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(mut_arg("path", |path| path.help("The folder with postsmith.toml or an unpacked bundle, postsmith.toml itself, or a FILE.postman_environment.json")))]
#[command(after_help = "\
Examples:
  postsmith env                              asks for what is missing
  postsmith env --dotenv > .env              what there is to fill in
  postsmith env --from .env --no-input       from a file, in CI
  postsmith env onboarding/acme.postman_environment.json
                                             from the template of a bundle
  postsmith env --environment staging --newman
                                             how to run the collection with it")]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Which of the environments: its key in the source or bundle, or its file in the bundle.
    #[arg(long, value_name = "KEY")]
    environment: Option<String>,
    /// Take values from a .env file or from an environment of Postman's; `-` is standard input; may be repeated. Without it no .env is read.
    #[arg(long, value_name = "FILE")]
    from: Vec<Utf8PathBuf>,
    /// Where to write; else beside the template, with a name that ends in `.private.postman_environment.json`.
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Ask for nothing.
    #[arg(long)]
    no_input: bool,
    /// Write what there is, even when something is missing.
    #[arg(long)]
    partial: bool,
    /// The value of this variable is no placeholder, even if it looks like one; may be repeated.
    #[arg(long, value_name = "NAME")]
    as_is: Vec<String>,
    /// Add the line that makes git ignore private environments to .gitignore.
    #[arg(long)]
    gitignore: bool,
    /// Print a .env file to fill in, without values, and do nothing else.
    #[arg(long, conflicts_with_all = ["newman", "from", "output", "partial", "gitignore"])]
    dotenv: bool,
    /// Print how to run the collection with the private environment in Newman, and do nothing else.
    #[arg(long, conflicts_with_all = ["from", "partial", "gitignore"])]
    newman: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut terminal = Terminal;
    let is_free = args.from.iter().all(|path| path != sources::STDIN);
    let is_asking = !args.no_input && is_free && io::stdin().is_terminal();
    let found = match template::find(args, is_asking.then_some(&mut terminal))? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    if args.dotenv {
        output::result(&env::print_dotenv_template(found.template.variables()))?;
        return Ok(Exit::Fine);
    }
    known(&args.as_is, &found)?;
    let path = target(args, &found)?;
    if args.newman {
        return tell::newman(&found, &path);
    }
    // Before anybody types a secret.
    let git = git::look(&path)?;
    git.refuse_tracked(&path)?;
    let old = sources::existing(&path)?;
    let mut values = sources::values(&|name| found.template.variable(name).is_some(), &args.from, old.as_ref())?;
    values.template(found.template.document());
    let mut resolved = env::resolve(found.template.variables(), &values, &args.as_is);
    for remark in &resolved.problems {
        output::say(&output::plain(&remark.to_string()))?;
    }
    if resolved.has_errors() {
        output::say("error: nothing was written")?;
        return Ok(Exit::Findings);
    }
    let is_asked = is_asking && !resolved.missing.is_empty();
    if is_asked {
        env::ask_missing(&mut resolved, &args.as_is, &mut terminal).context("cannot ask")?;
    }
    if !resolved.missing.is_empty() && !args.partial && !is_asked {
        tell::missing(&resolved)?;
        output::say("error: nothing was written; give these values, or write the file without them with --partial")?;
        return Ok(Exit::Findings);
    }
    finish(args, &found, &path, &git, &resolved, old.as_ref())
}

fn finish(
    args: &Args,
    found: &Found,
    path: &Utf8Path,
    git: &Git,
    resolved: &Resolved,
    old: Option<&Document>,
) -> anyhow::Result<Exit> {
    let mut is_ignored = git.is_ignored();
    if args.gitignore && !is_ignored {
        let file = git.ignore()?;
        output::say(&format!("added `{IGNORED}` to {file}"))?;
        is_ignored = git::look(path)?.is_ignored();
    }
    let text = env::private_environment(&found.template, resolved, old);
    let is_same = old.is_some_and(|old| old.text() == text.as_str()) && files::is_private(path);
    if !is_same {
        files::replace_private(path, text.as_bytes())?;
    }
    tell::done(found, path, resolved, is_same)?;
    if !is_ignored {
        output::say(&format!(
            "warning: git does not ignore {path}; add the line `{IGNORED}` to .gitignore, or run this with --gitignore"
        ))?;
    }
    Ok(Exit::Fine)
}

/// Refuses names that are no variables.
fn known(as_is: &[String], found: &Found) -> anyhow::Result<()> {
    if let Some(name) = as_is.iter().find(|name| found.template.variable(name).is_none()) {
        let meant = suggest(name, found.template.variables().iter().map(|need| need.name.as_str()));
        let help = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        bail!("--as-is {name}: there is no variable of this name{help}");
    }
    Ok(())
}

/// Where the private environment is written.
fn target(args: &Args, found: &Found) -> anyhow::Result<Utf8PathBuf> {
    let Some(path) = &args.output else { return Ok(found.output.clone()) };
    let name = path.file_name().unwrap_or_default();
    if !name.ends_with(PRIVATE_SUFFIX) || name.len() == PRIVATE_SUFFIX.len() {
        bail!(
            "{path}: the name of a private environment ends in `{PRIVATE_SUFFIX}`, so that one line keeps them all out of git"
        );
    }
    Ok(path.clone())
}
