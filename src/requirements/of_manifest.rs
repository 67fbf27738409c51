//! The required variables of a collection that is built from a manifest.

use crate::requirements::{FilledBy, RequiredVariable};
use crate::source::Manifest;
use crate::source::manifest::{DeclaredVariable, Role};

/// The required variables of `manifest`, in its order.
pub fn of_manifest(manifest: &Manifest) -> Vec<RequiredVariable> {
    let roles: Vec<(Role, String)> = manifest.roles().collect();
    let required = |(name, variable): (&String, &DeclaredVariable)| {
        let role = roles.iter().find(|(_, of)| of == name).map(|(role, _)| *role);
        let is_scripted = manifest.oauth.is_some() && role.is_some_and(Role::is_kept_by_scripts);
        let has_value = |environment| !manifest.value(environment, name).is_empty();
        let mut environments = manifest.environments.iter().map(|(_, environment)| environment).peekable();
        let is_shared = environments.peek().is_some() && environments.all(has_value);
        let filled_by = match (is_scripted, is_shared) {
            (true, _) => FilledBy::Scripts,
            (false, true) => FilledBy::Template,
            (false, false) => FilledBy::Person,
        };
        RequiredVariable { filled_by, ..RequiredVariable::described(name, variable) }
    };
    manifest.variables.iter().map(required).collect()
}

#[cfg(test)]
mod tests {
    use super::of_manifest;
    use crate::requirements::FilledBy;
    use crate::source::{Source, preset};

    fn filled_by(name: &str) -> Vec<(String, FilledBy)> {
        let source = Source::load(&preset(name).unwrap()).unwrap_or_else(|_| panic!("{name} has no mistakes"));
        of_manifest(&source.manifest.data).into_iter().map(|variable| (variable.name, variable.filled_by)).collect()
    }

    #[test]
    fn personal_values_are_filled_in_by_a_person_and_shared_ones_are_not() {
        let found = filled_by("tallyfy");
        let of = |who| found.iter().filter(|(_, by)| *by == who).map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        let personal =
            ["ORG_ID", "CLIENT_ID", "CLIENT_SECRET", "USERNAME", "PASSWORD"].map(|name| format!("TALLYFY_{name}"));
        assert_eq!(of(FilledBy::Person), personal);
        assert_eq!(of(FilledBy::Template), ["TALLYFY_BASE_URL"]);
        assert_eq!(of(FilledBy::Scripts).len(), 6);
    }

    #[test]
    fn token_that_no_script_fetches_is_filled_in_by_a_person() {
        let token = filled_by("bearer").into_iter().find(|(name, _)| name.ends_with("TOKEN")).unwrap();
        assert_eq!(token.1, FilledBy::Person);
    }
}
