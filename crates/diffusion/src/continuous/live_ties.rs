//! Which ties are live in a world: the same coins as those of plain cascades.

use crate::contagion::{Coins, Network};
use crate::continuous::Tie;
use crate::world::{TieLuck, World};

/// The coins of all ties of one network in one world.
#[derive(Debug, Clone, Copy)]
pub struct LiveTies {
    luck: TieLuck,
    coins: Coins,
}

impl LiveTies {
    /// Those of `network` in `world`.
    pub fn new(network: &Network<'_>, world: World) -> Self {
        Self {
            luck: world.touches(network.platform, network.channel, 0),
            coins: network.coins,
        }
    }

    /// Whether `tie` is live: one coin against its activation probability.
    pub fn have(self, tie: Tie<'_>) -> bool {
        let draw = match self.coins.turns(tie.source, tie.target) {
            false => self.luck.between(tie.source, tie.target),
            true => self.luck.between(tie.target, tie.source),
        };
        draw.under(tie.chance())
    }
}
