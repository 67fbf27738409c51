//! The canonical JSON printer: the format of the Postman app (tabs, `"key": value`, empty `[]` and `{}`), with a final newline. The build writes its
//! files with it.

use super::{Kind, NodeRef, scan};
use std::fmt::Write as _;

/// Prints a value of any document as JSON: indented with tabs, members in their order, a newline at the end.
pub fn print(root: NodeRef<'_>) -> String {
    let mut out = String::with_capacity(root.span().len());
    write(root, 0, &mut out);
    out.push('\n');
    out
}

/// `text` as a JSON string with its quotes. It escapes only the characters that JSON requires.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    out
}

fn write(node: NodeRef<'_>, depth: usize, out: &mut String) {
    match node.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Kind::Number => out.push_str(node.as_number().unwrap_or_default()),
        Kind::String => write_string(&node.as_str().unwrap_or_default(), out),
        Kind::Array if node.is_empty() => out.push_str("[]"),
        Kind::Object if node.is_empty() => out.push_str("{}"),
        Kind::Array => {
            for (index, element) in node.elements().enumerate() {
                out.push_str(if index == 0 { "[" } else { "," });
                break_line(depth + 1, out);
                write(element, depth + 1, out);
            }
            break_line(depth, out);
            out.push(']');
        }
        Kind::Object => {
            for (index, (key, value)) in node.members().enumerate() {
                out.push_str(if index == 0 { "{" } else { "," });
                break_line(depth + 1, out);
                write_string(&key.as_str().unwrap_or_default(), out);
                out.push_str(": ");
                write(value, depth + 1, out);
            }
            break_line(depth, out);
            out.push('}');
        }
    }
}

fn break_line(depth: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..depth {
        out.push('\t');
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut done = 0;
    loop {
        let special = scan::special(text.as_bytes(), done);
        out.push_str(&text[done..special]);
        let Some(&byte) = text.as_bytes().get(special) else { break };
        done = special + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            control => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{control:04x}");
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{print, quote};
    use crate::document::Document;

    #[test]
    fn prints_in_the_format_of_the_app() {
        let document = Document::json("a.json", r#"{"a":[],"b":{},"c":[1.50,"x\u000a\u0001é\/"],"d":null}"#).unwrap();
        let printed =
            "{\n\t\"a\": [],\n\t\"b\": {},\n\t\"c\": [\n\t\t1.50,\n\t\t\"x\\n\\u0001é/\"\n\t],\n\t\"d\": null\n}\n";
        assert_eq!(print(document.root()), printed);
        let again = Document::json("a.json", printed).unwrap();
        assert_eq!(print(again.root()), printed, "printing is idempotent");
    }

    #[test]
    fn quotes_what_json_requires() {
        assert_eq!(quote("a\"\\\u{8}\u{c}\r\t\u{7f}\u{2028}"), "\"a\\\"\\\\\\b\\f\\r\\t\u{7f}\u{2028}\"");
    }
}
