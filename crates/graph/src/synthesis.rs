//! Platforms over the same people, drawn until they have the numbers asked for.
//!
//! A draw has levers: how many friends are of one's own community, how many friends
//! people wish for and how unequally, how many strangers share the fans, how close
//! together fans live, how much two platforms have in common. The graph is drawn,
//! measured, and each lever is moved towards its own number. The first try that has
//! them all stands, or after twelve the one that came nearest. The same seed makes
//! all tries, so that they differ by the levers only.
//!
//! ```text
//! median of friends        ← the wishes for friends, nearby and outside
//! share of them nearby     ← one of these against the other
//! their spread             ← the spread of wishes
//! friends of fans          ← how many strangers there are, then how close fans live
//! clustering               ← the share of friends inside communities of their size
//! same friends             ← the part of the common acquaintances
//! fans, members, overlaps  exact by construction
//! ```
//!
//! - **Draws:** ChaCha8, one stream per person and sequence of friends, one per
//!   other purpose.
//! - **Cost:** that of one graph for each try: 19 s for a million people with 55
//!   million friendships, in three tries on two cores.
//! - **Source:** ours. The spread of popularity over people is a golden-ratio
//!   sequence (Kuipers & Niederreiter, *Uniform Distribution of Sequences*, 1974,
//!   chapter 2), so that fans have the median of all people even where they are
//!   few.

use rand::Rng;

use crate::Error;
use crate::acquaintance::Acquaintances;
use crate::aggregates::{Aggregates, InGroups};
use crate::builder::GraphBuilder;
use crate::clustering::clustering;
use crate::community::{Picks, below, normal, stream, unit};
use crate::fan_graph::{FanGraph, Platform};
use crate::groups::Groups;
use crate::id::NodeId;
use crate::known::Known;
use crate::name_key::NameKey;
use crate::overlap::{Common, choose};
use crate::people::PeopleSet;
use crate::strangers::Strangers;
use crate::target::Target;

/// How often a graph is drawn at most.
const TRIES: usize = 12;
/// Targets this near, in tolerances, end the search.
const NEAR: f64 = 0.5;
/// Fans from whom a median can be told; with fewer, all people are measured.
const FEW: u32 = 20;
/// Friends that anybody has at most.
const MOST_FRIENDS: f64 = 5000.0;
/// How unequally neighbourhoods like the brand: deviation of the logarithm.
const LIKING: f64 = 1.0;
const MOST_LIKING: f64 = 4.0;
/// The part that two platforms have in common where nobody said: a guess.
const SAME_FRIENDS: f64 = 0.5;
/// People whose ties are compared between platforms.
const COMPARED: u32 = 5000;
/// Share of friends from one's own community, where nothing asks for another.
const INSIDE: f64 = 0.5;
const MOST_INSIDE: f64 = 0.98;

/// What of one platform can be moved.
#[derive(Debug, Clone, PartialEq)]
struct Lever {
    /// Factors of wishes for friends nearby and outside.
    near: f64,
    far: f64,
    /// Square of the deviation of the logarithm of wishes.
    variance: f64,
    /// Deviation of the logarithm of liking.
    liking: f64,
    /// Between which values it is sought.
    likings: (f64, f64),
}

/// What can be moved.
#[derive(Debug, Clone, PartialEq)]
struct Levers {
    /// Share of friends from one's own community.
    inside: f64,
    /// Between which values it is sought.
    insides: (f64, f64),
    /// Part of the common acquaintances.
    common: f64,
    /// By platform, in the order of names.
    platforms: Vec<Lever>,
}

impl Levers {
    /// More friends inside where that is `wanted`, fewer otherwise: by `guess`, or
    /// halfway to the nearest value known to be wrong.
    fn seek_inside(&mut self, wanted: bool, guess: f64) {
        let (low, high) = &mut self.insides;
        match wanted {
            true => *low = low.max(self.inside),
            false => *high = high.min(self.inside),
        }
        let within = *low < guess && guess < *high;
        self.inside = match within {
            true => guess,
            false => (*low + *high) / 2.0,
        };
    }
}

/// What all tries share.
struct Synthesis<'a> {
    known: &'a Aggregates,
    seed: u64,
    /// The platforms in the order of their names.
    names: Vec<&'a str>,
    members: Vec<Option<PeopleSet>>,
    /// As many standard normals as people, ascending.
    normals: Vec<f64>,
    /// Liking of each neighbourhood, as a standard normal.
    likings: Vec<f64>,
    /// People per neighbourhood, which like the brand alike.
    neighbourhood: u32,
}

/// The graph that `known` describes, and what became of each number.
///
/// # Errors
///
/// [`Error::TooManyTies`], [`Error::TooManyPeople`].
pub(crate) fn synthesise(known: &Aggregates, seed: u64) -> Result<(FanGraph, Vec<Target>), Error> {
    let synthesis = Synthesis::new(known, seed);
    let mut levers = synthesis.first_levers();
    let mut best: Option<(f64, Levers)> = None;
    for _ in 0..TRIES {
        let graph = synthesis.draw(&levers)?;
        let targets = synthesis.measure(&graph);
        let miss = targets.iter().map(Target::miss).fold(0.0, f64::max);
        if miss <= NEAR {
            return Ok((graph, targets));
        }
        if best.as_ref().is_none_or(|(least, _)| miss < *least) {
            best = Some((miss, levers.clone()));
        }
        let moved = synthesis.moved(levers.clone(), &targets);
        if moved == levers {
            break;
        }
        levers = moved;
    }
    let levers = best.map_or(levers, |(_, best)| best);
    let graph = synthesis.draw(&levers)?;
    let targets = synthesis.measure(&graph);
    Ok((graph, targets))
}

impl<'a> Synthesis<'a> {
    fn new(known: &'a Aggregates, seed: u64) -> Self {
        let people = known.people;
        let mut names: Vec<&str> = known.platforms().collect();
        names.sort_unstable();
        let of = |what: &str| stream(seed ^ NameKey::of(what).0, 0);
        let mut random = of("popularity");
        let mut normals: Vec<f64> = (0..people).map(|_| normal(&mut random)).collect();
        normals.sort_unstable_by(f64::total_cmp);
        let most = names.iter().map(|name| known.friends_on(name));
        let near = most.fold(0.0, f64::max) * known.nearby;
        let neighbourhood = ((6.0 * near) as u32).clamp(150, people.max(150));
        let mut random = of("likings");
        let likings = (0..people.div_ceil(neighbourhood).max(1)).map(|_| normal(&mut random));
        let mut synthesis = Self {
            known,
            seed,
            members: Vec::new(),
            normals,
            likings: likings.collect(),
            neighbourhood,
            names,
        };
        for at in 0..synthesis.names.len() {
            let members = synthesis.choose_members(at);
            synthesis.members.push(members);
        }
        synthesis
    }

    fn first_levers(&self) -> Levers {
        let known = self.known;
        let inside = match known.further.clustering {
            // As where nobody asked.
            None => INSIDE,
            Some(asked) => libm::sqrt(2.0 * asked).clamp(0.05, 0.9),
        };
        let lever = Lever {
            near: 1.0,
            far: 1.0,
            variance: known.spread * known.spread,
            liking: LIKING,
            likings: (0.0, MOST_LIKING),
        };
        Levers {
            inside,
            insides: (0.0, MOST_INSIDE),
            common: known.further.same_friends.unwrap_or(SAME_FRIENDS),
            platforms: vec![lever; self.names.len()],
        }
    }

    /// Near friends over the share of people on the platform: how many people of a
    /// fully known community would have to live there, on average over platforms.
    fn density(&self) -> f64 {
        let known = self.known;
        let people = f64::from(known.people).max(1.0);
        let of = |name: &&str| {
            let members = f64::from(known.count_of_members(name)).max(1.0);
            known.friends_on(name) * known.nearby * people / members
        };
        self.names.iter().map(of).sum::<f64>() / self.names.len().max(1) as f64
    }

    /// People per community. Where clustering is asked for, communities are three
    /// times as large as the circle of friends inside, about where friends of one
    /// person know each other most often.
    fn community(&self, inside: f64) -> u32 {
        let wide = match self.known.further.clustering {
            None => (6.0 * self.density()).max(150.0),
            Some(_) => (3.0 * inside * self.density()).max(3.0),
        };
        // More than there are people is one community.
        wide.min(f64::from(self.known.people)) as u32
    }

    /// Everybody's place in line for one platform, before the others.
    fn line(&self, what: &str, name: &str, weight: impl Fn(u32) -> f64) -> Vec<NodeId> {
        let mut random = stream(self.seed ^ NameKey::of(&format!("{what} of {name}")).0, 0);
        // Source: Efraimidis & Spirakis, Information Processing Letters 97(5), 2006.
        let mut line: Vec<(f64, NodeId)> = (0..self.known.people)
            .map(|v| (-libm::log1p(-unit(&mut random)) / weight(v), NodeId(v)))
            .collect();
        line.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        line.into_iter().map(|(_, v)| v).collect()
    }

    fn choose_members(&self, at: usize) -> Option<PeopleSet> {
        let name = self.names[at];
        self.known.members_of(name)?;
        let common: Vec<Common<'_>> = (0..at)
            .filter_map(|other| {
                let people = self.known.members_in_common(name, self.names[other])?;
                let with = self.members[other].as_ref()?;
                Some(Common {
                    with,
                    people: people.round() as u32,
                })
            })
            .collect();
        let line = self.line("members", name, |_| 1.0);
        let size = self.known.count_of_members(name);
        Some(choose(self.known.people, &line, size, &common))
    }

    /// The fans of each platform, who like the brand by neighbourhood.
    fn choose_fans(&self, levers: &Levers) -> Vec<PeopleSet> {
        let mut fans: Vec<PeopleSet> = Vec::new();
        for (at, (name, lever)) in self.names.iter().zip(&levers.platforms).enumerate() {
            let factors: Vec<f64> = self
                .likings
                .iter()
                .map(|z| libm::exp(lever.liking * z))
                .collect();
            let mut line = self.line("fans", name, |v| factors[(v / self.neighbourhood) as usize]);
            line.retain(|&v| self.is_member(at, v));
            let common: Vec<Common<'_>> = (0..at)
                .filter_map(|other| {
                    let people = self.known.fans_in_common(name, self.names[other])?;
                    Some(Common {
                        with: &fans[other],
                        people: people.round() as u32,
                    })
                })
                .collect();
            let size = self.known.count_of_fans(name);
            fans.push(choose(self.known.people, &line, size, &common));
        }
        fans
    }

    fn is_member(&self, at: usize, v: NodeId) -> bool {
        self.members[at].as_ref().is_none_or(|m| m.contains(v))
    }

    /// How popular everybody is, as a standard normal: people are lined up by the
    /// platforms on which they are fans, then at random, and a sequence that is even
    /// over every stretch of the line deals out the normals.
    fn popularity(&self, fans: &[PeopleSet]) -> Vec<f64> {
        const GOLDEN: f64 = 0.618_033_988_749_894_8;
        let mut random = stream(self.seed ^ NameKey::of("places").0, 0);
        let mut line: Vec<(u64, u64, u32)> = (0..self.known.people)
            .map(|v| {
                let sets = fans.iter().enumerate();
                let kind = sets.fold(0, |kind, (bit, fans)| {
                    kind | u64::from(fans.contains(NodeId(v))) << bit
                });
                (kind, random.next_u64(), v)
            })
            .collect();
        line.sort_unstable();
        let mut popularity = vec![0.0; line.len()];
        let mut place = unit(&mut random);
        for (.., v) in line {
            let at = (place * self.normals.len() as f64) as usize;
            popularity[v as usize] = self.normals[at.min(self.normals.len() - 1)];
            place = (place + GOLDEN).fract();
        }
        popularity
    }

    fn draw(&self, levers: &Levers) -> Result<FanGraph, Error> {
        let known = self.known;
        let fans = self.choose_fans(levers);
        let popularity = self.popularity(&fans);
        // The same for all platforms and tries, so that acquaintances are too.
        let weights: Vec<f64> = popularity
            .iter()
            .map(|z| libm::exp(known.spread * z))
            .collect();
        let around = Acquaintances::new(
            self.seed ^ NameKey::of("acquaintances").0,
            &weights,
            self.community(levers.inside).max(1),
            levers.inside,
        );
        let mut strangers = Strangers::beside(known.people);
        let mut drawn: Vec<Picks> = Vec::new();
        for (at, (name, lever)) in self.names.iter().zip(&levers.platforms).enumerate() {
            let deviation = libm::sqrt(lever.variance);
            let factor = |v: usize| libm::exp(deviation * popularity[v]);
            let friends = known.friends_on(name);
            let near = friends * known.nearby;
            let wish = |v| (lever.near * near * factor(v)).min(MOST_FRIENDS * known.nearby);
            let wishes = (0..popularity.len()).map(wish).collect();
            let members = self.members[at].as_ref();
            let mut picks = around.picks(name, wishes, members, levers.common)?;
            if known.nearby < 1.0 && !fans[at].is_empty() {
                let far = lever.far * friends * (1.0 - known.nearby);
                let most = MOST_FRIENDS * (1.0 - known.nearby);
                let mut random = stream(self.seed ^ NameKey::of(&format!("far of {name}")).0, 0);
                let counts: Vec<u32> = fans[at]
                    .members()
                    .iter()
                    .map(|v| ((far * factor(v.index())).min(most) + unit(&mut random)) as u32)
                    .collect();
                let all: u64 = counts.iter().map(|&count| u64::from(count)).sum();
                if all > u64::from(u32::MAX / 2) {
                    return Err(Error::TooManyTies { ties: 2 * all });
                }
                let different = match known.ratio_of(name) {
                    Some(ratio) => {
                        let friends = ratio * f64::from(fans[at].len());
                        friends.round() - near_friends_of(&picks, &fans[at]) as f64
                    }
                    None => (all as f64 / known.sharing).round(),
                };
                let different = different.max(0.0) as u64;
                let common = levers.common;
                let far = strangers.befriend(&fans[at], &counts, different, common, &mut random)?;
                add(&mut picks, &fans[at], &far);
            }
            drawn.push(picks);
        }
        self.build(&fans, drawn, strangers.people())
    }

    fn build(&self, fans: &[PeopleSet], drawn: Vec<Picks>, total: u32) -> Result<FanGraph, Error> {
        let mut builder = GraphBuilder::new(total);
        let mut drawn: Vec<Option<Picks>> = drawn.into_iter().map(Some).collect();
        for name in self.known.platforms() {
            let Some(at) = self.names.iter().position(|&other| other == name) else {
                continue;
            };
            let Some(picks) = drawn[at].take() else {
                return Err(Error::PlatformTwice {
                    name: name.to_owned(),
                });
            };
            builder.frozen_platform(name, picks.freeze(total)?)?;
            builder.fans(name, fans[at].members().iter().copied())?;
            if let Some(members) = &self.members[at] {
                builder.members(name, members.members().iter().copied())?;
            }
            if let Some(groups) = self.groups(at, total)? {
                builder.groups(name, groups)?;
            }
        }
        if total > self.known.people {
            builder.catchment((0..self.known.people).map(NodeId))?;
        }
        Ok(builder.build())
    }

    /// Groups of the platform: those who join stand in a line that half of them
    /// entered by where they live, and groups are stretches of it.
    fn groups(&self, at: usize, total: u32) -> Result<Option<Groups>, Error> {
        let Some(asked) = &self.known.further.groups else {
            return Ok(None);
        };
        let (name, people) = (self.names[at], self.known.people);
        let members = self.known.count_of_members(name);
        let joiners = (asked.share * f64::from(members)).round() as usize;
        let mut line = self.line("joiners", name, |_| 1.0);
        line.retain(|&v| self.is_member(at, v));
        line.truncate(joiners);
        let mut random = stream(self.seed ^ NameKey::of(&format!("groups of {name}")).0, 0);
        let mut placed: Vec<(u32, NodeId)> = line
            .into_iter()
            .map(|v| match unit(&mut random) < 0.5 {
                true => (v.0, v),
                false => (below(&mut random, people), v),
            })
            .collect();
        placed.sort_unstable();
        let sizes = group_sizes(placed.len(), asked, &self.normals);
        let mut sizes: Vec<(u64, usize)> = sizes
            .into_iter()
            .map(|size| (random.next_u64(), size))
            .collect();
        sizes.sort_unstable();
        let mut line = placed.into_iter().map(|(_, v)| v);
        let mut joined = Vec::with_capacity(joiners);
        for (group, &(_, size)) in (0..).zip(&sizes) {
            joined.extend(line.by_ref().take(size).map(|v| (v, group)));
        }
        let names = (1..=sizes.len()).map(|number| format!("group {number}"));
        Groups::of(total, names.collect(), joined).map(Some)
    }

    /// What became of each number, in the order of the asked platforms.
    fn measure(&self, graph: &FanGraph) -> Vec<Target> {
        let mut targets = Vec::new();
        for platform in graph.platforms() {
            self.measure_platform(platform, &mut targets);
        }
        self.measure_pairs(graph, &mut targets);
        for target in targets.iter_mut().filter(|target| !target.is_met()) {
            target.against = self.against(target);
        }
        targets
    }

    fn measure_platform(&self, platform: &Platform, targets: &mut Vec<Target>) {
        let known = self.known;
        let name = || platform.name.clone();
        let mut target = |known, asked: f64, got: f64, within: f64| {
            targets.push(Target {
                known,
                asked,
                got,
                within,
                against: Vec::new(),
            });
        };
        let fans = platform.fans.members();
        let asked = f64::from(known.count_of_fans(&platform.name));
        target(Known::Fans(name()), asked, fans.len() as f64, 0.5);
        let near = |v: &NodeId| v.0 < known.people;
        if let (Some(share), Some(members)) = (known.members_of(&platform.name), &platform.members)
        {
            let people = f64::from(known.people).max(1.0);
            let got = members.members().iter().filter(|v| near(v)).count() as f64 / people;
            target(Known::Members(name()), share, got, 1.0 / people);
        }
        if fans.len() as u32 >= FEW {
            let degrees = sorted(fans.iter().map(|&v| platform.ties.out_degree(v)));
            let median = median(&degrees);
            let asked = known.friends_on(&platform.name);
            let within = (0.05 * asked).max(0.5);
            target(Known::Friends(name()), asked, median, within);
            let within = (0.1 * known.spread).max(0.05);
            let spread = deviation_of_logarithms(&degrees);
            target(Known::FriendsSpread(name()), known.spread, spread, within);
            if known.nearby < 1.0 {
                let all: u64 = degrees.iter().map(|&d| u64::from(d)).sum();
                let ties = fans.iter().flat_map(|&v| platform.ties.heard_by(v));
                let share = ties.filter(|v| near(v)).count() as f64 / all.max(1) as f64;
                let within = (0.05 * known.nearby).max(0.01);
                target(Known::Nearby(name()), known.nearby, share, within);
            }
        } else {
            // Few fans tell no median: that of all people on the platform stands in.
            let members = (0..known.people).map(NodeId);
            let members = members.filter(|&v| platform.is_member(v) && !platform.fans.contains(v));
            let degrees = sorted(members.map(|v| platform.ties.out_degree(v)));
            let asked = known.friends_on(&platform.name);
            let median = median(&degrees) / known.nearby;
            let within = (0.05 * asked).max(0.5 / known.nearby);
            target(Known::Friends(name()), asked, median, within);
        }
        if let Some(asked) = known.ratio_of(&platform.name) {
            let got = f64::from(platform.friends_of_fans().len()) / fans.len().max(1) as f64;
            target(Known::FriendsOfFans(name()), asked, got, 0.05 * asked);
        }
        if let Some(asked) = known.further.clustering {
            let got = clustering(&platform.ties, known.people);
            let within = (0.1 * asked).max(0.02);
            target(Known::Clustering(name()), asked, got, within);
        }
        if let (Some(asked), Some(groups)) = (&known.further.groups, &platform.groups) {
            let members = f64::from(known.count_of_members(&platform.name)).max(1.0);
            let joined = (0..known.people).filter(|&v| !groups.joined_by(NodeId(v)).is_empty());
            let share = joined.count() as f64 / members;
            target(Known::InGroups(name()), asked.share, share, 1.0 / members);
            if !groups.is_empty() {
                let sizes = (0..groups.len()).map(|group| groups.members(group).len() as u32);
                let within = (0.1 * asked.size).max(1.0);
                let size = median(&sorted(sizes));
                target(Known::GroupSize(name()), asked.size, size, within);
            }
        }
    }

    fn measure_pairs(&self, graph: &FanGraph, targets: &mut Vec<Target>) {
        let further = &self.known.further;
        let mut pair = |known, asked: f64, both: usize, smaller: u32| {
            let smaller = f64::from(smaller.max(1));
            targets.push(Target {
                known,
                asked,
                got: both as f64 / smaller,
                within: 2.5 / smaller,
                against: Vec::new(),
            });
        };
        let set = |name: &str| graph.platform(name).map(|platform| &platform.fans);
        for (one, other, asked) in &further.fans_in_common {
            if let (Some(a), Some(b)) = (set(one), set(other)) {
                let both = a.members().iter().filter(|&&v| b.contains(v)).count();
                let known = Known::FansInCommon(one.clone(), other.clone());
                pair(known, *asked, both, a.len().min(b.len()));
            }
        }
        for (one, other, asked) in &further.members_in_common {
            let at = |name: &str| self.names.iter().position(|&found| found == name);
            if let (Some(a), Some(b)) = (at(one), at(other)) {
                let people = (0..self.known.people).map(NodeId);
                let both = people.filter(|&v| self.is_member(a, v) && self.is_member(b, v));
                let smaller = self.known.count_of_members(one);
                let smaller = smaller.min(self.known.count_of_members(other));
                let known = Known::MembersInCommon(one.clone(), other.clone());
                pair(known, *asked, both.count(), smaller);
            }
        }
        let Some(asked) = further.same_friends else {
            return;
        };
        for (at, one) in self.names.iter().enumerate() {
            for other in &self.names[at + 1..] {
                if let (Some(a), Some(b)) = (graph.platform(one), graph.platform(other)) {
                    targets.push(Target {
                        known: Known::SameFriends(a.name.clone(), b.name.clone()),
                        asked,
                        got: same_friends(a, b, self.known.people),
                        within: 0.05,
                        against: Vec::new(),
                    });
                }
            }
        }
    }

    /// The levers, each moved towards its number.
    fn moved(&self, mut levers: Levers, targets: &[Target]) -> Levers {
        let known = self.known;
        let at = |name: &str| self.names.iter().position(|&other| other == name);
        let (mut clusterings, mut sames) = (Vec::new(), Vec::new());
        for target in targets {
            let (asked, got) = (target.asked, target.got);
            match &target.known {
                Known::Friends(name) => {
                    if let Some(lever) = at(name).map(|at| &mut levers.platforms[at]) {
                        let factor = (asked / got.max(0.1 * asked)).clamp(0.5, 2.0);
                        lever.near = (lever.near * factor).clamp(0.01, 100.0);
                        lever.far = (lever.far * factor).clamp(0.01, 100.0);
                    }
                }
                Known::Nearby(name) => {
                    if let Some(lever) = at(name).map(|at| &mut levers.platforms[at]) {
                        let near = (asked / got.max(0.1 * asked)).clamp(0.5, 2.0);
                        let far = (1.0 - asked) / (1.0 - got).max(0.1 * (1.0 - asked));
                        lever.near = (lever.near * near).clamp(0.01, 100.0);
                        lever.far = (lever.far * far.clamp(0.5, 2.0)).clamp(0.01, 100.0);
                    }
                }
                Known::FriendsSpread(name) => {
                    if let Some(lever) = at(name).map(|at| &mut levers.platforms[at]) {
                        let variance = lever.variance + asked * asked - got * got;
                        lever.variance = variance.clamp(0.0, 16.0);
                    }
                }
                Known::FriendsOfFans(name) if !target.is_met() => {
                    if let Some(lever) = at(name).map(|at| &mut levers.platforms[at]) {
                        // Fans live next door to each other: so shall their friends.
                        let closest = lever.liking > 3.0 && known.further.clustering.is_none();
                        if closest && (got > asked || levers.inside > INSIDE) {
                            let guess = (levers.insides.0 + levers.insides.1) / 2.0;
                            levers.seek_inside(got > asked, guess.max(levers.inside));
                        } else {
                            let (low, high) = &mut lever.likings;
                            match got < asked {
                                true => *high = lever.liking,
                                false => *low = lever.liking,
                            }
                            lever.liking = (*low + *high) / 2.0;
                        }
                    }
                }
                Known::Clustering(name) => clusterings.extend(at(name).map(|at| (at, got))),
                Known::SameFriends(..) => sames.push(got),
                _ => {}
            }
        }
        // In the order of names, so that the order of the platforms is no matter.
        clusterings.sort_by_key(|&(at, _)| at);
        if let Some(asked) = known.further.clustering.filter(|_| !clusterings.is_empty()) {
            let sum: f64 = clusterings.iter().map(|&(_, got)| got).sum();
            let got = sum / clusterings.len() as f64;
            let factor = libm::sqrt(asked.max(1e-3) / got.max(1e-3));
            let guess = levers.inside.max(0.01) * factor.clamp(0.5, 2.0);
            levers.seek_inside(got < asked, guess);
        }
        if let Some(asked) = known.further.same_friends.filter(|_| !sames.is_empty()) {
            let got = sames.iter().sum::<f64>() / sames.len() as f64;
            let common = levers.common + asked - got;
            levers.common = common.clamp(0.0, 1.0);
        }
        levers
    }

    /// The numbers that a missed one does not go together with.
    fn against(&self, missed: &Target) -> Vec<Known> {
        let known = self.known;
        let too_few = missed.got < missed.asked;
        let mut against = Vec::new();
        let members = |name: &String| match known.members_of(name) {
            Some(_) => Known::Members(name.clone()),
            None => Known::People,
        };
        let clusters = |name: &String| {
            let asked = known.further.clustering.is_some();
            asked.then(|| Known::Clustering(name.clone()))
        };
        let far = |name: &String| (known.nearby < 1.0).then(|| Known::Nearby(name.clone()));
        match &missed.known {
            Known::Friends(name) => {
                against.extend(clusters(name));
                against.push(members(name));
            }
            Known::FriendsSpread(name) => {
                against.push(Known::Friends(name.clone()));
                against.extend(clusters(name));
                if !too_few {
                    against.extend(far(name));
                }
            }
            Known::Nearby(name) => {
                against.extend(clusters(name));
                against.push(members(name));
            }
            Known::FriendsOfFans(name) => {
                against.push(Known::Fans(name.clone()));
                against.push(Known::Friends(name.clone()));
                against.extend(far(name));
                if known.nearby == 1.0 {
                    against.push(members(name));
                }
            }
            Known::Clustering(name) => {
                against.push(Known::Friends(name.clone()));
                match too_few {
                    true => against.push(Known::FriendsSpread(name.clone())),
                    false => against.push(members(name)),
                }
                against.extend(far(name));
            }
            Known::SameFriends(one, other) => {
                against.extend([Known::Friends(one.clone()), Known::Friends(other.clone())]);
                for name in [one, other] {
                    if known.members_of(name).is_some() {
                        against.push(Known::Members(name.clone()));
                    }
                }
            }
            Known::FansInCommon(one, other) => {
                let others = known.further.fans_in_common.iter();
                let others = others.filter(|(a, b, _)| (a, b) != (one, other));
                let touch =
                    others.filter(|(a, b, _)| [one, other].iter().any(|n| *n == a || *n == b));
                against.extend(touch.map(|(a, b, _)| Known::FansInCommon(a.clone(), b.clone())));
                for name in [one, other] {
                    against.push(members(name));
                }
            }
            Known::MembersInCommon(one, other) => {
                let others = known.further.members_in_common.iter();
                let others = others.filter(|(a, b, _)| (a, b) != (one, other));
                let touch =
                    others.filter(|(a, b, _)| [one, other].iter().any(|n| *n == a || *n == b));
                against.extend(touch.map(|(a, b, _)| Known::MembersInCommon(a.clone(), b.clone())));
            }
            Known::GroupSize(name) => {
                against.extend([Known::InGroups(name.clone()), members(name)]);
            }
            Known::People | Known::Fans(_) | Known::Members(_) | Known::InGroups(_) => {}
        }
        against.dedup();
        against
    }
}

/// People of the catchment who are friends of `fans` and none themselves.
fn near_friends_of(picks: &Picks, fans: &PeopleSet) -> usize {
    let people = picks.offsets.len() - 1;
    let mut friends = vec![false; people];
    for v in 0..people {
        let fan = fans.contains(NodeId(v as u32));
        for &friend in picks.of(v) {
            friends[friend.index()] |= fan;
            friends[v] |= fans.contains(friend);
        }
    }
    let is_fan = |v: usize| fans.contains(NodeId(v as u32));
    (0..people).filter(|&v| friends[v] && !is_fan(v)).count()
}

/// Adds to the picks of each of `fans` those in `more`, one entry per fan.
fn add(picks: &mut Picks, fans: &PeopleSet, more: &[Vec<NodeId>]) {
    let old = std::mem::take(&mut picks.picks);
    let offsets = picks.offsets.clone();
    let mut of_fan = fans.members().iter().zip(more).peekable();
    for v in 0..offsets.len() - 1 {
        let own = offsets[v] as usize..offsets[v + 1] as usize;
        picks.picks.extend_from_slice(&old[own]);
        if let Some((_, more)) = of_fan.next_if(|(fan, _)| fan.index() == v) {
            picks.picks.extend_from_slice(more);
        }
        picks.offsets[v + 1] = picks.picks.len() as u32;
    }
}

/// Of the ties of the platform with fewer of them, between people who are on
/// both, the share that stands on the other too. Looked at are evenly spaced
/// people of the catchment, [`COMPARED`] of them at most.
fn same_friends(a: &Platform, b: &Platform, people: u32) -> f64 {
    let (few, many) = match a.ties.count() <= b.ties.count() {
        true => (a, b),
        false => (b, a),
    };
    let step = people.div_ceil(COMPARED).max(1) as usize;
    let (mut same, mut all) = (0u64, 0u64);
    for v in (0..people).step_by(step).map(NodeId) {
        if !many.is_member(v) {
            continue;
        }
        for &friend in few.ties.heard_by(v) {
            if friend.0 < people && many.is_member(friend) {
                all += 1;
                same += u64::from(many.ties.edge(v, friend).is_some());
            }
        }
    }
    same as f64 / all.max(1) as f64
}

fn sorted(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers
}

/// The middle of ascending numbers; 0 without any.
fn median(ascending: &[u32]) -> f64 {
    let n = ascending.len();
    match n {
        0 => 0.0,
        _ => (f64::from(ascending[(n - 1) / 2]) + f64::from(ascending[n / 2])) / 2.0,
    }
}

/// Standard deviation of the logarithms of those above 0.
fn deviation_of_logarithms(degrees: &[u32]) -> f64 {
    let positive = degrees.iter().filter(|&&d| d > 0);
    let logarithms: Vec<f64> = positive.map(|&d| libm::log(f64::from(d))).collect();
    let n = logarithms.len() as f64;
    if n < 2.0 {
        return 0.0;
    }
    let mean = logarithms.iter().sum::<f64>() / n;
    let squares: f64 = logarithms.iter().map(|x| (x - mean) * (x - mean)).sum();
    libm::sqrt(squares / (n - 1.0))
}

/// Sizes of groups that hold `joiners` people together: quantiles of a log-normal
/// read from ascending `normals`, the largest group taking what rounding leaves.
fn group_sizes(joiners: usize, asked: &InGroups, normals: &[f64]) -> Vec<usize> {
    if joiners == 0 {
        return Vec::new();
    }
    let mean = asked.size * libm::exp(asked.spread * asked.spread / 2.0);
    let groups = ((joiners as f64 / mean).round() as usize).max(1);
    let mut sizes: Vec<usize> = (0..groups)
        .map(|at| {
            let place = (at as f64 + 0.5) / groups as f64 * normals.len() as f64;
            let z = normals[(place as usize).min(normals.len() - 1)];
            ((asked.size * libm::exp(asked.spread * z)).round() as usize).max(1)
        })
        .collect();
    let mut sum: usize = sizes.iter().sum();
    while sum != joiners {
        let last = sizes.len() - 1;
        if sum < joiners {
            sizes[last] += joiners - sum;
            sum = joiners;
        } else {
            let over = (sum - joiners).min(sizes[last]);
            sizes[last] -= over;
            sum -= over;
            if sizes[last] == 0 {
                sizes.pop();
            }
        }
    }
    sizes
}
