//! People, the platforms they meet on, and which of them are fans.

use xxhash_rust::xxh3::Xxh3;

use crate::id::NodeId;
use crate::name_key::NameKey;
use crate::people::PeopleSet;
use crate::ties::Ties;

/// One platform: who hears whom there, and who follows the brand there.
#[derive(Debug, Clone)]
pub struct Platform {
    /// The name by which files and luck know it.
    pub name: String,
    /// The stable hash of that name.
    pub key: NameKey,
    /// Who hears whom.
    pub ties: Ties,
    /// One entry per tie, in [`EdgeId`](crate::id::EdgeId) order, where the
    /// platform came with weights.
    pub weights: Option<Vec<f64>>,
    /// Reachable by broadcast.
    pub fans: PeopleSet,
}

impl Platform {
    /// Those who hear at least one fan and are none themselves. Cost: the fans'
    /// ties and one pass over the people.
    pub fn friends_of_fans(&self) -> PeopleSet {
        let friends = self
            .fans
            .members()
            .iter()
            .flat_map(|&fan| self.ties.heard_by(fan));
        PeopleSet::of(
            self.ties.people(),
            friends.copied().filter(|&v| !self.fans.contains(v)),
        )
    }
}

/// People `0..n` with the platforms on which they hear each other; frozen.
#[derive(Debug, Clone)]
pub struct FanGraph {
    pub(crate) people: u32,
    pub(crate) platforms: Vec<Platform>,
    pub(crate) catchment: Option<PeopleSet>,
    pub(crate) ids: Option<Vec<String>>,
}

impl FanGraph {
    /// Number of people.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Everybody, in id order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + use<> {
        (0..self.people).map(NodeId)
    }

    /// The platforms, in the order in which they were added.
    pub fn platforms(&self) -> &[Platform] {
        &self.platforms
    }

    /// The platform of that name.
    pub fn platform(&self, name: &str) -> Option<&Platform> {
        self.platforms.iter().find(|p| p.name == name)
    }

    /// Those who could become customers; `None` where everybody could.
    pub fn catchment(&self) -> Option<&PeopleSet> {
        self.catchment.as_ref()
    }

    /// Whether `v` could become a customer.
    #[inline]
    pub fn is_nearby(&self, v: NodeId) -> bool {
        self.catchment.as_ref().is_none_or(|c| c.contains(v))
    }

    /// The id that `v` had in the file it came from; its number otherwise.
    pub fn original_id(&self, v: NodeId) -> String {
        match &self.ids {
            Some(ids) => ids[v.index()].clone(),
            None => v.0.to_string(),
        }
    }

    /// A hash of everything a result can depend on: people, platform names,
    /// ties, weights, fans and catchment; not the original ids.
    pub fn fingerprint(&self) -> u128 {
        let mut hash = Xxh3::new();
        let word = |hash: &mut Xxh3, x: u64| hash.update(&x.to_le_bytes());
        let set = |hash: &mut Xxh3, people: &PeopleSet| {
            word(hash, people.len().into());
            people
                .members()
                .iter()
                .for_each(|v| hash.update(&v.0.to_le_bytes()));
        };
        word(&mut hash, self.people.into());
        word(&mut hash, self.platforms.len() as u64);
        for platform in &self.platforms {
            word(&mut hash, platform.name.len() as u64);
            hash.update(platform.name.as_bytes());
            word(&mut hash, platform.ties.is_mutual().into());
            for v in self.nodes() {
                let row = platform.ties.heard_by(v);
                word(&mut hash, row.len() as u64);
                row.iter().for_each(|v| hash.update(&v.0.to_le_bytes()));
            }
            let weights = platform.weights.as_deref();
            word(&mut hash, weights.map_or(0, |w| 1 + w.len() as u64));
            weights
                .unwrap_or_default()
                .iter()
                .for_each(|w| word(&mut hash, w.to_bits()));
            set(&mut hash, &platform.fans);
        }
        match &self.catchment {
            None => word(&mut hash, 0),
            Some(catchment) => {
                word(&mut hash, 1);
                set(&mut hash, catchment);
            }
        }
        hash.digest128()
    }
}
