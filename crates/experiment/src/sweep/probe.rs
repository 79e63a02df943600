//! Trying a few cells, so that whoever has a clock can tell how long all of them take.

use std::collections::HashSet;

use groundswell_diffusion::worlds::{Crew, Watch};

use crate::sweep::layout::{Cell, Layout};
use crate::sweep::part::Part;
use crate::sweep::queue;
use crate::sweep::work::Workshop;

/// Cells that are tried.
const TRIED: usize = 8;

/// Some cells of a sweep, spread evenly over all of them, that are tried by as many threads
/// as will run it.
pub struct Probe<'p> {
    workshop: Workshop<'p>,
    cells: Vec<&'p Cell>,
}

impl<'p> Probe<'p> {
    /// A probe of the sweep on the threads of `crew`; `watch` ends it early.
    pub fn new(layout: &'p Layout, crew: &'p Crew, watch: &'p Watch) -> Self {
        let all = layout.cells();
        let tried = all.len().min(TRIED);
        let cell = |i: usize| &all[(2 * i + 1) * all.len() / (2 * tried)];
        Self {
            workshop: Workshop::new(layout, crew, watch, TRIED).keeping_all(),
            cells: (0..tried).map(cell).collect(),
        }
    }

    /// How many cells are tried.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// How many graphs they have between them.
    pub fn graphs(&self) -> usize {
        let layout = self.workshop.layout;
        let marks = self.cells.iter().map(|cell| layout.audience_mark(cell));
        marks.collect::<HashSet<_>>().len()
    }

    /// How many graphs all cells have between them.
    pub fn all_graphs(&self) -> usize {
        let layout = self.workshop.layout;
        let marks = layout.cells().iter().map(|cell| layout.audience_mark(cell));
        marks.collect::<HashSet<_>>().len()
    }

    /// Draws the graphs of the cells that are tried.
    pub fn draw(&self) {
        // What is wrong with one is told when it is settled.
        self.each(|cell, _| self.workshop.draw(cell).is_ok());
    }

    /// Makes the strategies of these cells ready, if they have any; gives why some of them
    /// were refused.
    pub fn settle(&self) -> Vec<String> {
        let has_strategies = self.workshop.layout.scenario().diffusion.is_none();
        let refused = self.each(|cell, alone| match has_strategies {
            true => self.workshop.settle(cell, alone).err(),
            false => self.workshop.worlds(cell, 0..2, alone).err(),
        });
        refused.into_iter().flatten().collect()
    }

    /// Runs `worlds` worlds of each of these cells, and gives how many bytes a part of
    /// so many takes on average.
    pub fn run(&self, worlds: u64) -> f64 {
        let bytes = self.each(|cell, alone| {
            let worlds = self.workshop.worlds(cell, 0..worlds, alone);
            worlds.map_or(0, |worlds| Part::Worlds(worlds).bytes().len())
        });
        bytes.iter().sum::<usize>() as f64 / bytes.len().max(1) as f64
    }

    fn each<T: Send>(&self, job: impl Fn(&Cell, &Crew) -> T + Sync) -> Vec<T> {
        let Workshop { crew, watch, .. } = &self.workshop;
        queue::each(crew, watch, self.cells.len(), |alone, number| {
            job(self.cells[number], alone)
        })
    }
}
