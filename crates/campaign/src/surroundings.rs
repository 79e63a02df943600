//! What happens to every strategy alike: word of mouth, people who come on their
//! own, the media, searches; and how platforms work together.

use groundswell_graph::probability::Probability;

use crate::delay::Delay;

/// Word of mouth: customers speak of the brand with friends, away from platforms.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The platform along whose ties people know each other.
    pub platform: String,
    /// Mean number of friends whom a customer tells (Poisson).
    pub told: f64,
    /// Days until a friend is told.
    pub delay: Delay,
}

/// Media pickup: a story that many speak of is taken up elsewhere.
///
/// Story k is taken up when so many mentions have been made since the first day as
/// k thresholds come to. It then falls on people of the catchment at random.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MediaPickup {
    /// Mentions for one story; above 0.
    pub threshold: f64,
    /// How unequal thresholds are: standard deviation of the logarithm of a factor
    /// of mean one.
    pub spread: f64,
    /// Mean number of impressions of one story.
    pub impressions: f64,
    /// Days until somebody meets a story.
    pub delay: Delay,
    /// Stories in one world at most.
    pub most: u32,
}

/// Spill-over to search: a mention brings somebody who looks for the brand. Nobody
/// has measured it for us: it is off unless it is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Mean number of people whom one mention makes search (Poisson).
    pub per_mention: f64,
    /// Days from the mention to the search.
    pub delay: Delay,
}

/// How platforms work together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Integration {
    /// How consistent the message is across platforms, 0 to 1: so much of the
    /// synergy is there.
    pub coordination: Probability,
    /// How much readier somebody engages whom another platform has reached before:
    /// 0.5 means half as often again; below 0 platforms get in each other's way.
    pub synergy: f64,
    /// Touches from which on somebody counts as reached often enough.
    pub often: u32,
}

impl Default for Integration {
    fn default() -> Self {
        Self {
            coordination: Probability::ONE,
            synergy: 0.0,
            often: 3,
        }
    }
}

impl Integration {
    /// The factor for somebody whom another platform has reached before.
    pub fn times(&self) -> f64 {
        (1.0 + self.coordination.get() * self.synergy).max(0.0)
    }
}
