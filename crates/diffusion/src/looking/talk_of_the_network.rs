//! Talk of the network: advertising, strong ties, and strangers met by chance.
//!
//! The ties are the strong ones, within small circles. Besides, everybody meets so many
//! strangers a round, new ones every time: these are the weak ties, by which word gets
//! from one circle into another. Advertising, every adopter among the strong ties and
//! every adopter met each have their chance to convince.
//!
//! - **Remembers:** nothing.
//! - **Draws:** one coin a person and round, and one draw a meeting.
//! - **Cost:** one look at everybody whom somebody hears or meets, each round until they
//!   adopt.
//! - **Source:** Goldenberg, Libai & Muller, *Marketing Letters* 12(3), 2001. The paper's
//!   circles are cliques; here the graph says who hears whom.

use groundswell_graph::probability::Probability;

use crate::looking::{Glance, Looking};

/// What convinces people in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chances {
    /// Chance that advertising does: α in the paper.
    pub advertising: Probability,
    /// Chance that an adopter does whom one hears: βs.
    pub strong: Probability,
    /// Chance that an adopter does whom one meets: βw.
    pub weak: Probability,
    /// How many strangers one meets in a round.
    pub meetings: u32,
}

/// Adopt with chance 1 − (1 − α)(1 − βw)ʲ(1 − βs)ᵐ after meeting j adopters and hearing m.
#[derive(Debug, Clone, Copy)]
pub struct TalkOfTheNetwork {
    chances: Chances,
}

impl TalkOfTheNetwork {
    /// People who are convinced by these chances.
    pub fn new(chances: Chances) -> Self {
        Self { chances }
    }
}

impl Looking for TalkOfTheNetwork {
    fn chance(&self, glance: Glance<'_>) -> Probability {
        let Chances {
            advertising,
            strong,
            weak,
            meetings,
        } = self.chances;
        let resists = |p: Probability, times: u32| power(1.0 - p.get(), times);
        let unmoved = resists(advertising, 1)
            * resists(weak, glance.adopters_met(meetings))
            * resists(strong, glance.adopters());
        Probability::clamped(1.0 - unmoved)
    }
}

/// `base` multiplied with itself, by squaring: the same bits on every processor.
fn power(mut base: f64, mut times: u32) -> f64 {
    let mut product = 1.0;
    while times > 0 {
        if times % 2 == 1 {
            product *= base;
        }
        base *= base;
        times /= 2;
    }
    product
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
    fn every_voice_has_its_chance_as_in_the_paper() {
        // Person 2 hears the adopters 0 and 1, and meets three times one of 3 and 4, who
        // both have adopted: j = 3, m = 2.
        let circle = graph("0->2 1->2 3->4");
        let ties = &circle.platforms()[0].ties;
        let [a, bs, bw] = [0.05, 0.2, 0.1];
        let chances = Chances {
            advertising: Probability::clamped(a),
            strong: Probability::clamped(bs),
            weak: Probability::clamped(bw),
            meetings: 3,
        };
        let model = TalkOfTheNetwork::new(chances);
        let exact = 1.0 - (1.0 - a) * (1.0 - bw).powi(3) * (1.0 - bs).powi(2);
        let (n, seeds) = (40_000u32, [0, 1, 3, 4].map(NodeId));
        let mut market = Market::new(5).stopping_after(1);
        let adopted = (0..n).filter(|&index| {
            let world = World::new(9, index.into());
            let filled = market.run(ties, &model, Order::AtOnce, &seeds, world);
            filled.spread() == 5
        });
        let share = adopted.count() as f64 / f64::from(n);
        let error = (exact * (1.0 - exact) / f64::from(n)).sqrt();
        assert!((share - exact).abs() < 4.5 * error, "{share} for {exact}");
    }

    #[test]
    fn powers_are_products() {
        let base: f64 = 0.97;
        for times in 0..40 {
            let product: f64 = std::iter::repeat_n(base, times as usize).product();
            assert!((power(base, times) - product).abs() < 1e-15);
        }
        assert_eq!(power(0.0, 0), 1.0);
    }
}
