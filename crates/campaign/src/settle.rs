//! Making strategies comparable in money: what the budget leaves, and by how much a
//! lever has to be scaled.

use std::ops::Range;

use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::sample::Sample;

use crate::action::Action;
use crate::booking::committed;
use crate::compare::play;
use crate::ground::Ground;
use crate::metric::Metric;
use crate::money::Money;
use crate::plan::{Error, Plan, check_impressions, check_money, rest_of, spends_rest};
use crate::strategy::{BudgetMode, Campaign, Strategy};

/// The first of the worlds in which budgets are settled. Reported worlds count
/// from zero and never come this far.
const PILOT: u64 = 1 << 40;

/// How many of them at first, and how many where these do not tell the cost
/// [nearly enough](SURE).
const PILOTS: [u64; 2] = [16, 128];

/// How large the error of a mean cost may be, as a share of it.
const SURE: f64 = 0.001;

/// How often the rest of a budget is worked out from what the last one set off.
const ROUNDS: usize = 3;

/// The most by which a lever is scaled, and one over the least.
const MOST_SCALE: f64 = 1000.0;

/// Halvings of the range in which the scale is sought.
const HALVINGS: usize = 16;

/// How near the expected cost has to come to the budget.
const NEAR: f64 = 0.005;

/// Makes `strategies` ready, and the one that does nothing behind them. What "the
/// rest of the budget" comes to, and by how much a lever is scaled, is settled in
/// pilot worlds of their own; where `watch` is asked to stop, the amounts are not to
/// be relied on.
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
    let pilot = Pilot {
        ground,
        seed,
        crew,
        watch,
    };
    let mut plans = Vec::with_capacity(strategies.len() + 1);
    for strategy in strategies {
        if let Some(audience) = ground.branching {
            audience.check_strategy(strategy)?;
        }
        check_money(ground, strategy)?;
        let expected = ground.campaign().budget_mode == BudgetMode::Expected;
        let plan = match &strategy.scaled {
            Some(action) if expected => pilot.scaled(strategy, action)?,
            _ if spends_rest(strategy) => pilot.with_rest(strategy)?,
            _ => Plan::new(strategy, graph, Money::ZERO)?,
        };
        check_impressions(ground, &plan)?;
        check_cap(ground.campaign(), &plan)?;
        plans.push(plan);
    }
    plans.push(Plan::new(&Strategy::do_nothing(), graph, Money::ZERO)?);
    Ok(plans)
}

/// Refuses a plan that is bound to pay more than a cap allows, whatever happens.
fn check_cap(campaign: &Campaign, plan: &Plan) -> Result<(), Error> {
    let committed = committed(&plan.commitments(campaign));
    match (campaign.budget_mode, campaign.budget) {
        (BudgetMode::Cap, Some(budget)) if committed > budget => Err(Error::OverBudget {
            strategy: plan.name.clone(),
            expected: committed,
            budget,
        }),
        _ => Ok(()),
    }
}

/// The worlds in which budgets are settled.
struct Pilot<'p, 'g> {
    ground: &'p Ground<'g>,
    seed: u64,
    crew: &'p Crew,
    watch: &'p Watch,
}

impl Pilot<'_, '_> {
    /// The mean cost of `plan`.
    fn expected_cost(&self, plan: &Plan) -> Money {
        if !plan.costs_depend_on_luck() {
            // Two worlds tell as much as many.
            return mean(&self.costs(plan, 0..2));
        }
        let [first, all] = PILOTS;
        let mut costs = self.costs(plan, 0..first);
        if !is_sure(&costs) {
            costs.extend(self.costs(plan, first..all));
        }
        mean(&costs)
    }

    /// What `plan` costs in each of these pilot worlds.
    fn costs(&self, plan: &Plan, pilots: Range<u64>) -> Vec<Money> {
        let worlds = Worlds::new(self.seed, PILOT + pilots.start..PILOT + pilots.end);
        let plans = std::slice::from_ref(plan);
        let watch = self.watch.aside();
        let costs = play(self.ground, plans, &worlds, self.crew, &watch, |ledger| {
            ledger.total().get(Metric::Cost)
        });
        let costs = costs.into_iter().flatten();
        costs.map(Money::from_millionths).collect()
    }

    /// `strategy` with what its other actions are expected to leave of the budget.
    fn with_rest(&self, strategy: &Strategy) -> Result<Plan, Error> {
        let graph = self.ground.graph();
        let mut plan = Plan::new(strategy, graph, Money::ZERO)?;
        let mut spent = Money::ZERO;
        for _ in 0..ROUNDS {
            let expected = self.expected_cost(&plan) - spent;
            let rest = rest_of(self.ground.campaign(), strategy, expected)?;
            plan = Plan::new(strategy, graph, rest)?;
            check_impressions(self.ground, &plan)?;
            let before = spent;
            spent = plan.spends_of_rest();
            // Only a boost that makes new fans, who are asked in turn, costs more
            // than it spends itself.
            if spent == before || !plan.costs_depend_on_luck() {
                break;
            }
        }
        Ok(plan)
    }

    /// `strategy` with the volume of `action` at which it is expected to cost the
    /// budget; where it cannot, as near as it comes.
    fn scaled(&self, strategy: &Strategy, action: &str) -> Result<Plan, Error> {
        let budget = self.ground.campaign().budget;
        let budget = budget.ok_or_else(|| Error::NoBudget {
            strategy: strategy.name.clone(),
        })?;
        let at = |times: f64| -> Result<(Plan, Money), Error> {
            let scaled = |other: &Action| match other.name == action {
                true => other.clone().scaled(times),
                false => other.clone(),
            };
            let strategy = Strategy {
                actions: strategy.actions.iter().map(scaled).collect(),
                ..strategy.clone()
            };
            let mut plan = Plan::new(&strategy, self.ground.graph(), Money::ZERO)?;
            plan.scaled_by = times;
            check_impressions(self.ground, &plan)?;
            let cost = self.expected_cost(&plan);
            Ok((plan, cost))
        };
        let (idle, least) = at(0.0)?;
        if least > budget {
            return Err(Error::OverBudget {
                strategy: strategy.name.clone(),
                expected: least,
                budget,
            });
        }
        let near = budget.at_rate(NEAR);
        let is_near = |cost: Money| cost <= budget + near && budget <= cost + near;
        let (mut low, mut high) = (0.0, 1.0);
        let (mut best, mut cost) = at(high)?;
        while cost < budget && !is_near(cost) && high < MOST_SCALE {
            low = high;
            high *= 2.0;
            let (more, costs_more) = at(high)?;
            // What costs no more for twice the volume has come to its end.
            if costs_more == cost {
                return Ok(best);
            }
            (best, cost) = (more, costs_more);
        }
        if is_near(cost) {
            return Ok(best);
        }
        best = idle;
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            let (plan, cost) = at(middle)?;
            match cost > budget + near {
                true => high = middle,
                false => {
                    best = plan;
                    low = middle;
                    if is_near(cost) {
                        break;
                    }
                }
            }
        }
        Ok(best)
    }
}

fn mean(costs: &[Money]) -> Money {
    let sum: Money = costs.iter().copied().sum();
    sum.at_rate(1.0 / costs.len().max(1) as f64)
}

/// Whether these costs tell their mean nearly enough.
fn is_sure(costs: &[Money]) -> bool {
    let costs: Sample = costs.iter().map(|cost| cost.units()).collect();
    let estimate = costs.estimate();
    estimate.is_ok_and(|cost| cost.standard_error <= SURE * cost.mean)
}
