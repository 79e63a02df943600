//! What is asked of influence maximization: who may be chosen, for how much, and who counts.

use groundswell_diffusion::rr_sets::roots::Roots;
use groundswell_graph::id::NodeId;

use crate::coverage::Within;
use crate::error::Error;

/// How much may be chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit<'p> {
    /// So many people.
    Count(usize),
    /// People who cost no more than the budget together.
    Budget {
        /// What each person costs, above zero: one entry per person.
        costs: &'p [f64],
        /// What may be spent.
        budget: f64,
    },
}

/// Whom to start with so that as many people as possible are reached.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'p> {
    /// How much may be chosen.
    pub limit: Limit<'p>,
    /// Who may be chosen; anybody where it is `None`.
    pub candidates: Option<&'p [NodeId]>,
    /// Who may not, candidates or not.
    pub exclusions: &'p [NodeId],
    /// Who is seeded anyway, such as by a broadcast: what is asked for is whom they do not
    /// reach. They are not chosen.
    pub seeded: &'p [NodeId],
    /// What it is worth to reach each person, zero or more; one each where it is `None`.
    pub values: Option<&'p [f64]>,
}

impl<'p> Problem<'p> {
    /// The best `count` people, out of everybody.
    pub fn best(count: usize) -> Self {
        Self {
            limit: Limit::Count(count),
            candidates: None,
            exclusions: &[],
            seeded: &[],
            values: None,
        }
    }

    /// Who stands at the roots of RR sets, and what everybody is worth.
    pub(crate) fn roots(&self, people: u32) -> Result<Roots, Error> {
        match self.values {
            None => Ok(Roots::anybody(people)),
            Some(values) => {
                one_per_person("values", values.len(), people)?;
                Ok(Roots::by_value(values)?)
            }
        }
    }

    /// Those who may be chosen and paid for, ascending, each once.
    ///
    /// # Errors
    ///
    /// [`Error`] for people who are nobody, and costs and budgets that make no sense.
    pub fn choosable(&self, people: u32) -> Result<Vec<NodeId>, Error> {
        let given = [self.candidates.unwrap_or(&[]), self.exclusions, self.seeded];
        if let Some(&person) = given.iter().copied().flatten().find(|v| v.0 >= people) {
            return Err(Error::NoSuchPerson { person, people });
        }
        if let Limit::Budget { costs, budget } = self.limit {
            one_per_person("costs", costs.len(), people)?;
            let costs = costs.iter().map(|&cost| ("the cost of a person", cost));
            for (name, value) in costs.chain([("the budget", budget)]) {
                if !(value > 0.0 && value.is_finite()) {
                    let range = "above 0";
                    return Err(Error::OutOfRange { name, value, range });
                }
            }
        }
        let mut stays = vec![self.candidates.is_none(); people as usize];
        for v in self.candidates.unwrap_or(&[]) {
            stays[v.index()] = true;
        }
        for v in self.exclusions.iter().chain(self.seeded) {
            stays[v.index()] = false;
        }
        let everybody = (0..people).map(NodeId);
        let affordable = everybody.filter(|&v| stays[v.index()] && self.is_affordable(v));
        let choosable: Vec<NodeId> = affordable.collect();
        match choosable.is_empty() || self.limit == Limit::Count(0) {
            true => Err(Error::NobodyToChoose),
            false => Ok(choosable),
        }
    }

    /// The first of `ranked`, who may be chosen, as far as the limit goes; who is too dear
    /// for what is left is passed over.
    ///
    /// # Panics
    ///
    /// If there is no cost for somebody.
    pub fn first_of(&self, ranked: Vec<NodeId>) -> Vec<NodeId> {
        let within = self.within(&ranked);
        let mut left = within.budget;
        let fits = |v: &NodeId| {
            let cost = within.cost(*v);
            let fits = cost <= left;
            left -= if fits { cost } else { 0.0 };
            fits
        };
        ranked.iter().copied().filter(fits).collect()
    }

    fn is_affordable(&self, v: NodeId) -> bool {
        match self.limit {
            Limit::Count(_) => true,
            Limit::Budget { costs, budget } => costs[v.index()] <= budget,
        }
    }

    /// The same limits for a choice among `candidates`.
    pub(crate) fn within<'w>(&self, candidates: &'w [NodeId]) -> Within<'w>
    where
        'p: 'w,
    {
        match self.limit {
            Limit::Count(count) => Within {
                candidates,
                costs: None,
                budget: count as f64,
            },
            Limit::Budget { costs, budget } => Within {
                candidates,
                costs: Some(costs),
                budget,
            },
        }
    }
}

fn one_per_person(name: &'static str, entries: usize, people: u32) -> Result<(), Error> {
    match entries == people as usize {
        true => Ok(()),
        false => Err(Error::NotOnePerPerson {
            name,
            entries,
            people,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_excluded_seeded_or_too_dear_are_not_to_be_chosen() {
        let people = [4, 1, 1, 2].map(NodeId);
        let problem = Problem {
            candidates: Some(&people),
            exclusions: &[NodeId(0), NodeId(2)],
            ..Problem::best(2)
        };
        assert_eq!(problem.choosable(5), Ok(vec![NodeId(1), NodeId(4)]));
        let costs = [1.0, 9.0, 1.0, 1.0, 3.0];
        let budget = Problem {
            limit: Limit::Budget {
                costs: &costs,
                budget: 3.0,
            },
            seeded: &[NodeId(3)],
            ..Problem::best(1)
        };
        assert_eq!(budget.choosable(5), Ok([0, 2, 4].map(NodeId).to_vec()));
    }

    #[test]
    fn the_first_of_a_list_are_taken_as_far_as_money_goes() {
        let ranked: Vec<NodeId> = [3, 0, 2, 1].map(NodeId).to_vec();
        assert_eq!(
            Problem::best(2).first_of(ranked.clone()),
            [3, 0].map(NodeId)
        );
        let budget = Problem {
            limit: Limit::Budget {
                costs: &[3.0, 1.0, 1.0, 2.0],
                budget: 4.0,
            },
            ..Problem::best(1)
        };
        assert_eq!(budget.first_of(ranked), [3, 2, 1].map(NodeId));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let nobody = Problem {
            candidates: Some(&[]),
            ..Problem::best(1)
        };
        assert_eq!(nobody.choosable(3), Err(Error::NobodyToChoose));
        assert_eq!(Problem::best(0).choosable(3), Err(Error::NobodyToChoose));
        let stranger = Problem {
            seeded: &[NodeId(3)],
            ..Problem::best(1)
        };
        assert!(matches!(
            stranger.choosable(3),
            Err(Error::NoSuchPerson { .. })
        ));
        let free = Problem {
            limit: Limit::Budget {
                costs: &[1.0, 0.0, 1.0],
                budget: 1.0,
            },
            ..Problem::best(1)
        };
        assert!(matches!(free.choosable(3), Err(Error::OutOfRange { .. })));
        let few = Problem {
            values: Some(&[1.0]),
            ..Problem::best(1)
        };
        assert!(matches!(few.roots(3), Err(Error::NotOnePerPerson { .. })));
    }
}
