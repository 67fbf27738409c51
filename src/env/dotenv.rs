//! `.env` files: the reader, and the template for `postsmith env --dotenv`. The reader accepts a documented subset; it substitutes and runs nothing.
//! No message contains text of the file.

use super::ValueProblem;
use crate::requirements::{FilledBy, RequiredVariable};
use crate::text::{LineIndex, Position};
use camino::{Utf8Path, Utf8PathBuf};
use secrecy::SecretString;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// One variable of a `.env` file.
#[derive(Debug, Clone)]
pub struct DotenvEntry {
    /// The name.
    pub name: String,
    /// The value.
    pub value: SecretString,
    /// The position of the value.
    pub position: Position,
}

/// The content of a `.env` file.
#[derive(Debug, Clone, Default)]
pub struct DotenvFile {
    /// The variables, in the order of the file. If a name occurs twice, only the last one is here.
    pub entries: Vec<DotenvEntry>,
    /// Warnings about lines whose meaning is easily mistaken.
    pub problems: Vec<ValueProblem>,
}

/// The reason why a `.env` file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{position}: {message}")]
pub struct DotenvError {
    /// The file.
    pub path: Utf8PathBuf,
    /// The position of the mistake.
    pub position: Position,
    /// The mistake, and how to correct it.
    pub message: &'static str,
}

const NO_ASSIGNMENT: &str = "expected `NAME=VALUE`, a comment (`#`) or an empty line";
const UNCLOSED: &str = "this quote is not closed";
const BEHIND_QUOTE: &str = "only a comment may follow the closing quote; write `\\\"` for a quote inside double quotes";
const ESCAPE: &str =
    "only `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\` and `\\$` are escapes in double quotes; put the value in single quotes";
const NOT_UTF8: &str = "the file is not UTF-8; save it as UTF-8";

/// Reads the `.env` file `path` with the content `bytes`.
///
/// # Errors
/// The first mistake, with its position.
pub fn read_dotenv(path: &Utf8Path, bytes: &[u8]) -> Result<DotenvFile, DotenvError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let sound = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            let position = LineIndex::new(sound).position(sound, sound.len());
            return Err(DotenvError { path: path.to_owned(), position, message: NOT_UTF8 });
        }
    };
    let mut reader = DotenvReader { path, text, lines: LineIndex::new(text), at: 0, found: DotenvFile::default() };
    reader.eat("\u{feff}");
    while reader.at < text.len() {
        reader.line().map_err(|(at, message)| DotenvError {
            path: path.to_owned(),
            position: reader.lines.position(text, at),
            message,
        })?;
    }
    Ok(reader.found)
}

struct DotenvReader<'t> {
    path: &'t Utf8Path,
    text: &'t str,
    lines: LineIndex,
    at: usize,
    found: DotenvFile,
}

type LineError = (usize, &'static str);

impl<'t> DotenvReader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn eat(&mut self, what: &str) -> bool {
        let is_there = self.rest().starts_with(what);
        self.at += if is_there { what.len() } else { 0 };
        is_there
    }

    fn eat_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    /// Consumes the rest of the line and returns it without its end.
    fn eat_line(&mut self) -> &'t str {
        let rest = self.rest();
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        self.at = (self.at + line.len() + 1).min(self.text.len());
        line.strip_suffix('\r').unwrap_or(line)
    }

    fn line(&mut self) -> Result<(), LineError> {
        self.eat_spaces();
        if self.rest().starts_with(['#', '\n']) || self.rest().starts_with("\r\n") || self.rest().is_empty() {
            self.eat_line();
            return Ok(());
        }
        let start = self.at;
        let mut name = self.name();
        if name == "export" && self.rest().starts_with([' ', '\t']) {
            self.eat_spaces();
            // `export` may also be the name of a variable.
            name = if self.rest().starts_with('=') { name } else { self.name() };
        }
        self.eat_spaces();
        if name.is_empty() || !self.eat("=") {
            return Err((start, NO_ASSIGNMENT));
        }
        self.eat_spaces();
        let at = self.at;
        let value = match self.rest().chars().next() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => self.unquoted(name),
        };
        let is_literal = self.text[at..].starts_with('\'');
        if !is_literal && (value.contains("${") || value.contains("$(")) {
            self.warn(name, at, "contains `${` or `$(`, which is not substituted or run");
        }
        self.add(name, &value, at);
        Ok(())
    }

    fn name(&mut self) -> &'t str {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let rest = self.rest();
        let name = &rest[..rest.len() - rest.trim_start_matches(is_part).len()];
        self.at += name.len();
        name
    }

    /// Reads a value without quotes: up to the end of the line, or up to a `#` after a space.
    fn unquoted(&mut self, name: &str) -> Zeroizing<String> {
        let start = self.at;
        // The spaces before an empty value are consumed already.
        let is_behind_space = self.text[..start].ends_with([' ', '\t']);
        let line = self.eat_line();
        let is_comment = |at: usize| if at == 0 { is_behind_space } else { line[..at].ends_with([' ', '\t']) };
        let comment = line.match_indices('#').map(|(at, _)| at).find(|at| is_comment(*at));
        if let Some(at) = comment.filter(|at| !line[at + 1..].is_empty() && !line[at + 1..].starts_with([' ', '\t'])) {
            self.warn(
                name,
                start + at,
                "ends before ` #`, which begins a comment; if the comment is part of the value, quote the value",
            );
        }
        let value = comment.map_or(line, |at| &line[..at]);
        Zeroizing::new(value.trim_end_matches([' ', '\t']).to_owned())
    }

    /// Reads a value in quotes, which may contain line breaks.
    fn quoted(&mut self, quote: char) -> Result<Zeroizing<String>, LineError> {
        let start = self.at;
        self.at += 1;
        let mut value = Zeroizing::new(String::with_capacity(self.rest().len()));
        loop {
            let at = self.at;
            let Some(c) = self.rest().chars().next() else { return Err((start, UNCLOSED)) };
            self.at += c.len_utf8();
            match c {
                '\\' if quote == '"' => {
                    let Some(escaped) = self.rest().chars().next() else { return Err((start, UNCLOSED)) };
                    self.at += escaped.len_utf8();
                    value.push(match escaped {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        '"' | '\\' | '$' => escaped,
                        _ => return Err((at, ESCAPE)),
                    });
                }
                // `\r\n` becomes `\n`.
                '\r' if self.rest().starts_with('\n') => {}
                _ if c == quote => break,
                _ => value.push(c),
            }
        }
        self.eat_spaces();
        let behind = self.at;
        let rest = self.eat_line();
        if rest.is_empty() || rest.starts_with('#') { Ok(value) } else { Err((behind, BEHIND_QUOTE)) }
    }

    fn add(&mut self, name: &str, value: &str, at: usize) {
        let position = self.lines.position(self.text, at);
        if let Some(first) = self.found.entries.iter().position(|entry| entry.name == name) {
            let first = self.found.entries.remove(first);
            let message = format!(
                "`{name}` occurs twice in {}, at {} and {position}; the last one counts",
                self.path, first.position
            );
            self.found.problems.push(ValueProblem::warning(message));
        }
        self.found.entries.push(DotenvEntry { name: name.to_owned(), value: SecretString::from(value), position });
    }

    fn warn(&mut self, name: &str, at: usize, what: &str) {
        let position = self.lines.position(self.text, at);
        self.found.problems.push(ValueProblem::warning(format!("`{name}` at {}:{position} {what}", self.path)));
    }
}

/// Returns a `.env` file for the variables that a person fills in: each with its description and an empty value.
pub fn print_dotenv_template(variables: &[RequiredVariable]) -> String {
    let mut out = "# Fill in your own values. Nothing is substituted; text in single quotes is taken literally.\n\
        # Keep this file out of git.\n"
        .to_owned();
    for variable in variables.iter().filter(|variable| variable.filled_by == FilledBy::Person) {
        out.push('\n');
        comment(&mut out, "", variable.description.as_deref());
        comment(&mut out, "Where: ", variable.found_at.as_deref());
        comment(&mut out, "Example: ", variable.example.as_deref());
        comment(&mut out, "", variable.format.map(|format| format!("It must be {}.", format.what())).as_deref());
        comment(&mut out, "", variable.secret.then_some("A secret."));
        if is_name(&variable.name) {
            let _ = writeln!(out, "{}=", variable.name);
        } else {
            comment(&mut out, "A .env file cannot contain this name, so postsmith asks for it: ", Some(&variable.name));
        }
    }
    let kept: Vec<_> = variables
        .iter()
        .filter(|variable| variable.filled_by == FilledBy::Scripts && is_name(&variable.name))
        .collect();
    if !kept.is_empty() {
        out.push_str(
            "\n# The scripts fill in these. To start with a value that you have, remove the `#` before its name.\n",
        );
    }
    for variable in kept {
        comment(&mut out, "", Some(&format!("{}=", variable.name)));
    }
    out
}

/// Writes `text` as comment lines; it may have several lines.
fn comment(out: &mut String, label: &str, text: Option<&str>) {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
    for (number, line) in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).enumerate() {
        let label = if number == 0 { label } else { "" };
        let _ = writeln!(out, "# {label}{}", line.trim());
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{is_name, print_dotenv_template, read_dotenv};
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use proptest::prelude::{any, prop, proptest};
    use secrecy::ExposeSecret as _;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let read = read_dotenv(".env".as_ref(), text.as_bytes()).unwrap();
        read.entries.iter().map(|entry| (entry.name.clone(), entry.value.expose_secret().to_owned())).collect()
    }

    #[test]
    fn every_notation_is_read() {
        for (text, value) in [
            ("A=b", "b"),
            ("\u{feff}  export  A = b c \t\r\n", "b c"),
            ("A=", ""),
            ("A= # nothing", ""),
            ("A=#b", "#b"),
            ("A=b#c # d", "b#c"),
            ("A=b\\n\"c'", "b\\n\"c'"),
            ("A='b\\n # ${C}' # d", "b\\n # ${C}"),
            ("A=\"b\\n\\t\\\"\\\\\\$ # 'c\"# d", "b\n\t\"\\$ # 'c"),
            ("A=' b '", " b "),
            ("A='b\r\nc'\r\n", "b\nc"),
            ("A=b=c", "b=c"),
            ("A=${B}", "${B}"),
            ("\n# c\n  # d\nA=é", "é"),
        ] {
            assert_eq!(pairs(text), [("A".to_owned(), value.to_owned())], "{text:?}");
        }
        assert_eq!(pairs("export=1")[0].0, "export");
        assert_eq!(pairs("export =1\nexport B=2")[1].0, "B");
        assert!(pairs("").is_empty() && pairs("#").is_empty() && pairs("\r\n \n").is_empty());
    }

    #[test]
    fn mistakes_have_a_position_and_show_no_text() {
        for (text, place) in [
            ("A=1\n  s3cret", "2:3"),
            ("=s3cret", "1:1"),
            ("A B=s3cret", "1:1"),
            ("export", "1:1"),
            ("A='s3cret\nB=1", "1:3"),
            ("A=\"s3cret\\", "1:3"),
            ("A=\"s3\\cret\"", "1:6"),
            ("A='s3'cret", "1:7"),
        ] {
            let error = read_dotenv("a/.env".as_ref(), text.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("a/.env:{place}: ")) && !error.contains("cret"), "{text:?}: {error}");
        }
        let error = read_dotenv(".env".as_ref(), b"A=1\nB=\xff").unwrap_err();
        assert_eq!(error.position.to_string(), "2:3");
    }

    #[test]
    fn misleading_lines_get_a_warning() {
        for (text, expected) in [
            ("A=x${B}", "`A` at .env:1:3 contains `${`"),
            ("A=\"$(b)\"", "`A` at .env:1:3 contains `${`"),
            ("A=p #1", "`A` at .env:1:5 ends before ` #`"),
            ("A=1\nB=2\nA=3", "`A` occurs twice in .env, at 1:3 and 3:3; the last one counts"),
        ] {
            let read = read_dotenv(".env".as_ref(), text.as_bytes()).unwrap();
            assert_eq!(read.problems.len(), 1, "{text:?}");
            assert!(read.problems[0].message.starts_with(expected), "{text:?}: {}", read.problems[0]);
        }
        for text in ["A='${B}'", "A=p # 1", "A=$b", "A=#1", "A=b #"] {
            assert!(read_dotenv(".env".as_ref(), text.as_bytes()).unwrap().problems.is_empty(), "{text:?}");
        }
        assert_eq!(pairs("A=1\nA=3"), [("A".to_owned(), "3".to_owned())]);
    }

    fn variable((name, text, secret): (String, Option<String>, bool)) -> RequiredVariable {
        let (description, found_at, example) = (text.clone(), text.clone(), text);
        RequiredVariable { name, description, found_at, example, format: None, secret, filled_by: FilledBy::Person }
    }

    #[test]
    fn variables_of_the_scripts_are_printed_as_comments() {
        let of = |name: &str, filled_by| RequiredVariable { filled_by, ..variable((name.to_owned(), None, true)) };
        let printed = print_dotenv_template(&[
            of("TOKEN", FilledBy::Scripts),
            of("HOST", FilledBy::Template),
            of("ME", FilledBy::Person),
        ]);
        assert!(
            printed.contains("\nME=\n\n# The scripts fill in these.") && printed.ends_with("\n# TOKEN=\n"),
            "{printed}"
        );
        assert!(!printed.contains("HOST"));
        let numbered = RequiredVariable { format: Some(ValueFormat::Number), ..of("N", FilledBy::Person) };
        assert!(print_dotenv_template(&[numbered]).contains("# It must be a number.\n"));
    }

    proptest! {
        #[test]
        fn printed_template_reads_back(found in prop::collection::vec(("[A-Za-z_ é.-]{1,6}|\\PC{0,5}|(?s).{0,4}", any::<Option<String>>(), any::<bool>()), 0..6)) {
            let variables: Vec<RequiredVariable> = found.into_iter().map(variable).collect();
            let read = read_dotenv(".env".as_ref(), print_dotenv_template(&variables).as_bytes()).unwrap();
            let mut names: Vec<_> = read.entries.iter().map(|entry| entry.name.as_str()).collect();
            let mut expected: Vec<_> = variables.iter().map(|variable| variable.name.as_str()).filter(|name| is_name(name)).collect();
            names.sort_unstable();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(names, expected);
            assert!(read.entries.iter().all(|entry| entry.value.expose_secret().is_empty()));
        }
    }
}
