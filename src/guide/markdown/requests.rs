//! The requests by folder, as Markdown.

use super::line;
use super::table::{cell, code, fence, row, separator};
use crate::guide::content::{GuideBody, GuideExample, GuideFolder, GuideParameter, GuideRequest};
use std::fmt::Write as _;

/// All folders.
pub(super) fn list(out: &mut String, folders: &[GuideFolder]) {
    if folders.is_empty() {
        return;
    }
    line!(out, "\n## Requests");
    for folder in folders {
        if !folder.path.is_empty() {
            line!(out, "\n### {}", cell(&folder.title()));
        }
        if let Some(text) = &folder.description {
            line!(out, "\n{}", lower_headings(text, 3));
        }
        for request in &folder.requests {
            self::request(out, request);
        }
    }
}

fn request(out: &mut String, request: &GuideRequest) {
    line!(out, "\n#### {}\n", cell(&request.name));
    line!(out, "{} {}", code(&request.method), code(&request.url));
    if let Some(text) = &request.description {
        line!(out, "\n{}", lower_headings(text, 4));
    }
    if let Some(auth) = &request.auth {
        line!(out, "\n**Auth:** {auth}");
    }
    parameters(out, "Path variables", &request.path_variables);
    parameters(out, "Query", &request.query);
    parameters(out, "Headers", &request.headers);
    match &request.body {
        None => {}
        Some(GuideBody::Fields(kind, fields)) => parameters(out, &format!("Body: {kind}"), fields),
        Some(GuideBody::Text(language, text)) => block(out, &format!("Body: {language}"), language, text),
        Some(GuideBody::File) => line!(out, "\n**Body:** a file that you select in Postman."),
    }
    for example in &request.examples {
        self::example(out, example);
    }
}

fn parameters(out: &mut String, title: &str, list: &[GuideParameter]) {
    if list.is_empty() {
        return;
    }
    line!(out, "\n**{title}**\n");
    row(out, ["Name", "Value", "Description"]);
    separator(out, 3);
    for one in list {
        let name = if one.disabled { format!("{} (off)", code(&one.name)) } else { code(&one.name) };
        row(out, [&name, &code(&one.value), &one.description.as_deref().map(cell).unwrap_or_default()]);
    }
}

fn example(out: &mut String, example: &GuideExample) {
    let status = example.status.as_deref().map(|status| format!(" ({status})")).unwrap_or_default();
    let title = format!("Example: {}{status}", cell(&example.name));
    match &example.body {
        Some((language, body)) => block(out, &title, language, body),
        None => line!(out, "\n**{title}**. The response has no body."),
    }
}

fn block(out: &mut String, title: &str, language: &str, text: &str) {
    let fence = fence(text);
    line!(out, "\n**{title}**\n");
    line!(out, "{fence}{}\n{}\n{fence}", cell(language), text.trim_end());
}

/// `text` with its headings `levels` levels lower. Code blocks stay as they are.
pub(super) fn lower_headings(text: &str, levels: usize) -> String {
    let mut fenced: Option<&str> = None;
    let mut lines = Vec::new();
    for line in text.trim().lines() {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fenced, mark) {
            (None, Some(mark)) => fenced = Some(mark),
            (Some(open), Some(mark)) if open == mark => fenced = None,
            _ => {}
        }
        let hashes = line.bytes().take_while(|&byte| byte == b'#').count();
        let is_heading = fenced.is_none() && (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        lines.push(if is_heading {
            format!("{}{}", "#".repeat((hashes + levels).min(6)), &line[hashes..])
        } else {
            line.to_owned()
        });
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::lower_headings;

    #[test]
    fn headings_are_lowered_outside_of_code() {
        assert_eq!(
            lower_headings("# A\n```sh\n# no heading\n```\n##### B\n#c", 2),
            "### A\n```sh\n# no heading\n```\n###### B\n#c"
        );
    }
}
