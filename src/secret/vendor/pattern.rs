//! The data of one vendor's kind of token.

/// The pattern of one kind of token, which says what it is wherever it stands.
pub struct VendorPattern {
    /// A stable id: `github-pat`.
    pub id: &'static str,
    /// Its name for people: `GitHub personal access token`.
    pub name: &'static str,
    /// The token contains one of these, character for character (ASCII, rare in ordinary text). The pattern is tried only then.
    pub keywords: &'static [&'static str],
    /// The whole token as a regular expression over bytes, without look-around. The search itself refuses a match with a letter, digit, `_`
    /// or `-` on either side. With a group the group is the token, and the rest is the URL that shows whose it is.
    pub pattern: &'static str,
    /// Least Shannon entropy of the whole token in bits a character; 0 when the pattern is proof enough.
    pub entropy: f32,
    /// The variable that can replace it: `GITHUB_TOKEN`.
    pub variable: &'static str,
    /// Templates that match: `<a36>` stands for 36 random letters and digits, `<l..>` small letters, `<u..>` capitals and digits, `<h..>` hex
    /// digits, `<d..>` digits, `<b..>` characters of base64url, `<s..>` of base64, `<n..>` small letters and digits.
    pub examples: &'static [&'static str],
    /// Templates that do not match: too short, of another vendor, a placeholder, an id.
    pub counterexamples: &'static [&'static str],
    /// Page that documents the format.
    pub reference: &'static str,
    /// Page on which the user of such a token revokes it, or that says how. None where the token alone does not show whose page it is.
    pub revocation: Option<&'static str>,
}
