//! From a draft to a graph: which way word passes, what becomes of pairs that
//! stand twice, and in which order people are numbered.
//!
//! Nothing is assumed in silence: a [`Summary`] says what was chosen and what it
//! did.

use std::fmt;

use crate::Error;
use crate::builder::{Direction, GraphBuilder, Imported};
use crate::draft::{Draft, Layer};
use crate::fan_graph::FanGraph;
use crate::freeze::{Columns, freeze_columns};
use crate::marks::FAN;
use crate::order::{Order, by_degree};

/// What becomes of a tie that stands more than once. A frozen platform holds each
/// tie once, so something has to be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// The first line's weight and time stand.
    #[default]
    First,
    /// Weights are added; the first line's time stands.
    Sum,
    /// Weights are probabilities of independent chances: 1 − ∏(1 − p). The first
    /// line's time stands.
    Any,
    /// The first line's weight and time stand, and the number of lines is kept as
    /// the tie's multiplicity.
    Count,
}

/// How a draft becomes a graph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// Which way word passes along a pair; `None` for what the file says, and from
    /// source to target where it says nothing.
    pub direction: Option<Direction>,
    /// Likewise for the platforms of these names, before anything else.
    pub by_platform: Vec<(String, Direction)>,
    /// What becomes of repeats.
    pub duplicates: Duplicates,
    /// Whether a pair of one person with itself is an error; otherwise it is left
    /// out and counted.
    pub refuse_self_loops: bool,
    /// What a layer without a name is called; `ties` where this is empty.
    pub platform: String,
    /// In which order people are numbered. Luck knows people by their number, so
    /// that results move when the order does.
    pub order: Order,
}

/// What an import chose, and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// One entry per platform.
    pub platforms: Vec<PlatformSummary>,
    /// What became of repeats.
    pub duplicates: Duplicates,
    /// Lines that were passed over because they could not be read.
    pub skipped: u64,
    /// The number of the line that was taken for a header.
    pub header: Option<u64>,
    /// In which order people are numbered.
    pub order: Order,
}

/// What became of one platform's pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformSummary {
    /// The platform.
    pub name: String,
    /// Which way word passes along a pair.
    pub direction: Direction,
    /// Whether the file itself said so.
    pub said_by_file: bool,
    /// Pairs, ties, and what was left out.
    pub imported: Imported,
}

impl Draft {
    /// The graph, and what was chosen on the way. Where there are several layers,
    /// the members of each are those who stand in its pairs.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyTies`], [`Error::SelfLoops`] where they are refused,
    /// [`Error::NotAProbability`] where weights are to be combined as
    /// probabilities and are none.
    pub fn import(self, options: &Import) -> Result<(FanGraph, Summary), Error> {
        let people = self.ids.people();
        let mut builder = GraphBuilder::new(people);
        let mut platforms = Vec::with_capacity(self.layers.len());
        let several = self.layers.len() > 1;
        // Where columns name the platforms, a file without pairs adds none.
        let named = self.attributes.iter().any(|c| c.name.starts_with(FAN));
        let empty = |layer: &Layer| layer.name.is_empty() && layer.pairs() == 0;
        let called = |layer: &Layer| match (layer.name.as_str(), options.platform.as_str()) {
            ("", "") => "ties".to_owned(),
            ("", name) => name.to_owned(),
            (name, _) => name.to_owned(),
        };
        // Nor does a layer without pairs whose name another one has.
        let names: Vec<String> = self.layers.iter().map(called).collect();
        let twice = |layer: &Layer| {
            let name = called(layer);
            layer.pairs() == 0 && names.iter().filter(|other| **other == name).count() > 1
        };
        let mut layers = self.layers;
        layers.retain(|layer| !(named && (empty(layer) || twice(layer))));
        for layer in layers {
            let name = called(&layer);
            let said = layer.directed.map(|directed| match directed {
                true => Direction::SourceToTarget,
                false => Direction::Mutual,
            });
            let by_platform = options.by_platform.iter();
            let asked = by_platform
                .filter(|(platform, _)| *platform == name)
                .map(|&(_, direction)| direction)
                .next()
                .or(options.direction);
            let direction = asked.or(said).unwrap_or(Direction::SourceToTarget);
            let mut members = Vec::new();
            if several {
                let mut seen = vec![false; people as usize];
                for &(a, b) in layer.blocks.iter().flatten() {
                    for end in [a, b] {
                        if end.0 < people && !std::mem::replace(&mut seen[end.index()], true) {
                            members.push(end);
                        }
                    }
                }
            }
            let columns = Columns {
                weights: layer.weights,
                times: layer.times,
                multiplicity: layer.multiplicity,
                duplicates: options.duplicates,
            };
            let frozen = freeze_columns(people, layer.blocks, direction, columns)?;
            let imported = frozen.imported;
            if options.refuse_self_loops && imported.self_loops > 0 {
                return Err(Error::SelfLoops {
                    count: imported.self_loops,
                });
            }
            builder.frozen_columns(&name, frozen)?;
            if several {
                builder.members(&name, members)?;
            }
            platforms.push(PlatformSummary {
                name,
                direction,
                said_by_file: asked.is_none() && said.is_some(),
                imported,
            });
        }
        builder.original_ids(self.ids);
        for column in self.attributes {
            builder.attribute(column);
        }
        let summary = Summary {
            platforms,
            duplicates: options.duplicates,
            skipped: self.skipped,
            header: self.header,
            order: options.order,
        };
        let graph = match options.order {
            Order::AsFound => builder.build(),
            Order::ByDegree => by_degree(builder.build()),
        };
        Ok((graph, summary))
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SourceToTarget => "source-to-target: the second of a pair hears the first",
            Self::TargetToSource => "target-to-source: the first of a pair hears the second",
            Self::Mutual => "mutual: both of a pair hear each other",
        })
    }
}

impl Direction {
    /// What it is called in scenario files and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::SourceToTarget => "source-to-target",
            Self::TargetToSource => "target-to-source",
            Self::Mutual => "mutual",
        }
    }
}

impl Duplicates {
    /// What it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Sum => "sum",
            Self::Any => "any",
            Self::Count => "count",
        }
    }
}
