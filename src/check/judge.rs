//! Runs the rules over a group.

use super::reporter::Reporter;
use super::rule::{Check, Rule};
use super::{Options, file, rules, script, secret};
use crate::analysis::facts::{Group, Subject};
use crate::document::Document;
use crate::files::is_yaml;
use crate::finding::Finding;
use crate::postman::recognise;
use crate::schema;
use rayon::prelude::*;

pub(super) fn group<'d>(documents: &[&'d Document], declared: &[&'d str], options: &Options) -> Vec<Finding> {
    let chosen: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| options.selection.includes(rule.id)).collect();
    // What stands in a source of the form v3 is judged by `build`; here only its secrets are.
    let (sources, exported): (Vec<&Document>, Vec<&Document>) =
        documents.iter().copied().partition(|document| is_yaml(document.path()));
    let with_places = || {
        let findings = by_schema(&exported, options);
        // Nearly every file has something to note, and reading the scripts leaves a processor idle.
        if chosen.iter().any(|rule| !matches!(rule.check, Check::Elsewhere)) {
            exported.par_iter().for_each(|document| document.prepare_positions());
        }
        findings
    };
    let secrets = || -> Vec<Finding> {
        let is_asked = chosen.iter().any(|rule| rule.id.group() == "secret");
        let all = exported.par_iter().chain(&sources).filter(|_| is_asked);
        all.flat_map_iter(|document| secret::judge(document)).collect()
    };
    let others = || rayon::join(with_places, || by_rules(&exported, declared, &chosen));
    let (secrets, (mut findings, more)) = rayon::join(secrets, others);
    findings.extend(more);
    findings.retain(|finding| !is_said(finding, &secrets));
    findings.extend(secrets);
    findings.retain(|finding| options.selection.includes(finding.rule));
    findings.sort();
    findings.dedup();
    findings
}

/// Whether a secret of a script is reported by the scan as well, which knows more of it.
fn is_said(finding: &Finding, secrets: &[Finding]) -> bool {
    let place = &finding.location;
    let is_there = |secret: &Finding| {
        secret.location.path == place.path
            && secret.location.span.start < place.span.end
            && secret.location.span.end > place.span.start
    };
    finding.rule == script::secret_in_clear::RULE.id && secrets.iter().any(is_there)
}

fn by_schema(documents: &[&Document], options: &Options) -> Vec<Finding> {
    if !rules::ALL.iter().any(|rule| rule.id.group() == "schema" && options.selection.includes(rule.id)) {
        return Vec::new();
    }
    let of = |document: &&Document| {
        let parts = crate::postman::objects(document.root());
        let validated = parts.into_iter().flat_map(|(kind, node)| schema::validate(kind, node, options.profile));
        validated.collect::<Vec<_>>()
    };
    documents.par_iter().flat_map_iter(of).collect()
}

fn by_rules<'d>(documents: &[&'d Document], declared: &[&'d str], chosen: &[&'static Rule]) -> Vec<Finding> {
    let mut findings: Vec<_> = documents.iter().flat_map(|document| file::judge(document)).collect();
    if chosen.iter().all(|rule| matches!(rule.check, Check::Elsewhere)) {
        return findings;
    }
    let known = documents.iter().copied().filter(|document| recognise(document.root()).is_some());
    let wants = |rule: &&Rule| matches!(rule.check, Check::Script(_) | Check::Group(_));
    let group = Group::new(known.clone(), declared.to_vec(), chosen.iter().any(wants));
    let known: Vec<_> = known.collect();
    let by_rule = chosen.par_iter().flat_map_iter(|rule| {
        let mut findings = Vec::new();
        apply(rule, &known, &group, &mut Reporter::new(rule, &mut findings));
        findings
    });
    findings.par_extend(by_rule);
    findings
}

fn apply(rule: &Rule, documents: &[&Document], group: &Group<'_>, reporter: &mut Reporter<'_>) {
    match rule.check {
        Check::Elsewhere => {}
        Check::Document(judge) => documents.iter().for_each(|document| judge(document, reporter)),
        Check::Collection(judge) => group.collections().for_each(|subject| judge(subject, reporter)),
        Check::Request(judge) => {
            group.collections().flat_map(Subject::requests).for_each(|request| judge(request, reporter));
        }
        Check::Script(judge) => {
            group.collections().flat_map(|subject| &subject.scripts).for_each(|script| judge(script, reporter));
        }
        Check::Values(judge) => group.values().for_each(|subject| judge(subject, reporter)),
        Check::Group(judge) => judge(group, reporter),
    }
}
