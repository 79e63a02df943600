//! Followers who are nobody.

use groundswell_graph::probability::Probability;

use crate::money::Money;

/// Bought followers: the count rises, the reach does not.
#[derive(Debug, Clone, PartialEq)]
pub struct FakeFans {
    /// How many.
    pub count: u32,
    /// Price of a thousand.
    pub per_thousand: Money,
    /// How far they dilute what true fans see, a page with few answers being shown
    /// less: 0 not at all, 1 in proportion to their share of all followers.
    pub dilution: Probability,
}

impl FakeFans {
    /// Factor on the organic reach of a page with that many true fans.
    pub(crate) fn dilutes(&self, fans: u32) -> f64 {
        let all = f64::from(fans) + f64::from(self.count);
        let fakes = if all > 0.0 {
            f64::from(self.count) / all
        } else {
            0.0
        };
        1.0 - self.dilution.get() * fakes
    }
}
