//! Images and other elements in Markdown that a viewer would load from the network. Packing escapes them, verification reports them.

/// The beginning of a Markdown image.
const IMAGE: &str = "![";
/// The HTML elements that load something.
const ELEMENTS: [&str; 8] = ["<img", "<image", "<picture", "<video", "<audio", "<iframe", "<object", "<embed"];

/// The byte offset of the first image in `text`.
pub(super) fn find_image(text: &str) -> Option<usize> {
    let mut start = 0;
    for (line, is_code) in lines(text) {
        if let Some(at) = find_in_line(line, is_code) {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

/// Escapes every image in `text`, so that a viewer shows its source as text.
pub(super) fn escape_images(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (mut line, is_code) in lines(text) {
        while let Some(at) = find_in_line(line, is_code) {
            out.push_str(&line[..at]);
            let (begin, length) = if line[at..].starts_with('<') { ("&lt;", 1) } else { ("!\\[", IMAGE.len()) };
            out.push_str(begin);
            line = &line[at + length..];
        }
        out.push_str(line);
    }
    out
}

fn find_in_line(line: &str, is_code: bool) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let elements = ELEMENTS.iter().filter(|_| !is_code);
    elements.chain([&IMAGE]).filter_map(|word| lower.find(word)).min()
}

/// The lines of `text`, and whether each is in a fenced code block.
fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut fence: Option<&str> = None;
    text.split_inclusive('\n').map(move |line| {
        let trimmed = line.trim_end();
        let ticks = &trimmed[..trimmed.len() - trimmed.trim_start_matches('`').len()];
        match fence {
            Some(open) if trimmed == ticks && ticks.len() >= open.len() => {
                fence = None;
                (line, false)
            }
            Some(_) => (line, true),
            None => {
                let is_open = ticks.len() >= 3 && !trimmed[ticks.len()..].contains('`');
                fence = is_open.then_some(ticks);
                (line, false)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{escape_images, find_image};

    #[test]
    fn images_are_escaped_and_code_blocks_are_unchanged() {
        let text = "a ![x](y) <IMG src=z>\n```html\n<img src=\"a\">\n```\n<img>\n";
        let expected = "a !\\[x](y) &lt;IMG src=z>\n```html\n<img src=\"a\">\n```\n&lt;img>\n";
        assert_eq!(find_image(text), Some(2));
        assert_eq!(escape_images(text), expected);
        assert_eq!(find_image(expected), None);
    }
}
