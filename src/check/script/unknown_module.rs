//! The rule `script/unknown-module`: a module that the sandbox does not have.

use crate::analysis::EventScript;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Argument;
use crate::script::sandbox::{instead_of_module, is_module};

/// A module that the sandbox does not have.
pub const RULE: Rule = Rule {
    id: RuleId("script/unknown-module"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a module that `require` does not find in Postman's sandbox",
    why: "`require` throws `Cannot find module` (measured in Newman 6.2.2 and in the app's engine), and the rest of the script does not run. Nothing that is installed with npm is visible to a script.",
    fix: "Use what the message names.",
    wrong: &[
        Sample::Prerequest("const axios = require(«'axios'»);"),
        Sample::Prerequest("const crypto = require(«\"crypto\"»);"),
        Sample::Script("const moment = require(«'momment'»);"),
    ],
    right: &[
        Sample::Prerequest(
            "const moment = require('moment');\nconst parse = require('csv-parse/lib/sync');\nrequire(name);",
        ),
        Sample::Script("try { require('axios'); } catch { console.log('no axios'); }"),
        Sample::Script("const require = (name) => name;\nrequire('axios');"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    for chain in script.script.chains.iter().filter(|chain| chain.words() == ["require"]) {
        let Some([Argument::Text(name, range), ..]) = chain.call.as_deref() else { continue };
        if !is_module(name) && !script.script.catches(range) {
            let message = format!("Postman's sandbox has no module `{}`", display_name(name));
            reporter.script(&script.program, range.clone(), message).help(instead_of_module(name));
        }
    }
}
