//! The rule `script/app-only`: a name that works in the app and not in Newman.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::sandbox::{Feature, NEWEST_NEWMAN, lacking_in_newman};

/// A name that works in the app and not in Newman.
pub const RULE: Rule = Rule {
    id: RuleId("script/app-only"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a member of `pm` or a global name that the app has and Newman lacks",
    why: "In Newman 6.2.2 it is `undefined` (measured): the script throws an error there, and Newman still sends the request. The collection works in the app and fails in CI.",
    fix: "Use what the message names. If the script tests whether the name exists (`if (pm.vault)`, `typeof URL`), it is not reported.",
    wrong: &[
        Sample::Prerequest("const a = «pm.require»('@acme/tools');"),
        Sample::Prerequest("«pm.vault».get('key').then((key) => pm.variables.set('key', key));"),
        Sample::Script("«pm.execution.runRequest»('id');"),
        Sample::Prerequest("const a = new «URL»('https://example.com');"),
        Sample::Prerequest("const id = «crypto».randomUUID();"),
    ],
    right: &[
        Sample::Prerequest("if (pm.vault) { pm.vault.get('key'); }\npm.require?.('@acme/tools');"),
        Sample::Prerequest("const crypto = require('crypto-js');\ncrypto.SHA256('a');"),
        Sample::Script("pm.execution.setNextRequest(null);\npm.response.stream;"),
        Sample::Script("const a = typeof URL === 'undefined' ? null : new URL('https://example.com');"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let mut seen: Vec<&Feature> = Vec::new();
    for chain in &script.script.chains {
        let Some(feature) = lacking_in_newman(&chain.words()) else { continue };
        if seen.contains(&feature)
            || chain.is_assigned
            || script.script.is_guarded(feature.path)
            || script.script.catches(&chain.range())
        {
            continue;
        }
        seen.push(feature);
        let length = feature.path.split('.').count();
        let range = chain.names[0].1.start..chain.names[length - 1].1.end;
        let message = format!("`{}` works in Postman's app; Newman {NEWEST_NEWMAN} does not have it", feature.path);
        reporter.script(&script.program, range, message).help(feature.instead);
    }
}
