//! Bass round by round: people adopt by themselves, or after those they hear.
//!
//! Once a round whoever has not adopted may come to it by themselves, with chance p;
//! and, independently, may imitate, with chance q × the share of adopters among the
//! people they hear. Who hears nobody only ever adopts by themselves, so that a few
//! loners can take longer than all others together.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one coin a person and round.
//! - **Cost:** one look at everybody whom somebody hears, each round until they adopt.
//! - **Source:** the agent model of Stonedahl, Rand & Wilensky, GECCO 2010, after Bass,
//!   *Management Science* 15(5), 1969; [`Order::InTurn`](crate::looking::Order::InTurn)
//!   is theirs.

use groundswell_graph::probability::Probability;

use crate::looking::{Glance, Looking};

/// Adopt by oneself, or by the share of adopters among those one hears.
#[derive(Debug, Clone, Copy)]
pub struct DiscreteBass {
    innovation: Probability,
    imitation: Probability,
}

impl DiscreteBass {
    /// With `innovation`, the chance a round to adopt by oneself (p in the paper), and
    /// `imitation`, the chance a round to imitate where all have adopted whom one hears
    /// (q in the paper).
    pub fn new(innovation: Probability, imitation: Probability) -> Self {
        Self {
            innovation,
            imitation,
        }
    }
}

impl Looking for DiscreteBass {
    fn chance(&self, glance: Glance<'_>) -> Probability {
        let share = f64::from(glance.adopters()) / f64::from(glance.heard().max(1));
        let imitates = self.imitation.get() * share;
        Probability::clamped(1.0 - (1.0 - self.innovation.get()) * (1.0 - imitates))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::looking::Order;
    use crate::looking::market::Market;
    use crate::world::World;
    use groundswell_graph::builder::graph;
    use groundswell_graph::id::NodeId;

    #[test]
    fn who_hears_nobody_adopts_by_themselves_only() {
        let lonely = graph("0->1");
        let ties = &lonely.platforms()[0].ties;
        let (innovation, rounds, n) = (0.1, 3, 20_000u32);
        let model = DiscreteBass::new(Probability::clamped(innovation), Probability::ONE);
        let mut market = Market::new(2).stopping_after(rounds);
        let adopted = (0..n).filter(|&index| {
            let world = World::new(7, index.into());
            let filled = market.run(ties, &model, Order::InTurn, &[NodeId(1)], world);
            filled.spread() == 2
        });
        let share = adopted.count() as f64 / f64::from(n);
        let exact = 1.0 - (1.0 - innovation).powi(rounds as i32);
        let error = (exact * (1.0 - exact) / f64::from(n)).sqrt();
        assert!((share - exact).abs() < 4.5 * error, "{share} for {exact}");
    }

    #[test]
    fn the_share_of_adopters_counts_not_their_number() {
        // Person 2 hears two of whom one has adopted; person 3 hears one who has.
        let fork = graph("0->2 1->2 0->3");
        let ties = &fork.platforms()[0].ties;
        let model = DiscreteBass::new(Probability::ZERO, Probability::clamped(0.6));
        let (n, mut adopted) = (20_000u32, [0u32; 2]);
        let mut market = Market::new(4).stopping_after(1);
        for index in 0..n {
            let world = World::new(8, index.into());
            let filled = market.run(ties, &model, Order::AtOnce, &[NodeId(0)], world);
            for (times, v) in adopted.iter_mut().zip([2, 3]) {
                *times += u32::from(filled.adopters().contains(&NodeId(v)));
            }
        }
        for (times, exact) in adopted.into_iter().zip([0.3, 0.6]) {
            let share = f64::from(times) / f64::from(n);
            let error = (exact * (1.0 - exact) / f64::from(n)).sqrt();
            assert!((share - exact).abs() < 4.5 * error, "{share} for {exact}");
        }
    }
}
