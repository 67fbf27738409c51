//! The rule `lint/file-source`: a file of a body that only one machine has, or none.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// A file of a body that only one machine has, or none.
pub const RULE: Rule = Rule {
    id: RuleId("lint/file-source"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a file in a body with a path of one machine, or without a path",
    why: "On another machine Newman does not find the file, logs it, and sends the request without it; the exit code stays 0 (measured in Newman 6.2.2). A path in a home folder also names its owner.",
    fix: "Write a path relative to the folder in which Newman runs (`--working-dir`). A file without a path is a note, because people choose one in the app; Newman sends an empty part.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": «"/C:/Users/jane/a.png"»}]}"#,
        ),
        Sample::Request(r#""method": "POST", "body": {"mode": "file", "file": {"src": «"/home/jane/a.png"»}}"#),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": ["a.png", «"C:\\data\\b.png"»]}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": «[]»}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [«{"key": "f", "type": "file"}»]}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""method": "POST", "body": {"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": "files/a.png"}, {"key": "g", "type": "file", "src": "{{FILE}}"}, {"key": "h", "type": "text", "value": "/home/jane"}, {"key": "i", "type": "file", "src": "/home/jane/a.png", "disabled": true}]}"#,
        ),
        Sample::Request(r#""method": "POST", "body": {"mode": "file", "file": {"content": "a"}}"#),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(body) = request.request.body() else { return };
    match body.mode().as_deref() {
        Some("formdata") => {
            for field in body
                .fields()
                .filter(|field| !field.disabled && field.node.get("type").is_some_and(|kind| kind.is_str("file")))
            {
                check_source(field.node.get("src"), field.node, reporter);
            }
        }
        Some("file") => {
            if let Some(file) = body.node().get("file").filter(|file| file.get("content").is_none_or(NodeRef::is_null))
            {
                let source = file.get("src").or_else(|| Some(file).filter(|file| file.kind() == Kind::String));
                check_source(source, file, reporter);
            }
        }
        _ => {}
    }
}

/// Reports the paths in `source`, or `owner` if it has none.
fn check_source(source: Option<NodeRef<'_>>, owner: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    let paths: Vec<NodeRef<'_>> = match source {
        Some(node) if node.kind() == Kind::Array => node.elements().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    };
    let is_empty = |node: &NodeRef<'_>| node.as_str().is_none_or(|path| path.trim().is_empty());
    if paths.iter().all(is_empty) {
        let report = reporter.at(source.unwrap_or(owner), "no file is chosen, so Newman sends nothing in its place");
        report.help("write the path of a file, or remove the field").severity(Severity::Note);
        return;
    }
    for path in paths {
        if path.as_str().is_some_and(|path| is_of_one_machine(&path)) {
            let report = reporter.at(path, "this path exists on one machine only; elsewhere the file is not sent");
            report.help("write a path relative to the folder in which Newman runs");
        }
    }
}

/// Whether `path` lies in a home folder or on a drive.
fn is_of_one_machine(path: &str) -> bool {
    let path = path.replace('\\', "/");
    let bytes = path.trim_start_matches('/').as_bytes();
    let has_drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'/';
    has_drive
        || ["/Users/", "/home/", "/root/", "/Volumes/", "/mnt/", "/media/", "/private/", "/tmp/", "/var/"]
            .iter()
            .any(|start| path.starts_with(start))
}
