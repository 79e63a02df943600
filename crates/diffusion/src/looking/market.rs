//! What happens in one world, from seeds to a market that is full: the engine for any
//! model of people who look round.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;
use groundswell_graph::ties::Ties;

use crate::cascade::Count;
use crate::looking::{Glance, Looking, Order};
use crate::world::World;

/// The engine with its scratch: a byte per person, and lists of who has adopted and
/// who has not.
#[derive(Debug, Clone)]
pub struct Market {
    adopted: Vec<bool>,
    adopters: Vec<NodeId>,
    others: Vec<NodeId>,
    counts: Vec<Count>,
    max_rounds: u32,
}

impl Market {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            adopted: vec![false; people as usize],
            adopters: Vec::new(),
            others: Vec::new(),
            counts: Vec::new(),
            max_rounds: u32::MAX,
        }
    }

    /// The same engine, ending after `max_rounds` rounds. It needs that where somebody
    /// may never adopt.
    #[must_use]
    pub fn stopping_after(mut self, max_rounds: u32) -> Self {
        self.max_rounds = max_rounds;
        self
    }

    /// Lets everybody look along `ties` until all have adopted. `seeds` adopt in round
    /// 0; one named twice counts once.
    ///
    /// Cost: one glance a round of everybody who has not adopted; in turn a sort of
    /// them besides.
    pub fn run<L: Looking>(
        &mut self,
        ties: &Ties,
        model: &L,
        order: Order,
        seeds: &[NodeId],
        world: World,
    ) -> &Self {
        self.adopted.fill(false);
        self.adopters.clear();
        self.counts.clear();
        for &seed in seeds {
            if !std::mem::replace(&mut self.adopted[seed.index()], true) {
                self.adopters.push(seed);
            }
        }
        self.others.clear();
        let everybody = (0..self.adopted.len() as u32).map(NodeId);
        self.others
            .extend(everybody.filter(|v| !self.adopted[v.index()]));
        self.count();
        let mut round = 0;
        while round < self.max_rounds && !self.others.is_empty() {
            round += 1;
            self.round(ties, model, order, round, world);
            self.count();
        }
        self
    }

    fn round<L: Looking>(
        &mut self,
        ties: &Ties,
        model: &L,
        order: Order,
        round: u32,
        world: World,
    ) {
        // Known by person and round, so that whoever sees more adopters meets the same
        // coin: more of them never delay anybody.
        let coins = world.events(NameKey::of("looking round"), round);
        let meetings = world.events(NameKey::of("meeting strangers"), round);
        if order == Order::InTurn {
            let turns = world.events(NameKey::of("whose turn"), round);
            self.others.sort_by_cached_key(|&v| (turns.person(v), v));
        }
        let before = self.adopters.len();
        let (adopted, adopters) = (&mut self.adopted, &mut self.adopters);
        self.others.retain(|&v| {
            let glance = Glance {
                person: v,
                hears: ties.hears(v),
                adopted,
                meetings,
            };
            let adopts = coins.person(v).under(model.chance(glance).chance());
            if adopts {
                adopters.push(v);
                adopted[v.index()] = order == Order::InTurn;
            }
            !adopts
        });
        for v in &self.adopters[before..] {
            self.adopted[v.index()] = true;
        }
    }

    fn count(&mut self) {
        self.counts.push(Count {
            spread: self.adopters.len() as u32,
            ..Count::default()
        });
    }

    /// People who have adopted by the end, seeds included.
    pub fn spread(&self) -> u32 {
        self.adopters.len() as u32
    }

    /// Whoever adopted, in the order of their rounds; within a round in no stated order.
    pub fn adopters(&self) -> &[NodeId] {
        &self.adopters
    }

    /// How many had adopted by the end of each round, round 0 first.
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking::discrete_bass::DiscreteBass;
    use crate::looking::talk_of_the_network::{Chances, TalkOfTheNetwork};
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    const ORDERS: [Order; 2] = [Order::AtOnce, Order::InTurn];

    fn p(value: f64) -> Probability {
        Probability::new(value).unwrap()
    }

    fn talk(chances: [f64; 3], meetings: u32) -> TalkOfTheNetwork {
        let [advertising, strong, weak] = chances.map(p);
        TalkOfTheNetwork::new(Chances {
            advertising,
            strong,
            weak,
            meetings,
        })
    }

    fn counts(market: &Market) -> Vec<u32> {
        market.counts().iter().map(|count| count.spread).collect()
    }

    #[test]
    fn at_once_word_goes_one_tie_a_round_and_in_turn_it_may_go_further() {
        let path = graph("0->1 1->2 2->3 3->4");
        let ties = &path.platforms()[0].ties;
        let model = DiscreteBass::new(Probability::ZERO, Probability::ONE);
        let mut market = Market::new(5);
        let mut further = 0;
        for index in 0..50 {
            let world = World::new(1, index);
            let at_once = counts(market.run(ties, &model, Order::AtOnce, &[NodeId(0)], world));
            assert_eq!(at_once, [1, 2, 3, 4, 5]);
            let in_turn = counts(market.run(ties, &model, Order::InTurn, &[NodeId(0)], world));
            assert_eq!(*in_turn.last().unwrap(), 5);
            further += usize::from(in_turn.len() < 5);
        }
        // Unless four come in the one order that gains nothing.
        assert!(further > 40, "{further}");
    }

    #[test]
    fn a_world_is_the_same_twice_and_in_a_used_engine() {
        let friends = graph("0-1 1-2 2-3 3-0 0-2 3-4 4-5 6->0 6->5 7->8 8->7");
        let ties = &friends.platforms()[0].ties;
        let mut used = Market::new(9).stopping_after(40);
        for order in ORDERS {
            for index in 0..50 {
                let (world, seeds) = (World::new(3, index), [NodeId(2), NodeId(2)]);
                let model = talk([0.02, 0.3, 0.1], 2);
                let once = used.run(ties, &model, order, &seeds, world).clone();
                let mut fresh = Market::new(9).stopping_after(40);
                let again = fresh.run(ties, &model, order, &seeds, world);
                assert_eq!(once.counts(), again.counts());
                assert_eq!(once.adopters(), again.adopters());
                assert_eq!(once.counts()[0].spread, 1, "a seed twice is one");
            }
        }
    }

    #[test]
    fn more_seeds_higher_chances_and_looking_in_turn_never_delay_anybody_in_any_world() {
        let friends = graph("0-1 1-2 2-3 3-0 0-2 3-4 4-5 6->0 6->5 7->8 8->7");
        let ties = &friends.platforms()[0].ties;
        let (mut one, mut other) = (
            Market::new(9).stopping_after(20),
            Market::new(9).stopping_after(20),
        );
        let never_less = |less: &Market, more: &Market| {
            let last = more.counts().len() - 1;
            let at = |round: usize| more.counts()[round.min(last)].spread;
            let less = less.counts().iter().enumerate();
            less.into_iter()
                .all(|(round, count)| count.spread <= at(round))
        };
        for order in ORDERS {
            for index in 0..100 {
                let world = World::new(4, index);
                let model = talk([0.02, 0.3, 0.1], 3);
                let less = one.run(ties, &model, order, &[NodeId(4)], world);
                let more = other.run(ties, &model, order, &[NodeId(4), NodeId(7)], world);
                assert!(never_less(less, more));
                if order == Order::InTurn {
                    let at_once = other.run(ties, &model, Order::AtOnce, &[NodeId(4)], world);
                    assert!(never_less(at_once, less), "to look later is to see more");
                }
                let keener = talk([0.02, 0.4, 0.2], 3);
                let more = other.run(ties, &keener, order, &[NodeId(4)], world);
                assert!(never_less(less, more));
            }
        }
    }

    #[test]
    fn two_friends_adopt_as_often_as_enumeration_has_it() {
        // Both have adopted after two rounds: in the first both, or one and in the second
        // the other. In turn the second to look in a round may imitate the first.
        let pair = graph("0-1");
        let ties = &pair.platforms()[0].ties;
        let (alone, q) = (0.2, 0.5);
        let seeing = 1.0 - (1.0 - alone) * (1.0 - q);
        let model = DiscreteBass::new(p(alone), p(q));
        for order in ORDERS {
            let second = match order {
                Order::AtOnce => alone,
                Order::InTurn => seeing,
            };
            // Of a round that begins with nobody: both adopt, exactly one does.
            let both = alone * second;
            let one = alone * (1.0 - second) + (1.0 - alone) * alone;
            let nobody = 1.0 - both - one;
            let exact = both + one * seeing + nobody * both;
            let n = 40_000u32;
            let mut market = Market::new(2).stopping_after(2);
            let full = (0..n).filter(|&index| {
                let world = World::new(5, index.into());
                market.run(ties, &model, order, &[], world).spread() == 2
            });
            let share = full.count() as f64 / f64::from(n);
            let error = (exact * (1.0 - exact) / f64::from(n)).sqrt();
            assert!((share - exact).abs() < 4.5 * error, "{share} for {exact}");
        }
    }

    #[test]
    fn strangers_are_neither_oneself_nor_those_one_hears() {
        // Person 0 hears 1 and 2; of the strangers 3 and 4 one has adopted.
        let friends = graph("1->0 2->0 3->4");
        let ties = &friends.platforms()[0].ties;
        let model = talk([0.0, 0.0, 1.0], 1);
        let (n, seeds) = (20_000u32, [NodeId(1), NodeId(2), NodeId(3)]);
        let mut market = Market::new(5).stopping_after(1);
        let met = (0..n).filter(|&index| {
            let world = World::new(6, index.into());
            let filled = market.run(ties, &model, Order::AtOnce, &seeds, world);
            filled.adopters().contains(&NodeId(0))
        });
        let share = met.count() as f64 / f64::from(n);
        let error = (0.25 / f64::from(n)).sqrt();
        assert!((share - 0.5).abs() < 4.5 * error, "{share}");

        let pair = graph("0-1");
        let ties = &pair.platforms()[0].ties;
        let mut market = Market::new(2).stopping_after(3);
        let filled = market.run(ties, &model, Order::AtOnce, &[NodeId(0)], World::new(6, 0));
        assert_eq!(filled.spread(), 1, "there are no strangers");
    }
}
