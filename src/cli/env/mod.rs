//! `postsmith env`.

pub(super) mod git;
mod messages;
pub(super) mod template;
pub(super) mod values;

use super::error::{Error, Result, bail};
use super::input::{STDIN, SourceArgs};
use super::terminal::{self, Terminal};
use anyhow::Context as _;
use camino::{Utf8Path, Utf8PathBuf};
use git::{Git, IGNORED};
use postsmith::document::Document;
use postsmith::env::{self, Resolved};
use postsmith::files;
use postsmith::requirements::PRIVATE_SUFFIX;
use postsmith::text::suggest;
use template::Found;

/// Create your private environment: a file with your own secrets that only you can read.
///
/// It is made from a template: an environment that the source builds, one of an unpacked bundle, or an exported file. The value of a variable
/// comes from the first of these that has one: (1) the process environment, (2) the files of --from, in their order, (3) the existing private
/// environment, (4) the template. An empty value or a placeholder such as `changeme` counts as missing. The command asks for missing values and
/// hides secrets while you type. It does not ask for values that scripts write, such as tokens, but uses them where they are given. It never
/// prints a value.
///
/// Without a terminal, or with --no-input, it lists the missing values and writes nothing (exit code 1), unless --partial is given (exit
/// code 0).
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate flag")]
#[command(mut_arg("path", |path| path.help("Folder with postsmith.toml or an unpacked bundle, the path of postsmith.toml, or a FILE.postman_environment.json")))]
#[command(after_help = "\
Examples:
  postsmith env                              ask for missing values
  postsmith env --dotenv > .env              list the variables to fill in
  postsmith env --from .env --no-input       read values from a file, in CI
  postsmith env onboarding/acme.postman_environment.json
                                             use the template of a bundle
  postsmith env --environment staging --newman
                                             show how to run the collection in Newman")]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Environment to fill: its key in the source or bundle, or its file in the bundle.
    #[arg(long, value_name = "KEY")]
    environment: Option<String>,
    /// Read values from a .env file or an exported environment; `-` is standard input; may be repeated. No .env file is read by default.
    #[arg(long, value_name = "FILE")]
    from: Vec<Utf8PathBuf>,
    /// File to write, whose name ends in `.private.postman_environment.json` [default: in the folder of the template].
    #[arg(long, short, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Ask no questions.
    #[arg(long)]
    no_input: bool,
    /// Write the file even if values are missing.
    #[arg(long)]
    partial: bool,
    /// Accept the value of this variable even if it looks like a placeholder; may be repeated.
    #[arg(long, value_name = "NAME")]
    as_is: Vec<String>,
    /// Make git ignore private environments: add a line to .gitignore.
    #[arg(long)]
    gitignore: bool,
    /// Print a .env file without values, to fill in, and exit.
    #[arg(long, conflicts_with_all = ["newman", "from", "output", "partial", "gitignore"])]
    dotenv: bool,
    /// Print how to run the collection in Newman with the private environment, and exit.
    #[arg(long, conflicts_with_all = ["from", "partial", "gitignore"])]
    newman: bool,
}

pub(super) fn run(args: &Args) -> Result {
    let mut terminal = Terminal;
    let is_stdin_free = args.from.iter().all(|path| path != STDIN);
    let is_asking = !args.no_input && is_stdin_free && terminal::is_interactive();
    let found = template::find(args, is_asking.then_some(&mut terminal))?;
    if args.dotenv {
        return Ok(terminal::print_lines(&env::print_dotenv_template(found.template.variables()))?);
    }
    refuse_unknown(&args.as_is, &found)?;
    let path = target(args, &found)?;
    if args.newman {
        return messages::newman(&found, &path);
    }
    // This comes before the user types a secret.
    let git = git::look(&path)?;
    git.refuse_tracked(&path)?;
    let old = values::existing(&path)?;
    let mut values = values::collect(&|name| found.template.variable(name).is_some(), &args.from, old.as_ref())?;
    values.template(found.template.document());
    let mut resolved = env::resolve(found.template.variables(), &values, &args.as_is);
    for problem in &resolved.problems {
        terminal::say(problem)?;
    }
    if resolved.has_errors() {
        terminal::say("error: the values have errors; nothing was written")?;
        return Err(Error::Findings);
    }
    let is_asked = is_asking && !resolved.missing.is_empty();
    if is_asked {
        env::ask_missing(&mut resolved, &args.as_is, &mut terminal).context("cannot ask")?;
    }
    if !resolved.missing.is_empty() && !args.partial && !is_asked {
        messages::missing(&resolved)?;
        terminal::say(
            "error: values are missing; nothing was written; give these values, or use --partial to leave them empty",
        )?;
        return Err(Error::Findings);
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
) -> Result {
    let mut is_ignored = git.is_ignored();
    if args.gitignore && !is_ignored {
        let file = git.ignore()?;
        terminal::say(format_args!("added `{IGNORED}` to {file}"))?;
        is_ignored = git::look(path)?.is_ignored();
    }
    let text = env::private_environment(&found.template, resolved, old);
    let is_same = old.is_some_and(|old| old.text() == text.as_str()) && files::is_private(path);
    if !is_same {
        files::replace_private(path, text.as_bytes())?;
    }
    messages::done(found, path, resolved, is_same)?;
    if !is_ignored {
        terminal::say(format_args!(
            "warning: git does not ignore {path}; add the line `{IGNORED}` to .gitignore, or use --gitignore"
        ))?;
    }
    Ok(())
}

/// Refuses names of `--as-is` that are not variables of the template.
fn refuse_unknown(as_is: &[String], found: &Found) -> Result {
    if let Some(name) = as_is.iter().find(|name| found.template.variable(name).is_none()) {
        let meant = suggest(name, found.template.variables().iter().map(|variable| variable.name.as_str()));
        let help = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        bail!("--as-is {name}: the template has no such variable{help}");
    }
    Ok(())
}

/// The path to write to.
fn target(args: &Args, found: &Found) -> Result<Utf8PathBuf> {
    let Some(path) = &args.output else { return Ok(found.output.clone()) };
    let name = path.file_name().unwrap_or_default();
    if !name.ends_with(PRIVATE_SUFFIX) || name.len() == PRIVATE_SUFFIX.len() {
        bail!(
            "{path}: the name of a private environment ends in `{PRIVATE_SUFFIX}`, so that one line in .gitignore matches all of them"
        );
    }
    Ok(path.clone())
}
