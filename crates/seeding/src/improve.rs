//! Behind the certificate: more sets until they find nothing better, exchanges, and a
//! comparison with rules of thumb in worlds that had no part in any of it.

use groundswell_diffusion::contagion::LiveEdge;
use groundswell_graph::id::{NodeId, PerNode};

use crate::certificate::{Certificate, Met};
use crate::coverage::{Chosen, Coverage};
use crate::error::Error;
use crate::maximize::{Answer, Ended, Origin, Run};
use crate::swaps::polished;
use crate::trial::{Trial, Tried};

/// More sets find nothing better where the spread rises by less.
const STALL: f64 = 0.001;
/// How often in a row they have to.
const STALLS: u32 = 2;
/// And the selection sets may not promise this part more than the seeds reach in worlds, one
/// standard error besides: a better choice would be hidden in such a promise.
const PROMISE: f64 = 0.005;
/// Nor may the seeds meet fewer of them.
const LEAST: f64 = 20_000.0;
/// But so many people in sets are enough, whatever they promise.
const ENOUGH: u64 = 1 << 26;

/// The best that can be found, from what is certified.
pub(crate) fn answer<C: LiveEdge>(
    run: &mut Run<'_, '_, C>,
    mut chosen: Chosen,
    mut certificate: Certificate,
    mut ended: Ended,
) -> Result<Answer, Error> {
    let mut origin = Origin::Greedy;
    let tried = if run.setting.improve {
        let share = chosen.met() as f64 / run.sets.count() as f64;
        let mut most = run.scaled(chosen.most, run.sets.count());
        let (trial, mut best) = Trial::new(run, &chosen.seeds, share);
        if ended == Ended::Certified {
            (best, ended) = until_stalled(run, &mut chosen, &mut most, (trial, best));
        }
        if ended != Ended::Stopped {
            let run = &*run;
            let coverage = run.coverage();
            let mut better = |seeds: Vec<NodeId>, by: Origin| {
                let now = trial.of(run, &seeds);
                if now.spread > best.spread && !run.watch.stopped() {
                    (best, origin, chosen.seeds) = (now, by, seeds);
                }
            };
            let greedy = coverage.greedy(&run.problem.within(&run.choosable));
            let exchanged = |seeds: &[NodeId]| exchanged(run, &coverage, seeds, greedy.most);
            better(exchanged(&greedy.seeds), Origin::Exchanges);
            better(best_connected(run), Origin::Degree);
            for (at, seeds) in run.setting.beside.iter().enumerate() {
                let seeds = allowed(run, seeds);
                if !seeds.is_empty() {
                    let exchanges = exchanged(&seeds);
                    better(seeds, Origin::Beside(at));
                    better(exchanges, Origin::Exchanges);
                }
            }
        }
        certificate = run.certificate(&chosen.seeds, most);
        best
    } else {
        // Nothing is compared.
        let count = run.sets.count();
        Trial::Sets { count }.of(run, &chosen.seeds)
    };
    let sets = run.sets.count();
    let gains = run.coverage().gains(&chosen.seeds);
    let gains = gains.into_iter().map(|gain| run.scaled(gain as f64, sets));
    Ok(Answer {
        gains: gains.map(|gain| gain.spread()).collect(),
        seeds: chosen.seeds,
        spread: tried.spread,
        standard_error: tried.standard_error,
        certificate,
        origin,
        sets,
        bytes: run.peak(),
        ended,
    })
}

/// Doubles the selection sets until that finds nothing better: the best seeds, and the most
/// that any choice meets. Gives what the seeds come to in the trial, and why it ended.
fn until_stalled<C: LiveEdge>(
    run: &mut Run<'_, '_, C>,
    chosen: &mut Chosen,
    most: &mut Met,
    (trial, mut best): (Trial, Tried),
) -> (Tried, Ended) {
    let mut stalls = 0;
    loop {
        let before = run.sets.count();
        let gathered = run.gather(2 * before);
        if gathered == Err(Ended::Stopped) || run.sets.count() == before {
            return (best, gathered.err().unwrap_or(Ended::Limited));
        }
        let next = run.greedy();
        // The bound is that of the sets that are there now, whoever is better.
        *most = run.scaled(next.most, run.sets.count());
        let now = trial.of(run, &next.seeds);
        if run.watch.stopped() {
            return (best, Ended::Stopped);
        }
        let found = next.met() as f64;
        let promise = run.scaled(found, run.sets.count()).spread();
        let error = (1.0 / found.max(1.0)).sqrt();
        let error = error.hypot(now.standard_error / now.spread.max(1.0));
        let is_kept = promise <= now.spread * (1.0 + PROMISE + error) && found >= LEAST;
        match now.spread < best.spread * (1.0 + STALL) {
            true => stalls += 1,
            false => stalls = 0,
        }
        if now.spread >= best.spread {
            (*chosen, best) = (next, now);
        }
        if let Err(ended) = gathered {
            return (best, ended);
        }
        let is_enough = is_kept || run.sets.people_in_sets() >= ENOUGH;
        if stalls >= STALLS && is_enough {
            return (best, Ended::Stalled);
        }
    }
}

/// `seeds` after exchanges, best first; no choice meets more than `most` of the sets.
fn exchanged<C>(
    run: &Run<'_, '_, C>,
    coverage: &Coverage<'_>,
    seeds: &[NodeId],
    most: f64,
) -> Vec<NodeId> {
    let seeds = polished(coverage, &run.problem.within(&run.choosable), seeds);
    debug_assert!(coverage.gains(&seeds).iter().sum::<u64>() as f64 <= most + 0.5);
    let order = coverage.greedy(&run.problem.within(&seeds)).seeds;
    match order.len() == seeds.len() {
        true => order,
        // Costs that only just fit in one order may not in another.
        false => seeds,
    }
}

/// Those whom most people hear, for each unit of cost, of all who may be chosen.
fn best_connected<C: LiveEdge>(run: &Run<'_, '_, C>) -> Vec<NodeId> {
    let within = run.problem.within(&run.choosable);
    let degree = |v: NodeId| {
        let networks = run.sampler.networks().iter();
        let degrees = networks.map(|network| f64::from(network.ties.out_degree(v)));
        degrees.sum::<f64>() / within.cost(v)
    };
    let mut ranked: Vec<(f64, NodeId)> = run.choosable.iter().map(|&v| (degree(v), v)).collect();
    ranked.sort_unstable_by(|(a, v), (b, w)| b.total_cmp(a).then(v.cmp(w)));
    let ranked = ranked.into_iter().map(|(_, v)| v).collect();
    run.problem.first_of(ranked)
}

/// Those of `seeds` who may be chosen, each once, as far as the limit goes.
fn allowed<C>(run: &Run<'_, '_, C>, seeds: &[NodeId]) -> Vec<NodeId> {
    let mut may: PerNode<bool> = PerNode::filled(false, run.sets.alone().len() as u32);
    for &v in &run.choosable {
        may[v] = true;
    }
    let once = |v: &NodeId| std::mem::take(&mut may[*v]);
    let allowed = seeds.iter().copied().filter(once).collect();
    run.problem.first_of(allowed)
}
