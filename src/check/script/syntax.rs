//! A script that is no JavaScript.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A script that is no JavaScript.
pub const RULE: Rule = Rule {
    id: RuleId("script/syntax"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a script with a syntax error",
    why: "Nothing of the script runs, and the request is sent all the same: no token is stored, no test is counted.",
    fix: "Mend the script at the place that is shown. A `return` outside of a function is fine: Postman runs a script as the body of a function. Names that are declared twice (`let a; let a;`) are told at the top of a script.",
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
        reporter.script(&script.program, issue.range.clone(), message);
    }
}
