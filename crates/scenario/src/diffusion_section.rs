//! `[diffusion]`: a question about diffusion in a scenario file.

use toml::de::DeValue;

use crate::diagnostic::{Cause, Diagnostic, MISSING_KEY, NO_SUCH_NAME, OUT_OF_RANGE, UNKNOWN_WORD};
use crate::diffusion::{Diffusion, MOST_ROUNDS, Written};
use crate::document::{Section, Value, if_default};
use crate::effective::{Line, bare, quoted};
use crate::mistake::Mistake;
use crate::model::{EITHER, Kind, MODELS};
use crate::quantity::{Absent, Ask, FRACTION, Quantity, Unit};
use crate::seed_set::SeedSet;
use crate::setting::{Parameter, Range};
use crate::weights::Rule;

/// Letters that a rule for weights or a description of seeds may have.
const LONGEST: usize = 20_000;

/// How many seeds.
const HOW_MANY: Ask = Ask::new(Unit::People, 0.0, 50e6).whole();

/// `[diffusion]` on an audience with these platforms; `None` where something is wrong
/// with it, which has been said.
pub(crate) fn read(mut section: Section<'_>, platforms: &[String]) -> Option<Diffusion> {
    let before = section.reading().mistakes();
    let places = MODELS.iter().enumerate();
    let names = places.flat_map(|(at, kind)| [(kind.name, at), (kind.alias, at)]);
    let names: Vec<_> = names.filter(|(name, _)| !name.is_empty()).collect();
    // Which settings belong here is not known without the model.
    let kind = &MODELS[section.word("model", &names, None)?];
    let mut settings = Vec::new();
    for parameter in kind.parameters {
        if let Some(text) = setting(&mut section, parameter) {
            settings.push((parameter.key.to_owned(), text));
        }
    }
    let weights = weights(&mut section, kind, platforms);
    let seeds = seeds(&mut section, kind.name == "competitive-cascade");
    let rounds = rounds(&mut section);
    let place = section.place();
    let written = Written {
        model: kind.name.to_owned(),
        settings,
        weights,
        seeds,
        rounds,
    };
    let fine = section.reading().mistakes() == before;
    let parsed = Diffusion::parse(&written);
    let parsed = parsed.inspect(|diffusion| {
        let is_default = if_default(rounds.is_none());
        section.note(match diffusion.rounds {
            Some(rounds) => Line::new("rounds", rounds.to_string()).comment(is_default),
            None => Line {
                value: None,
                ..Line::new("rounds", String::new()).comment("until everybody is silent")
            },
        });
    });
    let parsed = match parsed {
        Err(mistake) if fine => {
            section.report(diagnostic(OUT_OF_RANGE, "diffusion", &mistake).at(place));
            None
        }
        parsed => parsed.ok().filter(|_| fine),
    };
    section.end();
    parsed
}

fn diagnostic(cause: Cause, path: &str, mistake: &Mistake) -> Diagnostic {
    Diagnostic::new(cause, format!("{path}: {mistake}")).help(mistake.suggestion())
}

/// What the file says of a setting, as one would write it on the command line.
fn setting(section: &mut Section<'_>, parameter: &'static Parameter) -> Option<String> {
    let Parameter {
        key,
        default,
        range,
        ..
    } = *parameter;
    let (one, other) = EITHER;
    if key == one && !section.has(one) && section.has(other) {
        section.value(one);
        return None;
    }
    let number = |section: &mut Section<'_>, ask: Ask| match default.parse() {
        Ok(default) => Some(section.number(key, ask, Absent::Default(default))),
        Err(_) => section.optional(key, ask, "no such number"),
    };
    match range {
        Range::Whole(least, most) => {
            let ask = Ask::new(Unit::Number, least.into(), most.into()).whole();
            number(section, ask).map(|value| value.to_string())
        }
        Range::Number(least, most) => {
            let ask = match (least, most) {
                (0.0, 1.0) => FRACTION,
                _ => Ask::new(Unit::Number, least, most),
            };
            number(section, ask).map(|value| value.to_string())
        }
        Range::Word(words) => {
            let words: Vec<_> = words.iter().map(|&word| (word, word)).collect();
            let default = words.iter().find(|(word, _)| *word == default);
            section
                .word(key, &words, default.map(|(word, _)| *word))
                .map(str::to_owned)
        }
        Range::Chances => chances(section, parameter),
    }
}

/// A list of numbers from 0 to 1.
fn chances(section: &mut Section<'_>, parameter: &Parameter) -> Option<String> {
    let (key, path) = (parameter.key, section.path_of(parameter.key));
    let Some(value) = section.value(key) else {
        let default = parameter.default;
        section.note(match default {
            "" => Line {
                value: None,
                ..Line::new(key, String::new()).comment(otherwise(parameter))
            },
            _ => Line::new(key, in_brackets(default)).comment("default"),
        });
        return (!default.is_empty()).then(|| default.to_owned());
    };
    let items = section.list_of(&path, value);
    let number = |item: &Value<'_>| match item.get_ref() {
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => None,
    };
    let texts: Option<Vec<String>> = items.into_iter().map(number).collect();
    let Some(texts) = texts else {
        section.wrong_type(&path, value, "a list of numbers from 0 to 1");
        return None;
    };
    match parameter.value(&texts.join(",")) {
        Ok(chances) => {
            let text = chances.to_string();
            section.note(Line::new(key, in_brackets(&text)));
            Some(text)
        }
        Err(mistake) => {
            let mistake = diagnostic(OUT_OF_RANGE, section.path(), &mistake);
            section.report(mistake.at(Some(value.span())));
            None
        }
    }
}

/// What the meaning says of a parameter that is not set: its last words.
fn otherwise(parameter: &Parameter) -> &'static str {
    parameter.meaning.rsplit("; ").next().unwrap_or_default()
}

fn in_brackets(list: &str) -> String {
    format!("[{}]", list.replace(',', ", "))
}

/// One rule for all platforms, or a table of one for each.
fn weights(section: &mut Section<'_>, kind: &Kind, platforms: &[String]) -> Vec<String> {
    let rule = |section: &Section<'_>, path: &str, key: &str, value: &Value<'_>| {
        let text = text(section, path, value)?;
        let (text, tuned) = tuned(section, path, text, FRACTION);
        let mistake = match Rule::parse(&text) {
            Ok(Rule::Column(column)) => {
                let message = format!(
                    "{path} is \"{column}\", which is no rule; audience.weight names a column, \
                     and \"given\" takes it"
                );
                Diagnostic::new(UNKNOWN_WORD, message)
            }
            Ok(_) => {
                section.note(Line::new(key, quoted(&text)).with(tuned));
                return Some(text);
            }
            Err(mistake) => diagnostic(UNKNOWN_WORD, path, &mistake),
        };
        section.report(mistake.at(Some(value.span())));
        None
    };
    let path = section.path_of("weights");
    match section.value("weights") {
        None => {
            section.note(Line::new("weights", quoted(kind.weights)).comment("default"));
            Vec::new()
        }
        Some(value) if value.get_ref().is_table() => {
            let table = section.section("weights");
            let mut rules = Vec::new();
            for (platform, place) in table.names() {
                if !platforms.contains(&platform) {
                    let mistake = Mistake::NoSuchPlatform {
                        platform,
                        platforms: platforms.to_vec(),
                    };
                    table.report(diagnostic(NO_SUCH_NAME, &path, &mistake).at(Some(place)));
                    continue;
                }
                let Some(value) = table.named(&platform) else {
                    continue;
                };
                let path = table.path_of(&bare(&platform));
                let rule = rule(&table, &path, &platform, value);
                rules.extend(rule.map(|rule| format!("{platform}={rule}")));
            }
            rules
        }
        Some(value) => rule(section, &path, "weights", value).into_iter().collect(),
    }
}

/// The seeds; in a competition a table with those of each brand.
fn seeds(section: &mut Section<'_>, has_brands: bool) -> Vec<String> {
    let set = |section: &Section<'_>, path: &str, key: &str, value: &Value<'_>| {
        let text = text(section, path, value)?;
        let (text, tuned) = match text.starts_with("chance:") {
            true => tuned(section, path, text, FRACTION),
            false => tuned(section, path, text, HOW_MANY),
        };
        match SeedSet::parse(&text) {
            Ok(_) => {
                section.note(Line::new(key, quoted(&text)).with(tuned));
                Some(text)
            }
            Err(mistake) => {
                let mistake = diagnostic(UNKNOWN_WORD, path, &mistake);
                section.report(mistake.at(Some(value.span())));
                None
            }
        }
    };
    let path = section.path_of("seeds");
    let Some(value) = section.value("seeds") else {
        section.missing("seeds");
        return Vec::new();
    };
    if !has_brands {
        return set(section, &path, "seeds", value).into_iter().collect();
    }
    let table = section.section("seeds");
    if table.is_broken() {
        return Vec::new();
    }
    let mut sets = Vec::new();
    for (brand, _) in table.names() {
        let Some(value) = table.named(&brand) else {
            continue;
        };
        let path = table.path_of(&bare(&brand));
        let set = set(&table, &path, &brand, value);
        sets.extend(set.map(|set| format!("{brand}={set}")));
    }
    if table.names().is_empty() {
        let message = format!("{path} names no brand; {{ A = \"0\", B = \"1\" }} would do");
        table.report(Diagnostic::new(MISSING_KEY, message).at(table.place()));
    }
    sets
}

/// A word with a number behind a colon, such as `uniform:0.1` or `degree:50`, whose number
/// can be varied by the path of the word, what stands behind another colon being kept; any
/// other text as it is.
fn tuned(section: &Section<'_>, path: &str, text: String, ask: Ask) -> (String, Vec<Quantity>) {
    let parts = text.split_once(':').filter(|_| !text.contains('+'));
    let parts = parts.and_then(|(word, numbers)| {
        let (number, rest) = numbers.split_at(numbers.find(':').unwrap_or(numbers.len()));
        let number: f64 = number.trim().replace('_', "").parse().ok()?;
        Some((word, number, rest))
    });
    let Some((word, number, rest)) = parts else {
        return (text, Vec::new());
    };
    let Some(quantity) = section.reading().number_at(path, number, ask) else {
        return (text, Vec::new());
    };
    match quantity.value == number {
        true => (text, vec![quantity]),
        false => (format!("{word}:{}{rest}", quantity.value), vec![quantity]),
    }
}

fn text(section: &Section<'_>, path: &str, value: &Value<'_>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(_) => section.text_of(path, value, LONGEST),
        _ => {
            section.wrong_type(path, value, "a text in quotes");
            None
        }
    }
}

fn rounds(section: &mut Section<'_>) -> Option<u32> {
    let rounds = section.integer("rounds", 1..i64::from(MOST_ROUNDS) + 1);
    rounds.map(|rounds| rounds as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overrides::Overrides;
    use crate::scenario::Scenario;

    fn file(diffusion: &str) -> String {
        format!(
            "format = 1\nname = \"Club\"\n[audience]\nkind = \"built-in\"\ngraph = \"karate\"\n\
             [diffusion]\n{diffusion}\n[run]\nworlds = 100\n"
        )
    }

    fn question(diffusion: &str) -> Diffusion {
        let parsed = Scenario::parse(&file(diffusion)).unwrap_or_else(|m| panic!("{m:?}"));
        parsed.scenario.diffusion.unwrap()
    }

    fn messages(text: &str) -> Vec<String> {
        let mistakes = Scenario::parse(text).unwrap_err();
        mistakes.into_iter().map(|m| m.message).collect()
    }

    #[test]
    fn a_file_asks_what_the_command_line_asks() {
        let asked = question("model = \"sir\"\nrecovery = { guess = 0.3 }\nseeds = \"0,33\"");
        let written = Diffusion::parse(&Written {
            model: "sir".to_owned(),
            settings: vec![("recovery".to_owned(), "0.3".to_owned())],
            seeds: vec!["0,33".to_owned()],
            ..Written::default()
        });
        assert_eq!(asked.hash(&[]), written.unwrap().hash(&[]));
    }

    #[test]
    fn chances_and_how_many_seeds_can_be_varied() {
        let text = file("model = \"ic\"\nweights = \"uniform:0.1\"\nseeds = \"degree:5\"");
        let scenario = Scenario::parse(&text).unwrap().scenario;
        let paths: Vec<&str> = scenario.assumptions().map(|q| q.path.as_str()).collect();
        assert_eq!(paths, ["diffusion.weights", "diffusion.seeds"]);
        let overrides = Overrides::none();
        let overrides = overrides
            .with("diffusion.weights", 0.25)
            .with("diffusion.seeds", 7.0);
        let varied = scenario.with(&overrides).unwrap();
        let asked = file("model = \"ic\"\nweights = \"uniform:0.25\"\nseeds = \"degree:7\"");
        let asked = Scenario::parse(&asked).unwrap().scenario;
        assert_eq!(varied.diffusion, asked.diffusion);
        assert_eq!(varied.hash(), asked.hash());
        let wrong = scenario.with(&Overrides::none().with("diffusion.weights", 1.5));
        assert!(wrong.unwrap_err()[0].message.contains("between 0 and 1"));
    }

    #[test]
    fn every_model_can_be_asked_for_with_its_defaults() {
        for kind in &MODELS {
            let seeds = match kind.name {
                "competitive-cascade" => "{ A = \"0\", B = \"33\" }",
                _ => "\"0\"",
            };
            let asked = format!("model = \"{}\"\nseeds = {seeds}", kind.name);
            assert_eq!(question(&asked).name, kind.name);
        }
    }

    #[test]
    fn the_effective_file_says_the_same() {
        for asked in [
            "model = \"complex-contagion\"\nfraction = \"50%\"\nseeds = \"0\"",
            "model = \"structural-diversity\"\nchances = [0.1, 0.5, 1]\nseeds = \"0+chance:0.1\"",
            "model = \"competitive-cascade\"\nappeals = [1, 0.5]\nseeds = { A = \"0\", B = \"33\" }",
            "model = \"si\"\nweights = { ties = \"uniform:0.2\" }\nseeds = \"degree:2\"",
        ] {
            let scenario = Scenario::parse(&file(asked)).unwrap().scenario;
            let again = Scenario::parse(&scenario.effective());
            let again = again.unwrap_or_else(|m| panic!("{m:?}\n{}", scenario.effective()));
            let hash = |scenario: &Scenario| scenario.diffusion.as_ref().unwrap().hash(&[]);
            assert_eq!(hash(&again.scenario), hash(&scenario), "{asked}");
            assert_eq!(again.scenario.hash(), scenario.hash(), "{asked}");
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let text =
            file("model = \"sir\"\nrecovry = 0.2\nweights = \"unifrom:0.1\"\nseeds = \"0,,1\"");
        let found = messages(&text);
        assert_eq!(found.len(), 3, "{found:?}");
        let ask = "model = \"ic\"\nweights = { tie = \"uniform:0.1\" }\nseeds = \"0\"";
        let found = Scenario::parse(&file(ask)).unwrap_err();
        assert_eq!(found[0].help.as_deref(), Some("did you mean `ties`?"));
        let slip = messages(&file("model = \"indepedent-cascade\"\nseeds = \"0\""));
        assert_eq!(slip.len(), 1, "{slip:?}");
        let found = messages(&file("model = \"sir\"\nrecovery = 10\nseeds = \"0\""));
        assert!(found[0].contains("diffusion.recovery"), "{found:?}");
    }

    #[test]
    fn a_file_has_strategies_or_a_question() {
        let text =
            file("model = \"ic\"\nseeds = \"0\"") + "[[strategy]]\nname = \"x\"\nactions = []\n";
        let found = messages(&text);
        assert!(found[0].contains("[diffusion] and strategies"), "{found:?}");
    }
}
