//! Credentials in clear: what the scan found, as findings of the group `secret`.

pub(super) mod rules;

use super::reporter::{display_name, location_in};
use super::rule::Rule;
use crate::document::Document;
use crate::finding::{Finding, Severity};
use crate::secret::{Kind, Position, Secret, Strength, scan, vendor};
use uuid::Uuid;

/// The namespace of the digests: another one would make every baseline of secrets void.
const NAMESPACE: Uuid = Uuid::from_u128(0x51c4_02d7_6a3e_5b19_9f08_d6e2_7741_83ac);

/// Every credential of `document`.
pub(super) fn judge(document: &Document) -> Vec<Finding> {
    scan(document).iter().map(finding).collect()
}

/// The rule that reports `secret`.
const fn rule(secret: &Secret<'_>) -> &'static Rule {
    match (secret.kind, secret.strength) {
        (Kind::Session, _) | (_, Strength::Ephemeral) => &rules::SESSION,
        (Kind::Variable, _) => &rules::VARIABLE,
        (Kind::Jwt, _) => &rules::JWT,
        (Kind::PrivateKey, _) => &rules::PRIVATE_KEY,
        (Kind::Vendor(_), _) => &rules::VENDOR_TOKEN,
        (Kind::Named, Strength::Strong) => &rules::TOKEN,
        (Kind::Named, Strength::Weak) => &rules::PASSWORD,
    }
}

fn finding(secret: &Secret<'_>) -> Finding {
    let rule = rule(secret);
    let place = location_in(secret.node, secret.span);
    let severity = match secret.strength {
        Strength::Strong => Severity::Error,
        Strength::Weak => Severity::Warning,
        Strength::Ephemeral => Severity::Note,
    };
    let digest = digest(rule, secret);
    let message = format!("{} {}", subject(secret), predicate(secret));
    Finding { severity, digest: Some(digest), ..Finding::error(rule.id, place, message).help(help(secret)) }
}

/// Eight bits of a hash that is salted with the name of the field: enough to tell that a credential was changed, too little to try
/// passwords on. The place has no say: another order of headers makes no other finding.
fn digest(rule: &Rule, secret: &Secret<'_>) -> u8 {
    let (salt, value) = (&secret.field, secret.value());
    Uuid::new_v5(&NAMESPACE, format!("{}:{}:{salt}{value}", rule.id, salt.len()).as_bytes()).as_bytes()[0]
}

/// What the sentence is about: a field by its name, or a text and where in it.
fn subject(secret: &Secret<'_>) -> String {
    let (position, field) = (secret.position.name(), display_name(secret.field.trim()));
    if field.is_empty() {
        position.to_owned()
    } else if secret.position.is_text() {
        format!("{position}, at `{field}`,")
    } else {
        format!("{position} `{field}`")
    }
}

fn predicate(secret: &Secret<'_>) -> String {
    match (secret.kind, secret.strength) {
        (Kind::Vendor(rule), _) => {
            format!("holds a token in clear: {}", vendor::all().get(rule).map_or("of a vendor", |rule| rule.name))
        }
        (Kind::Jwt, _) => "holds a JSON Web Token in clear".to_owned(),
        (Kind::PrivateKey, _) => "holds a private key in clear".to_owned(),
        (Kind::Session, _) | (_, Strength::Ephemeral) => {
            "holds what belongs to one session: it dies by itself".to_owned()
        }
        (Kind::Variable, _) => "is of the type `secret` and has a value, which is exported in clear".to_owned(),
        (Kind::Named, Strength::Strong) => "holds a credential in clear".to_owned(),
        (Kind::Named, Strength::Weak) => "holds a password in clear".to_owned(),
    }
}

fn help(secret: &Secret<'_>) -> String {
    let name = display_name(&secret.variable);
    match secret.position {
        Position::Environment => {
            "leave it empty in the file and fill it in where it is used; `postsmith redact` empties it".to_owned()
        }
        Position::Answer => "write `<redacted>` there; `postsmith redact` does it".to_owned(),
        Position::Script => {
            format!(
                "read it with `pm.environment.get(\"{name}\")` and keep it in a private environment; `postsmith redact` does it"
            )
        }
        _ => format!(
            "put `{{{{{name}}}}}` there and keep the value in a private environment; `postsmith redact` does it"
        ),
    }
}
