//! How likely a contact along a tie is to succeed: the rules by their words.

use std::fmt;

use groundswell_graph::Error;
use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::probability::Probability;

use crate::mistake::Mistake;
use crate::suggestion::suggestion;

/// The words for the rules; those for uniform chances take one behind a colon.
pub const RULES: [&str; 6] = [
    "given",
    "weighted-cascade",
    "uniform",
    "trivalency",
    "uniform-multiplicity",
    "weighted-cascade-multiplicity",
];

/// How the activation probabilities of one platform are filled in.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The weights of the ties.
    Given,
    /// The weights of the ties, which stand in the column of that name.
    Column(String),
    /// 1 / in-degree of who hears.
    WeightedCascade,
    /// The same for every tie.
    Uniform(Probability),
    /// 0.1, 0.01 or 0.001 for each tie, at random.
    Trivalency,
    /// 1 − (1 − p)^m for a tie that stands m times.
    UniformMultiplicity(Probability),
    /// m / (sum of m into who hears) for a tie that stands m times.
    WeightedCascadeMultiplicity,
}

impl Rule {
    /// The rule that `text` stands for. A word that is none, and resembles none, is
    /// the name of a column.
    ///
    /// # Errors
    ///
    /// [`Mistake::BadWeights`].
    pub fn parse(text: &str) -> Result<Self, Mistake> {
        let bad = || Mistake::BadWeights {
            text: text.to_owned(),
        };
        let chance = |text: &str| {
            let value = text.trim().parse().ok().and_then(Probability::new);
            value.ok_or_else(bad)
        };
        Ok(match text.split_once(':') {
            Some(("uniform", p)) => Self::Uniform(chance(p)?),
            Some(("uniform-multiplicity", p)) => Self::UniformMultiplicity(chance(p)?),
            Some(_) => return Err(bad()),
            None => match text {
                "given" => Self::Given,
                "weighted-cascade" => Self::WeightedCascade,
                "trivalency" => Self::Trivalency,
                "weighted-cascade-multiplicity" => Self::WeightedCascadeMultiplicity,
                "" | "uniform" | "uniform-multiplicity" => return Err(bad()),
                near if suggestion(near, RULES).is_some() => return Err(bad()),
                column => Self::Column(column.to_owned()),
            },
        })
    }

    /// The activation probabilities of `platform`; `seed` names the luck of rules
    /// that need any.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchColumn`], [`Error::NotAProbability`] for weights that are none.
    pub fn activation(&self, platform: &Platform, seed: u64) -> Result<Activation, Error> {
        Ok(match self {
            Self::Given | Self::Column(_) => Activation::of_weights(platform)?,
            Self::WeightedCascade => Activation::weighted_cascade(&platform.ties),
            Self::Uniform(p) => Activation::uniform(*p),
            Self::Trivalency => Activation::trivalency(platform, seed),
            Self::UniformMultiplicity(p) => Activation::by_multiplicity(platform, *p),
            Self::WeightedCascadeMultiplicity => {
                Activation::weighted_cascade_by_multiplicity(platform)
            }
        })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given => f.write_str("given"),
            Self::Column(column) => f.write_str(column),
            Self::WeightedCascade => f.write_str("weighted-cascade"),
            Self::Uniform(p) => write!(f, "uniform:{}", p.get()),
            Self::Trivalency => f.write_str("trivalency"),
            Self::UniformMultiplicity(p) => write!(f, "uniform-multiplicity:{}", p.get()),
            Self::WeightedCascadeMultiplicity => f.write_str("weighted-cascade-multiplicity"),
        }
    }
}

/// The rules of all platforms.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// For platforms that have none of their own.
    everywhere: Rule,
    by_platform: Vec<(String, Rule)>,
}

impl Weights {
    /// The rules that `texts` stand for, each either a rule for all platforms or
    /// `PLATFORM=RULE`; `otherwise` where there is none for all.
    ///
    /// # Errors
    ///
    /// [`Mistake::BadWeights`], [`Mistake::WeightsTwice`].
    pub fn parse(texts: &[String], otherwise: Rule) -> Result<Self, Mistake> {
        let mut everywhere = None;
        let mut by_platform: Vec<(String, Rule)> = Vec::new();
        for text in texts {
            let (platform, rule) = match text.split_once('=') {
                Some((platform, rule)) => (Some(platform.trim().to_owned()), rule),
                None => (None, text.as_str()),
            };
            let rule = Rule::parse(rule.trim())?;
            let twice = match &platform {
                None => everywhere.is_some(),
                Some(platform) => by_platform.iter().any(|(earlier, _)| earlier == platform),
            };
            if twice {
                return Err(Mistake::WeightsTwice { platform });
            }
            match platform {
                None => everywhere = Some(rule),
                Some(platform) => by_platform.push((platform, rule)),
            }
        }
        Ok(Self {
            everywhere: everywhere.unwrap_or(otherwise),
            by_platform,
        })
    }

    /// The rule of a platform.
    pub fn of(&self, platform: &str) -> &Rule {
        let own = self.by_platform.iter().find(|(name, _)| name == platform);
        own.map_or(&self.everywhere, |(_, rule)| rule)
    }

    /// The column of weights that a rule names, if one does.
    pub fn column(&self) -> Option<&str> {
        let own = self.by_platform.iter().map(|(_, rule)| rule);
        let mut rules = own.chain([&self.everywhere]);
        rules.find_map(|rule| match rule {
            Rule::Column(column) => Some(column.as_str()),
            _ => None,
        })
    }

    /// Whether every rule is for a platform of `graph`.
    ///
    /// # Errors
    ///
    /// [`Mistake::NoSuchPlatform`].
    pub fn fits(&self, graph: &FanGraph) -> Result<(), Mistake> {
        let stranger = |(name, _): &&(String, Rule)| graph.platform(name).is_none();
        match self.by_platform.iter().find(stranger) {
            None => Ok(()),
            Some((platform, _)) => Err(Mistake::NoSuchPlatform {
                platform: platform.clone(),
                platforms: graph.platforms().iter().map(|p| p.name.clone()).collect(),
            }),
        }
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.everywhere.fmt(f)?;
        for (platform, rule) in &self.by_platform {
            write!(f, ", {platform}={rule}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_written_as_it_is_read() {
        for text in [
            "given",
            "weighted-cascade",
            "uniform:0.1",
            "trivalency",
            "uniform-multiplicity:0.25",
            "weighted-cascade-multiplicity",
            "trust",
        ] {
            assert_eq!(Rule::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_resembles_a_rule_is_a_slip_and_not_a_column() {
        let slip = Rule::parse("wieghted-cascade").unwrap_err();
        let meant = slip.suggestion();
        assert_eq!(meant.as_deref(), Some("did you mean `weighted-cascade`?"));
        assert!(Rule::parse("uniform:10").is_err());
        assert!(Rule::parse("uniform").is_err());
    }

    #[test]
    fn a_platform_may_have_a_rule_of_its_own() {
        let texts = ["uniform:0.5", "facebook=trivalency"].map(str::to_owned);
        let weights = Weights::parse(&texts, Rule::Given).unwrap();
        assert_eq!(weights.of("facebook"), &Rule::Trivalency);
        assert_eq!(weights.of("twitter").to_string(), "uniform:0.5");
        let twice = Weights::parse(&[texts[0].clone(), texts[0].clone()], Rule::Given);
        assert_eq!(twice, Err(Mistake::WeightsTwice { platform: None }));
    }
}
