use super::{DeclaredNames, HandlebarsTemplate, OutputOrigin, TemplateKind};
use serde_json::{Value, json};

fn template(kind: TemplateKind, text: &str) -> HandlebarsTemplate {
    HandlebarsTemplate { path: "t.hbs".into(), text: text.to_owned(), kind }
}

fn render(kind: TemplateKind, text: &str, data: &Value) -> String {
    let declared = DeclaredNames::from(["API_BASE_URL", "API_ORG"]);
    match template(kind, text).render(&declared, data) {
        Ok(text) => text,
        Err(findings) => findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn values_are_escaped_by_kind() {
    let data = json!({"name": "a \"b\" | <c>"});
    assert_eq!(
        render(TemplateKind::Json, r#"{"n": "{{name}}", "j": {{json name}}}"#, &data),
        r#"{"n": "a \"b\" | <c>", "j": "a \"b\" | <c>"}"#
    );
    assert_eq!(render(TemplateKind::Markdown, "| {{name}} |", &data), "| a \"b\" \\| &lt;c> |");
}

#[test]
fn postman_variables_are_printed_with_braces() {
    let text = "\\{{API_BASE_URL}}/x/{{pm \"API_ORG\"}}/{{#each names}}{{pm this}}{{/each}} \\{{$guid}}";
    let shown = render(TemplateKind::Markdown, text, &json!({"names": ["API_ORG"]}));
    assert_eq!(shown, "{{API_BASE_URL}}/x/{{API_ORG}}/{{API_ORG}} {{$guid}}");
}

#[test]
fn every_mistake_is_an_error_with_its_location() {
    let data = json!({"name": "n", "list": [1], "no": false});
    let cases = [
        (
            "x\n {{API_ORG}}",
            "t.hbs:2:2: error: `API_ORG` is a Postman variable, not data of the template (template); write `\\{{API_ORG}}` or `{{pm \"API_ORG\"}}`, which print `{{API_ORG}}`",
        ),
        ("{{OTHER_NAME}}", "t.hbs:1:1: error: `OTHER_NAME` is a Postman variable"),
        ("{{#if API_ORG}}x{{/if}}", "t.hbs:1:1: error: `API_ORG` is a Postman variable"),
        (
            "a\\{{API_ORGS}}",
            "t.hbs:1:3: error: the variable `API_ORGS` is not declared (template); did you mean `API_ORG`?",
        ),
        (
            "{{pm \"BOGUS\"}}",
            "t.hbs:1:1: error: the variable `BOGUS` is not declared (template); declare it in the manifest: [variables.BOGUS]",
        ),
        (
            "{{#each list}}{{pm \"API_ORG\"}}{{/each}}\n  {{pm name}}",
            "t.hbs:2:3: error: the variable `n` is not declared in the manifest",
        ),
        ("\n\n  {{nane}}", "t.hbs:3:3: error: the template has no data with the name `nane`"),
        ("\n{{#if unknown}}x{{/if}}", "t.hbs:2:1: error: the template has no data with the name `unknown`"),
        (
            "{{#unless unknown.deep}}x{{/unless}}",
            "t.hbs:1:1: error: the template has no data with the name `unknown.deep`",
        ),
        ("{{#if no}}x{{else if unknown}}y{{/if}}", "t.hbs:1:"),
        ("{{#each unknown}}x{{/each}}", "t.hbs:1:1: error: the template has no data with the name `unknown`"),
        ("{{#with unknown}}x{{/with}}", "t.hbs:1:1: error: the template has no data with the name `unknown`"),
        ("{{json unknown}}", "t.hbs:1:1: error: the template has no data with the name `unknown`"),
        ("a {{{name}}}", "t.hbs:1:3: error: this tag prints a value without escaping it"),
        ("a {{&name}}", "t.hbs:1:3: error: this tag prints a value without escaping it"),
        ("{{~{name}~}}", "t.hbs:1:1: error: this tag prints a value without escaping it"),
        ("{{{{raw}}}} x {{{{/raw}}}}", "t.hbs:1:1: error: this tag prints a value without escaping it"),
        ("{{> a}}", "t.hbs:1:1: error: templates have no partials"),
        ("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}", "t.hbs:1:1: error: templates have no partials"),
        ("{{~# * inline \"a\"}}x{{/inline}}", "t.hbs:1:1: error: templates have no partials"),
        ("{{bogus name}}", "t.hbs:1:1: error: Helper not found bogus"),
        ("{{#if name}}", "t.hbs:1:"),
        ("{{name", "t.hbs:1:"),
    ];
    for (text, expected) in cases {
        let shown = render(TemplateKind::Json, text, &data);
        assert!(
            shown.starts_with(expected) && shown.contains("error"),
            "{text}\n  gave     {shown}\n  expected {expected}"
        );
    }
}

#[test]
fn every_byte_of_the_output_has_an_origin() {
    let text = "{{!-- c --}}{\n\"a\": {{json a.b}},\n{{#each list}}\"k{{@index}}\": {{json this}},\n{{/each}}\"bad\": 1, \"u\": \"\\{{API_ORG}}\"}\n";
    let template = template(TemplateKind::Json, text);
    let data = json!({"a": {"b": {"x": 1}}, "list": [[1], [2]]});
    let declared = DeclaredNames::from(["API_ORG"]);
    let trace = template.trace(&declared, &data).unwrap();
    let output = std::str::from_utf8(trace.output()).unwrap();
    let plain = template.render(&declared, &data).unwrap();
    let without_whitespace = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(without_whitespace(output), without_whitespace(&plain));
    let origin = |needle: &str| trace.origin(output.find(needle).unwrap());
    let in_template =
        |needle: &str| OutputOrigin::HandlebarsTemplate(crate::text::Span::at(text.find(needle).unwrap()));
    assert_eq!(origin("\"a\""), in_template("\"a\""));
    assert_eq!(origin("\"bad\""), in_template("\"bad\""));
    assert_eq!(origin("{{API_ORG}}"), in_template("{{API_ORG}}"));
    assert!(matches!(origin("{\"x\""), OutputOrigin::Value(path, _) if path.as_str() == "/a/b"));
    assert!(
        matches!(origin("[2]"), OutputOrigin::Value(path, at) if path.as_str() == "/list/1" && at == output.find("[2]").unwrap())
    );
    assert_eq!(origin("\"k1\""), in_template("\"k"));
}
