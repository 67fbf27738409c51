//! The exact output of the program. `TRYCMD=overwrite cargo test --test cli transcripts` writes the transcripts again.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/transcripts/*.trycmd").case("README.md");
}
