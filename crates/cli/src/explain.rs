//! `explain`: what an error id, a model, a metric or another word stands for.

mod markdown;

use groundswell_campaign::metric::{Metric, Unit};
use groundswell_campaign::ratio::{self, Ratio};
use groundswell_graph::generate::registry::KINDS;
use groundswell_scenario::diagnostic::CAUSES;
use groundswell_scenario::model::{self, MODELS};
use groundswell_scenario::presets::PRESETS;
use groundswell_scenario::suggestion::suggestion;
use groundswell_seeding::method::Method;

use crate::Done;
use crate::arguments::EXIT_CODES;
use crate::compare::wrapped;
use crate::exit::Exit;
use crate::graph::wrong;
use crate::run::settings_of;
use crate::welcome::print_out;

/// The page of the models: a section each.
const MODELS_PAGE: &str = include_str!("../../../docs/models.md");

/// The glossary: a row a word.
const GLOSSARY: &str = include_str!("../../../docs/glossary.md");

/// Explains `words`, which are one or several as on a command line; without any, says
/// what can be explained.
pub(crate) fn verb(words: &[String]) -> Done {
    let word = words.join(" ").trim().to_lowercase();
    if word.is_empty() {
        print_out(&everything())?;
        return Ok(Exit::Done);
    }
    let Some(explanation) = explanation(&word) else {
        let known = known();
        let near = suggestion(&word, known.iter().map(String::as_str));
        let near = near.unwrap_or_else(|| "groundswell explain lists all".to_owned());
        return Err(wrong(format!("nothing is called \"{word}\"; {near}")));
    };
    print_out(&explanation)?;
    Ok(Exit::Done)
}

/// What `word` stands for: everything that is called so.
fn explanation(word: &str) -> Option<String> {
    let explained = [
        cause(word),
        of_model(word),
        metric(word),
        of_ratio(word),
        method(word),
        generator(word),
        preset(word),
        exit_code(word),
        in_glossary(word),
    ];
    let found: Vec<String> = explained.into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

fn cause(word: &str) -> Option<String> {
    let cause = CAUSES
        .iter()
        .find(|cause| cause.id.eq_ignore_ascii_case(word))?;
    let (id, severity) = (cause.id, cause.severity.name());
    Some(format!("{id} ({severity})\n{}", wrapped(cause.meaning)))
}

/// The section of the page, with what can be set.
fn of_model(word: &str) -> Option<String> {
    let kind = model::kind(word).ok()?;
    let section = markdown::section(MODELS_PAGE, kind.name).map(markdown::plain);
    Some(format!(
        "{}\n{}",
        settings_of(kind),
        section.unwrap_or_default()
    ))
}

fn metric(word: &str) -> Option<String> {
    let metric = Metric::named(&word.replace('-', "_"))?;
    let counted = match metric.unit() {
        Unit::People => "in people",
        Unit::Messages => "in times",
        Unit::Steps => "in steps from friend to friend",
        Unit::Money => "in the scenario's currency",
        Unit::Opinion => "from -1 to 1",
    };
    let better = match metric.more_is_better() {
        true => "more is better",
        false => "less is better",
    };
    let whole = metric.whole().map_or(String::new(), |whole| {
        format!(" These are {} (`{whole}`).", whole.label())
    });
    Some(format!(
        "{metric}, a metric: {}; {counted}, {better}\n{}",
        metric.label(),
        wrapped(&format!("{}{whole}", metric.meaning()))
    ))
}

fn of_ratio(word: &str) -> Option<String> {
    let ratio = match word {
        // As textbooks write them.
        "r" => Ratio::Reproduction,
        "k" => Ratio::KFactor,
        word => Ratio::named(&word.replace('-', "_"))?,
    };
    let counted = match ratio.unit() {
        ratio::Unit::Money => "in the scenario's currency",
        ratio::Unit::Share => "a share",
        ratio::Unit::Number => "a number",
    };
    Some(format!(
        "{}, a ratio: {}; {counted}\n    {}\n{}",
        ratio.name(),
        ratio.label(),
        ratio.formula(),
        wrapped(
            "Both are means over worlds first: it is the ratio of expectations, and not defined \
             where the denominator might as well be nothing."
        )
    ))
}

fn method(word: &str) -> Option<String> {
    let method = Method::ALL.into_iter().find(|by| by.name() == word)?;
    Some(format!(
        "{word}, a way of choosing seeds\n{}",
        wrapped(&format!(
            "{}. Write {word}:50 for fifty of them.",
            method.summary()
        ))
    ))
}

fn generator(word: &str) -> Option<String> {
    let kind = KINDS.iter().find(|kind| kind.name == word)?;
    let mut text = format!(
        "{word}, a model of graphs\n{}",
        wrapped(&format!("{}. {}.", kind.makes, kind.source))
    );
    for parameter in kind.parameters {
        let (key, meaning, range) = (parameter.key, parameter.meaning, &parameter.range);
        text.push_str(&format!(
            "  {key} {}: {meaning} ({range})\n",
            parameter.default
        ));
    }
    Some(text)
}

/// What the comment says that a preset's file begins with.
fn preset(word: &str) -> Option<String> {
    let preset = PRESETS.iter().find(|preset| preset.name == word)?;
    let comment = preset.text.lines().map_while(|line| line.strip_prefix('#'));
    let comment: Vec<&str> = comment.map(str::trim).collect();
    Some(format!(
        "{word}, a preset\n{}groundswell presets show {word} prints it.\n",
        markdown::plain(&comment.join("\n"))
    ))
}

fn exit_code(word: &str) -> Option<String> {
    let code: u8 = word.strip_prefix("exit ").unwrap_or(word).parse().ok()?;
    let known = [0, 1, 2, 3, 4, 74, 130].contains(&code);
    known.then(|| format!("{EXIT_CODES}\n"))
}

/// Words that a row of the glossary has, and what they mean.
fn rows() -> impl Iterator<Item = (Vec<String>, &'static str)> {
    let rows = GLOSSARY.lines().filter_map(|line| {
        let (words, meaning) = line.strip_prefix("| ")?.split_once(" | ")?;
        Some((words, meaning.trim_end().trim_end_matches('|').trim_end()))
    });
    let rows = rows.filter(|(words, _)| *words != "word" && !words.starts_with("---"));
    rows.map(|(words, meaning)| {
        let words = words.split(", ").map(|word| word.trim().to_lowercase());
        (words.collect(), meaning)
    })
}

fn in_glossary(word: &str) -> Option<String> {
    let found = rows().filter(|(words, _)| words.iter().any(|known| known == word));
    let told: String = found
        .map(|(words, meaning)| markdown::plain(&format!("{}: {meaning}.", words.join(", "))))
        .collect();
    (!told.is_empty()).then_some(told)
}

/// Everything that can be explained, by kind.
fn kinds() -> [(&'static str, Vec<String>); 8] {
    let named = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    [
        (
            "mistakes",
            named(CAUSES.iter().map(|cause| cause.id).collect()),
        ),
        (
            "models",
            named(MODELS.iter().map(|kind| kind.name).collect()),
        ),
        (
            "metrics",
            named(Metric::ALL.iter().map(|m| m.name()).collect()),
        ),
        (
            "ratios",
            named(Ratio::ALL.iter().map(|r| r.name()).collect()),
        ),
        (
            "methods of choosing seeds",
            named(Method::ALL.iter().map(|by| by.name()).collect()),
        ),
        (
            "models of graphs",
            named(KINDS.iter().map(|kind| kind.name).collect()),
        ),
        (
            "presets",
            named(PRESETS.iter().map(|preset| preset.name).collect()),
        ),
        ("words", rows().flat_map(|(words, _)| words).collect()),
    ]
}

fn known() -> Vec<String> {
    kinds().into_iter().flat_map(|(_, words)| words).collect()
}

fn everything() -> String {
    let mut text = "groundswell explain WORD explains each of these:\n".to_owned();
    for (kind, words) in kinds() {
        text.push_str(&format!("\n{kind}\n"));
        text.push_str(&wrapped(&words.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_there_is_has_an_explanation() {
        for word in known() {
            let told = explanation(&word.to_lowercase());
            assert!(
                told.is_some_and(|told| told.len() > word.len() + 5),
                "{word}"
            );
        }
    }

    #[test]
    fn every_model_has_its_section_on_the_page() {
        for kind in &MODELS {
            assert!(
                markdown::section(MODELS_PAGE, kind.name).is_some(),
                "{} has none",
                kind.name
            );
        }
    }

    #[test]
    fn a_part_says_of_what_it_is_one() {
        let told = metric("customers-by-invite").unwrap();
        assert!(told.contains("won by an invitation"), "{told}");
        assert!(told.contains("`customers`"), "{told}");
    }

    #[test]
    fn the_glossary_is_found_by_each_of_its_words() {
        assert!(in_glossary("diameter").unwrap().contains("largest"));
        assert!(in_glossary("no such word").is_none());
    }
}
