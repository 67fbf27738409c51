//! What a rule for the tokens of one vendor is.

/// A kind of token that is told by how it looks, wherever it stands.
pub struct Rule {
    /// Its id, stable for ever: `github-pat`.
    pub id: &'static str,
    /// What people call it: `GitHub personal access token`.
    pub name: &'static str,
    /// One of these stands in it, letter for letter (ASCII, as rare in ordinary text as can be): only then the pattern is tried.
    pub keywords: &'static [&'static str],
    /// The whole token and nothing else, as a regular expression over bytes, without look-around and borders: no letter, digit, `_` or
    /// `-` may stand on either side.
    pub pattern: &'static str,
    /// Least Shannon entropy of the whole token in bits a character; 0 when its form says enough.
    pub entropy: f32,
    /// The variable to put in its place: `GITHUB_TOKEN`.
    pub variable: &'static str,
    /// Forms that match, with `<a36>` for 36 random letters and digits, `<l..>` small letters, `<u..>` capitals and digits, `<h..>` hex
    /// digits, `<d..>` digits, `<b..>` letters of base64url, `<s..>` of base64, `<n..>` small letters and digits.
    pub right: &'static [&'static str],
    /// Forms that do not: too short, of another vendor, a placeholder, an id.
    pub wrong: &'static [&'static str],
    /// Where the form is documented.
    pub reference: &'static str,
}
