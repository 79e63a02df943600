//! Structural diversity: what counts is from how many circles word comes.
//!
//! Four friends who do not know each other are four reasons to join; four who all
//! know each other are hardly more than one. A person's chance to adopt depends on
//! the number of connected groups among the people whose word has reached them.
//!
//! A word reaches with the activation probability of its tie. The chances are
//! compared with one threshold a person, at the end of each round in which word
//! reached them.
//!
//! - **Remembers:** from whom word came.
//! - **Draws:** one uniform a tie, one threshold a person.
//! - **Cost:** at the end of a round, a search for a tie between any two of the
//!   people heard.
//! - **Source:** Ugander, Backstrom, Marlow & Kleinberg, *PNAS* 109(16), 2012.

use groundswell_graph::id::NodeId;
use groundswell_graph::probability::{Chance, Probability};

use crate::contagion::{Contact, Contagion, Network};
use crate::error::Error;
use crate::world::World;

/// Adopt by the number of unconnected groups among those heard.
#[derive(Debug, Clone)]
pub struct StructuralDiversity<'g> {
    networks: Vec<Network<'g>>,
    /// For one group, two groups, …; the last stands for all further ones.
    chances: Vec<Chance>,
}

impl<'g> StructuralDiversity<'g> {
    /// Word from k groups convinces with entry k − 1 of `chances`; the last entry
    /// stands for all further ones. People are in one group where they are friends,
    /// one way or both, in any of the networks.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without a first entry.
    pub fn new(networks: &[Network<'g>], chances: &[Probability]) -> Result<Self, Error> {
        if chances.is_empty() {
            return Err(Error::Empty { name: "chances" });
        }
        Ok(Self {
            networks: networks.to_vec(),
            chances: chances.iter().map(|p| p.chance()).collect(),
        })
    }

    fn are_friends(&self, a: NodeId, b: NodeId) -> bool {
        self.networks.iter().any(|network| {
            let ties = network.ties;
            ties.edge(a, b).is_some() || ties.edge(b, a).is_some()
        })
    }

    /// The number of connected groups among `people`, who may be named twice.
    fn groups(&self, people: &[NodeId]) -> usize {
        let mut left: Vec<NodeId> = people.to_vec();
        left.sort_unstable();
        left.dedup();
        let mut groups = 0;
        while let Some(first) = left.pop() {
            groups += 1;
            let mut group = vec![first];
            while let Some(a) = group.pop() {
                let friends = left.extract_if(.., |b| self.are_friends(a, *b));
                group.extend(friends);
            }
        }
        groups
    }
}

impl Contagion for StructuralDiversity<'_> {
    type Memory = Vec<NodeId>;
    const WAITS: bool = true;

    fn convinces(
        &self,
        heard: &mut Vec<NodeId>,
        contact: Contact<'_, Vec<NodeId>>,
        _: World,
    ) -> bool {
        match contact.source {
            Some(source) if contact.luck.under(contact.chance) => {
                heard.push(source);
                true
            }
            _ => false,
        }
    }

    fn settles(&self, heard: &mut Vec<NodeId>, v: NodeId, world: World) -> bool {
        let groups = self.groups(heard).min(self.chances.len());
        let platform = self.networks[0].platform;
        let threshold = world.thresholds(platform).person(v);
        threshold.under(self.chances[groups - 1])
    }
}
