//! A graph from the numbers a page owner knows: people in the catchment, fans,
//! how many friends people have and how many of them live nearby.
//!
//! The catchment is a [`Community`] whose people have `friends × nearby` friends
//! within it. Fans have their other friends too: people outside the catchment,
//! who can be reached but cannot buy. The friends that people who are no fans
//! have outside are not modelled; they matter only to the reach of those who
//! become fans later.
//!
//! Where more is known, such as how many friends of fans there are or how many
//! fans two platforms share, the graph is sought that has these numbers
//! ([`Further`]), and each comes back as a [`Target`]: asked, got, met or not.
//! Numbers that cannot all be true are refused before anything is drawn.

use crate::Error;
use crate::builder::GraphBuilder;
use crate::community::{Community, below, normal, stream, unit};
use crate::contradiction;
use crate::fan_graph::FanGraph;
use crate::id::NodeId;
use crate::name_key::NameKey;
use crate::people::PeopleSet;
use crate::synthesis::synthesise;
use crate::target::Target;

/// Platforms over the same people: one bit each.
const MOST_PLATFORMS: usize = 64;

/// What a page owner knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregates {
    /// People in the catchment: the target group.
    pub people: u32,
    /// Number of fans by platform, all of them in the catchment.
    pub fans: Vec<(String, u32)>,
    /// Median number of friends on a platform, near and far.
    pub friends: f64,
    /// Standard deviation of the logarithm of that number.
    pub spread: f64,
    /// Share of friends who live in the catchment, above 0 and at most 1.
    pub nearby: f64,
    /// Fans outside the catchment share far friends: how many fans each of the
    /// far friends knows on average, at least 1.
    pub sharing: f64,
    /// What else is known; with nothing of it, each platform is drawn on its own.
    pub further: Further,
}

/// What a page owner may know besides; every number may be left open.
///
/// A pair of platforms stands once, in either order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Further {
    /// Median number of friends on platforms where it differs.
    pub friends: Vec<(String, f64)>,
    /// People who are friends of fans and no fans, over fans, by platform.
    pub friends_of_fans: Vec<(String, f64)>,
    /// How often two friends of one person are friends themselves, 0 to 1: the
    /// mean of Watts and Strogatz's local coefficient in the catchment.
    pub clustering: Option<f64>,
    /// Share of people who are on a platform; everybody where nothing is said.
    pub members: Vec<(String, f64)>,
    /// Share of the members of the smaller platform who are on the other too.
    pub members_in_common: Vec<(String, String, f64)>,
    /// Share of the smaller page's fans who are fans on the other platform too.
    pub fans_in_common: Vec<(String, String, f64)>,
    /// Of the ties of the platform with fewer of them, between people who are on
    /// both, the share that stands on the other too. Half where nothing is said.
    pub same_friends: Option<f64>,
    /// Groups on every platform.
    pub groups: Option<InGroups>,
}

/// How many people are in groups, and in how large ones. Everybody joins one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InGroups {
    /// Share of a platform's members who are in a group.
    pub share: f64,
    /// Median number of members, at least 1.
    pub size: f64,
    /// Standard deviation of the logarithm of that number.
    pub spread: f64,
}

impl Default for Aggregates {
    fn default() -> Self {
        Self {
            people: 20_000,
            fans: vec![("facebook".to_owned(), 640)],
            friends: 155.0,
            spread: 0.8,
            nearby: 1.0,
            sharing: 1.5,
            further: Further::default(),
        }
    }
}

impl Aggregates {
    /// A graph with those numbers, the same for the same `seed`. Where nothing
    /// further is known, each platform is drawn on its own: who is befriended or a
    /// fan on one says nothing of the others.
    ///
    /// # Errors
    ///
    /// [`Error::Impossible`] and [`Error::Contradiction`] where the numbers
    /// contradict each other, [`Error::NoSuchPlatform`] where one speaks of a
    /// platform that has no fans, [`Error::TooManyTies`], [`Error::TooManyPeople`].
    pub fn graph(&self, seed: u64) -> Result<FanGraph, Error> {
        self.drawn(seed).map(|(graph, _)| graph)
    }

    /// The graph, and what became of each number that is asked for; nothing of
    /// them where nothing further is known. The platforms meet the same people,
    /// whatever their order.
    ///
    /// # Errors
    ///
    /// As [`graph`](Self::graph).
    pub fn drawn(&self, seed: u64) -> Result<(FanGraph, Vec<Target>), Error> {
        if self.further == Further::default() {
            return Ok((self.apart(seed)?, Vec::new()));
        }
        self.check()?;
        synthesise(self, seed)
    }

    /// Bytes that drawing takes at the peak, about, besides those of the program.
    ///
    /// What is known beyond the plain numbers takes tries, which stand beside each other:
    /// twice as much.
    pub fn bytes(&self) -> u64 {
        // Measured by `tests/resources.rs` of the program: for a tie and for somebody nearby
        // at the peak, and for somebody far; then what stays of each.
        const PEAK_TIE: f64 = 6.5;
        const PEAK_NEAR: f64 = 40.0;
        const FAR: f64 = 12.0;
        const TIE: f64 = 4.0;
        const PERSON: f64 = 8.0;
        let people = f64::from(self.people);
        // The mean of a log-normal lies above its median.
        let mean = libm::exp(self.spread * self.spread / 2.0);
        let (mut before, mut most) = (0.0, 0.0);
        for (platform, fans) in &self.fans {
            let friends = (self.friends_on(platform) * mean).min(5000.0);
            let beyond = f64::from(*fans) * friends * (1.0 - self.nearby);
            let ties = people * friends * self.nearby + 2.0 * beyond;
            let far = FAR * self.outside(people, beyond).0;
            most = f64::max(most, before + PEAK_TIE * ties + PEAK_NEAR * people + far);
            before += TIE * ties + PERSON * people + far;
        }
        match self.further == Further::default() {
            true => most as u64,
            false => (2.0 * most) as u64,
        }
    }

    /// Refuses numbers that no graph could have.
    ///
    /// # Errors
    ///
    /// As [`graph`](Self::graph), as far as numbers alone tell.
    pub fn check(&self) -> Result<(), Error> {
        let impossible = |what| Err(Error::Impossible { what });
        if self.people == 0 {
            return impossible("there must be people");
        }
        if self.fans.len() > MOST_PLATFORMS {
            return impossible("people meet on 64 platforms at most");
        }
        if !(self.nearby > 0.0 && self.nearby <= 1.0) {
            return impossible("some friends must live nearby");
        }
        let finite = |x: &f64| x.is_finite() && *x >= 0.0;
        let friends = self.further.friends.iter().map(|(_, friends)| friends);
        let ratios = self.further.friends_of_fans.iter().map(|(_, ratio)| ratio);
        let groups = self.further.groups.iter();
        let sizes = groups.flat_map(|groups| [&groups.size, &groups.spread]);
        let counts = [&self.friends, &self.spread, &self.sharing];
        if !counts
            .into_iter()
            .chain(friends)
            .chain(ratios)
            .chain(sizes)
            .all(finite)
        {
            return impossible("friends must be counted by finite numbers");
        }
        if self.sharing < 1.0 || self.further.groups.is_some_and(|groups| groups.size < 1.0) {
            return impossible("nobody is shared or joined by fewer than one");
        }
        let further = &self.further;
        let one = further.members.iter().map(|(_, share)| share);
        let two = further
            .members_in_common
            .iter()
            .chain(&further.fans_in_common);
        let shares = one.chain(two.map(|(_, _, share)| share));
        let shares = shares
            .chain(&further.clustering)
            .chain(&further.same_friends);
        let groups = further.groups.iter().map(|groups| &groups.share);
        if !shares
            .chain(groups)
            .all(|share| (0.0..=1.0).contains(share))
        {
            return impossible("shares lie between 0 and 1");
        }
        let named = further.friends.iter().chain(&further.friends_of_fans);
        let named = named.chain(&further.members).map(|(name, _)| name);
        let pairs = further
            .fans_in_common
            .iter()
            .chain(&further.members_in_common);
        for name in named.chain(pairs.flat_map(|(one, other, _)| [one, other])) {
            if !self.platforms().any(|known| known == name) {
                let name = name.clone();
                return Err(Error::NoSuchPlatform { name });
            }
        }
        contradiction::check(self)
    }

    /// The platforms, in the order of their fans.
    pub(crate) fn platforms(&self) -> impl Iterator<Item = &str> {
        self.fans.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn count_of_fans(&self, platform: &str) -> u32 {
        let found = self.fans.iter().find(|(name, _)| name == platform);
        found.map_or(0, |&(_, fans)| fans)
    }

    /// The share of people on the platform, where one is stated.
    pub(crate) fn members_of(&self, platform: &str) -> Option<f64> {
        value_of(&self.further.members, platform)
    }

    /// People of the catchment on the platform.
    pub(crate) fn count_of_members(&self, platform: &str) -> u32 {
        let share = self.members_of(platform).unwrap_or(1.0);
        (share * f64::from(self.people)).round() as u32
    }

    pub(crate) fn friends_on(&self, platform: &str) -> f64 {
        value_of(&self.further.friends, platform).unwrap_or(self.friends)
    }

    pub(crate) fn ratio_of(&self, platform: &str) -> Option<f64> {
        value_of(&self.further.friends_of_fans, platform)
    }

    /// People who are to be fans on both, where that is stated.
    pub(crate) fn fans_in_common(&self, one: &str, other: &str) -> Option<f64> {
        let smaller = self.count_of_fans(one).min(self.count_of_fans(other));
        Some(share_of(&self.further.fans_in_common, one, other)? * f64::from(smaller))
    }

    /// People who are to be on both platforms, where that is stated.
    pub(crate) fn members_in_common(&self, one: &str, other: &str) -> Option<f64> {
        let smaller = self.count_of_members(one).min(self.count_of_members(other));
        Some(share_of(&self.further.members_in_common, one, other)? * f64::from(smaller))
    }

    /// Each platform on its own.
    fn apart(&self, seed: u64) -> Result<FanGraph, Error> {
        if !(self.nearby > 0.0 && self.nearby <= 1.0) {
            return Err(Error::Impossible {
                what: "some friends must live nearby",
            });
        }
        if self.fans.iter().any(|&(_, fans)| fans > self.people) {
            return Err(Error::Impossible {
                what: "there are more fans than people",
            });
        }
        let near = self.friends * self.nearby;
        let community = Community {
            people: self.people,
            median_friends: near,
            spread: self.spread,
            most_friends: 5000.0 * self.nearby,
            inside: 0.5,
            // Wide enough that friends picked inside are rarely picked twice.
            community: ((6.0 * near) as u32).clamp(150, self.people.max(150)),
        };
        let mut total = self.people;
        let mut drawn = Vec::new();
        for (name, count) in &self.fans {
            let seed = seed ^ NameKey::of(name).0;
            let mut picks = community.pick(seed)?;
            let fans = choose_fans(&community, *count, seed);
            total = self.add_far_friends(&mut picks, &fans, total, seed)?;
            drawn.push((name, picks, fans));
        }
        let mut builder = GraphBuilder::new(total);
        for (name, picks, fans) in drawn {
            builder.frozen_platform(name, picks.freeze(total)?)?;
            builder.fans(name, fans.members().iter().copied())?;
        }
        if total > self.people {
            builder.catchment((0..self.people).map(NodeId))?;
        }
        Ok(builder.build())
    }

    /// How many people there are for fans to pick `ties` friends from, beside `people`
    /// others, and whether they share them. Where hardly anybody is shared, chance would want
    /// more of them than there can be; then nobody is, and there is one for each tie.
    fn outside(&self, people: f64, ties: f64) -> (f64, bool) {
        let pool = (ties / expected_pool_factor(self.sharing)).max(1.0);
        match people + pool <= f64::from(u32::MAX) {
            true => (pool, true),
            false => (ties, false),
        }
    }

    /// Gives fans their friends outside; returns the number of people then.
    fn add_far_friends(
        &self,
        picks: &mut crate::community::Picks,
        fans: &PeopleSet,
        people: u32,
        seed: u64,
    ) -> Result<u32, Error> {
        let far_per_near = (1.0 - self.nearby) / self.nearby;
        if far_per_near == 0.0 {
            return Ok(people);
        }
        let mut random = stream(seed, u64::MAX);
        let far: Vec<u32> = fans
            .members()
            .iter()
            .map(|fan| (picks.wishes[fan.index()] * far_per_near + unit(&mut random)) as u32)
            .collect();
        let ties: f64 = far.iter().map(|&d| f64::from(d)).sum();
        let (outside, shared) = self.outside(f64::from(people), ties);
        if f64::from(people) + outside > f64::from(u32::MAX) {
            return Err(Error::TooManyPeople);
        }
        let outside = outside as u32;
        let mut met = 0;
        let (old_offsets, old) = (picks.offsets.clone(), std::mem::take(&mut picks.picks));
        let mut of_fan = fans.members().iter().zip(&far).peekable();
        for v in 0..old_offsets.len() - 1 {
            picks
                .picks
                .extend(&old[old_offsets[v] as usize..old_offsets[v + 1] as usize]);
            if let Some((_, count)) = of_fan.next_if(|(fan, _)| fan.index() == v) {
                let stranger = |_| match shared {
                    true => NodeId(people + below(&mut random, outside)),
                    false => {
                        met += 1;
                        NodeId(people + met - 1)
                    }
                };
                picks.picks.extend((0..*count).map(stranger));
            }
            picks.offsets[v + 1] = picks.picks.len() as u32;
        }
        Ok(people + outside)
    }
}

fn value_of(values: &[(String, f64)], platform: &str) -> Option<f64> {
    let found = values.iter().find(|(name, _)| name == platform);
    found.map(|&(_, value)| value)
}

/// The share of a pair, in either order.
fn share_of(pairs: &[(String, String, f64)], one: &str, other: &str) -> Option<f64> {
    let of = |a: &str, b: &str| (a == one && b == other) || (a == other && b == one);
    let found = pairs.iter().find(|(a, b, _)| of(a, b));
    found.map(|&(_, _, share)| share)
}

/// Picks per person of a pool such that those who are picked at all are picked
/// `sharing` times on average: x / (1 − e⁻ˣ) = sharing, by bisection.
fn expected_pool_factor(sharing: f64) -> f64 {
    let (mut low, mut high) = (1e-6, sharing.max(1.0));
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        let picked = middle / -libm::expm1(-middle);
        if picked < sharing {
            low = middle
        } else {
            high = middle
        }
    }
    (low + high) / 2.0
}

/// Fans live close together: communities differ in their liking for the brand,
/// log-normally with standard deviation one, and fans are drawn accordingly.
fn choose_fans(community: &Community, count: u32, seed: u64) -> PeopleSet {
    let mut random = stream(seed, u64::MAX - 1);
    let communities = community.people.div_ceil(community.community).max(1);
    let likings: Vec<f64> = (0..communities)
        .map(|_| libm::exp(normal(&mut random)))
        .collect();
    let most = likings.iter().copied().fold(0.0, f64::max);
    let mut chosen = vec![false; community.people as usize];
    let mut left = count;
    // Thinning: everybody is as likely to be proposed, and accepted by liking.
    let mut proposals = 0u64;
    while left > 0 {
        let v = below(&mut random, community.people);
        let liking = likings[(v / community.community) as usize];
        proposals += 1;
        // Where nearly everybody is a fan, the last ones are taken as they come.
        let accepted = unit(&mut random) * most < liking || proposals > 64 * u64::from(count);
        if accepted && !std::mem::replace(&mut chosen[v as usize], true) {
            left -= 1;
        }
    }
    let fans = (0..community.people).filter(|&v| chosen[v as usize]);
    PeopleSet::of(community.people, fans.map(NodeId))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_come_out() {
        let known = Aggregates {
            nearby: 0.25,
            ..Default::default()
        };
        let graph = known.graph(1).unwrap();
        let facebook = graph.platform("facebook").unwrap();
        assert_eq!(facebook.fans.len(), 640);
        assert!(
            facebook
                .fans
                .members()
                .iter()
                .all(|&fan| graph.is_nearby(fan))
        );
        let mut friends: Vec<u32> = facebook
            .fans
            .members()
            .iter()
            .map(|&fan| facebook.ties.out_degree(fan))
            .collect();
        friends.sort_unstable();
        let median = f64::from(friends[320]);
        assert!((135.0..165.0).contains(&median), "median {median}");
        let near = |v: &&NodeId| graph.is_nearby(**v);
        let ties = facebook
            .fans
            .members()
            .iter()
            .flat_map(|&fan| facebook.ties.heard_by(fan));
        let (near, all) = (ties.clone().filter(near).count(), ties.count());
        let share = near as f64 / all as f64;
        assert!((0.22..0.27).contains(&share), "nearby {share}");
    }

    /// Stored numbers: they move only by a decision, told in the changelog.
    #[test]
    fn what_was_drawn_before_is_drawn_again() {
        let bakery = Aggregates {
            nearby: 0.25,
            ..Default::default()
        };
        assert_eq!(
            bakery.graph(1).unwrap().fingerprint(),
            16455362155165081195706653463827499499
        );
        let small = Aggregates {
            people: 500,
            fans: vec![("b".to_owned(), 20), ("a".to_owned(), 10)],
            friends: 12.0,
            nearby: 0.5,
            ..Default::default()
        };
        assert_eq!(
            small.graph(1).unwrap().fingerprint(),
            110899495415919370737819180057760658582
        );
    }

    #[test]
    fn far_friends_are_shared_as_asked() {
        let factor = expected_pool_factor(1.5);
        assert!((factor / (1.0 - libm::exp(-factor)) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn an_overlap_of_one_is_a_far_friend_for_each_fan_alone() {
        let known = Aggregates {
            nearby: 0.25,
            sharing: 1.0,
            ..Default::default()
        };
        let graph = known.graph(1).unwrap();
        let ties = &graph.platform("facebook").unwrap().ties;
        let far = graph.nodes().filter(|&v| !graph.is_nearby(v));
        let friends: Vec<u32> = far.map(|v| ties.out_degree(v)).collect();
        assert!(friends.len() > 50_000, "{}", friends.len());
        assert!(friends.iter().all(|&count| count == 1));
    }

    #[test]
    fn everybody_may_be_a_fan_but_nobody_twice() {
        let fans = vec![("x".to_owned(), 300)];
        let all = Aggregates {
            people: 300,
            fans,
            friends: 10.0,
            ..Default::default()
        };
        assert_eq!(all.graph(1).unwrap().platform("x").unwrap().fans.len(), 300);
        let fans = vec![("x".to_owned(), 301)];
        let more = Aggregates {
            people: 300,
            fans,
            friends: 10.0,
            ..Default::default()
        };
        assert!(matches!(more.graph(1), Err(Error::Impossible { .. })));
    }
}
