//! The `.env` reader: a documented subset, in which nothing is substituted and nothing is run. No message shows a text of the file.

use super::Remark;
use crate::text::{LineIndex, Position};
use camino::{Utf8Path, Utf8PathBuf};
use secrecy::SecretString;
use zeroize::Zeroizing;

/// One variable of a `.env` file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: SecretString,
    /// Where the value begins.
    pub position: Position,
}

/// What a `.env` file holds.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The variables, in the order of the file; of a name that stands there twice only the last.
    pub entries: Vec<Entry>,
    /// What somebody may have meant otherwise.
    pub remarks: Vec<Remark>,
}

/// Why a text is no `.env` file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{position}: {message}")]
pub struct DotenvError {
    /// The file.
    pub path: Utf8PathBuf,
    /// Where it is wrong.
    pub position: Position,
    /// What is wrong, and what to do.
    pub message: &'static str,
}

const NO_ASSIGNMENT: &str = "expected `NAME=VALUE`, a comment (`#`) or an empty line";
const UNCLOSED: &str = "this quote is not closed";
const BEHIND_QUOTE: &str =
    "nothing but a comment may stand behind the closing quote; write `\\\"` for a quote inside double quotes";
const ESCAPE: &str =
    "only `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\` and `\\$` may stand in double quotes; put the value in single quotes";
const NOT_UTF8: &str = "this is not UTF-8; save the file as UTF-8";

/// Reads the text of the file `path`.
pub fn read(path: &Utf8Path, bytes: &[u8]) -> Result<Read, DotenvError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let sound = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            let position = LineIndex::new(sound).position(sound, sound.len());
            return Err(DotenvError { path: path.to_owned(), position, message: NOT_UTF8 });
        }
    };
    let mut reader = Reader { path, text, lines: LineIndex::new(text), at: 0, found: Read::default() };
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

struct Reader<'t> {
    path: &'t Utf8Path,
    text: &'t str,
    lines: LineIndex,
    at: usize,
    found: Read,
}

type Wrong = (usize, &'static str);

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn eat(&mut self, what: &str) -> bool {
        let is_there = self.rest().starts_with(what);
        self.at += if is_there { what.len() } else { 0 };
        is_there
    }

    fn eat_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    /// The rest of the line, without its end.
    fn eat_line(&mut self) -> &'t str {
        let rest = self.rest();
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        self.at = (self.at + line.len() + 1).min(self.text.len());
        line.strip_suffix('\r').unwrap_or(line)
    }

    fn line(&mut self) -> Result<(), Wrong> {
        self.eat_blanks();
        if self.rest().starts_with(['#', '\n']) || self.rest().starts_with("\r\n") || self.rest().is_empty() {
            self.eat_line();
            return Ok(());
        }
        let start = self.at;
        let mut name = self.name();
        if name == "export" && self.rest().starts_with([' ', '\t']) {
            self.eat_blanks();
            // A variable may be called `export`.
            name = if self.rest().starts_with('=') { name } else { self.name() };
        }
        self.eat_blanks();
        if name.is_empty() || !self.eat("=") {
            return Err((start, NO_ASSIGNMENT));
        }
        self.eat_blanks();
        let at = self.at;
        let value = match self.rest().chars().next() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            _ => self.unquoted(name),
        };
        let is_literal = self.text[at..].starts_with('\'');
        if !is_literal && (value.contains("${") || value.contains("$(")) {
            self.warn(name, at, "holds `${` or `$(`, which is taken as it is: nothing is substituted or run");
        }
        self.add(name, &value, at);
        Ok(())
    }

    fn name(&mut self) -> &'t str {
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let rest = self.rest();
        let name = &rest[..rest.len() - rest.trim_start_matches(is_part).len()];
        self.at += name.len();
        name
    }

    /// Up to the end of the line, or up to a `#` behind a blank.
    fn unquoted(&mut self, name: &str) -> Zeroizing<String> {
        let start = self.at;
        // An empty value's blanks were eaten already.
        let is_behind_blank = self.text[..start].ends_with([' ', '\t']);
        let line = self.eat_line();
        let is_comment = |at: usize| if at == 0 { is_behind_blank } else { line[..at].ends_with([' ', '\t']) };
        let comment = line.match_indices('#').map(|(at, _)| at).find(|at| is_comment(*at));
        if let Some(at) = comment.filter(|at| !line[at + 1..].is_empty() && !line[at + 1..].starts_with([' ', '\t'])) {
            self.warn(
                name,
                start + at,
                "ends before ` #`, which begins a comment; if it belongs to the value, quote it",
            );
        }
        let value = comment.map_or(line, |at| &line[..at]);
        Zeroizing::new(value.trim_end_matches([' ', '\t']).to_owned())
    }

    /// A value in quotes, which may have several lines.
    fn quoted(&mut self, quote: char) -> Result<Zeroizing<String>, Wrong> {
        let start = self.at;
        self.at += 1;
        let mut value = Zeroizing::new(String::with_capacity(self.rest().len()));
        loop {
            let at = self.at;
            let Some(letter) = self.rest().chars().next() else { return Err((start, UNCLOSED)) };
            self.at += letter.len_utf8();
            match letter {
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
                // A line ends in `\n`, whatever system the file was written on.
                '\r' if self.rest().starts_with('\n') => {}
                _ if letter == quote => break,
                _ => value.push(letter),
            }
        }
        self.eat_blanks();
        let behind = self.at;
        let rest = self.eat_line();
        if rest.is_empty() || rest.starts_with('#') { Ok(value) } else { Err((behind, BEHIND_QUOTE)) }
    }

    fn add(&mut self, name: &str, value: &str, at: usize) {
        let position = self.lines.position(self.text, at);
        if let Some(first) = self.found.entries.iter().position(|entry| entry.name == name) {
            let first = self.found.entries.remove(first);
            let message = format!(
                "`{name}` stands in {} twice, at {} and {position}; the last one counts",
                self.path, first.position
            );
            self.found.remarks.push(Remark::warning(message));
        }
        self.found.entries.push(Entry { name: name.to_owned(), value: SecretString::from(value), position });
    }

    fn warn(&mut self, name: &str, at: usize, what: &str) {
        let position = self.lines.position(self.text, at);
        self.found.remarks.push(Remark::warning(format!("`{name}` at {}:{position} {what}", self.path)));
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use secrecy::ExposeSecret as _;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let read = read(".env".as_ref(), text.as_bytes()).unwrap();
        read.entries.iter().map(|entry| (entry.name.clone(), entry.value.expose_secret().to_owned())).collect()
    }

    #[test]
    fn every_form_is_read() {
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
    fn mistakes_have_a_place_and_show_no_text() {
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
            let error = read("a/.env".as_ref(), text.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(&format!("a/.env:{place}: ")) && !error.contains("cret"), "{text:?}: {error}");
        }
        let error = read(".env".as_ref(), b"A=1\nB=\xff").unwrap_err();
        assert_eq!(error.position.to_string(), "2:3");
    }

    #[test]
    fn what_may_be_meant_otherwise_is_said() {
        for (text, expected) in [
            ("A=x${B}", "`A` at .env:1:3 holds `${`"),
            ("A=\"$(b)\"", "`A` at .env:1:3 holds `${`"),
            ("A=p #1", "`A` at .env:1:5 ends before ` #`"),
            ("A=1\nB=2\nA=3", "`A` stands in .env twice, at 1:3 and 3:3; the last one counts"),
        ] {
            let read = read(".env".as_ref(), text.as_bytes()).unwrap();
            assert_eq!(read.remarks.len(), 1, "{text:?}");
            assert!(read.remarks[0].message.starts_with(expected), "{text:?}: {}", read.remarks[0]);
        }
        for text in ["A='${B}'", "A=p # 1", "A=$b", "A=#1", "A=b #"] {
            assert!(read(".env".as_ref(), text.as_bytes()).unwrap().remarks.is_empty(), "{text:?}");
        }
        assert_eq!(pairs("A=1\nA=3"), [("A".to_owned(), "3".to_owned())]);
    }
}
