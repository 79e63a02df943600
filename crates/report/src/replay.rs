//! One world in detail: what happened day by day, in order, and who convinced whom.

use std::collections::BTreeMap;
use std::io::Write;

use comfy_table::{CellAlignment, Table as Grid, presets};
use groundswell_campaign::comparison::readable;
use groundswell_campaign::ledger::Entry;
use groundswell_campaign::metric::{Metric, Unit};
use groundswell_experiment::replay::Replay;
use groundswell_graph::fan_graph::FanGraph;
use schemars::JsonSchema;
use serde::Serialize;

use crate::defuse::defuse;
use crate::error::Error;
use crate::json::{Pairs, written};
use crate::number;
use crate::schema::Published;
use crate::svg::clean;

/// The version of the document's keys.
pub const SCHEMA: &str = "groundswell-replay-1";

/// What is told of each day, where it happens at all.
const METRICS: [Metric; 8] = [
    Metric::Reach,
    Metric::Visitors,
    Metric::Leads,
    Metric::Customers,
    Metric::Fans,
    Metric::InvitationsAccepted,
    Metric::Mentions,
    Metric::Cost,
];

/// A replay with what is told beside it.
#[derive(Debug, Clone, Copy)]
pub struct ReplayFindings<'a> {
    /// The scenario's name.
    pub title: &'a str,
    /// The seed of all luck.
    pub seed: u64,
    /// ISO 4217 code of the currency.
    pub currency: &'a str,
    /// The people and platforms.
    pub graph: &'a FanGraph,
    /// What happened.
    pub replay: &'a Replay,
    /// Whether to tell who convinced whom.
    pub trees: bool,
}

impl ReplayFindings<'_> {
    /// The days on which anything of [`METRICS`] happened, each with its sum over the
    /// platforms.
    fn days(&self) -> impl Iterator<Item = (usize, Entry)> + '_ {
        let ledger = &self.replay.ledger;
        let days = (0..ledger.days()).map(|day| {
            let mut sum = Entry::default();
            ledger.day(day).iter().for_each(|entry| sum += entry);
            (day, sum)
        });
        days.filter(|(_, sum)| METRICS.iter().any(|&metric| sum.get(metric) != 0))
    }

    /// The hash of the totals, as tables of worlds have it.
    fn hash(&self) -> String {
        format!("{:016x}", self.replay.row.hash())
    }

    fn told(&self, metric: Metric, total: i64) -> String {
        match metric.unit() {
            Unit::Money => number::money(total, &clean(self.currency), 2),
            Unit::People | Unit::Messages | Unit::Steps => number::decimal(total as f64, 0),
            Unit::Opinion => number::decimal(readable(metric, total), 3),
        }
    }

    /// What happened day by day, the totals, and their hash; for a terminal.
    pub fn text(&self) -> String {
        let row = &self.replay.row;
        let happens = |metric: &Metric| row.total(*metric) != 0;
        let shown: Vec<Metric> = METRICS.into_iter().filter(happens).collect();
        let line = |first: String, of: &dyn Fn(Metric) -> i64| {
            let cells = shown.iter().map(|&metric| self.told(metric, of(metric)));
            std::iter::once(first).chain(cells).collect::<Vec<_>>()
        };
        let mut grid = Grid::new();
        grid.load_style(presets::NOTHING);
        let names = shown.iter().map(|&metric| heading(metric).to_owned());
        grid.set_header(std::iter::once("day".to_owned()).chain(names));
        for (day, sum) in self.days() {
            grid.add_row(line(day.to_string(), &|metric| sum.get(metric)));
        }
        grid.add_row(line("in all".to_owned(), &|metric| row.total(metric)));
        for column in grid.column_iter_mut() {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let mut text = format!(
            "{}: {} in world {} of seed {}\n\n{}\n\n",
            clean(self.title),
            clean(&self.replay.strategy),
            self.replay.world,
            self.seed,
            grid.trim_fmt()
        );
        if self.trees {
            text.push_str(&Anatomy::of(self.replay).text());
            text.push('\n');
        }
        text.push_str(&format!("Hash of the totals: {}\n", self.hash()));
        text
    }

    /// The same as one JSON document with the totals of all metrics; ends with a line
    /// break.
    ///
    /// # Errors
    ///
    /// [`Error::Json`].
    pub fn document(&self) -> Result<String, Error> {
        let value = readable;
        let days = self.days().map(|(day, sum)| DayOut {
            day,
            metrics: Pairs(
                METRICS
                    .into_iter()
                    .map(|metric| (metric.name(), value(metric, sum.get(metric))))
                    .collect(),
            ),
        });
        let totals = Metric::ALL.into_iter();
        let totals =
            totals.map(|metric| (metric.name(), value(metric, self.replay.row.total(metric))));
        let document = Document {
            schema: SCHEMA,
            title: self.title,
            strategy: &self.replay.strategy,
            world: self.replay.world,
            seed: self.seed,
            currency: self.currency,
            hash: self.hash(),
            days: days.collect(),
            totals: Pairs(totals.collect()),
            trees: self.trees.then(|| Anatomy::of(self.replay)),
        };
        written(&document)
    }

    /// What happened as CSV, one row to a happening: day, what, to whom, through which
    /// channel, on which platform, and from whom; people by their original ids.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] if `to` takes no more.
    pub fn log(&self, to: impl Write) -> Result<(), Error> {
        let mut file = csv::Writer::from_writer(to);
        file.write_record(["day", "what", "person", "channel", "platform", "from"])
            .map_err(Error::Csv)?;
        let id = |person| defuse(&self.graph.original_id(person)).into_owned();
        let platforms = self.graph.platforms();
        for happening in &self.replay.log {
            let platform = platforms.get(happening.platform);
            file.write_record([
                &*happening.day.to_string(),
                happening.what.name(),
                &id(happening.person),
                happening.channel.map_or("", |channel| channel.name()),
                &platform.map_or_else(String::new, |known| defuse(&known.name).into_owned()),
                &happening.from.map_or_else(String::new, id),
            ])
            .map_err(Error::Csv)?;
        }
        file.flush().map_err(|cause| Error::Csv(cause.into()))
    }
}

/// The head of a column.
fn heading(metric: Metric) -> &'static str {
    match metric {
        Metric::Reach => "reached",
        Metric::Customers => "customers",
        Metric::InvitationsAccepted => "accepted",
        other => other.label(),
    }
}

/// One world of a comparison, as `replay` prints it.
#[derive(Serialize, JsonSchema)]
struct Document<'a> {
    schema: &'static str,
    title: &'a str,
    strategy: &'a str,
    world: u64,
    seed: u64,
    currency: &'a str,
    hash: String,
    days: Vec<DayOut>,
    totals: Pairs<&'static str, f64>,
    trees: Option<Anatomy>,
}

/// What the document looks like.
pub(crate) fn schema() -> Published {
    Published::of::<Document<'_>>(SCHEMA)
}

#[derive(Serialize, JsonSchema)]
struct DayOut {
    day: usize,
    #[serde(flatten)]
    metrics: Pairs<&'static str, f64>,
}

/// The cascades of one world.
#[derive(Serialize, JsonSchema)]
struct Anatomy {
    /// Trees: one to everybody with whom word began.
    trees: usize,
    /// People in all of them.
    people: u64,
    /// Trees by their number of people, the smallest first.
    sizes: Vec<SizeOut>,
    /// People by steps from where word began.
    generations: Vec<u64>,
    /// The largest tree; of equals the first.
    largest: Option<LargestOut>,
}

#[derive(Serialize, JsonSchema)]
struct SizeOut {
    people: u32,
    trees: u64,
}

#[derive(Serialize, JsonSchema)]
struct LargestOut {
    people: u32,
    depth: u32,
    structural_virality: f64,
}

impl Anatomy {
    fn of(replay: &Replay) -> Self {
        let mut sizes = BTreeMap::new();
        let mut generations: Vec<u64> = Vec::new();
        for tree in &replay.trees {
            *sizes.entry(tree.size).or_insert(0) += 1;
            if generations.len() < tree.generations.len() {
                generations.resize(tree.generations.len(), 0);
            }
            for (sum, people) in generations.iter_mut().zip(&tree.generations) {
                *sum += u64::from(*people);
            }
        }
        let largest = replay.trees.iter().rev().max_by_key(|tree| tree.size);
        let sizes = sizes.into_iter();
        Self {
            trees: replay.trees.len(),
            people: generations.iter().sum(),
            sizes: sizes
                .map(|(people, trees)| SizeOut { people, trees })
                .collect(),
            generations,
            largest: largest.map(|tree| LargestOut {
                people: tree.size,
                depth: tree.depth(),
                structural_virality: tree.virality,
            }),
        }
    }

    fn text(&self) -> String {
        let Some(largest) = &self.largest else {
            return "Who convinced whom: nobody came.\n".to_owned();
        };
        let sizes = self.sizes.iter();
        let sizes = sizes.map(|size| format!("{} of {}", number::count(size.trees), size.people));
        let generations = self.generations.iter().map(|&people| number::count(people));
        format!(
            "Who convinced whom: {} people in {} trees.\n  \
             trees by people: {}\n  \
             people by steps from where word began: {}\n  \
             largest: {} people, {} steps deep, structural virality {}\n",
            number::count(self.people),
            number::count(self.trees as u64),
            sizes.collect::<Vec<_>>().join(", "),
            generations.collect::<Vec<_>>().join(", "),
            largest.people,
            largest.depth,
            number::short(largest.structural_virality)
        )
    }
}
