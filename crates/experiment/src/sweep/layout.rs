//! What a sweep consists of: its cells, each with its identity, and their blocks.
//!
//! A cell's key is the XXH3-128 of everything that decides its results: the identity of the
//! scenario as the file has it, what is varied and to what, the seed of its luck, which
//! graph it is played on, the fingerprint of the graph and the seeds that are read from
//! files, the size of blocks, and the version of values. So a longer sweep goes on where a shorter one ended,
//! and another order of factors changes nothing.

use std::ops::Range;
use std::path::{Path, PathBuf};

use groundswell_campaign::compare::Effort;
use groundswell_estimate::looks::{Look, looks, looks_of};
use groundswell_scenario::audience::Audience;
use groundswell_scenario::diagnostic::Diagnostic;
use groundswell_scenario::overrides::Overrides;
use groundswell_scenario::people_and_ties::AudienceError;
use groundswell_scenario::scenario::Scenario;
use groundswell_scenario::stamp::VALUES_VERSION;
use groundswell_scenario::sweep::{Design, Factor, Sweep};
use groundswell_scenario::sweep_list::{self, ListError};
use xxhash_rust::xxh3::xxh3_128;

use crate::store::Key;
use crate::sweep::map::most_points;
use crate::sweep::points::{self, points};

/// Graphs that are drawn anew have seeds of their own, from here on.
const GRAPHS: u64 = 1 << 45;

/// Level of the intervals of a cell that runs a fixed number of worlds.
const LEVEL: f64 = 0.95;

/// Why there is no layout.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The points cannot be laid out.
    Points(points::Error),
    /// The list of points is wrong.
    List(ListError),
    /// Graphs are asked for where none is drawn.
    NoDrawnGraphs,
    /// People and ties cannot be read.
    Audience(AudienceError),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Points(error) => error.fmt(f),
            Self::List(error) => error.fmt(f),
            Self::NoDrawnGraphs => f.write_str(
                "sweep.graphs asks for several graphs, but the audience has one; an audience \
                 from-aggregates or generated would do",
            ),
            Self::Audience(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

/// One point with one seed and one graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its number, from zero on.
    pub index: usize,
    /// The number of its point.
    pub point: usize,
    /// The seed of its luck.
    pub seed: u64,
    /// The number of its graph; zero is the scenario's own.
    pub graph: u32,
    /// Its identity.
    pub key: u128,
}

/// All that is known of a sweep before its first world.
#[derive(Debug)]
pub struct Layout {
    scenario: Scenario,
    folder: PathBuf,
    sweep: Sweep,
    seed: u64,
    effort: Effort,
    points: Vec<Vec<f64>>,
    cells: Vec<Cell>,
    family: usize,
    looks: Vec<Look>,
    fingerprint: Option<u128>,
    base: Vec<u8>,
}

impl Layout {
    /// The layout of the sweep that `scenario` asks for; without `[sweep]`, the scenario
    /// itself is its only point. Paths in it start from `folder`;
    /// `seed` and `effort` take the place of the file's.
    ///
    /// # Errors
    ///
    /// [`Error`].
    pub fn new(
        scenario: Scenario,
        folder: &Path,
        seed: u64,
        effort: Effort,
    ) -> Result<Self, Error> {
        let design = scenario.sweep.as_ref().map(|sweep| &sweep.design);
        let list = match design {
            Some(Design::List { file }) => {
                Some(sweep_list::points(&scenario, file, folder).map_err(Error::List)?)
            }
            _ => None,
        };
        let mut read = Vec::new();
        if let Audience::File(_) = &scenario.audience {
            let graph = scenario.audience.graph(folder, seed);
            read.push(graph.map_err(Error::Audience)?.0.fingerprint());
        }
        let seeds = scenario
            .diffusion
            .iter()
            .flat_map(|question| &question.seeds);
        read.extend(seeds.filter_map(|starters| starters.seeds.fingerprint(folder)));
        let fingerprint = match read[..] {
            [] => None,
            [one] => Some(one),
            _ => {
                let bytes: Vec<u8> = read.iter().flat_map(|print| print.to_le_bytes()).collect();
                Some(xxh3_128(&bytes))
            }
        };
        Self::known(scenario, folder, seed, effort, list, fingerprint)
    }

    /// The same, where it is known already what files say: the factors and points of a
    /// list, and the fingerprint of a graph and of seeds.
    pub(crate) fn known(
        scenario: Scenario,
        folder: &Path,
        seed: u64,
        effort: Effort,
        list: Option<(Vec<Factor>, Vec<Vec<f64>>)>,
        fingerprint: Option<u128>,
    ) -> Result<Self, Error> {
        let one_point = || Sweep::of_one_point(&scenario);
        let mut sweep = scenario.sweep.clone().unwrap_or_else(one_point);
        let mut rows = Vec::new();
        if let Some((factors, points)) = list {
            (sweep.factors, rows) = (factors, points);
        }
        let drawn = matches!(
            scenario.audience,
            Audience::FromAggregates(_) | Audience::Generated(_)
        );
        if sweep.graphs > 1 && !drawn {
            return Err(Error::NoDrawnGraphs);
        }
        let mut base = Vec::new();
        base.extend(scenario.hash().to_le_bytes());
        base.extend(VALUES_VERSION.to_le_bytes());
        base.extend(sweep.block.to_le_bytes());
        base.extend(fingerprint.unwrap_or(0).to_le_bytes());
        base.extend(seed.to_le_bytes());
        let points = points(&sweep.design, &sweep.factors, &rows, seed).map_err(Error::Points)?;
        let mut layout = Self {
            scenario,
            folder: folder.to_owned(),
            sweep,
            seed,
            effort,
            points: Vec::new(),
            cells: Vec::new(),
            family: 0,
            looks: Vec::new(),
            fingerprint,
            base,
        };
        layout.add(points);
        // However far a map is refined, these stay as they are.
        let repeats = layout.sweep.graphs as usize * layout.seeds().len();
        layout.family = most_points(&layout).saturating_mul(repeats);
        layout.looks = match (layout.sweep.decided, layout.effort) {
            (Some(most), _) => looks_of(most.into(), layout.family.max(1)),
            (None, Effort::Worlds(worlds)) => vec![Look {
                worlds,
                level: LEVEL,
            }],
            (None, Effort::Precision { most, .. }) => looks(most),
        };
        Ok(layout)
    }

    /// Adds points, and their cells behind those that are there.
    pub(crate) fn add(&mut self, points: Vec<Vec<f64>>) {
        for values in points {
            let point = self.points.len();
            for graph in 0..self.sweep.graphs {
                for &seed in self.seeds().iter() {
                    let key = self.key(&values, seed, graph);
                    self.cells.push(Cell {
                        index: self.cells.len(),
                        point,
                        seed,
                        graph,
                        key,
                    });
                }
            }
            self.points.push(values);
        }
    }

    fn seeds(&self) -> Vec<u64> {
        match &self.sweep.seeds[..] {
            [] => vec![self.seed],
            seeds => seeds.to_vec(),
        }
    }

    /// The identity of a cell.
    fn key(&self, values: &[f64], seed: u64, graph: u32) -> u128 {
        let mut bytes = self.base.clone();
        bytes.extend(seed.to_le_bytes());
        bytes.extend(graph.to_le_bytes());
        let mut varied: Vec<(&str, f64)> = self.varied(values).collect();
        varied.sort_unstable_by_key(|&(path, _)| path);
        for (path, value) in varied {
            bytes.extend((path.len() as u64).to_le_bytes());
            bytes.extend(path.as_bytes());
            bytes.extend((value + 0.0).to_bits().to_le_bytes());
        }
        xxh3_128(&bytes)
    }

    /// The numbers that are others at a point.
    fn varied<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = (&'a str, f64)> {
        self.sweep
            .factors
            .iter()
            .zip(values)
            .flat_map(|(factor, &value)| {
                let paths = std::iter::once(&factor.path).chain(&factor.also);
                paths.map(move |path| (path.as_str(), value))
            })
    }

    /// The scenario as the file has it.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Where its paths start.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the file asks to be varied; a list's columns are among the factors.
    pub fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// What is varied.
    pub fn factors(&self) -> &[Factor] {
        &self.sweep.factors
    }

    /// The seed of all luck, where the sweep has none of its own.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// When a cell has its worlds, unless it runs until it is decided.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// To which fraction of its headline a cell is run, where it is.
    pub fn precision(&self) -> Option<f64> {
        match self.effort {
            Effort::Worlds(_) => None,
            Effort::Precision { fraction, .. } => Some(fraction),
        }
    }

    /// The points, one value for each factor.
    pub fn points(&self) -> &[Vec<f64>] {
        &self.points
    }

    /// The cells, by number.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The values of a cell's factors.
    pub fn values(&self, cell: &Cell) -> &[f64] {
        &self.points[cell.point]
    }

    /// The fingerprint of the graph and of the seeds that are read from files.
    pub fn fingerprint(&self) -> Option<u128> {
        self.fingerprint
    }

    /// The seed that a cell's graph is drawn with.
    pub(crate) fn graph_seed(&self, cell: &Cell) -> u64 {
        match cell.graph {
            0 => self.seed,
            graph => self.seed ^ (GRAPHS + u64::from(graph)),
        }
    }

    /// The scenario at a cell's point.
    ///
    /// # Errors
    ///
    /// What does not go together there.
    pub fn at(&self, cell: &Cell) -> Result<Scenario, Vec<Diagnostic>> {
        let overrides: Overrides = self.varied(self.values(cell)).collect();
        self.scenario.with(&overrides)
    }

    /// Cells with equal marks have the same people, if they have any.
    pub(crate) fn audience_mark(&self, cell: &Cell) -> (u32, Vec<u64>) {
        let varied = self.varied(self.values(cell));
        let audience = varied.filter(|(path, _)| path.starts_with("audience."));
        (
            cell.graph,
            audience.map(|(_, value)| value.to_bits()).collect(),
        )
    }

    /// When a cell looks at what it has: so many worlds, and the level of its intervals.
    /// The last is the cap.
    pub fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// How many cells there can be at the utmost.
    pub fn family(&self) -> usize {
        self.family
    }

    /// The most worlds of a cell.
    pub fn most_worlds(&self) -> u64 {
        self.looks.last().map_or(0, |look| look.worlds)
    }

    /// Whether every cell has as many worlds as the others, whatever comes out.
    pub fn is_fixed(&self) -> bool {
        self.sweep.decided.is_none() && matches!(self.effort, Effort::Worlds(_))
    }

    /// The blocks that hold a cell's first `worlds` worlds.
    pub fn blocks(&self, worlds: u64) -> Range<u32> {
        0..worlds.div_ceil(self.sweep.block.into()) as u32
    }

    /// The worlds of a block.
    pub fn worlds(&self, block: u32) -> Range<u64> {
        let size = u64::from(self.sweep.block);
        let first = u64::from(block) * size;
        first..(first + size).min(self.most_worlds().max(first))
    }

    /// The part that a block of a cell is kept as.
    pub fn part(&self, cell: &Cell, block: u32) -> Key {
        Key {
            cell: cell.key,
            block,
        }
    }
}
