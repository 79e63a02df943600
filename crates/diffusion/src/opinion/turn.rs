//! The luck of one turn: whom somebody asks, and what is left to chance.
//!
//! Where everyone listens at once, a turn is known by (round, person); one at a
//! time, by (round, number of the turn). Whom it falls to, who is picked and the
//! coin are drawn apart, so that asking more people moves no other luck.

use groundswell_graph::id::NodeId;
use groundswell_graph::name_key::NameKey;

use crate::draw::Draw;
use crate::world::{Draws, World};

/// What a draw of a turn decides. The numbers are part of every result.
#[derive(Clone, Copy)]
enum Decides {
    Who = 0,
    Pick = 1,
    Coin = 2,
}

/// The luck of one turn.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    luck: Draws,
    number: u32,
}

/// The turns of one round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turns(Draws);

impl Turns {
    /// Everybody has one, all at once; see [`of`](Self::of).
    pub(crate) fn all_at_once(world: World, round: u32) -> Self {
        Self(world.events(NameKey::of("listening"), round))
    }

    /// One person after the other has one; see [`nth`](Self::nth).
    pub(crate) fn one_by_one(world: World, round: u32) -> Self {
        Self(world.common(NameKey::of("turn"), round))
    }

    /// The turn of `v`.
    pub(crate) fn of(self, v: NodeId) -> Turn {
        Turn {
            luck: self.0,
            number: v.0,
        }
    }

    /// The turn of that number, and whose it is of `people` people, one or more.
    pub(crate) fn nth(self, number: u32, people: u32) -> (NodeId, Turn) {
        let who = self.0.of(number, Decides::Who as u32);
        let turn = Turn {
            luck: self.0,
            number,
        };
        (NodeId(who.one_of(people)), turn)
    }
}

impl Turn {
    /// Picks of one of `count` things, unrelated and as many as are asked for, with
    /// repetition; none where there is nothing to pick from.
    pub fn picks(self, count: u32) -> impl Iterator<Item = u32> {
        let draws = self.luck.several(self.number, Decides::Pick as u32);
        let most = if count == 0 { 0 } else { usize::MAX };
        draws.map(move |draw| draw.one_of(count)).take(most)
    }

    /// The draw that decides anything else.
    pub fn coin(self) -> Draw {
        self.luck.of(self.number, Decides::Coin as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_as_likely_to_be_picked() {
        // Five comparisons at 4.5 standard errors.
        let (n, count) = (40_000u32, 5);
        let mut picked = [0u32; 5];
        for round in 0..n / 4 {
            let (_, turn) = Turns::one_by_one(World::new(3, 0), round).nth(1, 9);
            for pick in turn.picks(count).take(4) {
                picked[pick as usize] += 1;
            }
        }
        let p = 1.0 / f64::from(count);
        let error = (p * (1.0 - p) / f64::from(n)).sqrt();
        for times in picked {
            let share = f64::from(times) / f64::from(n);
            assert!((share - p).abs() < 4.5 * error, "{share}");
        }
    }

    #[test]
    fn nobody_is_picked_of_nobody() {
        let turn = Turns::all_at_once(World::new(3, 0), 1).of(NodeId(0));
        assert_eq!(turn.picks(0).next(), None);
    }

    #[test]
    fn the_turns_never_move() {
        let turns = Turns::one_by_one(World::new(1, 70), 2);
        let whose: Vec<u32> = (0..8).map(|nth| turns.nth(nth, 1000).0.0).collect();
        let listener = Turns::all_at_once(World::new(1, 70), 2).of(NodeId(5));
        let picks: Vec<u32> = listener.picks(1000).take(4).collect();
        assert_eq!(whose, WHOSE);
        assert_eq!(picks, PICKS);
        assert_eq!(listener.coin().bits(), COIN);
    }

    const WHOSE: [u32; 8] = [112, 625, 173, 167, 675, 865, 908, 73];
    const PICKS: [u32; 4] = [534, 832, 411, 720];
    const COIN: u64 = 2_766_426_817_624_552_635;
}
