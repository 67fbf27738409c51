//! The rule `script/assertion`: an assertion that asserts nothing, or that always fails.

use crate::analysis::EventScript;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Chain;
use crate::script::sandbox::AssertionMember;
use std::ops::Range;

/// An assertion that asserts nothing, or that always fails.
pub const RULE: Rule = Rule {
    id: RuleId("script/assertion"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an assertion with a member that does not exist, with a call of what is no function, or with nothing that asserts",
    why: "An unknown member and a call of a property (`to.be.true()`) throw an error, so the test fails whatever the response is. An assertion that ends too early (`pm.expect(code === 200)`, `to.be`, `to.equal` without a call) never fails.",
    fix: "Correct the member, remove the parentheses, or write what is expected.",
    wrong: &[
        Sample::Script("pm.test('a', () => { pm.expect(1).to.«eqaul»(1); });"),
        Sample::Script("pm.test('a', () => pm.expect(true).to.be.«true»());"),
        Sample::Script("pm.response.to.have.«statuss»(200);"),
        Sample::Script("pm.test('a', () => { «pm.expect»(pm.response.code === 200); });"),
        Sample::Script("pm.test('a', function () { «pm.expect(1).to.equal»; });"),
        Sample::Script("pm.test('a', () => { «pm.response.to.be»; });"),
        Sample::Script("pm.test('a', () => { «pm.expect('x').to.be.a.string»; });"),
    ],
    right: &[
        Sample::Script(
            "pm.expect(pm.response.json()).to.be.an('array').that.is.not.empty;
pm.expect([1]).to.include(1);
pm.expect(true).to.be.true;
pm.expect({ a: 1 }).to.have.property('a').that.equals(1);
pm.response.to.have.jsonBody('a.b', 1);
pm.expect.fail('no');",
        ),
        Sample::Script(
            "const expectation = pm.expect(1);\nexpectation.to.eql(1);\nconst to = pm.response.to;\nto.be.ok;",
        ),
        Sample::Script(
            "pm.expect([1]).to.have.length.above(0);\npm.expect('x').to.be.a\n  ('string');\npm.expect({ a: 1 }).to.have['property']('a');\npm.response.to.have.responseTime.below(9000);",
        ),
        Sample::Script("pm.expect(1)\n  .to.be.above(0)\n  .and.below(2);\nreturn pm.expect(1);"),
        Sample::Script(
            "const chai = require('chai');\nchai.use(mine);\npm.expect(1).to.be.mine();\nfunction mine() {}",
        ),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let parsed = &script.script;
    // A plugin of Chai adds members.
    if parsed.declared.contains("chai") {
        return;
    }
    let mut end = 0;
    for chain in &parsed.chains {
        let words = chain.words();
        let Some(first) = first_member(&words) else { continue };
        // Each call of a chain is a chain of its own, after the longest one.
        let is_inner = chain.range().start < end;
        end = end.max(chain.range().end);
        let is_faulty = report_member(script, chain, &words, first, is_inner, reporter);
        if !is_faulty && !is_inner && chain.is_statement {
            report_nothing(script, chain, first, reporter);
        }
    }
}

/// The index of the first member of an assertion in `words`, which `pm.expect(...)` or `pm.response` begins.
fn first_member(words: &[&str]) -> Option<usize> {
    match words {
        ["pm", "expect", "fail", ..] => None,
        ["pm", "expect", ..] => Some(2),
        ["pm", "response", "to", ..] => Some(3),
        _ => None,
    }
}

/// Reports a member that does not exist, or a call of one that is no function. An inner chain can only have the latter.
fn report_member(
    script: &EventScript<'_>,
    chain: &Chain,
    words: &[&str],
    first: usize,
    is_inner: bool,
    reporter: &mut Reporter<'_>,
) -> bool {
    for (name, range) in chain.names.iter().skip(first).filter(|_| !is_inner) {
        if AssertionMember::of(name).is_some() || matches!(name.as_str(), "then" | "toString" | "constructor") {
            continue;
        }
        let message = format!("assertions have no member `{}`, so this test fails", display_name(name));
        let report = reporter.script(&script.program, range.clone(), message);
        match AssertionMember::near(name) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => {
                report.help("use a member of Chai's `expect`, such as `equal`, `eql`, `include`, `property`, `above`")
            }
        };
        return true;
    }
    if let (Some(_), Some((name, range))) = (&chain.call, chain.names.last())
        && words.len() > first
        && matches!(AssertionMember::of(name), Some(AssertionMember::Property | AssertionMember::Language))
    {
        let message = format!("`{name}` is no function, so the call throws an error and this test fails");
        let help = format!("remove the parentheses: `{name}`");
        reporter.script(&script.program, range.clone(), message).help(help);
        return true;
    }
    false
}

/// Reports an assertion that ends before anything is asserted.
fn report_nothing(script: &EventScript<'_>, chain: &Chain, first: usize, reporter: &mut Reporter<'_>) {
    let text = script.program.text.as_str();
    let is_called =
        |range: &Range<usize>| text[range.end..].trim_start_matches(']').trim_start().starts_with(['(', '?']);
    let asserts = |(name, range): &(String, Range<usize>)| match AssertionMember::of(name) {
        Some(AssertionMember::Property) => true,
        Some(AssertionMember::Both | AssertionMember::Method) => is_called(range),
        Some(AssertionMember::Language) | None => false,
    };
    if !chain.names.iter().skip(first).any(asserts) {
        let help = "write what is expected: `pm.expect(value).to.eql(expected)`";
        reporter.script(&script.program, chain.range(), "this asserts nothing, so it never fails").help(help);
    }
}
