//! What consecutive worlds of a question about diffusion came to, and the same as bytes.
//!
//! All of it is counted in whole numbers or kept world by world, so that stretches can be
//! put together without a trace of where they met.
//!
//! ```text
//! sizes | stages | activated? | among? | reached | kinds | ends | course
//!
//! each: how many entries 8 | the entries, little-endian
//! tally: worlds 8 | sum 8 | squares 16
//! what may be missing begins with 0, and with 1 where it is there
//! ```

use groundswell_diffusion::spread::{Joined, Spread, Stage};
use groundswell_estimate::tally::Tally;

use crate::kept::Stretch;

/// What consecutive worlds came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Found {
    pub(crate) spread: Spread,
    /// Adopters of each kind.
    pub(crate) kinds: Vec<Tally>,
    /// How each world ended, for models of opinions.
    pub(crate) ends: Vec<End>,
    /// Opinions after each round of world 0, if it is among these.
    pub(crate) course: Vec<[f64; 5]>,
}

/// What people think at the end of one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct End {
    pub(crate) mean: f64,
    pub(crate) width: f64,
    pub(crate) camps: f64,
    pub(crate) settled: bool,
}

impl From<Spread> for Found {
    fn from(spread: Spread) -> Self {
        Self {
            spread,
            ..Self::default()
        }
    }
}

impl Found {
    /// From bytes, for a graph of so many people; `None` for what is none.
    pub(crate) fn of_bytes(bytes: &[u8], people: u32) -> Option<Self> {
        let mut rest = Rest(bytes);
        let sizes = rest.list(|rest| Some(u32::from_le_bytes(rest.take()?)))?;
        let course = rest.list(|rest| {
            Some(Stage {
                spread: rest.tally()?,
                waiting: rest.tally()?,
                speaking: rest.tally()?,
                removed: rest.tally()?,
            })
        })?;
        let activated = rest.perhaps(|rest| {
            let all = rest.list(Rest::number)?;
            (all.len() == people as usize).then(|| all.into())
        })?;
        let among = rest.perhaps(|rest| {
            let all = rest.list(|rest| Some(u32::from_le_bytes(rest.take()?)))?;
            (all.len() == sizes.len()).then_some(all)
        })?;
        let spread = Spread {
            sizes,
            course,
            activated,
            among,
            reached: rest.list(Rest::tally)?,
        };
        let found = Self {
            spread,
            kinds: rest.list(Rest::tally)?,
            ends: rest.list(|rest| {
                Some(End {
                    mean: rest.real()?,
                    width: rest.real()?,
                    camps: rest.real()?,
                    settled: rest.flag()?,
                })
            })?,
            course: rest.list(|rest| {
                let mut quarters = [0.0; 5];
                for quarter in &mut quarters {
                    *quarter = rest.real()?;
                }
                Some(quarters)
            })?,
        };
        (rest.0.is_empty() && found.is_possible(people)).then_some(found)
    }

    /// Whether so many people could have come to this: nothing that is added up later
    /// grows without bound.
    fn is_possible(&self, people: u32) -> bool {
        let worlds = self.spread.sizes.len() as u64;
        let of_people = |tally: &Tally| is_possible(tally, worlds, people);
        let of_rounds = |tally: &Tally| is_possible(tally, worlds, u32::MAX);
        let of_stage = |stage: &Stage| {
            let Stage {
                spread,
                waiting,
                speaking,
                removed,
            } = stage;
            [spread, waiting, speaking, removed]
                .into_iter()
                .all(of_people)
        };
        let Spread {
            sizes,
            course,
            activated,
            among,
            reached,
        } = &self.spread;
        let sizes = sizes.iter().chain(among.iter().flatten());
        let shares = activated.iter().flat_map(|activated| activated.as_slice());
        sizes.into_iter().all(|&size| size <= people)
            && course.iter().all(of_stage)
            && shares.into_iter().all(|&share| share <= worlds)
            && reached.iter().all(of_rounds)
            && self.kinds.iter().all(of_people)
    }
}

/// Whether at most so many worlds with numbers up to `most` add up to that.
fn is_possible(tally: &Tally, worlds: u64, most: u32) -> bool {
    let most = u128::from(most);
    let counted = u128::from(tally.worlds);
    tally.worlds <= worlds
        && u128::from(tally.sum) <= counted * most
        && tally.squares <= counted * most * most
}

impl Joined for Found {
    fn spread(&self) -> &Spread {
        &self.spread
    }

    fn followed_by(mut self, later: Self) -> Self {
        self.spread = self.spread.followed_by(later.spread);
        self.kinds = match self.kinds.is_empty() {
            true => later.kinds,
            false => {
                let both = self.kinds.iter().zip(later.kinds);
                both.map(|(earlier, later)| earlier.and(later)).collect()
            }
        };
        self.ends.extend(later.ends);
        self.course.extend(later.course);
        self
    }
}

impl Stretch for Found {
    fn worlds(&self) -> u64 {
        self.spread.sizes.len() as u64
    }

    fn followed_by(self, later: Self) -> Self {
        Joined::followed_by(self, later)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut all = Bytes(Vec::new());
        let Spread {
            sizes,
            course,
            activated,
            among,
            reached,
        } = &self.spread;
        all.list(sizes, |all, size| all.put(size.to_le_bytes()));
        all.list(course, |all, stage| {
            for tally in [stage.spread, stage.waiting, stage.speaking, stage.removed] {
                all.tally(&tally);
            }
        });
        all.put([activated.is_some().into()]);
        if let Some(activated) = activated {
            all.list(activated.as_slice(), |all, n| all.put(n.to_le_bytes()));
        }
        all.put([among.is_some().into()]);
        if let Some(among) = among {
            all.list(among, |all, n| all.put(n.to_le_bytes()));
        }
        all.list(reached, Bytes::tally);
        all.list(&self.kinds, Bytes::tally);
        all.list(&self.ends, |all, end| {
            for real in [end.mean, end.width, end.camps] {
                all.put(real.to_bits().to_le_bytes());
            }
            all.put([end.settled.into()]);
        });
        all.list(&self.course, |all, quarters| {
            for quarter in quarters {
                all.put(quarter.to_bits().to_le_bytes());
            }
        });
        all.0
    }
}

/// Bytes that are written.
struct Bytes(Vec<u8>);

impl Bytes {
    fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        self.0.extend(bytes);
    }

    fn tally(&mut self, tally: &Tally) {
        self.put(tally.worlds.to_le_bytes());
        self.put(tally.sum.to_le_bytes());
        self.put(tally.squares.to_le_bytes());
    }

    fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.put((list.len() as u64).to_le_bytes());
        for entry in list {
            each(self, entry);
        }
    }
}

/// Bytes that are still to be read.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take()?))
    }

    fn real(&mut self) -> Option<f64> {
        Some(f64::from_bits(self.number()?))
    }

    fn flag(&mut self) -> Option<bool> {
        match self.take()? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    fn tally(&mut self) -> Option<Tally> {
        Some(Tally {
            worlds: self.number()?,
            sum: self.number()?,
            squares: u128::from_le_bytes(self.take()?),
        })
    }

    /// As many entries as it says; nothing is set aside for entries that are not there.
    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let entries = self.number()?;
        let mut list = Vec::new();
        for _ in 0..entries {
            list.push(each(self)?);
        }
        Some(list)
    }

    fn perhaps<T>(&mut self, what: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.flag()? {
            false => Some(None),
            true => what(self).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(of: &[u32]) -> Tally {
        let mut tally = Tally::default();
        of.iter().for_each(|&number| tally.add(number));
        tally
    }

    fn everything() -> Found {
        let stage = Stage {
            spread: tally(&[1, 2, 2]),
            waiting: tally(&[]),
            speaking: tally(&[1]),
            removed: tally(&[0, 0]),
        };
        Found {
            spread: Spread {
                sizes: vec![1, 2, 2],
                course: vec![stage, stage],
                activated: Some(vec![0, 3].into()),
                among: Some(vec![0, 1, 1]),
                reached: vec![tally(&[4])],
            },
            kinds: vec![tally(&[1]), tally(&[2, 2])],
            ends: vec![End {
                mean: 0.1,
                width: -0.0,
                camps: f64::INFINITY,
                settled: true,
            }],
            course: vec![[0.0, 0.25, 0.5, 0.75, 1.0]],
        }
    }

    #[test]
    fn what_was_written_is_read() {
        for found in [everything(), Found::default(), everything().spread.into()] {
            assert_eq!(Found::of_bytes(&found.bytes(), 2), Some(found));
        }
    }

    #[test]
    fn what_is_cut_too_long_or_of_another_graph_is_none() {
        let bytes = everything().bytes();
        for end in 0..bytes.len() {
            assert_eq!(Found::of_bytes(&bytes[..end], 2), None, "{end}");
        }
        assert_eq!(Found::of_bytes(&[&bytes[..], &[0]].concat(), 2), None);
        assert_eq!(Found::of_bytes(&bytes, 3), None);
        // A count that nobody could have meant takes no memory.
        assert_eq!(Found::of_bytes(&u64::MAX.to_le_bytes(), 2), None);
    }

    #[test]
    fn what_so_many_people_could_not_come_to_is_none() {
        let spoilt = |spoil: fn(&mut Found)| {
            let mut found = everything();
            spoil(&mut found);
            Found::of_bytes(&found.bytes(), 2)
        };
        assert!(spoilt(|_| ()).is_some());
        let spoils: [fn(&mut Found); 8] = [
            |found| found.spread.sizes[1] = 3,
            |found| found.spread.course[0].waiting.worlds = 4,
            |found| found.spread.course[1].spread.sum = 7,
            |found| found.spread.course[1].removed.squares = u128::MAX,
            |found| found.spread.activated = Some(vec![0, 4].into()),
            |found| found.spread.among = Some(vec![0, 1, 3]),
            |found| found.spread.reached[0].worlds = u64::MAX,
            |found| found.kinds[1].sum = u64::MAX,
        ];
        for spoil in spoils {
            assert_eq!(spoilt(spoil), None);
        }
    }
}
