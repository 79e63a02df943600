//! Who could become a customer at all, and what sort of people there are.

use groundswell_graph::probability::Probability;

use crate::ledger::Ring;

/// Who is in the market for what the brand sells: only they become leads and
/// customers. Decided once for each person and world, whatever reaches them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Market {
    /// Share of people who are.
    pub share: Probability,
    /// Share of fans who are.
    pub fans: Probability,
    /// How much friends of fans are like them: at 0 like anybody, at 1 like fans.
    pub homophily: Probability,
}

impl Market {
    /// Share of friends of fans who are in the market.
    pub fn friends(&self) -> Probability {
        let (share, fans) = (self.share.get(), self.fans.get());
        Probability::clamped(share + self.homophily.get() * (fans - share))
    }

    /// Share of the people of that ring who are in the market.
    pub fn within(&self, ring: Ring) -> Probability {
        match ring {
            Ring::Fan => self.fans,
            Ring::Friend => self.friends(),
            Ring::Further => self.share,
        }
    }
}

/// A sort of people who are alike in what they answer and what they are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// Who belongs to it.
    pub members: Members,
    /// Factor on how readily they engage, one per platform of the graph in its
    /// order: how well platform and segment fit.
    pub fit: Vec<f64>,
    /// Factor on the chance to be in the market.
    pub market: f64,
    /// Factor on what a customer is worth.
    pub value: f64,
}

/// Who belongs to a segment.
#[derive(Debug, Clone, PartialEq)]
pub enum Members {
    /// This share of all people, decided once for all worlds; segments follow one
    /// another, and what they leave over belongs to none.
    Share(Probability),
    /// Those whose attribute has this value.
    Attribute {
        /// The attribute.
        column: String,
        /// Its value, as files write it.
        is: String,
    },
}

/// How much stronger some friends' word is than others'.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TieStrength {
    /// Some friendships are strong, all others weak.
    Strong {
        /// Share of friendships that are strong, decided once for all worlds; where the
        /// platform's ties carry weights, those above the mean are strong instead.
        share: Probability,
        /// Factor on how readily people engage with the word of a strong tie.
        strong_times: f64,
        /// The same for a weak one.
        weak_times: f64,
    },
    /// The weight of the tie is the factor; one where ties carry none.
    Weight,
}
