//! The people among whom strategies are played: those of a graph, or fans alone.

use std::path::Path;
use std::sync::Arc;

use groundswell_campaign::branching::Branching;
use groundswell_campaign::ground::Ground;
use groundswell_campaign::plan;
use groundswell_campaign::strategy::Campaign;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_scenario::audience::Audience;

use crate::study::{Error, MEMORY};

/// The people of a study.
#[derive(Debug)]
pub(crate) enum People {
    /// With their ties.
    Graph(Arc<FanGraph>),
    /// Fans of whom it is not known whom they know.
    Branching(Branching),
}

impl People {
    /// The people of `audience`, and what to tell about them, one line each. Paths of
    /// files start from `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::Audience`]; [`Error::Plan`] where there is no graph.
    pub(crate) fn of(
        most: u64,
        audience: &Audience,
        folder: &Path,
        seed: u64,
    ) -> Result<(Self, Vec<String>), Error> {
        Ok(match audience {
            Audience::Branching(known) => {
                let (fans, told) = known.audience()?;
                (Self::Branching(fans), told)
            }
            _ => {
                let (graph, told) = audience.graph_within(most, folder, seed)?;
                (Self::Graph(Arc::new(graph)), told)
            }
        })
    }

    /// The people of an audience that numbers make, by the luck of `seed`; `None` for
    /// others, for numbers that make none, and where that would take too much memory.
    pub(crate) fn from_numbers(audience: &Audience, seed: u64) -> Option<Self> {
        match audience {
            Audience::FromAggregates(known) if known.bytes() > MEMORY => None,
            Audience::FromAggregates(known) => Some(Self::Graph(Arc::new(known.graph(seed).ok()?))),
            Audience::Branching(known) => Some(Self::Branching(known.audience().ok()?.0)),
            Audience::File(_) | Audience::Generated(_) | Audience::BuiltIn { .. } => None,
        }
    }

    /// The people and their ties; without a graph, the fans, who know nobody.
    pub(crate) fn graph(&self) -> &FanGraph {
        match self {
            Self::Graph(graph) => graph,
            Self::Branching(audience) => audience.fans(),
        }
    }

    /// The ground for `campaign` among them.
    ///
    /// # Errors
    ///
    /// [`plan::Error::NeedsGraph`].
    pub(crate) fn ground<'g>(&'g self, campaign: &'g Campaign) -> Result<Ground<'g>, plan::Error> {
        match self {
            Self::Graph(graph) => Ok(Ground::new(graph, campaign)),
            Self::Branching(audience) => Ground::branching(audience, campaign),
        }
    }
}
