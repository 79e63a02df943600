//! What a cell came to, from its parts.

use groundswell_campaign::compare::{Effort, is_precise};
use groundswell_campaign::comparison::{Arm, Comparison, Row};
use groundswell_campaign::metric::METRICS;
use groundswell_campaign::strategy::DO_NOTHING;
use groundswell_diffusion::worlds::{Crew, Watch};
use groundswell_estimate::Error;
use groundswell_estimate::anytime::decide_anytime;
use groundswell_estimate::decision::{Decision, decide};
use groundswell_estimate::direction::Direction;
use groundswell_estimate::sample::Sample;

use crate::store::{self, Store};
use crate::sweep::layout::{Cell, Layout};
use crate::sweep::part::{Part, Size};
use crate::sweep::queue;

/// What is to be done about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It has its worlds.
    Done,
    /// It cannot be carried out.
    Refused,
    /// These blocks are missing before it can be looked at again.
    Needs(Vec<u32>),
}

/// What a cell came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Result {
    /// Its worlds.
    Done(Done),
    /// It cannot be carried out, and why.
    Refused(String),
    /// Blocks are missing; so many worlds are there.
    Missing(u64),
}

/// The worlds of a cell that has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// How many.
    pub worlds: u64,
    /// Level of all intervals.
    pub level: f64,
    /// Of the graph on which they were played.
    pub fingerprint: u128,
    /// Whether it is decided which strategy is best: by the looks of a sweep that runs until
    /// it is, else by intervals that hold whenever somebody looks, so that a sweep may be
    /// made longer until it is. `None` where there are too few worlds for these, and for a
    /// question about diffusion.
    pub decision: Option<Decision>,
    /// What was found.
    pub found: Found,
}

/// What was found in a cell's worlds.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Strategies side by side, without their course over the days.
    Strategies(Comparison),
    /// How many people adopted, world by world.
    Spread(Sample),
}

/// Cells whose parts are read at a time.
const CHUNK: usize = 256;

/// What all cells came to, in their order, read by all threads of `crew`; at most a few
/// hundred are held in memory.
///
/// # Errors
///
/// [`store::Error`] for a cell whose parts cannot be read.
pub fn results<'r>(
    layout: &'r Layout,
    store: &'r Store,
    crew: &'r Crew,
) -> impl Iterator<Item = (&'r Cell, std::result::Result<Result, store::Error>)> {
    layout.cells().chunks(CHUNK).flat_map(move |chunk| {
        let read = |_: &Crew, number: usize| result(layout, store, &chunk[number]);
        let read = queue::each(crew, &Watch::default(), chunk.len(), read);
        chunk.iter().zip(read).collect::<Vec<_>>()
    })
}

/// What is to be done about `cell`.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read.
pub fn state(
    layout: &Layout,
    store: &Store,
    cell: &Cell,
) -> std::result::Result<State, store::Error> {
    Ok(match look(layout, store, cell, false)? {
        Looked::Enough(_) => State::Done,
        Looked::Refused(_) => State::Refused,
        Looked::Needs { missing, .. } => State::Needs(missing),
    })
}

/// What `cell` came to.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read.
pub fn result(
    layout: &Layout,
    store: &Store,
    cell: &Cell,
) -> std::result::Result<Result, store::Error> {
    Ok(match look(layout, store, cell, true)? {
        Looked::Enough(None) => unreachable!("it was asked for"),
        Looked::Enough(Some(done)) => Result::Done(*done),
        Looked::Refused(reason) => Result::Refused(reason),
        Looked::Needs { there, .. } => Result::Missing(there),
    })
}

enum Looked {
    /// What it came to, if that was asked for or had to be known.
    Enough(Option<Box<Done>>),
    Refused(String),
    Needs {
        missing: Vec<u32>,
        there: u64,
    },
}

/// Goes through a cell's looks as far as its blocks reach.
fn look(
    layout: &Layout,
    store: &Store,
    cell: &Cell,
    wants_result: bool,
) -> std::result::Result<Looked, store::Error> {
    let looks = layout.looks();
    let mut gathered = Gathered::default();
    let mut read = 0;
    for (at, look) in looks.iter().enumerate() {
        let blocks = layout.blocks(look.worlds);
        let mut missing = Vec::new();
        for block in read..blocks.end {
            let bytes = match store.read(layout.part(cell, block))? {
                store::Part::Whole(bytes) => bytes,
                store::Part::Missing | store::Part::Damaged => {
                    missing.push(block);
                    continue;
                }
            };
            match Part::of_bytes(&bytes, |size| is_sound(layout, size)) {
                Some(Part::Refused(reason)) => return Ok(Looked::Refused(reason)),
                Some(Part::Worlds(worlds)) if fits(layout, block, look.worlds, worlds.count()) => {
                    if missing.is_empty() && gathered.add(worlds).is_none() {
                        missing.push(block);
                    }
                }
                // Of another program, or of fewer worlds than are needed now.
                _ => missing.push(block),
            }
        }
        if !missing.is_empty() {
            return Ok(Looked::Needs {
                missing,
                there: gathered.worlds(),
            });
        }
        read = blocks.end;
        let is_last = at + 1 == looks.len();
        if is_last && !wants_result {
            return Ok(Looked::Enough(None));
        }
        let done = gathered.done(layout, look.worlds, look.level);
        let (enough, decision) = match layout.sweep().decided {
            Some(_) => {
                let decision = decision(layout, &done, decide).unwrap_or(Decision::Open);
                (decision != Decision::Open, Some(decision))
            }
            None => (
                is_enough(layout, &done),
                decision(layout, &done, decide_anytime),
            ),
        };
        if enough || is_last {
            return Ok(Looked::Enough(Some(Box::new(Done { decision, ..done }))));
        }
    }
    unreachable!("there is a last look")
}

/// Arms times metrics that a cell is believed to have.
const MOST_COLUMNS: usize = 1 << 16;

/// Whether a part may be one of the sweep's, by what it says of its size.
fn is_sound(layout: &Layout, size: Size) -> bool {
    size.worlds as u64 <= u64::from(layout.sweep().block)
        && size.arms * size.columns <= MOST_COLUMNS
}

/// Whether a part of so many worlds has those that are needed of `block`.
fn fits(layout: &Layout, block: u32, needed: u64, count: usize) -> bool {
    let worlds = layout.worlds(block);
    let last = worlds.end.min(needed.max(worlds.start));
    count as u64 >= last - worlds.start && count as u64 <= u64::from(layout.sweep().block)
}

/// Whether a cell is as precise as the run asks.
fn is_enough(layout: &Layout, done: &Done) -> bool {
    let Effort::Precision { fraction, .. } = layout.effort() else {
        return true;
    };
    match &done.found {
        Found::Strategies(comparison) => {
            is_precise(comparison, layout.scenario().objective, fraction)
        }
        Found::Spread(sizes) => {
            let estimate = sizes.estimate_at(done.level);
            estimate.is_ok_and(|spread| spread.half_width() <= fraction * spread.mean)
        }
    }
}

/// A rule for when it is decided which arm is best.
type Rule = fn(&[Sample], Direction, f64, f64) -> std::result::Result<Decision, Error>;

/// Which strategy is best by what is known, if the rule has enough worlds.
fn decision(layout: &Layout, done: &Done, rule: Rule) -> Option<Decision> {
    let Found::Strategies(comparison) = &done.found else {
        return None;
    };
    let objective = layout.scenario().objective;
    let arms = comparison.arms.len();
    let samples: Vec<Sample> = (0..arms)
        .map(|arm| comparison.sample(arm, objective))
        .collect();
    let headline = comparison.estimate(comparison.reference, objective).ok()?;
    let matters = layout.scenario().matters.unwrap_or(0.0) * headline.mean.abs();
    rule(&samples, objective.direction(), done.level, matters).ok()
}

/// Worlds, block after block.
#[derive(Default)]
struct Gathered {
    fingerprint: Option<u128>,
    arms: Vec<Vec<Vec<i64>>>,
}

impl Gathered {
    /// Adds the next block; `None` where it is not of the same graph or the same shape.
    fn add(&mut self, part: crate::sweep::part::Worlds) -> Option<()> {
        let same = |columns: &Vec<Vec<i64>>| columns.len();
        match self.fingerprint {
            None => {
                self.fingerprint = Some(part.fingerprint);
                self.arms = part.arms;
            }
            Some(fingerprint) => {
                let shape: Vec<usize> = self.arms.iter().map(same).collect();
                let other: Vec<usize> = part.arms.iter().map(same).collect();
                if fingerprint != part.fingerprint || shape != other {
                    return None;
                }
                for (arm, more) in self.arms.iter_mut().zip(part.arms) {
                    for (column, more) in arm.iter_mut().zip(more) {
                        column.extend(more);
                    }
                }
            }
        }
        Some(())
    }

    fn worlds(&self) -> u64 {
        let first = self.arms.first().and_then(|columns| columns.first());
        first.map_or(0, |column| column.len() as u64)
    }

    /// The first `worlds` of them.
    fn done(&self, layout: &Layout, worlds: u64, level: f64) -> Done {
        let count = worlds as usize;
        let found = match layout.scenario().diffusion {
            Some(_) => {
                let sizes = self.arms.first().and_then(|columns| columns.first());
                let sizes = sizes.map_or(&[][..], |sizes| &sizes[..count]);
                Found::Spread(sizes.iter().map(|&size| size as f64).collect())
            }
            None => Found::Strategies(self.comparison(layout, count, level)),
        };
        Done {
            worlds,
            level,
            fingerprint: self.fingerprint.unwrap_or(0),
            decision: None,
            found,
        }
    }

    fn comparison(&self, layout: &Layout, count: usize, level: f64) -> Comparison {
        let scenario = layout.scenario();
        let names: Vec<String> = scenario
            .strategies
            .iter()
            .map(|strategy| strategy.name.clone())
            .chain([DO_NOTHING.to_owned()])
            .collect();
        let row = |columns: &Vec<Vec<i64>>, world: usize| {
            let mut totals = [0; METRICS];
            for (total, column) in totals.iter_mut().zip(columns) {
                *total = column[world];
            }
            let cut = columns.get(METRICS).is_some_and(|cut| cut[world] != 0);
            Row::of_totals(totals, cut)
        };
        let arms = names.iter().zip(&self.arms).map(|(name, columns)| Arm {
            name: name.clone(),
            rows: (0..count).map(|world| row(columns, world)).collect(),
        });
        let reference = names
            .iter()
            .position(|name| *name == scenario.run.reference);
        Comparison {
            days: scenario.campaign.all_days(),
            platforms: Vec::new(),
            rival_mentions: scenario.campaign.rival_mentions,
            loyalty: scenario.campaign.worth.loyalty.is_some(),
            arms: arms.collect(),
            reference: reference.unwrap_or(0),
            followed: Vec::new(),
            level,
        }
    }
}
