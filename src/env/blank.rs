//! The `.env` file to fill in: names with what they are, without a value.

use crate::requirements::{FilledBy, RequiredVariable};
use std::fmt::Write as _;

/// What a person has to fill in, as a `.env` file whose values are empty.
pub fn blank(needs: &[RequiredVariable]) -> String {
    let mut out = "# Fill in your own values; nothing is substituted, and single quotes keep every letter as it is.\n\
        # Keep this file out of git.\n"
        .to_owned();
    for need in needs.iter().filter(|need| need.filled_by == FilledBy::Person) {
        out.push('\n');
        comment(&mut out, "", need.description.as_deref());
        comment(&mut out, "Where: ", need.found_at.as_deref());
        comment(&mut out, "Example: ", need.example.as_deref());
        comment(&mut out, "", need.form.map(|form| format!("It must be {}.", form.what())).as_deref());
        comment(&mut out, "", need.secret.then_some("A secret."));
        if is_name(&need.name) {
            let _ = writeln!(out, "{}=", need.name);
        } else {
            comment(&mut out, "A .env file cannot hold this name, so you will be asked for it: ", Some(&need.name));
        }
    }
    let kept: Vec<_> = needs.iter().filter(|need| need.filled_by == FilledBy::Scripts && is_name(&need.name)).collect();
    if !kept.is_empty() {
        out.push_str("\n# The scripts keep these. To begin with one that you have, take the `#` before it away.\n");
    }
    for need in kept {
        comment(&mut out, "", Some(&format!("{}=", need.name)));
    }
    out
}

/// A text of somebody's may have several lines.
fn comment(out: &mut String, label: &str, text: Option<&str>) {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
    for (number, line) in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).enumerate() {
        let label = if number == 0 { label } else { "" };
        let _ = writeln!(out, "# {label}{}", line.trim());
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{blank, is_name};
    use crate::env::read_dotenv;
    use crate::requirements::{FilledBy, RequiredVariable};
    use crate::source::manifest::ValueFormat;
    use proptest::prelude::{any, prop, proptest};
    use secrecy::ExposeSecret as _;

    fn need((name, text, secret): (String, Option<String>, bool)) -> RequiredVariable {
        let (description, found_at, example) = (text.clone(), text.clone(), text);
        RequiredVariable { name, description, found_at, example, form: None, secret, filled_by: FilledBy::Person }
    }

    #[test]
    fn what_the_scripts_keep_stands_in_comments() {
        let of = |name: &str, filled_by| RequiredVariable { filled_by, ..need((name.to_owned(), None, true)) };
        let printed =
            blank(&[of("TOKEN", FilledBy::Scripts), of("HOST", FilledBy::Template), of("ME", FilledBy::Person)]);
        assert!(
            printed.contains("\nME=\n\n# The scripts keep these.") && printed.ends_with("\n# TOKEN=\n"),
            "{printed}"
        );
        assert!(!printed.contains("HOST"));
        let numbered = RequiredVariable { form: Some(ValueFormat::Number), ..of("N", FilledBy::Person) };
        assert!(blank(&[numbered]).contains("# It must be a number.\n"));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(found in prop::collection::vec(("[A-Za-z_ é.-]{1,6}|\\PC{0,5}|(?s).{0,4}", any::<Option<String>>(), any::<bool>()), 0..6)) {
            let needs: Vec<RequiredVariable> = found.into_iter().map(need).collect();
            let read = read_dotenv(".env".as_ref(), blank(&needs).as_bytes()).unwrap();
            let mut names: Vec<_> = read.entries.iter().map(|entry| entry.name.as_str()).collect();
            let mut expected: Vec<_> = needs.iter().map(|need| need.name.as_str()).filter(|name| is_name(name)).collect();
            names.sort_unstable();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(names, expected);
            assert!(read.entries.iter().all(|entry| entry.value.expose_secret().is_empty()));
        }
    }
}
