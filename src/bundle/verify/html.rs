//! Splits a page into the parts that a browser acts on: tags, scripts, styles and comments.

/// The kind of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A tag without its angle brackets.
    Tag,
    /// The content of a `script` element.
    Script,
    /// The content of a `style` element.
    Style,
    /// The beginning of a comment. Browsers do not agree where a comment ends.
    Comment,
}

/// A piece of a page.
pub(super) struct Piece<'p> {
    /// The byte offset in the page.
    pub(super) at: usize,
    pub(super) text: &'p str,
    pub(super) kind: PieceKind,
}

/// The pieces of `page`, which must be in lower case. Visible text is not a piece.
pub(super) fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find('<').map(|from| at + from + 1) {
        let rest = &page[start..];
        if rest.starts_with("!--") {
            pieces.push(Piece { at: start, text: &rest[..3], kind: PieceKind::Comment });
            at = rest.find("-->").map_or(page.len(), |end| start + end);
            continue;
        }
        at = start;
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let tag = &rest[..end_of_tag(rest)];
        pieces.push(Piece { at: start, text: tag, kind: PieceKind::Tag });
        at = start + tag.len();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let code = match name {
            "script" => Some((PieceKind::Script, "</script")),
            "style" => Some((PieceKind::Style, "</style")),
            _ => None,
        };
        if let Some((kind, end)) = code {
            // The content begins after the closing bracket of the tag.
            at = page.len().min(at + 1);
            let length = page[at..].find(end).unwrap_or(page.len() - at);
            pieces.push(Piece { at, text: &page[at..at + length], kind });
            at += length;
        }
    }
    pieces
}

/// The offset of the end of a tag: the first `>` outside of quoted attribute values.
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
