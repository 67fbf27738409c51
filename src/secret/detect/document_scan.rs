//! The scan of a document: visits every string and number with its position and the key above it.

use super::evidence::Evidence;
use super::field::Reading;
use super::field_name::is_secret_name;
use super::field_value::{ValueMatch, check_declared};
use super::joined::{JoinedLines, literal_value};
use super::keyword::{self, Hit};
use super::known::KnownSearch;
use super::position::Position;
use super::text_scan::{self, TextSecret, without_overlaps};
use super::variable_name::variable_name;
use crate::document::{Document, Kind, NodeRef};
use crate::secret::decode::scanned::{ScannedText, span_of_part};
use crate::secret::lexicon::published::is_practice_host;
use crate::secret::{Secret, SecretKind};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// The keys of the values of a named entry: the app keeps earlier and local values of a variable beside the shared one.
const VALUE_KEYS: &[&str] = &["value", "previousValue", "currentValue", "sessionValue", "initialValue"];

/// The length in bytes of the shortest member name that is searched for a token, its quotes included: shorter names hold no token of a vendor.
const SHORTEST_TOKEN: usize = 16;

/// The beginning of an escape that may stand for an ASCII character.
const UNICODE_ESCAPE: &[u8] = b"\\u00";

/// Every credential in clear in `document`, in the order of the file. Of two that overlap it has the one with more evidence.
///
/// The time grows with the length of the text only.
pub fn scan(document: &Document) -> Vec<Secret<'_>> {
    scan_with(document, None)
}

/// Every credential in clear in `document`, and every other place that holds one of the `known` values, in any field.
pub fn scan_with<'d>(document: &'d Document, known: Option<&KnownSearch>) -> Vec<Secret<'d>> {
    let text = document.text();
    let mut scan = Scan {
        known,
        shown: None,
        hits: keyword::hits(text),
        next_hit: 0,
        unicode_escapes: memchr::memmem::find_iter(text.as_bytes(), UNICODE_ESCAPE).collect(),
        found: Vec::new(),
    };
    scan.walk(document.root());
    settled(scan.found)
}

/// The credentials in the values that have bytes of `shown`, which is sorted and does not overlap. In a large file this is much faster than
/// [`scan`].
pub fn scan_near<'d>(document: &'d Document, shown: &[Span]) -> Vec<Secret<'d>> {
    settled(found_near(document, shown, None))
}

/// What a scan of the values that have bytes of `shown` finds.
fn found_near<'d>(document: &'d Document, shown: &[Span], known: Option<&KnownSearch>) -> Vec<Secret<'d>> {
    let mut scan = Scan {
        known,
        shown: Some(shown),
        hits: Vec::new(),
        next_hit: 0,
        unicode_escapes: Vec::new(),
        found: Vec::new(),
    };
    scan.walk(document.root());
    scan.found
}

/// The places of `document` that hold one of the `known` values, besides `found`, which are sorted and do not overlap.
pub fn scan_known<'d>(document: &'d Document, known: &KnownSearch, found: &[Span]) -> Vec<Secret<'d>> {
    let text = document.text();
    let is_found = |range: &Range<usize>| {
        let behind = found.partition_point(|span| span.end <= range.start);
        found.get(behind).is_some_and(|span| span.start < range.end)
    };
    let mut shown: Vec<Span> = known.candidates(text).filter(|range| !is_found(range)).map(Span::from).collect();
    // A value may be written with escapes: the strings that have some are searched.
    let escapes = memchr::memmem::find_iter(text.as_bytes(), UNICODE_ESCAPE);
    shown.extend(escapes.map(|at| Span::new(at, at + UNICODE_ESCAPE.len())));
    if shown.is_empty() {
        return Vec::new();
    }
    shown.sort_unstable();
    shown.dedup_by(|later, first| {
        let overlaps = later.start <= first.end;
        first.end = if overlaps { first.end.max(later.end) } else { first.end };
        overlaps
    });
    let is_new = |secret: &Secret<'_>| {
        secret.evidence == Evidence::SameValue && !is_found(&(secret.span.start..secret.span.end))
    };
    settled(found_near(document, &shown, Some(known)).into_iter().filter(is_new).collect())
}

/// Every credential in clear in the `comments` of `text`, whose values `document` holds at the same bytes.
pub fn scan_comments<'d>(document: &'d Document, text: &str, comments: &[Range<usize>]) -> Vec<Secret<'d>> {
    let position = Position::Description;
    let of_comment = |comment: &Range<usize>| {
        let start = comment.start;
        let found = text_scan::scan_text(&text[comment.clone()], position).into_iter();
        found.map(move |TextSecret { range, kind, risk, evidence, field }| {
            let range = start + range.start..start + range.end;
            let variable = variable_name(&field, kind, position);
            let (span, value) = (range.clone().into(), text[range].to_owned());
            Secret { kind, risk, evidence, position, node: document.root(), span, field, variable, value }
        })
    };
    comments.iter().flat_map(of_comment).collect()
}

struct Scan<'d, 's> {
    /// Finds values that are known already.
    known: Option<&'s KnownSearch>,
    /// The part of the document to scan; none for all of it. With it the keywords are searched string by string.
    shown: Option<&'s [Span]>,
    /// The keywords of the whole text.
    hits: Vec<Hit>,
    /// The first of them that is not before the current value: values come in the order of the file.
    next_hit: usize,
    /// Offsets of escapes that may stand for an ASCII character.
    unicode_escapes: Vec<usize>,
    found: Vec<Secret<'d>>,
}

/// What the scan knows of a value from the objects above it.
#[derive(Clone, Copy)]
struct Context<'d> {
    position: Position,
    /// The key above the value, or the name beside it.
    field: Option<NodeRef<'d>>,
    /// Whether the request goes to a practice host, whose credentials everybody has.
    is_practice: bool,
    role: Role,
}

/// The role of a value in its object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The value of a key.
    Member,
    /// The value beside a name: `{"key": ..., "value": ...}`.
    Named,
    /// The same, in a variable of the type `secret`.
    Declared,
    /// A name itself: only the pattern of a vendor makes it a credential.
    Name,
    /// A mapping of names to values, as the format v3 writes headers, parameters, form fields and variables.
    Mapping,
}

impl<'d> Scan<'d, '_> {
    fn walk(&mut self, root: NodeRef<'d>) {
        let context = Context { position: Position::Other, field: None, is_practice: false, role: Role::Member };
        let mut pending = vec![(root, context)];
        while let Some((node, context)) = pending.pop() {
            if self.shown.is_some_and(|shown| !node.span().overlaps_any(shown)) {
                continue;
            }
            match node.kind() {
                Kind::Object => {
                    let from = pending.len();
                    push_members(node, context, &mut pending);
                    pending[from..].reverse();
                }
                Kind::Array => {
                    let from = pending.len();
                    let context = Context { role: Role::Member, ..context };
                    pending.extend(node.elements().map(|element| (element, context)));
                    pending[from..].reverse();
                    if context.position.is_program() {
                        self.scan_lines(node, context);
                    }
                }
                Kind::String | Kind::Number => self.scan_scalar(node, context),
                Kind::Null | Kind::Bool(_) => {}
            }
        }
    }

    fn scan_scalar(&mut self, node: NodeRef<'d>, context: Context<'d>) {
        let is_field = matches!(
            context.position,
            Position::Auth
                | Position::Cookie
                | Position::SavedExample
                | Position::Header
                | Position::PathVariable
                | Position::Environment
        );
        match context.role {
            Role::Declared => self.scan_declared(node, context),
            Role::Named => self.scan_field(node, context),
            Role::Member if is_field && node.kind() == Kind::String => self.scan_field(node, context),
            Role::Member | Role::Mapping | Role::Name => {}
        }
        self.scan_string(node, context);
    }

    /// Scans the value of a named field.
    fn scan_field(&mut self, node: NodeRef<'d>, context: Context<'d>) {
        let name = context.field.and_then(NodeRef::as_str).unwrap_or_default();
        let Some(reading) = Reading::of(&name, context.position) else { return };
        let Some(value) = scalar_text(node) else { return };
        for (field, found) in reading.credentials(&name, &value) {
            self.push(node, &value, found, field, context);
        }
    }

    /// Scans the value of a variable of the type `secret`.
    fn scan_declared(&mut self, node: NodeRef<'d>, context: Context<'d>) {
        let Some(value) = scalar_text(node) else { return };
        let field = context.field.and_then(NodeRef::as_str).unwrap_or_default();
        if let Some(found) = check_declared(&field, &value) {
            self.push(node, &value, found, field.into_owned(), context);
        }
    }

    /// Scans a string as a text.
    fn scan_string(&mut self, node: NodeRef<'d>, context: Context<'d>) {
        if node.kind() != Kind::String {
            return;
        }
        let span = node.span();
        let first_escape = self.unicode_escapes.partition_point(|at| *at < span.start);
        let is_near = self.shown.is_some();
        let has_unicode_escapes = self.unicode_escapes.get(first_escape).is_some_and(|at| *at < span.end)
            || is_near && memchr::memmem::find(node.source().as_bytes(), UNICODE_ESCAPE).is_some();
        let text = ScannedText::of(node, has_unicode_escapes);
        let hits_of_text;
        let (hits, base) = if text.is_slice_of_file() && !is_near {
            while self.hits.get(self.next_hit).is_some_and(|hit| (hit.start as usize) < span.start) {
                self.next_hit += 1;
            }
            let count = self.hits[self.next_hit..].iter().take_while(|hit| hit.end as usize <= span.end).count();
            (&self.hits[self.next_hit..self.next_hit + count], span.start + 1)
        } else {
            hits_of_text = keyword::hits(&text.text);
            (hits_of_text.as_slice(), 0)
        };
        let found =
            if hits.is_empty() { Vec::new() } else { text_scan::secrets_at(&text.text, hits, base, context.position) };
        for TextSecret { range, kind, risk, evidence, field } in found {
            if context.role == Role::Name && !matches!(kind, SecretKind::Vendor(_)) {
                continue;
            }
            let field = if field.is_empty() { name_of_field(context) } else { field };
            let variable = variable_name(&field, kind, context.position);
            let (span, written) = (text.span(range.clone()), &text.text[range]);
            let is_program = context.position.is_program();
            let value = if is_program { literal_value(written).into_owned() } else { written.to_owned() };
            self.add(
                Secret { kind, risk, evidence, position: context.position, node, span, field, variable, value },
                context,
            );
        }
        // Of two with the same bytes the first stays: the other one knows its field.
        self.find_known_values(&text, context);
    }

    /// Scans the lines of a script for values that go on in the next line.
    fn scan_lines(&mut self, list: NodeRef<'d>, context: Context<'d>) {
        let Some(joined) = JoinedLines::of(list) else { return };
        for TextSecret { range, kind, risk, evidence, field } in text_scan::scan_text(&joined.text, context.position) {
            let Some((node, span)) = joined.span(&range) else { continue };
            let (position, value) = (context.position, literal_value(&joined.text[range]).into_owned());
            let variable = variable_name(&field, kind, position);
            self.add(Secret { kind, risk, evidence, position, node, span, field, variable, value }, context);
        }
    }

    fn find_known_values(&mut self, text: &ScannedText<'d>, context: Context<'d>) {
        let Some(known) = self.known else { return };
        for (range, risk) in known.find_in(&text.text) {
            let field = name_of_field(context);
            self.found.push(Secret {
                variable: variable_name(&field, SecretKind::Named, context.position),
                kind: SecretKind::Named,
                risk,
                evidence: Evidence::SameValue,
                position: context.position,
                node: text.node,
                span: text.span(range.clone()),
                field,
                value: text.text[range].to_owned(),
            });
        }
    }

    fn push(&mut self, node: NodeRef<'d>, text: &str, found: ValueMatch, field: String, context: Context<'d>) {
        let ValueMatch { range, kind, risk, evidence } = found;
        let span = if node.kind() == Kind::String { span_of_part(node, text, range.clone()) } else { node.span() };
        let is_basic = text[..range.start].trim_end().to_ascii_lowercase().ends_with("basic");
        let variable = variable_name(if is_basic { "basic credentials" } else { &field }, kind, context.position);
        let value = text[range].to_owned();
        self.add(
            Secret { kind, risk, evidence, position: context.position, node, span, field, variable, value },
            context,
        );
    }

    fn add(&mut self, secret: Secret<'d>, context: Context<'_>) {
        let is_public = context.is_practice && matches!(secret.kind, SecretKind::Named | SecretKind::Session);
        if !is_public {
            self.found.push(secret);
        }
    }
}

/// Pushes the members of an object, each with its context.
fn push_members<'d>(node: NodeRef<'d>, context: Context<'d>, pending: &mut Vec<(NodeRef<'d>, Context<'d>)>) {
    if context.role == Role::Mapping {
        let named = |(name, at)| (at, Context { field: Some(name), role: Role::Named, ..context });
        return pending.extend(node.members().map(named));
    }
    let (mut key, mut name, mut is_secret, mut is_practice) = (None, None, false, context.is_practice);
    for (member, at) in node.members() {
        match &*member.as_str().unwrap_or_default() {
            // Programs disagree on which of two equal keys counts: the one that names a credential does.
            "key" if key.is_some_and(names_credential) => {}
            "key" => key = Some(at),
            "name" => name = Some(at),
            "type" => is_secret |= at.is_str("secret"),
            "url" => is_practice |= is_practice_url(at),
            "request" => is_practice |= is_practice_url(at) || at.get("url").is_some_and(is_practice_url),
            _ => {}
        }
    }
    let named = match (context.position, key, name) {
        (Position::Cookie | Position::SavedExample, None, Some(name)) => Some(name),
        (_, key, _) => key,
    };
    let name_context = Context { position: Position::Other, field: None, is_practice: false, role: Role::Name };
    for (member, at) in node.members() {
        if member.span().len() >= SHORTEST_TOKEN {
            pending.push((member, name_context));
        }
        if named.is_some_and(|name| name == at) {
            pending.push((at, name_context));
            continue;
        }
        let member_name = member.as_str().unwrap_or_default();
        let position = context.position.below(&member_name);
        let is_value = VALUE_KEYS.contains(&&*member_name);
        let may_be_declared = is_secret && matches!(position, Position::Environment | Position::Variable);
        let (field, role) = match named {
            Some(name) if is_value => (name, if may_be_declared { Role::Declared } else { Role::Named }),
            _ => (member, Role::Member),
        };
        let (position, role) = match mapping(node, member, at, position) {
            Some(position) => (position, Role::Mapping),
            None => (position, role),
        };
        pending.push((at, Context { position, field: Some(field), is_practice, role }));
    }
}

/// The position of the values of `at`, the value of `key` in `owner` at `position`, if it maps names to values.
fn mapping(owner: NodeRef<'_>, key: NodeRef<'_>, at: NodeRef<'_>, position: Position) -> Option<Position> {
    if at.kind() != Kind::Object {
        return None;
    }
    match position {
        Position::Query if key.is_str("queryParams") => Some(position),
        Position::PathVariable if key.is_str("pathVariables") => Some(position),
        Position::Variable if key.is_str("variables") => Some(position),
        Position::Body if key.is_str("content") && owner.get("type").is_some_and(|kind| kind.is_str("urlencoded")) => {
            Some(Position::Form)
        }
        _ => None,
    }
}

/// Whether `key` is the name of a credential.
fn names_credential(key: NodeRef<'_>) -> bool {
    key.as_str().is_some_and(|name| is_secret_name(&name))
}

fn is_practice_url(url: NodeRef<'_>) -> bool {
    let url = if url.kind() == Kind::Object { url.get("raw") } else { Some(url) };
    url.and_then(NodeRef::as_str).is_some_and(|url| is_practice_host(&url))
}

/// The text of a string or number.
fn scalar_text(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    node.as_str().or_else(|| node.as_number().map(Cow::Borrowed))
}

/// The name of the field, at a position where it says what the value is. A text inside has names of its parts.
fn name_of_field(context: Context<'_>) -> String {
    match context.position {
        Position::Auth
        | Position::Header
        | Position::Query
        | Position::Form
        | Position::Variable
        | Position::Environment
        | Position::PathVariable
        | Position::Cookie => context.field.and_then(NodeRef::as_str).unwrap_or_default().into_owned(),
        _ => String::new(),
    }
}

fn settled(found: Vec<Secret<'_>>) -> Vec<Secret<'_>> {
    without_overlaps(found, |secret| (secret.span, secret.risk, secret.kind))
}
