//! Validates documents against JSON Schemas: Postman's published ones for collections, our own for environments, globals and the files of the format v3.
//!
//! [`check`](crate::check) calls [`validate`]; the manifest names a [`Profile`]. This folder is the only place that names the `jsonschema` crate.
//! The crate reads a document in place (`instance`). `best_match` follows its errors to the values that are wrong, and `message` words the findings.

mod best_match;
mod instance;
mod message;
mod profile;
mod reference;
mod unknown_key;
mod v3;

pub use message::{ENUM, KEYWORD, LIMIT, ONE_OF, REQUIRED, RULES, TYPE};
pub use profile::Profile;
pub use reference::v3_reference;
pub use unknown_key::{UnknownKey, unknown_keys};
pub use v3::{V3File, v3_schema};

use crate::document::NodeRef;
use crate::finding::Finding;
use crate::postman::FileKind;
use instance::Spanned;
use jsonschema::Validator;
use std::sync::OnceLock;

/// Postman's schema of collections v2.0, as published (draft-07).
pub const COLLECTION_V20: &str = include_str!("../../schemas/collection-v2.0.0-draft-07.json");
/// Postman's schema of collections v2.1, as published (draft-07).
pub const COLLECTION_V21: &str = include_str!("../../schemas/collection-v2.1.0-draft-07.json");
/// Our schema of environments and globals (draft-07). Postman publishes none.
pub const ENVIRONMENT: &str = include_str!("../../schemas/environment.json");

/// Stack size of the validating thread, in bytes. The engine recurses: for the deepest document that is read
/// ([`MAX_DEPTH`](crate::document::MAX_DEPTH)) a debug build needs 1 to 1.5 MiB of stack. A main thread on Windows has 1 MiB in all.
const STACK: usize = 8 << 20;

/// Validates `node`, an object of the kind `kind`, against its schema: one finding for each wrong value, in reading order.
///
/// The location of a finding is the value that is wrong, or the object that lacks a key. No message holds text of the document.
/// A kind without a schema (v1, dumps) yields nothing. Keys that a schema of the format v3 does not describe are left to [`unknown_keys`].
pub fn validate(kind: FileKind, node: NodeRef<'_>, profile: Profile) -> Vec<Finding> {
    on_deep_stack(|| validate_on_this_stack(kind, node, profile))
}

/// Runs `work`, which the engine lets recurse, on a thread with enough stack.
fn on_deep_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| {
        let deep = std::thread::Builder::new().name("schema".to_owned()).stack_size(STACK).spawn_scoped(scope, &work);
        match deep.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // The system gives no thread. Most documents fit the current stack.
            Err(_) => work(),
        }
    })
}

fn validate_on_this_stack(kind: FileKind, node: NodeRef<'_>, profile: Profile) -> Vec<Finding> {
    let validator = match validator(kind, node, profile) {
        Some(Ok(validator)) => validator,
        Some(Err(reason)) => return vec![message::unusable(kind, node, reason)],
        None => return Vec::new(),
    };
    // `is_valid` is several times faster than collecting errors.
    if validator.is_valid(instance::Value::Node(node)) {
        return Vec::new();
    }
    let is_v3 = V3File::of(kind, node).is_some();
    let errors = validator.iter_errors(instance::Value::Node(node));
    let failures = best_match::failures(errors.filter(|error| !(is_v3 && unknown_key::is_unknown_key(error))));
    let mut findings: Vec<_> =
        failures.iter().map(|(pointer, expected)| message::finding(node, pointer, expected)).collect();
    findings.sort();
    findings
}

type Compiled = Result<Validator<Spanned>, String>;

/// The validator for `node` of the kind `kind`, compiled on first use: a run over environments alone compiles no collection schema.
fn validator(
    kind: FileKind,
    node: NodeRef<'_>,
    profile: Profile,
) -> Option<Result<&'static Validator<Spanned>, &'static str>> {
    type Cells = [OnceLock<Compiled>; 2];
    static V3: [OnceLock<Compiled>; V3File::ALL.len()] = [const { OnceLock::new() }; V3File::ALL.len()];
    static V20: Cells = [const { OnceLock::new() }; 2];
    static V21: Cells = [const { OnceLock::new() }; 2];
    static VALUES: OnceLock<Compiled> = OnceLock::new();
    if let Some(file) = V3File::of(kind, node) {
        let compiled = V3[file as usize].get_or_init(|| compile(v3::schema_of(file)));
        return Some(compiled.as_ref().map_err(String::as_str));
    }
    let of = |cells: &'static Cells| match profile {
        Profile::Published => &cells[0],
        Profile::App => &cells[1],
    };
    let (cell, text) = match kind {
        FileKind::CollectionV20 => (of(&V20), COLLECTION_V20),
        FileKind::CollectionV21 => (of(&V21), COLLECTION_V21),
        FileKind::Environment | FileKind::Globals => (&VALUES, ENVIRONMENT),
        FileKind::CollectionV1 | FileKind::CollectionV3 | FileKind::PartV3 | FileKind::Dump => return None,
    };
    // The schema of environments is ours: it describes what the app writes already.
    let profile = if kind.has_values() { Profile::Published } else { profile };
    let compile = || compile(&profile.apply(serde_json::from_str(text).map_err(|error| error.to_string())?));
    Some(cell.get_or_init(compile).as_ref().map_err(String::as_str))
}

fn compile(schema: &serde_json::Value) -> Compiled {
    jsonschema::options_for::<Spanned>().build(schema).map_err(|error| error.to_string())
}
