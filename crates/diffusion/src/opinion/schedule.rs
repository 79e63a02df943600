//! Who listens when: everyone at once, one at a time, or in meetings.

use groundswell_graph::id::NodeId;
use groundswell_graph::ties::Ties;

use crate::opinion::Opinion;
use crate::opinion::listening::{Listener, Listening};
use crate::opinion::meeting::{Effect, Meeting, Partner};
use crate::opinion::turn::Turns;
use crate::world::World;

/// How a model's rule makes a round.
pub trait Schedule<O: Opinion>: Sync {
    /// Carries `opinions`, one per person in id order, through round number `round`.
    /// `scratch` is room for as many; what it holds means nothing.
    fn round(
        &self,
        ties: &Ties,
        opinions: &mut Vec<O>,
        scratch: &mut Vec<O>,
        round: u32,
        world: World,
    );

    /// Whether no turn, whatever its luck, could move anybody by more than
    /// `tolerance`.
    fn rests(&self, ties: &Ties, opinions: &[O], tolerance: f64) -> bool;
}

fn everyone<O>(opinions: &[O]) -> impl Iterator<Item = NodeId> + use<O> {
    (0..opinions.len() as u32).map(NodeId)
}

/// Everyone listens at once, to what was thought in the round before.
///
/// Cost: one turn of everybody a round.
#[derive(Debug, Clone, Copy)]
pub struct Synchronous<M>(pub M);

impl<O: Opinion, M: Listening<O>> Schedule<O> for Synchronous<M> {
    fn round(
        &self,
        ties: &Ties,
        opinions: &mut Vec<O>,
        scratch: &mut Vec<O>,
        round: u32,
        world: World,
    ) {
        let turns = Turns::all_at_once(world, round);
        scratch.clear();
        scratch.extend(everyone(opinions).map(|v| {
            let listener = Listener::new(v, ties, opinions);
            self.0.thinks(listener, turns.of(v))
        }));
        std::mem::swap(opinions, scratch);
    }

    fn rests(&self, ties: &Ties, opinions: &[O], tolerance: f64) -> bool {
        listeners_rest(&self.0, ties, opinions, tolerance)
    }
}

/// One person at a time listens, drawn anew for every turn; those who come later
/// hear what those before them think by then.
///
/// Cost: one turn of one person each, and one draw for whose it is.
#[derive(Debug, Clone, Copy)]
pub struct OneAtATime<M> {
    model: M,
    turns: Option<u32>,
}

impl<M> OneAtATime<M> {
    /// As many turns a round as there are people.
    pub fn new(model: M) -> Self {
        Self { model, turns: None }
    }

    /// The same with `turns` turns a round. With one, rounds count turns.
    #[must_use]
    pub fn with_turns(self, turns: u32) -> Self {
        Self {
            turns: Some(turns),
            ..self
        }
    }
}

impl<O: Opinion, M: Listening<O>> Schedule<O> for OneAtATime<M> {
    fn round(&self, ties: &Ties, opinions: &mut Vec<O>, _: &mut Vec<O>, round: u32, world: World) {
        let turns = Turns::one_by_one(world, round);
        for number in 0..self.turns.unwrap_or(ties.people()) {
            let (v, turn) = turns.nth(number, ties.people());
            let listener = Listener::new(v, ties, opinions);
            opinions[v.index()] = self.model.thinks(listener, turn);
        }
    }

    fn rests(&self, ties: &Ties, opinions: &[O], tolerance: f64) -> bool {
        listeners_rest(&self.model, ties, opinions, tolerance)
    }
}

fn listeners_rest<O: Opinion>(
    model: &impl Listening<O>,
    ties: &Ties,
    opinions: &[O],
    tolerance: f64,
) -> bool {
    everyone(opinions).all(|v| model.rests(Listener::new(v, ties, opinions), tolerance))
}

/// One meeting after the other: a person drawn anew for every turn meets a random
/// one of those it may turn to. Who has nobody to turn to passes.
///
/// Cost: one meeting a turn, two draws, and a search among one person's ties where
/// the partner is moved and ties were not declared mutual.
#[derive(Debug, Clone, Copy)]
pub struct Meetings<M> {
    model: M,
    turns: Option<u32>,
}

impl<M> Meetings<M> {
    /// As many turns a round as there are people.
    pub fn new(model: M) -> Self {
        Self { model, turns: None }
    }

    /// The same with `turns` turns a round. With one, rounds count turns.
    #[must_use]
    pub fn with_turns(self, turns: u32) -> Self {
        Self {
            turns: Some(turns),
            ..self
        }
    }

    /// What comes of it when `starter` turns to `partner`, nobody being moved by
    /// someone they do not hear.
    fn meet<O: Opinion>(
        &self,
        starter: NodeId,
        partner: NodeId,
        ties: &Ties,
        opinions: &[O],
    ) -> Effect<O>
    where
        M: Meeting<O>,
    {
        let before = [starter, partner].map(|v| opinions[v.index()]);
        let effect = self.model.meet(before[0], before[1]);
        let Effect::Pair {
            starter: mut first,
            partner: mut second,
        } = effect
        else {
            return effect;
        };
        // The one way is known: by it they met. The other is looked up where it matters.
        let hears = |listener, speaker| ties.is_mutual() || ties.edge(speaker, listener).is_some();
        match M::PARTNER {
            Partner::Heard if second != before[1] && !hears(partner, starter) => second = before[1],
            Partner::Hearer if first != before[0] && !hears(starter, partner) => first = before[0],
            _ => {}
        }
        Effect::Pair {
            starter: first,
            partner: second,
        }
    }

    /// Whether some meeting of `v` makes everyone who hears it think the same.
    fn speaks_out<O: Opinion>(&self, v: NodeId, ties: &Ties, opinions: &[O]) -> bool
    where
        M: Meeting<O>,
    {
        let convinces = |starter: NodeId, partner: NodeId| {
            let [starter, partner] = [starter, partner].map(|v| opinions[v.index()]);
            self.model.meet(starter, partner) == Effect::Convinces
        };
        let (to, from) = (M::PARTNER.of(v, ties), M::PARTNER.turning_to(v, ties));
        to.iter().any(|&u| convinces(v, u)) || from.iter().any(|&u| convinces(u, v))
    }
}

impl<O: Opinion, M: Meeting<O>> Schedule<O> for Meetings<M> {
    fn round(&self, ties: &Ties, opinions: &mut Vec<O>, _: &mut Vec<O>, round: u32, world: World) {
        let turns = Turns::one_by_one(world, round);
        for number in 0..self.turns.unwrap_or(ties.people()) {
            let (starter, turn) = turns.nth(number, ties.people());
            let partners = M::PARTNER.of(starter, ties);
            let Some(pick) = turn.picks(partners.len() as u32).next() else {
                continue;
            };
            let partner = partners[pick as usize];
            match self.meet(starter, partner, ties, opinions) {
                Effect::Nothing => {}
                Effect::Pair {
                    starter: first,
                    partner: second,
                } => {
                    opinions[starter.index()] = first;
                    opinions[partner.index()] = second;
                }
                Effect::Convinces => {
                    let agreed = opinions[starter.index()];
                    let hearers = [starter, partner].map(|v| ties.heard_by(v));
                    for hearer in hearers.into_iter().flatten() {
                        opinions[hearer.index()] = agreed;
                    }
                }
            }
        }
    }

    fn rests(&self, ties: &Ties, opinions: &[O], tolerance: f64) -> bool {
        let near = |v: NodeId, opinion: O| opinions[v.index()].distance(opinion) <= tolerance;
        everyone(opinions).all(|v| {
            let own = opinions[v.index()];
            let moves_nobody = |&partner: &NodeId| match self.meet(v, partner, ties, opinions) {
                Effect::Nothing | Effect::Convinces => true,
                Effect::Pair {
                    starter: first,
                    partner: second,
                } => near(v, first) && near(partner, second),
            };
            let agreed = ties.heard_by(v).iter().all(|&hearer| near(hearer, own));
            (agreed || !self.speaks_out(v, ties, opinions))
                && M::PARTNER.of(v, ties).iter().all(moves_nobody)
        })
    }
}
