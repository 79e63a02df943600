//! What happens in one world in continuous time, from seeds to silence: the engine for any
//! model.
//!
//! A queue holds the contacts that may still matter, the earliest first. Where nobody has
//! two spells, a tie takes part with its first contact at most, and only if it comes before
//! every other that is on its way to the same person. Where spells recur, the next contact
//! of a tie is looked up when one falls, and those that meet somebody in a spell are passed
//! over. Contacts at the same moment are settled by the ids of who hears and who speaks,
//! never by the order in which they were queued.
//!
//! Cost follows the outbreak, not the graph: scratch is reused, and only what the last
//! outbreak touched is cleared. One contact queued costs the logarithm of their number.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use groundswell_graph::id::{EdgeId, NodeId, PerNode};

use crate::contagion::Network;
use crate::continuous::time::Time;
use crate::continuous::{Course, Tie, TimedContagion};
use crate::world::World;

/// The engine, with its scratch: 24 bytes a person.
#[derive(Debug, Clone)]
pub struct Outbreak {
    people: PerNode<Record>,
    /// Everybody whose record differs from the default.
    touched: Vec<NodeId>,
    queue: BinaryHeap<Reverse<Coming>>,
    spells: Vec<Spell>,
    spread: u32,
    until: Time,
    /// The last moment of the run: until then, or until the model's deadline.
    last: Time,
    /// Whether whoever is done with it is open to it again.
    recurs: bool,
}

/// One person's going through it: from taking it up to being done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Whose spell it is.
    pub person: NodeId,
    /// Which of their spells, counted from 0.
    pub nth: u32,
    /// Whose word they took it from; nobody's for seeds and for those who came to it by
    /// themselves.
    pub source: Option<NodeId>,
    /// When they took it up.
    pub at: Time,
    /// How long they are silent and then speak, whether or not the run goes on so long.
    pub course: Course,
}

impl Spell {
    /// When they begin to speak.
    pub fn speaks_from(&self) -> Time {
        self.at + self.course.latent
    }

    /// When they are done with it.
    pub fn ends(&self) -> Time {
        self.speaks_from() + self.course.infectious
    }
}

/// How many people are in which state at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Open to it: never had it, or may have it again.
    pub susceptible: u32,
    /// In a spell, still silent.
    pub exposed: u32,
    /// In a spell, speaking.
    pub infectious: u32,
    /// Done with it for good.
    pub removed: u32,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    /// The earliest contact known to come.
    due: Time,
    /// From when on a contact takes effect: once a spell has ended, or never again.
    open: Time,
    spells: u32,
}

impl Record {
    const UNTOUCHED: Self = Self {
        due: Time::NEVER,
        open: Time::START,
        spells: 0,
    };
}

/// A contact on its way, ordered by time, then by who hears, then by who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    at: Time,
    target: NodeId,
    /// None for seeds and for those who come to it by themselves.
    along: Option<Along>,
}

/// Ties are in order of their sources, so the id of a tie stands for who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Along {
    edge: EdgeId,
    /// The speaker's spell, as a position among the spells.
    spell: u32,
}

/// What one run is about.
struct Setting<'a, 'g, M: TimedContagion> {
    network: &'a Network<'g>,
    model: &'a M,
    /// Of first spells, second spells and so on, as far as anybody has come.
    lucks: Vec<M::Luck>,
}

impl Outbreak {
    /// An engine for graphs of `people` people.
    pub fn new(people: u32) -> Self {
        Self {
            people: PerNode::filled(Record::UNTOUCHED, people),
            touched: Vec::new(),
            queue: BinaryHeap::new(),
            spells: Vec::new(),
            spread: 0,
            until: Time::NEVER,
            last: Time::NEVER,
            recurs: false,
        }
    }

    /// The same engine, with nothing happening after `until`. What recurs may go on for
    /// ever, and needs it.
    #[must_use]
    pub fn stopping_after(mut self, until: Time) -> Self {
        self.until = until;
        self
    }

    /// Runs `model` from `seeds`, whose first spells begin at the start, until nothing more
    /// is to come. A seed named twice counts once.
    pub fn run<M: TimedContagion>(
        &mut self,
        network: &Network<'_>,
        model: &M,
        seeds: &[NodeId],
        world: World,
    ) -> &Self {
        self.clear();
        self.last = self.until.min(model.deadline());
        self.recurs = M::RECURS;
        let mut setting = Setting {
            network,
            model,
            lucks: vec![model.luck(network, world, 0)],
        };
        for &seed in seeds {
            if self.people[seed].due > Time::START {
                self.expect(Time::START, seed, None);
            }
        }
        if M::SPONTANEOUS {
            for v in (0..network.ties.people()).map(NodeId) {
                let at = model.arrival(&setting.lucks[0], v);
                if at < self.people[v].due && at <= self.last {
                    self.expect(at, v, None);
                }
            }
        }
        while let Some(Reverse(coming)) = self.queue.pop() {
            let Coming { at, target, along } = coming;
            if at >= self.people[target].open {
                let nth = self.people[target].spells;
                if setting.lucks.len() <= nth as usize {
                    setting.lucks.push(model.luck(network, world, nth));
                }
                let course = model.course(&setting.lucks[nth as usize], target);
                self.begin(at, target, along, course);
                let spell = self.spells.len() as u32 - 1;
                for (edge, hearer) in network.ties.edges_of(target) {
                    self.listen(&setting, Along { edge, spell }, hearer, None);
                }
            }
            if let (true, Some(along)) = (M::RECURS, along) {
                self.listen(&setting, along, target, Some(at));
            }
        }
        self
    }

    /// Notes that a spell begins.
    fn begin(&mut self, at: Time, person: NodeId, along: Option<Along>, course: Course) {
        let record = &mut self.people[person];
        let spell = Spell {
            person,
            nth: record.spells,
            source: along.map(|along| self.spells[along.spell as usize].person),
            at,
            course,
        };
        self.spread += u32::from(record.spells == 0);
        record.spells += 1;
        record.open = match self.recurs {
            true => spell.ends(),
            false => Time::NEVER,
        };
        self.spells.push(spell);
    }

    /// Queues the next contact along a tie that may matter to `target`, later than `after`
    /// where one was before.
    fn listen<M: TimedContagion>(
        &mut self,
        setting: &Setting<'_, '_, M>,
        along: Along,
        target: NodeId,
        after: Option<Time>,
    ) {
        let Record { due, open, .. } = self.people[target];
        if open == Time::NEVER {
            return;
        }
        let spell = &self.spells[along.spell as usize];
        let tie = Tie {
            network: setting.network,
            edge: along.edge,
            source: spell.person,
            target,
        };
        let (speaks_from, span) = (spell.speaks_from(), spell.course.infectious);
        let next = setting
            .model
            .contacts(&setting.lucks[spell.nth as usize], tie)
            .take_while(|&offset| offset <= span && offset < Time::NEVER)
            .map(|offset| speaks_from + offset)
            .take_while(|&at| at <= self.last)
            .find(|&at| at >= open && after.is_none_or(|after| at > after));
        if let Some(at) = next.filter(|&at| M::RECURS || at <= due) {
            self.expect(at, target, Some(along));
        }
    }

    fn expect(&mut self, at: Time, target: NodeId, along: Option<Along>) {
        let due = &mut self.people[target].due;
        if *due == Time::NEVER {
            self.touched.push(target);
        }
        *due = at.min(*due);
        self.queue.push(Reverse(Coming { at, target, along }));
    }

    fn clear(&mut self) {
        for v in self.touched.drain(..) {
            self.people[v] = Record::UNTOUCHED;
        }
        self.spells.clear();
        self.spread = 0;
    }

    /// People who ever took it up, seeds included.
    pub fn spread(&self) -> u32 {
        self.spread
    }

    /// Whether `v` ever took it up.
    pub fn reached(&self, v: NodeId) -> bool {
        self.people[v].spells > 0
    }

    /// All spells, in the order of their beginnings.
    pub fn spells(&self) -> &[Spell] {
        &self.spells
    }

    /// How many people had ever taken it up at each of `times`.
    ///
    /// Cost: one pass over the spells for each time.
    pub fn ever_by(&self, times: &[Time]) -> Vec<u32> {
        let by = |time: Time| {
            let begun = &self.spells[..self.spells.partition_point(|spell| spell.at <= time)];
            begun.iter().filter(|spell| spell.nth == 0).count() as u32
        };
        times.iter().map(|&time| by(time)).collect()
    }

    /// How many people speak at each of `times`.
    ///
    /// Cost: one pass over the spells for each time.
    pub fn prevalence_at(&self, times: &[Time]) -> Vec<u32> {
        times
            .iter()
            .map(|&time| self.census_at(time).infectious)
            .collect()
    }

    /// Who is in which state at `time`, which is not after the run was stopped.
    pub fn census_at(&self, time: Time) -> Census {
        let mut census = Census::default();
        for spell in self.spells.iter().take_while(|spell| spell.at <= time) {
            if time < spell.speaks_from() {
                census.exposed += 1;
            } else if time < spell.ends() {
                census.infectious += 1;
            } else if !self.recurs {
                census.removed += 1;
            }
        }
        let people = self.people.len() as u32;
        census.susceptible = people - census.exposed - census.infectious - census.removed;
        census
    }

    /// When the last spell ended; `None` if one had not by the end of the run.
    pub fn extinction(&self) -> Option<Time> {
        let last = self.spells.iter().map(Spell::ends).max();
        let last = last.unwrap_or(Time::START);
        (last <= self.last && last < Time::NEVER).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groundswell_graph::activation::Activation;
    use groundswell_graph::builder::graph;
    use groundswell_graph::probability::Probability;

    /// Word takes a time that depends on who speaks; spells last five.
    struct Clockwork {
        minutes: [f64; 4],
    }

    fn time(value: f64) -> Time {
        Time::new(value).unwrap()
    }

    impl TimedContagion for Clockwork {
        type Luck = ();

        fn luck(&self, _: &Network<'_>, _: World, _: u32) {}

        fn course(&self, (): &(), _: NodeId) -> Course {
            Course {
                latent: time(1.0),
                infectious: time(5.0),
            }
        }

        fn contacts(&self, (): &(), tie: Tie<'_>) -> impl Iterator<Item = Time> {
            std::iter::once(time(self.minutes[tie.source.index()]))
        }
    }

    fn run(ties: &str, minutes: [f64; 4], seeds: &[u32], until: f64) -> Outbreak {
        let graph = graph(ties);
        let activation = Activation::uniform(Probability::ONE);
        let network = Network::new(&graph.platforms()[0], &activation);
        let seeds: Vec<NodeId> = seeds.iter().map(|&v| NodeId(v)).collect();
        let mut outbreak = Outbreak::new(graph.people()).stopping_after(time(until));
        // The first run leaves something to be cleared.
        outbreak.run(
            &network,
            &Clockwork { minutes },
            &[NodeId(0)],
            World::new(1, 1),
        );
        outbreak.run(&network, &Clockwork { minutes }, &seeds, World::new(1, 0));
        outbreak
    }

    #[test]
    fn the_earliest_contact_counts() {
        let outbreak = run("0->1 0->2 1->3 2->3", [2.0, 3.0, 1.0, 0.0], &[0], 99.0);
        let spells: Vec<_> = outbreak
            .spells()
            .iter()
            .map(|s| (s.person.0, s.at.get()))
            .collect();
        assert_eq!(spells, [(0, 0.0), (1, 3.0), (2, 3.0), (3, 5.0)]);
        assert_eq!(outbreak.spells()[3].source, Some(NodeId(2)));
        assert_eq!(outbreak.extinction(), Some(time(11.0)));
    }

    #[test]
    fn contacts_at_the_same_moment_are_settled_by_ids() {
        let outbreak = run("0->3 1->3 2->3", [4.0; 4], &[2, 0, 1, 0], 99.0);
        assert_eq!(outbreak.spread(), 4);
        assert_eq!(outbreak.spells()[3].source, Some(NodeId(0)));
    }

    #[test]
    fn a_contact_after_the_spell_does_not_count_and_one_at_its_end_does() {
        assert_eq!(run("0->1", [5.1; 4], &[0], 99.0).spread(), 1);
        assert_eq!(run("0->1", [5.0; 4], &[0], 99.0).spread(), 2);
    }

    #[test]
    fn nothing_happens_after_the_run_is_stopped() {
        let outbreak = run("0->1 1->2", [2.0; 4], &[0], 3.0);
        assert_eq!(outbreak.spread(), 2);
        assert!(!outbreak.reached(NodeId(2)));
        assert_eq!(outbreak.extinction(), None);
    }

    #[test]
    fn states_are_counted_at_any_moment() {
        let outbreak = run("0->1 1->2", [2.0; 4], &[0], 99.0);
        let times = [0.0, 1.0, 3.0, 6.0, 12.0].map(time);
        assert_eq!(outbreak.ever_by(&times), [1, 1, 2, 3, 3]);
        assert_eq!(outbreak.prevalence_at(&times), [0, 1, 1, 1, 0]);
        let census = Census {
            susceptible: 0,
            exposed: 1,
            infectious: 1,
            removed: 1,
        };
        assert_eq!(outbreak.census_at(time(6.0)), census);
    }
}
