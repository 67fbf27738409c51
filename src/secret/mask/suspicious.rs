//! What may be secret by the names of keys or by looks. More than the scan finds: a mask may hide too much and must not hide too little.

use crate::document::{Kind, NodeRef};
use crate::secret::is_token_like;
use crate::secret::lexicon::field_names::{DESCRIBING_KEYS, MASKED_PARTS};
use crate::secret::lexicon::schemes::READABLE_SCHEMES;
use crate::text::{Span, typo};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The suspicious bytes of the values that have bytes of `shown`: the whole value of a secret name, and in every other value what looks like a
/// token or follows a secret name.
pub(super) fn ranges(root: NodeRef<'_>, shown: &[Span]) -> Vec<Range<usize>> {
    let mut secret_bytes = Vec::new();
    // Files repeat a few keys.
    let mut known: HashMap<Cow<'_, str>, (bool, bool)> = HashMap::new();
    let declared_names = declared_names(root);
    let mut pending = vec![(root, false)];
    while let Some((node, secret)) = pending.pop() {
        if !node.span().overlaps_any(shown) {
            continue;
        }
        match node.kind() {
            Kind::Object => {
                let named = node.get("key").and_then(NodeRef::as_str).is_some_and(|key| is_secret(&key));
                let declared = node.get("secret").and_then(NodeRef::as_bool) == Some(true)
                    || node.get("type").is_some_and(|kind| kind.is_str("secret"));
                for (key, value) in node.members() {
                    let key = key.as_str().unwrap_or_default();
                    let read = |key: &Cow<'_, str>| (DESCRIBING_KEYS.contains(&&**key), is_secret(key));
                    let (is_describing, is_named) = *known.entry(key.clone()).or_insert_with_key(read);
                    let is_description = is_describing && value.kind() == Kind::String;
                    // `[oauth]` of a manifest describes how to log in, and holds no credential.
                    let is_named = is_named && !(key == "oauth" && value.kind() == Kind::Object)
                        || is_declared(&declared_names, &key);
                    pending.push((value, !is_description && (secret || named || declared || is_named)));
                }
            }
            Kind::Array => pending.extend(node.elements().map(|element| (element, secret))),
            Kind::String => {
                let which = if secret { Words::All } else { Words::Suspicious };
                secret_bytes.extend(words(node.source(), which).map(|word| shifted(&word, node.span().start)));
            }
            Kind::Number if secret => secret_bytes.push(node.span().range()),
            Kind::Number | Kind::Bool(_) | Kind::Null => {}
        }
    }
    secret_bytes
}

/// The names of the variables that a manifest declares secret.
fn declared_names(root: NodeRef<'_>) -> Vec<Cow<'_, str>> {
    let variables = root.get("variables").into_iter().flat_map(NodeRef::members);
    let secret = variables.filter(|(_, variable)| variable.get("secret").and_then(NodeRef::as_bool) == Some(true));
    secret.filter_map(|(name, _)| name.as_str()).collect()
}

/// Whether `key` is one of `names`, or a typo of one.
fn is_declared(names: &[Cow<'_, str>], key: &str) -> bool {
    names.iter().any(|name| {
        // Without the prefix that all names of an API share, a typo is not mistaken for another name.
        let same = name.bytes().zip(key.bytes()).take_while(|(one, other)| one == other).count();
        let start = name.get(..same).and_then(|shared| shared.rfind('_')).map_or(0, |at| at + 1);
        **name == *key || name.get(start..).zip(key.get(start..)).is_some_and(|(name, key)| typo(key, [name]).is_some())
    })
}

/// Which words of a text are hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// Every word: the text is the value of a secret name.
    All,
    /// Token-like words, a user in a URL, and words behind a secret name.
    Suspicious,
    /// Token-like words and a user in a URL: in prose any word may follow a name.
    TokenLike,
}

/// The words of `text` to hide.
pub(super) fn words(text: &str, which: Words) -> impl Iterator<Item = Range<usize>> {
    let mut follows_name = false;
    let mut at = 0;
    let mut is_escaped = false;
    let has_secret = is_secret(text);
    text.split_inclusive(is_border).filter_map(move |piece| {
        let word = piece.trim_end_matches(is_border);
        // The letter of an escape such as `\n` is no part of a word.
        let skipped = usize::from(is_escaped && word.starts_with(['n', 'r', 't', 'b', 'f', 'u']));
        is_escaped = piece.ends_with('\\') && !(is_escaped && word.is_empty());
        let word = &word[skipped..];
        let range = at + skipped..at + skipped + word.len();
        at += piece.len();
        // Punctuation between a name and its value.
        let all = which == Words::All;
        if word.is_empty() || !all && !word.contains(char::is_alphanumeric) {
            return None;
        }
        // `key: "Authorization", value: "..."`, in either order.
        if has_secret && word.trim_end_matches(':').eq_ignore_ascii_case("value") {
            follows_name = true;
            return None;
        }
        let is_variable = word.contains("{{") || word.contains("}}");
        let bare = word.split("{{").next().unwrap_or_default();
        if is_variable && is_token_like(bare) && !is_public(bare) && !is_member(bare) {
            return Some(range.start..range.start + bare.len());
        }
        let is_scheme = READABLE_SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        let is_user = word.contains("://") && word.contains('@');
        let is_token = is_token_like(word) && !is_public(word) && !is_member(word);
        if !is_variable
            && !is_scheme
            && (all || which == Words::Suspicious && follows_name && !is_member(word) || is_user || is_token)
        {
            // `Token` may be a scheme before a further word.
            follows_name = is_secret(word);
            return Some(range);
        }
        if !is_scheme {
            follows_name = is_secret(word) && !is_variable;
        }
        None
    })
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

const fn is_border(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\''
            | '`'
            | ' '
            | '\t'
            | '\r'
            | '\n'
            | ','
            | '('
            | ')'
            | '='
            | '&'
            | ';'
            | '\\'
            | '?'
            | '<'
            | '>'
            | '['
            | ']'
    )
}

/// Whether a key, a variable or a line with this name or text announces a secret.
pub(super) fn is_secret(name: &str) -> bool {
    // Three characters rule most words out.
    let begins = |letters: &[u8]| {
        matches!(
            &[letters[0], letters[1], letters[2]].map(|byte| byte.to_ascii_lowercase()),
            b"sec"
                | b"pas"
                | b"pwd"
                | b"tok"
                | b"aut"
                | b"api"
                | b"cre"
                | b"coo"
                | b"bea"
                | b"jwt"
                | b"sig"
                | b"pri"
                | b"acc"
        )
    };
    if !name.as_bytes().windows(3).any(begins) {
        return false;
    }
    let name = name.to_lowercase();
    MASKED_PARTS.iter().any(|word| name.contains(word))
}

/// Whether a word names a member of an object, such as `postman.setEnvironmentVariable`: parts of letters only, with a point between them.
fn is_member(word: &str) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    word.contains('.') && word.split('.').all(is_name)
}

/// Whether a token-like word is a UUID, a URL or a path, which an excerpt must show.
fn is_public(word: &str) -> bool {
    let is_uuid = word.len() == 36 && word.bytes().filter(|byte| *byte == b'-').count() == 4;
    is_uuid || word.contains("://") || word.contains("/v2.") || word.starts_with('/')
}
