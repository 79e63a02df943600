//! Running strategies against each other in the same worlds.

use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::looks::looks;

use crate::comparison::{Arm, Comparison, Row};
use crate::ground::Ground;
use crate::journey::Journey;
use crate::metric::Metric;
use crate::money::Money;
use crate::plan::{Error, Plan, check_impressions, check_money, rest_of, spends_rest};
use crate::strategy::Strategy;

/// The first of the worlds in which budgets are settled. Reported worlds count
/// from zero and never come this far.
const PILOT: u64 = 1 << 40;

/// How many of them.
const PILOTS: u64 = 128;

/// How often the rest of a budget is worked out from what the last one set off.
const ROUNDS: usize = 3;

/// How many worlds to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effort {
    /// This many.
    Worlds(u64),
    /// Until every interval of a headline difference is this narrow: half its width
    /// is at most `fraction` of the reference's headline; `most` worlds at the
    /// utmost.
    Precision {
        /// Half a width, as a fraction of the reference's headline.
        fraction: f64,
        /// The cap.
        most: u64,
    },
}

/// What to compare, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The headline metric.
    pub objective: Metric,
    /// Name of the arm the others are compared with.
    pub reference: String,
    /// How many worlds to run.
    pub effort: Effort,
    /// What names the worlds.
    pub seed: u64,
}

/// Makes `strategies` ready, and the one that does nothing behind them. What "the
/// rest of the budget" comes to is settled in pilot worlds of their own; where
/// `watch` is asked to stop, the amounts are not to be relied on.
///
/// # Errors
///
/// [`Error`] where a strategy does not fit the graph or the budget.
pub fn settle(
    ground: &Ground<'_>,
    strategies: &[Strategy],
    seed: u64,
    crew: &Crew,
    watch: &Watch,
) -> Result<Vec<Plan>, Error> {
    let graph = ground.graph();
    let mut plans = Vec::with_capacity(strategies.len() + 1);
    for strategy in strategies {
        check_money(graph, ground.campaign(), strategy)?;
        let mut plan = Plan::new(strategy, graph, Money::ZERO)?;
        if spends_rest(strategy) {
            // Where nothing is left to chance, two worlds tell as much as many.
            let pilots = if plan.asks_to_invite() { PILOTS } else { 2 };
            let worlds = Worlds::new(seed, PILOT..PILOT + pilots);
            let mut spent = Money::ZERO;
            for _ in 0..ROUNDS {
                let expected = expected_cost(ground, &plan, &worlds, crew, watch) - spent;
                let rest = rest_of(ground.campaign(), strategy, expected)?;
                plan = Plan::new(strategy, graph, rest)?;
                check_impressions(ground, &plan)?;
                let before = spent;
                spent = plan.spends_of_rest();
                // Only a boost that makes new fans, who are asked in turn, costs more
                // than it spends itself.
                if spent == before || !plan.asks_to_invite() {
                    break;
                }
            }
        }
        check_impressions(ground, &plan)?;
        plans.push(plan);
    }
    plans.push(Plan::new(&Strategy::do_nothing(), graph, Money::ZERO)?);
    Ok(plans)
}

/// The mean cost of `plan` in `worlds`.
fn expected_cost(
    ground: &Ground<'_>,
    plan: &Plan,
    worlds: &Worlds,
    crew: &Crew,
    watch: &Watch,
) -> Money {
    let rows = run(
        ground,
        std::slice::from_ref(plan),
        worlds,
        &[],
        crew,
        &watch.aside(),
    );
    let costs = rows
        .iter()
        .map(|row| Money::from_millionths(row[0].total(Metric::Cost)));
    costs.sum::<Money>().at_rate(1.0 / rows.len().max(1) as f64)
}

/// Runs every plan in every world; one row per world and, within it, plan.
fn run(
    ground: &Ground<'_>,
    plans: &[Plan],
    worlds: &Worlds,
    followed: &[Metric],
    crew: &Crew,
    watch: &Watch,
) -> Vec<Vec<Row>> {
    worlds.map(
        crew,
        watch,
        || Journey::new(ground),
        |journey, world| {
            let rows = plans.iter().map(|plan| {
                Row::of(
                    journey.run(ground, plan, &IndependentCascade, world),
                    followed,
                )
            });
            rows.collect()
        },
    )
}

/// Compares `plans`, the last of which does nothing, in the same worlds.
///
/// A run to a precision looks at doubling numbers of worlds; see
/// [`looks`]. Where `watch` is asked to stop, what was finished is compared.
/// `progress` is called after each look with what is known so far.
///
/// # Panics
///
/// If no plan has the name of the question's reference.
pub fn compare(
    ground: &Ground<'_>,
    plans: &[Plan],
    question: &Question,
    crew: &Crew,
    watch: &Watch,
) -> Comparison {
    let reference = plans
        .iter()
        .position(|plan| plan.name == question.reference);
    let followed = followed(question.objective);
    let arms = plans.iter().map(|plan| Arm {
        name: plan.name.clone(),
        rows: Vec::new(),
    });
    let mut comparison = Comparison {
        days: ground.campaign().days,
        arms: arms.collect(),
        reference: reference.expect("the reference is one of the plans"),
        followed,
        level: 0.95,
    };
    let (stages, fraction) = match question.effort {
        Effort::Worlds(worlds) => (vec![(worlds, 0.95)], None),
        Effort::Precision { fraction, most } => {
            let looks = looks(most)
                .into_iter()
                .map(|look| (look.worlds, look.level));
            (looks.collect(), Some(fraction))
        }
    };
    for (until, level) in stages {
        let worlds = Worlds::new(question.seed, comparison.worlds() as u64..until);
        let rows = run(ground, plans, &worlds, &comparison.followed, crew, watch);
        for world in rows {
            for (arm, row) in comparison.arms.iter_mut().zip(world) {
                arm.rows.push(row);
            }
        }
        comparison.level = level;
        let precise = fraction.is_some_and(|f| is_precise(&comparison, question.objective, f));
        if watch.stopped() || precise {
            break;
        }
    }
    comparison
}

/// The metrics whose course is kept when `objective` makes the headline.
fn followed(objective: Metric) -> Vec<Metric> {
    let mut followed = vec![Metric::Reach, Metric::Customers];
    if !followed.contains(&objective) {
        followed.push(objective);
    }
    followed
}

/// Bytes that one world of a comparison takes, for so many strategies, the one that
/// does nothing included.
pub fn bytes_per_world(objective: Metric, days: u32, strategies: usize) -> u64 {
    let courses = followed(objective).len() as u64 * u64::from(days);
    let row = size_of::<Row>() as u64 + courses * size_of::<i64>() as u64;
    row * strategies as u64
}

/// Whether every headline difference from the reference is known to the fraction
/// asked for.
fn is_precise(comparison: &Comparison, objective: Metric, fraction: f64) -> bool {
    let reference = comparison.reference;
    let Ok(headline) = comparison.estimate(reference, objective) else {
        return false;
    };
    let wanted = fraction * headline.mean.abs();
    (0..comparison.arms.len())
        .filter(|&arm| arm != reference)
        .all(|arm| {
            let difference = comparison.difference(arm, reference, objective);
            difference.is_ok_and(|d| d.estimate.half_width() <= wanted)
        })
}
