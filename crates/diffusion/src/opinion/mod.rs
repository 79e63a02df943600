//! Opinions: everybody has one from the start, and everyone listens each round.
//!
//! A cascade asks who takes an idea up; here the question is what people end up
//! thinking. Nobody is a seed, nobody falls silent, and minds may change back. So
//! this is an engine of its own:
//!
//! ```text
//! rule       of one listener (listening) or of two who meet (meeting)
//! schedule   everyone at once, one at a time, or in meetings
//! discussion runs a schedule round after round, until minds are at rest
//! ```
//!
//! | model | opinions | rule | schedule |
//! | --- | --- | --- | --- |
//! | [`voter::Voter`] | any | think as somebody heard | at once, one at a time |
//! | [`voter::Invasion`] | any | make somebody think so too | meetings |
//! | [`q_voter::QVoter`] | two | think as q people heard who agree | at once, one at a time |
//! | [`majority::Majority`] | any | think as more than half of those heard | at once, one at a time |
//! | [`sznajd::Sznajd`] | any | two who agree convince all who hear them | meetings |
//! | [`degroot::DeGroot`] | numbers | the weighted mean | at once, one at a time |
//! | [`friedkin_johnsen::FriedkinJohnsen`] | numbers | the weighted mean, and one's prejudice | at once, one at a time |
//! | [`hegselmann_krause::HegselmannKrause`] | numbers | the mean of those not too far off | at once, one at a time |
//! | [`deffuant::Deffuant`] | numbers | two not too far apart draw nearer | meetings |
//!
//! ```
//! use groundswell_diffusion::opinion::degroot::DeGroot;
//! use groundswell_diffusion::opinion::discussion::{Discussion, Stop};
//! use groundswell_diffusion::opinion::schedule::Synchronous;
//! use groundswell_diffusion::opinion::trust::Trust;
//! use groundswell_diffusion::world::World;
//! use groundswell_graph::builder::graph;
//!
//! // Two people on either side of a third, who is heard by both and so counts for more.
//! let friends = graph("0-1 1-2");
//! let model = Synchronous(DeGroot::new(Trust::one_voice_each()));
//! let mut discussion = Discussion::default();
//! let (ties, world) = (&friends.platforms()[0].ties, World::new(7, 0));
//! let ended = discussion.run(ties, &model, &[0.0, 1.0, 0.0], world, Stop::default())?;
//! // They count two, three and two sevenths.
//! assert!(ended.settled());
//! assert!(ended.opinions().iter().all(|x| (x - 3.0 / 7.0).abs() < 1e-8));
//! # Ok::<(), groundswell_diffusion::error::Error>(())
//! ```

pub mod deffuant;
pub mod degroot;
pub mod discussion;
pub mod friedkin_johnsen;
pub mod hegselmann_krause;
pub mod listening;
pub mod majority;
mod mean;
pub mod meeting;
#[cfg(test)]
mod promises;
pub mod q_voter;
pub mod schedule;
pub mod summary;
pub mod sznajd;
pub mod trust;
pub mod turn;
pub mod voter;

/// What somebody can think: a number, one of two sides, or one of up to 256 choices.
pub trait Opinion: Copy + PartialEq + Send + Sync {
    /// The opinion as a number; `false` is 0 and `true` is 1.
    fn number(self) -> f64;

    /// How far apart two opinions are. Choices are 1 apart unless they are the same.
    fn distance(self, other: Self) -> f64 {
        f64::from(u8::from(self != other))
    }
}

impl Opinion for f64 {
    fn number(self) -> f64 {
        self
    }

    fn distance(self, other: Self) -> f64 {
        (self - other).abs()
    }
}

impl Opinion for bool {
    fn number(self) -> f64 {
        f64::from(u8::from(self))
    }
}

impl Opinion for u8 {
    fn number(self) -> f64 {
        f64::from(self)
    }
}
