//! Listening first, talking second: answering those who speak about the brand.

use groundswell_graph::probability::Probability;

/// The brand reads what is said about it and answers, in the order of what is said,
/// as far as its hours go.
///
/// What an answer brings about is assumed, not known: every effect is none by
/// default.
#[derive(Debug, Clone, PartialEq)]
pub struct Listen {
    /// Working hours a week, paid whether they are needed or not.
    pub hours_per_week: f64,
    /// Minutes for one reply; above 0.
    pub minutes: f64,
    /// Days after which nobody waits for a reply any more.
    pub patience: u32,
    /// How much readier somebody engages who was answered: 0.5 means half as often
    /// again.
    pub trust: f64,
    /// Share of the reasons to unfollow or opt out that a reply takes away from the
    /// one who got it.
    pub calms: Probability,
    /// Chance that a reply makes up for a negative mention.
    pub mends: Probability,
}
