//! Which rules judge.

use super::rules;
use crate::finding::RuleId;
use crate::text::suggest;

/// Rules by their ids or groups. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

/// A word that is neither a rule nor a group.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule or group `{name}`{}; `postsmith rules` lists them", near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownRule {
    /// The word.
    pub name: String,
    /// What it was probably meant to be.
    pub near: Option<&'static str>,
}

impl Selection {
    /// The rules that `select` names (all when it is empty) without those that `ignore` names.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownRule> {
        select.iter().chain(&ignore).try_for_each(|name| known(name))?;
        Ok(Self { select, ignore })
    }

    /// Whether `rule` judges.
    pub fn includes(&self, rule: RuleId) -> bool {
        let named = |list: &[String]| list.iter().any(|name| matches(name, rule));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Whether `name`, an id or a group, names `rule`.
pub fn matches(name: &str, rule: RuleId) -> bool {
    name == rule.id() || name == rule.group()
}

/// Whether `name` is the id of a rule or a group.
pub fn known(name: &str) -> Result<(), UnknownRule> {
    let all = || rules::ALL.iter().flat_map(|rule| [rule.id.id(), rule.id.group()]);
    if all().any(|one| one == name) {
        return Ok(());
    }
    Err(UnknownRule { name: name.to_owned(), near: suggest(name, all()) })
}
