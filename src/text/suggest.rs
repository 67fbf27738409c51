//! "Did you mean": the nearest known word.

/// The word of `known` that `word` was probably meant to be, if one is near enough.
///
/// Near means at most a third of the letters differ (Damerau-Levenshtein, case and `-`/`_` apart), or one word contains the other.
/// Of equally near ones the first wins.
pub fn suggest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = fold(word);
    known
        .into_iter()
        .filter_map(|candidate| Some((distance(&word, &fold(candidate))?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

fn distance(word: &str, candidate: &str) -> Option<usize> {
    let letters = word.chars().count().max(candidate.chars().count());
    let distance = strsim::damerau_levenshtein(word, candidate);
    let contained = word.len().min(candidate.len()) >= 4 && (word.contains(candidate) || candidate.contains(word));
    (distance * 3 <= letters || contained).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn finds_slips_and_stays_silent_when_nothing_is_near() {
        let known = ["method", "headers", "queryParams", "auth", "url"];
        assert_eq!(suggest("metod", known), Some("method"));
        assert_eq!(suggest("header", known), Some("headers"));
        assert_eq!(suggest("QueryParam", known), Some("queryParams"));
        assert_eq!(suggest("query_params", known), Some("queryParams"));
        assert_eq!(suggest("bogus", known), None);
        assert_eq!(suggest("x", known), None);
    }
}
