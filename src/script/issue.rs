//! What is wrong with a program's syntax, in words that show nothing of it.

use std::ops::Range;

/// A place that is no JavaScript. The message shows no text of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Issue {
    /// From what the parser says. Its words may quote the program, so only those are taken that quote nothing, or punctuation.
    pub(super) fn new(range: Range<usize>, said: &str) -> Self {
        let message = match expected(said) {
            Some(sign) => format!("expected `{sign}` here"),
            None if said.contains(['`', '"', '\'']) => "this is not expected here".to_owned(),
            None => {
                let mut letters = said.trim_end_matches('.').chars();
                letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
            }
        };
        Self { range, message }
    }

    /// Behind `range` the program ends, and the parser says that it expected more.
    pub(super) fn behind(range: Range<usize>, said: &str) -> Self {
        let message = match expected(said) {
            Some(sign) => format!("the script ends here, where `{sign}` is expected"),
            None => "the script ends here too early".to_owned(),
        };
        Self { range, message }
    }

    /// The bracket at `range` has no partner.
    pub(super) fn unclosed(range: Range<usize>) -> Self {
        Self { range, message: "this bracket is not closed".to_owned() }
    }
}

/// The sign of "Expected `X` but found `Y`".
fn expected(said: &str) -> Option<&str> {
    let sign = said.strip_prefix("Expected `")?.split('`').next()?;
    (!sign.is_empty() && sign.bytes().all(|byte| byte.is_ascii_punctuation())).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::Issue;

    #[test]
    fn no_word_of_the_program_is_quoted() {
        let message = |said| Issue::new(0..1, said).message;
        assert_eq!(message("Expected `)` but found `hunter2`"), "expected `)` here");
        assert_eq!(message("Expected `hunter2` but found `)`"), "this is not expected here");
        assert_eq!(message("Unterminated string"), "unterminated string");
        assert_eq!(Issue::behind(0..1, "Expected `hunter2` but found `EOF`").message, "the script ends here too early");
        assert_eq!(message("Identifier 'hunter2' has already been declared"), "this is not expected here");
    }
}
