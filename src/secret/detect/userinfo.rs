//! The password in a URL: `https://user:password@host`, and connection strings of databases.

use super::cursor::bare_end;
use super::field_name::FieldClass;
use super::field_value::{ValueMatch, check_value};
use super::placeholder::is_placeholder;
use super::text_scan::{TextSecret, in_text};
use crate::text::percent;
use std::ops::Range;

/// Most bytes of user and password together.
const LONGEST: usize = 300;

/// Most bytes between the command `curl` and its option.
const COMMAND: usize = 300;

/// The password of the URL whose `://` ends at `start`.
pub(super) fn password_of_url(text: &str, start: usize) -> Option<TextSecret> {
    let (user, password) = userinfo(text, start)?;
    password_beside(text, &user, password)
}

/// The password in `user/password@` of the Oracle address whose scheme ends at `start`.
pub(super) fn password_of_oracle(text: &str, start: usize) -> Option<TextSecret> {
    let window = &text.as_bytes()[..text.len().min(start + LONGEST)];
    let end = text.floor_char_boundary(bare_end(window, start));
    let address = text.get(start..end)?;
    let user = address.find(':')? + 1;
    let slash = user + address[user..].find('/')?;
    let at = slash + address[slash..].find('@')?;
    password_beside(text, &(start + user..start + slash), start + slash + 1..start + at)
}

/// The key of a function of Azure behind `code=`, which ends at `start`.
pub(super) fn function_key(text: &str, start: usize) -> Option<TextSecret> {
    let from = text.floor_char_boundary(start.saturating_sub(LONGEST));
    let url = text[from..start].rsplit(char::is_whitespace).next()?;
    if !url.contains(".azurewebsites.net/") || !url.contains(['?', '&']) {
        return None;
    }
    let window = &text.as_bytes()[..text.len().min(start + LONGEST)];
    let end = text.floor_char_boundary(bare_end(window, start));
    check_value(FieldClass::Token, text.get(start..end)?).map(|found| in_text(found, start, "code"))
}

/// The password in `-u user:password` of curl.
pub(super) fn password_of_user(text: &str, at: &Range<usize>) -> Option<TextSecret> {
    let bytes = text.as_bytes();
    let command = &text[text.floor_char_boundary(at.start.saturating_sub(COMMAND))..at.start];
    if !command.contains("curl") {
        return None;
    }
    let quotes = bytes[at.end..].iter().take(8).take_while(|byte| matches!(byte, b'"' | b'\'' | b'\\' | b' ')).count();
    let start = at.end + quotes;
    let end = text.floor_char_boundary(bare_end(bytes, start));
    let colon = start + text.get(start..end)?.find(':')?;
    password_beside(text, &(start..colon), colon + 1..end)
}

pub(super) fn password_beside(text: &str, user: &Range<usize>, password: Range<usize>) -> Option<TextSecret> {
    let written = text.get(password.clone())?;
    let decoded = percent::decode(written);
    if is_placeholder(&text[user.clone()]) && is_placeholder(&decoded) {
        return None;
    }
    let ValueMatch { kind, risk, evidence, .. } = check_value(FieldClass::Password, &decoded)?;
    Some(TextSecret { range: password, kind, risk, evidence, field: "password".to_owned() })
}

/// User and password behind the `://` that ends at `start` of `text`.
fn userinfo(text: &str, start: usize) -> Option<(Range<usize>, Range<usize>)> {
    let rest = text.as_bytes().get(start..)?;
    let ends = |byte: &u8| {
        matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`') || byte.is_ascii_whitespace()
    };
    let authority = rest.iter().take(LONGEST).take_while(|byte| !ends(byte)).count();
    let authority = &text[start..text.floor_char_boundary(start + authority)];
    let at = authority.rfind('@')?;
    let colon = authority[..at].find(':')?;
    let host = &authority[at + 1..];
    let is_host = host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '{' || first == '[');
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
    fn only_userinfo_before_the_host_is_a_password() {
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
