//! Doing the work of a sweep: blocks that are missing are run and kept.
//!
//! Blocks are taken round-robin over cells, so that an interrupted sweep is balanced, and
//! within a round cells with the same people follow each other. Each block is run by one
//! thread, which publishes it before it takes the next.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use groundswell_campaign::compare::play;
use groundswell_campaign::metric::METRICS;
use groundswell_campaign::comparison::Row;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::plan::Plan;
use groundswell_campaign::settle::settle;
use groundswell_diffusion::worlds::{Crew, Watch, Worlds};
use groundswell_scenario::diagnostic::Diagnostic;
use groundswell_scenario::scenario::Scenario;

use crate::diffusion_study::DiffusionStudy;
use crate::store::{self, Store};
use crate::study;
use crate::sweep::cell::{self, State};
use crate::sweep::graphs::{Graphs, graph_of};
use crate::sweep::layout::{Cell, Layout};
use crate::sweep::map;
use crate::sweep::part::{self, Part};

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
    fn has(self, layout: &Layout, cell: &Cell, block: u32) -> bool {
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
struct Workshop<'w> {
    layout: &'w Layout,
    store: &'w Store,
    graphs: Graphs,
    /// Strategies made ready, by cell, as long as blocks of it are missing.
    settled: Mutex<HashMap<usize, Arc<Ready>>>,
    watch: &'w Watch,
    fail_fast: bool,
}

/// A cell whose strategies have been made ready.
struct Ready {
    scenario: Scenario,
    plans: Vec<Plan>,
}

/// Runs what is missing of the sweep, as far as it is this shard's, on the threads of
/// `crew`. Where `watch` is asked to stop, blocks in flight are lost and no others.
///
/// A map is refined on the way, once all cells of a stage are in the store, whoever ran
/// them.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read or written.
pub fn work(
    layout: &mut Layout,
    store: &Store,
    wish: &Wish,
    crew: &Crew,
    watch: &Watch,
) -> Result<Ended, store::Error> {
    loop {
        let whole = finish(layout, store, wish, crew, watch)?;
        if whole != Ended::Complete {
            return Ok(whole);
        }
        let more = map::refined(layout, store)?;
        if more.is_empty() {
            return Ok(Ended::Complete);
        }
        layout.add(more);
    }
}

/// Runs what is missing of the cells that there are.
fn finish(
    layout: &Layout,
    store: &Store,
    wish: &Wish,
    crew: &Crew,
    watch: &Watch,
) -> Result<Ended, store::Error> {
    let workshop = Workshop {
        layout,
        store,
        graphs: Graphs::keeping(crew.threads() + 1),
        settled: Mutex::default(),
        watch,
        fail_fast: wish.fail_fast,
    };
    let mut retry = wish.retry;
    let mut pending: Vec<usize> = (0..layout.cells().len()).collect();
    loop {
        // Cells that are done stay so; the others are looked at again.
        let states = states(layout, store, &pending, crew)?;
        let (mut tasks, mut others, mut open) = (Vec::new(), false, Vec::new());
        for (cell, state) in pending.iter().copied().zip(states) {
            let blocks = match state {
                State::Done => continue,
                State::Refused if retry => vec![0],
                State::Refused => continue,
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
        retry = false;
        pending = open;
        if tasks.is_empty() {
            return Ok(match others {
                true => Ended::ShardDone,
                false => Ended::Complete,
            });
        }
        in_turn(layout, &mut tasks);
        if !workshop.run(&tasks, crew)? {
            return Ok(Ended::Stopped);
        }
    }
}

/// What these cells need, looked up by all threads.
fn states(
    layout: &Layout,
    store: &Store,
    cells: &[usize],
    crew: &Crew,
) -> Result<Vec<State>, store::Error> {
    let numbers = Worlds::new(0, 0..cells.len() as u64);
    let look = |(): &mut (), number: groundswell_diffusion::world::World| {
        cell::state(layout, store, &layout.cells()[cells[number.index() as usize]])
    };
    let states = numbers.map(crew, &Watch::default(), || (), look);
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

impl Workshop<'_> {
    /// Runs and keeps these blocks; gives whether all of them were.
    fn run(&self, tasks: &[Task], crew: &Crew) -> Result<bool, store::Error> {
        let queue = Worlds::new(0, 0..tasks.len() as u64);
        let by_one = Crew::of(crew.threads()).with_block(1);
        let failed: Mutex<Option<store::Error>> = Mutex::default();
        let refused = AtomicBool::new(false);
        // Whoever stops the queue stops what others have in flight.
        let aside = self.watch.aside();
        let stop = || aside.stop();
        queue.map(
            &by_one,
            &aside,
            || Crew::of(1),
            |alone, number| {
                let task = &tasks[number.index() as usize];
                let cell = &self.layout.cells()[task.cell];
                let Some(part) = self.part(cell, task.block, alone) else {
                    return;
                };
                if matches!(part, Part::Refused(_)) {
                    refused.store(true, Ordering::Relaxed);
                    if self.fail_fast {
                        stop();
                    }
                }
                let key = self.layout.part(cell, task.block);
                if let Err(error) = self.store.publish(key, &part.bytes()) {
                    let mut failed = failed.lock().expect("nobody panics holding it");
                    failed.get_or_insert(error);
                    stop();
                }
            },
        );
        match failed.into_inner().expect("nobody panics holding it") {
            Some(error) => Err(error),
            None => Ok(!self.watch.stopped()),
        }
    }

    /// What a block of a cell comes to; `None` where the watch was asked to stop.
    fn part(&self, cell: &Cell, block: u32, alone: &Crew) -> Option<Part> {
        let part = match self.worlds(cell, block, alone) {
            Ok(worlds) => Part::Worlds(worlds),
            Err(reason) => Part::Refused(reason),
        };
        (!self.watch.stopped()).then_some(part)
    }

    fn worlds(&self, cell: &Cell, block: u32, alone: &Crew) -> Result<part::Worlds, String> {
        let range = self.layout.worlds(block);
        let told = |error: study::Error| error.to_string();
        if self.layout.scenario().diffusion.is_some() {
            let scenario = self.layout.at(cell).map_err(|found| first(&found))?;
            let known = self.graphs.of(self.layout, cell, &scenario.audience);
            let known = known.map_err(told)?;
            let question = scenario.diffusion.clone().ok_or("there is no question")?;
            let study = DiffusionStudy::new(
                question,
                graph_of(&known),
                self.layout.folder(),
                cell.seed,
                self.layout.effort(),
            );
            let study = study.map_err(|error| error.to_string())?;
            let sizes = study.sizes(range, alone, self.watch);
            let sizes = sizes.map_err(|error| error.to_string())?;
            let sizes = sizes.into_iter().map(i64::from).collect();
            return Ok(part::Worlds {
                fingerprint: known.fingerprint,
                arms: vec![vec![sizes]],
            });
        }
        let ready = self.ready(cell, alone)?;
        let known = self.graphs.of(self.layout, cell, &ready.scenario.audience);
        let known = known.map_err(told)?;
        let ground = known.people.ground(&ready.scenario.campaign);
        let ground = ground.map_err(|error| error.to_string())?;
        let worlds = Worlds::new(cell.seed, range);
        let rows = play(&ground, &ready.plans, &worlds, alone, self.watch, |ledger| {
            Row::of(ledger, &[])
        });
        let mut arms = vec![vec![Vec::with_capacity(rows.len()); METRICS + 1]; ready.plans.len()];
        for world in rows {
            for (arm, row) in arms.iter_mut().zip(world) {
                for metric in Metric::ALL {
                    arm[metric.index()].push(row.total(metric));
                }
                arm[METRICS].push(row.was_cut().into());
            }
        }
        Ok(part::Worlds {
            fingerprint: known.fingerprint,
            arms,
        })
    }

    /// The cell's scenario with its strategies made ready.
    fn ready(&self, cell: &Cell, alone: &Crew) -> Result<Arc<Ready>, String> {
        let settled = || self.settled.lock().expect("nobody panics holding it");
        if let Some(ready) = settled().get(&cell.index) {
            return Ok(Arc::clone(ready));
        }
        let scenario = self.layout.at(cell).map_err(|found| first(&found))?;
        let known = self.graphs.of(self.layout, cell, &scenario.audience);
        let known = known.map_err(|error| error.to_string())?;
        let ground = known.people.ground(&scenario.campaign);
        let ground = ground.map_err(|error| error.to_string())?;
        let aside = self.watch.aside();
        let strategies = &scenario.strategies;
        let plans = settle(&ground, strategies, cell.seed, alone, &aside);
        let plans = plans.map_err(|error| error.to_string())?;
        drop(ground);
        let ready = Arc::new(Ready { scenario, plans });
        // Only where there is another block is it worth keeping.
        if self.layout.most_worlds() > self.layout.sweep().block.into() {
            settled().insert(cell.index, Arc::clone(&ready));
        }
        Ok(ready)
    }
}

fn first(found: &[Diagnostic]) -> String {
    let first = found.first().map(|diagnostic| diagnostic.message.clone());
    first.unwrap_or_else(|| "the scenario is wrong there".to_owned())
}
