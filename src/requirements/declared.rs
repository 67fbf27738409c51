//! What a manifest says that its collection needs.

use crate::requirements::{FilledBy, RequiredVariable};
use crate::source::Manifest;
use crate::source::manifest::{DeclaredVariable, Role};

/// The variables of `manifest`, in its order.
pub fn of_manifest(manifest: &Manifest) -> Vec<RequiredVariable> {
    let roles: Vec<(Role, String)> = manifest.roles().collect();
    let need = |(name, variable): (&String, &DeclaredVariable)| {
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
    manifest.variables.iter().map(need).collect()
}

impl RequiredVariable {
    /// What the manifest says of a variable, for a person to fill in.
    pub fn described(name: &str, variable: &DeclaredVariable) -> Self {
        Self {
            name: name.to_owned(),
            description: variable.description.clone(),
            found_at: variable.found_at.clone(),
            example: variable.example.clone(),
            form: variable.format,
            secret: variable.secret,
            filled_by: FilledBy::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_manifest;
    use crate::requirements::FilledBy;
    use crate::source::{Source, preset};

    fn filled_by(name: &str) -> Vec<(String, FilledBy)> {
        let source = Source::load(&preset(name).unwrap()).unwrap_or_else(|_| panic!("{name} has no mistakes"));
        of_manifest(&source.manifest.data).into_iter().map(|need| (need.name, need.filled_by)).collect()
    }

    #[test]
    fn a_person_fills_in_what_is_theirs_and_nothing_else() {
        let found = filled_by("tallyfy");
        let of = |who| found.iter().filter(|(_, by)| *by == who).map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        let own =
            ["ORG_ID", "CLIENT_ID", "CLIENT_SECRET", "USERNAME", "PASSWORD"].map(|name| format!("TALLYFY_{name}"));
        assert_eq!(of(FilledBy::Person), own);
        assert_eq!(of(FilledBy::Template), ["TALLYFY_BASE_URL"]);
        assert_eq!(of(FilledBy::Scripts).len(), 6);
    }

    #[test]
    fn a_token_that_no_script_fetches_is_a_persons() {
        let token = filled_by("bearer").into_iter().find(|(name, _)| name.ends_with("TOKEN")).unwrap();
        assert_eq!(token.1, FilledBy::Person);
    }
}
