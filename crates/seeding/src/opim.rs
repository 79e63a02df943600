//! As many RR sets as the certificate needs: drawn, looked at, doubled.
//!
//! - **Source:** OPIM-C of Tang, Tang, Xiao & Yuan, SIGMOD 2018, section 6. We begin with
//!   as many sets as they do; where they end after so many that no look is needed, we go
//!   on, since a certificate that is promised for every look needs no last one.

use groundswell_diffusion::contagion::LiveEdge;

use crate::certificate::{Certificate, log_ways};
use crate::coverage::Chosen;
use crate::maximize::{Ended, Run};
use crate::problem::Limit;

/// Greedy's seeds, their certificate, and whether that is as good as was asked for.
pub(crate) fn certified<C: LiveEdge>(run: &mut Run<'_, '_, C>) -> (Chosen, Certificate, Ended) {
    let target = factor(run.problem.limit) - run.setting.epsilon;
    let mut count = first(run);
    loop {
        let gathered = run.gather(count);
        let chosen = run.greedy();
        let most = run.scaled(chosen.most, run.sets.count());
        let certificate = run.certificate(&chosen.seeds, most);
        if certificate.ratio >= target {
            return (chosen, certificate, Ended::Certified);
        }
        if let Err(ended) = gathered {
            return (chosen, certificate, ended);
        }
        count *= 2;
    }
}

/// The part of the best spread that greedy has at least, if sets are without number.
pub(crate) fn factor(limit: Limit<'_>) -> f64 {
    match limit {
        Limit::Count(_) => 1.0 - libm::exp(-1.0),
        Limit::Budget { .. } => 1.0 - libm::exp(-0.5),
    }
}

/// How many sets are looked at first.
fn first<C: LiveEdge>(run: &Run<'_, '_, C>) -> u64 {
    let failure = 1.0 - run.setting.confidence;
    let people = run.choosable.len();
    let ways = match run.problem.limit {
        Limit::Count(count) => log_ways(people, count),
        Limit::Budget { costs, budget } => {
            let least = run.choosable.iter().map(|v| costs[v.index()]);
            let least = least.fold(f64::INFINITY, f64::min);
            log_ways(people, (budget / least).min(people as f64) as usize)
        }
    };
    let factor = factor(run.problem.limit);
    let log = libm::log(6.0 / failure);
    let root = factor * log.sqrt() + (factor * (ways + log)).sqrt();
    (2.0 * root * root).ceil() as u64
}
