//! What happens in one world, from first opinions to minds at rest: the engine for
//! any model and schedule.

use groundswell_graph::id::NodeId;
use groundswell_graph::ties::Ties;

use crate::error::Error;
use crate::opinion::Opinion;
use crate::opinion::schedule::Schedule;
use crate::world::World;

/// Opinions up to this size can be added up over all people there may be.
const LARGEST: f64 = f64::MAX / (1u64 << 32) as f64;

/// When a discussion ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// After so many rounds at the latest.
    pub max_rounds: u32,
    /// As soon as no turn could move anybody by more than this. Choices are 1 apart,
    /// so that any value below 1 means that nobody could change at all.
    pub tolerance: f64,
}

impl Default for Stop {
    /// A thousand rounds, or until no turn moves anybody by more than 10⁻⁹.
    fn default() -> Self {
        Self {
            max_rounds: 1000,
            tolerance: 1e-9,
        }
    }
}

/// The engine with its scratch: two opinions per person.
#[derive(Debug, Clone)]
pub struct Discussion<O> {
    opinions: Vec<O>,
    scratch: Vec<O>,
    rounds: u32,
    settled: bool,
}

impl<O> Default for Discussion<O> {
    /// An engine for any number of people.
    fn default() -> Self {
        Self {
            opinions: Vec::new(),
            scratch: Vec::new(),
            rounds: 0,
            settled: false,
        }
    }
}

impl<O: Opinion> Discussion<O> {
    /// Runs `schedule` along `ties` from `initial` opinions, one per person in id
    /// order, until `stop`.
    ///
    /// Cost: every round a pass over the ties for models that hear everybody, a pass
    /// over the people for those that ask a few; and a look whether anybody may still
    /// move, which ends with the first who does.
    ///
    /// # Errors
    ///
    /// [`Error::NotOnePerPerson`], [`Error::NotAnOpinion`].
    ///
    /// # Panics
    ///
    /// If the model was made for another network.
    pub fn run<S: Schedule<O>>(
        &mut self,
        ties: &Ties,
        schedule: &S,
        initial: &[O],
        world: World,
        stop: Stop,
    ) -> Result<&Self, Error> {
        self.run_watched(ties, schedule, initial, world, stop, |_, _| {})
    }

    /// As [`run`](Self::run), calling `watch` with the number of each round and the
    /// opinions after it. Round 0 is the start.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    ///
    /// # Panics
    ///
    /// As [`run`](Self::run).
    pub fn run_watched<S: Schedule<O>>(
        &mut self,
        ties: &Ties,
        schedule: &S,
        initial: &[O],
        world: World,
        stop: Stop,
        mut watch: impl FnMut(u32, &[O]),
    ) -> Result<&Self, Error> {
        check_opinions(initial, ties.people())?;
        self.opinions.clear();
        self.opinions.extend_from_slice(initial);
        self.rounds = 0;
        watch(0, &self.opinions);
        loop {
            self.settled = schedule.rests(ties, &self.opinions, stop.tolerance);
            if self.settled || self.rounds >= stop.max_rounds {
                return Ok(self);
            }
            self.rounds += 1;
            let (opinions, scratch) = (&mut self.opinions, &mut self.scratch);
            schedule.round(ties, opinions, scratch, self.rounds, world);
            watch(self.rounds, &self.opinions);
        }
    }

    /// What everybody thinks at the end, one entry per person in id order.
    pub fn opinions(&self) -> &[O] {
        &self.opinions
    }

    /// How many rounds it took; 0 if minds were at rest from the start.
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    /// Whether it ended because minds were at rest, and not for lack of rounds.
    pub fn settled(&self) -> bool {
        self.settled
    }

    /// Whether everybody ended within `tolerance` of the first person.
    pub fn agreed(&self, tolerance: f64) -> bool {
        let near_first = |opinion: &O| opinion.distance(self.opinions[0]) <= tolerance;
        self.opinions.iter().all(near_first)
    }
}

/// Whether there is an opinion for each person, and of ordinary size.
pub(crate) fn check_opinions<O: Opinion>(opinions: &[O], people: u32) -> Result<(), Error> {
    let entries = opinions.len();
    if entries != people as usize {
        return Err(Error::NotOnePerPerson { entries, people });
    }
    for (person, opinion) in (0..people).map(NodeId).zip(opinions) {
        let opinion = opinion.number();
        if opinion.is_nan() || opinion.abs() > LARGEST {
            return Err(Error::NotAnOpinion { person, opinion });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opinion::majority::Majority;
    use crate::opinion::schedule::Synchronous;
    use crate::opinion::summary::share;
    use groundswell_graph::builder::graph;

    #[test]
    fn opinions_travel_one_tie_a_round_and_every_round_is_watched() {
        let path = graph("0->1 1->2 2->3");
        let ties = &path.platforms()[0].ties;
        let (first, world) = ([true, false, false, false], World::new(1, 0));
        let (mut discussion, mut course) = (Discussion::default(), Vec::new());
        let watch = |round, opinions: &[bool]| course.push((round, share(opinions, true)));
        let model = Synchronous(Majority);
        let ended = discussion.run_watched(ties, &model, &first, world, Stop::default(), watch);
        let ended = ended.unwrap();
        assert!(ended.settled() && ended.agreed(0.0));
        assert_eq!(ended.rounds(), 3);
        assert_eq!(course, [(0, 0.25), (1, 0.5), (2, 0.75), (3, 1.0)]);
    }

    #[test]
    fn a_discussion_ends_after_its_rounds() {
        let pair = graph("0-1");
        let ties = &pair.platforms()[0].ties;
        let mut discussion = Discussion::default();
        for max_rounds in [0, 1, 2] {
            let stop = Stop {
                max_rounds,
                ..Stop::default()
            };
            let (first, world) = ([3, 4], World::new(1, 0));
            let swapping = Synchronous(Majority);
            let ended = discussion.run(ties, &swapping, &first, world, stop);
            let ended = ended.unwrap();
            assert!(!ended.settled() && !ended.agreed(0.5) && ended.agreed(1.0));
            assert_eq!(ended.rounds(), max_rounds);
        }
    }

    #[test]
    fn nobody_is_at_rest() {
        let nobody = graph("");
        let ties = &nobody.platforms()[0].ties;
        let mut discussion = Discussion::<u8>::default();
        let (world, stop) = (World::new(1, 0), Stop::default());
        let ended = discussion.run(ties, &Synchronous(Majority), &[], world, stop);
        let ended = ended.unwrap();
        assert!(ended.settled() && ended.agreed(0.0) && ended.opinions().is_empty());
    }
}
