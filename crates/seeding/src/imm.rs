//! As many RR sets as suffice whatever the graph, from a lower bound of the best spread.
//!
//! - **Source:** IMM of Tang, Shi & Xiao, SIGMOD 2015, sections 3.2 and 3.3, with fresh
//!   sets for the choice itself: the sets that decided how many there are may not be among
//!   them (Chen, *An issue in the martingale analysis of the influence maximization
//!   algorithm IMM*, 2018).

use groundswell_diffusion::contagion::LiveEdge;

use crate::certificate::{Certificate, log_ways};
use crate::coverage::Chosen;
use crate::maximize::{Ended, Run};
use crate::opim::factor;
use crate::problem::Limit;

/// Greedy's seeds on so many sets, and their certificate.
pub(crate) fn certified<C: LiveEdge>(run: &mut Run<'_, '_, C>) -> (Chosen, Certificate, Ended) {
    let (count, gathered) = match enough(run) {
        Ok(count) => {
            run.begin_anew();
            (count, run.gather(count))
        }
        Err(ended) => (run.sets.count(), Err(ended)),
    };
    debug_assert!(gathered.is_err() || run.sets.count() == count);
    let chosen = run.greedy();
    let most = run.scaled(chosen.most, run.sets.count());
    let certificate = run.certificate(&chosen.seeds, most);
    (
        chosen,
        certificate,
        gathered.err().unwrap_or(Ended::Certified),
    )
}

/// How many sets suffice; why it was not found out otherwise.
fn enough<C: LiveEdge>(run: &mut Run<'_, '_, C>) -> Result<u64, Ended> {
    let worth = run.scaled(0.0, 1).worth;
    let people = run.choosable.len();
    let most = match run.problem.limit {
        Limit::Count(count) => count.min(people),
        Limit::Budget { .. } => people,
    };
    let ways = log_ways(people, most);
    // The failure as a power of the number of people, ℓ in the paper, half of it for the
    // bound and half for the choice.
    let failure = -libm::log((1.0 - run.setting.confidence) / 2.0);
    let (epsilon, rounds) = (run.setting.epsilon, worth.max(2.0));
    let coarse = std::f64::consts::SQRT_2 * epsilon;
    let steps = libm::log2(rounds).ceil().max(1.0);
    let of_bound = (2.0 + 2.0 / 3.0 * coarse) * (ways + failure + libm::log(steps)) * worth
        / (coarse * coarse);
    let mut bound = 1.0;
    for step in 1..=steps as u32 {
        let guess = worth / libm::exp2(step.into());
        run.gather((of_bound / guess).ceil() as u64)?;
        let met = run.greedy().met() as f64;
        let spread = run.scaled(met, run.sets.count()).spread();
        if spread >= (1.0 + coarse) * guess {
            bound = spread / (1.0 + coarse);
            break;
        }
    }
    let factor = factor(run.problem.limit);
    let (a, b) = (failure.sqrt(), (factor * (ways + failure)).sqrt());
    let root = factor * a + b;
    Ok((2.0 * worth * root * root / (epsilon * epsilon) / bound).ceil() as u64)
}
