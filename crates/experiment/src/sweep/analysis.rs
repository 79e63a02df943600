//! What a sweep means: what each factor does to the answer, where the winner changes, and
//! where the variance comes from.
//!
//! An *answer* is one number a cell and world: what a strategy has over the reference, by
//! the scenario's objective; or for a question about diffusion, how many people adopted.

use groundswell_diffusion::worlds::Crew;
use groundswell_estimate::Error;
use groundswell_estimate::components::Components;
use groundswell_estimate::estimate::Estimate;
use groundswell_estimate::sample::Sample;
use groundswell_scenario::sweep::Design;

use crate::contour::{Divide, Lead, Leaf};
use crate::design::{Point, trajectories};
use crate::sensitivity::elementary::{self, Effects};
use crate::sensitivity::variance::{self, Indices};
use crate::store::{self, Store};
use crate::sweep::cell::{Done, Found, Result as CellResult, results};
use crate::sweep::layout::Layout;
use crate::sweep::map::{leaves, most_points};
use crate::sweep::points::values;

/// Level of the intervals of what is told of a whole sweep.
const LEVEL: f64 = 0.95;

/// Slices of a factor that takes any value.
const SLICES: usize = 8;

/// One answer, in all cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The strategy whose lead it is; empty for the spread of a question about diffusion.
    pub of: String,
    /// One entry a cell, world by world; `None` where the cell has no answer.
    pub samples: Vec<Option<Sample>>,
    /// One entry a point: its lead, averaged over seeds and graphs, with intervals that
    /// hold at all points together. `None` where any of its cells has no answer.
    pub leads: Vec<Option<Lead>>,
}

/// What is to be told of one answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The strategy whose lead it is; empty for the spread of a question about diffusion.
    pub of: String,
    /// One entry a point: its lead, averaged over seeds and graphs, with intervals that
    /// hold at all points together. `None` where any of its cells has no answer.
    pub leads: Vec<Option<Lead>>,
    /// What each factor does, in their order; nothing after Morris's design, whose points
    /// are too few for that.
    pub responses: Vec<Response>,
    /// Variance-based indices of each factor, after Saltelli's design.
    pub indices: Option<Vec<Indices>>,
    /// Elementary effects of each factor, after Morris's design.
    pub effects: Option<Vec<Effects>>,
    /// Where the variance of the answer in one world comes from.
    pub variance: Option<Variance>,
    /// The plane of the factors, where there are two.
    pub plane: Option<Plane>,
}

/// How the answer goes with one factor, whatever the others are.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The mean answer at values of the factor, or in slices of its range.
    pub levels: Vec<Level>,
    /// The share of the answers' variance over points that lies between levels: what the
    /// factor does by itself. Where points lie anywhere, what chance alone would give is
    /// taken off (Ezekiel 1930). `None` where the answer does not vary.
    pub share: Option<f64>,
}

/// The answer at one value of a factor, or in one slice of its range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The least value.
    pub low: f64,
    /// The greatest value, the same unless it is a slice.
    pub high: f64,
    /// The answer, averaged over the other factors; its error is of worlds, or of graphs
    /// where there are several, and not of which points were taken.
    pub answer: Estimate,
}

impl Level {
    /// The middle of its values.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

/// Shares of the variance of the answer in one world; they sum to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variance {
    /// What is varied.
    pub factors: f64,
    /// Which graph is drawn; `None` where there is one.
    pub graphs: Option<f64>,
    /// Luck.
    pub worlds: f64,
}

/// The plane of two factors.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Its rectangles with the leads at their corners; logarithms along axes whose factor
    /// goes by ratios.
    pub leaves: Vec<Leaf>,
    /// Where the winner changes, and where that is in doubt; `None` where nothing is won.
    pub divide: Option<Divide>,
}

/// The answers of cells, gathered one by one.
pub struct Gathering<'l> {
    layout: &'l Layout,
    answers: Vec<Answer>,
    levels: Vec<f64>,
}

impl<'l> Gathering<'l> {
    /// Nothing yet.
    pub fn new(layout: &'l Layout) -> Self {
        let of = match layout.scenario().diffusion {
            Some(_) => vec![String::new()],
            None => layout.sweep().of.clone(),
        };
        let answer = |of| Answer {
            of,
            samples: Vec::with_capacity(layout.cells().len()),
            leads: Vec::new(),
        };
        Self {
            layout,
            answers: of.into_iter().map(answer).collect(),
            levels: Vec::with_capacity(layout.cells().len()),
        }
    }

    /// Adds what the next cell came to.
    pub fn add(&mut self, result: &CellResult) {
        let done = match result {
            CellResult::Done(done) => Some(done),
            CellResult::Refused(_) | CellResult::Missing(_) => None,
        };
        self.levels.push(done.map_or(LEVEL, |done| done.level));
        for answer in &mut self.answers {
            let sample = done.and_then(|done| sample(self.layout, done, &answer.of));
            answer.samples.push(sample);
        }
    }

    /// The answers, once all cells have been added.
    pub fn answers(self) -> Vec<Answer> {
        let Self {
            layout,
            mut answers,
            levels,
        } = self;
        // As many intervals as there could be are to hold together, unless the cells' own do.
        let family = (most_points(layout) * answers.len().max(1)) as f64;
        let repeats = layout.cells().len() / layout.points().len().max(1);
        for answer in &mut answers {
            for point in 0..layout.points().len() {
                let cells = point * repeats..(point + 1) * repeats;
                let level = match layout.sweep().decided {
                    Some(_) => levels[cells.start],
                    None => 1.0 - (1.0 - levels[cells.start]) / family,
                };
                let lead = lead(layout, &answer.samples[cells], level);
                answer.leads.push(lead);
            }
        }
        answers
    }

    /// All that is to be told, once all cells have been added, as far as they are done.
    pub fn told(self) -> Vec<Told> {
        let layout = self.layout;
        let answers = self.answers();
        let of = |answer: &Answer| Told {
            of: answer.of.clone(),
            leads: answer.leads.clone(),
            responses: responses(layout, answer),
            indices: indices(layout, answer),
            effects: effects(layout, answer),
            variance: variance(layout, answer),
            plane: plane(layout, &answers, answer),
        };
        answers.iter().map(of).collect()
    }
}

/// The answers of all cells.
///
/// # Errors
///
/// [`store::Error`] where the store cannot be read.
pub(crate) fn answers(
    layout: &Layout,
    store: &Store,
    crew: &Crew,
) -> Result<Vec<Answer>, store::Error> {
    let mut gathering = Gathering::new(layout);
    for (_, result) in results(layout, store, crew) {
        gathering.add(&result?);
    }
    Ok(gathering.answers())
}

/// What a strategy has over the reference in a cell's worlds, or the spread.
fn sample(layout: &Layout, done: &Done, of: &str) -> Option<Sample> {
    match &done.found {
        Found::Spread(sizes) => Some(sizes.clone()),
        Found::Strategies(comparison) => {
            let objective = layout.scenario().objective;
            let of = comparison.sample(comparison.arm(of)?, objective);
            let against = comparison.sample(comparison.reference, objective);
            of.minus(&against).ok()
        }
    }
}

/// The answer at a point, over its graphs and seeds.
fn lead(layout: &Layout, cells: &[Option<Sample>], level: f64) -> Option<Lead> {
    let samples: Option<Vec<&Sample>> = cells.iter().map(Option::as_ref).collect();
    let estimate = together(layout, &samples?, level).ok()?;
    Some(Lead {
        mean: estimate.mean,
        half: estimate.half_width(),
    })
}

/// The mean of cells whose worlds or graphs are the same, cell by cell in the order of the
/// layout: with graphs as units where there are several, else with worlds.
fn together(layout: &Layout, cells: &[&Sample], level: f64) -> Result<Estimate, Error> {
    let graphs = layout.sweep().graphs as usize;
    let seeds = layout.sweep().seeds.len().max(1);
    let worlds = cells
        .iter()
        .map(|sample| sample.worlds())
        .min()
        .unwrap_or(0);
    let units = match graphs > 1 {
        true => graphs,
        false => seeds * worlds,
    };
    let mut sums = vec![0.0; units];
    for (at, sample) in cells.iter().enumerate() {
        let (graph, seed) = ((at / seeds) % graphs, at % seeds);
        let values = &sample.values()[..worlds];
        match graphs > 1 {
            true => sums[graph] += values.iter().sum::<f64>() / worlds as f64,
            false => {
                let own = &mut sums[seed * worlds..(seed + 1) * worlds];
                own.iter_mut()
                    .zip(values)
                    .for_each(|(sum, value)| *sum += value);
            }
        }
    }
    let each = cells.len() as f64 / if graphs > 1 { graphs } else { seeds } as f64;
    let means: Sample = sums.into_iter().map(|sum| sum / each).collect();
    means.estimate_at(level)
}

/// The points of whole groups of so many that belong together, with their mean answers;
/// groups in which a cell could not be carried out are left out.
fn whole_groups(answer: &Answer, size: usize) -> (Vec<usize>, Vec<f64>) {
    let points: Vec<usize> = (0..answer.leads.len()).collect();
    let mean = |&point: &usize| Some(answer.leads[point].as_ref()?.mean);
    let (mut kept, mut means) = (Vec::new(), Vec::new());
    for group in points.chunks_exact(size) {
        let of_group: Option<Vec<f64>> = group.iter().map(mean).collect();
        if let Some(of_group) = of_group {
            kept.extend(group);
            means.extend(of_group);
        }
    }
    (kept, means)
}

fn responses(layout: &Layout, answer: &Answer) -> Vec<Response> {
    let factors = 0..layout.factors().len();
    factors
        .map(|factor| response(layout, answer, factor))
        .collect()
}

/// The points of a layout without those that a map was refined by.
fn first_points(layout: &Layout) -> usize {
    let all = layout.points().len();
    match layout.sweep().design {
        Design::Map { .. } => {
            let counts = layout.factors().iter().map(|factor| values(factor).len());
            counts.product::<usize>().min(all)
        }
        _ => all,
    }
}

/// Whether points lie anywhere, so that no two of them need have a value in common.
fn is_drawn(layout: &Layout) -> bool {
    !matches!(
        layout.sweep().design,
        Design::Grid | Design::Zip | Design::Map { .. }
    )
}

fn response(layout: &Layout, answer: &Answer, factor: usize) -> Response {
    let repeats = layout.cells().len() / layout.points().len().max(1);
    // Points that have an answer, by the factor's value; of a map its first grid, for the
    // others lie where the winner changes.
    let mut points: Vec<usize> = (0..first_points(layout))
        .filter(|&point| answer.leads[point].is_some())
        .collect();
    let value = |point: usize| layout.points()[point][factor];
    points.sort_by(|&a, &b| value(a).total_cmp(&value(b)));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &point in &points {
        match groups.last_mut() {
            Some(group) if value(group[0]) == value(point) => group.push(point),
            _ => groups.push(vec![point]),
        }
    }
    if is_drawn(layout) && groups.len() > 2 * SLICES {
        let slice = points.len().div_ceil(SLICES);
        groups = points.chunks(slice).map(<[usize]>::to_vec).collect();
    }
    let mean = |point: &usize| answer.leads[*point].as_ref().map_or(0.0, |lead| lead.mean);
    let average = |points: &[usize]| points.iter().map(mean).sum::<f64>() / points.len() as f64;
    let all = average(&points);
    let squares = |of: f64| (of - all) * (of - all);
    let total: f64 = points.iter().map(|point| squares(mean(point))).sum();
    let between = groups
        .iter()
        .map(|group| group.len() as f64 * squares(average(group)));
    let between: f64 = between.sum();
    let share = match is_drawn(layout) {
        false => between / total,
        // Means of few points differ by chance: what chance alone would give is taken off.
        true => {
            let (points, groups) = (points.len() as f64, groups.len() as f64);
            1.0 - (1.0 - between / total) * (points - 1.0) / (points - groups).max(1.0)
        }
    };
    let level = |group: &Vec<usize>| {
        let cells = group
            .iter()
            .flat_map(|point| point * repeats..(point + 1) * repeats);
        let samples: Vec<&Sample> = cells
            .filter_map(|cell| answer.samples[cell].as_ref())
            .collect();
        let estimate = together(layout, &samples, LEVEL).ok()?;
        Some(Level {
            low: value(group[0]),
            high: value(group[group.len() - 1]),
            answer: estimate,
        })
    };
    Response {
        levels: groups.iter().filter_map(level).collect(),
        share: (total > 0.0).then(|| share.max(0.0)),
    }
}

fn indices(layout: &Layout, answer: &Answer) -> Option<Vec<Indices>> {
    if !matches!(layout.sweep().design, Design::Saltelli { .. }) {
        return None;
    }
    let factors = layout.factors().len();
    let (_, means) = whole_groups(answer, factors + 2);
    variance::indices(&means, factors, LEVEL, layout.seed()).ok()?
}

fn effects(layout: &Layout, answer: &Answer) -> Option<Vec<Effects>> {
    let Design::Trajectories {
        trajectories: count,
        levels,
    } = layout.sweep().design
    else {
        return None;
    };
    let factors = layout.factors().len();
    let points = trajectories::trajectories(count, factors, levels, layout.seed()).ok()?;
    let (kept, means) = whole_groups(answer, factors + 1);
    let points: Vec<Point> = kept
        .into_iter()
        .map(|point| points[point].clone())
        .collect();
    match points.is_empty() {
        true => None,
        false => elementary::effects(&points, &means, LEVEL).ok(),
    }
}

/// The nested components of an answer whose cells all have as many worlds.
fn variance(layout: &Layout, answer: &Answer) -> Option<Variance> {
    let points = first_points(layout);
    let repeats = layout.cells().len() / layout.points().len().max(1);
    let samples = answer.samples[..points * repeats].iter();
    let samples: Vec<&Sample> = samples.map(Option::as_ref).collect::<Option<_>>()?;
    let worlds = samples.iter().map(|sample| sample.worlds()).min()?;
    let graphs = layout.sweep().graphs as usize;
    let seeds = layout.sweep().seeds.len().max(1);
    let all: Sample = samples
        .iter()
        .flat_map(|sample| sample.values()[..worlds].iter().copied())
        .collect();
    let shape: &[usize] = match graphs {
        1 => &[points, seeds * worlds],
        _ => &[points, graphs, seeds * worlds],
    };
    let shares = Components::nested(&all, shape).ok()?.shares()?;
    Some(match shares[..] {
        [factors, worlds] => Variance {
            factors,
            graphs: None,
            worlds,
        },
        [factors, graphs, worlds] => Variance {
            factors,
            graphs: Some(graphs),
            worlds,
        },
        _ => return None,
    })
}

fn plane(layout: &Layout, all: &[Answer], answer: &Answer) -> Option<Plane> {
    let leaves = leaves(layout, all, answer)?;
    let is_won = layout.scenario().diffusion.is_none();
    Some(Plane {
        divide: is_won.then(|| Divide::of(&leaves)),
        leaves,
    })
}
