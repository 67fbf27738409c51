//! Whether a value can be taken for a variable.

use super::{Origin, Remark, Value};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::secret::{FieldClass, asks_for_value, field_class, is_placeholder_for};
use secrecy::{ExposeSecret as _, SecretString};

/// What is made of a value.
pub(super) enum Verdict {
    /// It is taken; of what is no secret without the blanks around it.
    Taken(SecretString, Vec<Remark>),
    /// It stands where a value belongs, so it is none. A template may hold such a text; of all others something is said.
    Placeholder(Option<Remark>),
    /// It is wrong.
    Refused(Remark),
}

/// Judges `value` for `need`. `is_as_is`: the person says that it is no placeholder.
pub(super) fn judge(need: &RequiredVariable, value: &Value, is_as_is: bool) -> Verdict {
    let (name, origin) = (&need.name, &value.origin);
    let given = value.text.expose_secret();
    let text = if need.secret { given } else { given.trim() };
    let mut remarks = Vec::new();
    let mut warn = |what: &str| remarks.push(Remark::warning(format!("`{name}` from {origin} {what}")));
    if !is_as_is && is_placeholder(need, text) {
        let what = format!(
            "`{name}` from {origin} is a placeholder and counts as missing; if it really is the value, add `--as-is {name}`"
        );
        return Verdict::Placeholder((*origin != Origin::Template).then(|| Remark::warning(what)));
    }
    if text.contains('\0') {
        return Verdict::Refused(Remark::error(format!("`{name}` from {origin} holds a NUL, which nothing can send")));
    }
    // What variables make of it nobody knows here.
    if let Some(form) = need.form.filter(|form| !text.contains("{{") && !form.fits(text)) {
        return Verdict::Refused(Remark::error(format!("`{name}` from {origin} is not {}", form.what())));
    }
    if need.filled_by == FilledBy::Person && need.example.as_deref() == Some(text.trim()) {
        warn("is the example of the description; check that it is yours");
    }
    if text.trim().len() != given.len() {
        warn(if need.secret {
            "has blanks around it; it is taken as it is, so take them out if they do not belong to it"
        } else {
            "has blanks around it, which are left out"
        });
    }
    if text.trim().contains(['\n', '\r']) {
        warn("holds a line break, which no header can carry");
    }
    if need.secret && text.contains("{{") {
        warn(
            "holds `{{`: Postman puts a variable's value in place of a name in double braces, so another secret may be sent; \
            change it where it is issued, or check what Postman sends",
        );
    }
    Verdict::Taken(SecretString::from(text), remarks)
}

/// Whether `text` only stands where a value of `need` belongs.
pub(super) fn is_placeholder(need: &RequiredVariable, text: &str) -> bool {
    if need.filled_by != FilledBy::Person {
        return false;
    }
    let is_example = need.example.as_deref().is_some_and(|example| example.trim() == text.trim());
    let is_placeholder = || match field_class(&need.name) {
        // A name that says nothing may be that of a passphrase.
        FieldClass::Other => is_placeholder_for(FieldClass::Password, text),
        class => is_placeholder_for(class, text),
    };
    // `{{OTHER}}` is a value: Postman fills it in. An example that has the form of a value may be somebody's own.
    is_example && (need.secret || need.form.is_none())
        || text.trim().is_empty()
        || !text.contains("{{") && if need.secret { is_placeholder() } else { asks_for_value(text) }
}
