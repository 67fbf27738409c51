//! Which value each variable gets, from where, and what is missing. Nothing is written and nobody is asked.

use super::judge::{Verdict, judge};
use super::{Origin, Remark, Value, Values};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::text::typo;
use secrecy::{ExposeSecret as _, SecretString};

/// A variable that has a value.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Its name.
    pub name: String,
    /// The value, and where it comes from.
    pub value: Value,
}

/// What was found for a list of needs.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// The variables that have a value, in the order of the needs; those that a person was asked for stand last.
    pub filled: Vec<Filled>,
    /// What a person has to fill in and has not.
    pub missing: Vec<RequiredVariable>,
    /// What is wrong, or may be meant otherwise.
    pub remarks: Vec<Remark>,
}

/// Finds a value for each of `needs`: the first source that has one which is no placeholder counts. What scripts fill in is never missing. Values of
/// the variables `as_is` are never taken for placeholders.
pub fn resolve(needs: &[RequiredVariable], values: &Values, as_is: &[String]) -> Resolved {
    let mut resolved = Resolved { remarks: values.remarks.clone(), ..Resolved::default() };
    resolved.misspelt(needs, values);
    for need in needs {
        resolved.found(need, values, as_is.contains(&need.name));
    }
    resolved
}

impl Resolved {
    /// The value of `name`.
    pub fn value(&self, name: &str) -> Option<&SecretString> {
        self.filled.iter().find(|filled| filled.name == name).map(|filled| &filled.value.text)
    }

    /// Where the value of `name` comes from.
    pub fn origin(&self, name: &str) -> Option<&Origin> {
        self.filled.iter().find(|filled| filled.name == name).map(|filled| &filled.value.origin)
    }

    /// Whether a value is wrong, so that nothing should be made of this.
    pub fn has_errors(&self) -> bool {
        self.remarks.iter().any(Remark::is_error)
    }

    /// A value that is there and cannot be read is no reason to take another.
    pub(super) fn is_refused(&mut self, need: &RequiredVariable, values: &Values) -> bool {
        let is_refused = values.is_not_utf8(&need.name);
        if is_refused {
            let message = format!("`{}` from the process environment is not UTF-8; give it in another way", need.name);
            self.remarks.push(Remark::error(message));
        }
        is_refused
    }

    /// A name in a file that no variable has, and that may be meant for one without a value in any file.
    fn misspelt(&mut self, needs: &[RequiredVariable], values: &Values) {
        let is_of_file = |value: &Value| matches!(value.origin, Origin::File { .. });
        let is_open = |name: &&str| !values.of(name).any(is_of_file);
        for (name, value) in values.all().filter(|(_, value)| is_of_file(value)) {
            let mut names = needs.iter().map(|need| need.name.as_str());
            if names.clone().any(|known| known == name) {
                continue;
            }
            if let Some(meant) = typo(name, names.by_ref().filter(is_open)) {
                let message =
                    format!("`{name}` from {} is no variable and left out; did you mean `{meant}`?", value.origin);
                self.remarks.push(Remark::warning(message));
            }
        }
    }

    fn found(&mut self, need: &RequiredVariable, values: &Values, is_as_is: bool) {
        if self.is_refused(need, values) {
            return;
        }
        for value in values.of(&need.name) {
            let is_scripted = need.filled_by == FilledBy::Scripts;
            if is_scripted && matches!(value.origin, Origin::Private { .. } | Origin::Template) {
                // What the scripts wrote is not for people to mend.
                return self.filled.push(Filled { name: need.name.clone(), value: value.clone() });
            }
            match judge(need, value, is_as_is) {
                Verdict::Placeholder(remark) => self.remarks.extend(remark),
                Verdict::Refused(remark) => return self.remarks.push(remark),
                Verdict::Taken(text, remarks) => {
                    self.remarks.extend(remarks);
                    self.compare(need, values, value);
                    let value = Value { text, origin: value.origin.clone() };
                    return self.filled.push(Filled { name: need.name.clone(), value });
                }
            }
        }
        if need.filled_by == FilledBy::Person {
            self.missing.push(need.clone());
        }
    }

    /// A value that everybody shares may have changed since the private environment was filled; one of the scripts may be newer than what a person gives.
    fn compare(&mut self, need: &RequiredVariable, values: &Values, value: &Value) {
        let shared = values.of(&need.name).find(|value| value.origin == Origin::Template);
        let differs = shared.is_some_and(|shared| shared.text.expose_secret() != value.text.expose_secret());
        if need.filled_by == FilledBy::Template && differs && matches!(value.origin, Origin::Private { .. }) {
            let message = format!(
                "`{}` from {} is not what the template says now; to take the template's, empty it there",
                need.name, value.origin
            );
            self.remarks.push(Remark::warning(message));
        }
        let is_other = |kept: &&Value| {
            matches!(kept.origin, Origin::Private { .. }) && kept.text.expose_secret() != value.text.expose_secret()
        };
        if let Some(kept) = values.of(&need.name).find(is_other).filter(|_| need.filled_by == FilledBy::Scripts) {
            let message =
                format!("`{}` from {} takes the place of the one from {}", need.name, value.origin, kept.origin);
            self.remarks.push(Remark::warning(message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Resolved, resolve};
    use crate::document::Document;
    use crate::env::Values;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use secrecy::ExposeSecret as _;

    fn need(name: &str, secret: bool) -> RequiredVariable {
        RequiredVariable { secret, ..RequiredVariable::named(name) }
    }

    fn of(need: &RequiredVariable, file: &str) -> Resolved {
        let mut values = Values::default();
        values.file(".env".as_ref(), file.as_bytes()).unwrap();
        resolve(std::slice::from_ref(need), &values, &[])
    }

    fn said(resolved: &Resolved) -> Vec<String> {
        resolved.remarks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_value_of_the_wrong_form_is_an_error_that_does_not_show_it() {
        let need = RequiredVariable { form: Some(ValueFormat::Number), ..need("ID", false) };
        let resolved = of(&need, "\nID=sevenseven\n");
        assert_eq!(said(&resolved), ["error: `ID` from .env:2:4 is not a number"]);
        assert!(resolved.has_errors() && resolved.filled.is_empty());
        assert_eq!(of(&need, "ID=' 77 '").value("ID").unwrap().expose_secret(), "77", "blanks around it are left out");
        assert!(!of(&need, "ID={{OTHER}}").has_errors());
    }

    #[test]
    fn secrets_are_taken_as_they_are_with_a_warning() {
        for (file, value, what) in [
            ("S=' k7Jq9x '", " k7Jq9x ", "has blanks around it"),
            ("S='a{{b'", "a{{b", "holds `{{`"),
            ("S=\"k7\\nJq9x\"", "k7\nJq9x", "holds a line break"),
        ] {
            let resolved = of(&need("S", true), file);
            assert_eq!(resolved.value("S").unwrap().expose_secret(), value);
            let said = said(&resolved);
            assert!(said.len() == 1 && said[0].starts_with(&format!("warning: `S` from .env:1:3 {what}")), "{said:?}");
        }
        assert!(of(&need("S", true), "S=a\0b").has_errors());
    }

    #[test]
    fn placeholders_and_examples_count_as_missing() {
        let example = RequiredVariable { example: Some("your own words".to_owned()), ..need("S_PASSWORD", true) };
        for (need, text) in [
            (&need("S_PASSWORD", true), "<password>"),
            (&need("S_PASSWORD", true), "changeme"),
            (&need("S_TOKEN", true), "xxxxxxxx"),
            (&need("S_ID", false), "your-id"),
            (&example, "your own words"),
        ] {
            let resolved = of(need, &format!("{}='{text}'", need.name));
            assert_eq!(resolved.missing.len(), 1, "{text}");
            let said = said(&resolved);
            assert!(said.len() == 1 && said[0].contains("is a placeholder") && !said[0].contains(text), "{said:?}");
        }
        for (need, text) in [(&need("S_PASSWORD", true), "Password123"), (&need("S_USER", false), "test")] {
            assert!(of(need, &format!("{}='{text}'", need.name)).missing.is_empty(), "{text}");
        }
        let mut values = Values::default();
        values.file("a".as_ref(), b"S_PASSWORD=changeme").unwrap();
        let needs = [need("S_PASSWORD", true)];
        assert!(resolve(&needs, &values, &["S_PASSWORD".to_owned()]).missing.is_empty());
        values.file("b".as_ref(), b"S_PASSWORD=k7Jq9x").unwrap();
        assert_eq!(
            resolve(&needs, &values, &[]).origin("S_PASSWORD").unwrap().to_string(),
            "b:1:12",
            "the next one counts"
        );
    }

    #[test]
    fn what_scripts_write_is_taken_from_whoever_gives_it() {
        let needs = [RequiredVariable { filled_by: FilledBy::Scripts, ..need("TOKEN", true) }];
        let mut values = Values::default();
        assert!(resolve(&needs, &values, &[]).missing.is_empty(), "nobody has to give it");
        let private = r#"{"name": "p", "values": [{"key": "TOKEN", "value": "kept"}]}"#;
        let private = Document::json("p.json", private).unwrap();
        values.private(&private);
        let resolved = resolve(&needs, &values, &[]);
        assert_eq!(resolved.value("TOKEN").unwrap().expose_secret(), "kept");
        assert!(resolved.remarks.is_empty());
        let mut values = Values::default();
        values.file(".env".as_ref(), b"TOKEN=given").unwrap();
        values.private(&private);
        let resolved = resolve(&needs, &values, &[]);
        assert_eq!(resolved.value("TOKEN").unwrap().expose_secret(), "given");
        assert_eq!(said(&resolved), ["warning: `TOKEN` from .env:1:7 takes the place of the one from p.json:1:52"]);
        let mut values = Values::default();
        values.process([("TOKEN".into(), "process".into())]);
        assert_eq!(resolve(&needs, &values, &[]).value("TOKEN").unwrap().expose_secret(), "process");
    }

    #[test]
    fn a_name_that_is_nearly_one_is_told() {
        let needs = [need("SHOP_HOST", false), need("SHOP_USER", false)];
        let mut values = Values::default();
        values.file(".env".as_ref(), b"shop_host=k7Jq9x\nOTHER=1\nSHOP_USER=me\nSHOP_USERS=2").unwrap();
        let resolved = resolve(&needs, &values, &[]);
        assert_eq!(
            said(&resolved),
            ["warning: `shop_host` from .env:1:11 is no variable and left out; did you mean `SHOP_HOST`?"]
        );
    }

    #[test]
    fn a_shared_value_that_changed_is_said() {
        let need = RequiredVariable { filled_by: FilledBy::Template, ..need("HOST", false) };
        let mut values = Values::default();
        let file = |value: &str| format!(r#"{{"name": "p", "values": [{{"key": "HOST", "value": "{value}"}}]}}"#);
        values.private(&Document::json("p.json", file("old.example")).unwrap());
        values.template(&Document::json("t.json", file("new.example")).unwrap());
        let resolved = resolve(&[need], &values, &[]);
        assert_eq!(resolved.value("HOST").unwrap().expose_secret(), "old.example");
        assert!(said(&resolved)[0].contains("is not what the template says now"));
    }
}
