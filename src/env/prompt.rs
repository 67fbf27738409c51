//! Asks a person for missing values. The terminal itself is behind the trait [`Prompt`].

use super::resolve::{ValueCheck, check_value};
use super::{Origin, Resolved, ResolvedValue, SourcedValue};
use crate::requirements::RequiredVariable;
use secrecy::{ExposeSecret as _, SecretString};
use std::io;

/// A terminal that shows lines and asks questions. No line that is shown contains a value.
pub trait Prompt {
    /// Shows a line.
    fn say(&mut self, text: &str) -> io::Result<()>;
    /// Asks for a line. `is_hidden`: the terminal does not show it. None: the input has ended.
    fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>>;
}

/// Asks for the missing values of `resolved`. After an empty answer a variable stays missing; after a wrong answer the question is repeated.
///
/// # Errors
/// When the terminal fails.
pub fn ask_missing(resolved: &mut Resolved, as_is: &[String], prompt: &mut dyn Prompt) -> io::Result<()> {
    let mut missing = std::mem::take(&mut resolved.missing).into_iter();
    for variable in missing.by_ref() {
        for line in description_lines(&variable) {
            prompt.say(&line)?;
        }
        match ask_until_valid(&variable, as_is.contains(&variable.name), prompt)? {
            Answer::Given(text) => {
                let value = SourcedValue { text, origin: Origin::Prompt };
                resolved.values.push(ResolvedValue { name: variable.name, value });
            }
            Answer::Empty => resolved.missing.push(variable),
            Answer::End => {
                resolved.missing.push(variable);
                break;
            }
        }
    }
    resolved.missing.extend(missing);
    Ok(())
}

enum Answer {
    Given(SecretString),
    Empty,
    End,
}

fn ask_until_valid(variable: &RequiredVariable, is_as_is: bool, prompt: &mut dyn Prompt) -> io::Result<Answer> {
    let question = format!("{}{}: ", variable.name, if variable.secret { " (hidden)" } else { "" });
    // Entering the same placeholder again confirms it.
    let mut doubted: Option<SecretString> = None;
    loop {
        let Some(text) = prompt.ask(&question, variable.secret)? else { return Ok(Answer::End) };
        if text.expose_secret().is_empty() {
            return Ok(Answer::Empty);
        }
        let is_sure = is_as_is || doubted.is_some_and(|first| first.expose_secret() == text.expose_secret());
        doubted = None;
        let value = SourcedValue { text, origin: Origin::Prompt };
        match check_value(variable, &value, is_sure) {
            ValueCheck::Accepted(text, warnings) => {
                for warning in warnings {
                    prompt.say(&format!("  {warning}"))?;
                }
                return Ok(Answer::Given(text));
            }
            ValueCheck::Refused(error) => prompt.say(&format!("  {error}"))?,
            ValueCheck::Placeholder(_) => {
                prompt.say("  warning: this looks like a placeholder; if it is the real value, enter it again")?;
                doubted = Some(value.text);
            }
        }
    }
}

/// The lines before the question: description, source, example.
fn description_lines(variable: &RequiredVariable) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut line = |label: &str, text: Option<&str>| {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        lines.extend(text.map(|text| format!("{label}{text}")));
    };
    line("", variable.description.as_deref());
    line("  where: ", variable.found_at.as_deref());
    line("  example: ", variable.example.as_deref());
    lines
}

#[cfg(test)]
mod tests {
    use super::{Prompt, ask_missing};
    use crate::env::Resolved;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use secrecy::{ExposeSecret as _, SecretString};
    use std::io;

    /// A prompt that answers from a list and records what is shown.
    struct Double {
        answers: Vec<&'static str>,
        shown: Vec<String>,
        asked: Vec<(String, bool)>,
    }

    impl Prompt for Double {
        fn say(&mut self, text: &str) -> io::Result<()> {
            self.shown.push(text.to_owned());
            Ok(())
        }

        fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>> {
            self.asked.push((question.to_owned(), is_hidden));
            Ok((!self.answers.is_empty()).then(|| SecretString::from(self.answers.remove(0))))
        }
    }

    fn variable(name: &str, secret: bool, format: Option<ValueFormat>) -> RequiredVariable {
        RequiredVariable {
            name: name.to_owned(),
            description: Some(format!("What {name} is.")),
            found_at: Some("Settings".to_owned()),
            example: Some("1001".to_owned()),
            format,
            secret,
            filled_by: FilledBy::Person,
        }
    }

    fn run(variables: Vec<RequiredVariable>, answers: &[&'static str]) -> (Resolved, Double) {
        let mut resolved = Resolved { missing: variables, ..Resolved::default() };
        let mut double = Double { answers: answers.to_vec(), shown: Vec::new(), asked: Vec::new() };
        ask_missing(&mut resolved, &[], &mut double).unwrap();
        (resolved, double)
    }

    #[test]
    fn only_secrets_are_hidden_and_no_answer_is_shown() {
        let variables = vec![variable("ID", false, Some(ValueFormat::Number)), variable("S_PASSWORD", true, None)];
        let (resolved, double) = run(variables, &["n0tanumber", "4711", "changeme", " k7Jq9x"]);
        assert_eq!(resolved.value("ID").unwrap().expose_secret(), "4711");
        assert_eq!(resolved.value("S_PASSWORD").unwrap().expose_secret(), " k7Jq9x");
        let (id, password) = (("ID: ".to_owned(), false), ("S_PASSWORD (hidden): ".to_owned(), true));
        assert_eq!(double.asked, [id.clone(), id, password.clone(), password]);
        let shown = double.shown.join("\n");
        assert!(shown.contains("What ID is.\n  where: Settings\n  example: 1001"), "{shown}");
        assert!(shown.contains("  error: `ID` from your input is not a number"), "{shown}");
        assert!(shown.contains("looks like a placeholder") && shown.contains("has whitespace around it"), "{shown}");
        for answer in ["n0tanumber", "4711", "changeme", "k7Jq9x"] {
            assert!(!shown.contains(answer), "{shown}");
        }
    }

    #[test]
    fn placeholder_is_accepted_when_it_is_entered_twice() {
        let answers = ["changeme", "changeit", "changeme", "changeme"];
        let (resolved, double) = run(vec![variable("S_PASSWORD", true, None)], &answers);
        assert_eq!(resolved.value("S_PASSWORD").unwrap().expose_secret(), "changeme");
        assert_eq!(double.asked.len(), 4);
        assert!(!double.shown.join("\n").contains("change"));
    }

    #[test]
    fn empty_answers_leave_variables_missing_and_end_of_input_ends_the_questions() {
        let names = ["A", "B", "C", "D"];
        let (resolved, double) = run(names.map(|name| variable(name, false, None)).to_vec(), &["", "b"]);
        assert_eq!(resolved.missing.iter().map(|variable| variable.name.as_str()).collect::<Vec<_>>(), ["A", "C", "D"]);
        assert_eq!(double.asked.len(), 3);
    }
}
