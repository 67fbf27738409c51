//! The rule `script/unknown-name`: a global name that nothing declares.

use crate::analysis::{Entity, EventScript};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::sandbox::{instead_of, is_global, near_global};
use crate::text::typo;
use std::collections::{BTreeMap, HashSet};

/// A global name that nothing declares.
pub const RULE: Rule = Rule {
    id: RuleId("script/unknown-name"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a name that neither the script nor Postman's sandbox has",
    why: "The script throws a ReferenceError there, and the rest of it does not run, but Postman still sends the request. Each script has names of its own: a function that the script of the collection declares does not exist in the script of a request (measured in Newman 6.2.2).",
    fix: "Correct the name, or declare it in the script. A name that a script assigns without declaring it (`check = () => {}`) exists in the scripts that run after it. The rule leaves out scripts that run other code (`eval`), names whose existence the script tests (`typeof name`), and code whose errors it catches.",
    wrong: &[
        Sample::Script("«$»('<a/>').text();"),
        Sample::Prerequest("«bru».setVar('a', 1);"),
        Sample::Script("const json = pm.response.json();\npm.environment.set('id', «jsno».id);"),
        Sample::Collection(
            r#""event": [{"listen": "prerequest", "script": {"exec": ["function check(code) { pm.expect(code).to.eql(200); }"]}}],
"item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "test", "script": {"exec": ["«check»(pm.response.code);"]}}]}]"#,
        ),
    ],
    right: &[
        Sample::Script("const $ = cheerio.load(pm.response.text());\n$('a').text();"),
        Sample::Script("function check(a) { return arguments.length + a; }\ncheck(NaN);\nclass B {}\nnew B();"),
        Sample::Script("eval(pm.globals.get('tools'));\ntools.check();"),
        Sample::Script(
            "if (typeof tools !== 'undefined') { tools.check(); }\ntry { a(); } catch (error) { console.log(error); }\nfunction a() {}",
        ),
        Sample::Script("for (key in data) { console.log(key); }\nfor (one of [1]) { console.log(one); }"),
        Sample::Script("({ a, b: c } = { a: 1, b: 2 });\n[p, q] = [a, c];\nconsole.log(p, q);"),
        Sample::Script("try { tools.check(); } catch (error) { console.log('no tools'); }"),
        // Assigned without a declaration, it exists in the scripts that run later.
        Sample::Collection(
            r#""event": [{"listen": "prerequest", "script": {"exec": ["check = (code) => pm.expect(code).to.eql(200);"]}}],
"item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "test", "script": {"exec": ["check(pm.response.code);"]}}]}]"#,
        ),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let assigned: HashSet<&str> = (collection.scripts.iter())
        .flat_map(|script| &script.script.chains)
        .filter(|chain| chain.is_assigned && chain.names.len() == 1)
        .map(|chain| chain.names[0].0.as_str())
        .collect();
    for script in &collection.scripts {
        check_script(script, collection, &assigned, reporter);
    }
}

fn check_script(
    script: &EventScript<'_>,
    collection: &Entity<'_>,
    assigned: &HashSet<&str>,
    reporter: &mut Reporter<'_>,
) {
    let parsed = &script.script;
    let runs_code = |name: &str| matches!(name, "eval" | "Function");
    if !parsed.errors.is_empty() || parsed.chains.iter().any(|chain| runs_code(&chain.names[0].0)) {
        return;
    }
    let mut uses: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, chain) in
        parsed.chains.iter().enumerate().filter(|(_, chain)| !chain.is_kept && !parsed.catches(&chain.range()))
    {
        let name = chain.names[0].0.as_str();
        if !is_global(name) && !assigned.contains(name) && !parsed.is_guarded(name) {
            uses.entry(name).or_default().push(index);
        }
    }
    for (name, indexes) in uses {
        let starts: HashSet<usize> = indexes.iter().map(|index| parsed.chains[*index].range().start).collect();
        let range = parsed.chains[indexes[0]].names[0].1.clone();
        let shown = display_name(name);
        let report = reporter.script(
            &script.program,
            range,
            format!("`{shown}` is neither declared in this script nor part of Postman's sandbox"),
        );
        let help = if let Some(instead) = instead_of(name) {
            instead.to_owned()
        } else if let Some(near) = typo(name, parsed.declared.iter().map(String::as_str)).or_else(|| near_global(name))
        {
            format!("did you mean `{}`?", display_name(near))
        } else if collection.scripts.iter().any(|other| other.script.declared.contains(name)) {
            "declare it in this script: another script declares it, and each script has names of its own".to_owned()
        } else {
            "declare it in this script, or correct its name".to_owned()
        };
        report.help(help).more(starts.len() - 1);
    }
}
