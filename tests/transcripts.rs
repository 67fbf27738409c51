//! What the program prints, word for word. `TRYCMD=overwrite cargo test --test transcripts` writes it anew.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("README.md");
}
