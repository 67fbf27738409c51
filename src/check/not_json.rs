//! What a file is that has the name of a Postman file and cannot be parsed: an HTML page, a Git LFS pointer, a text of another language.

use crate::document::SyntaxError;
use crate::finding::{Finding, Location};
use crate::text::Span;
use std::ops::Range;

/// A mistake that is recognised by the text around it.
struct Mistake {
    /// Finds it: the first byte of what shows it.
    find: fn(&str, &SyntaxError) -> Option<usize>,
    message: &'static str,
    help: &'static str,
}

/// From the most specific one on.
const MISTAKES: &[Mistake] = &[
    Mistake {
        find: |text, _| text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n', '\0']).is_empty().then_some(0),
        message: "this file is empty",
        help: "export it again",
    },
    Mistake {
        find: |text, _| starts_with(text, &["version https://git-lfs.github.com/spec/"]),
        message: "this is a Git LFS pointer, not the file itself",
        help: "run `git lfs pull`",
    },
    Mistake {
        find: |text, _| starts_with(text, &["<!doctype html", "<html", "<head", "<body"]),
        message: "this is an HTML page",
        help: "download the file itself; on GitHub, use the button `Raw`",
    },
    Mistake {
        find: |text, _| starts_with(text, &["<?xml", "<"]),
        message: "this is XML",
        help: "export the collection from Postman as JSON",
    },
    Mistake {
        find: |text, _| line_start(text, &["<<<<<<< ", ">>>>>>> "]),
        message: "this file has conflict markers of git",
        help: "resolve the conflict: keep one of the two versions, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
    },
    Mistake {
        find: |text, _| {
            starts_with(text, &["module.exports", "export default", "export const", "const ", "var ", "let "])
        },
        message: "this is a JavaScript file",
        help: "write the object alone, as JSON",
    },
    Mistake {
        find: |text, error| {
            text.get(error.span().start..)?.starts_with(['“', '”', '„', '‘', '’']).then_some(error.span().start)
        },
        message: "this is a curly quote, which JSON does not have",
        help: "write straight quotes: \"",
    },
    Mistake {
        find: |text, error| {
            let rest = text.get(error.span().start..)?;
            let words = ["None", "True", "False", "NaN", "Infinity", "-Infinity", "undefined"];
            words.iter().any(|word| rest.starts_with(word)).then_some(error.span().start)
        },
        message: "this is a word of Python or JavaScript, not of JSON",
        help: "write `null`, `true`, `false`, or a number",
    },
    Mistake {
        find: |text, error| {
            let rest = text.get(error.span().start..)?;
            (rest.starts_with("//") || rest.starts_with("/*")).then_some(error.span().start)
        },
        message: "this is a comment, which JSON does not have",
        help: "remove it",
    },
    Mistake {
        find: |text, error| {
            let (before, rest) = text.split_at_checked(error.span().start)?;
            let is_complete = before.trim_end().ends_with(['}', ']']) && balance(before) == 0;
            (is_complete && rest.trim_start().starts_with(['{', '['])).then_some(error.span().start)
        },
        message: "here begins a second JSON value",
        help: "write each value to a file of its own",
    },
    Mistake {
        find: |text, error| {
            // The error is at the end, or at the quote of a string that runs to the end.
            let rest = text.get(error.span().start..)?;
            let is_last = rest.len() <= 1 || rest.starts_with('"') && !rest.trim_end().contains('\n');
            (is_last && balance(text) > 0).then_some(text.len())
        },
        message: "the file ends in the middle of the JSON: it is truncated",
        help: "export or download it again",
    },
];

/// What the text of `error` is, as a finding with the same rule; else the finding of the error itself.
pub(super) fn finding(error: &SyntaxError) -> Finding {
    let found = Finding::from(error);
    if !error.is_decoded() {
        return found;
    }
    let text = error.text();
    let known = MISTAKES.iter().find_map(|mistake| Some(((mistake.find)(text, error)?, mistake)));
    match known {
        Some((at, mistake)) => {
            let location = Location::in_text(error.path(), text, Span::at(at.min(text.len())));
            Finding { severity: found.severity, ..Finding::error(found.rule, location, mistake.message) }
                .help(mistake.help)
        }
        None => found,
    }
}

/// A text with comments as JSON.
pub(super) struct Commented {
    /// The text: comments, and commas before a closing bracket, are spaces, so that every value keeps its place.
    pub(super) json: String,
    /// The bytes of the comments.
    pub(super) comments: Vec<Range<usize>>,
}

/// `text` as JSON without comments. None when it has none, and no comma before a closing bracket.
pub(super) fn without_comments(text: &str) -> Option<Commented> {
    let mut bytes = text.as_bytes().to_vec();
    let mut comments = Vec::new();
    let (mut at, mut comma, mut is_changed) = (0, None, false);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let end = match rest {
            [b'"', ..] => {
                comma = None;
                at = string_end(&bytes, at);
                continue;
            }
            [b'/', b'/', ..] => at + memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            [b'/', b'*', ..] => {
                at + 2 + memchr::memmem::find(&rest[2..], b"*/").map_or(rest.len() - 2, |length| length + 2)
            }
            _ => {
                match byte {
                    b',' => comma = Some(at),
                    b']' | b'}' => {
                        if let Some(comma) = comma.take() {
                            bytes[comma] = b' ';
                            is_changed = true;
                        }
                    }
                    b' ' | b'\t' | b'\r' | b'\n' => {}
                    _ => comma = None,
                }
                at += 1;
                continue;
            }
        };
        bytes[at..end].iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b' ');
        is_changed = true;
        comments.push(at..end);
        at = end;
    }
    let json = String::from_utf8(bytes).ok().filter(|_| is_changed)?;
    Some(Commented { json, comments })
}

/// The end of the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The place of the first character, if the text begins with one of `words` in any case.
fn starts_with(text: &str, words: &[&str]) -> Option<usize> {
    let body = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |word: &&str| body.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    words.iter().any(begins).then(|| text.len() - body.len())
}

/// The place of the first line that begins with one of `words`.
fn line_start(text: &str, words: &[&str]) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if words.iter().any(|word| line.starts_with(word)) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// How many more brackets open than close, outside of strings.
fn balance(text: &str) -> i64 {
    let (mut depth, mut in_string, mut is_escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
    }
    if in_string { depth + 1 } else { depth }
}

#[cfg(test)]
mod tests {
    use super::finding;
    use crate::document::Document;

    #[test]
    fn every_mistake_is_named_at_its_place() {
        for (text, expected) in [
            ("", "1:1: error: this file is empty"),
            ("\u{feff} \n", "1:1: error: this file is empty"),
            ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "1:1: error: this is a Git LFS pointer"),
            ("\n<!DOCTYPE html>\n<html>", "2:1: error: this is an HTML page"),
            ("<?xml version=\"1.0\"?><a/>", "1:1: error: this is XML"),
            (
                "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> b\n}",
                "2:1: error: this file has conflict markers",
            ),
            ("module.exports = {\"a\": 1}", "1:1: error: this is a JavaScript file"),
            ("{“a”: 1}", "1:2: error: this is a curly quote"),
            ("{\"a\": None}", "1:7: error: this is a word of Python or JavaScript"),
            ("{\"a\": NaN}", "1:7: error: this is a word of Python or JavaScript"),
            ("{\n// note\n\"a\": 1}", "2:1: error: this is a comment"),
            ("{\"a\": 1}\n{\"a\": 2}", "2:1: error: here begins a second JSON value"),
            ("{\"a\": [1, {\"b\": \"c", "1:19: error: the file ends in the middle of the JSON"),
            ("{\"a\": [1, {\"b\": 2}", "1:19: error: the file ends in the middle of the JSON"),
        ] {
            let error = Document::json("a.json", text).unwrap_err();
            let shown = finding(&error).to_string();
            assert!(shown.starts_with(&format!("a.json:{expected}")), "{text:?}: {shown}");
        }
        let error = Document::json("a.json", "{\"a\" 1}").unwrap_err();
        assert_eq!(finding(&error).message, error.message());
    }
}
