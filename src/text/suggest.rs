//! "Did you mean": the nearest known word.

/// Longest word, in bytes, that is looked at.
const MAX_LENGTH: usize = 500;

/// The word of `known` that `word` was probably meant to be, if one is near enough.
///
/// Near means at most a third of the letters differ (Damerau-Levenshtein, case and `-`/`_` apart), or one word contains the other.
/// Of equally near ones the first wins.
pub fn suggest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest(word, known, true)
}

/// The same for names that people make themselves: that one contains the other (`URL`, `BASE_URL`) says nothing there.
pub fn slip<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest(word, known, false)
}

fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>, may_contain: bool) -> Option<&'k str> {
    // Nobody mistypes a word of this length, and the time to compare grows with both lengths.
    if word.len() > MAX_LENGTH {
        return None;
    }
    let word = fold(word);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= MAX_LENGTH)
        .filter_map(|candidate| Some((distance(&word, &fold(candidate), may_contain)?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

fn distance(word: &str, candidate: &str, may_contain: bool) -> Option<usize> {
    let (one, other) = (word.chars().count(), candidate.chars().count());
    let letters = one.max(other);
    let contained =
        may_contain && word.len().min(candidate.len()) >= 4 && (word.contains(candidate) || candidate.contains(word));
    // At least the difference of the lengths has to be put in or taken out.
    if one.abs_diff(other) * 3 > letters && !contained {
        return None;
    }
    let distance = strsim::damerau_levenshtein(word, candidate);
    (distance * 3 <= letters || contained).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::{slip, suggest};

    #[test]
    fn finds_slips_and_stays_silent_when_nothing_is_near() {
        let known = ["method", "headers", "queryParams", "auth", "url"];
        assert_eq!(suggest("metod", known), Some("method"));
        assert_eq!(suggest("header", known), Some("headers"));
        assert_eq!(suggest("QueryParam", known), Some("queryParams"));
        assert_eq!(suggest("query_params", known), Some("queryParams"));
        assert_eq!(suggest("bogus", known), None);
        assert_eq!(suggest("x", known), None);
        assert_eq!((suggest("Params", known), slip("Params", known)), (Some("queryParams"), None));
        assert_eq!(slip("QueryParam", known), Some("queryParams"));
    }

    #[test]
    fn long_words_cost_no_time() {
        let long = format!("headers{}", "x".repeat(3_000_000));
        let many = vec!["headers"; 10_000];
        let begun = std::time::Instant::now();
        assert_eq!(suggest(&long, many.iter().copied()), None);
        assert_eq!(suggest("headers", [long.as_str(), "header"]), Some("header"));
        assert!(begun.elapsed() < std::time::Duration::from_secs(1), "{:?}", begun.elapsed());
    }
}
