//! Trust: how much each listener weighs its own opinion and those it hears.
//!
//! What matters is the proportion of a listener's weights to each other; they need
//! not add up to one.

use std::iter::repeat;

use groundswell_graph::fan_graph::Platform;
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

use crate::error::Error;
use crate::opinion::listening::Listener;
use crate::opinion::mean::Mean;

/// How much each listener weighs its own opinion and those it hears. By rules,
/// which take no memory, or tie by tie, eight bytes each.
#[derive(Debug, Clone)]
pub struct Trust(Weights);

#[derive(Debug, Clone)]
enum Weights {
    OneVoiceEach,
    InOneself(f64),
    ByTie {
        own: PerNode<f64>,
        /// Where each listener's weights begin, one more than people.
        starts: Vec<usize>,
        /// In the order of those heard.
        heard: Vec<f64>,
    },
}

impl Trust {
    /// Everybody has one voice, oneself included: 1 / (people heard + 1).
    pub fn one_voice_each() -> Self {
        Self(Weights::OneVoiceEach)
    }

    /// The share `own` for oneself, and the rest in equal parts for those heard.
    pub fn in_oneself(own: Probability) -> Self {
        Self(Weights::InOneself(own.get()))
    }

    /// By the weights of the platform's ties, and `own` for oneself in the same
    /// unit, one entry per person. Whose weights are all zero keeps its opinion.
    ///
    /// # Errors
    ///
    /// [`Error::NoWeights`], [`Error::NotOnePerPerson`]; [`Error::NotAWeight`] for a
    /// weight below zero or without bound.
    pub fn of_weights(platform: &Platform, own: &[f64]) -> Result<Self, Error> {
        let (ties, name) = (&platform.ties, &platform.name);
        let people = ties.people();
        let weights = platform
            .weights
            .as_deref()
            .ok_or_else(|| Error::NoWeights {
                platform: name.clone(),
            })?;
        if own.len() != people as usize {
            let entries = own.len();
            return Err(Error::NotOnePerPerson { entries, people });
        }
        let mut relative = PerNode::filled(0.0, people);
        let (mut starts, mut heard) = (vec![0], Vec::with_capacity(weights.len()));
        for listener in (0..people).map(NodeId) {
            let first = heard.len();
            heard.extend(weights_into(listener, ties, weights));
            let own = own[listener.index()];
            let speakers = ties.hears(listener).iter().copied().chain([listener]);
            let all = || heard[first..].iter().copied().chain([own]);
            for (speaker, weight) in speakers.zip(all()) {
                if !(weight >= 0.0 && weight.is_finite()) {
                    return Err(Error::NotAWeight {
                        listener,
                        speaker,
                        weight,
                    });
                }
            }
            // Relative to the largest, so that no sum of them overflows.
            let largest = all().fold(0.0, f64::max);
            let unit = if largest > 0.0 { largest } else { 1.0 };
            heard[first..].iter_mut().for_each(|weight| *weight /= unit);
            relative[listener] = own / unit;
            starts.push(heard.len());
        }
        Ok(Self(Weights::ByTie {
            own: relative,
            starts,
            heard,
        }))
    }

    /// The weighted mean of what `listener` thinks and hears.
    ///
    /// # Panics
    ///
    /// If the weights are those of another network.
    pub fn mean(&self, listener: Listener<'_, f64>) -> f64 {
        match &self.0 {
            Weights::OneVoiceEach => weigh(listener, 1.0, repeat(1.0)),
            Weights::InOneself(own) => {
                let each = (1.0 - own) / f64::from(listener.count());
                weigh(listener, *own, repeat(each))
            }
            Weights::ByTie { own, starts, heard } => {
                let v = listener.person;
                let heard = &heard[starts[v.index()]..starts[v.index() + 1]];
                weigh(listener, own[v], heard.iter().copied())
            }
        }
    }
}

/// The mean of what `listener` thinks, with weight `own`, and what those it hears
/// think, with the weights `heard`.
fn weigh(listener: Listener<'_, f64>, own: f64, heard: impl Iterator<Item = f64>) -> f64 {
    let mut mean = Mean::EMPTY.with(listener.own(), own);
    for ((_, opinion), weight) in listener.heard().zip(heard) {
        mean = mean.with(opinion, weight);
    }
    mean.or(listener.own())
}

/// The weights of the ties to `listener`, in the order of those it hears.
fn weights_into(listener: NodeId, ties: &Ties, weights: &[f64]) -> impl Iterator<Item = f64> {
    ties.hears(listener).iter().map(move |&speaker| {
        let edge = ties.edge(speaker, listener);
        weights[edge.expect("whoever is heard has a tie").index()]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::builder::{GraphBuilder, graph};
    use groundswell_graph::fan_graph::FanGraph;

    fn weighted(weights: [f64; 2]) -> FanGraph {
        let mut builder = GraphBuilder::new(3);
        let arcs = [(0, 2, weights[0]), (1, 2, weights[1])];
        let arcs = arcs.map(|(a, b, weight)| (NodeId(a), NodeId(b), weight));
        builder.weighted_platform("ties", &arcs).unwrap();
        builder.build()
    }

    fn mean(trust: &Trust, graph: &FanGraph) -> f64 {
        let ties = &graph.platforms()[0].ties;
        trust.mean(Listener::new(NodeId(2), ties, &[1.0, 2.0, 4.0]))
    }

    #[test]
    fn opinions_weigh_what_they_are_given() {
        let graph = weighted([1.0, 2.0]);
        let by_tie = |own| Trust::of_weights(&graph.platforms()[0], &[0.0, 0.0, own]).unwrap();
        assert_eq!(mean(&by_tie(0.0), &graph), 5.0 / 3.0);
        assert_eq!(mean(&by_tie(1.0), &graph), 9.0 / 4.0);
        assert_eq!(mean(&Trust::one_voice_each(), &graph), 7.0 / 3.0);
        let half = Probability::new(0.5).unwrap();
        assert_eq!(mean(&Trust::in_oneself(half), &graph), 2.75);
        assert_eq!(mean(&Trust::in_oneself(Probability::ONE), &graph), 4.0);
    }

    #[test]
    fn who_trusts_nobody_keeps_its_opinion() {
        let graph = weighted([0.0, 0.0]);
        let trust = Trust::of_weights(&graph.platforms()[0], &[0.0; 3]).unwrap();
        assert_eq!(mean(&trust, &graph), 4.0);
    }

    #[test]
    fn weights_that_are_none_are_named() {
        let refused = |graph: &FanGraph, own: &[f64]| {
            Trust::of_weights(&graph.platforms()[0], own).unwrap_err()
        };
        let not_a_weight = |speaker, weight| Error::NotAWeight {
            listener: NodeId(2),
            speaker: NodeId(speaker),
            weight,
        };
        let negative = weighted([1.0, -1.0]);
        assert_eq!(refused(&negative, &[0.0; 3]), not_a_weight(1, -1.0));
        let endless = [0.0, 0.0, f64::INFINITY];
        let fine = weighted([1.0, 1.0]);
        assert_eq!(refused(&fine, &endless), not_a_weight(2, f64::INFINITY));
        let (entries, people) = (1, 3);
        let few = Error::NotOnePerPerson { entries, people };
        assert_eq!(refused(&fine, &[0.0]), few);
        let platform = "ties".to_owned();
        assert_eq!(
            refused(&graph("0-1"), &[0.0; 2]),
            Error::NoWeights { platform }
        );
    }
}
