//! The generated pages in `docs/` are current.

use postsmith::check::rule_page;
use support::generated::assert_current;
use support::postsmith;
use support::program::run;

#[test]
fn rules_page_is_current() {
    assert_current("docs/rules.md", &rule_page::all_rule_pages());
}

#[test]
fn v3_reference_is_current() {
    let ran = run(postsmith!().args(["schema", "v3-reference"]));
    assert_current("docs/requests.md", &ran.stdout);
}

#[test]
fn causes_page_is_current() {
    let ran = run(postsmith!().args(["rules", "--causes", "--format", "markdown"]));
    assert_current("docs/causes.md", &ran.stdout);
}
