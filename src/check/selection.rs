//! Which rules run: `--select`, `--ignore` and the manifest's `select` and `ignore`.

use super::rules;
use crate::finding::RuleId;
use crate::text::suggest;

/// A choice of rules by their ids or groups. The default selects all rules.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

/// The error for a name that is neither a rule nor a group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule or group `{name}`{}; `postsmith rules` lists them", near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// The unknown name.
    pub name: String,
    /// The nearest known name, if one is near.
    pub near: Option<&'static str>,
}

impl Selection {
    /// Selects the rules that `select` names (all rules if it is empty) except those that `ignore` names.
    ///
    /// # Errors
    /// A name is neither a rule nor a group.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownRule> {
        select.iter().chain(&ignore).try_for_each(|name| validate_name(name))?;
        Ok(Self { select, ignore })
    }

    /// Whether `rule` is selected.
    pub fn includes(&self, rule: RuleId) -> bool {
        let named = |list: &[String]| list.iter().any(|name| matches(name, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Whether `name` is the id or the group of `rule`.
pub fn matches(name: &str, rule: RuleId) -> bool {
    name == rule.id() || name == rule.group()
}

/// Makes sure that `name` is the id of a rule or a group.
///
/// # Errors
/// It is neither.
pub fn validate_name(name: &str) -> Result<(), UnknownRule> {
    let all = || rules::ALL.iter().flat_map(|rule| [rule.id.id(), rule.id.group()]);
    if all().any(|one| one == name) {
        return Ok(());
    }
    Err(UnknownRule { name: name.to_owned(), near: suggest(name, all()) })
}
