//! References to Postman variables in a text, `{{name}}`, and their substitution by the values.

use std::ops::Range;

/// How many rounds of substitution a text gets: a value may refer to other variables, to this depth. Postman's own limit
/// (`VARS_SUBREPLACE_LIMIT` of postman-collection); it also ends a cycle.
pub const MAX_ROUNDS: usize = 19;

/// Longest text, in bytes, that substitution makes: values that refer to each other several times grow exponentially.
pub const MAX_LENGTH: usize = 1 << 16;

/// A reference to a variable in a text: `{{name}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'t> {
    /// The name between the braces, as written. `$name` is a dynamic variable, `vault:name` is in Postman's vault.
    pub name: &'t str,
    /// The bytes of the text that the reference covers, braces included.
    pub range: Range<usize>,
}

impl Reference<'_> {
    /// Whether an environment or the collection must declare the variable: it is neither dynamic nor from the vault.
    pub fn is_declared_by_user(&self) -> bool {
        !self.name.starts_with('$') && !self.name.starts_with("vault:")
    }
}

/// The references in `text`, in order. As in Postman a name contains no brace: in `{{{a}}}` the inner pair counts.
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

/// Replaces every reference in `text` by the value of its variable, in rounds: until no reference has a value, or for [`MAX_ROUNDS`] rounds. A reference
/// for which `value` returns `None` stays as written. Substitution stops before a round that would make the text longer than [`MAX_LENGTH`].
///
/// Every intermediate text is a `T` of its final size, so a `T` that wipes its memory leaves no copy of a value.
pub fn substitute<'v, T>(text: &str, value: impl Fn(&str) -> Option<&'v str>) -> T
where
    T: From<String> + AsRef<str>,
{
    let mut current = T::from(text.to_owned());
    for _ in 0..MAX_ROUNDS {
        let Some(next) = substitute_once(current.as_ref(), &value) else { break };
        current = next;
    }
    current
}

/// One round; `None` when no reference has a value, or the text would get too long.
fn substitute_once<'v, T: From<String>>(text: &str, value: &impl Fn(&str) -> Option<&'v str>) -> Option<T> {
    let known = || references(text).filter_map(|reference| Some((value(reference.name)?, reference.range)));
    let mut length = text.len();
    let mut count = 0_usize;
    for (value, range) in known() {
        length = length - range.len() + value.len();
        count += 1;
    }
    if count == 0 || length > MAX_LENGTH {
        return None;
    }
    let mut next = String::with_capacity(length);
    let mut done = 0;
    for (value, range) in known() {
        next.push_str(&text[done..range.start]);
        next.push_str(value);
        done = range.end;
    }
    next.push_str(&text[done..]);
    Some(next.into())
}

#[cfg(test)]
mod tests {
    use super::{MAX_LENGTH, MAX_ROUNDS, references, substitute};
    use std::collections::BTreeMap;

    fn fill(text: &str, values: &[(&str, &str)]) -> String {
        let values: BTreeMap<_, _> = values.iter().copied().collect();
        substitute(text, |name| values.get(name).copied())
    }

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
    fn ranges_include_the_braces() {
        let found = references("x{{A}}y").next().unwrap();
        assert_eq!(found.range, 1..6);
        assert!(found.is_declared_by_user());
        assert!(!references("{{vault:key}}").next().unwrap().is_declared_by_user());
    }

    #[test]
    fn values_may_refer_to_other_variables() {
        let values = [("BASE", "https://{{HOST}}"), ("HOST", "a.example"), ("EMPTY", "")];
        assert_eq!(fill("{{BASE}}/x?{{EMPTY}}&{{NONE}}", &values), "https://a.example/x?&{{NONE}}");
        assert_eq!(fill("{{a{{N}}}}", &[("N", "1"), ("a1", "deep")]), "deep");
        assert_eq!(fill("no reference", &values), "no reference");
    }

    #[test]
    fn a_chain_is_followed_to_the_limit() {
        let names: Vec<_> = (0..=MAX_ROUNDS).map(|n| (format!("V{n}"), format!("{{{{V{}}}}}", n + 1))).collect();
        let chain: Vec<_> = names.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(fill("{{V1}}", &chain), format!("{{{{V{}}}}}", MAX_ROUNDS + 1));
        assert_eq!(fill("{{V0}}", &chain), format!("{{{{V{MAX_ROUNDS}}}}}"));
    }

    #[test]
    fn cycles_end_and_the_result_stays_short() {
        assert_eq!(fill("{{A}}", &[("A", "{{B}}"), ("B", "{{A}}")]), "{{B}}");
        let grown = fill("{{A}}", &[("A", "{{A}}{{A}}{{A}}")]);
        assert!(grown.len() > 1_000 && grown.len() <= MAX_LENGTH, "{}", grown.len());
    }
}
