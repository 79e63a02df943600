//! Behind the certificate: more sets until they find nothing better, exchanges, and a
//! comparison with rules of thumb in worlds that had no part in any of it.

use groundswell_diffusion::contagion::LiveEdge;
use groundswell_graph::id::NodeId;

use crate::certificate::Certificate;
use crate::coverage::Chosen;
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
        let (trial, mut best) = Trial::new(run, &chosen.seeds, share);
        if ended == Ended::Certified {
            (chosen, best, ended) = until_stalled(run, chosen, (trial, best));
        }
        let most = chosen.most;
        let mut better = |run: &Run<'_, '_, C>, seeds: Vec<NodeId>, by: Origin| {
            let now = trial.of(run, &seeds);
            if now.spread > best.spread && !run.watch.stopped() {
                (best, origin, chosen.seeds) = (now, by, seeds);
            }
        };
        if ended != Ended::Stopped {
            let found = run.greedy().seeds;
            let exchanges = exchanged(run, &found, most);
            better(run, exchanges, Origin::Exchanges);
            let degree = best_connected(run);
            better(run, degree, Origin::Degree);
            for (at, seeds) in run.setting.beside.iter().enumerate() {
                let Some(seeds) = allowed(run, seeds) else {
                    continue;
                };
                let exchanges = exchanged(run, &seeds, most);
                better(run, seeds, Origin::Beside(at));
                better(run, exchanges, Origin::Exchanges);
            }
        }
        certificate = run.certificate(&chosen.seeds, chosen.most);
        best
    } else {
        // Nothing is compared.
        let count = run.sets.count();
        Trial::Sets { count }.of(run, &chosen.seeds)
    };
    let sets = run.sets.count();
    let worth = run.scaled(0.0, 1).worth;
    let gains = run.coverage().gains(&chosen.seeds);
    Ok(Answer {
        gains: gains
            .into_iter()
            .map(|gain| gain as f64 / sets as f64 * worth)
            .collect(),
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

/// Doubles the selection sets until that finds nothing better; the best seeds, what they
/// come to in the trial, and why it ended.
fn until_stalled<C: LiveEdge>(
    run: &mut Run<'_, '_, C>,
    mut chosen: Chosen,
    (trial, mut best): (Trial, Tried),
) -> (Chosen, Tried, Ended) {
    let mut stalls = 0;
    loop {
        let before = run.sets.count();
        let gathered = run.gather(2 * before);
        if gathered == Err(Ended::Stopped) || run.sets.count() == before {
            return (chosen, best, gathered.err().unwrap_or(Ended::Limited));
        }
        let next = run.greedy();
        let now = trial.of(run, &next.seeds);
        if run.watch.stopped() {
            return (chosen, best, Ended::Stopped);
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
        // The bound is that of the sets that are there now, whoever is better.
        let most = next.most;
        if now.spread >= best.spread {
            (chosen, best) = (next, now);
        }
        chosen.most = most;
        if let Err(ended) = gathered {
            return (chosen, best, ended);
        }
        let is_enough = is_kept || run.sets.people_in_sets() >= ENOUGH;
        if stalls >= STALLS && is_enough {
            return (chosen, best, Ended::Stalled);
        }
    }
}

/// `seeds` after exchanges, best first.
fn exchanged<C: LiveEdge>(run: &mut Run<'_, '_, C>, seeds: &[NodeId], most: f64) -> Vec<NodeId> {
    let (problem, choosable) = (run.problem, run.choosable.clone());
    let coverage = run.coverage();
    let within = problem.within(&choosable);
    let seeds = polished(&coverage, &within, seeds);
    debug_assert!(coverage.gains(&seeds).iter().sum::<u64>() as f64 <= most + 0.5);
    let order = coverage.greedy(&problem.within(&seeds)).seeds;
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
    let mut left = within.budget;
    let affordable = ranked.into_iter().map(|(_, v)| v).filter(|&v| {
        let cost = within.cost(v);
        let fits = cost <= left;
        left -= if fits { cost } else { 0.0 };
        fits
    });
    affordable.collect()
}

/// Those of `seeds` who may be chosen, each once, as far as the limit goes; `None` if it is
/// nobody.
fn allowed<C: LiveEdge>(run: &Run<'_, '_, C>, seeds: &[NodeId]) -> Option<Vec<NodeId>> {
    let within = run.problem.within(&run.choosable);
    let mut left = within.budget;
    let mut kept = Vec::new();
    for &v in seeds {
        let may = run.choosable.binary_search(&v).is_ok() && !kept.contains(&v);
        if may && within.cost(v) <= left {
            left -= within.cost(v);
            kept.push(v);
        }
    }
    (!kept.is_empty()).then_some(kept)
}
