//! Hides credentials in what a finding quotes, before a command shows or writes it.

use postsmith::document::Pointer;
use postsmith::finding::Finding;
use postsmith::secret::mask::{mask_breadcrumb, mask_tokens};
use std::borrow::Cow;

/// `finding` with masks in its message, its help, its pointer and its breadcrumb.
pub(super) fn mask_finding(mut finding: Finding) -> Finding {
    let Finding { message, help, location, .. } = &mut finding;
    mask(message);
    help.iter_mut().for_each(mask);
    if let Some(pointer) = &location.pointer
        && let Cow::Owned(masked) = mask_tokens(pointer.as_str())
    {
        location.pointer = Pointer::parse(&masked);
    }
    location.breadcrumb = location.breadcrumb.take().map(|breadcrumb| mask_breadcrumb(&breadcrumb));
    finding
}

fn mask(text: &mut String) {
    if let Cow::Owned(masked) = mask_tokens(text) {
        *text = masked;
    }
}
