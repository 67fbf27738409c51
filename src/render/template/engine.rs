//! The Handlebars registry: strict mode, our helpers, and errors with locations.

use super::{DeclaredNames, HandlebarsTemplate, TemplateKind, escape::escape};
use crate::finding::Finding;
use crate::text::{LineIndex, Position, Span};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy as _, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, TemplateError,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Renders `template` with `data`.
pub(super) fn render(
    template: &HandlebarsTemplate,
    declared: &DeclaredNames<'_>,
    data: &Value,
) -> Result<String, Finding> {
    let mut registry = registry(template.kind, declared);
    register(&mut registry, template, &template.text)?;
    let output = registry.render(NAME, data).map_err(|error| render_error(template, &error))?;
    // A byte-order mark at the start of the file is not part of its text.
    Ok(output.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(output))
}

/// The name of the only template in the registry.
pub(super) const NAME: &str = "template";

/// Makes a registry without templates.
pub(super) fn registry<'r>(kind: TemplateKind, declared: &DeclaredNames<'_>) -> Handlebars<'r> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape(kind));
    registry.register_helper("if", Box::new(IfHelper { wanted: true }));
    registry.register_helper("unless", Box::new(IfHelper { wanted: false }));
    registry
        .register_helper("pm", Box::new(PmHelper { declared: declared.iter().map(|&name| name.to_owned()).collect() }));
    if kind == TemplateKind::Json {
        registry.register_helper("json", Box::new(JsonHelper(|_, _| ())));
    }
    registry
}

/// Compiles `text`: the text of the template, or that text with marks, which has the same lines.
pub(super) fn register(
    registry: &mut Handlebars<'_>,
    template: &HandlebarsTemplate,
    text: &str,
) -> Result<(), Finding> {
    registry.register_template_string(NAME, text).map_err(|error| template_error(template, &error))
}

fn template_error(template: &HandlebarsTemplate, error: &TemplateError) -> Finding {
    let (line, column) = error.pos().unwrap_or((1, 1));
    template
        .finding(rest_of_line(template, line, column), format!("this is not a Handlebars template: {}", error.reason()))
}

pub(super) fn render_error(template: &HandlebarsTemplate, error: &RenderError) -> Finding {
    let span = rest_of_line(template, error.line_no.unwrap_or(1), error.column_no.unwrap_or(1));
    match error.reason() {
        RenderErrorReason::MissingVariable(name) => {
            let name = name.as_deref().unwrap_or("this name");
            template
                .finding(span, format!("the template has no data with the name `{name}`"))
                .help("see docs/templates.md for the data; write a Postman variable as \\{{NAME}} or {{pm \"NAME\"}}")
        }
        reason => template.finding(span, reason.to_string()),
    }
}

/// The span from a position that Handlebars reports to the end of its line.
fn rest_of_line(template: &HandlebarsTemplate, line: usize, column: usize) -> Span {
    // Handlebars counts a byte-order mark as a column.
    let column = if line == 1 && template.text.starts_with('\u{feff}') { column.max(2) - 1 } else { column };
    let start = LineIndex::new(&template.text).offset(&template.text, Position { line, column });
    let rest = &template.text[start..];
    Span::new(start, start + rest.find('\n').unwrap_or(rest.len()))
}

fn missing_value(helper: &Helper<'_>) -> RenderError {
    RenderErrorReason::MissingVariable(helper.param(0).and_then(|param| param.relative_path().cloned())).into()
}

/// `{{json value}}`: prints any value as JSON. Before that it calls its function with the path of the value in the data and with the text.
pub(super) struct JsonHelper<F: Fn(Option<&Vec<String>>, &str)>(pub(super) F);

impl<F: Fn(Option<&Vec<String>>, &str) + Send + Sync> HelperDef for JsonHelper<F> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let value = helper.param(0).filter(|param| !param.is_value_missing()).ok_or_else(|| missing_value(helper))?;
        let text = value.value().to_string();
        (self.0)(value.context_path(), &text);
        out.write(&text)?;
        Ok(())
    }
}

/// `if` and `unless` that refuse an unknown name. The built-in helpers take it as false, even in strict mode.
struct IfHelper {
    wanted: bool,
}

impl HelperDef for IfHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        data: &'rc Context,
        context: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper.param(0).filter(|param| !param.is_value_missing()).ok_or_else(|| missing_value(helper))?;
        let branch = if param.value().is_truthy(false) == self.wanted { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |branch| branch.render(registry, data, context, out))
    }
}

/// `{{pm "NAME"}}`: prints a Postman variable with its braces.
struct PmHelper {
    declared: BTreeSet<String>,
}

impl HelperDef for PmHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|param| param.value().as_str()).ok_or_else(|| {
            RenderErrorReason::Other("`pm` needs the name of a variable in quotes: {{pm \"NAME\"}}".to_owned())
        })?;
        if !self.declared.contains(name) {
            return Err(
                RenderErrorReason::Other(format!("the variable `{name}` is not declared in the manifest")).into()
            );
        }
        write!(out, "{{{{{name}}}}}")?;
        Ok(())
    }
}
