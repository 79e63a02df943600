//! A campaign as a film: days of touches, and what people become.

use std::collections::{BTreeMap, BTreeSet};

use groundswell_campaign::channel::Channel;
use groundswell_campaign::journey::log::{Happening, What};
use groundswell_campaign::ledger::Entry;
use groundswell_campaign::metric::Metric;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;

use crate::film::shown::{Cast, Interest};
use crate::film::{Carrier, Film, Frame, MOST_STEPS, Plot, State, Step, Take, Touch};
use crate::replay::Replay;
use crate::study::Study;

/// What is counted, and as what.
const COUNTED: [(State, Metric); 4] = [
    (State::Reached, Metric::Reach),
    (State::Visitor, Metric::Visitors),
    (State::Lead, Metric::Leads),
    (State::Customer, Metric::Customers),
];

impl Study {
    /// One world as it can be shown: these replays, all of the same world, are its
    /// takes.
    pub fn film(&self, replays: &[Replay], frame: Frame) -> Film {
        let graph = self.graph();
        let world = replays.first().map_or(0, |replay| replay.world);
        let cast = Cast::of(
            graph,
            &interest(graph, replays),
            (self.seed(), world),
            frame,
        );
        let happens = |(_, metric): &(State, Metric)| {
            let mut rows = replays.iter().map(|replay| &replay.row);
            rows.any(|row| row.total(*metric) != 0)
        };
        let counted: Vec<(State, Metric)> = COUNTED.into_iter().filter(happens).collect();
        let takes = replays.iter().map(|replay| take(replay, &cast, &counted));
        Film {
            world,
            seed: self.seed(),
            plot: Plot::Campaign,
            people: graph.people(),
            takes: takes.collect(),
            counted: counted.into_iter().map(|(state, _)| state).collect(),
            shown: cast.shown,
            ties: cast.ties,
        }
    }
}

/// What somebody is to whom that happens.
fn state(what: What) -> Option<State> {
    match what {
        What::Sees => Some(State::Reached),
        What::Engages => Some(State::Visitor),
        What::Lead => Some(State::Lead),
        What::Customer => Some(State::Customer),
        What::Accepts
        | What::BuysAgain
        | What::Fan
        | What::Shares
        | What::Asked
        | What::TakesPart
        | What::Invited
        | What::SpeaksWell
        | What::SpeaksBadly
        | What::Deterred
        | What::Answered
        | What::Unfollows
        | What::OptsOut => None,
    }
}

fn carrier(channel: Channel) -> Carrier {
    match channel {
        Channel::Invite => Carrier::Invitation,
        Channel::Share | Channel::Word => Carrier::Friend,
        Channel::Post
        | Channel::Boost
        | Channel::Group
        | Channel::Reply
        | Channel::Media
        | Channel::Search => Carrier::Brand,
    }
}

/// The touch that a happening is, if it is one: the brand's, or between two people.
fn seen(happening: &Happening) -> Option<(Carrier, Option<NodeId>)> {
    let channel = happening.channel.filter(|_| happening.what == What::Sees)?;
    let by = carrier(channel);
    let from = happening.from.filter(|_| by != Carrier::Brand);
    Some((by, from))
}

fn interest(graph: &FanGraph, replays: &[Replay]) -> Interest {
    let mut weight: BTreeMap<NodeId, u8> = BTreeMap::new();
    let mut brought_by = BTreeMap::new();
    for happening in replays.iter().flat_map(|replay| &replay.log) {
        let person = happening.person;
        if let Some(state) = state(happening.what) {
            let most = weight.entry(person).or_default();
            *most = state_weight(state).max(*most);
        }
        if happening.what == What::Engages
            && let Some(from) = happening.from
        {
            brought_by.entry(person).or_insert(from);
        }
    }
    let fans = graph.platforms().iter();
    let fans: BTreeSet<NodeId> = fans
        .flat_map(|p| p.fans.members().iter().copied())
        .collect();
    Interest {
        weight,
        much: state_weight(State::Visitor),
        brought_by,
        fans: fans.into_iter().collect(),
    }
}

fn state_weight(state: State) -> u8 {
    state as u8
}

fn take(replay: &Replay, cast: &Cast, counted: &[(State, Metric)]) -> Take {
    let days = replay.ledger.days() as u32;
    let days_to_a_step = days.div_ceil(MOST_STEPS).max(1);
    let mut is = vec![State::Untouched; cast.shown.len()];
    let mut log = replay.log.iter().peekable();
    let mut sum = Entry::default();
    let mut steps = Vec::new();
    for first in (0..days).step_by(days_to_a_step as usize) {
        let last = (first + days_to_a_step - 1).min(days - 1);
        let mut touches = BTreeSet::new();
        let mut changed = BTreeMap::new();
        while let Some(happening) = log.next_if(|happening| happening.day <= last) {
            let Some(at) = cast.place(happening.person) else {
                continue;
            };
            if let Some((by, from)) = seen(happening) {
                let from = from.map(|from| cast.place(from));
                // Word from somebody who is not shown comes from nowhere.
                if from != Some(None) {
                    let from = from.flatten();
                    touches.insert(Touch { by, from, to: at });
                }
            }
            if let Some(state) = state(happening.what)
                && state > is[at as usize]
            {
                is[at as usize] = state;
                changed.insert(at, state);
            }
        }
        for day in first..=last {
            let entries = replay.ledger.day(day as usize).iter();
            entries.for_each(|entry| sum += entry);
        }
        let count = |(_, metric): &(State, Metric)| sum.get(*metric).max(0) as u64;
        steps.push(Step {
            at: last,
            touches: touches.into_iter().collect(),
            changes: changed.into_iter().collect(),
            counts: counted.iter().map(count).collect(),
        });
    }
    Take {
        name: replay.strategy.clone(),
        steps,
    }
}
