//! The guide as Markdown: for a README, and for whoever reads in a terminal.

mod requests;
mod table;

use super::content::Guide;
use super::{Life, RULES, SCRIPTS};
use crate::oauth::SYMPTOMS;
use crate::requirements::{FilledBy, RequiredVariable};
use crate::text::shell;
use std::fmt::Write as _;
use table::{code, row, rule};

/// Writing to a text cannot fail: this hides that from every line.
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
        if let Some(lead) = self.lead() {
            line!(out, "\n{lead}");
        }
        self.steps(&mut out);
        self.variables(&mut out);
        if let Some(life) = &self.life {
            cycle(&mut out, life);
        }
        requests::list(&mut out, &self.sections);
        if let Some(life) = &self.life {
            trouble(&mut out, life);
        }
        line!(out, "\n## Keeping secrets\n");
        for rule in RULES {
            line!(out, "- {rule}");
        }
        if self.has_more() {
            line!(out, "\n## About this collection\n");
            line!(out, "{}", requests::demoted(self.description.as_deref().unwrap_or_default(), 2));
        }
        out
    }

    fn steps(&self, out: &mut String) {
        let Some(kit) = &self.kit else { return };
        line!(out, "\n## Set up\n");
        line!(out, "Open `START-HERE.html` in a browser for the same with pictures and copy buttons.\n");
        line!(out, "- [ ] **Import the files into Postman**: choose *Import* and drop them into the window.");
        line!(out, "  - {}", code(&kit.collection_file));
        for environment in &self.environments {
            line!(out, "  - {}", code(&environment.file));
        }
        if let Some(first) = self.selectable().next() {
            let names: Vec<_> = self.selectable().map(|one| format!("**{}**", table::cell(&one.name))).collect();
            line!(out, "- [ ] **Select an environment** at the top right: {}.", names.join(" or "));
            let command = format!("postsmith env {}", shell::path(&first.file));
            line!(
                out,
                "- [ ] **Fill in your own values** (next section), as *current* values. Or run {} and import the file that it writes.",
                code(&command)
            );
        }
        if let Some(login) = self.life.as_ref().and_then(|life| life.login.as_deref()) {
            line!(out, "- [ ] **Get a token**: send **{}**.", table::cell(&login.replace('/', " / ")));
        }
        if let Some((name, is_proof)) = self.first_call() {
            let proof = if is_proof { " answers 200 when everything is in place" } else { ", for instance" };
            line!(out, "- [ ] **Send a request**: **{}**{proof}.", table::cell(name));
        } else if self.requests() > 0 {
            line!(out, "- [ ] **Send a request**.");
        }
    }

    fn variables(&self, out: &mut String) {
        if self.needs.is_empty() {
            return;
        }
        line!(out, "\n## Variables");
        for filled_by in FilledBy::ALL {
            let needs: Vec<&RequiredVariable> = self.needs.iter().filter(|need| need.filled_by == filled_by).collect();
            if !needs.is_empty() {
                line!(out, "\n### {}\n\n{}\n", filled_by.title(), filled_by.about());
                needs_table(out, &needs);
            }
        }
        let given = self.given();
        if !given.is_empty() {
            line!(out, "\n### Values\n");
            row(out, ["Where", "Variable", "Value"]);
            rule(out, 3);
            for (place, values) in given {
                for (name, value) in values {
                    row(out, [&table::cell(place), &code(name), &code(value)]);
                }
            }
        }
    }
}

fn needs_table(out: &mut String, needs: &[&RequiredVariable]) {
    let said =
        |text: &Option<String>| text.as_deref().map_or_else(|| format!("*{}*", RequiredVariable::UNSAID), table::cell);
    row(out, ["Name", "What it is", "Where to get it", "Looks like", "Secret"]);
    rule(out, 5);
    for need in needs {
        let example = need.example.as_deref().map(code).or_else(|| need.form.map(|form| form.what().to_owned()));
        let secret = if need.secret { "yes" } else { "no" };
        let found_at = if need.filled_by == FilledBy::Person {
            said(&need.found_at)
        } else {
            need.found_at.as_deref().map(table::cell).unwrap_or_default()
        };
        row(out, [&code(&need.name), &said(&need.description), &found_at, &example.unwrap_or_default(), secret]);
    }
}

fn cycle(out: &mut String, life: &Life) {
    line!(out, "\n## How the token lives");
    let mut phase = None;
    for (index, message) in life.messages().iter().enumerate() {
        if phase != Some(message.phase) {
            phase = Some(message.phase);
            line!(out, "\n### {}\n", message.phase.title());
        }
        let to = if message.from == message.to { String::new() } else { format!(" → {}", message.to.name()) };
        let carries: Vec<_> = message.carries.iter().map(|line| code(line)).collect();
        let carries = if carries.is_empty() { String::new() } else { format!(": {}", carries.join(", ")) };
        line!(out, "{}. {}{to}: {}{carries}", index + 1, message.from.name(), message.text);
    }
    line!(out, "\n### Which grant for what\n");
    row(out, ["Grant", "Parameters", "Acts as", "For"]);
    rule(out, 4);
    for grant in &life.grants {
        let parameters: Vec<_> = grant.parameters().iter().map(|name| code(name)).collect();
        row(out, [&code(grant.name()), &parameters.join(", "), grant.acts_as(), grant.used_for()]);
    }
    if life.is_scripted() {
        line!(out, "\n### What each script does\n");
        for (name, does) in SCRIPTS {
            line!(out, "- **{name}.** {does}");
        }
    }
}

fn trouble(out: &mut String, life: &Life) {
    let words = &life.words;
    line!(out, "\n## When something fails");
    for symptom in SYMPTOMS {
        line!(out, "\n### {}\n\n{}\n", symptom.title(words), symptom.description(words));
        for (index, cause) in life.causes(symptom).enumerate() {
            line!(out, "{}. **{}** {}", index + 1, cause.title(words), cause.evidence(words));
            line!(out, "   → {}", life.fix(cause));
        }
    }
}
