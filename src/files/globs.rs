//! Path globs with the syntax of `.gitignore`.

use camino::Utf8Path;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Compiled globs. A glob without `/` matches in any folder; `**` matches any number of folders, `*` none.
#[derive(Debug, Clone)]
pub struct Globs(GlobSet);

/// A glob with a syntax error.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the glob `{pattern}` is not valid: {reason}")]
pub struct GlobError {
    /// The glob.
    pub pattern: String,
    /// The reason.
    pub reason: String,
}

impl Globs {
    /// Compiles `patterns`. They match paths with `/` as separator on every system.
    pub fn new(patterns: &[String]) -> Result<Self, GlobError> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let refuse =
                |error: globset::Error| GlobError { pattern: pattern.clone(), reason: error.kind().to_string() };
            let bare = pattern.strip_prefix("./").unwrap_or(pattern).trim_start_matches('/');
            let anywhere = if pattern.contains('/') { bare.to_owned() } else { format!("**/{bare}") };
            // A folder matches all files in it.
            for form in [anywhere.clone(), format!("{}/**", anywhere.trim_end_matches('/'))] {
                set.add(GlobBuilder::new(&form).literal_separator(true).build().map_err(refuse)?);
            }
        }
        let set =
            set.build().map_err(|error| GlobError { pattern: String::new(), reason: error.kind().to_string() })?;
        Ok(Self(set))
    }

    /// Whether one of the globs matches.
    pub fn is_match(&self, path: &Utf8Path) -> bool {
        !self.0.is_empty() && self.0.is_match(path.as_str().replace('\\', "/").trim_start_matches("./"))
    }
}

#[cfg(test)]
mod tests {
    use super::Globs;

    #[test]
    fn globs_match_as_in_gitignore() {
        let fits = |pattern: &str, path: &str| Globs::new(&[pattern.to_owned()]).unwrap().is_match(path.into());
        assert!(
            fits("*.json", "a/b/c.json") && fits("legacy", "legacy/a.json") && fits("legacy/**", "legacy/x/a.json")
        );
        assert!(fits("./a/*.json", "a/b.json") && fits("/a/*.json", "./a/b.json") && fits("legacy/", "legacy/a.json"));
        assert!(!fits("a/*.json", "a/b/c.json") && !fits("legacy/**", "other/legacy.json"));
        assert!(Globs::new(&["a[".to_owned()]).unwrap_err().to_string().contains("`a[`"));
        assert!(!Globs::new(&[]).unwrap().is_match("a".into()));
    }
}
