//! One drawing for light and dark ground: its colours are names that the style sheet
//! has a meaning for on either.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What stands before a name of two colours, and what between them.
const NAME: &str = "var(--";
const BETWEEN: char = '-';

/// Digits of a colour.
const DIGITS: usize = 6;

/// Two drawings of a picture as one: where the colours differ stands the name of both,
/// as in `var(--0066a1-7fc8f2)`. All else is as on light ground.
pub(crate) fn both(light: &str, dark: &str) -> String {
    let mut both = String::with_capacity(light.len());
    let mut on_dark = dark.split('#').skip(1);
    for (place, on_light) in light.split('#').enumerate() {
        if place == 0 {
            both.push_str(on_light);
            continue;
        }
        let colours = (colour(on_light), on_dark.next().and_then(colour));
        match colours {
            (Some(a), Some(b)) if !a.eq_ignore_ascii_case(b) => {
                let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
                let _ = write!(both, "{NAME}{a}{BETWEEN}{b}){}", &on_light[DIGITS..]);
            }
            _ => {
                both.push('#');
                both.push_str(on_light);
            }
        }
    }
    both
}

/// The rules that give every name in `page` its colours. On paper all is light.
pub(crate) fn sheet(page: &str) -> String {
    let names = page.split(NAME).skip(1).filter_map(|after| {
        let (a, b) = (colour(after)?, colour(after.get(DIGITS + 1..)?)?);
        let is_name =
            after[DIGITS..].starts_with(BETWEEN) && after[2 * DIGITS + 1..].starts_with(')');
        is_name.then_some((a, b))
    });
    let names: BTreeSet<(&str, &str)> = names.collect();
    let rules = |of: fn((&str, &str)) -> String| {
        let rules = names
            .iter()
            .map(|&(a, b)| format!("--{a}{BETWEEN}{b}:#{};", of((a, b))));
        format!(":root{{{}}}", rules.collect::<String>())
    };
    let (light, dark) = (rules(|(a, _)| a.to_owned()), rules(|(_, b)| b.to_owned()));
    match names.is_empty() {
        true => String::new(),
        false => format!("{light}@media screen and (prefers-color-scheme: dark){{{dark}}}"),
    }
}

/// The colour with which a text begins.
fn colour(text: &str) -> Option<&str> {
    let digits = text.get(..DIGITS)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_has_a_name_and_the_name_its_colours() {
        let light =
            r##"<rect fill="#FFFFFF"/><path stroke="#0066A1"/><text fill="#123456">#1 é</text>"##;
        let dark =
            r##"<rect fill="#15181D"/><path stroke="#7FC8F2"/><text fill="#123456">#1 é</text>"##;
        let both = both(light, dark);
        assert_eq!(
            both,
            r##"<rect fill="var(--ffffff-15181d)"/><path stroke="var(--0066a1-7fc8f2)"/><text fill="#123456">#1 é</text>"##
        );
        assert_eq!(
            sheet(&both),
            ":root{--0066a1-7fc8f2:#0066a1;--ffffff-15181d:#ffffff;}\
             @media screen and (prefers-color-scheme: dark)\
             {:root{--0066a1-7fc8f2:#7fc8f2;--ffffff-15181d:#15181d;}}"
        );
    }

    #[test]
    fn words_that_look_like_names_are_no_rules() {
        for words in [
            "var(--",
            "var(--é0066a1",
            "var(--0066a1-7fc8f2;}",
            "var(--0066a1-7fc8",
            "#",
        ] {
            assert_eq!(both(words, words), words);
            assert_eq!(sheet(words), "");
        }
    }
}
