//! Variables as they are used: `{{NAME}}`.

use std::ops::Range;

/// A use of a variable in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The name between the braces, as written. `$name` is dynamic, `vault:name` lies in Postman's vault.
    pub name: &'t str,
    /// The bytes of the text that it takes, braces included.
    pub range: Range<usize>,
}

impl Reference<'_> {
    /// Whether an environment or the collection must declare it: neither dynamic nor from the vault.
    pub fn is_declared_by_user(&self) -> bool {
        !self.name.starts_with('$') && !self.name.starts_with("vault:")
    }
}

/// The uses of variables in `text`, in order. As in Postman a name holds no brace, so of `{{{a}}}` the inner pair counts.
pub fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let end = from + text[from..].find("}}")?;
            let open = text[from..end].rfind("{{").map(|at| from + at);
            from = end + 2;
            let Some(start) = open else { continue };
            let name = &text[start + 2..end];
            if !name.is_empty() && !name.contains(['{', '}']) {
                return Some(Reference { name, range: start..end + 2 });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn finds_names_between_double_braces_only() {
        let names = |text| references(text).map(|found| found.name.to_owned()).collect::<Vec<_>>();
        assert_eq!(names("{{A}}/x/{{B_2}}?q={{$guid}}"), ["A", "B_2", "$guid"]);
        assert_eq!(names("{{{a}}} {{}} {{ b }} }} {{open"), ["a", " b "]);
        assert_eq!(names("{{outer {{inner}} }}"), ["inner"]);
        assert_eq!(names(r#"{"a":{"b":1}}"#), Vec::<String>::new());
        assert_eq!(names("é{{é}}"), ["é"]);
    }

    #[test]
    fn ranges_hold_the_braces() {
        let found = references("x{{A}}y").next().unwrap();
        assert_eq!(found.range, 1..6);
        assert!(found.is_declared_by_user());
        assert!(!references("{{vault:key}}").next().unwrap().is_declared_by_user());
    }
}
