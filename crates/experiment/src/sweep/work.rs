//! Doing the work of a sweep: blocks that are missing are run and kept.
//!
//! Blocks are taken round-robin over cells, so that an interrupted sweep is balanced, and
//! within a round cells with the same people follow each other. Each block is run by one
//! thread, which publishes it before it takes the next.
//!
//! That a cell cannot be carried out is kept in the place of its first block, whichever
//! block was tried, and the others are let be: so there is one part that says it, and the
//! same one whatever happened on the way.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use groundswell_campaign::compare::play;
use groundswell_campaign::comparison::{Row, readable};
use groundswell_campaign::ground::Ground;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::settle::settle;
use groundswell_campaign::strategy::Strategy;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_scenario::diagnostic::Diagnostic;
use groundswell_scenario::scenario::Scenario;

use crate::diffusion_study::DiffusionStudy;
use crate::store::{self, Store};
use crate::sweep::cell::{self, State};
use crate::sweep::graphs::{Graphs, Known, graph_of};
use crate::sweep::layout::{Cell, Layout};
use crate::sweep::map;
use crate::sweep::part::{self, Part};
use crate::sweep::queue;

/// One of several processes that share a sweep out among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from one on.
    pub number: NonZeroU32,
    /// How many there are.
    pub of: NonZeroU32,
}

impl Shard {
    /// The only one.
    pub const WHOLE: Self = Self {
        number: NonZeroU32::MIN,
        of: NonZeroU32::MIN,
    };

    /// Whether this block is its own. Where every cell has the same number of worlds,
    /// blocks are dealt out one by one, else whole cells are.
    pub(crate) fn has(self, layout: &Layout, cell: &Cell, block: u32) -> bool {
        let unit = match layout.is_fixed() {
            true => u64::from(block) * layout.cells().len() as u64 + cell.index as u64,
            false => cell.index as u64,
        };
        unit % u64::from(self.of.get()) == u64::from(self.number.get() - 1)
    }
}

/// How the work is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Which part of it.
    pub shard: Shard,
    /// Whether to stop at the first cell that cannot be carried out.
    pub fail_fast: bool,
    /// Whether to try cells anew that could not be carried out.
    pub retry: bool,
}

/// What the work is done with.
#[derive(Clone, Copy)]
pub struct Means<'m> {
    /// Where parts are kept.
    pub store: &'m Store,
    /// How it is to be done.
    pub wish: Wish,
    /// As many blocks are run at a time as it has threads.
    pub crew: &'m Crew,
    /// Where it is asked to stop, blocks in flight are lost and no others.
    pub watch: &'m Watch,
    /// Is told of each block that has been kept: the lead of the first strategy that is
    /// told of, or the spread, in its worlds; `None` where the cell was refused, or a block
    /// has one world.
    pub tell: &'m (dyn Fn(Option<Estimate>) + Sync),
}

/// How the work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All cells have what they need.
    Complete,
    /// This shard's work is done, and others' is not.
    ShardDone,
    /// It was asked to stop, or stopped at a cell that cannot be carried out.
    Stopped,
}

/// One block of one cell, to be run.
struct Task {
    cell: usize,
    block: u32,
}

/// What all threads share.
pub(crate) struct Workshop<'w> {
    pub(crate) layout: &'w Layout,
    /// Draws graphs; blocks are run by crews of one.
    pub(crate) crew: &'w Crew,
    pub(crate) watch: &'w Watch,
    graphs: Graphs,
    /// Strategies made ready, by cell, where they are asked for again. The scenarios they
    /// are of take far more room, and are read anew.
    settled: Mutex<HashMap<usize, Arc<Vec<Plan>>>>,
    /// Cells that turned out not to be carried out.
    refused: Mutex<HashSet<usize>>,
    keeps: bool,
}

/// Runs what is missing of the sweep, as far as it is this shard's.
///
/// A map is refined on the way, once all cells of a stage are in the store, whoever ran
/// them.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read or written.
pub fn work(layout: &mut Layout, means: &Means<'_>) -> Result<Ended, store::Error> {
    let &Means { store, crew, .. } = means;
    let mut known = 0;
    loop {
        if means.wish.retry {
            forget_refused(layout, store, known, crew)?;
            known = layout.cells().len();
        }
        let whole = finish(layout, means)?;
        if whole != Ended::Complete {
            return Ok(whole);
        }
        let more = map::refined(layout, store, crew)?;
        if more.is_empty() {
            return Ok(Ended::Complete);
        }
        layout.add(more);
    }
}

/// Takes away what says that cells, from that one on, cannot be carried out.
fn forget_refused(
    layout: &Layout,
    store: &Store,
    from: usize,
    crew: &Crew,
) -> Result<(), store::Error> {
    let cells: Vec<usize> = (from..layout.cells().len()).collect();
    for (cell, state) in cells.iter().zip(states(layout, store, &cells, crew)?) {
        if state == State::Refused {
            store.forget(layout.part(&layout.cells()[*cell], 0))?;
        }
    }
    Ok(())
}

/// Runs what is missing of the cells that there are.
fn finish(layout: &Layout, means: &Means<'_>) -> Result<Ended, store::Error> {
    let &Means {
        store, wish, crew, ..
    } = means;
    let workshop = Workshop::new(layout, crew, means.watch, crew.threads() + 1);
    let mut pending: Vec<usize> = (0..layout.cells().len()).collect();
    loop {
        // Cells that are done stay so; the others are looked at again.
        let states = states(layout, store, &pending, crew)?;
        let (mut tasks, mut others, mut open) = (Vec::new(), false, Vec::new());
        let mut refused = false;
        for (cell, state) in pending.iter().copied().zip(states) {
            let blocks = match state {
                State::Done => continue,
                State::Refused => {
                    refused = true;
                    continue;
                }
                State::Needs(blocks) => blocks,
            };
            open.push(cell);
            for block in blocks {
                match wish.shard.has(layout, &layout.cells()[cell], block) {
                    true => tasks.push(Task { cell, block }),
                    false => others = true,
                }
            }
        }
        pending = open;
        if tasks.is_empty() {
            return Ok(match others {
                true => Ended::ShardDone,
                false => Ended::Complete,
            });
        }
        if refused && wish.fail_fast {
            return Ok(Ended::Stopped);
        }
        in_turn(layout, &mut tasks);
        if !workshop.run(&tasks, means)? {
            return Ok(Ended::Stopped);
        }
    }
}

/// What these cells need, looked up by all threads.
pub(crate) fn states(
    layout: &Layout,
    store: &Store,
    cells: &[usize],
    crew: &Crew,
) -> Result<Vec<State>, store::Error> {
    let look = |_: &Crew, number: usize| cell::state(layout, store, &layout.cells()[cells[number]]);
    let states = queue::each(crew, &Watch::default(), cells.len(), look);
    states.into_iter().collect()
}

/// The first blocks of all cells, then the second ones, and so on; among these, cells with
/// the same people next to each other.
fn in_turn(layout: &Layout, tasks: &mut [Task]) {
    let mut marks = HashMap::new();
    let mut place = HashMap::new();
    for task in tasks.iter() {
        let count = marks.len();
        let mark = layout.audience_mark(&layout.cells()[task.cell]);
        let mark = *marks.entry(mark).or_insert(count);
        place.insert(task.cell, mark);
    }
    tasks.sort_by_key(|task| (task.block, place[&task.cell], task.cell));
}

impl<'w> Workshop<'w> {
    /// A workshop for the cells of `layout`, which keeps so many graphs.
    pub(crate) fn new(layout: &'w Layout, crew: &'w Crew, watch: &'w Watch, graphs: usize) -> Self {
        Self {
            layout,
            crew,
            watch,
            graphs: Graphs::keeping(graphs),
            settled: Mutex::default(),
            refused: Mutex::default(),
            // Only where there is another block is it worth keeping.
            keeps: layout.most_worlds() > layout.sweep().block.into(),
        }
    }

    /// The same, which forgets nothing about a cell.
    pub(crate) fn keeping_all(self) -> Self {
        Self {
            keeps: true,
            ..self
        }
    }

    /// Runs and keeps these blocks; gives whether all of them were.
    fn run(&self, tasks: &[Task], means: &Means<'_>) -> Result<bool, store::Error> {
        let failed: Mutex<Option<store::Error>> = Mutex::default();
        // Whoever stops the queue stops what others have in flight.
        let stop = || self.watch.stop();
        queue::each(self.crew, self.watch, tasks.len(), |alone, number| {
            let task = &tasks[number];
            let cell = &self.layout.cells()[task.cell];
            let refused = || self.refused.lock().expect("nobody panics holding it");
            if refused().contains(&task.cell) {
                return;
            }
            let Some(part) = self.part(cell, task.block, alone) else {
                return;
            };
            let is_refused = matches!(part, Part::Refused(_));
            if is_refused {
                refused().insert(task.cell);
                if means.wish.fail_fast {
                    stop();
                }
            }
            let place = if is_refused { 0 } else { task.block };
            let key = self.layout.part(cell, place);
            if let Err(error) = means.store.publish(key, &part.bytes()) {
                let mut failed = failed.lock().expect("nobody panics holding it");
                failed.get_or_insert(error);
                stop();
                return;
            }
            (means.tell)(self.answer(&part));
        });
        match failed.into_inner().expect("nobody panics holding it") {
            Some(error) => Err(error),
            None => Ok(!self.watch.stopped()),
        }
    }

    /// The answer in a block's worlds.
    fn answer(&self, part: &Part) -> Option<Estimate> {
        let Part::Worlds(worlds) = part else {
            return None;
        };
        let scenario = self.layout.scenario();
        if scenario.diffusion.is_some() {
            let sizes = worlds.arms.first()?.first()?;
            let sizes: Sample = sizes.iter().map(|&size| size as f64).collect();
            return sizes.estimate().ok();
        }
        let arm = |name: &String| {
            let mut strategies = scenario.strategies.iter();
            let place = strategies.position(|strategy| strategy.name == *name);
            // The last arm is the one that does nothing.
            worlds.arms.get(place.unwrap_or(scenario.strategies.len()))
        };
        let objective = scenario.objective;
        let of = &arm(self.layout.sweep().of.first()?)?[objective.index()];
        let against = &arm(&scenario.run.reference)?[objective.index()];
        let leads = of.iter().zip(against);
        let leads: Sample = leads.map(|(a, b)| readable(objective, a - b)).collect();
        leads.estimate().ok()
    }

    /// What a block of a cell comes to; `None` where the watch was asked to stop.
    fn part(&self, cell: &Cell, block: u32, alone: &Crew) -> Option<Part> {
        let part = match self.worlds(cell, self.layout.worlds(block), alone) {
            Ok(worlds) => Part::Worlds(worlds),
            Err(reason) => Part::Refused(reason),
        };
        (!self.watch.stopped()).then_some(part)
    }

    /// Draws the cell's graph, or reads it.
    pub(crate) fn draw(&self, cell: &Cell) -> Result<Arc<Known>, String> {
        let scenario = self.layout.at(cell).map_err(|found| first(&found))?;
        self.people(cell, &scenario)
    }

    fn people(&self, cell: &Cell, scenario: &Scenario) -> Result<Arc<Known>, String> {
        let known = self
            .graphs
            .of(self.layout, self.crew, cell, &scenario.audience);
        known.map_err(|error| error.to_string())
    }

    /// What these worlds of a cell come to, or why it cannot be carried out.
    pub(crate) fn worlds(
        &self,
        cell: &Cell,
        range: Range<u64>,
        alone: &Crew,
    ) -> Result<part::Worlds, String> {
        let scenario = self.layout.at(cell).map_err(|found| first(&found))?;
        let known = self.people(cell, &scenario)?;
        if let Some(question) = scenario.diffusion {
            let graph = graph_of(&known).ok_or("word spreads on a graph, and none is known")?;
            let (folder, effort) = (self.layout.folder(), self.layout.effort());
            let study = DiffusionStudy::new(question, graph, folder, cell.seed, effort);
            let study = study.map_err(|error| error.to_string())?;
            let sizes = study.sizes(range, alone, self.watch);
            let sizes = sizes.map_err(|error| error.to_string())?;
            let sizes = sizes.into_iter().map(i64::from).collect();
            return Ok(part::Worlds {
                fingerprint: known.fingerprint,
                arms: vec![vec![sizes]],
            });
        }
        let ground = known.people.ground(&scenario.campaign);
        let ground = ground.map_err(|error| error.to_string())?;
        let plans = self.plans(cell, &scenario.strategies, &ground, alone)?;
        let worlds = Worlds::new(cell.seed, range);
        let rows = play(&ground, &plans, &worlds, alone, self.watch, |ledger| {
            Row::of(ledger, &[])
        });
        let column = |arm: usize, of: &dyn Fn(&Row) -> i64| -> Vec<i64> {
            rows.iter().map(|world| of(&world[arm])).collect()
        };
        let arm = |arm: usize| {
            let totals = Metric::ALL.map(|metric| column(arm, &|row| row.total(metric)));
            let cut = column(arm, &|row| row.was_cut().into());
            totals.into_iter().chain([cut]).collect()
        };
        let arms = (0..plans.len()).map(arm).collect();
        Ok(part::Worlds {
            fingerprint: known.fingerprint,
            arms,
        })
    }

    /// Makes the cell's strategies ready.
    pub(crate) fn settle(&self, cell: &Cell, alone: &Crew) -> Result<(), String> {
        let scenario = self.layout.at(cell).map_err(|found| first(&found))?;
        let known = self.people(cell, &scenario)?;
        let ground = known.people.ground(&scenario.campaign);
        let ground = ground.map_err(|error| error.to_string())?;
        let plans = self.plans(cell, &scenario.strategies, &ground, alone);
        plans.map(|_| ())
    }

    /// The cell's strategies made ready.
    fn plans(
        &self,
        cell: &Cell,
        strategies: &[Strategy],
        ground: &Ground<'_>,
        alone: &Crew,
    ) -> Result<Arc<Vec<Plan>>, String> {
        let settled = || self.settled.lock().expect("nobody panics holding it");
        if let Some(plans) = settled().get(&cell.index) {
            return Ok(Arc::clone(plans));
        }
        let aside = self.watch.aside();
        let plans = settle(ground, strategies, cell.seed, alone, &aside);
        let plans = Arc::new(plans.map_err(|error| error.to_string())?);
        if self.keeps {
            settled().insert(cell.index, Arc::clone(&plans));
        }
        Ok(plans)
    }
}

fn first(found: &[Diagnostic]) -> String {
    let first = found.first().map(|diagnostic| diagnostic.message.clone());
    first.unwrap_or_else(|| "the scenario is wrong there".to_owned())
}
