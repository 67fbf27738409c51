//! The type of a plain scalar by the core schema of YAML 1.2, with numbers in the notation of JSON.

/// The meaning of a plain scalar.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plain {
    Null,
    Bool(bool),
    /// A number in the notation of JSON.
    Number(String),
    /// Any other text: dates, `yes` and `no`, infinity and NaN, which JSON does not have.
    Text,
}

pub(super) fn plain(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Plain::Null,
        "true" | "True" | "TRUE" => Plain::Bool(true),
        "false" | "False" | "FALSE" => Plain::Bool(false),
        _ => number(text).map_or(Plain::Text, Plain::Number),
    }
}

fn number(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0x") {
        return whole(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return whole(digits, 8);
    }
    let (minus, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if integer.len() + fraction.len() == 0 || !only_digits(integer) || !only_digits(fraction) || !is_exponent(exponent)
    {
        return None;
    }
    // JSON requires a digit before and after the point, and no leading 0.
    let integer = integer.trim_start_matches('0');
    let integer = if integer.is_empty() { "0" } else { integer };
    let point = if digits.contains('.') { "." } else { "" };
    let fraction = if fraction.is_empty() && !point.is_empty() { "0" } else { fraction };
    Some(format!("{minus}{integer}{point}{fraction}{exponent}"))
}

fn whole(digits: &str, radix: u32) -> Option<String> {
    let only_digits = digits.chars().all(|digit| digit.is_digit(radix));
    u64::from_str_radix(digits, radix).ok().filter(|_| only_digits).map(|value| value.to_string())
}

/// Whether `text` is empty, or `e` with digits.
fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['-', '+']).unwrap_or(rest));
    digits.is_none_or(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Plain, plain};

    #[test]
    fn numbers_get_the_notation_of_json() {
        for (text, expected) in [
            ("1", "1"),
            ("-1", "-1"),
            ("+1", "1"),
            ("007", "7"),
            ("-0", "-0"),
            ("0o17", "15"),
            ("0xfF", "255"),
            ("0xffffffffffffffff", "18446744073709551615"),
            ("1.50", "1.50"),
            ("-0.0", "-0.0"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5.0"),
            ("5.e3", "5.0e3"),
            ("1e3", "1e3"),
            ("1E+3", "1E+3"),
            ("01.5", "1.5"),
            ("0.1e-7", "0.1e-7"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(plain(text), Plain::Number(expected.to_owned()), "{text}");
            assert!(serde_json::from_str::<serde_json::Number>(expected).is_ok(), "{expected}");
        }
    }

    #[test]
    fn other_scalars_are_texts() {
        for text in [
            "1_000",
            "0x",
            "0o",
            "0o8",
            "0xg",
            "0x1_0",
            "+0x1",
            "-0x1",
            "0x-1",
            "0o+1",
            "1e",
            "e1",
            "1e+",
            ".",
            "-",
            "+",
            "-.",
            "..5",
            "1.2.3",
            "1e5.5",
            "--1",
            "+-1",
            "1-2",
            "1+1",
            "2026-11-23",
            "12:30:45",
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            "tRue",
            "nULL",
            ".inf",
            "-.INF",
            ".nan",
            "Infinity",
            "nan",
            "inf",
            "0b1",
            "1 2",
            "１",
            "0x1ffffffffffffffff",
        ] {
            assert_eq!(plain(text), Plain::Text, "{text}");
        }
    }
}
