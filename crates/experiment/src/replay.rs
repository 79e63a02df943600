//! One world of a comparison once more, in detail.

use std::collections::BTreeMap;

use groundswell_campaign::compare::followed;
use groundswell_campaign::comparison::Row;
use groundswell_campaign::exposure::Visitor;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::journey::Journey;
use groundswell_campaign::journey::log::Happening;
use groundswell_campaign::journey::visit::Visit;
use groundswell_campaign::ledger::{Ledger, Split};
use groundswell_campaign::plan::{self, Plan};
use groundswell_campaign::strategy::DO_NOTHING;
use groundswell_diffusion::cascade_tree::{Shape, shapes};
use groundswell_diffusion::contagion::Contagion;
use groundswell_diffusion::world::World;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::id::NodeId;

use crate::people::People;
use crate::study::{Error, Study};

/// What happened in one world under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// The strategy's name.
    pub strategy: String,
    /// The world's number.
    pub world: u64,
    /// Everything counted and paid.
    pub ledger: Ledger,
    /// What a comparison keeps of it.
    pub row: Row,
    /// What happened, day by day.
    pub log: Vec<Happening>,
    /// Who convinced whom: one entry for everybody with whom word began, be it that
    /// the brand convinced them or that they brought others without having come, those
    /// of the first day first.
    pub trees: Vec<Shape>,
}

impl Study {
    /// Plays the strategy of that name in that world, as a comparison does; without a
    /// name, the first one. Doing nothing has a name, too.
    ///
    /// # Errors
    ///
    /// As [`replays`](Self::replays).
    pub fn replay(
        &self,
        strategy: Option<&str>,
        world: u64,
        crew: &Crew,
        watch: &Watch,
    ) -> Result<Replay, Error> {
        let first = self.scenario().strategies.first();
        let first = first.map_or(DO_NOTHING, |strategy| &strategy.name);
        let strategy = strategy.unwrap_or(first);
        let mut one = self.replays(&[strategy], world, crew, watch)?;
        Ok(one.remove(0))
    }

    /// Plays these strategies in that world, one entry each.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchStrategy`], [`Error::Plan`]; a journey goes along ties, so that it
    /// is [`NeedsGraph`](plan::Error::NeedsGraph) where no graph is known.
    pub fn replays(
        &self,
        strategies: &[&str],
        world: u64,
        crew: &Crew,
        watch: &Watch,
    ) -> Result<Vec<Replay>, Error> {
        let names = self.scenario().strategies.iter().map(|s| s.name.as_str());
        let names: Vec<&str> = names.chain([DO_NOTHING]).collect();
        let place = |wanted: &&str| {
            let at = names.iter().position(|name| name == wanted);
            at.ok_or_else(|| Error::NoSuchStrategy {
                name: (*wanted).to_owned(),
                known: names.iter().map(|&name| name.to_owned()).collect(),
            })
        };
        let places: Vec<usize> = strategies.iter().map(place).collect::<Result<_, _>>()?;
        self.replays_of(&self.plans(crew, watch)?, &places, world)
    }

    /// Plays these of the plans of a comparison, by place, in that world.
    ///
    /// # Errors
    ///
    /// [`Error::Plan`]: [`NeedsGraph`](plan::Error::NeedsGraph) where no graph is known.
    pub fn replays_of(
        &self,
        plans: &[Plan],
        places: &[usize],
        world: u64,
    ) -> Result<Vec<Replay>, Error> {
        if let People::Branching(_) = self.people() {
            let what = "a replay of one world";
            return Err(plan::Error::NeedsGraph { what }.into());
        }
        let ground = self.ground(&self.scenario().campaign)?;
        let exposure = &self.scenario().campaign.exposure;
        let played = places.iter().map(|&at| {
            let once = Once {
                ground: &ground,
                plan: &plans[at],
                idle: &plans[plans.len() - 1],
                world: World::new(self.seed(), world),
            };
            let (ledger, log, visits) = exposure.with(self.graph(), once);
            Replay {
                strategy: plans[at].name.clone(),
                world,
                row: Row::of(&ledger, &followed(self.scenario().objective)),
                ledger,
                log,
                trees: trees(visits),
            }
        });
        Ok(played.collect())
    }
}

/// One plan in one world, and doing nothing before it.
struct Once<'p> {
    ground: &'p Ground<'p>,
    plan: &'p Plan,
    idle: &'p Plan,
    world: World,
}

impl Visitor for Once<'_> {
    type Output = (Ledger, Vec<Happening>, Vec<Visit>);

    fn visit<C: Contagion>(self, model: &C) -> Self::Output {
        let mut journey = Journey::new(self.ground).with_log();
        journey.run(self.ground, self.idle, model, self.world);
        let nothing = journey.customers_by_id();
        journey.run(self.ground, self.plan, model, self.world);
        journey.ledger_mut().split = Split::of(&journey.customers_by_id(), &nothing);
        // Who will be asked is known, and noted, before the first day.
        let mut log = journey.log().to_vec();
        log.sort_by_key(|happening| happening.day);
        let visits = journey.visits().collect();
        (journey.ledger().clone(), log, visits)
    }
}

/// The shapes of who convinced whom.
fn trees(mut visits: Vec<Visit>) -> Vec<Shape> {
    // Whoever convinced somebody came before, or on the same day and a step nearer.
    visits.sort_by_key(|visit| (visit.day, visit.generation, visit.visitor));
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(visits.len());
    let mut places = BTreeMap::new();
    // Somebody who brought others and came later stands where word began.
    let mut stand = |person: NodeId, parent| {
        *places.entry(person).or_insert_with(|| {
            parents.push(parent);
            parents.len() - 1
        })
    };
    for visit in visits {
        let parent = visit.by.map(|friend| stand(friend, None));
        stand(visit.visitor, parent);
    }
    shapes(&parents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_campaign::channel::Channel;

    fn visit(visitor: u32, day: u32, by: Option<u32>, generation: u32) -> Visit {
        Visit {
            visitor: NodeId(visitor),
            day,
            channel: Channel::Invite,
            by: by.map(NodeId),
            generation,
        }
    }

    #[test]
    fn whoever_brings_others_without_having_come_is_where_a_tree_begins() {
        // 0 comes and convinces 1; 7 brings 2 and 3, and comes later, by 3.
        let trees = trees(vec![
            visit(7, 9, Some(3), 2),
            visit(1, 4, Some(0), 1),
            visit(0, 4, None, 0),
            visit(3, 5, Some(7), 1),
            visit(2, 5, Some(7), 1),
        ]);
        let generations: Vec<_> = trees.iter().map(|tree| &tree.generations[..]).collect();
        assert_eq!(generations, [&[1, 1][..], &[1, 2]]);
    }
}
