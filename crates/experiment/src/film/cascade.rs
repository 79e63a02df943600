//! A cascade as a film: rounds of words that convince, and what becomes of adopters.

use std::collections::{BTreeMap, BTreeSet};

use groundswell_diffusion::cascade::{Cascade, Count};
use groundswell_diffusion::contagion::{Contagion, Network, Phase};
use groundswell_diffusion::continuous::TimedContagion;
use groundswell_diffusion::looking::{Looking, Order};
use groundswell_diffusion::opinion::schedule::Schedule;
use groundswell_diffusion::witness::{Witness, Word};
use groundswell_diffusion::world::World;
use groundswell_graph::id::NodeId;
use groundswell_scenario::opinions::Start;

use crate::diffusion_study::{DiffusionStudy, Error};
use crate::dispatch::{FirstOpinion, Visitor};
use crate::film::shown::{Cast, Interest};
use crate::film::{Carrier, Film, Frame, MOST_STEPS, Plot, State, Step, Take, Touch};

impl DiffusionStudy {
    /// The cascade of world `number` as it can be shown, up to round [`MOST_STEPS`].
    ///
    /// # Errors
    ///
    /// What [`check`](Self::check) refuses; [`Error::NoFilm`] for models that do not
    /// spread word in rounds.
    pub fn film(&self, number: u64) -> Result<Film, Error> {
        let world = World::new(self.seed(), number);
        let mut seeds = Vec::new();
        self.seeds().of_world(world, &mut seeds);
        seeds.sort_unstable();
        seeds.dedup();
        let networks = self.networks();
        let model = self.diffusion().name;
        let once = Once {
            networks: &networks,
            seeds: &seeds,
            world,
            people: self.graph().people(),
            max_rounds: self.max_rounds().min(MOST_STEPS),
        };
        let (seen, counts) = self
            .visit(&networks, once)?
            .ok_or(Error::NoFilm { model })?;
        let cast = Cast::of(
            self.graph(),
            &seen.interest(seeds),
            (self.seed(), number),
            Frame::WIDE,
        );
        let happens = |(_, of): &(State, Counting)| counts.iter().any(|c| of(c) > 0);
        let counted: Vec<_> = COUNTED.into_iter().filter(happens).collect();
        let steps = counts.iter().enumerate().map(|(round, count)| {
            let of_round = seen.rounds.get(&(round as u32));
            let mut step = of_round.map_or_else(Step::default, |seen| seen.step(&cast));
            step.at = round as u32;
            step.counts = counted.iter().map(|(_, of)| of(count).into()).collect();
            step
        });
        Ok(Film {
            world: number,
            seed: self.seed(),
            plot: Plot::Cascade,
            people: self.graph().people(),
            takes: vec![Take {
                name: model.to_owned(),
                steps: steps.collect(),
            }],
            counted: counted.iter().map(|(state, _)| *state).collect(),
            shown: cast.shown,
            ties: cast.ties,
        })
    }
}

/// Reads one number of a round.
type Counting = fn(&Count) -> u32;

/// What is counted at the end of a round.
const COUNTED: [(State, Counting); 3] = [
    (State::Waiting, |count| count.waiting),
    (State::Speaking, |count| count.speaking),
    (State::Silent, |count| count.removed),
];

/// Everything that is seen of one cascade.
#[derive(Default)]
struct Seen {
    rounds: BTreeMap<u32, Round>,
}

#[derive(Default)]
struct Round {
    words: BTreeSet<(NodeId, NodeId)>,
    /// What people are at the end of it.
    states: BTreeMap<NodeId, State>,
}

impl Round {
    fn step(&self, cast: &Cast) -> Step {
        let touch = |(from, to): &(NodeId, NodeId)| {
            Some(Touch {
                by: Carrier::Friend,
                from: Some(cast.place(*from)?),
                to: cast.place(*to)?,
            })
        };
        let change = |(v, state): (&NodeId, &State)| Some((cast.place(*v)?, *state));
        Step {
            touches: self.words.iter().filter_map(touch).collect(),
            changes: self.states.iter().filter_map(change).collect(),
            ..Step::default()
        }
    }
}

impl Seen {
    fn interest(&self, seeds: Vec<NodeId>) -> Interest {
        let states = self.rounds.values().flat_map(|round| round.states.keys());
        let words = self.rounds.values().flat_map(|round| &round.words);
        let mut brought_by = BTreeMap::new();
        for &(from, to) in words {
            brought_by.entry(to).or_insert(from);
        }
        Interest {
            weight: states.map(|&v| (v, 1)).collect(),
            much: 1,
            brought_by,
            fans: seeds,
        }
    }
}

/// Looks on, and minds how the model's adopters begin.
struct Eye<'m, C> {
    model: &'m C,
    seen: Seen,
}

impl<C: Contagion> Witness for Eye<'_, C> {
    fn convinced(&mut self, word: Word) {
        let round = self.seen.rounds.entry(word.round).or_default();
        round.words.insert((word.source, word.target));
    }

    fn adopts(&mut self, v: NodeId, round: u32) {
        let state = state(self.model.adopts_as());
        let round = self.seen.rounds.entry(round).or_default();
        round.states.insert(v, state);
    }

    fn becomes(&mut self, v: NodeId, phase: Phase, round: u32) {
        let round = self.seen.rounds.entry(round).or_default();
        round.states.insert(v, state(phase));
    }
}

fn state(phase: Phase) -> State {
    match phase {
        Phase::Waiting => State::Waiting,
        Phase::Speaking => State::Speaking,
        Phase::Removed => State::Silent,
        Phase::Susceptible => State::Untouched,
    }
}

/// One world of any model of words in rounds.
struct Once<'a> {
    networks: &'a [Network<'a>],
    seeds: &'a [NodeId],
    world: World,
    people: u32,
    max_rounds: u32,
}

impl Visitor for Once<'_> {
    /// Nothing for models without rounds of words.
    type Answer = Option<(Seen, Vec<Count>)>;

    fn any<C: Contagion>(self, model: &C) -> Self::Answer {
        let seen = Seen::default();
        let mut eye = Eye { model, seen };
        let mut cascade = Cascade::<C::Memory>::new(self.people).stopping_after(self.max_rounds);
        cascade.run_seen_by(self.networks, model, self.seeds, self.world, &mut eye);
        Some((eye.seen, cascade.counts().to_vec()))
    }

    fn in_time<C: TimedContagion>(self, _: &C) -> Self::Answer {
        None
    }

    fn looking<L: Looking>(self, _: &L, _: Order) -> Self::Answer {
        None
    }

    fn opinions<O: FirstOpinion, S: Schedule<O>>(
        self,
        _: Start,
        _: impl Fn(&[O]) -> S + Sync,
    ) -> Self::Answer {
        None
    }
}
