//! Whom to offer how much: seeds by chance.
//!
//! A discount makes somebody a seed with some chance, a larger one with a larger chance.
//! Within a budget, is it better to offer a little to many or much to few?
//!
//! ```text
//! a RR set   the chance that nobody in it is a seed: what each in it leaves open, multiplied
//! a person   the sum of that over their sets, as if they had no offer: what a sure seed adds
//! ```
//!
//! Whoever adds most for each unit of money comes next, with a first offer or a better one
//! in place of their own; of equals the one with the smaller id. Offers are taken up
//! independently of each other. What people add only falls while others are chosen, so that
//! few are looked at again.
//!
//! - **Cost:** of each step the sets that somebody is in, for the few who come up.
//! - **Source:** Yang, Mao, Pei & He, SIGMOD 2016 (continuous influence maximization), whose
//!   chances depend on the discount; with finitely many offers, and greedy by what is added
//!   for each unit of cost as in Khuller, Moss & Naor, *Information Processing Letters* 70,
//!   1999.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Probability;

use crate::coverage::Coverage;
use crate::error::Error;

/// One kind of offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// What it costs to make it.
    pub cost: f64,
    /// The chance that whoever gets it becomes a seed.
    pub chance: Probability,
}

/// Somebody with an offer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offered {
    /// Who.
    pub person: NodeId,
    /// The offer, by its place among those that may be made.
    pub offer: usize,
}

/// Who gets which offer, and how many sets are met then on average.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// In the order of their first offers.
    pub offered: Vec<Offered>,
    /// What they cost together.
    pub cost: f64,
    /// RR sets with a seed in them, on average over who takes an offer up.
    pub met: f64,
}

/// Offers to `candidates` that cost no more than `budget` together.
///
/// # Errors
///
/// [`Error::OutOfRange`] for a budget or a cost that is not above zero,
/// [`Error::NoSuchPerson`] for a candidate who is nobody, [`Error::NobodyToChoose`] without
/// a candidate or an offer that can be paid.
pub fn greedy(
    coverage: &Coverage<'_>,
    candidates: &[NodeId],
    offers: &[Offer],
    budget: f64,
) -> Result<Plan, Error> {
    let costs = offers
        .iter()
        .map(|offer| ("the cost of an offer", offer.cost));
    for (name, value) in costs.chain([("the budget", budget)]) {
        if !(value > 0.0 && value.is_finite()) {
            let range = "above 0";
            return Err(Error::OutOfRange { name, value, range });
        }
    }
    let people = coverage.sets().alone().len() as u32;
    if let Some(&person) = candidates.iter().find(|v| v.0 >= people) {
        return Err(Error::NoSuchPerson { person, people });
    }
    if candidates.is_empty() || !offers.iter().any(|offer| offer.cost <= budget) {
        return Err(Error::NobodyToChoose);
    }
    let by_rate = Making::new(coverage, offers, budget).run(candidates);
    // Small offers may use up the budget where one large offer reaches more.
    let alone = best_alone(coverage, candidates, offers, budget);
    Ok(if alone.met > by_rate.met {
        alone
    } else {
        by_rate
    })
}

/// The one offer that meets most sets.
fn best_alone(
    coverage: &Coverage<'_>,
    candidates: &[NodeId],
    offers: &[Offer],
    budget: f64,
) -> Plan {
    let counts = coverage.counts();
    let who = candidates
        .iter()
        .copied()
        .max_by_key(|&v| (counts[v], Reverse(v)));
    let affordable = offers.iter().enumerate();
    let affordable = affordable.filter(|(_, offer)| offer.cost <= budget);
    let best = affordable.max_by(|(_, a), (_, b)| {
        let by_chance = a.chance.get().total_cmp(&b.chance.get());
        by_chance.then(b.cost.total_cmp(&a.cost))
    });
    let (Some(person), Some((offer, made))) = (who, best) else {
        return Plan::default();
    };
    Plan {
        offered: vec![Offered { person, offer }],
        cost: made.cost,
        met: f64::from(counts[person]) * made.chance.get(),
    }
}

/// Somebody in the queue, by what they add for each unit of money.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ranked {
    rate: f64,
    who: NodeId,
    /// How many offers had been made when that was found out.
    made: usize,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_rate = self.rate.total_cmp(&other.rate);
        by_rate.then(other.who.cmp(&self.who))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Offers while they are made.
struct Making<'m, 's> {
    coverage: &'m Coverage<'s>,
    offers: &'m [Offer],
    /// The chance that nobody in each set is a seed.
    open: Vec<f64>,
    /// The offer that each person has.
    has: PerNode<Option<usize>>,
    left: f64,
    plan: Plan,
}

impl<'m, 's> Making<'m, 's> {
    fn new(coverage: &'m Coverage<'s>, offers: &'m [Offer], budget: f64) -> Self {
        let people = coverage.sets().alone().len() as u32;
        Self {
            coverage,
            offers,
            open: vec![1.0; coverage.sets().len()],
            has: PerNode::filled(None, people),
            left: budget,
            plan: Plan::default(),
        }
    }

    fn run(mut self, candidates: &[NodeId]) -> Plan {
        let mut candidates = candidates.to_vec();
        candidates.sort_unstable();
        candidates.dedup();
        let first = candidates.iter().filter_map(|&v| self.ranked(v, 0));
        let mut queue: BinaryHeap<Ranked> = first.collect();
        let mut made = 0;
        while let Some(best) = queue.pop() {
            let v = best.who;
            if best.made < made {
                queue.extend(self.ranked(v, made));
                continue;
            }
            let Some((offer, _)) = self.next(v) else {
                continue;
            };
            self.make(v, offer);
            made += 1;
            queue.extend(self.ranked(v, made));
        }
        self.plan
    }

    /// Where somebody stands now; nowhere if nothing better can be offered to them.
    fn ranked(&self, v: NodeId, made: usize) -> Option<Ranked> {
        let (_, rate) = self.next(v)?;
        let rate = rate * self.sure(v);
        let who = v;
        (rate > 0.0).then_some(Ranked { rate, who, made })
    }

    /// The next offer to somebody: that which adds most chance for each unit of money, and
    /// how much.
    fn next(&self, v: NodeId) -> Option<(usize, f64)> {
        let (cost, chance) = match self.has[v] {
            Some(at) => (self.offers[at].cost, self.offers[at].chance.get()),
            None => (0.0, 0.0),
        };
        let better = self.offers.iter().enumerate().filter_map(|(at, offer)| {
            let (more, gain) = (offer.cost - cost, offer.chance.get() - chance);
            (gain > 0.0 && more > 0.0 && more <= self.left).then_some((at, gain / more))
        });
        // Of equals the first.
        better.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Sets that somebody would add as a sure seed, if they had no offer.
    fn sure(&self, v: NodeId) -> f64 {
        let stays = 1.0 - self.chance(v);
        let sets = self.coverage.sets_of(v).iter();
        let open: f64 = sets.map(|&at| self.open[at as usize]).sum();
        let alone = f64::from(self.coverage.sets().alone()[v]);
        // Whoever is a sure seed already leaves nothing open, and gets nothing better.
        match stays > 0.0 {
            true => open / stays + alone,
            false => 0.0,
        }
    }

    fn chance(&self, v: NodeId) -> f64 {
        self.has[v].map_or(0.0, |at| self.offers[at].chance.get())
    }

    fn make(&mut self, v: NodeId, offer: usize) {
        let (before, sure) = (self.chance(v), self.sure(v));
        let now = self.offers[offer].chance.get();
        let part = (1.0 - now) / (1.0 - before);
        for &at in self.coverage.sets_of(v) {
            self.open[at as usize] *= part;
        }
        let cost = self.offers[offer].cost;
        let paid = match self.has[v] {
            Some(at) => cost - self.offers[at].cost,
            None => cost,
        };
        self.left -= paid;
        self.plan.cost += paid;
        self.plan.met += (now - before) * sure;
        match self.has[v].replace(offer) {
            None => self.plan.offered.push(Offered { person: v, offer }),
            Some(_) => {
                let mut all = self.plan.offered.iter_mut();
                if let Some(known) = all.find(|known| known.person == v) {
                    known.offer = offer;
                }
            }
        }
    }
}
