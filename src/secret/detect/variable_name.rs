//! The name of the variable that can replace a credential.

use super::position::Position;
use crate::secret::lexicon::words::words;
use crate::secret::{SecretKind, vendor};

/// A name in capitals, from the name of the field or the kind of credential.
pub(super) fn variable_name(field: &str, kind: SecretKind, position: Position) -> String {
    // A variable has a name already.
    if matches!(position, Position::Variable | Position::Environment) && !field.trim().is_empty() {
        return field.trim().to_owned();
    }
    if let SecretKind::Vendor(index) = kind {
        return vendor::all().get(index).map_or("TOKEN", |pattern| pattern.variable).to_owned();
    }
    let lower = field.to_ascii_lowercase();
    let name = match (lower.as_str(), kind) {
        ("authorization" | "", SecretKind::Jwt) | ("authorization" | "bearer", _) => "ACCESS_TOKEN".to_owned(),
        ("", SecretKind::PrivateKey) => "PRIVATE_KEY".to_owned(),
        ("value" | "key", _) => "API_KEY".to_owned(),
        _ => words(field)
            .join("_")
            .to_uppercase()
            .chars()
            .filter(|character| character.is_ascii_alphanumeric() || *character == '_')
            .collect(),
    };
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) { "SECRET".to_owned() } else { name }
}
