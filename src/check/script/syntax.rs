//! The rule `script/syntax`: a script that is not valid JavaScript.

use crate::analysis::{EventScript, is_variable_name};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::text::{Reference, references};

/// A script that is not valid JavaScript.
pub const RULE: Rule = Rule {
    id: RuleId("script/syntax"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a script with a syntax error",
    why: "The script does not run at all, but Postman still sends the request: no token is stored and no test is counted.",
    fix: "Correct the script at the position of the finding. A `return` outside of a function is valid, because Postman runs a script as the body of a function. The rule reports names that are declared twice (`let a; let a;`) only at the top level of a script.",
    wrong: &[
        Sample::Script("const status = pm.response.code;\nif (status === 200 «{»\n  console.log('fine');\n}"),
        Sample::Script("pm.test('ok', () => «{»\n  b();"),
        Sample::Script("let status = pm.response.code;\nlet «status» = 1;"),
        Sample::Prerequest("«import» helper from 'helper';"),
        Sample::Script("let a = 'é\\t\"';\nlet b = «;»"),
        Sample::Prerequest("a({«{»NAME}});"),
        Sample::Item(
            r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "test", "script": {"exec": "let a = 1;\r\n\tlet b = «;»"}}]}"#,
        ),
    ],
    right: &[
        Sample::Script("if (pm.response.code !== 200) { return; }\nconsole.log('fine');"),
        Sample::Script("var a = 1;\nvar a = 2;\nlet b = 1;\n{ let b = 2; }"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    for issue in &script.script.errors {
        let (line, column) = script.program.position(issue.range.start);
        let message = format!("line {line}, column {column} of the script: {}", issue.message);
        let report = reporter.script(&script.program, issue.range.clone(), message);
        let near = |used: &Reference<'_>| used.range.start <= issue.range.end && issue.range.start <= used.range.end;
        if let Some(used) = references(&script.program.text).find(near).filter(|used| is_variable_name(used.name)) {
            report.help(format!("a script replaces no variables; use `pm.variables.get(\"{}\")`", used.name));
        }
    }
}
