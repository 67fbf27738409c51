//! How much harm a credential does in the wrong hands.

/// How much harm a credential does in the wrong hands: findings, redact and masks choose by it.
///
/// It is not the `Confidence` of a rule, which says how often a rule is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    /// It expires without being revoked: a session cookie, a signature.
    Low,
    /// A person chose it, or it is a default: a password.
    Medium,
    /// A machine made it, or it looks so: a token, a key.
    High,
}
