//! The tokens that were issued.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

/// Most tokens that are remembered; the oldest are forgotten first.
const MAX_TOKENS: usize = 10_000;

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A user's calls of the API.
    Access,
    /// A new access token.
    Refresh,
    /// An application's calls of the API.
    Application,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Application => "application",
        }
    }
}

/// What is known of a presented token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Good(Kind),
    Ended(Kind),
    /// A refresh token that was used, and for which another was given.
    Replaced,
    Unknown,
}

struct Token {
    value: String,
    kind: Kind,
    /// When it ends; none: later than the clock can tell.
    end: Option<Instant>,
    replaced: bool,
}

impl Token {
    fn is_good(&self, now: Instant) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}

/// All tokens of one run.
pub(super) struct Tokens {
    /// Part of every token: those of another run are never taken for ours.
    tag: String,
    /// Never starts again, so that a forgotten token is not issued a second time.
    count: u64,
    issued: VecDeque<Token>,
}

impl Tokens {
    pub(super) const fn new(tag: String) -> Self {
        Self { tag, count: 0, issued: VecDeque::new() }
    }

    /// A new token that lives `seconds`.
    pub(super) fn issue(&mut self, kind: Kind, seconds: u64, now: Instant) -> String {
        self.count += 1;
        let value = format!("mock-{}-{:04}-{}", kind.word(), self.count, self.tag);
        if self.issued.len() == MAX_TOKENS {
            self.issued.pop_front();
        }
        let end = now.checked_add(Duration::from_secs(seconds));
        self.issued.push_back(Token { value: value.clone(), kind, end, replaced: false });
        value
    }

    /// What `value` is worth.
    pub(super) fn standing(&self, value: &str, now: Instant) -> Standing {
        match self.issued.iter().find(|token| token.value == value) {
            Some(token) if token.replaced => Standing::Replaced,
            Some(token) if token.is_good(now) => Standing::Good(token.kind),
            Some(token) => Standing::Ended(token.kind),
            None => Standing::Unknown,
        }
    }

    /// Ends the token `value`.
    pub(super) fn end(&mut self, value: &str, now: Instant) {
        self.issued.iter_mut().filter(|token| token.value == value).for_each(|token| token.end = Some(now));
    }

    /// Ends the refresh token `value`, and gives the one that takes its place.
    pub(super) fn replace(&mut self, value: &str, seconds: u64, now: Instant) -> String {
        self.end(value, now);
        self.issued.iter_mut().filter(|token| token.value == value).for_each(|token| token.replaced = true);
        self.issue(Kind::Refresh, seconds, now)
    }

    /// Ends every token of these kinds.
    pub(super) fn end_all(&mut self, kinds: &[Kind], now: Instant) {
        self.issued.iter_mut().filter(|token| kinds.contains(&token.kind)).for_each(|token| token.end = Some(now));
    }

    /// Forgets every token.
    pub(super) fn forget(&mut self) {
        self.issued.clear();
    }

    /// The good tokens of a kind, oldest first.
    pub(super) fn good(&self, kind: Kind, now: Instant) -> Vec<&str> {
        self.issued
            .iter()
            .filter(|token| token.kind == kind && token.is_good(now))
            .map(|token| token.value.as_str())
            .collect()
    }
}

// By hand: tokens are secrets, even a mock's.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("count", &self.count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, MAX_TOKENS, Standing, Tokens};
    use std::time::{Duration, Instant};

    #[test]
    fn a_token_ends_on_the_second() {
        let mut tokens = Tokens::new("t".to_owned());
        let now = Instant::now();
        let token = tokens.issue(Kind::Access, 10, now);
        assert_eq!(token, "mock-access-0001-t");
        let after = |ms| now + Duration::from_millis(ms);
        assert_eq!(tokens.standing(&token, after(9999)), Standing::Good(Kind::Access));
        assert_eq!(tokens.standing(&token, after(10000)), Standing::Ended(Kind::Access));
        let stillborn = tokens.issue(Kind::Access, 0, now);
        assert_eq!(tokens.standing(&stillborn, now), Standing::Ended(Kind::Access));
        let eternal = tokens.issue(Kind::Refresh, u64::MAX, now);
        assert_eq!(tokens.standing(&eternal, after(9_999_999)), Standing::Good(Kind::Refresh));
    }

    #[test]
    fn a_forgotten_token_is_never_issued_again() {
        let mut tokens = Tokens::new("t".to_owned());
        let now = Instant::now();
        let first = tokens.issue(Kind::Access, 10, now);
        tokens.forget();
        assert_ne!(tokens.issue(Kind::Access, 10, now), first);
        assert_eq!(tokens.standing(&first, now), Standing::Unknown);
        for _ in 0..=MAX_TOKENS {
            tokens.issue(Kind::Refresh, 10, now);
        }
        assert_eq!(tokens.issued.len(), MAX_TOKENS);
    }
}
