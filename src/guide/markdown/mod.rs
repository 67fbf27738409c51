//! The guide as Markdown, for a README, a wiki or a terminal.

mod requests;
mod table;

use super::content::Guide;
use super::{OAuthSection, SCRIPTS, SECRET_RULES};
use crate::oauth::SYMPTOMS;
use crate::requirements::{FilledBy, RequiredVariable};
use crate::text::shell;
use std::fmt::Write as _;
use table::{code, row, separator};

/// Appends a line. Writing to a `String` cannot fail, so the result is ignored.
macro_rules! line {
    ($out:expr) => { $out.push('\n') };
    ($out:expr, $($what:tt)*) => {{ let _ = writeln!($out, $($what)*); }};
}
use line;

impl Guide {
    /// The guide as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        line!(out, "# {}", table::cell(&self.name));
        if let Some(text) = self.introduction() {
            line!(out, "\n{text}");
        }
        self.set_up_steps(&mut out);
        self.variable_tables(&mut out);
        if let Some(oauth) = &self.oauth {
            life_cycle(&mut out, oauth);
        }
        requests::list(&mut out, &self.folders);
        if let Some(oauth) = &self.oauth {
            symptoms(&mut out, oauth);
        }
        line!(out, "\n## Keep secrets safe\n");
        for rule in SECRET_RULES {
            line!(out, "- {rule}");
        }
        if self.has_full_description() {
            line!(out, "\n## About this collection\n");
            line!(out, "{}", requests::lower_headings(self.description.as_deref().unwrap_or_default(), 2));
        }
        out
    }

    fn set_up_steps(&self, out: &mut String) {
        let Some(onboarding) = &self.onboarding else { return };
        line!(out, "\n## Set up\n");
        line!(out, "`START-HERE.html` shows the same steps in a browser, with a diagram and copy buttons.\n");
        line!(out, "- [ ] **Import the files into Postman**: choose *Import* and drop them into the window.");
        line!(out, "  - {}", code(&onboarding.collection_file));
        for environment in &self.environments {
            line!(out, "  - {}", code(&environment.file));
        }
        if let Some(first) = self.selectable_environments().next() {
            let names: Vec<_> =
                self.selectable_environments().map(|one| format!("**{}**", table::cell(&one.name))).collect();
            line!(out, "- [ ] **Select an environment** at the top right: {}.", names.join(" or "));
            let command = format!("postsmith env {}", shell::path(&first.file));
            line!(
                out,
                "- [ ] **Fill in your own values** (next section), as *current* values. Or run {} and import the file that it writes.",
                code(&command)
            );
        }
        if let Some(login) = self.oauth.as_ref().and_then(|oauth| oauth.login.as_deref()) {
            line!(out, "- [ ] **Get a token**: send **{}**.", table::cell(&login.replace('/', " / ")));
        }
        if let Some((name, is_proof)) = self.first_request() {
            let proof = if is_proof { ". When the response is 200, everything is set up" } else { ", for example" };
            line!(out, "- [ ] **Send a request**: **{}**{proof}.", table::cell(name));
        } else if self.request_count() > 0 {
            line!(out, "- [ ] **Send a request**.");
        }
    }

    fn variable_tables(&self, out: &mut String) {
        if self.variables.is_empty() {
            return;
        }
        line!(out, "\n## Variables");
        for filled_by in FilledBy::ALL {
            let group: Vec<&RequiredVariable> =
                self.variables.iter().filter(|variable| variable.filled_by == filled_by).collect();
            if !group.is_empty() {
                line!(out, "\n### {}\n\n{}\n", filled_by.title(), filled_by.about());
                variable_table(out, &group);
            }
        }
        let shared = self.all_shared_values();
        if !shared.is_empty() {
            line!(out, "\n### Shared values\n");
            row(out, ["Belongs to", "Variable", "Value"]);
            separator(out, 3);
            for (owner, values) in shared {
                for (name, value) in values {
                    row(out, [&table::cell(owner), &code(name), &code(value)]);
                }
            }
        }
    }
}

fn variable_table(out: &mut String, variables: &[&RequiredVariable]) {
    let text_or_placeholder = |text: &Option<String>| {
        text.as_deref().map_or_else(|| format!("*{}*", RequiredVariable::NOT_DESCRIBED), table::cell)
    };
    row(out, ["Name", "Description", "Where to get it", "Example", "Secret"]);
    separator(out, 5);
    for variable in variables {
        let example =
            variable.example.as_deref().map(code).or_else(|| variable.format.map(|format| format.what().to_owned()));
        let secret = if variable.secret { "yes" } else { "no" };
        let found_at = if variable.filled_by == FilledBy::Person {
            text_or_placeholder(&variable.found_at)
        } else {
            variable.found_at.as_deref().map(table::cell).unwrap_or_default()
        };
        row(
            out,
            [
                &code(&variable.name),
                &text_or_placeholder(&variable.description),
                &found_at,
                &example.unwrap_or_default(),
                secret,
            ],
        );
    }
}

fn life_cycle(out: &mut String, oauth: &OAuthSection) {
    line!(out, "\n## How the token works");
    let mut phase = None;
    for (index, message) in oauth.messages().iter().enumerate() {
        if phase != Some(message.phase) {
            phase = Some(message.phase);
            line!(out, "\n### {}\n", message.phase.title());
        }
        let to = if message.from == message.to { String::new() } else { format!(" → {}", message.to.name()) };
        let carries: Vec<_> = message.carries.iter().map(|line| code(line)).collect();
        let carries = if carries.is_empty() { String::new() } else { format!(": {}", carries.join(", ")) };
        line!(out, "{}. {}{to}: {}{carries}", index + 1, message.from.name(), message.text);
    }
    line!(out, "\n### Which grant to use\n");
    row(out, ["Grant", "Parameters", "Acts as", "Used for"]);
    separator(out, 4);
    for grant in &oauth.grants {
        let parameters: Vec<_> = grant.parameters().iter().map(|name| code(name)).collect();
        row(out, [&code(grant.name()), &parameters.join(", "), grant.acts_as(), grant.used_for()]);
    }
    if oauth.is_scripted() {
        line!(out, "\n### What each script does\n");
        for (name, does) in SCRIPTS {
            line!(out, "- **{name}.** {does}");
        }
    }
}

fn symptoms(out: &mut String, oauth: &OAuthSection) {
    let terms = &oauth.terms;
    line!(out, "\n## Troubleshooting");
    for symptom in SYMPTOMS {
        line!(out, "\n### {}\n\n{}\n", symptom.title(terms), symptom.description(terms));
        for (index, cause) in oauth.causes(symptom).enumerate() {
            line!(out, "{}. **{}** {}", index + 1, cause.title(terms), cause.evidence(terms));
            line!(out, "   → {}", oauth.fix(cause));
        }
    }
}
