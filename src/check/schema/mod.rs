//! The published schemas of collections, and our own of environments and globals, over a document.
//!
//! The `jsonschema` crate is named in this folder only. It reads the document in place (`instance`); what it finds wrong
//! is followed to the true place (`blame`) and put into words of our own (`message`).

mod blame;
mod equality;
mod instance;
mod message;
mod profile;
pub(super) mod rules;

pub use message::RULES;
pub use profile::Profile;

use crate::document::NodeRef;
use crate::finding::Finding;
use crate::postman::FileKind;
use instance::Spanned;
use jsonschema::Validator;
use std::sync::OnceLock;

/// Postman's schema of collections v2.0, as it was published (draft-07).
pub const COLLECTION_V20: &str = include_str!("../../../schemas/collection-v2.0.0-draft-07.json");
/// Postman's schema of collections v2.1, as it was published (draft-07).
pub const COLLECTION_V21: &str = include_str!("../../../schemas/collection-v2.1.0-draft-07.json");
/// Our schema of environments and globals (draft-07); Postman publishes none.
pub const ENVIRONMENT: &str = include_str!("../../../schemas/environment.json");

/// The engine recurses. For the deepest document that is read ([`MAX_DEPTH`](crate::document::MAX_DEPTH)) a debug build
/// needs 1 to 1.5 MiB of stack, and callers may have less: a main thread on Windows has 1 MiB in all.
const STACK: usize = 8 << 20;

/// Everything in which `node`, an object of the form `kind`, breaks its schema: one finding for each place, in reading order. Nothing
/// for a form that has no schema.
///
/// A place is the value that is wrong, or the object that lacks a key. No message holds text of the document.
pub fn validate(kind: FileKind, node: NodeRef<'_>, profile: Profile) -> Vec<Finding> {
    let judge = || judge(kind, node, profile);
    std::thread::scope(|scope| {
        let deep = std::thread::Builder::new().name("schema".to_owned()).stack_size(STACK).spawn_scoped(scope, judge);
        match deep.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(findings)) => findings,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No thread to be had: most documents fit the stack we are on.
            Err(_) => judge(),
        }
    })
}

fn judge(kind: FileKind, node: NodeRef<'_>, profile: Profile) -> Vec<Finding> {
    let validator = match validator(kind, profile) {
        Some(Ok(validator)) => validator,
        Some(Err(reason)) => return vec![message::unusable(kind, node, reason)],
        None => return Vec::new(),
    };
    // Telling that all is well is several times faster than collecting what is not.
    if validator.is_valid(instance::Value::Node(node)) {
        return Vec::new();
    }
    let failures = blame::all(validator.iter_errors(instance::Value::Node(node)));
    let mut findings: Vec<_> =
        failures.iter().map(|(pointer, expected)| message::finding(node, pointer, expected)).collect();
    findings.sort();
    findings
}

type Compiled = Result<Validator<Spanned>, String>;

/// Compiled on first use: a run that sees environments only never pays for the collections.
fn validator(kind: FileKind, profile: Profile) -> Option<Result<&'static Validator<Spanned>, &'static str>> {
    type Cells = [OnceLock<Compiled>; 2];
    static V20: Cells = [const { OnceLock::new() }; 2];
    static V21: Cells = [const { OnceLock::new() }; 2];
    static VALUES: OnceLock<Compiled> = OnceLock::new();
    let of = |cells: &'static Cells| match profile {
        Profile::Published => &cells[0],
        Profile::App => &cells[1],
    };
    let (cell, text) = match kind {
        FileKind::CollectionV20 => (of(&V20), COLLECTION_V20),
        FileKind::CollectionV21 => (of(&V21), COLLECTION_V21),
        FileKind::Environment | FileKind::Globals => (&VALUES, ENVIRONMENT),
        FileKind::CollectionV1 | FileKind::Dump => return None,
    };
    Some(cell.get_or_init(|| compile(text, profile)).as_ref().map_err(String::as_str))
}

fn compile(text: &str, profile: Profile) -> Compiled {
    let published = serde_json::from_str(text).map_err(|error| error.to_string())?;
    jsonschema::options_for::<Spanned>().build(&profile.apply(published)).map_err(|error| error.to_string())
}
