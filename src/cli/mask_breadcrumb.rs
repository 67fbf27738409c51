//! Hides credentials in the breadcrumb of a finding before a command shows or writes it.

use postsmith::finding::Finding;
use postsmith::secret::mask;

/// `finding` with a masked breadcrumb.
pub(super) fn mask_breadcrumb(mut finding: Finding) -> Finding {
    finding.location.breadcrumb = finding.location.breadcrumb.map(|breadcrumb| mask::mask_breadcrumb(&breadcrumb));
    finding
}
