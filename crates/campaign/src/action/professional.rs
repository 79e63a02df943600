//! Hiring somebody who knows how.

use crate::money::Money;

/// A professional: a fee and hours of one's own, against a factor on other levers.
///
/// The factors are reached over time: after t days on the job the share
/// 1 − e^(−t/learning) of each of them works. Factors of one change nothing, and
/// then the fee is a pure cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Professional {
    /// Fee for 30 days, paid day by day.
    pub fee_per_month: Money,
    /// One's own hours for 30 days: briefings, approvals.
    pub hours_per_month: f64,
    /// Factor on how readily people engage with what the brand says itself.
    pub quality: f64,
    /// Factor on how many replies an hour yields.
    pub replies: f64,
    /// Factor on how often posts are seen.
    pub reach: f64,
    /// Days until most of it works; at 0 all works at once.
    pub learning: f64,
}

impl Professional {
    /// Where a factor stands after `days` on the job.
    pub(crate) fn learnt(&self, factor: f64, days: u32) -> f64 {
        let share = match self.learning {
            0.0 => 1.0,
            learning => -libm::expm1(-f64::from(days) / learning),
        };
        1.0 + (factor - 1.0) * share
    }
}
