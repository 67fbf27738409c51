//! Traces the output of a JSON template: which byte of the template, or which value of the data, made each byte.
//!
//! The template is rendered again with a mark after every tag and line break. A mark prints nothing: it records the length of the output so
//! far and the next byte of the template. This maps the text of the template byte by byte, inside loops as well, and each `{{json value}}` to
//! the path of its value in the data.

use super::segments::{TemplateSegment, split_template};
use super::{DeclaredNames, HandlebarsTemplate, engine};
use crate::document::Pointer;
use crate::finding::Finding;
use crate::text::Span;
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext};
use serde_json::Value;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// The helper that a mark calls. Its parameter is an offset in the template.
const MARK: &str = "postsmith_mark";

/// The origin of a byte of the output.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) enum OutputOrigin {
    /// A byte of the template.
    HandlebarsTemplate(Span),
    /// A value of the data that `{{json value}}` printed, and the offset in the output at which it begins.
    Value(Pointer, usize),
}

/// The map from the output to the template and its data.
#[derive(Default)]
pub(in crate::render) struct Trace {
    /// Pairs of an offset in the output and one in the template, ascending.
    marks: Vec<(usize, usize)>,
    /// Spans of the output with the path of the value that they print, ascending and disjoint.
    values: Vec<(Span, Pointer)>,
    output: Vec<u8>,
    template_length: usize,
}

impl Trace {
    /// Returns the rendered text. Marks may keep whitespace that Handlebars otherwise removes: the JSON is the same, the offsets are not.
    pub(in crate::render) fn output(&self) -> &[u8] {
        &self.output
    }

    /// Returns the origin of the byte `offset` of the output.
    pub(in crate::render) fn origin(&self, offset: usize) -> OutputOrigin {
        let after = self.values.partition_point(|(span, _)| span.start <= offset);
        if let Some((span, path)) = after.checked_sub(1).and_then(|at| self.values.get(at))
            && offset < span.end
        {
            return OutputOrigin::Value(path.clone(), span.start);
        }
        let after = self.marks.partition_point(|&(output, _)| output <= offset);
        let (output, template) = after.checked_sub(1).map_or((0, 0), |at| self.marks[at]);
        let start = (template + offset - output).min(self.template_length);
        OutputOrigin::HandlebarsTemplate(Span::at(start))
    }
}

/// Renders `template` with `data` and returns the map.
pub(super) fn trace(
    template: &HandlebarsTemplate,
    declared: &DeclaredNames<'_>,
    data: &Value,
) -> Result<Trace, Finding> {
    let trace = Arc::new(Mutex::new(Trace { template_length: template.text.len(), ..Trace::default() }));
    let mut registry = engine::registry(template.kind, declared);
    let marks = Arc::clone(&trace);
    registry.register_helper(
        MARK,
        Box::new(
            move |helper: &Helper<'_>,
                  _: &Handlebars<'_>,
                  _: &Context,
                  _: &mut RenderContext<'_, '_>,
                  _: &mut dyn Output|
                  -> HelperResult {
                let byte = helper.param(0).and_then(|param| param.value().as_u64()).unwrap_or_default();
                let mut trace = lock(&marks);
                let offset = trace.output.len();
                trace.marks.push((offset, usize::try_from(byte).unwrap_or(usize::MAX)));
                Ok(())
            },
        ),
    );
    let values = Arc::clone(&trace);
    let record = move |path: Option<&Vec<String>>, text: &str| {
        if let Some(path) = path {
            let mut trace = lock(&values);
            let span = Span::new(trace.output.len(), trace.output.len() + text.len());
            trace.values.push((span, pointer(path)));
        }
    };
    registry.register_helper("json", Box::new(engine::JsonHelper(record)));
    engine::register(&mut registry, template, &add_marks(&template.text))?;
    registry
        .render_to_write(engine::NAME, data, Writer(&trace))
        .map_err(|error| engine::render_error(template, &error))?;
    drop(registry);
    let mut trace = lock(&trace);
    Ok(std::mem::take(&mut *trace))
}

/// Locks the map. Nothing that holds the lock can panic, so a poisoned lock is used as it is.
fn lock(trace: &Mutex<Trace>) -> std::sync::MutexGuard<'_, Trace> {
    trace.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes the output into the map, where the marks can read its length.
struct Writer<'t>(&'t Mutex<Trace>);

impl io::Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(self.0).output.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Converts the path of a value as Handlebars gives it, with array indices as `0` or `[0]`.
fn pointer(path: &[String]) -> Pointer {
    path.iter().fold(Pointer::root(), |pointer, token| {
        let token = token.strip_prefix('[').and_then(|token| token.strip_suffix(']')).unwrap_or(token);
        pointer.key(token)
    })
}

/// Adds a mark at the start of the template, after every tag and after every line break.
fn add_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mark = |out: &mut String, byte: usize| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{{{{{MARK} {byte}}}}}");
    };
    mark(&mut out, 0);
    for segment in split_template(text) {
        match segment {
            TemplateSegment::Text(span) => {
                let mut at = span.start;
                for line in text[span.range()].split_inclusive('\n') {
                    out.push_str(line);
                    at += line.len();
                    if line.ends_with('\n') {
                        mark(&mut out, at);
                    }
                }
            }
            TemplateSegment::Escaped(span) => {
                mark(&mut out, span.start);
                out.push('\\');
                out.push_str(&text[span.range()]);
                mark(&mut out, span.end);
            }
            TemplateSegment::Tag(span) | TemplateSegment::Comment(span) => {
                out.push_str(&text[span.range()]);
                mark(&mut out, span.end);
            }
        }
    }
    out
}
