//! What the program prints, word for word. `TRYCMD=overwrite cargo test --test cli transcripts` writes it anew.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/transcripts/*.trycmd").case("README.md");
}
