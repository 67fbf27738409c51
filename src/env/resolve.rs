//! Finds the value of each required variable among the sources, and checks it. `postsmith env` uses [`resolve`], `postsmith doctor`
//! [`resolve_lenient`]. Nothing is written and nobody is asked here.

use super::{Origin, SourcedValue, ValueProblem, Values};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::secret::{FieldClass, asks_for_value, field_class, is_placeholder_for};
use crate::text::typo;
use secrecy::{ExposeSecret as _, SecretString};

/// A variable that has a value.
#[derive(Debug, Clone)]
pub struct ResolvedValue {
    /// The name of the variable.
    pub name: String,
    /// The value and its source.
    pub value: SourcedValue,
}

/// The values that were found for a list of required variables.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// The variables that have a value, in the order of the list; those that a person was asked for come last.
    pub values: Vec<ResolvedValue>,
    /// The variables that a person has to fill in and that have no value.
    pub missing: Vec<RequiredVariable>,
    /// Errors and warnings about the values.
    pub problems: Vec<ValueProblem>,
}

/// Finds and checks a value for each of `variables`: the first source that has a value, and not a placeholder, counts. Variables that scripts
/// fill in are never missing. The values of the variables in `as_is` are never placeholders.
pub fn resolve(variables: &[RequiredVariable], values: &Values, as_is: &[String]) -> Resolved {
    let mut resolved = Resolved { problems: values.problems.clone(), ..Resolved::default() };
    resolved.report_typos(variables, values);
    for variable in variables {
        resolved.resolve_variable(variable, values, as_is.contains(&variable.name));
    }
    resolved
}

/// Finds the values that [`resolve`] would find, in the same sources and order, without checks: no value is trimmed or refused, and if a variable
/// has only placeholders, the first of them counts. Variables that are not in `variables` come last.
pub fn resolve_lenient(variables: &[RequiredVariable], values: &Values) -> Resolved {
    let mut resolved = Resolved { problems: values.problems.clone(), ..Resolved::default() };
    for variable in variables {
        if resolved.report_not_utf8(variable, values) {
            continue;
        }
        let is_value = |value: &&SourcedValue| !is_placeholder(variable, value.text.expose_secret());
        match values.of(&variable.name).find(is_value).or_else(|| values.of(&variable.name).next()) {
            Some(value) => resolved.add(&variable.name, value.clone()),
            None if variable.filled_by == FilledBy::Scripts => {}
            None => resolved.missing.push(variable.clone()),
        }
    }
    for (name, value) in values.all() {
        let is_known = variables.iter().any(|variable| variable.name == name) || resolved.value(name).is_some();
        if !is_known {
            resolved.add(name, value.clone());
        }
    }
    resolved
}

impl Resolved {
    /// The value of the variable `name`.
    pub fn value(&self, name: &str) -> Option<&SecretString> {
        self.values.iter().find(|found| found.name == name).map(|found| &found.value.text)
    }

    /// The source of the value of the variable `name`.
    pub fn origin(&self, name: &str) -> Option<&Origin> {
        self.values.iter().find(|found| found.name == name).map(|found| &found.value.origin)
    }

    /// Whether a value is wrong, so that no file should be written.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(ValueProblem::is_error)
    }

    fn add(&mut self, name: &str, value: SourcedValue) {
        self.values.push(ResolvedValue { name: name.to_owned(), value });
    }

    fn error(&mut self, message: String) {
        self.problems.push(ValueProblem::error(message));
    }

    fn warn(&mut self, message: String) {
        self.problems.push(ValueProblem::warning(message));
    }

    /// Reports a value of the process environment that is not UTF-8. Returns whether there is one: no later source may replace it.
    fn report_not_utf8(&mut self, variable: &RequiredVariable, values: &Values) -> bool {
        let is_not_utf8 = values.is_not_utf8(&variable.name);
        if is_not_utf8 {
            self.error(format!("`{}` from the process environment is not UTF-8; put it in a file", variable.name));
        }
        is_not_utf8
    }

    /// Warns about names in files that are close to the name of a variable which has no value in any file.
    fn report_typos(&mut self, variables: &[RequiredVariable], values: &Values) {
        let is_of_file = |value: &SourcedValue| matches!(value.origin, Origin::File { .. });
        let is_open = |name: &&str| !values.of(name).any(is_of_file);
        for (name, value) in values.all().filter(|(_, value)| is_of_file(value)) {
            let mut names = variables.iter().map(|variable| variable.name.as_str());
            if names.clone().any(|known| known == name) {
                continue;
            }
            if let Some(meant) = typo(name, names.by_ref().filter(is_open)) {
                self.warn(format!(
                    "`{name}` from {} is not a variable and is ignored; did you mean `{meant}`?",
                    value.origin
                ));
            }
        }
    }

    fn resolve_variable(&mut self, variable: &RequiredVariable, values: &Values, is_as_is: bool) {
        if self.report_not_utf8(variable, values) {
            return;
        }
        for value in values.of(&variable.name) {
            let is_scripted = variable.filled_by == FilledBy::Scripts;
            if is_scripted && matches!(value.origin, Origin::Private { .. } | Origin::Template) {
                // A person cannot correct what the scripts wrote, so it is not checked.
                return self.add(&variable.name, value.clone());
            }
            match check_value(variable, value, is_as_is) {
                ValueCheck::Placeholder(warning) => self.problems.extend(warning),
                ValueCheck::Refused(error) => return self.problems.push(error),
                ValueCheck::Accepted(text, warnings) => {
                    self.problems.extend(warnings);
                    self.warn_about_replaced_value(variable, values, value);
                    return self.add(&variable.name, SourcedValue { text, origin: value.origin.clone() });
                }
            }
        }
        if variable.filled_by == FilledBy::Person {
            self.missing.push(variable.clone());
        }
    }

    /// Warns when `value` hides another value: a shared one that changed after the private environment was written, or one that the scripts stored.
    fn warn_about_replaced_value(&mut self, variable: &RequiredVariable, values: &Values, value: &SourcedValue) {
        let name = &variable.name;
        let differs = |other: &SourcedValue| other.text.expose_secret() != value.text.expose_secret();
        let shared = values.of(name).find(|value| value.origin == Origin::Template);
        if variable.filled_by == FilledBy::Template
            && shared.is_some_and(differs)
            && matches!(value.origin, Origin::Private { .. })
        {
            self.warn(format!(
                "`{name}` from {} differs from the template; to use the value of the template, make it empty there",
                value.origin
            ));
        }
        let is_other = |kept: &&SourcedValue| matches!(kept.origin, Origin::Private { .. }) && differs(kept);
        if let Some(kept) = values.of(name).find(is_other).filter(|_| variable.filled_by == FilledBy::Scripts) {
            self.warn(format!("`{name}` from {} replaces the value from {}", value.origin, kept.origin));
        }
    }
}

/// The result of [`check_value`].
pub(super) enum ValueCheck {
    /// The value (trimmed, unless it is a secret) and warnings about it.
    Accepted(SecretString, Vec<ValueProblem>),
    /// A placeholder, which counts as missing. The warning is absent for values of the template, which may contain placeholders.
    Placeholder(Option<ValueProblem>),
    /// The value is wrong.
    Refused(ValueProblem),
}

/// Checks whether `value` can be a value of `variable`. `is_as_is`: the person says that it is not a placeholder.
pub(super) fn check_value(variable: &RequiredVariable, value: &SourcedValue, is_as_is: bool) -> ValueCheck {
    let (name, origin) = (&variable.name, &value.origin);
    let given = value.text.expose_secret();
    let text = if variable.secret { given } else { given.trim() };
    let mut warnings = Vec::new();
    let mut warn = |what: &str| warnings.push(ValueProblem::warning(format!("`{name}` from {origin} {what}")));
    if !is_as_is && is_placeholder(variable, text) {
        let what = format!(
            "`{name}` from {origin} is a placeholder and counts as missing; if it is the real value, add `--as-is {name}`"
        );
        return ValueCheck::Placeholder((*origin != Origin::Template).then(|| ValueProblem::warning(what)));
    }
    if text.contains('\0') {
        let message = format!("`{name}` from {origin} contains a NUL character, which cannot be sent");
        return ValueCheck::Refused(ValueProblem::error(message));
    }
    // The format of a value with variables in it is not known.
    if let Some(format) = variable.format.filter(|format| !text.contains("{{") && !format.fits(text)) {
        return ValueCheck::Refused(ValueProblem::error(format!("`{name}` from {origin} is not {}", format.what())));
    }
    if variable.filled_by == FilledBy::Person && variable.example.as_deref() == Some(text.trim()) {
        warn("equals the example in the description; check that it is your own value");
    }
    if text.trim().len() != given.len() {
        warn(if variable.secret {
            "has whitespace around it, which is kept; remove the whitespace if it is not part of the secret"
        } else {
            "has whitespace around it, which is removed"
        });
    }
    if text.trim().contains(['\n', '\r']) {
        warn("contains a line break, which a header cannot carry");
    }
    if variable.secret && text.contains("{{") {
        warn(
            "contains `{{`: Postman replaces a name in double braces by the value of that variable, so it may send another secret; \
            get a new secret, or check what Postman sends",
        );
    }
    ValueCheck::Accepted(SecretString::from(text), warnings)
}

/// Whether `text` is a placeholder for a value of `variable`, such as `changeme` or the example of the description.
fn is_placeholder(variable: &RequiredVariable, text: &str) -> bool {
    if variable.filled_by != FilledBy::Person {
        return false;
    }
    let is_example = variable.example.as_deref().is_some_and(|example| example.trim() == text.trim());
    let is_secret_placeholder = || match field_class(&variable.name) {
        // A variable of any name may be a passphrase.
        FieldClass::Other => is_placeholder_for(FieldClass::Password, text),
        class => is_placeholder_for(class, text),
    };
    // `{{OTHER}}` is a value: Postman fills it in. An example of the required format may be a real value.
    is_example && (variable.secret || variable.format.is_none())
        || text.trim().is_empty()
        || !text.contains("{{") && if variable.secret { is_secret_placeholder() } else { asks_for_value(text) }
}

#[cfg(test)]
mod tests {
    use super::{Resolved, resolve, resolve_lenient};
    use crate::document::Document;
    use crate::env::Values;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use secrecy::ExposeSecret;

    fn variable(name: &str, secret: bool) -> RequiredVariable {
        RequiredVariable { secret, ..RequiredVariable::named(name) }
    }

    fn resolve_file(variable: &RequiredVariable, file: &str) -> Resolved {
        let mut values = Values::default();
        values.file(".env".as_ref(), file.as_bytes()).unwrap();
        resolve(std::slice::from_ref(variable), &values, &[])
    }

    fn problems(resolved: &Resolved) -> Vec<String> {
        resolved.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn value_of_the_wrong_format_is_an_error_that_does_not_show_it() {
        let variable = RequiredVariable { format: Some(ValueFormat::Number), ..variable("ID", false) };
        let resolved = resolve_file(&variable, "\nID=sevenseven\n");
        assert_eq!(problems(&resolved), ["error: `ID` from .env:2:4 is not a number"]);
        assert!(resolved.has_errors() && resolved.values.is_empty());
        assert_eq!(
            resolve_file(&variable, "ID=' 77 '").value("ID").unwrap().expose_secret(),
            "77",
            "whitespace around it is removed"
        );
        assert!(!resolve_file(&variable, "ID={{OTHER}}").has_errors());
    }

    #[test]
    fn unusual_secrets_are_kept_with_a_warning() {
        for (file, value, what) in [
            ("S=' k7Jq9x '", " k7Jq9x ", "has whitespace around it"),
            ("S='a{{b'", "a{{b", "contains `{{`"),
            ("S=\"k7\\nJq9x\"", "k7\nJq9x", "contains a line break"),
        ] {
            let resolved = resolve_file(&variable("S", true), file);
            assert_eq!(resolved.value("S").unwrap().expose_secret(), value);
            let found = problems(&resolved);
            assert!(
                found.len() == 1 && found[0].starts_with(&format!("warning: `S` from .env:1:3 {what}")),
                "{found:?}"
            );
        }
        assert!(resolve_file(&variable("S", true), "S=a\0b").has_errors());
    }

    #[test]
    fn placeholders_and_examples_count_as_missing() {
        let example = RequiredVariable { example: Some("your own words".to_owned()), ..variable("S_PASSWORD", true) };
        for (variable, text) in [
            (&variable("S_PASSWORD", true), "<password>"),
            (&variable("S_PASSWORD", true), "changeme"),
            (&variable("S_TOKEN", true), "xxxxxxxx"),
            (&variable("S_ID", false), "your-id"),
            (&example, "your own words"),
        ] {
            let resolved = resolve_file(variable, &format!("{}='{text}'", variable.name));
            assert_eq!(resolved.missing.len(), 1, "{text}");
            let found = problems(&resolved);
            assert!(found.len() == 1 && found[0].contains("is a placeholder") && !found[0].contains(text), "{found:?}");
        }
        for (variable, text) in [(&variable("S_PASSWORD", true), "Password123"), (&variable("S_USER", false), "test")] {
            assert!(resolve_file(variable, &format!("{}='{text}'", variable.name)).missing.is_empty(), "{text}");
        }
        let mut values = Values::default();
        values.file("a".as_ref(), b"S_PASSWORD=changeme").unwrap();
        let variables = [variable("S_PASSWORD", true)];
        assert!(resolve(&variables, &values, &["S_PASSWORD".to_owned()]).missing.is_empty());
        values.file("b".as_ref(), b"S_PASSWORD=k7Jq9x").unwrap();
        assert_eq!(
            resolve(&variables, &values, &[]).origin("S_PASSWORD").unwrap().to_string(),
            "b:1:12",
            "the next source counts"
        );
    }

    #[test]
    fn value_of_a_scripted_variable_is_taken_from_any_source() {
        let variables = [RequiredVariable { filled_by: FilledBy::Scripts, ..variable("TOKEN", true) }];
        let mut values = Values::default();
        assert!(resolve(&variables, &values, &[]).missing.is_empty(), "it is never missing");
        let private = r#"{"name": "p", "values": [{"key": "TOKEN", "value": "kept"}]}"#;
        let private = Document::json("p.json", private).unwrap();
        values.private(&private);
        let resolved = resolve(&variables, &values, &[]);
        assert_eq!(resolved.value("TOKEN").unwrap().expose_secret(), "kept");
        assert!(resolved.problems.is_empty());
        let mut values = Values::default();
        values.file(".env".as_ref(), b"TOKEN=given").unwrap();
        values.private(&private);
        let resolved = resolve(&variables, &values, &[]);
        assert_eq!(resolved.value("TOKEN").unwrap().expose_secret(), "given");
        assert_eq!(problems(&resolved), ["warning: `TOKEN` from .env:1:7 replaces the value from p.json:1:52"]);
        let mut values = Values::default();
        values.process([("TOKEN".into(), "process".into())]);
        assert_eq!(resolve(&variables, &values, &[]).value("TOKEN").unwrap().expose_secret(), "process");
    }

    #[test]
    fn name_that_is_close_to_a_variable_gets_a_warning() {
        let variables = [variable("SHOP_HOST", false), variable("SHOP_USER", false)];
        let mut values = Values::default();
        values.file(".env".as_ref(), b"shop_host=k7Jq9x\nOTHER=1\nSHOP_USER=me\nSHOP_USERS=2").unwrap();
        let resolved = resolve(&variables, &values, &[]);
        assert_eq!(
            problems(&resolved),
            ["warning: `shop_host` from .env:1:11 is not a variable and is ignored; did you mean `SHOP_HOST`?"]
        );
    }

    #[test]
    fn changed_shared_value_gets_a_warning() {
        let variable = RequiredVariable { filled_by: FilledBy::Template, ..variable("HOST", false) };
        let mut values = Values::default();
        let file = |value: &str| format!(r#"{{"name": "p", "values": [{{"key": "HOST", "value": "{value}"}}]}}"#);
        values.private(&Document::json("p.json", file("old.example")).unwrap());
        values.template(&Document::json("t.json", file("new.example")).unwrap());
        let resolved = resolve(&[variable], &values, &[]);
        assert_eq!(resolved.value("HOST").unwrap().expose_secret(), "old.example");
        assert!(problems(&resolved)[0].contains("differs from the template"));
    }

    #[test]
    fn lenient_resolution_keeps_wrong_values_and_prefers_real_ones_to_placeholders() {
        let variable = |name: &str, filled_by, format| {
            let secret = name.ends_with("SECRET");
            RequiredVariable { format, secret, filled_by, ..RequiredVariable::named(name) }
        };
        let variables = [
            variable("ID", FilledBy::Person, Some(ValueFormat::Number)),
            variable("A_SECRET", FilledBy::Person, None),
            variable("B_SECRET", FilledBy::Person, None),
            variable("GONE", FilledBy::Person, None),
            variable("TOKEN", FilledBy::Scripts, None),
        ];
        let mut values = Values::default();
        values.file(".env".as_ref(), b"ID=' x '\nA_SECRET=changeme\nB_SECRET=changeme\nTOKEN=file\n").unwrap();
        let private = r#"{"name": "p", "values": [{"key": "A_SECRET", "value": "k7Jq9x"}, {"key": "TOKEN", "value": "kept"}, {"key": "HOST", "value": "h"}]}"#;
        values.private(&Document::json("p.json", private).unwrap());
        values.shared("ID", "7");
        let found = resolve_lenient(&variables, &values);
        let of = |name| found.value(name).map(ExposeSecret::expose_secret);
        assert_eq!((of("ID"), of("A_SECRET"), of("B_SECRET")), (Some(" x "), Some("k7Jq9x"), Some("changeme")));
        assert_eq!((of("TOKEN"), of("HOST"), found.missing.len()), (Some("file"), Some("h"), 1));
        assert!(!found.has_errors() && found.problems.is_empty());
    }
}
