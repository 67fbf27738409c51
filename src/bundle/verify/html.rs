//! The parts of a page that a browser acts on, in one pass.

/// A tag without its brackets, or what stands in a `script` or `style`.
pub(super) struct Piece<'p> {
    /// Where it begins.
    pub(super) at: usize,
    pub(super) text: &'p str,
    pub(super) is_tag: bool,
}

/// The pieces of `page`, which is in lower case. What people read is none, and neither are comments.
pub(super) fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) = page[at..].find('<').map(|from| at + from + 1) {
        let rest = &page[start..];
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(page.len(), |end| start + end);
            continue;
        }
        at = start;
        if !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        let tag = &rest[..end_of_tag(rest)];
        pieces.push(Piece { at: start, text: tag, is_tag: true });
        at = start + tag.len();
        let name = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        if let Some(end) = [("script", "</script"), ("style", "</style")].iter().find(|(code, _)| *code == name) {
            let length = page[at..].find(end.1).unwrap_or(page.len() - at);
            pieces.push(Piece { at, text: &page[at..at + length], is_tag: false });
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
