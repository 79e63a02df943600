//! What all strategies and worlds share: the graph, the answers people give, and
//! where everybody stands. Made once, read by every thread.

use groundswell_diffusion::draw::Hazard;
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::{Chance, Probability};

use crate::channel::Channel;
use crate::delay::Delay;
use crate::impressions::{BLOCK, Impressions};
use crate::ledger::Ring;
use crate::response::Funnel;
use crate::strategy::{Campaign, Habits};

/// The campaign on its graph, ready to be run.
#[derive(Debug)]
pub struct Ground<'g> {
    pub(crate) graph: &'g FanGraph,
    pub(crate) campaign: &'g Campaign,
    pub(crate) answers: [Answer; 4],
    pub(crate) rings: PerNode<Ring>,
    /// Whom paid impressions may fall on, by platform.
    crowds: Vec<Crowd>,
    pub(crate) impressions: Impressions,
}

/// The people of the catchment who are on a platform.
#[derive(Debug, Clone)]
pub(crate) struct Crowd {
    /// Blocks of ids with one of them.
    pub(crate) blocks: Vec<u32>,
    /// How many there are.
    pub(crate) people: u32,
}

impl Crowd {
    fn of(graph: &FanGraph, platform: &Platform) -> Self {
        let here = |v: NodeId| graph.is_nearby(v) && platform.is_member(v);
        let ids = |block: u32| {
            let first = block * BLOCK;
            let last = first.saturating_add(BLOCK).min(graph.people());
            (first..last).map(NodeId)
        };
        let blocks = (0..graph.people().div_ceil(BLOCK)).filter(|&b| ids(b).any(here));
        let blocks: Vec<u32> = blocks.collect();
        let people = blocks.iter().flat_map(|&block| ids(block));
        Self {
            people: people.filter(|&v| here(v)).count() as u32,
            blocks,
        }
    }
}

/// A funnel in the form in which luck compares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) seen: Chance,
    pub(crate) engage: Chance,
    pub(crate) buy: Hazard,
    pub(crate) fan: Hazard,
    pub(crate) share: Hazard,
    pub(crate) delay: Delay,
}

impl From<&Funnel> for Answer {
    fn from(funnel: &Funnel) -> Self {
        Self {
            seen: funnel.seen.chance(),
            engage: funnel.engage.chance(),
            buy: Hazard::of(funnel.buy),
            fan: Hazard::of(funnel.fan),
            share: Hazard::of(funnel.share),
            delay: funnel.delay,
        }
    }
}

impl<'g> Ground<'g> {
    /// The ground for `campaign` on `graph`.
    ///
    /// # Panics
    ///
    /// If the campaign has not as many habits as the graph has platforms.
    pub fn new(graph: &'g FanGraph, campaign: &'g Campaign) -> Self {
        assert_eq!(
            graph.platforms().len(),
            campaign.habits.len(),
            "one habit per platform"
        );
        let mut rings = PerNode::filled(Ring::Further, graph.people());
        for platform in graph.platforms() {
            for &fan in platform.fans.members() {
                rings[fan] = Ring::Fan;
            }
        }
        for platform in graph.platforms() {
            for &fan in platform.fans.members() {
                for &friend in platform.ties.heard_by(fan) {
                    if rings[friend] == Ring::Further {
                        rings[friend] = Ring::Friend;
                    }
                }
            }
        }
        let crowds = graph.platforms().iter().map(|p| Crowd::of(graph, p));
        Self {
            graph,
            campaign,
            answers: Channel::ALL.map(|channel| campaign.response.to(channel).into()),
            rings,
            crowds: crowds.collect(),
            impressions: Impressions::new(),
        }
    }

    /// The graph.
    pub fn graph(&self) -> &'g FanGraph {
        self.graph
    }

    /// The campaign.
    pub fn campaign(&self) -> &'g Campaign {
        self.campaign
    }

    /// Whom paid impressions on the platform at `at` may fall on.
    pub(crate) fn crowd(&self, at: usize) -> &Crowd {
        &self.crowds[at]
    }

    /// How many ids paid impressions on that platform are drawn for, per person who
    /// may meet them.
    pub(crate) fn ids_per_person(&self, at: usize) -> f64 {
        let crowd = self.crowd(at);
        crowd.blocks.len() as f64 * f64::from(BLOCK) / f64::from(crowd.people.max(1))
    }

    pub(crate) fn answer(&self, channel: Channel) -> &Answer {
        &self.answers[channel.index()]
    }

    pub(crate) fn platform(&self, at: usize) -> (&'g Platform, &'g Habits) {
        (&self.graph.platforms()[at], &self.campaign.habits[at])
    }
}

/// Chance that a fan sees a post of that fortune.
pub(crate) fn post_seen(habits: &Habits, factor: f64, seen: Probability) -> Chance {
    Probability::clamped(habits.organic_reach.get() * factor * seen.get()).chance()
}
