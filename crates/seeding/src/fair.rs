//! So that every group is reached: at least a share of each, then as many as possible.
//!
//! Seeds that reach most people may pass whole groups by. Here each group has a share of its
//! people that is to be reached at least. Whoever brings the groups nearest to their shares
//! comes first, where a group that has its share counts for nothing more; once all have
//! theirs, whoever reaches most.
//!
//! RR sets are asked about: a set belongs to the group of its root, so that the share of a
//! group's sets that the seeds meet is the share of its people whom they reach.
//!
//! - **Cost:** each set that is met once, and for each step the sets of the few who come up.
//! - **Source:** shares that are cut off keep their sum submodular: Krause, McMahan, Guestrin
//!   & Gupta, *Journal of Machine Learning Research* 9, 2008 (SATURATE), section 4; groups in
//!   influence maximization: Tsang, Wilder, Rice, Tambe & Zick, IJCAI 2019.

use groundswell_graph::id::{NodeId, PerNode};

use crate::coverage::Coverage;
use crate::error::Error;
use crate::lazy_greedy::{Gains, with_gains};

/// Who is in which group, and how much of each is to be reached.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'g> {
    /// The group of each person, by its place; nothing for those in none.
    pub of: &'g [Option<u32>],
    /// For each group the share of its people that is to be reached, 0 to 1.
    pub least: &'g [f64],
}

/// Who was chosen, and what they reach of each group.
#[derive(Debug, Clone, PartialEq)]
pub struct Fair {
    /// In the order in which they were chosen.
    pub seeds: Vec<NodeId>,
    /// For each group the share of its sets that they meet, which flatters whom they chose;
    /// 0 for a group without sets.
    pub reached: Vec<f64>,
    /// Whether all groups have their shares.
    pub is_met: bool,
    /// RR sets that they meet, of any group or none.
    pub met: u64,
}

/// Up to `count` of `candidates`.
///
/// # Errors
///
/// [`Error::NotOnePerPerson`] unless there is one entry per person,
/// [`Error::OutOfRange`] for a share that is none, or a group that is told of none,
/// [`Error::NoSuchPerson`], [`Error::NobodyToChoose`].
pub fn greedy(
    coverage: &Coverage<'_>,
    candidates: &[NodeId],
    count: usize,
    groups: &Groups<'_>,
) -> Result<Fair, Error> {
    let people = coverage.sets().alone().len() as u32;
    if groups.of.len() != people as usize {
        return Err(Error::NotOnePerPerson {
            name: "groups",
            entries: groups.of.len(),
            people,
        });
    }
    if let Some(&value) = groups.least.iter().find(|&&s| !(0.0..=1.0).contains(&s)) {
        return Err(Error::OutOfRange {
            name: "the share of a group",
            value,
            range: "between 0 and 1",
        });
    }
    let known = groups.least.len() as u32;
    if let Some(&group) = groups.of.iter().flatten().find(|&&group| group >= known) {
        return Err(Error::OutOfRange {
            name: "a group",
            value: group.into(),
            range: "below the number of groups",
        });
    }
    if let Some(&person) = candidates.iter().find(|v| v.0 >= people) {
        return Err(Error::NoSuchPerson { person, people });
    }
    if candidates.is_empty() || count == 0 {
        return Err(Error::NobodyToChoose);
    }
    let mut choice = Choice::new(coverage, groups);
    let mut candidates = candidates.to_vec();
    candidates.sort_unstable();
    candidates.dedup();
    let near = with_gains(&mut Towards(&mut choice), &candidates, count, 1);
    candidates.retain(|v| !choice.chosen[*v]);
    with_gains(&mut More(&mut choice), &candidates, count - near.len(), 1);
    Ok(choice.fair())
}

struct Choice<'c, 's> {
    coverage: &'c Coverage<'s>,
    groups: &'c Groups<'c>,
    /// Of each group: its sets, those that are met, and those that are to be.
    sets: Vec<u64>,
    met: Vec<u64>,
    wanted: Vec<u64>,
    is_met: Vec<bool>,
    chosen: PerNode<bool>,
    seeds: Vec<NodeId>,
    met_at_all: u64,
    /// For what somebody adds to each group, and back to nothing.
    added: Vec<u64>,
}

impl<'c, 's> Choice<'c, 's> {
    fn new(coverage: &'c Coverage<'s>, groups: &'c Groups<'c>) -> Self {
        let number = groups.least.len();
        let people = groups.of.len() as u32;
        let mut sets = vec![0; number];
        let alone = coverage.sets().alone().as_slice();
        for (group, &count) in groups.of.iter().zip(alone) {
            if let Some(group) = group {
                sets[*group as usize] += u64::from(count);
            }
        }
        for at in 0..coverage.sets().len() {
            if let Some(group) = groups.of[coverage.sets().set(at)[0].index()] {
                sets[group as usize] += 1;
            }
        }
        let wanted = sets.iter().zip(groups.least);
        let wanted = wanted.map(|(&sets, least)| (sets as f64 * least).ceil() as u64);
        Self {
            coverage,
            groups,
            met: vec![0; number],
            wanted: wanted.collect(),
            sets,
            is_met: vec![false; coverage.sets().len()],
            chosen: PerNode::filled(false, people),
            seeds: Vec::new(),
            met_at_all: 0,
            added: vec![0; number],
        }
    }

    /// The group of a set.
    fn group(&self, at: usize) -> Option<u32> {
        self.groups.of[self.coverage.sets().set(at)[0].index()]
    }

    /// Sets that `v` is in.
    fn sets_of(&self, v: NodeId) -> u64 {
        self.coverage.sets_of(v).len() as u64 + u64::from(self.coverage.sets().alone()[v])
    }

    /// Sets that `v` adds to groups which lack them.
    fn towards(&mut self, v: NodeId) -> u64 {
        self.added.fill(0);
        if let Some(group) = self.groups.of[v.index()] {
            self.added[group as usize] += u64::from(self.coverage.sets().alone()[v]);
        }
        for &at in self.coverage.sets_of(v) {
            if let (false, Some(group)) = (self.is_met[at as usize], self.group(at as usize)) {
                self.added[group as usize] += 1;
            }
        }
        let lacks = self.wanted.iter().zip(&self.met);
        let lacks = lacks.map(|(wanted, met)| wanted.saturating_sub(*met));
        let gains = self.added.iter().zip(lacks);
        gains.map(|(&added, lacks)| added.min(lacks)).sum()
    }

    /// Sets that `v` adds.
    fn more(&self, v: NodeId) -> u64 {
        let sets = self.coverage.sets_of(v).iter();
        let new = sets.filter(|&&at| !self.is_met[at as usize]).count() as u64;
        new + u64::from(self.coverage.sets().alone()[v])
    }

    fn take(&mut self, v: NodeId) {
        self.met_at_all += self.more(v);
        self.chosen[v] = true;
        self.seeds.push(v);
        if let Some(group) = self.groups.of[v.index()] {
            self.met[group as usize] += u64::from(self.coverage.sets().alone()[v]);
        }
        for &at in self.coverage.sets_of(v) {
            if !std::mem::replace(&mut self.is_met[at as usize], true)
                && let Some(group) = self.group(at as usize)
            {
                self.met[group as usize] += 1;
            }
        }
    }

    fn fair(self) -> Fair {
        let shares = self.met.iter().zip(&self.sets);
        let share = |(&met, &sets): (&u64, &u64)| met as f64 / sets.max(1) as f64;
        Fair {
            seeds: self.seeds,
            reached: shares.map(share).collect(),
            is_met: self
                .met
                .iter()
                .zip(&self.wanted)
                .all(|(met, wanted)| met >= wanted),
            met: self.met_at_all,
        }
    }
}

/// First whoever brings groups nearest to their shares.
struct Towards<'t, 'c, 's>(&'t mut Choice<'c, 's>);

impl Gains for Towards<'_, '_, '_> {
    fn bound(&self, v: NodeId) -> u64 {
        self.0.sets_of(v)
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        self.0.towards(v)
    }

    fn take(&mut self, v: NodeId) {
        self.0.take(v);
    }
}

/// Then whoever reaches most.
struct More<'m, 'c, 's>(&'m mut Choice<'c, 's>);

impl Gains for More<'_, '_, '_> {
    fn bound(&self, v: NodeId) -> u64 {
        self.0.sets_of(v)
    }

    fn gain(&mut self, v: NodeId) -> u64 {
        self.0.more(v)
    }

    fn take(&mut self, v: NodeId) {
        self.0.take(v);
    }
}
