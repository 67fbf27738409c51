//! The password in a URL: `https://user:password@host`, and connection strings of databases.

use std::ops::Range;

/// Longest user and password together.
const LONGEST: usize = 300;

/// User and password behind the `://` that ends at `start` of `text`.
pub(super) fn userinfo(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text.as_bytes().get(start..)?;
    let ends = |byte: &u8| {
        matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`') || byte.is_ascii_whitespace()
    };
    let authority = rest.iter().take(LONGEST).take_while(|byte| !ends(byte)).count();
    let authority = &text[start..text.floor_char_boundary(start + authority)];
    let at = authority.rfind('@')?;
    let colon = authority[..at].find(':')?;
    let host = &authority[at + 1..];
    let is_host = host.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '{' || letter == '[');
    (is_host && colon + 1 < at).then(|| (start..start + colon, start + colon + 1..start + at))
}

#[cfg(test)]
mod tests {
    use super::userinfo;

    fn password(url: &str) -> Option<&str> {
        let start = url.find("://").map(|at| at + 3)?;
        userinfo(url, start).map(|(_, password)| &url[password])
    }

    #[test]
    fn only_what_stands_before_the_host_is_a_password() {
        assert_eq!(password("https://svc:p%2Fw@api.example.org/v1"), Some("p%2Fw"));
        assert_eq!(password("mongodb+srv://u:p@w@cluster.example.org"), Some("p@w"));
        assert_eq!(password("postgres://u:pw@{{HOST}}/db"), Some("pw"));
        for url in
            ["https://h.example/u:p@x", "https://me@h.example", "https://h:80/a", "https://:@h", "a://u:@h", "x://u:p@"]
        {
            assert_eq!(password(url), None, "{url}");
        }
    }
}
