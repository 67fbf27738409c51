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

/// Former ids of rules, each with the id that replaces it. They stay readable wherever an id is read.
const RENAMED: &[(&str, &str)] = &[("script/secret-in-clear", "secret/script-literal")];

/// The id that replaces the former id `name`; none when `name` is no former id. A reader of ids shows it in a note.
pub fn renamed(name: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(former, _)| *former == name).map(|(_, id)| *id)
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
    renamed(name).unwrap_or(name) == rule.id() || name == rule.group()
}

/// Makes sure that `name` is the id of a rule or a group.
///
/// # Errors
/// It is neither.
pub fn validate_name(name: &str) -> Result<(), UnknownRule> {
    let all = || rules::ALL.iter().flat_map(|rule| [rule.id.id(), rule.id.group()]);
    if renamed(name).is_some() || all().any(|one| one == name) {
        return Ok(());
    }
    Err(UnknownRule { name: name.to_owned(), near: suggest(name, all()) })
}

#[cfg(test)]
mod tests {
    use super::{RENAMED, Selection, matches, validate_name};
    use crate::check::rules;

    #[test]
    fn a_former_id_selects_the_rule_that_replaces_it() {
        for (former, id) in RENAMED {
            let rule = rules::find(id).unwrap().id;
            assert!(rules::ALL.iter().all(|rule| rule.id.id() != *former), "{former}");
            assert!(validate_name(former).is_ok() && matches(former, rule), "{former}");
            let only = Selection::new(vec![(*former).to_owned()], Vec::new()).unwrap();
            assert!(only.includes(rule) && !only.includes(rules::ALL[0].id), "{former}");
            let without = Selection::new(Vec::new(), vec![(*former).to_owned()]).unwrap();
            assert!(!without.includes(rule), "{former}");
        }
    }
}
