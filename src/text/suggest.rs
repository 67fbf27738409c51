//! "Did you mean": the nearest known word.

/// Longest word, in bytes, that is compared. Nobody mistypes a longer one, and the time to compare grows with both lengths.
const MAX_LENGTH: usize = 500;

/// The word of `known` that is nearest to `word`, if one is near enough to be what the author meant.
///
/// Near means that at most a third of the characters differ (Damerau-Levenshtein distance; case and `-`/`_` do not count), or that one word contains
/// the other. Of equally near words the first wins.
pub fn suggest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest(word, known, true)
}

/// The word of `known` of which `word` is probably a typo. For names that users choose: unlike with [`suggest`], a word that contains the other
/// (`URL`, `BASE_URL`) is not near.
pub fn typo<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest(word, known, false)
}

/// The word of `known` that `word` is surely a misspelling of: one slip of the pen away, two in words of eight characters or more. Case and `-`/`_` do not
/// count; numbers must be equal (`user1` is not `user2`). For names that may all exist side by side.
pub fn misspelling<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let plain = |word: &str| word.to_lowercase().replace(['-', '_'], "");
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    let (folded, numbers) = (plain(word), digits(word));
    let slips = |candidate: &&str| {
        if candidate.len().max(word.len()) > MAX_LENGTH || digits(candidate) != numbers {
            return None;
        }
        let folded_candidate = plain(candidate);
        let (one, other) = (folded.chars().count(), folded_candidate.chars().count());
        let most = if one.min(other) >= 8 { 2 } else { usize::from(one.min(other) >= 4) };
        let is_near = one.abs_diff(other) <= most;
        let distance = is_near.then(|| strsim::damerau_levenshtein(&folded, &folded_candidate))?;
        (distance <= most).then_some(distance)
    };
    known
        .into_iter()
        .filter_map(|candidate| Some((slips(&candidate)?, candidate)))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>, may_contain: bool) -> Option<&'k str> {
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
    let characters = one.max(other);
    let contained =
        may_contain && word.len().min(candidate.len()) >= 4 && (word.contains(candidate) || candidate.contains(word));
    // The distance is at least the difference of the lengths.
    if one.abs_diff(other) * 3 > characters && !contained {
        return None;
    }
    let distance = strsim::damerau_levenshtein(word, candidate);
    (distance * 3 <= characters || contained).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::{misspelling, suggest, typo};

    #[test]
    fn a_misspelling_is_a_slip_or_two_away_and_other_names_are_not() {
        let known = ["access_token", "user1", "cardid", "ossFileKey", "id"];
        assert_eq!(misspelling("acess_token", known), Some("access_token"));
        assert_eq!(misspelling("card_id", known), Some("cardid"));
        for other in ["user2", "ossFileId", "t1_ossFileKey", "idx", "access"] {
            assert_eq!(misspelling(other, known), None, "{other}");
        }
    }

    #[test]
    fn a_near_word_is_suggested_and_a_distant_one_is_not() {
        let known = ["method", "headers", "queryParams", "auth", "url"];
        assert_eq!(suggest("metod", known), Some("method"));
        assert_eq!(suggest("header", known), Some("headers"));
        assert_eq!(suggest("QueryParam", known), Some("queryParams"));
        assert_eq!(suggest("query_params", known), Some("queryParams"));
        assert_eq!(suggest("bogus", known), None);
        assert_eq!(suggest("x", known), None);
        assert_eq!((suggest("Params", known), typo("Params", known)), (Some("queryParams"), None));
        assert_eq!(typo("QueryParam", known), Some("queryParams"));
    }

    #[test]
    fn long_words_are_not_compared() {
        let long = format!("headers{}", "x".repeat(3_000_000));
        let many = vec!["headers"; 10_000];
        let begun = std::time::Instant::now();
        assert_eq!(suggest(&long, many.iter().copied()), None);
        assert_eq!(suggest("headers", [long.as_str(), "header"]), Some("header"));
        assert!(begun.elapsed() < std::time::Duration::from_secs(1), "{:?}", begun.elapsed());
    }
}
