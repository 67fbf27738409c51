//! Character references of HTML and Markdown (`&amp;`, `&#95;`).

/// The names that programs write.
const NAMES: &[(&str, char)] =
    &[("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("lowbar", '_')];

/// `text` with every known character reference decoded; any other `&` stays as it is.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.find([';', '&']).filter(|&end| after[end..].starts_with(';'));
        let read = end.and_then(|end| Some((character(&after[..end])?, &after[end + 1..])));
        let (character, after) = read.unwrap_or(('&', after));
        out.push(character);
        rest = after;
    }
    out + rest
}

/// The character that `name` stands for: the text between `&` and `;`.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn names_and_numbers_are_decoded_and_other_text_stays() {
        assert_eq!(decode("a&lt;b&gt; &amp;&quot;&apos; &#95;&#x0000005F;&lowbar; &&lt;"), "a<b> &\"' ___ &<");
        for text in ["", "&", "&;", "a & b; c", "&#no;", "&#xD800;", "&auml", "100%"] {
            assert_eq!(decode(text), text);
        }
    }
}
