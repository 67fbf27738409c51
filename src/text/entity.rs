//! Letters that HTML and Markdown write as entities.

/// The names that occur in texts of programs.
const NAMES: &[(&str, char)] =
    &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("lowbar", '_')];

/// `text` with the letters in place of their names and numbers; whatever else an `&` begins stays.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find([';', '&']).filter(|&end| after[end..].starts_with(';'));
        let read = end.and_then(|end| Some((letter(&after[..end])?, &after[end + 1..])));
        let (letter, after) = read.unwrap_or(('&', after));
        out.push(letter);
        rest = after;
    }
    out + rest
}

fn letter(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    NAMES.iter().find(|(own, _)| *own == name).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn names_and_numbers_are_read_and_all_else_stays() {
        assert_eq!(decode("a&lt;b&gt; &amp;&quot;&apos; &#95;&#x0000005F;&lowbar; &&lt;"), "a<b> &\"' ___ &<");
        for text in ["", "&", "&;", "a & b; c", "&#no;", "&#xD800;", "&auml", "100%"] {
            assert_eq!(decode(text), text);
        }
    }
}
