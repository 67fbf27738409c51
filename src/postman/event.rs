//! Events: pre-request and post-response scripts, and the text of a script.

use crate::document::{Kind, NodeRef};
use crate::text::Span;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// An event of a collection, a folder or a request.
#[derive(Debug, Clone, Copy)]
pub struct Event<'d>(NodeRef<'d>);

impl<'d> Event<'d> {
    /// The events of `owner`.
    pub fn of(owner: NodeRef<'d>) -> impl Iterator<Item = Self> {
        owner.get("event").into_iter().flat_map(NodeRef::elements).filter(|node| node.kind() == Kind::Object).map(Self)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// When the script runs: `prerequest`, or `test` for a post-response script.
    pub fn listen(self) -> Option<Cow<'d, str>> {
        self.0.get("listen")?.as_str()
    }

    /// The value of `script`: an object with `exec`, or (v2.0) the program itself.
    pub fn script(self) -> Option<NodeRef<'d>> {
        self.0.get("script")
    }

    /// The program; none when it is missing, or only whitespace.
    pub fn program(self) -> Option<Program<'d>> {
        let script = self.script()?;
        let exec = match script.kind() {
            Kind::Object => script.get("exec")?,
            _ => script,
        };
        let lines: Vec<_> = match exec.kind() {
            Kind::Array => exec.elements().filter_map(|line| Some((line, line.as_str()?))).collect(),
            _ => vec![(exec, exec.as_str()?)],
        };
        let mut program = Program { node: exec, text: String::new(), lines: Vec::with_capacity(lines.len()) };
        for (index, (node, line)) in lines.into_iter().enumerate() {
            if index > 0 {
                program.text.push('\n');
            }
            program.lines.push((program.text.len(), node));
            program.text.push_str(&line);
        }
        (!program.text.trim().is_empty()).then_some(program)
    }
}

/// The program of a script, with the positions of its parts in the file. Postman joins the elements of `exec` with newlines.
#[derive(Clone)]
pub struct Program<'d> {
    /// `exec`: an array of lines, or one string.
    pub node: NodeRef<'d>,
    /// The text of the program.
    pub text: String,
    /// The strings of `exec`, each with the offset in `text` at which it begins.
    lines: Vec<(usize, NodeRef<'d>)>,
}

impl<'d> Program<'d> {
    /// The string of `exec` that holds byte `at` of the program.
    pub fn line(&self, at: usize) -> NodeRef<'d> {
        let index = self.lines.partition_point(|(start, _)| *start <= at);
        index.checked_sub(1).map_or(self.node, |index| self.lines[index].1)
    }

    /// The strings of `exec`.
    pub fn lines(&self) -> impl Iterator<Item = NodeRef<'d>> {
        self.lines.iter().map(|(_, node)| *node)
    }

    /// The bytes of the file from which the bytes `range` of the program were read. A range over several strings ends with the first of them.
    pub fn span(&self, range: Range<usize>) -> Span {
        let index = self.lines.partition_point(|(start, _)| *start <= range.start);
        let Some((start, node)) = index.checked_sub(1).map(|index| self.lines[index]) else { return self.node.span() };
        node.part(range.start - start..range.end.max(range.start) - start)
    }

    /// The same, up to the end of `range` in the last of several strings: the quotes and commas between them belong to it.
    pub fn span_of_lines(&self, range: Range<usize>) -> Span {
        let last = self.lines.partition_point(|(start, _)| *start < range.end).checked_sub(1);
        let first = self.span(range.clone());
        last.map(|last| self.lines[last])
            .filter(|(start, _)| *start > range.start)
            .map_or(first, |(start, node)| Span::new(first.start, node.part(0..range.end - start).end))
    }

    /// The line and the column of byte `at` of the program, both from 1; columns count characters.
    pub fn position(&self, at: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(at.min(self.text.len()))];
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

// Not derived: the program may hold secrets.
impl fmt::Debug for Program<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Program({} bytes)", self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Event;
    use crate::document::Document;

    #[test]
    fn a_part_of_a_program_has_its_span_in_the_file() {
        for (text, second) in [
            (r#"{"event": [{"listen": "test", "script": {"exec": ["let a;", "\tb(\"x\");"]}}]}"#, "b(\\\"x"),
            (r#"{"event": [{"listen": "test", "script": {"exec": "let a;\n\tb(\"x\");"}}]}"#, "b(\\\"x"),
            (r#"{"event": [{"listen": "test", "script": "let a;\n\tb(\"x\");"}]}"#, "b(\\\"x"),
        ] {
            let document = Document::json("c.json", text).unwrap();
            let event = Event::of(document.root()).next().unwrap();
            let program = event.program().unwrap();
            assert_eq!(program.text, "let a;\n\tb(\"x\");");
            let at = program.text.find("b(").unwrap();
            assert_eq!(program.position(at), (2, 2));
            let span = program.span(at..at + 4);
            assert_eq!(&document.text()[span.range()], second);
        }
    }

    #[test]
    fn a_program_of_whitespace_is_none() {
        for script in ["null", "{}", r#"{"exec": null}"#, r#"{"exec": []}"#, r#"{"exec": ["", " "]}"#, r#""""#] {
            let document = Document::json("c.json", format!(r#"{{"event": [{{"script": {script}}}]}}"#)).unwrap();
            assert!(Event::of(document.root()).next().unwrap().program().is_none(), "{script}");
        }
    }
}
