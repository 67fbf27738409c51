//! What proves that a value is a credential: findings say it.

/// What proves that a value is a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// The slot alone: a field, scheme or place that holds nothing but credentials. The value itself might be anything.
    Slot,
    /// The slot, and a value that a machine made.
    SlotAndShape,
    /// The type `secret` of its variable.
    VariableType,
    /// Text that base64 encodes, with a credential in it.
    Decoded,
    /// The format: a JSON Web Token or a PEM block.
    Format,
    /// The pattern of one vendor's tokens.
    Vendor,
    /// Another place, where the same value is a credential.
    SameValue,
}
