//! What somebody may have meant by a misspelt word.

/// "did you mean …?", where one of `known` is close to `word`.
pub fn suggestion<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    if word.len() > 200 {
        return None;
    }
    let close = |known: &&str| {
        let distance = strsim::damerau_levenshtein(word, known);
        distance <= 1 + word.chars().count().max(known.chars().count()) / 4
            || strsim::jaro_winkler(word, known) > 0.9
    };
    let best = known
        .into_iter()
        .filter(close)
        .min_by_key(|known| strsim::damerau_levenshtein(word, known))?;
    Some(format!("did you mean `{best}`?"))
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn a_close_word_is_suggested_and_a_far_one_is_not() {
        let known = ["watts-strogatz", "r-mat"];
        let suggested = suggestion("wats-strogatz", known);
        assert_eq!(suggested.as_deref(), Some("did you mean `watts-strogatz`?"));
        assert_eq!(suggestion("bakery", known), None);
    }
}
