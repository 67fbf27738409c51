//! Findings with one cause: the same mistake in many places, which people want to read once.

use crate::finding::Finding;
use std::collections::HashMap;

/// For each finding the index of the first with the same cause, in the order of `findings`; its own index if it is the first.
///
/// One cause have findings of one folder (and commit) with the same rule, severity, message and help. Two credentials have two causes, unless their
/// values are equal.
pub fn causes(findings: &[Finding]) -> Vec<usize> {
    let mut first: HashMap<_, usize> = HashMap::with_capacity(findings.len());
    let mut all = Vec::with_capacity(findings.len());
    for (index, finding) in findings.iter().enumerate() {
        let Finding { rule, severity, message, help, location, credential, .. } = finding;
        let value = credential.as_ref().map(|credential| credential.identity);
        let cause = (location.path.parent(), &location.commit, rule, severity, message, help, value);
        all.push(*first.entry(cause).or_insert(index));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::causes;
    use crate::finding::{DATA, Finding, Location, Severity};
    use crate::text::Span;
    use camino::Utf8Path;

    #[test]
    fn findings_of_one_folder_that_say_the_same_have_one_cause() {
        let finding = |path: &str, at: usize| {
            Finding::error(DATA, Location::in_text(Utf8Path::new(path), "a\nb\nc", Span::at(at)), "message")
                .help("help")
        };
        let warning = Finding { severity: Severity::Warning, ..finding("a/x.json", 2) };
        let all = [
            finding("a/x.json", 0),
            finding("a/x.json", 2),
            warning,
            finding("a/y.json", 0),
            finding("b/x.json", 0),
            finding("a/x.json", 4).help("other"),
        ];
        assert_eq!(causes(&all), [0, 0, 2, 0, 4, 5]);
    }
}
