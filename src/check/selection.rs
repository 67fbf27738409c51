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

/// Former ids of rules, each with the id that replaces it. They stay readable wherever an id is read.
const RENAMED: &[(&str, &str)] = &[("script/secret-in-clear", "secret/script-literal")];

/// The id that replaces the former id `name`; none when `name` is no former id. A reader of ids shows it in a note.
pub fn renamed(name: &str) -> Option<&'static str> {
    RENAMED.iter().find(|(former, _)| *former == name).map(|(_, id)| *id)
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
    renamed(name).unwrap_or(name) == rule.id() || name == rule.group()
}

/// Whether `name` is the id of a rule or a group.
pub fn known(name: &str) -> Result<(), UnknownRule> {
    let all = || rules::ALL.iter().flat_map(|rule| [rule.id.id(), rule.id.group()]);
    if renamed(name).is_some() || all().any(|one| one == name) {
        return Ok(());
    }
    Err(UnknownRule { name: name.to_owned(), near: suggest(name, all()) })
}

#[cfg(test)]
mod tests {
    use super::{RENAMED, Selection, known, matches};
    use crate::check::rules;

    #[test]
    fn a_former_id_selects_the_rule_that_replaces_it() {
        for (former, id) in RENAMED {
            let rule = rules::find(id).unwrap().id;
            assert!(rules::ALL.iter().all(|rule| rule.id.id() != *former), "{former}");
            assert!(known(former).is_ok() && matches(former, rule), "{former}");
            let only = Selection::new(vec![(*former).to_owned()], Vec::new()).unwrap();
            assert!(only.includes(rule) && !only.includes(rules::ALL[0].id), "{former}");
            let without = Selection::new(Vec::new(), vec![(*former).to_owned()]).unwrap();
            assert!(!without.includes(rule), "{former}");
        }
    }
}
