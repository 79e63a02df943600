//! What people think of the brand once they have talked it over.
//!
//! Everybody begins with an opinion from −1 to 1. A visit moves the visitor's, a
//! friend's bad word moves that of whoever was put off; then people talk along the
//! ties of one platform, by a model of opinions. How far a visit moves anybody is
//! assumed, never known: without it every strategy leaves opinions as doing nothing
//! does.
//!
//! Cost: a pass over the ties of the platform a round, world and strategy.

use groundswell_diffusion::opinion::deffuant::Deffuant;
use groundswell_diffusion::opinion::discussion::{Discussion, Stop};
use groundswell_diffusion::opinion::friedkin_johnsen::FriedkinJohnsen;
use groundswell_diffusion::opinion::schedule::{Meetings, Synchronous};
use groundswell_diffusion::opinion::trust::Trust;
use groundswell_diffusion::world::{Draws, World};
use groundswell_graph::id::{NodeId, PerNode};
use groundswell_graph::probability::Probability;
use groundswell_graph::ties::Ties;

/// How opinions stand, are moved, and are talked over.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentiment {
    /// The platform along whose ties people talk.
    pub platform: String,
    /// Mean opinion before anything is said, −1 to 1.
    pub before: f64,
    /// How far opinions lie around it: evenly, up to so much to either side.
    pub unequal: f64,
    /// What a visit adds to the visitor's opinion.
    pub visit: f64,
    /// What a friend's bad word takes from the opinion of somebody put off.
    pub bad_word: f64,
    /// How people talk.
    pub talk: Talk,
    /// For how many rounds they do.
    pub rounds: u32,
}

/// How people talk it over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Talk {
    /// Everybody listens to all friends and keeps a part of what they thought first.
    ///
    /// Source: Friedkin & Johnsen, *Journal of Mathematical Sociology* 15(3–4), 1990.
    FriedkinJohnsen {
        /// The part that listens.
        susceptibility: Probability,
    },
    /// Two friends meet, and draw nearer if they are not too far apart.
    ///
    /// Source: Deffuant, Neau, Amblard & Weisbuch, *Advances in Complex Systems* 3,
    /// 2000.
    BoundedConfidence {
        /// How far apart they may be, above 0.
        confidence: f64,
        /// The share of the difference that each gives up, above 0 and at most 0.5.
        step: f64,
    },
}

const CHECKED: &str = "opinions and their model were checked where they entered";

impl Sentiment {
    /// The mean opinion of all people in the end, after these visits and bad words.
    pub(crate) fn in_the_end(
        &self,
        ties: &Ties,
        nature: Draws,
        visitors: impl Iterator<Item = NodeId>,
        deterred: impl Iterator<Item = NodeId>,
        world: World,
    ) -> f64 {
        let people = ties.people();
        let first = |v: u32| {
            let place = 2.0 * nature.person(NodeId(v)).unit() - 1.0;
            (self.before + self.unequal * place).clamp(-1.0, 1.0)
        };
        let mut opinions: Vec<f64> = (0..people).map(first).collect();
        for (moved, by) in visitors
            .map(|v| (v, self.visit))
            .chain(deterred.map(|v| (v, -self.bad_word)))
        {
            let opinion = &mut opinions[moved.index()];
            *opinion = (*opinion + by).clamp(-1.0, 1.0);
        }
        let mut discussion = Discussion::default();
        let stop = Stop {
            max_rounds: self.rounds,
            ..Stop::default()
        };
        match self.talk {
            Talk::FriedkinJohnsen { susceptibility } => {
                let susceptibility = PerNode::filled(susceptibility, people);
                let trust = Trust::one_voice_each();
                let model = FriedkinJohnsen::new(trust, susceptibility, &opinions);
                let talk = Synchronous(model.expect(CHECKED));
                discussion.run(ties, &talk, &opinions, world, stop)
            }
            Talk::BoundedConfidence { confidence, step } => {
                let model = Deffuant::new(confidence, step).expect(CHECKED);
                let talk = Meetings::new(model);
                discussion.run(ties, &talk, &opinions, world, stop)
            }
        }
        .expect(CHECKED);
        discussion.opinions().iter().sum::<f64>() / f64::from(people.max(1))
    }
}
