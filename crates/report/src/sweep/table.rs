//! The table of a sweep: one row to a cell, strategy and metric, and one to a cell, world,
//! strategy and metric where that was asked for.

use groundswell_campaign::comparison::{Comparison, readable};
use groundswell_campaign::metric::Metric;
use groundswell_estimate::Error as TooFew;
use groundswell_estimate::decision::Decision;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_experiment::sweep::cell::{Done, Found};
use groundswell_experiment::sweep::layout::{Cell as Place, Layout};
use groundswell_scenario::stamp::VALUES_VERSION;

use crate::chart::Unit;
use crate::dossier::unit_of_input;
use crate::error::Error;
use crate::findings::unit_of;
use crate::sheet::{Cell, Column, Kind, Sheet};

/// The name of the metric of a question about diffusion.
const SPREAD: &str = "spread";

/// What the table of cells tells of an estimate: names, kinds and meanings.
const OF_ESTIMATE: [(&str, Kind, &str); 18] = [
    ("strategy", Kind::Text, "what is estimated: this strategy"),
    (
        "against",
        Kind::Text,
        "… or what it has over this one, world by world; empty for the strategy alone",
    ),
    ("metric", Kind::Text, "the number that is estimated"),
    ("unit", Kind::Text, "in what it is counted"),
    ("mean", Kind::Number, "mean over worlds, in the row's unit"),
    (
        "standard_error",
        Kind::Number,
        "standard error of the mean, in the row's unit",
    ),
    ("low", Kind::Number, "lower end of the interval of the mean"),
    (
        "high",
        Kind::Number,
        "upper end of the interval of the mean",
    ),
    (
        "level",
        Kind::Number,
        "how often such intervals hold the truth",
    ),
    ("worlds", Kind::Whole, "worlds of the cell"),
    (
        "anytime_low",
        Kind::Number,
        "lower end of an interval of the mean that holds whenever one looks: for whoever goes \
         on until they like what they see; empty below 256 worlds",
    ),
    ("anytime_high", Kind::Number, "upper end of that interval"),
    (
        "decision",
        Kind::Text,
        "best: this strategy is; equal: whichever is best, it matters little; open: too few \
         worlds to say. By the looks of a sweep that runs until it is decided, else by \
         intervals that hold whenever one looks; empty where there are too few worlds for these",
    ),
    (
        "cell_key",
        Kind::Text,
        "identity of the cell: of all that decides its results",
    ),
    (
        "graph_fingerprint",
        Kind::Text,
        "identity of the people and their ties",
    ),
    ("values_version", Kind::Whole, "version of results"),
    ("program", Kind::Text, "version of the program"),
    ("luck", Kind::Text, "definition of luck"),
];

/// What the table of worlds tells.
const OF_WORLD: [(&str, Kind, &str); 5] = [
    (
        "world",
        Kind::Whole,
        "number of the world; the same luck in all cells of a seed",
    ),
    ("strategy", Kind::Text, "the strategy"),
    ("metric", Kind::Text, "the number"),
    ("unit", Kind::Text, "in what it is counted"),
    (
        "value",
        Kind::Number,
        "what it came to in that world, in the row's unit",
    ),
];

/// A column of what has no unit, or another one in each row.
fn column((name, kind, meaning): (&str, Kind, &str)) -> Column {
    Column {
        name: name.to_owned(),
        unit: String::new(),
        meaning: meaning.to_owned(),
        kind,
    }
}

/// What says which cell a row is of.
fn of_cell(layout: &Layout) -> Vec<Column> {
    let currency = &layout.scenario().terms.currency;
    let cell = "number of the cell, from 0 on; seeds change fastest, then graphs, then points";
    let mut columns = vec![column(("cell", Kind::Whole, cell))];
    columns.extend(layout.factors().iter().map(|factor| {
        let unit = unit_of_input(factor.unit, currency);
        let mut meaning = "value of the number with that path".to_owned();
        if !factor.also.is_empty() {
            meaning += &format!(", and of {}", factor.also.join(", "));
        }
        Column {
            name: factor.path.clone(),
            unit: unit.name().to_owned(),
            meaning,
            kind: Kind::Number,
        }
    }));
    let graph = "number of the graph; 0 is the scenario's own";
    columns.push(column(("graph", Kind::Whole, graph)));
    columns.push(column(("seed", Kind::Whole, "seed of the cell's luck")));
    columns
}

/// The columns of the table of cells.
pub fn columns(layout: &Layout) -> Vec<Column> {
    let mut columns = of_cell(layout);
    columns.extend(OF_ESTIMATE.map(column));
    columns
}

/// The columns of the table of worlds.
pub fn world_columns(layout: &Layout) -> Vec<Column> {
    let mut columns = of_cell(layout);
    columns.extend(OF_WORLD.map(column));
    columns
}

/// A cell with what it came to.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    pub(crate) layout: &'r Layout,
    pub(crate) cell: &'r Place,
    pub(crate) done: &'r Done,
    pub(crate) program: &'r str,
}

/// Which metrics stand in the table: those that were asked for and the objective.
fn metrics(layout: &Layout) -> Vec<Metric> {
    let mut metrics = layout.sweep().metrics.clone();
    let objective = layout.scenario().objective;
    if !metrics.contains(&objective) {
        metrics.push(objective);
    }
    metrics.sort_unstable_by_key(|metric| metric.index());
    metrics
}

impl Row<'_> {
    /// Adds the cell's rows to the table of cells.
    pub(crate) fn estimates(self, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        match &self.done.found {
            Found::Spread(sizes) => {
                let estimates = self.both(sizes)?;
                self.estimate(sheet, ["", "", SPREAD], &Unit::People, estimates, "")
            }
            Found::Strategies(comparison) => self.strategies(sheet, comparison),
        }
    }

    /// The mean with its interval, and with the one that holds whenever one looks.
    fn both(self, sample: &Sample) -> Result<[Option<Estimate>; 2], TooFew> {
        let level = self.done.level;
        let anytime = match sample.anytime_at(level) {
            Err(TooFew::TooEarly { .. }) => None,
            estimate => Some(estimate?),
        };
        Ok([Some(sample.estimate_at(level)?), anytime])
    }

    fn strategies(self, sheet: &mut Sheet<'_>, comparison: &Comparison) -> Result<(), Error> {
        let metrics = metrics(self.layout);
        let currency = &self.layout.scenario().terms.currency;
        let name = |arm: usize| comparison.arms[arm].name.as_str();
        for arm in 0..comparison.arms.len() {
            let decision = match self.done.decision {
                Some(Decision::Best(best)) if best == arm => "best",
                Some(Decision::Equal) => "equal",
                Some(Decision::Open) => "open",
                Some(Decision::Best(_)) | None => "",
            };
            for &metric in &metrics {
                let estimates = self.both(&comparison.sample(arm, metric))?;
                let unit = unit_of(metric, currency);
                let words = [name(arm), "", metric.name()];
                self.estimate(sheet, words, &unit, estimates, decision)?;
            }
        }
        let against = comparison.reference;
        let of = self.layout.sweep().of.iter();
        for of in of.filter_map(|name| comparison.arm(name)) {
            for &metric in &metrics {
                let sample = comparison.sample(of, metric);
                let lead = sample.minus(&comparison.sample(against, metric))?;
                let unit = unit_of(metric, currency);
                let words = [name(of), name(against), metric.name()];
                self.estimate(sheet, words, &unit, self.both(&lead)?, "")?;
            }
        }
        Ok(())
    }

    fn estimate(
        self,
        sheet: &mut Sheet<'_>,
        [strategy, against, metric]: [&str; 3],
        unit: &Unit,
        [estimate, anytime]: [Option<Estimate>; 2],
        decision: &str,
    ) -> Result<(), Error> {
        let of = |estimate: Option<Estimate>, number: fn(&Estimate) -> f64| {
            let known = estimate.as_ref().map(number);
            known.map_or(Cell::Empty, Cell::Number)
        };
        let key = format!("{:032x}", self.cell.key);
        let fingerprint = format!("{:032x}", self.done.fingerprint);
        let mut cells = self.place();
        cells.extend([
            Cell::Text(strategy),
            Cell::Text(against),
            Cell::Text(metric),
            Cell::Text(unit.name()),
            of(estimate, |estimate| estimate.mean),
            of(estimate, |estimate| estimate.standard_error),
            of(estimate, |estimate| estimate.low),
            of(estimate, |estimate| estimate.high),
            Cell::Number(self.done.level),
            Cell::Whole(self.done.worlds as i64),
            of(anytime, |estimate| estimate.low),
            of(anytime, |estimate| estimate.high),
            Cell::Text(decision),
            Cell::Text(&key),
            Cell::Text(&fingerprint),
            Cell::Whole(VALUES_VERSION.into()),
            Cell::Text(self.program),
            Cell::Text("tie"),
        ]);
        sheet.row(&cells)
    }

    /// Which cell it is.
    fn place<'c>(self) -> Vec<Cell<'c>> {
        let mut cells = vec![Cell::Whole(self.cell.index as i64)];
        let values = self.layout.values(self.cell).iter();
        cells.extend(values.map(|&value| Cell::Number(value)));
        cells.push(Cell::Whole(self.cell.graph.into()));
        // Seeds of files and of the command line are below 2⁶³.
        cells.push(Cell::Whole(self.cell.seed as i64));
        cells
    }

    /// Adds the cell's rows to the table of worlds.
    pub(crate) fn worlds(self, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        let mut row = |world: usize, words: [&str; 2], unit: &Unit, value: f64| {
            let mut cells = self.place();
            let [strategy, metric] = words.map(Cell::Text);
            let unit = Cell::Text(unit.name());
            cells.extend([
                Cell::Whole(world as i64),
                strategy,
                metric,
                unit,
                Cell::Number(value),
            ]);
            sheet.row(&cells)
        };
        match &self.done.found {
            Found::Spread(sizes) => {
                for (world, &size) in sizes.values().iter().enumerate() {
                    row(world, ["", SPREAD], &Unit::People, size)?;
                }
            }
            Found::Strategies(comparison) => {
                let currency = &self.layout.scenario().terms.currency;
                let metrics = metrics(self.layout);
                for world in 0..comparison.worlds() {
                    for arm in &comparison.arms {
                        for &metric in &metrics {
                            let value = readable(metric, arm.rows[world].total(metric));
                            let unit = unit_of(metric, currency);
                            row(world, [&arm.name, metric.name()], &unit, value)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// The mean of every strategy's objective in a cell, in their order; nothing for a question
/// about diffusion.
pub(crate) fn objectives(layout: &Layout, done: &Done) -> Result<Vec<f64>, TooFew> {
    match &done.found {
        Found::Spread(_) => Ok(Vec::new()),
        Found::Strategies(comparison) => {
            let objective = layout.scenario().objective;
            let arms = 0..comparison.arms.len();
            arms.map(|arm| Ok(comparison.estimate(arm, objective)?.mean))
                .collect()
        }
    }
}
