//! The JSON reader (RFC 8259): one pass, no recursion.

use super::arena::{Builder, MAX_COUNT, MAX_DEPTH, Text};
use super::{Kind, scan};
use crate::text::Span;

type Failure = (Span, String);

/// An array or object that is still open.
struct Open {
    handle: usize,
    count: usize,
    object: bool,
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
    builder: Builder,
    open: Vec<Open>,
}

/// Reads the whole of `text`.
pub(super) fn read(text: &str) -> Result<Builder, Failure> {
    let mut reader = Reader {
        bytes: text.as_bytes(),
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        builder: Builder::with_capacity(text.len()),
        open: Vec::new(),
    };
    loop {
        reader.skip_blanks();
        let complete = reader.value()?;
        if complete && reader.after_value()? {
            return Ok(reader.builder);
        }
    }
}

impl Reader<'_> {
    #[inline]
    fn skip_blanks(&mut self) {
        self.at = scan::non_blank(self.bytes, self.at);
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Reads a scalar, or opens an array or object. Returns whether a value is complete.
    #[inline]
    fn value(&mut self) -> Result<bool, Failure> {
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'{') => return self.begin(Kind::Object, b'}'),
            Some(b'[') => return self.begin(Kind::Array, b']'),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Kind::Bool(true))?,
            Some(b'f') => self.word("false", Kind::Bool(false))?,
            Some(b'n') => self.word("null", Kind::Null)?,
            _ => return Err(self.unexpected("a value")),
        }
        Ok(true)
    }

    #[inline]
    fn begin(&mut self, kind: Kind, end: u8) -> Result<bool, Failure> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.fail(format!("arrays and objects are nested more than {MAX_DEPTH} deep")));
        }
        let handle = self.builder.open(kind, self.at);
        self.at += 1;
        self.skip_blanks();
        if self.peek() == Some(end) {
            self.at += 1;
            self.builder.close(handle, self.at, 0);
            return Ok(true);
        }
        let object = kind == Kind::Object;
        self.open.push(Open { handle, count: 0, object });
        if object {
            self.key()?;
        }
        Ok(false)
    }

    /// Behind a value: closes what ends here. Returns whether the text is finished, else a value follows.
    #[inline]
    fn after_value(&mut self) -> Result<bool, Failure> {
        loop {
            self.skip_blanks();
            let Some(open) = self.open.last_mut() else {
                return if self.at == self.bytes.len() {
                    Ok(true)
                } else {
                    Err(self.unexpected("the end of the file"))
                };
            };
            open.count += 1;
            let (object, end) = (open.object, if open.object { b'}' } else { b']' });
            match self.bytes.get(self.at) {
                Some(b',') => {
                    self.at += 1;
                    if object {
                        self.skip_blanks();
                        self.key()?;
                    }
                    return Ok(false);
                }
                Some(&byte) if byte == end => {
                    if open.count > MAX_COUNT {
                        return Err(self.fail(format!("an array or object has more than {MAX_COUNT} entries")));
                    }
                    let (handle, count) = (open.handle, open.count);
                    self.at += 1;
                    self.builder.close(handle, self.at, count);
                    self.open.pop();
                }
                _ if object => return Err(self.unexpected("`,` or `}`")),
                _ => return Err(self.unexpected("`,` or `]`")),
            }
        }
    }

    #[inline]
    fn key(&mut self) -> Result<(), Failure> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        self.string()?;
        self.skip_blanks();
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:` behind the key"));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn string(&mut self) -> Result<(), Failure> {
        let start = self.at;
        self.at += 1;
        let mut text = Text::Plain;
        loop {
            self.at = scan::special(self.bytes, self.at);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    text = Text::Escaped;
                    self.escape()?;
                }
                Some(_) => {
                    return Err(self.fail(
                        "a control character in a string; write it as an escape such as \\n or \\u0000".to_owned(),
                    ));
                }
                None => return Err((Span::new(start, start + 1), "this string has no closing quote".to_owned())),
            }
        }
        self.at += 1;
        self.builder.leaf(Kind::String, text, Span::new(start, self.at));
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Failure> {
        let length = match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(self.fail("`\\u` needs four hexadecimal digits".to_owned()));
                }
                6
            }
            _ => return Err(self.fail("this is no JSON escape; write a backslash as `\\\\`".to_owned())),
        };
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Failure> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.fail("a number must not begin with 0".to_owned()));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.builder.leaf(Kind::Number, Text::Plain, Span::new(start, self.at));
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Failure> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(()) }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<(), Failure> {
        let end = self.at + word.len();
        if self.bytes.get(self.at..end) != Some(word.as_bytes()) {
            return Err(self.unexpected("a value"));
        }
        self.builder.leaf(kind, Text::Plain, Span::new(self.at, end));
        self.at = end;
        Ok(())
    }

    fn unexpected(&self, wanted: &str) -> Failure {
        match self.peek() {
            None => (Span::at(self.at), format!("the file ends where {wanted} is expected")),
            Some(_) => self.fail(format!("expected {wanted}")),
        }
    }

    /// A failure at the character that starts at the current byte.
    fn fail(&self, message: String) -> Failure {
        let length = self.bytes.get(self.at).map_or(0, |first| match first {
            0xf0.. => 4,
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        });
        (Span::new(self.at, self.at + length), message)
    }
}
