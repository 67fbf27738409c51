//! A rendered file, which leads each finding in it back to the source.

use super::origin_map::OriginMap;
use super::template::{DeclaredNames, HandlebarsTemplate, OutputOrigin, Trace};
use crate::document::{Document, NodeRef, Pointer, print};
use crate::finding::{Finding, Location, Output, SYNTAX};
use crate::text::Span;
use serde_json::Value;
use std::fmt;
use std::sync::OnceLock;

/// A JSON file that was rendered from a source.
pub struct RenderedFile {
    document: Document,
    template: HandlebarsTemplate,
    data: Value,
    declared: Vec<String>,
    origins: OriginMap,
    /// The trace with its output as a document. Made for the first finding.
    traced: OnceLock<Option<(Trace, Document)>>,
}

impl RenderedFile {
    /// Renders `template` as the file `name` and prints the JSON in its canonical form.
    pub(super) fn new(
        name: &str,
        template: HandlebarsTemplate,
        data: Value,
        declared: &DeclaredNames<'_>,
        origins: OriginMap,
    ) -> Result<Self, Vec<Finding>> {
        let text = template.render(declared, &data)?;
        let declared = declared.iter().map(|&name| name.to_owned()).collect();
        let parse = |text: String| Document::json(name, text);
        let document = parse(text).and_then(|document| parse(print(document.root())));
        match document {
            Ok(document) => Ok(Self { document, template, data, declared, origins, traced: OnceLock::new() }),
            Err(error) => {
                let finding = Finding::from(&error);
                Err(vec![syntax_at_source(&template, &data, &declared, &origins).unwrap_or(finding)])
            }
        }
    }

    /// Returns the name of the file.
    pub fn name(&self) -> &str {
        self.document.path().as_str()
    }

    /// Returns the file. Its text is written to disk.
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// Moves a finding in [`RenderedFile::document`] to the line of the source that it comes from. The position in the rendered file is kept in
    /// [`Finding::output`].
    pub fn at_source(&self, mut finding: Finding) -> Finding {
        let pointer = finding.location.pointer.clone().unwrap_or_default();
        if let Some(location) = self.source_location(&pointer) {
            finding.location = location;
        }
        finding.output = Some(Output { file: self.name().to_owned(), pointer });
        finding
    }

    fn source_location(&self, pointer: &Pointer) -> Option<Location> {
        let (trace, traced) = self.traced.get_or_init(|| self.trace()).as_ref()?;
        let node = nearest(traced.root(), pointer);
        match trace.origin(node.span().start) {
            OutputOrigin::Value(path, start) => {
                let rest = below(traced.root(), pointer, start);
                self.origins.location(&path.join(&rest))
            }
            OutputOrigin::HandlebarsTemplate(span) => Some(template_location(&self.template, span)),
        }
    }

    fn trace(&self) -> Option<(Trace, Document)> {
        let declared: DeclaredNames<'_> = self.declared.iter().map(String::as_str).collect();
        let trace = self.template.trace(&declared, &self.data).ok()?;
        let traced = Document::json(self.name(), trace.output()).ok()?;
        Some((trace, traced))
    }
}

// Not derived: the texts may hold secrets.
impl fmt::Debug for RenderedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RenderedFile({})", self.name())
    }
}

/// The finding about a template whose output is not JSON, in the template or in the manifest.
fn syntax_at_source(
    template: &HandlebarsTemplate,
    data: &Value,
    declared: &[String],
    origins: &OriginMap,
) -> Option<Finding> {
    let declared: DeclaredNames<'_> = declared.iter().map(String::as_str).collect();
    let trace = template.trace(&declared, data).ok()?;
    let error = Document::json(template.path.clone(), trace.output()).err()?;
    let location = match trace.origin(error.span().start) {
        OutputOrigin::Value(path, _) => origins.location(&path)?,
        OutputOrigin::HandlebarsTemplate(span) => template_location(template, span),
    };
    let help = "look for a missing or surplus comma, or for a value that is printed without `json`";
    Some(
        Finding::error(SYNTAX, location, format!("the output of this template is not JSON: {}", error.message()))
            .help(help),
    )
}

/// The location of the rest of a line in the template.
fn template_location(template: &HandlebarsTemplate, span: Span) -> Location {
    let rest = &template.text[span.start..];
    let length = rest.find('\n').unwrap_or(rest.len());
    Location::in_text(&template.path, &template.text, Span::new(span.start, span.start + length))
}

/// Returns the value at `pointer`, or the nearest one above it.
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

/// Returns the part of `pointer` below the value that begins at byte `start`.
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
