//! A file that was made, with the way back to what somebody wrote.

use super::origin_map::OriginMap;
use super::template::{Declared, HandlebarsTemplate, OutputOrigin, Trace};
use crate::document::{Document, NodeRef, Pointer, print};
use crate::finding::{Finding, Location, Output, SYNTAX};
use crate::text::Span;
use serde_json::Value;
use std::fmt;
use std::sync::OnceLock;

/// A JSON file that was made from a source.
pub struct RenderedFile {
    document: Document,
    template: HandlebarsTemplate,
    data: Value,
    declared: Vec<String>,
    origins: OriginMap,
    /// What a trace rendered, with the trace; made when the first finding asks for it.
    traced: OnceLock<Option<(Trace, Document)>>,
}

impl RenderedFile {
    /// Renders `template` and prints what came out in the canonical form, as the file `name`.
    pub(super) fn new(
        name: &str,
        template: HandlebarsTemplate,
        data: Value,
        declared: &Declared<'_>,
        origins: OriginMap,
    ) -> Result<Self, Vec<Finding>> {
        let text = template.render(declared, &data)?;
        let declared = declared.iter().map(|&name| name.to_owned()).collect();
        let made = |text: String| Document::json(name, text);
        let document = made(text).and_then(|document| made(print(document.root())));
        match document {
            Ok(document) => Ok(Self { document, template, data, declared, origins, traced: OnceLock::new() }),
            Err(error) => {
                let finding = Finding::from(&error);
                Err(vec![syntax_at_source(&template, &data, &declared, &origins).unwrap_or(finding)])
            }
        }
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        self.document.path().as_str()
    }

    /// The file: its text is what is written to disk.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// The same finding, which was made for [`RenderedFile::document`], at the line that somebody wrote; the place in the file stands beside it.
    pub fn at_source(&self, mut finding: Finding) -> Finding {
        let pointer = finding.location.pointer.clone().unwrap_or_default();
        if let Some(place) = self.source_of(&pointer) {
            finding.location = place;
        }
        finding.output = Some(Output { file: self.name().to_owned(), pointer });
        finding
    }

    fn source_of(&self, pointer: &Pointer) -> Option<Location> {
        let (trace, traced) = self.traced.get_or_init(|| self.trace()).as_ref()?;
        let node = nearest(traced.root(), pointer);
        match trace.cause(node.span().start) {
            OutputOrigin::Value(path, start) => {
                let rest = below(traced.root(), pointer, start);
                self.origins.place(&path.join(&rest))
            }
            OutputOrigin::HandlebarsTemplate(span) => Some(in_template(&self.template, span)),
        }
    }

    fn trace(&self) -> Option<(Trace, Document)> {
        let declared: Declared<'_> = self.declared.iter().map(String::as_str).collect();
        let trace = self.template.trace(&declared, &self.data).ok()?;
        let traced = Document::json(self.name(), trace.output()).ok()?;
        Some((trace, traced))
    }
}

// By hand: the texts may hold secrets.
impl fmt::Debug for RenderedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RenderedFile({})", self.name())
    }
}

/// What the template makes is no JSON: where in the template, or in what the manifest says.
fn syntax_at_source(
    template: &HandlebarsTemplate,
    data: &Value,
    declared: &[String],
    origins: &OriginMap,
) -> Option<Finding> {
    let declared: Declared<'_> = declared.iter().map(String::as_str).collect();
    let trace = template.trace(&declared, data).ok()?;
    let error = Document::json(template.path.clone(), trace.output()).err()?;
    let place = match trace.cause(error.span().start) {
        OutputOrigin::Value(path, _) => origins.place(&path)?,
        OutputOrigin::HandlebarsTemplate(span) => in_template(template, span),
    };
    let help = "a template must make JSON: look for a comma too many or too few, or a value without `json`";
    Some(Finding::error(SYNTAX, place, format!("what this template makes is not JSON: {}", error.message())).help(help))
}

/// The rest of the line in the template.
fn in_template(template: &HandlebarsTemplate, span: Span) -> Location {
    let rest = &template.text[span.start..];
    let length = rest.find('\n').unwrap_or(rest.len());
    Location::in_text(&template.path, &template.text, Span::new(span.start, span.start + length))
}

/// The value at `pointer`, or the nearest one above it.
fn nearest<'d>(root: NodeRef<'d>, pointer: &Pointer) -> NodeRef<'d> {
    let mut at = Some(pointer.clone());
    while let Some(pointer) = at {
        if let Some(node) = root.at(pointer.as_str()) {
            return node;
        }
        at = pointer.parent();
    }
    root
}

/// What is left of `pointer` below the value that begins at byte `start`.
fn below(root: NodeRef<'_>, pointer: &Pointer, start: usize) -> Pointer {
    let mut above = pointer.clone();
    let mut outermost = pointer.clone();
    loop {
        if root.at(above.as_str()).is_some_and(|node| node.span().start >= start) {
            outermost = above.clone();
        }
        match above.parent() {
            Some(parent) => above = parent,
            None => return pointer.below(&outermost).unwrap_or_default(),
        }
    }
}
