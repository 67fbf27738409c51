//! The handlebars registry: strict, with our helpers, and errors with places.

use super::{Declared, HandlebarsTemplate, TemplateKind, escape::escape};
use crate::finding::Finding;
use crate::text::{LineIndex, Position, Span};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy as _, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, TemplateError,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Renders `template` with `data`.
pub(super) fn render(template: &HandlebarsTemplate, declared: &Declared<'_>, data: &Value) -> Result<String, Finding> {
    let mut registry = registry(template.kind, declared);
    register(&mut registry, template, &template.text)?;
    let made = registry.render(NAME, data).map_err(|error| render_error(template, &error))?;
    // The file's byte-order mark is none of its text.
    Ok(made.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(made))
}

/// The name that the one template has in its registry.
pub(super) const NAME: &str = "template";

/// A registry without templates.
pub(super) fn registry<'r>(kind: TemplateKind, declared: &Declared<'_>) -> Handlebars<'r> {
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

/// Compiles `text`, which is the template's or made from it, line for line.
pub(super) fn register(
    registry: &mut Handlebars<'_>,
    template: &HandlebarsTemplate,
    text: &str,
) -> Result<(), Finding> {
    registry.register_template_string(NAME, text).map_err(|error| template_error(template, &error))
}

fn template_error(template: &HandlebarsTemplate, error: &TemplateError) -> Finding {
    let (line, column) = error.pos().unwrap_or((1, 1));
    template.finding(spot(template, line, column), format!("this is no handlebars template: {}", error.reason()))
}

pub(super) fn render_error(template: &HandlebarsTemplate, error: &RenderError) -> Finding {
    let place = spot(template, error.line_no.unwrap_or(1), error.column_no.unwrap_or(1));
    match error.reason() {
        RenderErrorReason::MissingVariable(name) => {
            let name = name.as_deref().unwrap_or("this name");
            template.finding(place, format!("`{name}` is not among the data of this template")).help(
                "docs/templates.md lists the data; a variable of Postman is written \\{{NAME}} or {{pm \"NAME\"}}",
            )
        }
        reason => template.finding(place, reason.to_string()),
    }
}

/// The rest of the line from a place that handlebars reports.
fn spot(template: &HandlebarsTemplate, line: usize, column: usize) -> Span {
    // Handlebars counts a byte-order mark as a column.
    let column = if line == 1 && template.text.starts_with('\u{feff}') { column.max(2) - 1 } else { column };
    let start = LineIndex::new(&template.text).offset(&template.text, Position { line, column });
    let rest = &template.text[start..];
    Span::new(start, start + rest.find('\n').unwrap_or(rest.len()))
}

fn missing(helper: &Helper<'_>) -> RenderError {
    RenderErrorReason::MissingVariable(helper.param(0).and_then(|param| param.relative_path().cloned())).into()
}

/// `{{json value}}`: any value as JSON. What it holds is told the path of the value in the data and its text before it is written.
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
        let value = helper.param(0).filter(|param| !param.is_value_missing()).ok_or_else(|| missing(helper))?;
        let text = value.value().to_string();
        (self.0)(value.context_path(), &text);
        out.write(&text)?;
        Ok(())
    }
}

/// `if` and `unless` that refuse an unknown name: the built-in ones take it as false, strict mode or not.
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
        let param = helper.param(0).filter(|param| !param.is_value_missing()).ok_or_else(|| missing(helper))?;
        let branch = if param.value().is_truthy(false) == self.wanted { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |branch| branch.render(registry, data, context, out))
    }
}

/// `{{pm "NAME"}}`: the variable of Postman, in its own braces.
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
