//! A question about diffusion: how far does word spread, by which model, along
//! which ties, from whom?

use std::fmt::Write as _;

use groundswell_diffusion::contagion::Coins;
use groundswell_diffusion::seeds::Seeds;
use xxhash_rust::xxh3::xxh3_128;

use crate::mistake::Mistake;
use crate::model::{self, Kind, Model};
use crate::seed_set::SeedSet;
use crate::setting::Settings;
use crate::weights::{Rule, Weights};

/// Rounds that a run may have, at most: each keeps its counts.
pub const MOST_ROUNDS: u32 = 100_000;

/// What is asked about diffusion, checked as far as that goes without a graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Diffusion {
    /// The textbook's name of the model.
    pub name: &'static str,
    /// The model.
    pub model: Model,
    /// Every setting of the model with what holds for it.
    pub settings: Settings,
    /// Whether a friendship has one coin or two.
    pub coins: Coins,
    /// How likely a contact is to succeed.
    pub weights: Weights,
    /// Who adopts in round 0, by brand.
    pub seeds: Vec<Starters>,
    /// Rounds after which everybody falls silent; `None` for no bound.
    pub rounds: Option<u32>,
    /// What nobody said and therefore was assumed, one entry a sentence.
    pub assumed: Vec<String>,
}

/// The seeds of a brand.
#[derive(Debug, Clone, PartialEq)]
pub struct Starters {
    /// The brand; empty for a model without brands.
    pub brand: String,
    /// Its seeds.
    pub seeds: SeedSet,
}

/// A question as it is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Written {
    /// The model by its name or its short name.
    pub model: String,
    /// Pairs of key and value.
    pub settings: Vec<(String, String)>,
    /// Rules, each for all platforms or as `PLATFORM=RULE`.
    pub weights: Vec<String>,
    /// Seeds; in a competition `BRAND=SEEDS`.
    pub seeds: Vec<String>,
    /// Rounds after which everybody falls silent.
    pub rounds: Option<u32>,
}

impl Diffusion {
    /// The question that is written so.
    ///
    /// # Errors
    ///
    /// The first [`Mistake`] in it.
    pub fn parse(written: &Written) -> Result<Self, Mistake> {
        let kind = model::kind(&written.model)?;
        let (model, settings, coins) = kind.model(&written.settings)?;
        let mut assumed = Vec::new();
        let weights = weights(kind, &written.weights, &mut assumed)?;
        if !model.uses_weights() {
            assumed.clear();
        }
        let seeds = starters(&model, &written.seeds)?;
        let rounds = written.rounds.or_else(|| {
            (!model.falls_silent()).then(|| {
                let rounds = model.patience();
                assumed.push(match model {
                    Model::InTime(_) => format!("the time looked at is {rounds}"),
                    _ => format!("rounds are {rounds}: this model need not end by itself"),
                });
                rounds
            })
        });
        if let Model::CompetitiveCascade { appeals, .. } = &model
            && !appeals.is_empty()
            && appeals.len() != seeds.len()
        {
            return Err(Mistake::Appeals {
                appeals: appeals.len(),
                brands: seeds.len(),
            });
        }
        Ok(Self {
            name: kind.name,
            model,
            settings,
            coins,
            weights,
            seeds,
            rounds,
            assumed,
        })
    }

    /// The identity of the question, whose seeds are `sets`, one entry a brand: the same
    /// for questions that ask the same of the same graph, whether in a file or on the
    /// command line.
    ///
    /// XXH3-128 of its keys and values, one a line. Of seeds in a file the people
    /// count, not its name.
    pub fn hash(&self, sets: &[Seeds]) -> u128 {
        let mut text = format!("model={}\n", self.name);
        for (key, value) in self.settings.values() {
            let _ = writeln!(text, "{key}={value}");
        }
        let _ = writeln!(text, "weights={}", self.weights);
        for (at, Starters { brand, seeds }) in self.seeds.iter().enumerate() {
            match sets.get(at).filter(|_| seeds.has_file()) {
                None => {
                    let _ = writeln!(text, "seeds.{brand}={seeds}");
                }
                Some(set) => {
                    let _ = write!(text, "seeds.{brand}=of {} by chance", set.perhaps.len());
                    for v in &set.always {
                        let _ = write!(text, ",{}", v.0);
                    }
                    text.push('\n');
                }
            }
        }
        if let Some(rounds) = self.rounds {
            let _ = writeln!(text, "rounds={rounds}");
        }
        xxh3_128(text.as_bytes())
    }
}

fn weights(kind: &Kind, written: &[String], assumed: &mut Vec<String>) -> Result<Weights, Mistake> {
    let otherwise = Rule::parse(kind.weights)?;
    if written.iter().all(|text| text.contains('=')) {
        assumed.push(match written.is_empty() {
            true => format!("weights are {otherwise}"),
            false => format!("weights of other platforms are {otherwise}"),
        });
    }
    Weights::parse(written, otherwise)
}

fn starters(model: &Model, written: &[String]) -> Result<Vec<Starters>, Mistake> {
    let mut all: Vec<Starters> = Vec::new();
    if !model.has_brands() {
        let sets = written.iter().map(|text| SeedSet::parse(text));
        let joined = sets.reduce(|a, b| Ok(a?.and(b?)));
        let brand = String::new();
        let seeds = joined.unwrap_or(Err(Mistake::NoSeeds))?;
        all.push(Starters { brand, seeds });
        return Ok(all);
    }
    for text in written {
        let Some((brand, seeds)) = text.split_once('=') else {
            let text = text.clone();
            return Err(Mistake::NoBrand { text });
        };
        let brand = brand.trim().to_owned();
        if all.iter().any(|earlier| earlier.brand == brand) {
            return Err(Mistake::BrandTwice { brand });
        }
        let seeds = SeedSet::parse(seeds)?;
        all.push(Starters { brand, seeds });
    }
    match all.is_empty() {
        true => Err(Mistake::NoSeeds),
        false => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::id::NodeId;

    fn written(model: &str, seeds: &[&str]) -> Written {
        Written {
            model: model.to_owned(),
            seeds: seeds.iter().map(|&seeds| seeds.to_owned()).collect(),
            ..Written::default()
        }
    }

    #[test]
    fn what_nobody_said_is_assumed_aloud() {
        let lt = Diffusion::parse(&written("lt", &["0"])).unwrap();
        assert_eq!(lt.name, "linear-threshold");
        assert_eq!(lt.assumed, ["weights are weighted-cascade"]);
        let si = Diffusion::parse(&written("si", &["0"])).unwrap();
        assert_eq!((si.rounds, si.assumed.len()), (Some(100), 2));
        let said = Written {
            rounds: Some(5),
            weights: vec!["uniform:0.2".to_owned()],
            ..written("si", &["0"])
        };
        assert!(Diffusion::parse(&said).unwrap().assumed.is_empty());
    }

    #[test]
    fn seeds_named_twice_are_one_set_and_brands_have_their_own() {
        let ic = Diffusion::parse(&written("ic", &["0,1", "degree:2"])).unwrap();
        assert_eq!(ic.seeds.len(), 1);
        assert_eq!(ic.seeds[0].seeds.to_string(), "0,1+degree:2");
        let rivals = written("competitive-cascade", &["A=0,1", "B=33"]);
        let rivals = Diffusion::parse(&rivals).unwrap();
        let brands: Vec<_> = rivals.seeds.iter().map(|s| s.brand.as_str()).collect();
        assert_eq!(brands, ["A", "B"]);
        let refused =
            |seeds: &[&str]| Diffusion::parse(&written("competitive-cascade", seeds)).unwrap_err();
        assert!(matches!(refused(&["0,1"]), Mistake::NoBrand { .. }));
        assert!(matches!(
            refused(&["A=0", "A=1"]),
            Mistake::BrandTwice { .. }
        ));
        assert_eq!(refused(&[]), Mistake::NoSeeds);
    }

    #[test]
    fn the_same_question_has_the_same_hash_however_it_is_named() {
        let parsed = |model, seeds| Diffusion::parse(&written(model, &[seeds])).unwrap();
        let hash = |model, seeds| parsed(model, seeds).hash(&[]);
        assert_eq!(hash("ic", "0"), hash("independent-cascade", "0"));
        assert_ne!(hash("ic", "0"), hash("ic", "1"));
        assert_ne!(hash("ic", "0"), hash("si", "0"));
        let of = |file, people: &[u32]| {
            let seeds = Seeds::these(people.iter().map(|&v| NodeId(v)));
            parsed("ic", file).hash(&[seeds])
        };
        assert_eq!(of("@a.txt", &[1, 2]), of("@b.txt", &[1, 2]));
        assert_ne!(of("@a.txt", &[1, 2]), of("@a.txt", &[1, 3]));
    }
}
