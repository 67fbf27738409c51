//! Names of variables in messages.

/// Longest name, in characters, that a message shows whole.
const MOST: usize = 100;

/// `name` on one line: without blanks around it, its control characters as escapes, cut off when nobody would read it to the end.
pub(super) fn shown(name: &str) -> String {
    let mut shown = String::with_capacity(name.len().min(MOST * 4));
    for (index, letter) in name.trim().chars().enumerate() {
        if index == MOST {
            shown.push('…');
            break;
        }
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_name_takes_one_line() {
        assert_eq!(shown(" BASE\n"), "BASE");
        assert_eq!(shown("é\u{1b}[0m"), "é\\u{1b}[0m");
        assert_eq!(shown(&"é".repeat(300)).chars().count(), 101);
    }
}
