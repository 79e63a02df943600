//! When what friends say convinces: the rule from seen to engaged.
//!
//! The brand's own word convinces by its own chance, whatever the rule; how often is
//! too often is a matter of [`fatigue`](crate::fatigue).

use groundswell_diffusion::contagion::{Contact, Contagion, Network};
use groundswell_diffusion::model::exposure_curve::ExposureCurve;
use groundswell_diffusion::model::independent_cascade::IndependentCascade;
use groundswell_diffusion::model::structural_diversity::StructuralDiversity;
use groundswell_diffusion::world::World;
use groundswell_graph::activation::Activation;
use groundswell_graph::fan_graph::FanGraph;
use groundswell_graph::id::NodeId;
use groundswell_graph::probability::Probability;

/// When what friends say convinces.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Exposure {
    /// Each word by its own chance.
    #[default]
    Independent,
    /// Words count once so many different friends have been heard.
    ///
    /// Source: Centola & Macy, *American Journal of Sociology* 113(3), 2007.
    Friends(u32),
    /// The k-th word that is taken in convinces with entry k − 1; there is one entry at
    /// least. Words that come after the last never do.
    ///
    /// Source: Romero, Meeder & Kleinberg, WWW 2011.
    Curve(Vec<Probability>),
    /// By the number of unconnected groups among the friends who were taken in: entry
    /// k − 1 for k groups, the last entry for more; there is one at least.
    ///
    /// Source: Ugander, Backstrom, Marlow & Kleinberg, *PNAS* 109(16), 2012.
    Circles(Vec<Probability>),
}

/// Something to be done with a model, whichever it is.
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it with `model`.
    fn visit<C: Contagion>(self, model: &C) -> Self::Output;
}

const ENTRIES: &str = "an exposure rule has an entry";

impl Exposure {
    /// Does something with the rule's model among the people of `graph`.
    ///
    /// # Panics
    ///
    /// If a list of chances is empty.
    pub fn with<V: Visitor>(&self, graph: &FanGraph, visitor: V) -> V::Output {
        match self {
            Self::Independent => visitor.visit(&IndependentCascade),
            Self::Friends(needed) => visitor.visit(&DistinctFriends { needed: *needed }),
            Self::Curve(chances) => {
                let model = ExposureCurve::new(chances).expect(ENTRIES);
                visitor.visit(&model)
            }
            Self::Circles(chances) => {
                // Chances come with each touch; who knows whom is all that is asked.
                let activation = Activation::uniform(Probability::ONE);
                let platforms = graph.platforms().iter();
                let networks: Vec<_> = platforms.map(|p| Network::new(p, &activation)).collect();
                let model = StructuralDiversity::new(&networks, chances).expect(ENTRIES);
                visitor.visit(&model)
            }
        }
    }
}

/// Words count once so many different friends have been heard.
struct DistinctFriends {
    needed: u32,
}

/// Who has been heard, and whether any of it convinced.
#[derive(Clone, Default)]
struct Heard {
    friends: Vec<NodeId>,
    convinced: bool,
}

impl Contagion for DistinctFriends {
    type Memory = Heard;

    fn convinces(&self, heard: &mut Heard, contact: Contact<'_, Heard>, _: World) -> bool {
        let convinces = contact.luck.under(contact.chance);
        let was_enough = heard.friends.len() >= self.needed as usize;
        if let Some(friend) = contact.source
            && !heard.friends.contains(&friend)
        {
            heard.friends.push(friend);
        }
        // What was said before there were enough counts when there are, so that the
        // order of friends cannot matter.
        let before = heard.convinced && !was_enough;
        heard.convinced |= convinces;
        heard.friends.len() >= self.needed as usize && (convinces || before)
    }
}
