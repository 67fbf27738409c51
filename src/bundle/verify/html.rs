//! The parts of a page that a browser acts on, in one pass.

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A tag without its brackets.
    Tag,
    /// What stands in a `script`.
    Script,
    /// What stands in a `style`.
    Style,
    /// The beginning of a comment. Where one ends not all browsers agree.
    Comment,
}

/// A piece of a page.
pub(super) struct Piece<'p> {
    /// Where it begins.
    pub(super) at: usize,
    pub(super) text: &'p str,
    pub(super) kind: Kind,
}

/// The pieces of `page`, which is in lower case. What people read is none.
pub(super) fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find('<').map(|from| at + from + 1) {
        let rest = &page[start..];
        if rest.starts_with("!--") {
            pieces.push(Piece { at: start, text: &rest[..3], kind: Kind::Comment });
            at = rest.find("-->").map_or(page.len(), |end| start + end);
            continue;
        }
        at = start;
        if !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        let tag = &rest[..end_of_tag(rest)];
        pieces.push(Piece { at: start, text: tag, kind: Kind::Tag });
        at = start + tag.len();
        let name = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        let code = match name {
            "script" => Some((Kind::Script, "</script")),
            "style" => Some((Kind::Style, "</style")),
            _ => None,
        };
        if let Some((kind, end)) = code {
            // Behind the bracket that closes the tag.
            at = page.len().min(at + 1);
            let length = page[at..].find(end).unwrap_or(page.len() - at);
            pieces.push(Piece { at, text: &page[at..at + length], kind });
            at += length;
        }
    }
    pieces
}

/// Where a tag ends: at the first `>` that stands in no quotes of an attribute.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}
