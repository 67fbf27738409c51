//! Where each part of what a JSON template made comes from.
//!
//! The template is rendered once more with a mark behind every tag and line break. A mark prints nothing; it notes how far the output has
//! come and which byte of the template is next. So the template's own text, loops included, is mapped byte by byte, and each
//! `{{json value}}` is mapped to the path of its value in the data.

use super::segments::{Segment, split};
use super::{Declared, HandlebarsTemplate, engine};
use crate::document::Pointer;
use crate::finding::Finding;
use crate::text::Span;
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext};
use serde_json::Value;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// The helper behind a mark: its parameter is a byte of the template.
const MARK: &str = "postsmith_mark";

/// What made a byte of the output.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) enum OutputOrigin {
    /// These bytes of the template.
    HandlebarsTemplate(Span),
    /// A value of the data, printed by `{{json value}}`; it begins at this byte of the output.
    Value(Pointer, usize),
}

/// The map from output to template and data.
#[derive(Default)]
pub(in crate::render) struct Trace {
    /// Ascending: (byte of the output, byte of the template).
    marks: Vec<(usize, usize)>,
    /// Ascending and disjoint: bytes of the output, path of the value.
    values: Vec<(Span, Pointer)>,
    output: Vec<u8>,
    template_length: usize,
}

impl Trace {
    /// What was rendered. The marks may keep white space that the template engine else removes around them: same JSON, other offsets.
    pub(in crate::render) fn output(&self) -> &[u8] {
        &self.output
    }

    /// What made the byte `offset` of the output.
    pub(in crate::render) fn cause(&self, offset: usize) -> OutputOrigin {
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

/// Renders `template` with `data` once more and returns the map.
pub(super) fn trace(template: &HandlebarsTemplate, declared: &Declared<'_>, data: &Value) -> Result<Trace, Finding> {
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
                let written = trace.output.len();
                trace.marks.push((written, usize::try_from(byte).unwrap_or(usize::MAX)));
                Ok(())
            },
        ),
    );
    let values = Arc::clone(&trace);
    let note = move |path: Option<&Vec<String>>, text: &str| {
        if let Some(path) = path {
            let mut trace = lock(&values);
            let span = Span::new(trace.output.len(), trace.output.len() + text.len());
            trace.values.push((span, pointer(path)));
        }
    };
    registry.register_helper("json", Box::new(engine::JsonHelper(note)));
    engine::register(&mut registry, template, &marked(&template.text))?;
    registry
        .render_to_write(engine::NAME, data, Writer(&trace))
        .map_err(|error| engine::render_error(template, &error))?;
    drop(registry);
    let mut trace = lock(&trace);
    Ok(std::mem::take(&mut *trace))
}

/// A panic in another thread cannot leave the map half-written.
fn lock(trace: &Mutex<Trace>) -> std::sync::MutexGuard<'_, Trace> {
    trace.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes where the marks can see how far it is.
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

/// The path of a value as handlebars gives it: array indices are `0` or `[0]`.
fn pointer(path: &[String]) -> Pointer {
    path.iter().fold(Pointer::root(), |pointer, token| {
        let token = token.strip_prefix('[').and_then(|token| token.strip_suffix(']')).unwrap_or(token);
        pointer.key(token)
    })
}

/// The template with a mark at its beginning, behind every tag and behind every line break of its text.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mark = |out: &mut String, byte: usize| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{{{{{MARK} {byte}}}}}");
    };
    mark(&mut out, 0);
    for piece in split(text) {
        match piece {
            Segment::Text(span) => {
                let mut at = span.start;
                for line in text[span.range()].split_inclusive('\n') {
                    out.push_str(line);
                    at += line.len();
                    if line.ends_with('\n') {
                        mark(&mut out, at);
                    }
                }
            }
            Segment::Escaped(span) => {
                mark(&mut out, span.start);
                out.push('\\');
                out.push_str(&text[span.range()]);
                mark(&mut out, span.end);
            }
            Segment::Tag(span) | Segment::Comment(span) => {
                out.push_str(&text[span.range()]);
                mark(&mut out, span.end);
            }
        }
    }
    out
}
