//! Asking a person for what is missing.

use super::judge::{Verdict, judge};
use super::{Filled, Origin, Resolved, Value};
use crate::requirements::RequiredVariable;
use secrecy::{ExposeSecret as _, SecretString};
use std::io;

/// Who is asked. Nothing that is shown holds a value.
pub trait Prompt {
    /// Shows a line.
    fn say(&mut self, text: &str) -> io::Result<()>;
    /// Asks for a line; `is_hidden`: it does not show while it is typed. None: there are no more answers.
    fn ask(&mut self, question: &str, is_hidden: bool) -> io::Result<Option<SecretString>>;
}

/// Asks for everything that `resolved` misses. An empty answer leaves a variable missing; a wrong one is asked for again.
pub fn ask(resolved: &mut Resolved, as_is: &[String], prompt: &mut dyn Prompt) -> io::Result<()> {
    let mut missing = std::mem::take(&mut resolved.missing).into_iter();
    for need in missing.by_ref() {
        for line in lines(&need) {
            prompt.say(&line)?;
        }
        match answer(&need, as_is.contains(&need.name), prompt)? {
            Answer::Given(text) => {
                let value = Value { text, origin: Origin::Prompt };
                resolved.filled.push(Filled { name: need.name, value });
            }
            Answer::Empty => resolved.missing.push(need),
            Answer::End => {
                resolved.missing.push(need);
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

fn answer(need: &RequiredVariable, is_as_is: bool, prompt: &mut dyn Prompt) -> io::Result<Answer> {
    let question = format!("{}{}: ", need.name, if need.secret { " (hidden)" } else { "" });
    // Whoever enters what seems to be a placeholder a second time means it.
    let mut doubted: Option<SecretString> = None;
    loop {
        let Some(text) = prompt.ask(&question, need.secret)? else { return Ok(Answer::End) };
        if text.expose_secret().is_empty() {
            return Ok(Answer::Empty);
        }
        let is_sure = is_as_is || doubted.is_some_and(|first| first.expose_secret() == text.expose_secret());
        doubted = None;
        let value = Value { text, origin: Origin::Prompt };
        match judge(need, &value, is_sure) {
            Verdict::Taken(text, remarks) => {
                for remark in remarks {
                    prompt.say(&format!("  {remark}"))?;
                }
                return Ok(Answer::Given(text));
            }
            Verdict::Refused(remark) => prompt.say(&format!("  {remark}"))?,
            Verdict::Placeholder(_) => {
                prompt
                    .say("  warning: that seems to be a placeholder; if it really is the value, enter it once more")?;
                doubted = Some(value.text);
            }
        }
    }
}

/// What the person is told before the question.
fn lines(need: &RequiredVariable) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut line = |label: &str, text: Option<&str>| {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        lines.extend(text.map(|text| format!("{label}{text}")));
    };
    line("", need.description.as_deref());
    line("  where: ", need.found_at.as_deref());
    line("  example: ", need.example.as_deref());
    lines
}

#[cfg(test)]
mod tests {
    use super::{Prompt, ask};
    use crate::env::Resolved;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use secrecy::{ExposeSecret as _, SecretString};
    use std::io;

    /// Answers from a list, and records everything that is shown.
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

    fn need(name: &str, secret: bool, form: Option<ValueFormat>) -> RequiredVariable {
        RequiredVariable {
            name: name.to_owned(),
            description: Some(format!("What {name} is.")),
            found_at: Some("Settings".to_owned()),
            example: Some("1001".to_owned()),
            form,
            secret,
            filled_by: FilledBy::Person,
        }
    }

    fn run(needs: Vec<RequiredVariable>, answers: &[&'static str]) -> (Resolved, Double) {
        let mut resolved = Resolved { missing: needs, ..Resolved::default() };
        let mut double = Double { answers: answers.to_vec(), shown: Vec::new(), asked: Vec::new() };
        ask(&mut resolved, &[], &mut double).unwrap();
        (resolved, double)
    }

    #[test]
    fn only_secrets_are_hidden_and_no_answer_is_shown() {
        let needs = vec![need("ID", false, Some(ValueFormat::Number)), need("S_PASSWORD", true, None)];
        let (resolved, double) = run(needs, &["n0tanumber", "4711", "changeme", " k7Jq9x"]);
        assert_eq!(resolved.value("ID").unwrap().expose_secret(), "4711");
        assert_eq!(resolved.value("S_PASSWORD").unwrap().expose_secret(), " k7Jq9x");
        let (id, password) = (("ID: ".to_owned(), false), ("S_PASSWORD (hidden): ".to_owned(), true));
        assert_eq!(double.asked, [id.clone(), id, password.clone(), password]);
        let shown = double.shown.join("\n");
        assert!(shown.contains("What ID is.\n  where: Settings\n  example: 1001"), "{shown}");
        assert!(shown.contains("  error: `ID` from what you entered is not a number"), "{shown}");
        assert!(shown.contains("seems to be a placeholder") && shown.contains("has blanks around it"), "{shown}");
        for answer in ["n0tanumber", "4711", "changeme", "k7Jq9x"] {
            assert!(!shown.contains(answer), "{shown}");
        }
    }

    #[test]
    fn what_seems_a_placeholder_is_taken_the_second_time() {
        let answers = ["changeme", "changeit", "changeme", "changeme"];
        let (resolved, double) = run(vec![need("S_PASSWORD", true, None)], &answers);
        assert_eq!(resolved.value("S_PASSWORD").unwrap().expose_secret(), "changeme");
        assert_eq!(double.asked.len(), 4);
        assert!(!double.shown.join("\n").contains("change"));
    }

    #[test]
    fn what_is_left_empty_stays_missing_and_the_end_ends_it() {
        let names = ["A", "B", "C", "D"];
        let (resolved, double) = run(names.map(|name| need(name, false, None)).to_vec(), &["", "b"]);
        assert_eq!(resolved.missing.iter().map(|need| need.name.as_str()).collect::<Vec<_>>(), ["A", "C", "D"]);
        assert_eq!(double.asked.len(), 3);
    }
}
