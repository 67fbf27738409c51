//! Names with their values in a text of any language: JSON, JavaScript, XML, forms, headers, command lines. JSON inside JSON strings is read
//! with its backslashes, at any depth: the end of a quoted value is the same quote with as many backslashes before it.

use super::cursor::{VALUE, bare_end, closing, line_end, opening, skip_member, skip_value_key, skip_whitespace};
use super::token::is_random;
use std::ops::Range;

/// Most bytes of a name.
const NAME: usize = 80;
/// Most bytes of a tag with its attributes.
const TAG: usize = 300;

/// A name with its value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The name.
    pub(super) name: Range<usize>,
    /// The value, without its quotes.
    pub(super) value: Range<usize>,
    /// How it is written.
    pub(super) notation: Notation,
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// In quotes, behind a colon or an equals sign.
    Quoted,
    /// In quotes, as the argument behind the name.
    Argument,
    /// Without quotes.
    Bare,
    /// Between two tags.
    Element,
    /// In a sentence: `the token is abc`.
    Sentence,
}

/// Least bytes of a value that a note names without a verb.
const NOTED: usize = 20;

/// The verbs between a name and its value in a sentence.
const VERBS: &[&str] = &["is", "-", "was", "are", "ist", "est", "es", "war", "era"];

/// The word of `text` around `part`: letters, digits, `_`, `-`, `.`, `$`.
pub(super) fn word(text: &str, part: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$') || !byte.is_ascii();
    let mut start = part.start;
    while start > 0 && is_name(bytes[start - 1]) && part.start - start < NAME {
        // The letter of an escape is no part of the name.
        if start >= 2 && bytes[start - 2] == b'\\' {
            break;
        }
        start -= 1;
    }
    // Some keywords have the sign behind the name.
    let mut end = if text[part.clone()].ends_with('=') { part.end - 1 } else { part.end };
    while end < bytes.len() && is_name(bytes[end]) && end - part.end < NAME {
        end += 1;
    }
    text.ceil_char_boundary(start)..text.floor_char_boundary(end).max(start)
}

/// The pair whose name is the word `name` of `text`. With `is_lines` the text is a list of header lines, and a value ends with its line.
pub(super) fn pair(text: &str, name: &Range<usize>, is_lines: bool) -> Option<Pair> {
    let bytes = text.as_bytes();
    let cut = text[name.clone()].rfind(['.', '$']).map_or(0, |at| at + 1);
    let named = name.start + cut..name.end;
    let before = name.start.checked_sub(1).map(|at| bytes[at]);
    let mut at = name.end;
    let quote = opening(bytes, &mut at);
    at += usize::from(bytes.get(at) == Some(&b']'));
    if let (Some(b'<' | b':'), Some(b' ')) = (before, bytes.get(at)) {
        // `<wsse:Password Type="...">`
        let window = &bytes[at..bytes.len().min(at + TAG)];
        let close = at + memchr::memchr2(b'>', b'<', window)?;
        return if bytes[close] == b'>' { element(text, named, close + 1) } else { None };
    }
    // Markdown's bold ends before the colon.
    at += bytes[at..].iter().take(2).take_while(|byte| **byte == b'*').count();
    skip_whitespace(bytes, &mut at);
    let argument = match *bytes.get(at)? {
        b'=' if bytes.get(at + 1) == Some(&b'=') => return None,
        b':' | b'=' => {
            at += 1;
            at += usize::from(matches!(bytes.get(at), Some(b'>' | b'=')));
            None
        }
        b',' if quote.is_some() => {
            at += 1;
            skip_whitespace(bytes, &mut at);
            // `{"key": "password", "type": "text", "value": "..."}` is a pair too.
            skip_member(bytes, &mut at);
            if skip_value_key(bytes, &mut at) { None } else { Some(Notation::Argument) }
        }
        b'>' if matches!(before, Some(b'<' | b':')) => return element(text, named, at + 1),
        byte if (byte.is_ascii_alphabetic() || byte == b'-') && at > name.end => return sentence(text, named, at),
        _ => return None,
    };
    skip_whitespace(bytes, &mut at);
    // The first of a list; Markdown's bold; `"password": {"value": "..."}`.
    at += usize::from(bytes.get(at) == Some(&b'['));
    while bytes.get(at) == Some(&b'*') {
        at += 1;
    }
    skip_whitespace(bytes, &mut at);
    if bytes.get(at) == Some(&b'{') && bytes.get(at + 1) != Some(&b'{') {
        at += 1;
        skip_whitespace(bytes, &mut at);
        if !skip_value_key(bytes, &mut at) {
            return None;
        }
        skip_whitespace(bytes, &mut at);
    }
    if let Some((slashes, mark)) = opening(bytes, &mut at) {
        let end = closing(bytes, at, slashes, mark)?;
        return Some(Pair { name: named, value: at..end, notation: argument.unwrap_or(Notation::Quoted) });
    }
    if argument.is_some() {
        return None;
    }
    let end = if is_lines { line_end(bytes, at) } else { bare_end(bytes, at) };
    (end > at).then(|| Pair { name: named, value: at..text.floor_char_boundary(end), notation: Notation::Bare })
}

/// The pair of a sentence whose verb begins at `at`. A note has no verb: `api key 3f9a...`; then the next word has to look random.
fn sentence(text: &str, name: Range<usize>, at: usize) -> Option<Pair> {
    let bytes = text.as_bytes();
    let Some(verb) = VERBS.iter().find(|verb| text[at..].starts_with(**verb)) else {
        let value = at..text.floor_char_boundary(bare_end(bytes, at));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_value = value.len() >= NOTED
            && bytes[value.clone()].iter().copied().all(is_plain)
            && is_random(&text[value.clone()]);
        return is_value.then_some(Pair { name, value, notation: Notation::Sentence });
    };
    let mut at = at + verb.len();
    let behind = at;
    at += usize::from(bytes.get(at) == Some(&b':'));
    skip_whitespace(bytes, &mut at);
    if at == behind {
        return None;
    }
    let end = match opening(bytes, &mut at) {
        Some((slashes, mark)) => closing(bytes, at, slashes, mark)?,
        None => text.floor_char_boundary(bare_end(bytes, at)),
    };
    (end > at).then_some(Pair { name, value: at..end, notation: Notation::Sentence })
}

fn element(text: &str, name: Range<usize>, at: usize) -> Option<Pair> {
    const CDATA: &str = "<![CDATA[";
    let is_marked = text.get(at..)?.starts_with(CDATA);
    let at = if is_marked { at + CDATA.len() } else { at };
    let window = text.as_bytes().get(at..text.len().min(at + VALUE))?;
    let end = at + memchr::memchr(if is_marked { b']' } else { b'<' }, window)?;
    (end > at).then_some(Pair { name, value: at..end, notation: Notation::Element })
}

#[cfg(test)]
mod tests {
    use super::{Notation, pair, word};

    fn found(text: &str, part: &str) -> Option<(String, String, Notation)> {
        let at = text.find(part).unwrap();
        let name = word(text, at..at + part.len());
        let pair = pair(text, &name, false)?;
        Some((text[pair.name].to_owned(), text[pair.value].to_owned(), pair.notation))
    }

    #[test]
    fn values_are_found_in_every_language() {
        for (text, name, value, form) in [
            (r#"{"user": "u", "password": "p w"}"#, "password", "p w", Notation::Quoted),
            (r#"{\n  \"access_token\": \"abc\",\n"#, "access_token", "abc", Notation::Quoted),
            (r#"{\\\"token\\\":\\\"a\\\\\\\"b\\\"}"#, "token", r#"a\\\\\\\"b"#, Notation::Quoted),
            ("const clientToken = 'x';", "clientToken", "x", Notation::Quoted),
            (r#"pm.environment.set("token", "abc");"#, "token", "abc", Notation::Argument),
            (r"{key: 'X-Auth-token', value: 'v'}", "X-Auth-token", "v", Notation::Quoted),
            ("user=u&api_token=abc&x=y", "api_token", "abc", Notation::Bare),
            (r"Accept: a\nX-token: v1\n", "X-token", "v1", Notation::Bare),
            ("<soap:password>p</soap:password>", "password", "p", Notation::Element),
            ("'token' => 'x'", "token", "x", Notation::Quoted),
            ("<wsse:password Type=\"x\">p</wsse:password>", "password", "p", Notation::Element),
            ("<password><![CDATA[p<]]></password>", "password", "p<", Notation::Element),
            (r#""token": ["abc"]"#, "token", "abc", Notation::Quoted),
            (r#""token": {"value": "abc"}"#, "token", "abc", Notation::Quoted),
            (r#"{"key": "X-token", "type": "text", "value": "abc"}"#, "X-token", "abc", Notation::Quoted),
            ("**token:** `abc`", "token", "abc", Notation::Quoted),
            ("token={{a}}-b c", "token", "{{a}}-b", Notation::Bare),
            (r"\ntoken=abc", "token", "abc", Notation::Bare),
            (r#"headers["X-token"] = "abc""#, "X-token", "abc", Notation::Quoted),
            ("The token is abc.", "token", "abc.", Notation::Sentence),
            ("the token is: `abc`", "token", "abc", Notation::Sentence),
        ] {
            let part = if text.contains("password") { "password" } else { "oken" };
            assert_eq!(found(text, part), Some((name.to_owned(), value.to_owned(), form)), "{text}");
        }
    }

    #[test]
    fn other_words_have_no_value() {
        for text in [
            "token == 'x'",
            "a token is",
            "a token isabc",
            "token(x)",
            "['token', x]",
            "token:",
            "\"token\"",
            "token = ",
        ] {
            assert_eq!(found(text, "token"), None, "{text}");
        }
    }
}
