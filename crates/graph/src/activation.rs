//! How likely one contact along a tie is to succeed.
//!
//! Rules that follow from structure take no memory per tie: [`uniform`], trivalency
//! and the weighted cascade. What depends on columns is held one by one, eight
//! bytes a tie.
//!
//! [`uniform`]: Activation::uniform

use crate::Error;
use crate::fan_graph::Platform;
use crate::id::{EdgeId, NodeId};
use crate::name_key::NameKey;
use crate::probability::{Chance, Probability};
use crate::ties::Ties;

/// The activation probability of every tie of one platform: by a rule, which
/// costs no memory, or one by one.
#[derive(Debug, Clone, PartialEq)]
pub enum Activation {
    /// The same for every tie.
    Uniform(Chance),
    /// One entry per tie, in [`EdgeId`] order.
    PerTie(Vec<Chance>),
    /// 1 / in-degree of the target: the weighted cascade. One entry per person.
    ///
    /// Source: Kempe, Kleinberg & Tardos, KDD 2003, section 4.
    WeightedCascade(Vec<Chance>),
    /// One of three for each tie, chosen at random once and for all: strong,
    /// middling and weak ties.
    ///
    /// Source: Chen, Wang & Wang, KDD 2010, section 4.1.
    Trivalency {
        /// The three, each as likely as any other.
        chances: [Chance; 3],
        /// What names the choice.
        key: u64,
    },
}

impl Activation {
    /// The same probability for every tie.
    pub fn uniform(p: Probability) -> Self {
        Self::Uniform(p.chance())
    }

    /// One probability per tie, in [`EdgeId`] order.
    pub fn per_tie(probabilities: impl IntoIterator<Item = Probability>) -> Self {
        Self::PerTie(probabilities.into_iter().map(Probability::chance).collect())
    }

    /// 1 / in-degree of the target, for the given ties.
    pub fn weighted_cascade(ties: &Ties) -> Self {
        let of = |v| Probability::clamped(1.0 / f64::from(ties.in_degree(v).max(1))).chance();
        Self::WeightedCascade((0..ties.people()).map(|v| of(NodeId(v))).collect())
    }

    /// 0.1, 0.01 or 0.001 for each tie, as `seed` has it. Which one depends on the
    /// seed, the platform's name and the two people, not on their neighbours.
    pub fn trivalency(platform: &Platform, seed: u64) -> Self {
        let chance = |p| Probability::clamped(p).chance();
        Self::Trivalency {
            chances: [chance(0.1), chance(0.01), chance(0.001)],
            key: seed ^ platform.key.0 ^ NameKey::of("trivalency").0,
        }
    }

    /// The platform's weights, taken as probabilities.
    ///
    /// # Errors
    ///
    /// [`Error::NotAProbability`] for a weight outside 0 to 1;
    /// [`Error::NoSuchColumn`] where the platform has no weights.
    pub fn of_weights(platform: &Platform) -> Result<Self, Error> {
        let chance = |&weight: &f64| {
            let p = Probability::new(weight).ok_or_else(|| not_a_probability(weight))?;
            Ok(p.chance())
        };
        let chances = weights(platform)?
            .iter()
            .map(chance)
            .collect::<Result<_, _>>()?;
        Ok(Self::PerTie(chances))
    }

    /// By tie strength: `strongest` for the tie with the largest weight, and in
    /// proportion to their weights for the others.
    ///
    /// # Errors
    ///
    /// [`Error::NotAProbability`] for a weight below zero;
    /// [`Error::NoSuchColumn`] where the platform has no weights.
    pub fn by_strength(platform: &Platform, strongest: Probability) -> Result<Self, Error> {
        let weights = weights(platform)?;
        if let Some(&weight) = weights.iter().find(|weight| **weight < 0.0) {
            return Err(not_a_probability(weight));
        }
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let share = |&weight: &f64| match largest > 0.0 {
            true => Probability::clamped(strongest.get() * (weight / largest)).chance(),
            false => Chance::NEVER,
        };
        Ok(Self::PerTie(weights.iter().map(share).collect()))
    }

    /// By multiplicity: 1 − (1 − p)^m for a tie that stands m times, each of which
    /// succeeds with probability p. Without multiplicities m is 1.
    ///
    /// Source: Kempe, Kleinberg & Tardos, KDD 2003, section 4.
    pub fn by_multiplicity(platform: &Platform, p: Probability) -> Self {
        let Some(multiplicity) = &platform.multiplicity else {
            return Self::uniform(p);
        };
        // 1 − (1 − p)^m without loss for small p.
        let log = libm::log1p(-p.get());
        let once_or_more = |&m: &u32| Probability::clamped(-libm::expm1(f64::from(m) * log));
        Self::PerTie(
            multiplicity
                .iter()
                .map(|m| once_or_more(m).chance())
                .collect(),
        )
    }

    /// The weighted cascade with multiplicities: m of the tie over the sum of m
    /// into its target.
    pub fn weighted_cascade_by_multiplicity(platform: &Platform) -> Self {
        let Some(multiplicity) = &platform.multiplicity else {
            return Self::weighted_cascade(&platform.ties);
        };
        let mut into = vec![0u64; platform.ties.people() as usize];
        for (edge, _, target) in platform.ties.iter() {
            into[target.index()] += u64::from(multiplicity[edge.index()]);
        }
        let share = |(edge, _, target): (EdgeId, NodeId, NodeId)| {
            let share = f64::from(multiplicity[edge.index()]) / into[target.index()] as f64;
            Probability::clamped(share).chance()
        };
        Self::PerTie(platform.ties.iter().map(share).collect())
    }

    /// The chance of the tie `edge`, which leads from `source` to `target`.
    #[inline]
    pub fn chance(&self, edge: EdgeId, source: NodeId, target: NodeId) -> Chance {
        match self {
            Self::Uniform(chance) => *chance,
            Self::PerTie(chances) => chances[edge.index()],
            Self::WeightedCascade(chances) => chances[target.index()],
            Self::Trivalency { chances, key } => chances[one_of_three(*key, source, target)],
        }
    }
}

/// 0, 1 or 2 for a tie, each as likely. Kept out of the engines' loops, where
/// other rules would pay for its instructions.
#[inline(never)]
fn one_of_three(key: u64, source: NodeId, target: NodeId) -> usize {
    let pair = u64::from(source.0) << 32 | u64::from(target.0);
    ((u128::from(mixed(pair ^ mixed(key))) * 3) >> 64) as usize
}

/// A mixed word. Source: the finalizer of Steele, Lea & Flood, OOPSLA 2014
/// (variant 13 of Stafford).
#[inline]
fn mixed(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

fn weights(platform: &Platform) -> Result<&[f64], Error> {
    platform
        .weights
        .as_deref()
        .ok_or_else(|| Error::NoSuchColumn {
            column: "weight".to_owned(),
            columns: Vec::new(),
        })
}

fn not_a_probability(weight: f64) -> Error {
    Error::NotAProbability {
        value: weight.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::GraphBuilder;
    use crate::fan_graph::FanGraph;
    use crate::import::{Duplicates, Import};
    use crate::read::{Reading, edge_list};

    fn weighted(weights: [f64; 3]) -> FanGraph {
        let (a, b, c) = (NodeId(0), NodeId(1), NodeId(2));
        let mut builder = GraphBuilder::new(3);
        let [x, y, z] = weights;
        let arcs = [(a, b, x), (b, c, y), (c, a, z)];
        builder.weighted_platform("x", &arcs).unwrap();
        builder.build()
    }

    fn chances(graph: &FanGraph, activation: &Activation) -> Vec<f64> {
        let ties = graph.platforms()[0].ties.iter();
        let chance = |(e, a, b)| activation.chance(e, a, b).digits() as f64 / 2f64.powi(64);
        ties.map(chance).collect()
    }

    #[test]
    fn weights_are_probabilities_or_strengths() {
        let graph = weighted([0.5, 0.25, 0.0]);
        let platform = &graph.platforms()[0];
        let given = Activation::of_weights(platform).unwrap();
        assert_eq!(chances(&graph, &given), [0.5, 0.25, 0.0]);
        let strength = Activation::by_strength(platform, Probability::clamped(0.125));
        assert_eq!(chances(&graph, &strength.unwrap()), [0.125, 0.0625, 0.0]);
        let wrong = weighted([0.5, 1.5, 0.0]);
        let value = "1.5".to_owned();
        let refused = Activation::of_weights(&wrong.platforms()[0]);
        assert_eq!(refused, Err(Error::NotAProbability { value }));
        let none = crate::builder::graph("0->1");
        let refused = Activation::of_weights(&none.platforms()[0]);
        assert!(matches!(refused, Err(Error::NoSuchColumn { .. })));
    }

    #[test]
    fn ties_that_stand_often_succeed_more_often() {
        let draft = edge_list::read(&b"0 1\n0 1\n2 1\n"[..], &Reading::default()).unwrap();
        let import = Import {
            duplicates: Duplicates::Count,
            ..Import::default()
        };
        let (graph, _) = draft.import(&import).unwrap();
        let platform = &graph.platforms()[0];
        let once_or_twice = Activation::by_multiplicity(platform, Probability::clamped(0.5));
        assert_eq!(chances(&graph, &once_or_twice), [0.75, 0.5]);
        let shares = Activation::weighted_cascade_by_multiplicity(platform);
        let shares = chances(&graph, &shares);
        assert!((shares[0] - 2.0 / 3.0).abs() < 1e-15 && (shares[1] - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn trivalency_is_a_third_each_and_stays_with_its_tie() {
        let pairs: Vec<_> = (0..30_000u32)
            .map(|i| (NodeId(i % 300), NodeId(300 + i / 300)))
            .collect();
        let mut builder = GraphBuilder::new(400);
        let direction = crate::builder::Direction::SourceToTarget;
        builder.platform("x", &pairs, direction).unwrap();
        let graph = builder.build();
        let platform = &graph.platforms()[0];
        let activation = Activation::trivalency(platform, 1);
        let all = chances(&graph, &activation);
        for p in [0.1, 0.01, 0.001] {
            let count = all.iter().filter(|&&x| (x - p).abs() < 1e-12).count() as f64;
            // 4.5 standard errors: a false alarm in one of 100,000 for each.
            let error = (30_000.0 / 3.0 * 2.0 / 3.0f64).sqrt();
            assert!((count - 10_000.0).abs() < 4.5 * error, "{p}: {count}");
        }
        assert_ne!(activation, Activation::trivalency(platform, 2));
        let (source, target) = (NodeId(7), NodeId(350));
        let edge = platform.ties.edge(source, target).unwrap();
        let one = activation.chance(edge, source, target);
        assert_eq!(one, activation.chance(EdgeId(0), source, target));
    }
}
