//! The influence index: built once from RR sets, asked for any seed set at once.
//!
//! ```text
//! person ──► the RR sets they are in          4 bytes each, and 8 a person
//!        ──► how many hold nobody else        4 bytes a person
//! asked    a bit a set: the share that is met, times the people
//! ```
//!
//! - **Cost:** of an answer, a read and a bit for each set that a seed is in; of the best
//!   next seed besides, the same for the few who may be it, by what they would add to
//!   nobody, which is a bound.
//! - **Error:** sets are independent of each other and of the question, so that what is met
//!   is a share out of their number, with the interval of Wilson, *Journal of the American
//!   Statistical Association* 22, 1927. It holds for seeds that were not chosen by the same
//!   sets: the best next seed looks better than it is.
//! - **Source:** Borgs, Brautbar, Chayes & Lucier, SODA 2014, section 3; Cohen, Delling,
//!   Pajor & Werneck, CIKM 2014, ask sketches for any seed set.

pub mod file;

use groundswell_diffusion::contagion::LiveEdge;
use groundswell_diffusion::rr_sets::roots::Roots;
use groundswell_diffusion::rr_sets::stream::RrLuck;
use groundswell_diffusion::rr_sets::{Asked, RrSampler, RrSets};
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::coverage::Coverage;
use crate::error::Error;

/// RR sets by person, with which questions are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// RR sets in all.
    count: u64,
    /// Those of two people and more.
    several: u32,
    /// Where each person's sets begin, one entry more than people.
    offsets: Vec<u64>,
    of: Vec<u32>,
    /// For each person how many sets hold nobody else.
    alone: Vec<u32>,
}

/// A spread, as nearly as the index knows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// People who adopt on average.
    pub spread: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The ends of its 95 % interval.
    pub low: f64,
    /// As above.
    pub high: f64,
}

/// Standard errors to either side of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

impl Index {
    /// From RR sets number 0 to `count` of everybody, by their own luck under `seed`.
    ///
    /// # Errors
    ///
    /// [`Error::TooLittleMemory`] where `most_bytes` do not hold them, or `watch` was asked
    /// to stop.
    pub fn new<C: LiveEdge>(
        crew: &Crew,
        watch: &Watch,
        sampler: &RrSampler<'_, C>,
        seed: u64,
        count: u64,
        most_bytes: u64,
    ) -> Result<Self, Error> {
        let people = sampler.people();
        let roots = Roots::anybody(people);
        let asked = Asked {
            // Each member stands in a set and in the index.
            most_bytes: most_bytes / 2,
            ..Asked::new(RrLuck::new(seed, NameKey::of("index")), &roots)
        };
        let mut sets = RrSets::new(people);
        if !sampler.gather(crew, watch, &asked, &mut sets, count) {
            let least = 2 * sets.bytes() + 1;
            return Err(Error::TooLittleMemory {
                most: most_bytes,
                least: least.max(most_bytes.saturating_add(1)),
            });
        }
        let coverage = Coverage::new(&sets);
        let rows = (0..people).map(|v| coverage.sets_of(NodeId(v)));
        let mut offsets = vec![0];
        let mut of = Vec::with_capacity(sets.members().len());
        for row in rows {
            of.extend_from_slice(row);
            offsets.push(of.len() as u64);
        }
        Ok(Self {
            count,
            several: sets.len() as u32,
            offsets,
            of,
            alone: sets.alone().as_slice().to_vec(),
        })
    }

    /// Number of people.
    pub fn people(&self) -> u32 {
        self.alone.len() as u32
    }

    /// RR sets that it is made of.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> u64 {
        8 * self.offsets.len() as u64 + 4 * (self.of.len() + self.alone.len()) as u64
    }

    fn sets_of(&self, v: NodeId) -> &[u32] {
        &self.of[self.offsets[v.index()] as usize..self.offsets[v.index() + 1] as usize]
    }

    /// Sets that `v` is in.
    fn count_of(&self, v: NodeId) -> u64 {
        self.sets_of(v).len() as u64 + u64::from(self.alone[v.index()])
    }

    fn answer(&self, met: u64) -> Answer {
        let (n, people) = (self.count as f64, f64::from(self.people()));
        let share = met as f64 / n;
        let below = 1.0 + Z * Z / n;
        let centre = (share + Z * Z / (2.0 * n)) / below;
        let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / below;
        Answer {
            spread: people * share,
            standard_error: people * (share * (1.0 - share) / n).sqrt(),
            low: people * (centre - half).max(0.0),
            high: people * (centre + half).min(1.0),
        }
    }
}

/// Somebody who asks, with a bit for each set of two people and more.
#[derive(Debug, Clone)]
pub struct Asking<'i> {
    index: &'i Index,
    met: Vec<u64>,
    /// Everybody, by the sets they are in, the most first; of equals the smaller id first.
    ranked: Vec<NodeId>,
}

impl<'i> Asking<'i> {
    /// Ready to ask. Cost: a sort of all people.
    pub fn new(index: &'i Index) -> Self {
        let mut ranked: Vec<NodeId> = (0..index.people()).map(NodeId).collect();
        ranked.sort_by_cached_key(|&v| (std::cmp::Reverse(index.count_of(v)), v));
        Self {
            index,
            met: vec![0; (index.several as usize).div_ceil(64)],
            ranked,
        }
    }

    /// The spread of `seeds`. One named twice counts once.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchPerson`] for the first who is nobody.
    pub fn spread(&mut self, seeds: &[NodeId]) -> Result<Answer, Error> {
        let met = self.meet(seeds)?;
        Ok(self.index.answer(met))
    }

    /// Who adds most to `seeds`, out of everybody for whom `may` holds, and what all of them
    /// reach then; of equals the one with the smaller id. `None` where nobody adds anybody.
    ///
    /// # Errors
    ///
    /// As [`spread`](Self::spread).
    pub fn best_next(
        &mut self,
        seeds: &[NodeId],
        may: impl Fn(NodeId) -> bool,
    ) -> Result<Option<(NodeId, Answer)>, Error> {
        let met = self.meet(seeds)?;
        let mut best: Option<(u64, NodeId)> = None;
        for &v in &self.ranked {
            // Nobody behind adds more than this one would to nobody.
            let most = self.index.count_of(v);
            if best.is_some_and(|(gain, _)| most < gain) || most == 0 {
                break;
            }
            if !may(v) || seeds.contains(&v) {
                continue;
            }
            let sets = self.index.sets_of(v).iter();
            let new = sets.filter(|&&at| self.met[at as usize / 64] >> (at % 64) & 1 == 0);
            let gain = new.count() as u64 + u64::from(self.index.alone[v.index()]);
            let is_better = |(most, who): (u64, NodeId)| gain > most || gain == most && v < who;
            if gain > 0 && best.is_none_or(is_better) {
                best = Some((gain, v));
            }
        }
        Ok(best.map(|(gain, v)| (v, self.index.answer(met + gain))))
    }

    /// Marks the sets that `seeds` meet; gives their number, sets of one person included.
    fn meet(&mut self, seeds: &[NodeId]) -> Result<u64, Error> {
        let people = self.index.people();
        if let Some(&person) = seeds.iter().find(|v| v.0 >= people) {
            return Err(Error::NoSuchPerson { person, people });
        }
        self.met.fill(0);
        let mut met = 0;
        for (at, &seed) in seeds.iter().enumerate() {
            for &set in self.index.sets_of(seed) {
                let (word, bit) = (&mut self.met[set as usize / 64], set % 64);
                met += !*word >> bit & 1;
                *word |= 1 << bit;
            }
            if !seeds[..at].contains(&seed) {
                met += u64::from(self.index.alone[seed.index()]);
            }
        }
        Ok(met)
    }
}
