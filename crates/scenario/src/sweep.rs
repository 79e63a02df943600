//! `[sweep]`: at which points of the space of assumptions a scenario is carried out.
//!
//! ```toml
//! [sweep]
//! design = "grid"
//! vary."response.invite.customer" = { range = { from = "2%", to = "30%", count = 20 } }
//! vary."money.margin_per_customer" = { log = { from = 10, to = 100, count = 5 } }
//! ```
//!
//! Every number of the scenario can be varied by its path. The section belongs to the file
//! and not to a point: it moves no result of any point, and is no part of its identity.

use groundswell_campaign::metric::Metric;

use crate::quantity::Unit;
use crate::scenario::Scenario;

/// What a file asks to be varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// Which points.
    pub design: Design,
    /// What is varied, in the order of the file.
    pub factors: Vec<Factor>,
    /// Seeds of luck, each of which every point is carried out with; empty for the run's.
    pub seeds: Vec<u64>,
    /// On how many graphs every point is carried out; one is the run's.
    pub graphs: u32,
    /// The strategies whose lead over the reference is told; empty for a question about
    /// diffusion.
    pub of: Vec<String>,
    /// Which metrics stand in the table of results, besides the objective.
    pub metrics: Vec<Metric>,
    /// Whether the table of worlds is written, too.
    pub per_world: bool,
    /// Worlds in one block.
    pub block: u32,
    /// Whether each cell runs until it is decided which strategy is best, and then with how
    /// many worlds at the utmost.
    pub decided: Option<u32>,
}

/// Which points of the space are taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Design {
    /// Every value of each factor with every value of the others.
    Grid,
    /// The first values of all factors, then the second ones, and so on.
    Zip,
    /// The rows of a file, whose columns are factors.
    List {
        /// The file, seen from the scenario's folder.
        file: String,
    },
    /// A Latin hypercube.
    LatinHypercube {
        /// How many points.
        points: u32,
    },
    /// The first points of a Sobol sequence.
    Sobol {
        /// How many points.
        points: u32,
    },
    /// Saltelli's design: points for first and total indices.
    Saltelli {
        /// How many base points; each has as many neighbours as there are factors, and one.
        points: u32,
    },
    /// Morris's trajectories, for elementary effects.
    Trajectories {
        /// How many.
        trajectories: u32,
        /// Levels of each factor.
        levels: u32,
    },
    /// A grid over two factors that is refined where the winner changes.
    Map {
        /// How often a rectangle in doubt is divided.
        refine: u32,
    },
}

impl Sweep {
    /// The sweep that is no more than `scenario` itself: one point, at which nothing is
    /// varied.
    pub fn of_one_point(scenario: &Scenario) -> Self {
        let is_campaign = scenario.diffusion.is_none();
        let names = scenario.strategies.iter();
        let names = names.map(|strategy| strategy.name.clone());
        Self {
            design: Design::Grid,
            factors: Vec::new(),
            seeds: Vec::new(),
            graphs: 1,
            of: names
                .filter(|name| *name != scenario.run.reference)
                .collect(),
            metrics: if is_campaign {
                HEADLINES.to_vec()
            } else {
                Vec::new()
            },
            per_world: false,
            block: block_of(is_campaign),
            decided: None,
        }
    }
}

/// Worlds in a block, where nothing is said: enough that keeping it costs next to nothing.
pub(crate) fn block_of(is_campaign: bool) -> u32 {
    if is_campaign { 256 } else { 4096 }
}

impl Design {
    /// The word of it in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Zip => "zip",
            Self::List { .. } => "list",
            Self::LatinHypercube { .. } => "latin-hypercube",
            Self::Sobol { .. } => "sobol",
            Self::Saltelli { .. } => "saltelli",
            Self::Trajectories { .. } => "trajectories",
            Self::Map { .. } => "map",
        }
    }

    /// Whether it takes any values between two bounds.
    pub(crate) fn fills_a_space(&self) -> bool {
        matches!(
            self,
            Self::LatinHypercube { .. }
                | Self::Sobol { .. }
                | Self::Saltelli { .. }
                | Self::Trajectories { .. }
        )
    }
}

/// One number that is varied, or several that are varied alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The number's path.
    pub path: String,
    /// Other numbers that always have the same value.
    pub also: Vec<String>,
    /// What it counts.
    pub unit: Unit,
    /// Whether it takes whole numbers only.
    pub whole: bool,
    /// What it is in the file.
    pub now: f64,
    /// What it becomes.
    pub values: Values,
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// These.
    These {
        /// In the order of the file.
        values: Vec<f64>,
        /// Whether equal ratios of them are equal steps.
        logarithmic: bool,
    },
    /// Anything between two bounds.
    Between {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
        /// Whether equal ratios are equally likely.
        logarithmic: bool,
    },
}

impl Values {
    /// The value at a coordinate, 0 to 1.
    pub fn at(&self, coordinate: f64) -> f64 {
        match *self {
            Self::These { ref values, .. } => {
                let place = (coordinate * values.len() as f64) as usize;
                values[place.min(values.len() - 1)]
            }
            Self::Between {
                low,
                high,
                logarithmic: false,
            } => (low + coordinate * (high - low)).clamp(low, high),
            Self::Between { low, high, .. } => {
                (low * libm::exp(coordinate * libm::log(high / low))).clamp(low, high)
            }
        }
    }

    /// Whether equal ratios are equal steps.
    pub fn is_logarithmic(&self) -> bool {
        match self {
            Self::These { logarithmic, .. } | Self::Between { logarithmic, .. } => *logarithmic,
        }
    }
}

/// The metrics of the table of results where none are named.
pub const HEADLINES: [Metric; 14] = [
    Metric::Reach,
    Metric::Visitors,
    Metric::Leads,
    Metric::Customers,
    Metric::New,
    Metric::Fans,
    Metric::InvitationsSent,
    Metric::InvitationsAccepted,
    Metric::PositiveMentions,
    Metric::NegativeMentions,
    Metric::Cost,
    Metric::Rewards,
    Metric::Margin,
    Metric::Profit,
];
