//! The friends whom fans have outside the catchment.
//!
//! The number of different strangers comes out exactly: each of them is given to
//! one fan first, and what is left of the fans' wishes meets them at random. A fan
//! of two platforms meets part of the same strangers on both.

use rand_chacha::ChaCha8Rng;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Error;
use crate::community::{below, unit};
use crate::id::NodeId;
use crate::people::PeopleSet;

/// Everybody outside the catchment, as they are met, platform after platform.
#[derive(Debug)]
pub(crate) struct Strangers {
    /// The id of the next one.
    next: u32,
    /// Whom a fan has met on the first platform; looked up only, never listed.
    met: FxHashMap<NodeId, Vec<NodeId>>,
}

impl Strangers {
    /// Nobody yet, beside `people` people of the catchment.
    pub(crate) fn beside(people: u32) -> Self {
        Self {
            next: people,
            met: FxHashMap::default(),
        }
    }

    /// Number of people, strangers among them.
    pub(crate) fn people(&self) -> u32 {
        self.next
    }

    /// Gives each of `fans` as many strangers as `counts` says, in the order of the
    /// fans, `different` of them in all; `common` of a fan's are those whom the fan
    /// has met before. A number that cannot be had is come near.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyPeople`].
    pub(crate) fn befriend(
        &mut self,
        fans: &PeopleSet,
        counts: &[u32],
        different: u64,
        common: f64,
        random: &mut ChaCha8Rng,
    ) -> Result<Vec<Vec<NodeId>>, Error> {
        let all: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let least = counts.iter().copied().max().unwrap_or(0);
        let different = different.max(least.into()).min(all);
        let mut friends: Vec<Vec<NodeId>> = vec![Vec::new(); counts.len()];
        let (mut again, mut seen, mut left) = (Vec::new(), FxHashSet::default(), all);
        for ((fan, &count), friends) in fans.members().iter().zip(counts).zip(&mut friends) {
            let wanted = (common * f64::from(count) + unit(random)) as usize;
            let met = self.met.get(fan).map_or(&[][..], Vec::as_slice);
            for &stranger in met.iter().take(wanted.min(count as usize)) {
                let new = !seen.contains(&stranger);
                let known = seen.len() as u64 + u64::from(new);
                // The others must still find a place each.
                if known <= different && left > different - known {
                    left -= 1;
                    friends.push(stranger);
                    if new {
                        seen.insert(stranger);
                        again.push(stranger);
                    }
                }
            }
        }
        let fresh = different - again.len() as u64;
        let end = u32::try_from(u64::from(self.next) + fresh).map_err(|_| Error::TooManyPeople)?;
        let mut places: Vec<NodeId> = (self.next..end).map(NodeId).collect();
        self.next = end;
        let everybody = [&again[..], &places[..]].concat();
        while (places.len() as u64) < left {
            places.push(everybody[below(random, everybody.len() as u32) as usize]);
        }
        shuffle(&mut places, random);
        let mut at = 0;
        let mut mine = FxHashSet::default();
        for (&count, friends) in counts.iter().zip(&mut friends) {
            mine.clear();
            mine.extend(friends.iter().copied());
            while friends.len() < count as usize && at < places.len() {
                // Who stands there already is left to somebody further on.
                for _ in 0..8 {
                    if !mine.contains(&places[at]) {
                        break;
                    }
                    let later = at + below(random, (places.len() - at) as u32) as usize;
                    places.swap(at, later);
                }
                mine.insert(places[at]);
                friends.push(places[at]);
                at += 1;
            }
        }
        for (fan, friends) in fans.members().iter().zip(&friends) {
            self.met.entry(*fan).or_insert_with(|| friends.clone());
        }
        Ok(friends)
    }
}

/// Source: Durstenfeld, *Communications of the ACM* 7(7), 1964.
fn shuffle(places: &mut [NodeId], random: &mut ChaCha8Rng) {
    for at in (1..places.len()).rev() {
        places.swap(at, below(random, at as u32 + 1) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::community::stream;

    fn different(friends: &[Vec<NodeId>]) -> usize {
        friends.iter().flatten().collect::<FxHashSet<_>>().len()
    }

    #[test]
    fn there_are_exactly_as_many_different_strangers_as_asked() {
        let fans = PeopleSet::of(50, (0..50).map(NodeId));
        for asked in [40, 100, 700, 1000] {
            let mut strangers = Strangers::beside(50);
            let counts = [20; 50];
            let friends = strangers
                .befriend(&fans, &counts, asked, 0.5, &mut stream(1, 0))
                .unwrap();
            assert_eq!(different(&friends), asked as usize);
            assert!(friends.iter().all(|friends| friends.len() == 20));
            // Beside a few of the fullest lists, nobody stands in one twice.
            let twice: usize = friends
                .iter()
                .map(|f| f.len() - f.iter().collect::<FxHashSet<_>>().len())
                .sum();
            assert!(twice <= 20, "{twice} at {asked}");
        }
    }

    #[test]
    fn a_second_platform_meets_the_same_strangers_as_far_as_asked() {
        let fans = PeopleSet::of(10, (0..10).map(NodeId));
        let mut strangers = Strangers::beside(10);
        let mut random = stream(2, 0);
        let mut meet = |common| strangers.befriend(&fans, &[30; 10], 300, common, &mut random);
        let (first, second) = (meet(0.5).unwrap(), meet(0.5).unwrap());
        assert_eq!((different(&first), different(&second)), (300, 300));
        let same: usize = first
            .iter()
            .zip(&second)
            .map(|(a, b)| b.iter().filter(|s| a.contains(s)).count())
            .sum();
        assert!((140..=160).contains(&same), "{same}");
        assert_eq!(strangers.people(), 10 + 600 - same as u32);
    }
}
