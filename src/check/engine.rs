//! Runs the selected rules over the documents of one group. [`check_group`](super::check_group) calls [`run_rules`].

use super::lint::bad_listen;
use super::reporter::Reporter;
use super::rule::{Check, Rule};
use super::secret::script_literal;
use super::{Options, file, rules, secret};
use crate::analysis::{Entity, FileGroup, NO_SCRIPTS, ScriptFilter};
use crate::document::Document;
use crate::finding::Finding;
use crate::postman::{embedded_files, recognise, translate};
use crate::schema;
use rayon::prelude::*;

/// The findings of all selected rules in `documents`, sorted and each once. `declared` are names of variables that are declared elsewhere.
pub(super) fn run_rules<'d>(documents: &[&'d Document], declared: &[&'d str], options: &Options) -> Vec<Finding> {
    let selected: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| options.selection.includes(rule.id)).collect();
    let (yaml, exports): (Vec<&Document>, Vec<&Document>) =
        documents.iter().copied().partition(|document| document.is_yaml());
    let embedded: Vec<(&Document, Vec<Document>)> = exports
        .iter()
        .map(|document| (*document, embedded_files(document)))
        .filter(|(_, inside)| !inside.is_empty())
        .collect();
    let is_holder = |document: &Document| embedded.iter().any(|(holder, _)| std::ptr::eq(*holder, document));
    let inside = || embedded.iter().flat_map(|(_, inside)| inside);
    let exports: Vec<&Document> = exports.into_iter().filter(|document| !is_holder(document)).chain(inside()).collect();
    let schemas = || {
        let all: Vec<&Document> = exports.iter().chain(&yaml).copied().collect();
        let findings = check_schemas(&all, options);
        // Nearly every file has findings, and parsing the scripts leaves a processor idle.
        if selected.iter().any(|rule| !matches!(rule.check, Check::Elsewhere)) {
            exports.par_iter().for_each(|document| document.prepare_positions());
        }
        findings
    };
    let secrets = || -> Vec<Finding> {
        let by_scan = |rule: &&Rule| rule.id.group() == "secret" && matches!(rule.check, Check::Elsewhere);
        let is_selected = selected.iter().any(by_scan);
        if !is_selected {
            return Vec::new();
        }
        let all: Vec<&Document> = exports.iter().chain(&yaml).copied().collect();
        let mut found = secret::check_documents(&all, options);
        // What a string holds is known better than the string around it.
        for (holder, _) in &embedded {
            let more = secret::check_document(holder, options);
            let is_known = |finding: &Finding| found.iter().any(|known| overlap(known, finding));
            let new: Vec<_> = more.into_iter().filter(|finding| !is_known(finding)).collect();
            found.extend(new);
        }
        found
    };
    let others = || rayon::join(schemas, || check_rules(&exports, &yaml, declared, &selected, options));
    let (secrets, (mut findings, more)) = rayon::join(secrets, others);
    findings.extend(more);
    findings.retain(|finding| !is_duplicate(finding, &secrets));
    // The schema of the format v3 lists the events of scripts as well; the rule knows more about them.
    let events: Vec<Finding> = findings.iter().filter(|finding| finding.rule == bad_listen::RULE.id).cloned().collect();
    findings.retain(|finding| finding.rule != schema::ENUM || !events.iter().any(|event| overlap(event, finding)));
    findings.extend(secrets);
    findings.retain(|finding| options.selection.includes(finding.rule));
    findings.sort();
    findings.dedup();
    findings
}

/// Whether `finding` is a secret in a script that the scan reports too. The scan knows more about it.
fn is_duplicate(finding: &Finding, secrets: &[Finding]) -> bool {
    finding.rule == script_literal::RULE.id && secrets.iter().any(|secret| overlap(secret, finding))
}

/// Whether two findings are about the same bytes.
fn overlap(one: &Finding, other: &Finding) -> bool {
    let (one, other) = (&one.location, &other.location);
    one.path == other.path && one.span.start < other.span.end && one.span.end > other.span.start
}

fn check_schemas(documents: &[&Document], options: &Options) -> Vec<Finding> {
    if !schema::RULES.iter().any(|rule| options.selection.includes(*rule)) {
        return Vec::new();
    }
    let findings_in = |document: &&Document| {
        let objects = crate::postman::objects(document.root());
        let validated = objects.into_iter().flat_map(|(kind, node)| schema::validate(kind, node, options.profile));
        validated.collect::<Vec<_>>()
    };
    documents.par_iter().flat_map_iter(findings_in).collect()
}

fn check_rules<'d>(
    exports: &[&'d Document],
    yaml: &[&'d Document],
    declared: &[&'d str],
    selected: &[&'static Rule],
    options: &Options,
) -> Vec<Finding> {
    let mut findings: Vec<_> = exports.iter().flat_map(|document| file::check_file(document)).collect();
    findings.extend(yaml.iter().filter_map(|document| file::check_part(document)));
    if selected.iter().all(|rule| matches!(rule.check, Check::Elsewhere)) {
        return findings;
    }
    let recognised: Vec<&Document> =
        exports.iter().copied().filter(|document| recognise(document.root()).is_some()).collect();
    let read: Vec<&Document> = recognised.iter().chain(yaml).copied().collect();
    let translated = translate(read.iter().copied());
    let all = read.iter().copied().chain(&translated);
    let needs_scripts = |rule: &&Rule| matches!(rule.check, Check::Script(_) | Check::Collection(_) | Check::Group(_));
    let readers: Vec<&Rule> = selected.iter().copied().filter(|rule| needs_scripts(rule)).collect();
    let is_parsed = |text: &str| match readers.as_slice() {
        [rule] if rule.id == script_literal::RULE.id => script_literal::may_apply(text),
        _ => true,
    };
    let scripts: ScriptFilter<'_> = if readers.is_empty() { NO_SCRIPTS } else { Some(&is_parsed) };
    let group = FileGroup::new(all, declared.to_vec(), scripts).declared_by_manifest(options.is_declared_group);
    if let Some(mut left_out) = options.left_out.as_ref().and_then(|left_out| left_out.lock().ok()) {
        left_out.extend(group.left_out().map(|entity| entity.node.document().path().to_owned()));
    }
    let by_rule = selected.par_iter().flat_map_iter(|rule| {
        let mut findings = Vec::new();
        run_rule(rule, &read, &group, &mut Reporter::new(rule, &mut findings));
        findings
    });
    findings.par_extend(by_rule);
    findings
}

fn run_rule(rule: &Rule, documents: &[&Document], group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    match rule.check {
        Check::Elsewhere => {}
        Check::Document(check) => documents.iter().for_each(|document| check(document, reporter)),
        Check::Collection(check) => group.collections().for_each(|collection| check(collection, reporter)),
        Check::Request(check) => {
            group.collections().flat_map(Entity::requests).for_each(|request| check(request, reporter));
        }
        Check::Script(check) => {
            group.collections().flat_map(|collection| &collection.scripts).for_each(|script| check(script, reporter));
        }
        Check::Values(check) => group.values().for_each(|values| check(values, reporter)),
        Check::Group(check) => check(group, reporter),
    }
}
