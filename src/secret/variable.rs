//! What the variable is called that takes the place of a credential.

use super::position::Position;
use super::words::words;
use super::{Kind, vendor};

/// A name in capitals, from that of the field, what it is, or where it stands.
pub(super) fn variable_name(field: &str, kind: Kind, position: Position) -> String {
    // A variable has a name already.
    if matches!(position, Position::Variable | Position::Environment) && !field.trim().is_empty() {
        return field.trim().to_owned();
    }
    if let Kind::Vendor(rule) = kind {
        return vendor::all().get(rule).map_or("TOKEN", |rule| rule.variable).to_owned();
    }
    let lower = field.to_ascii_lowercase();
    let name = match (lower.as_str(), kind) {
        ("authorization" | "", Kind::Jwt) | ("authorization" | "bearer", _) => "ACCESS_TOKEN".to_owned(),
        ("", Kind::PrivateKey) => "PRIVATE_KEY".to_owned(),
        ("value" | "key", _) => "API_KEY".to_owned(),
        _ => words(field)
            .join("_")
            .to_uppercase()
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
            .collect(),
    };
    if name.is_empty() || name.starts_with(|letter: char| letter.is_ascii_digit()) { "SECRET".to_owned() } else { name }
}
