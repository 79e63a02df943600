//! The people of cells, each drawn once and kept as long as blocks ask for them.

use std::sync::{Arc, Mutex, OnceLock};

use groundswell_diffusion::worlds::Crew;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_scenario::audience::Audience;

use crate::people::People;
use crate::study::{self, MEMORY};
use crate::sweep::layout::{Cell, Layout};

/// People, with the fingerprint of their graph.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) people: People,
    pub(crate) fingerprint: u128,
}

/// People, as soon as somebody has drawn them.
type Slot = Arc<OnceLock<Result<Arc<Known>, study::Error>>>;

/// The people that were asked for last.
pub(crate) struct Graphs {
    kept: Mutex<Vec<(Audience, u64, Slot)>>,
    most: usize,
}

impl Graphs {
    /// Keeps so many.
    pub(crate) fn keeping(most: usize) -> Self {
        Self {
            kept: Mutex::default(),
            most: most.max(1),
        }
    }

    /// The people of `audience`, a cell's, drawn by all threads of `crew`, to which the
    /// caller must not belong.
    pub(crate) fn of(
        &self,
        layout: &Layout,
        crew: &Crew,
        cell: &Cell,
        audience: &Audience,
    ) -> Result<Arc<Known>, study::Error> {
        let seed = layout.graph_seed(cell);
        let slot = {
            let mut kept = self.kept.lock().expect("nobody panics holding it");
            let found = kept
                .iter()
                .position(|(other, of, _)| *of == seed && other == audience);
            let entry = match found {
                Some(place) => kept.remove(place),
                None => (audience.clone(), seed, Slot::default()),
            };
            let slot = Arc::clone(&entry.2);
            kept.insert(0, entry);
            kept.truncate(self.most);
            slot
        };
        // Whoever else asks for them meanwhile waits for these.
        slot.get_or_init(|| {
            crew.run(|| {
                let (people, _) = People::of(MEMORY, audience, layout.folder(), seed)?;
                let fingerprint = people.graph().fingerprint();
                Ok(Arc::new(Known {
                    people,
                    fingerprint,
                }))
            })
        })
        .clone()
    }
}

/// The graph of a question about diffusion; `None` where people are met and not known.
pub(crate) fn graph_of(known: &Known) -> Option<Arc<FanGraph>> {
    match &known.people {
        People::Graph(graph) => Some(Arc::clone(graph)),
        People::Branching(_) => None,
    }
}
