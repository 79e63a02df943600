//! What all strategies and worlds share: the graph, the answers people give, where
//! everybody stands and what sort of people they are. Made once, read by every
//! thread.

use groundswell_diffusion::draw::Hazard;
use groundswell_diffusion::world::{Draws, World};
use groundswell_graph::fan_graph::{FanGraph, Platform};
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::name_key::NameKey;
use groundswell_graph::probability::{Chance, Probability};

use crate::branching::Branching;
use crate::channel::{CHANNELS, Channel};
use crate::delay::Delay;
use crate::impressions::{BLOCK, Impressions};
use crate::ledger::Ring;
use crate::market::{Members, TieStrength};
use crate::plan::Error;
use crate::response::Funnel;
use crate::strategy::{Campaign, Habits};

/// The campaign on its graph, ready to be run.
#[derive(Debug)]
pub struct Ground<'g> {
    pub(crate) graph: &'g FanGraph,
    pub(crate) campaign: &'g Campaign,
    pub(crate) answers: [Answer; CHANNELS],
    pub(crate) rings: PerNode<Ring>,
    /// Everybody of the catchment.
    pub(crate) everybody: Crowd,
    /// Whom paid impressions may fall on, by platform.
    crowds: Vec<Crowd>,
    pub(crate) impressions: Impressions,
    /// Places of segments, counted from one; zero for none. `None` without segments.
    segments: Option<PerNode<u8>>,
    /// By platform: the weight above which a tie is strong, where ties have weights.
    strong_above: Vec<Option<f64>>,
    /// Luck that is the same in all worlds: what people and ties are.
    nature: World,
    /// Whether anything makes one person's or tie's chance to engage another's.
    pub(crate) varies: bool,
    /// Whether people tire, or have only so much attention.
    pub(crate) strains: bool,
    /// Place of the platform along whose ties word of mouth goes.
    pub(crate) word: Option<usize>,
    /// Place of the platform along whose ties opinions are talked over.
    talk: Option<usize>,
    /// By platform: how many of its crowd are in the market, on average, as a share.
    shares_in_market: Vec<f64>,
    /// By platform: how many of its crowd belong to each segment.
    crowds_of: Vec<Vec<u32>>,
    /// What stands for the graph where none is known.
    pub(crate) branching: Option<&'g Branching>,
}

/// People on whom something may fall at random.
#[derive(Debug, Clone)]
pub(crate) struct Crowd {
    /// Blocks of ids with one of them.
    pub(crate) blocks: Vec<u32>,
    /// How many there are.
    pub(crate) people: u32,
}

impl Crowd {
    fn of(people: u32, is_one: impl Fn(NodeId) -> bool) -> Self {
        let ids = |block: u32| {
            let first = block * BLOCK;
            let last = first.saturating_add(BLOCK).min(people);
            (first..last).map(NodeId)
        };
        let all = (0..people.div_ceil(BLOCK)).map(|block| (block, ids(block)));
        let counts = all.map(|(block, ids)| (block, ids.filter(|&v| is_one(v)).count() as u32));
        let counts: Vec<_> = counts.filter(|(_, count)| *count > 0).collect();
        Self {
            blocks: counts.iter().map(|(block, _)| *block).collect(),
            people: counts.iter().map(|(_, count)| count).sum(),
        }
    }
}

/// A funnel in the form in which luck compares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) seen: Chance,
    pub(crate) engage: Chance,
    /// The same before any factor.
    pub(crate) engages: Probability,
    pub(crate) lead: Hazard,
    pub(crate) buy: Hazard,
    pub(crate) again: Chance,
    pub(crate) fan: Hazard,
    pub(crate) share: Hazard,
    pub(crate) shares: Probability,
    pub(crate) mention: Chance,
    pub(crate) positive: Chance,
    pub(crate) unfollow: Probability,
    pub(crate) opt_out: Probability,
    /// Whether seeing it may make somebody turn away.
    pub(crate) puts_off: bool,
    pub(crate) delay: Delay,
}

impl From<&Funnel> for Answer {
    fn from(funnel: &Funnel) -> Self {
        Self {
            seen: funnel.seen.chance(),
            engage: funnel.engage.chance(),
            engages: funnel.engage,
            lead: Hazard::of(funnel.lead),
            buy: Hazard::of(funnel.buy),
            again: funnel.again.chance(),
            fan: Hazard::of(funnel.fan),
            share: Hazard::of(funnel.share),
            shares: funnel.share,
            mention: funnel.mention.chance(),
            positive: funnel.positive.chance(),
            unfollow: funnel.unfollow,
            opt_out: funnel.opt_out,
            puts_off: funnel.unfollow > Probability::ZERO || funnel.opt_out > Probability::ZERO,
            delay: funnel.delay,
        }
    }
}

/// The seed of what people and ties are; a part of luck, never changed.
const NATURE: u64 = 0x6e61_7475_7265;

impl<'g> Ground<'g> {
    /// The ground for `campaign` on `graph`.
    ///
    /// # Panics
    ///
    /// If the campaign has not as many habits as the graph has platforms, or a
    /// segment not as many fits; if people talk along a platform that is not there.
    pub fn new(graph: &'g FanGraph, campaign: &'g Campaign) -> Self {
        let platforms = graph.platforms();
        let as_many = |there: usize| there == platforms.len();
        assert!(as_many(campaign.habits.len()), "one habit per platform");
        let fits = campaign.segments.iter().map(|segment| segment.fit.len());
        assert!(fits.into_iter().all(as_many), "one fit per platform");
        let mut rings = PerNode::filled(Ring::Further, graph.people());
        for platform in platforms {
            for &fan in platform.fans.members() {
                rings[fan] = Ring::Fan;
            }
        }
        for platform in platforms {
            for &fan in platform.fans.members() {
                for &friend in platform.ties.heard_by(fan) {
                    if rings[friend] == Ring::Further {
                        rings[friend] = Ring::Friend;
                    }
                }
            }
        }
        let nearby = |v| graph.is_nearby(v);
        let on = |p: &Platform| Crowd::of(graph.people(), |v| nearby(v) && p.is_member(v));
        let nature = World::new(NATURE, 0);
        let place = |name: &String| {
            let place = platforms.iter().position(|p| p.name == *name);
            place.expect("people talk along a platform of the graph")
        };
        let word = campaign.word.as_ref().map(|word| place(&word.platform));
        let talk = campaign
            .sentiment
            .as_ref()
            .map(|talk| place(&talk.platform));
        let mut ground = Self {
            graph,
            campaign,
            answers: Channel::ALL.map(|channel| campaign.response.to(channel).into()),
            rings,
            everybody: Crowd::of(graph.people(), nearby),
            crowds: platforms.iter().map(on).collect(),
            impressions: Impressions::new(),
            segments: None,
            strong_above: platforms.iter().map(mean_weight).collect(),
            nature,
            strains: campaign.fatigue.is_some() || campaign.attention.is_some(),
            varies: !campaign.segments.is_empty()
                || campaign.strength.is_some()
                || campaign.integration.times() != 1.0,
            word,
            talk,
            shares_in_market: Vec::new(),
            crowds_of: Vec::new(),
            branching: None,
        };
        if !campaign.segments.is_empty() {
            let people = graph.nodes().map(|v| ground.sort_of(v));
            ground.segments = Some(people.collect());
        }
        if campaign.market.is_some() || !campaign.segments.is_empty() {
            let counted = platforms.iter().map(|platform| ground.count(platform));
            (ground.shares_in_market, ground.crowds_of) = counted.unzip();
        }
        ground
    }

    /// The ground for `campaign` where no graph is known. Its graph is that of the fans, who
    /// know nobody.
    ///
    /// # Errors
    ///
    /// [`Error::NeedsGraph`] where it matters who knows whom.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    pub fn branching(audience: &'g Branching, campaign: &'g Campaign) -> Result<Self, Error> {
        audience.check(campaign)?;
        Ok(Self {
            branching: Some(audience),
            ..Self::new(audience.fans(), campaign)
        })
    }

    /// How many people and ties a world can have at most, ties of all platforms.
    pub(crate) fn most_people_and_ties(&self) -> (f64, f64) {
        match self.branching {
            Some(audience) => audience.most_people_and_ties(),
            None => {
                let ties = self.graph.platforms().iter().map(|p| p.ties.count());
                (self.graph.people().into(), ties.map(f64::from).sum())
            }
        }
    }

    /// Of the people of the catchment on `platform`: the mean chance to be in the
    /// market, and how many belong to each segment.
    fn count(&self, platform: &Platform) -> (f64, Vec<u32>) {
        let here = |&v: &NodeId| self.graph.is_nearby(v) && platform.is_member(v);
        let (mut people, mut chances) = (0u32, 0.0);
        let mut segments = vec![0; self.campaign.segments.len()];
        for v in self.graph.nodes().filter(here) {
            people += 1;
            chances += self.in_market(v).get();
            if let Some(segment) = self.segment(v) {
                segments[segment] += 1;
            }
        }
        (chances / f64::from(people.max(1)), segments)
    }

    /// The graph.
    pub fn graph(&self) -> &'g FanGraph {
        self.graph
    }

    /// The campaign.
    pub fn campaign(&self) -> &'g Campaign {
        self.campaign
    }

    /// The segment to which `v` belongs, counted from one; zero for none.
    fn sort_of(&self, v: NodeId) -> u8 {
        let mut place = self.nature.people(NameKey::of("segment")).person(v).unit();
        for (number, segment) in (1..).zip(&self.campaign.segments) {
            match &segment.members {
                Members::Share(share) if place < share.get() => return number,
                Members::Share(share) => place -= share.get(),
                Members::Attribute { column, is } => {
                    let column = self.graph.attribute(column);
                    if column.is_some_and(|column| column.cell(v) == *is) {
                        return number;
                    }
                }
            }
        }
        0
    }

    /// The segment to which `v` belongs, by its place.
    pub fn segment(&self, v: NodeId) -> Option<usize> {
        let number = self.segments.as_ref().map_or(0, |segments| segments[v]);
        usize::from(number).checked_sub(1)
    }

    /// Whom paid impressions on the platform at `at` may fall on.
    pub(crate) fn crowd(&self, at: usize) -> &Crowd {
        &self.crowds[at]
    }

    /// How many of them belong to a segment.
    pub(crate) fn crowd_of(&self, at: usize, segment: usize) -> u32 {
        self.crowds_of
            .get(at)
            .map_or(0, |segments| segments[segment])
    }

    /// How many ids paid impressions on that platform are drawn for, per person who
    /// may meet them.
    pub(crate) fn ids_per_person(&self, at: usize) -> f64 {
        if self.branching.is_some() {
            // Everybody is drawn for one impression.
            return 1.0;
        }
        let crowd = self.crowd(at);
        crowd.blocks.len() as f64 * f64::from(BLOCK) / f64::from(crowd.people.max(1))
    }

    pub(crate) fn answer(&self, channel: Channel) -> &Answer {
        &self.answers[channel.index()]
    }

    pub(crate) fn platform(&self, at: usize) -> (&'g Platform, &'g Habits) {
        (&self.graph.platforms()[at], &self.campaign.habits[at])
    }

    /// The chance that `v` is in the market.
    pub(crate) fn in_market(&self, v: NodeId) -> Probability {
        let Some(market) = self.campaign.market else {
            return Probability::ONE;
        };
        let share = market.within(self.rings[v]);
        match self.segment(v) {
            Some(segment) => share.times(self.campaign.segments[segment].market),
            None => share,
        }
    }

    /// The mean of that chance among those on whom paid impressions on the platform
    /// at `at` may fall.
    pub(crate) fn share_in_market(&self, at: usize) -> f64 {
        if self.branching.is_some() {
            let market = self.campaign.market;
            return market.map_or(1.0, |market| market.within(Ring::Further).get());
        }
        self.shares_in_market.get(at).copied().unwrap_or(1.0)
    }

    /// Factor on the word of a friend on the platform at `at`.
    pub(crate) fn strength(&self, at: usize, source: NodeId, target: NodeId) -> f64 {
        let Some(strength) = self.campaign.strength else {
            return 1.0;
        };
        let platform = &self.graph.platforms()[at];
        let weight = platform.weights.as_ref().and_then(|weights| {
            let edge = platform.ties.edge(source, target)?;
            Some(weights[edge.index()])
        });
        let TieStrength::Strong {
            share,
            strong_times,
            weak_times,
        } = strength
        else {
            return weight.unwrap_or(1.0);
        };
        let strong = match (weight, self.strong_above[at]) {
            (Some(weight), Some(mean)) => weight > mean,
            _ => {
                let (a, b) = (source.min(target), source.max(target));
                let ties: Draws = self.nature.people(NameKey::of("strong tie"));
                ties.between(a, b).under(share.chance())
            }
        };
        match strong {
            true => strong_times,
            false => weak_times,
        }
    }

    /// The mean opinion in the end, in millionths, after these visits and bad words;
    /// zero where nobody asks.
    pub(crate) fn opinion(
        &self,
        visitors: impl Iterator<Item = NodeId>,
        deterred: impl Iterator<Item = NodeId>,
        world: World,
    ) -> i64 {
        let (Some(sentiment), Some(at)) = (&self.campaign.sentiment, self.talk) else {
            return 0;
        };
        let ties = &self.graph.platforms()[at].ties;
        let nature = self.nature.people(NameKey::of("opinion"));
        let mean = sentiment.in_the_end(ties, nature, visitors, deterred, world);
        (mean * 1e6).round_ties_even() as i64
    }

    /// Whether `target` is in none of the groups of `source`, who is in some.
    pub(crate) fn leaves_groups(&self, at: usize, source: NodeId, target: NodeId) -> bool {
        let Some(groups) = &self.graph.platforms()[at].groups else {
            return false;
        };
        let (ours, theirs) = (groups.joined_by(source), groups.joined_by(target));
        !ours.is_empty() && !ours.iter().any(|group| theirs.contains(group))
    }
}

fn mean_weight(platform: &Platform) -> Option<f64> {
    let weights = platform.weights.as_ref()?;
    Some(weights.iter().sum::<f64>() / weights.len().max(1) as f64)
}

/// Chance that a fan sees a post of that fortune.
pub(crate) fn post_seen(habits: &Habits, factor: f64, seen: Probability) -> Chance {
    Probability::clamped(habits.organic_reach.get() * factor * seen.get()).chance()
}
