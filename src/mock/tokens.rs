//! The issued tokens and their status.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

/// The store keeps at most this many tokens; it drops the oldest first.
const MAX_TOKENS: usize = 10_000;

/// The purpose of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Calls of the API by a user.
    Access,
    /// Getting a new access token.
    Refresh,
    /// Calls of the API by an application.
    Application,
}

impl TokenKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Application => "application",
        }
    }
}

/// The status of a token in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenStatus {
    Valid(TokenKind),
    Expired(TokenKind),
    /// A refresh token that was used and replaced by another.
    Replaced,
    Unknown,
}

struct IssuedToken {
    value: String,
    kind: TokenKind,
    /// The expiry time; `None` if it is later than the clock can represent.
    expires_at: Option<Instant>,
    replaced: bool,
}

impl IssuedToken {
    fn is_valid(&self, now: Instant) -> bool {
        self.expires_at.is_none_or(|expires_at| now < expires_at)
    }
}

/// The tokens of one run.
pub(super) struct TokenStore {
    /// Part of every token, so that a token of another run is unknown.
    tag: String,
    /// The number of tokens issued; never reset, so that no token is issued twice.
    count: u64,
    issued: VecDeque<IssuedToken>,
}

impl TokenStore {
    pub(super) const fn new(tag: String) -> Self {
        Self { tag, count: 0, issued: VecDeque::new() }
    }

    /// Issues a token that expires after `seconds`.
    pub(super) fn issue(&mut self, kind: TokenKind, seconds: u64, now: Instant) -> String {
        self.count += 1;
        let value = format!("mock-{}-{:04}-{}", kind.name(), self.count, self.tag);
        if self.issued.len() == MAX_TOKENS {
            self.issued.pop_front();
        }
        let expires_at = now.checked_add(Duration::from_secs(seconds));
        self.issued.push_back(IssuedToken { value: value.clone(), kind, expires_at, replaced: false });
        value
    }

    /// The status of the token `value`.
    pub(super) fn status(&self, value: &str, now: Instant) -> TokenStatus {
        match self.issued.iter().find(|token| token.value == value) {
            Some(token) if token.replaced => TokenStatus::Replaced,
            Some(token) if token.is_valid(now) => TokenStatus::Valid(token.kind),
            Some(token) => TokenStatus::Expired(token.kind),
            None => TokenStatus::Unknown,
        }
    }

    /// Expires the token `value`.
    pub(super) fn expire(&mut self, value: &str, now: Instant) {
        self.issued.iter_mut().filter(|token| token.value == value).for_each(|token| token.expires_at = Some(now));
    }

    /// Expires the refresh token `value`, and issues the one that replaces it.
    pub(super) fn replace(&mut self, value: &str, seconds: u64, now: Instant) -> String {
        self.expire(value, now);
        self.issued.iter_mut().filter(|token| token.value == value).for_each(|token| token.replaced = true);
        self.issue(TokenKind::Refresh, seconds, now)
    }

    /// Expires every token of these kinds.
    pub(super) fn expire_all(&mut self, kinds: &[TokenKind], now: Instant) {
        self.issued
            .iter_mut()
            .filter(|token| kinds.contains(&token.kind))
            .for_each(|token| token.expires_at = Some(now));
    }

    /// Removes every token: each becomes unknown.
    pub(super) fn forget(&mut self) {
        self.issued.clear();
    }

    /// The valid tokens of a kind, oldest first.
    pub(super) fn valid(&self, kind: TokenKind, now: Instant) -> Vec<&str> {
        self.issued
            .iter()
            .filter(|token| token.kind == kind && token.is_valid(now))
            .map(|token| token.value.as_str())
            .collect()
    }
}

// Not derived: tokens are secrets, even those of a mock.
impl fmt::Debug for TokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("count", &self.count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_TOKENS, TokenKind, TokenStatus, TokenStore};
    use std::time::{Duration, Instant};

    #[test]
    fn a_token_expires_after_exactly_its_seconds() {
        let mut tokens = TokenStore::new("t".to_owned());
        let now = Instant::now();
        let token = tokens.issue(TokenKind::Access, 10, now);
        assert_eq!(token, "mock-access-0001-t");
        let after = |ms| now + Duration::from_millis(ms);
        assert_eq!(tokens.status(&token, after(9999)), TokenStatus::Valid(TokenKind::Access));
        assert_eq!(tokens.status(&token, after(10000)), TokenStatus::Expired(TokenKind::Access));
        let expired = tokens.issue(TokenKind::Access, 0, now);
        assert_eq!(tokens.status(&expired, now), TokenStatus::Expired(TokenKind::Access));
        let unlimited = tokens.issue(TokenKind::Refresh, u64::MAX, now);
        assert_eq!(tokens.status(&unlimited, after(9_999_999)), TokenStatus::Valid(TokenKind::Refresh));
    }

    #[test]
    fn a_removed_token_is_never_issued_again_and_the_store_is_limited() {
        let mut tokens = TokenStore::new("t".to_owned());
        let now = Instant::now();
        let first = tokens.issue(TokenKind::Access, 10, now);
        tokens.forget();
        assert_ne!(tokens.issue(TokenKind::Access, 10, now), first);
        assert_eq!(tokens.status(&first, now), TokenStatus::Unknown);
        for _ in 0..=MAX_TOKENS {
            tokens.issue(TokenKind::Refresh, 10, now);
        }
        assert_eq!(tokens.issued.len(), MAX_TOKENS);
    }
}
