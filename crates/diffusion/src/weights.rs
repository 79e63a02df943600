//! Weights of those whom somebody hears: what thresholds are held against.

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Chance;

use crate::contagion::{Network, people};
use crate::error::Error;

/// Rounding may push a sum of weights this far beyond one.
const SLACK: f64 = 1e-9;

/// Tells for each tie, in order, its network and the weights into its target before
/// it: in all networks, or in its own where they are kept apart.
///
/// # Errors
///
/// [`Error::WeightsAboveOne`] for the first person into whom they sum to more.
pub(crate) fn sums(
    networks: &[Network<'_>],
    apart: bool,
    mut each: impl FnMut(usize, Chance),
) -> Result<(), Error> {
    let people = people(networks);
    let mut sums = PerNode::filled(0u128, people);
    for (layer, network) in networks.iter().enumerate() {
        for (edge, source, target) in network.ties.iter() {
            let sum = &mut sums[target];
            let digits = u64::try_from(*sum).unwrap_or(u64::MAX);
            each(layer, Chance::from_digits(digits));
            *sum += u128::from(network.activation.chance(edge, source, target).digits());
        }
        if apart || layer + 1 == networks.len() {
            for person in (0..people).map(NodeId) {
                let sum = std::mem::take(&mut sums[person]) as f64 / 18_446_744_073_709_551_616.0;
                if sum > 1.0 + SLACK {
                    return Err(Error::WeightsAboveOne { person, sum });
                }
            }
        }
    }
    Ok(())
}
