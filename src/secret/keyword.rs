//! The words at which a text is looked at closely, found in one pass: names of credentials, schemes, and what vendors' tokens begin with.

use super::vendor;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

/// What a word may be the beginning or a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Of a name: `access_token`.
    Name,
    /// It is a scheme, with a blank behind it: `Bearer `.
    Scheme,
    /// Of JSON in base64: `{"` and the like; a JSON Web Token begins so as well.
    Encoded,
    /// Between the scheme of a URL and the rest.
    Url,
    /// Of the armour of a private key.
    PrivateKey,
    /// It is the option of a command that takes `user:password`.
    User,
    /// Of the tokens of vendors: those that have beginning number ... of [`vendor::beginnings`].
    Vendor(usize),
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Its first byte.
    pub(super) start: u32,
    /// The byte behind it.
    pub(super) end: u32,
    pattern: u32,
}

const SIGNS: &[(&str, Sign)] = &[
    ("-----begin", Sign::PrivateKey),
    ("eyj", Sign::Encoded),
    ("ewog", Sign::Encoded),
    ("ewoj", Sign::Encoded),
    ("eyai", Sign::Encoded),
    ("://", Sign::Url),
    ("bearer ", Sign::Scheme),
    ("basic ", Sign::Scheme),
    (" -u ", Sign::User),
    ("--user ", Sign::User),
];
const NAMES: &[&str] = &[
    "token",
    "secret",
    "pass",
    "pwd",
    "_key",
    "-key",
    "apikey",
    "accesskey",
    "authkey",
    "privatekey",
    "secretkey",
    "subscriptionkey",
    "encryptionkey",
    "signingkey",
    "api key",
    "authorization",
    "bearer",
    "credential",
    "jwt",
    "signature",
    "session",
    "sessid",
    "csrf",
    "senha",
    "contrase",
    "wachtwoord",
    "sig=",
    "mdp",
    "kennwort",
    "parola",
    "sifre",
    "haslo",
    "heslo",
    "пароль",
    "密码",
    "パスワード",
    "비밀번호",
];

struct Automaton {
    searcher: AhoCorasick,
    signs: Vec<Sign>,
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let vendors = vendor::beginnings().iter().enumerate().map(|(number, beginning)| (*beginning, Sign::Vendor(number)));
    let names = NAMES.iter().map(|name| (*name, Sign::Name));
    let all: Vec<(&str, Sign)> = vendors.chain(SIGNS.iter().copied()).chain(names).collect();
    let searcher = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .build(all.iter().map(|(text, _)| text))
        .ok()?;
    Some(Automaton { searcher, signs: all.into_iter().map(|(_, sign)| sign).collect() })
});

/// All words of `text`, in order, none in another. A text has less than 4 GiB.
#[expect(clippy::cast_possible_truncation, reason = "a document has less than 4 GiB, and there are few patterns")]
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let Some(automaton) = AUTOMATON.as_ref() else { return Vec::new() };
    let found = automaton.searcher.find_iter(text.as_bytes());
    found
        .map(|found| Hit { start: found.start() as u32, end: found.end() as u32, pattern: found.pattern().as_u32() })
        .collect()
}

/// What finds `values`; none when there are none.
pub(super) fn known(values: &[&str]) -> Option<AhoCorasick> {
    let any = !values.is_empty();
    any.then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(values).ok()).flatten()
}

impl Hit {
    /// What it may be of.
    pub(super) fn sign(self) -> Sign {
        AUTOMATON.as_ref().map_or(Sign::Name, |automaton| automaton.signs[self.pattern as usize])
    }

    /// Whether it may be part of a name, whatever else it is: what a vendor's keyword hides may be one.
    pub(super) fn may_be_name(self) -> bool {
        matches!(self.sign(), Sign::Name | Sign::Vendor(_))
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTOMATON, Sign, hits};

    #[test]
    fn the_automaton_can_be_built_and_finds_every_word() {
        assert!(AUTOMATON.is_some());
        let signs: Vec<Sign> = hits("my_TOKEN: Bearer eyJ https://x").into_iter().map(super::Hit::sign).collect();
        assert_eq!(signs, [Sign::Name, Sign::Scheme, Sign::Encoded, Sign::Url]);
    }
}
