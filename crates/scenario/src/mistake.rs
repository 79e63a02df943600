//! What is wrong with a question about diffusion, with what would do.

use std::fmt;

use groundswell_seeding::method::Method;

use crate::model::{self, MODELS};
use crate::setting::Range;
use crate::suggestion::suggestion;
use crate::weights::RULES;

/// What keeps a question about diffusion from being asked, with the values that do.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Mistake {
    /// No model has that name.
    NoSuchModel {
        /// The name.
        name: String,
    },
    /// The model has no setting of that name.
    NoSuchSetting {
        /// The model.
        model: &'static str,
        /// The name.
        key: String,
        /// The settings it has.
        keys: Vec<&'static str>,
    },
    /// A setting is set twice.
    SettingTwice {
        /// Which.
        key: &'static str,
    },
    /// A setting is set to something that it does not take.
    BadSetting {
        /// Which.
        key: &'static str,
        /// What stands there.
        value: String,
        /// What would do.
        range: Range,
    },
    /// Two settings exclude each other.
    NotTogether {
        /// The one.
        key: &'static str,
        /// The other.
        other: &'static str,
    },
    /// A rule for the weights that there is not.
    BadWeights {
        /// What stands there.
        text: String,
    },
    /// A platform has several rules for its weights, or there are several for all.
    WeightsTwice {
        /// The platform; `None` for all.
        platform: Option<String>,
    },
    /// A rule is for a platform that the graph does not have.
    NoSuchPlatform {
        /// The name.
        platform: String,
        /// The platforms there are.
        platforms: Vec<String>,
    },
    /// Seeds that cannot be read.
    BadSeeds {
        /// What stands there.
        text: String,
    },
    /// Seeds of a competition stand without the brand they have.
    NoBrand {
        /// What stands there.
        text: String,
    },
    /// The seeds of a brand are left to chance.
    BrandByChance {
        /// The brand.
        brand: String,
    },
    /// A brand has seeds twice.
    BrandTwice {
        /// The brand.
        brand: String,
    },
    /// There are not as many appeals as brands.
    Appeals {
        /// How many appeals.
        appeals: usize,
        /// How many brands.
        brands: usize,
    },
    /// A seed is not in the graph.
    NoSuchSeed {
        /// The id.
        id: String,
        /// The first of the ids there are.
        first: String,
    },
    /// More seeds are asked for than there are people.
    TooManySeeds {
        /// How many.
        seeds: u32,
        /// How many people there are.
        people: u32,
    },
    /// The fans are to be the seeds, and there are none.
    NoFans,
    /// Nobody at all is a seed.
    NoSeeds,
    /// The file of seeds cannot be read.
    SeedFile {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A line of a file of seeds cannot be read.
    SeedLine {
        /// The file.
        file: String,
        /// The line, from 1 on.
        line: u64,
        /// Why not.
        reason: &'static str,
    },
    /// A line of a file of numbers per person cannot be read.
    NumberLine {
        /// The file.
        file: String,
        /// The line, from 1 on.
        line: u64,
        /// How it begins.
        text: String,
    },
    /// A line of a file of seeds or of numbers per person names somebody who is not in the graph.
    PersonLine {
        /// The file.
        file: String,
        /// The line, from 1 on.
        line: u64,
        /// The id.
        id: String,
        /// The first of the ids there are.
        first: String,
    },
    /// Seeds are to be chosen by the ties of all platforms together, which cannot be held.
    TiesTogether {
        /// Why.
        reason: String,
    },
}

impl Mistake {
    /// What may have been meant.
    pub fn suggestion(&self) -> Option<String> {
        match self {
            Self::NoSuchModel { name } => suggestion(name, model::names()),
            Self::NoSuchSetting { key, keys, .. } => suggestion(key, keys.iter().copied()),
            Self::BadSetting {
                value,
                range: Range::Word(words),
                ..
            } => suggestion(value, words.iter().copied()),
            Self::BadWeights { text } => {
                let word = text.split(':').next().unwrap_or_default();
                suggestion(word, RULES.iter().copied()).filter(|_| !RULES.contains(&word))
            }
            Self::NoSuchPlatform {
                platform,
                platforms,
            } => suggestion(platform, platforms.iter().map(String::as_str)),
            // Ids may have colons, so a misspelt method is one until nobody has it.
            Self::NoSuchSeed { id, .. } | Self::BadSeeds { text: id } => {
                let (word, _) = id.split_once(':')?;
                let words = Method::words().map(|(word, _)| word);
                let words: Vec<&str> = words.chain(["chance"]).collect();
                suggestion(word, words.iter().copied()).filter(|_| !words.contains(&word))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchModel { name } => {
                let models: Vec<&str> = MODELS.iter().map(|kind| kind.name).collect();
                write!(
                    f,
                    "there is no model \"{name}\"; the models are {}",
                    models.join(", ")
                )
            }
            Self::NoSuchSetting { model, key, keys } if keys.is_empty() => {
                write!(f, "{model} has no setting `{key}`; it has none at all")
            }
            Self::NoSuchSetting { model, key, keys } => write!(
                f,
                "{model} has no setting `{key}`; its settings are {}",
                keys.join(", ")
            ),
            Self::SettingTwice { key } => write!(f, "{key} is set twice; once would do"),
            Self::BadSetting { key, value, range } => {
                write!(f, "{key} is {value}; {range} would do")
            }
            Self::NotTogether { key, other } => {
                write!(
                    f,
                    "{key} and {other} exclude each other; one of them would do"
                )
            }
            Self::BadWeights { text } => write!(
                f,
                "weights are \"{text}\"; {} would do, where P is a probability from 0 to 1",
                spelt()
            ),
            Self::WeightsTwice { platform: None } => {
                write!(
                    f,
                    "weights are given twice; once would do, or PLATFORM=RULE for each"
                )
            }
            Self::WeightsTwice {
                platform: Some(platform),
            } => write!(f, "weights of {platform} are given twice; once would do"),
            Self::NoSuchPlatform {
                platform,
                platforms,
            } => write!(
                f,
                "weights are given for \"{platform}\"; the platforms are {}",
                platforms.join(", ")
            ),
            Self::BadSeeds { text } => write!(
                f,
                "seeds are \"{text}\"; ids such as 0,33 would do, @FILE, fans, chance:P, or so many by \
                 a method such as {}, and several of them with + between",
                methods()
            ),
            Self::NoBrand { text } => write!(
                f,
                "seeds are \"{text}\"; in a competition each brand has its own: BRAND=0,33 would do"
            ),
            Self::BrandByChance { brand } => write!(
                f,
                "the seeds of {brand} are left to chance; those of a brand are the same in every \
                 world"
            ),
            Self::BrandTwice { brand } => {
                write!(
                    f,
                    "{brand} has seeds twice; with + between they are one set"
                )
            }
            Self::Appeals { appeals, brands } => {
                write!(
                    f,
                    "appeals are {appeals} for {brands} brands; one for each would do"
                )
            }
            Self::NoSuchSeed { id, first } => write!(
                f,
                "seed \"{id}\" is not in the graph; the ids begin with {first}"
            ),
            Self::TooManySeeds { seeds, people } => {
                write!(f, "{seeds} seeds are asked for; there are {people} people")
            }
            Self::NoFans => write!(f, "the seeds are to be the fans, but nobody is one"),
            Self::NoSeeds => write!(f, "nobody is a seed; at least one person would do"),
            Self::SeedFile { file, reason } => write!(f, "{file}: {reason}"),
            Self::SeedLine { file, line, reason } => {
                write!(f, "{file}, line {line}: {reason}; an id a line would do")
            }
            Self::NumberLine { file, line, text } => write!(
                f,
                "{file}, line {line}: \"{text}\" stands there; an id and a number of at least 0 would \
                 do, as in anna,12.5"
            ),
            Self::PersonLine {
                file,
                line,
                id,
                first,
            } => write!(
                f,
                "{file}, line {line}: \"{id}\" is not in the graph; the ids begin with {first}"
            ),
            Self::TiesTogether { reason } => write!(
                f,
                "seeds are chosen by the ties of all platforms together: {reason}; degree:N or \
                 random:N would do"
            ),
        }
    }
}

impl std::error::Error for Mistake {}

/// The methods of choosing seeds as one writes them.
fn methods() -> String {
    Method::ALL.map(|by| format!("{}:N", by.name())).join(", ")
}

/// The rules for weights as one writes them.
fn spelt() -> String {
    let spelt = RULES.map(|rule| match rule.starts_with("uniform") {
        true => format!("{rule}:P"),
        false => rule.to_owned(),
    });
    spelt.join(", ")
}
