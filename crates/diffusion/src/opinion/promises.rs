//! What every model of opinions keeps, for the tests of the models.

use groundswell_graph::builder::graph;
use groundswell_graph::id::NodeId;
use groundswell_graph::ties::Ties;

use crate::error::Error;
use crate::opinion::Opinion;
use crate::opinion::discussion::{Discussion, Stop};
use crate::opinion::schedule::Schedule;
use crate::world::World;

/// Friends, followers, somebody who hears nobody (6), and somebody with no ties to
/// the rest but two of their own (7, 8).
const NETWORKS: [&str; 4] = [
    "0-1 1-2 2-3 3-0 0-2 3-4 4-5 6->0 6->5 7->8 8->7",
    "0->1 1->2 2->3 3->4 4->5 5->0 6->3 7-8",
    "0-1 0-2 0-3 0-4 0-5 6->0 0-7 7-8",
    "8->0",
];

const WORLDS: u64 = 20;

const STOP: Stop = Stop {
    max_rounds: 30,
    tolerance: 0.0,
};

/// Asserts that a model and its schedule leave alone who hears nobody, that those who
/// agree go on agreeing, that a world is the same twice and in a used engine, that
/// minds are at rest exactly if no luck moves them, and that the number of opinions
/// is checked.
///
/// `make` gives the schedule for ties and first opinions; `two` are two opinions.
pub(super) fn keeps_opinion_promises<O, S>(two: [O; 2], make: impl Fn(&Ties, &[O]) -> S)
where
    O: Opinion + std::fmt::Debug,
    S: Schedule<O>,
{
    let mut used = Discussion::default();
    for network in NETWORKS {
        let graph = graph(network);
        let ties = &graph.platforms()[0].ties;
        for index in 0..WORLDS {
            let world = World::new(20_261_122, index);
            let people = ties.people();
            let mixed: Vec<O> = (0..people)
                .map(|v| two[(index >> (v % 4) & 1) as usize ^ usize::from(v > 4)])
                .collect();
            let schedule = make(ties, &mixed);
            let ended = used.run(ties, &schedule, &mixed, world, STOP).unwrap();
            let mut fresh = Discussion::default();
            let again = fresh.run(ties, &schedule, &mixed, world, STOP).unwrap();
            assert_eq!(ended.opinions(), again.opinions(), "{network}");
            assert_eq!(ended.rounds(), again.rounds(), "{network}");
            for v in (0..people).map(NodeId).filter(|&v| ties.in_degree(v) == 0) {
                assert_eq!(ended.opinions()[v.index()], mixed[v.index()], "{network}");
            }

            // At rest exactly if no luck moves anybody.
            let last = again.opinions().to_vec();
            let moves = (0..1000).any(|other| {
                let mut opinions = last.clone();
                schedule.round(
                    ties,
                    &mut opinions,
                    &mut Vec::new(),
                    1,
                    World::new(5, other),
                );
                opinions != last
            });
            assert_eq!(moves, !again.settled(), "{network}");

            let agreed = vec![two[0]; people as usize];
            let schedule = make(ties, &agreed);
            assert!(schedule.rests(ties, &agreed, 0.0), "{network}");
            let mut opinions = agreed.clone();
            for round in 1..20 {
                schedule.round(ties, &mut opinions, &mut Vec::new(), round, world);
                assert_eq!(opinions, agreed, "{network}");
            }

            let few = used.run(ties, &schedule, &agreed[1..], world, STOP);
            let entries = agreed.len() - 1;
            let expected = Error::NotOnePerPerson { entries, people };
            assert_eq!(few.unwrap_err(), expected);
        }
    }
}

/// Asserts that opinions never leave the range of the first ones, and that those that
/// are no numbers, or too large to be added up, are refused.
pub(super) fn averages<S: Schedule<f64>>(make: impl Fn(&Ties, &[f64]) -> S) {
    let mut discussion = Discussion::default();
    for network in NETWORKS {
        let graph = graph(network);
        let ties = &graph.platforms()[0].ties;
        for index in 0..WORLDS {
            let world = World::new(3, index);
            let luck = world.people(groundswell_graph::name_key::NameKey::of("first"));
            let nodes = (0..ties.people()).map(NodeId);
            let first: Vec<f64> = nodes.map(|v| luck.person(v).unit() - 0.5).collect();
            let lowest = first.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = first.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let watch = |_, opinions: &[f64]| {
                let inside = opinions.iter().all(|x| (lowest..=highest).contains(x));
                assert!(inside, "{network}: {opinions:?}");
            };
            let schedule = make(ties, &first);
            discussion
                .run_watched(ties, &schedule, &first, world, STOP, watch)
                .unwrap();
            for opinion in [f64::NAN, f64::INFINITY, -f64::MAX] {
                let mut opinions = first.clone();
                opinions[3] = opinion;
                let refused = discussion.run(ties, &schedule, &opinions, world, STOP);
                let refused = refused.unwrap_err();
                assert!(matches!(refused, Error::NotAnOpinion { person, .. } if person.0 == 3));
            }
        }
    }
}
