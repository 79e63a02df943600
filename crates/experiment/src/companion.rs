//! What the textbook's equations say beside the worlds: no luck, no ties but their
//! numbers.

use groundswell_diffusion::contagion::Network;
use groundswell_diffusion::mean_field::bass::Bass;
use groundswell_diffusion::mean_field::configuration_model::Degrees;
use groundswell_diffusion::mean_field::edge_based::EdgeBased;
use groundswell_diffusion::mean_field::epidemic::WellMixed;
use groundswell_diffusion::seeds::Seeds;
use groundswell_graph::activation::Activation;
use groundswell_graph::probability::Probability;
use groundswell_scenario::in_time::InTime;
use groundswell_scenario::model::Model;

/// A course by equations, in people, one entry for each time 0, 1, 2, …
#[derive(Debug, Clone, PartialEq)]
pub struct Companion {
    /// What the equations take for granted, in a few words.
    pub name: &'static str,
    /// Ever adopted; nothing where the equations do not tell.
    pub spread: Option<Vec<f64>>,
    /// Speaking; nothing likewise.
    pub speaking: Option<Vec<f64>>,
}

/// The companion of `model` for `points` times, where there is one: for friendships
/// of equal chances and seeds that stand for anybody.
pub(crate) fn companion(
    model: &Model,
    networks: &[Network<'_>],
    seeds: &Seeds,
    points: usize,
) -> Option<Companion> {
    let [network] = networks else {
        return None;
    };
    let Activation::Uniform(chance) = network.activation else {
        return None;
    };
    let (ties, chance) = (network.ties, Probability::from(*chance).get());
    let people = f64::from(ties.people());
    let first = seeds.always.len() as f64 + seeds.perhaps.iter().map(|(_, p)| p.get()).sum::<f64>();
    if !ties.is_mutual() || people == 0.0 || points == 0 {
        return None;
    }
    let in_people = |shares: Vec<f64>| Some(shares.into_iter().map(|s| s * people).collect());
    let Model::InTime(model) = model else {
        return None;
    };
    match *model {
        InTime::Si { rate } => edge_based(network, rate * chance, 0.0, first / people, points),
        InTime::Sir { rate, recovery } => {
            edge_based(network, rate * chance, recovery, first / people, points)
        }
        InTime::Sis { rate, recovery } => {
            let degree = f64::from(ties.count()) / people;
            let mixed = WellMixed::new(rate * chance * degree, recovery).ok()?;
            let at = |time: usize| mixed.sis_at(first / people, time as f64).ok();
            Some(Companion {
                name: "well-mixed SIS",
                spread: None,
                speaking: in_people((0..points).map(at).collect::<Option<_>>()?),
            })
        }
        InTime::Bass {
            innovation,
            imitation,
        } if first == 0.0 => {
            let bass = Bass::new(innovation, imitation * chance).ok()?;
            let shares = (0..points).map(|time| bass.adopted_by(time as f64));
            Some(Companion {
                name: "Bass 1969",
                spread: in_people(shares.collect()),
                speaking: None,
            })
        }
        _ => None,
    }
}

/// What the steps of an equation may come to: beyond that nobody wants to wait for it.
const MOST_CHANGES: f64 = 100_000.0;

/// SIR on a configuration model of the same degrees; SI where nobody recovers.
fn edge_based(
    network: &Network<'_>,
    rate: f64,
    recovery: f64,
    infectious: f64,
    points: usize,
) -> Option<Companion> {
    let people = f64::from(network.ties.people());
    let degrees = Degrees::of(network.ties).ok()?;
    // Steps are as short as the fastest change is quick.
    let changes = (rate * (1.0 + degrees.excess()) + recovery) * points as f64;
    if changes > MOST_CHANGES {
        return None;
    }
    let equations = EdgeBased::new(degrees, rate, recovery).ok()?;
    let curve = equations.curve(infectious, 1.0, points).ok()?;
    let each = |of: fn(f64, f64) -> f64| {
        let shares = curve.iter().map(|s| of(s.infectious, s.removed) * people);
        Some(shares.collect())
    };
    Some(Companion {
        name: "mean field",
        spread: each(|infectious, removed| infectious + removed),
        speaking: each(|infectious, _| infectious),
    })
}
