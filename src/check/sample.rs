//! The samples of a rule: small files for its page and its tests.

use crate::document::{Document, SyntaxError};
use crate::text::Span;

/// The marks around the part that the rule must report.
const MARKS: [char; 2] = ['«', '»'];
/// The first member of every sample collection.
const INFO: &str =
    r#""info": {"name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}"#;

/// A small file, for a rule's page and its tests.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// A whole file.
    File(&'static str),
    /// The members of a collection beside its `info`.
    Collection(&'static str),
    /// The one item of a collection.
    Item(&'static str),
    /// The members of a request named `Me`, a `GET` of `{{BASE}}/me` unless it says otherwise.
    Request(&'static str),
    /// A test script of a request: JavaScript.
    Script(&'static str),
    /// A pre-request script of a request: JavaScript.
    Prerequest(&'static str),
    /// The elements of an environment's `values`.
    Values(&'static str),
    /// An environment of the format v3, in YAML.
    EnvironmentYaml(&'static str),
    /// Several files of one group. The marks are in the first.
    Group(&'static [Sample]),
}

impl Sample {
    /// The JSON texts of its files, with marks.
    pub fn texts(self) -> Vec<String> {
        let item = |item: &str| format!("{{{INFO},\n\"item\": [{item}]}}");
        let script = |listen: &str, program: &str| {
            let lines: Vec<_> = program.lines().map(|line| serde_json::Value::from(line).to_string()).collect();
            item(&format!(
                r#"{{"name": "Me", "request": {{"method": "GET", "url": {{"raw": "{{{{BASE}}}}/me", "host": ["{{{{BASE}}}}"], "path": ["me"]}}}}, "response": [],
"event": [{{"listen": "{listen}", "script": {{"type": "text/javascript", "exec": [
{}]}}}}]}}"#,
                lines.join(",\n")
            ))
        };
        vec![match self {
            Self::File(text) | Self::EnvironmentYaml(text) => text.to_owned(),
            Self::Collection(members) => format!("{{{INFO},\n{members}}}"),
            Self::Item(text) => item(text),
            Self::Request(members) => {
                let has = |key: &str| members.contains(&format!("\"{key}\":"));
                let method = if has("method") { "" } else { "\"method\": \"GET\",\n" };
                let url = if has("url") {
                    ""
                } else {
                    "\"url\": {\"raw\": \"{{BASE}}/me\", \"host\": [\"{{BASE}}\"], \"path\": [\"me\"]},\n"
                };
                let request = format!("{method}{url}{members}");
                let request = request.trim_end().trim_end_matches(',');
                item(&format!("{{\"name\": \"Me\", \"request\": {{{request}}}, \"response\": []}}"))
            }
            Self::Script(program) => script("test", program),
            Self::Prerequest(program) => script("prerequest", program),
            Self::Values(elements) => {
                format!(
                    "{{\"name\": \"Sample\", \"values\": [{elements}], \"_postman_variable_scope\": \"environment\"}}"
                )
            }
            Self::Group(samples) => return samples.iter().flat_map(|sample| sample.texts()).collect(),
        }]
    }

    /// The sample as a rule's page shows it: as it is written, without marks.
    pub fn page_text(self) -> String {
        match self {
            Self::Group(samples) => samples.iter().map(|sample| sample.page_text()).collect::<Vec<_>>().join("\n"),
            Self::File(text)
            | Self::Collection(text)
            | Self::Item(text)
            | Self::Request(text)
            | Self::Script(text)
            | Self::Prerequest(text)
            | Self::EnvironmentYaml(text)
            | Self::Values(text) => text.replace(MARKS, ""),
        }
    }

    /// Its files without marks, and the marked span of the first.
    ///
    /// # Errors
    /// The sample is not valid JSON or YAML.
    pub fn documents(self) -> Result<(Vec<Document>, Option<Span>), SyntaxError> {
        let texts = self.texts();
        let marked = texts.first().and_then(|text| {
            let start = text.find(MARKS[0])?;
            let end = text.find(MARKS[1])? - MARKS[0].len_utf8();
            Some(Span::new(start, end))
        });
        let read = |(index, text): (usize, &String)| match self {
            Self::EnvironmentYaml(_) => Document::yaml(format!("{index}.environment.yaml"), text.replace(MARKS, "")),
            _ => Document::json(format!("{index}.json"), text.replace(MARKS, "")),
        };
        let named = texts.iter().enumerate().map(read);
        Ok((named.collect::<Result<_, _>>()?, marked))
    }
}
