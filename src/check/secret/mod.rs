//! The group `secret`: turns what the scan finds into findings. The engine of the rules calls it.

pub(super) mod rules;
mod run_credentials;
pub mod script_literal;
mod value_matcher;

pub use run_credentials::{MOST_SEARCHED, RunCredentials};
pub use value_matcher::ValueMatcher;

use super::Options;
use super::reporter::{display_name, location_in};
use super::rule::Rule;
use crate::document::{Document, Pointer};
use crate::finding::{Confidence, Credential, Finding, Location, Severity};
use crate::secret::{
    Evidence, FieldClass, KnownSearch, Position, Risk, Secret, SecretKind, field_class, scan, scan_comments, scan_known,
};
use crate::text::Span;
use rayon::prelude::*;
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::sync::LazyLock;
use uuid::Uuid;
use value_matcher::value_hash;

/// The namespace of the digests. Another one would invalidate every baseline with secrets.
const NAMESPACE: Uuid = Uuid::from_u128(0x51c4_02d7_6a3e_5b19_9f08_d6e2_7741_83ac);

/// A finding for every credential in `documents`. A value that is a credential in one place is one in all of them.
pub(super) fn check_documents(documents: &[&Document], options: &Options) -> Vec<Finding> {
    let found: Vec<Vec<Secret<'_>>> = documents.par_iter().map(|document| scan(document)).collect();
    let values = found.iter().flatten().filter(|secret| secret.risk > Risk::Low);
    let known = KnownSearch::words(values.map(|secret| (secret.value(), secret.risk)));
    let of_document = |(document, found): (&&Document, &Vec<Secret<'_>>)| {
        let spans: Vec<Span> = found.iter().map(|secret| secret.span).collect();
        let more = known.as_ref().map_or_else(Vec::new, |known| scan_known(document, known, &spans));
        let all: Vec<&Secret<'_>> = found.iter().chain(&more).collect();
        if let Some(run) = &options.run {
            run.add(document, &all);
        }
        all.into_iter().map(|secret| finding(secret, options)).collect::<Vec<_>>()
    };
    documents.par_iter().zip(&found).flat_map_iter(of_document).collect()
}

/// A finding for every place in `document` that holds a value which another file of the run proves to be a credential.
pub(super) fn check_known(document: &Document, known: &KnownSearch, found: &[Span], options: &Options) -> Vec<Finding> {
    scan_known(document, known, found).iter().map(|secret| finding(secret, options)).collect()
}

/// A finding for every credential in `document`.
pub(super) fn check_document(document: &Document, options: &Options) -> Vec<Finding> {
    let found = scan(document);
    if let Some(run) = &options.run {
        run.add(document, &found.iter().collect::<Vec<_>>());
    }
    found.iter().map(|secret| finding(secret, options)).collect()
}

/// A finding for every credential in the `comments` of `text`, whose values `document` holds at the same bytes.
pub(super) fn check_comments(
    document: &Document,
    text: &str,
    comments: &[Range<usize>],
    options: &Options,
) -> Vec<Finding> {
    scan_comments(document, text, comments).iter().map(|secret| finding(secret, options)).collect()
}

/// The rule that reports `secret`.
const fn rule(secret: &Secret<'_>) -> &'static Rule {
    match (secret.kind, secret.risk) {
        (SecretKind::Session, _) | (_, Risk::Low) => &rules::SESSION,
        (SecretKind::Variable, _) => &rules::VARIABLE,
        (SecretKind::Jwt, _) => &rules::JWT,
        (SecretKind::PrivateKey, _) => &rules::PRIVATE_KEY,
        (SecretKind::Vendor(_), _) => &rules::VENDOR_TOKEN,
        (SecretKind::Named, Risk::High) => &rules::TOKEN,
        (SecretKind::Named, Risk::Medium) => &rules::PASSWORD,
    }
}

fn finding(secret: &Secret<'_>, options: &Options) -> Finding {
    let rule = rule(secret);
    let location = location_in(secret.node, secret.span);
    let severity = match secret.risk {
        Risk::High => Severity::Error,
        Risk::Medium => Severity::Warning,
        Risk::Low => Severity::Note,
    };
    let credential = credential(rule, secret, &location, options);
    let message = format!("{} {}", subject(secret), predicate(secret));
    Finding {
        severity,
        credential: Some(Box::new(credential)),
        ..Finding::error(rule.id, location, message).help(help(secret))
    }
}

/// What the finding at `location` knows about its credential.
fn credential(rule: &Rule, secret: &Secret<'_>, location: &Location, options: &Options) -> Credential {
    static IDENTITIES: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    let value = secret.value();
    let vendor = secret.vendor();
    let matches = options.values.iter().enumerate().filter(|(_, known)| known.is_match(value));
    let confidence = match secret.evidence {
        // The value may be one that its author made up for the example.
        Evidence::Slot => Confidence::Medium,
        _ => rule.confidence,
    };
    Credential {
        reason: reason(secret),
        confidence,
        digest: digest(rule, secret),
        name: vendor.map_or_else(|| subject(secret).trim_end_matches(',').to_owned(), |vendor| vendor.name.to_owned()),
        revocation: vendor.and_then(|vendor| vendor.revocation),
        value_hash: options.has_value_hashes.then(|| value_hash(&salt(location), value)),
        matches: matches.map(|(index, _)| index).collect(),
        identity: IDENTITIES.hash_one(value),
    }
}

/// Sixteen hexadecimal digits that depend on the place: no table of hashes covers them.
fn salt(location: &Location) -> String {
    let pointer = location.pointer.as_ref().map_or("", Pointer::as_str);
    let mut digits = Uuid::new_v5(&NAMESPACE, format!("{}#{pointer}", location.path).as_bytes()).simple().to_string();
    digits.truncate(16);
    digits
}

/// Eight bits of a hash that is salted with the name of the field. A changed credential has another digest in most cases, and the digest is too
/// short to guess passwords with. It does not depend on the place, so that another order of headers makes no new finding.
fn digest(rule: &Rule, secret: &Secret<'_>) -> u8 {
    let (salt, value) = (&secret.field, secret.value());
    Uuid::new_v5(&NAMESPACE, format!("{}:{}:{salt}{value}", rule.id, salt.len()).as_bytes()).as_bytes()[0]
}

/// The subject of the message: a field with its name, or a text and the name in it.
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
    match (secret.kind, secret.risk) {
        (SecretKind::Vendor(_), _) => {
            format!("contains a token in clear: {}", secret.vendor().map_or("of a vendor", |pattern| pattern.name))
        }
        (SecretKind::Jwt, _) => "contains a JSON Web Token in clear".to_owned(),
        (SecretKind::PrivateKey, _) => "contains a private key in clear".to_owned(),
        (SecretKind::Session, _) | (_, Risk::Low) => {
            "contains a value of one session, which expires by itself".to_owned()
        }
        (SecretKind::Variable, _) => "has the type `secret` and a value, which is exported in clear".to_owned(),
        (SecretKind::Named, Risk::High) => "contains a credential in clear".to_owned(),
        (SecretKind::Named, Risk::Medium) if field_class(&secret.field) == FieldClass::Session => {
            "contains a signed URL, which works for everybody until it expires".to_owned()
        }
        (SecretKind::Named, Risk::Medium) if field_class(&secret.field) == FieldClass::Token => {
            "contains a credential in clear".to_owned()
        }
        (SecretKind::Named, Risk::Medium) => "contains a password in clear".to_owned(),
    }
}

/// What proves the credential.
fn reason(secret: &Secret<'_>) -> String {
    match (secret.evidence, secret.kind) {
        (Evidence::Slot, _) => "the name or scheme says that the value is a credential".to_owned(),
        (Evidence::SlotAndShape, _) => {
            "the name or scheme says that the value is a credential, and the value looks random".to_owned()
        }
        (Evidence::VariableType, _) => "the variable has the type `secret`".to_owned(),
        (Evidence::Decoded, _) => "the value is base64 of a text with a credential".to_owned(),
        (Evidence::Format, SecretKind::PrivateKey) => "the text is a complete PEM block of a private key".to_owned(),
        (Evidence::Format, _) => "the value is a complete JSON Web Token".to_owned(),
        (Evidence::Vendor, _) => match secret.vendor() {
            Some(pattern) => format!("the value has the format that {} documents", pattern.reference),
            None => "the value has the format of a vendor's tokens".to_owned(),
        },
        (Evidence::SameValue, _) => "the same value is a credential in another place".to_owned(),
    }
}

fn help(secret: &Secret<'_>) -> String {
    let name = display_name(&secret.variable);
    match secret.position {
        Position::Environment => {
            "empty it, and enter the value where the file is used; `postsmith redact` empties it".to_owned()
        }
        Position::SavedExample => "replace it with `<redacted>`; `postsmith redact` does it".to_owned(),
        Position::Script => {
            format!(
                "read it with `pm.environment.get(\"{name}\")` and keep the value in a private environment; `postsmith redact` does the first"
            )
        }
        _ => format!(
            "replace it with `{{{{{name}}}}}` and keep the value in a private environment; `postsmith redact` does the first"
        ),
    }
}
