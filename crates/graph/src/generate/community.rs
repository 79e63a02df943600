//! The plausible neighbourhood of [`crate::community`] as one of the models.

use crate::Error;
use crate::builder::{Direction, Imported};
use crate::community::Community;
use crate::generate::kind::{Kind, MOST_PEOPLE, Parameter, Range, Takes};
use crate::generate::{Drawn, Generator, can_be_held};

/// What the command line says of it.
pub(super) static KIND: Kind = Kind {
    name: "community",
    makes: "a plausible neighbourhood: equal communities, log-normal numbers of friends",
    source: "after Karrer & Newman, Physical Review E 83, 2011",
    takes: Takes { person: 20, tie: 8 },
    parameters: &[
        Parameter {
            key: "people",
            meaning: "how many people there are",
            default: "1000",
            range: Range::Whole(1, MOST_PEOPLE),
        },
        Parameter {
            key: "median_friends",
            meaning: "median of wished friends",
            default: "20",
            range: Range::Number(0.0, MOST_PEOPLE as f64),
        },
        Parameter {
            key: "spread",
            meaning: "standard deviation of the logarithm of wished friends",
            default: "0.8",
            range: Range::Number(0.0, 10.0),
        },
        Parameter {
            key: "most_friends",
            meaning: "nobody wishes for more friends",
            default: "5000",
            range: Range::Number(0.0, MOST_PEOPLE as f64),
        },
        Parameter {
            key: "inside",
            meaning: "share of picks made within one's own community",
            default: "0.5",
            range: Range::Number(0.0, 1.0),
        },
        Parameter {
            key: "community",
            meaning: "people per community",
            default: "150",
            range: Range::Whole(1, MOST_PEOPLE),
        },
    ],
    read: |settings| {
        Ok(Box::new(Community {
            people: settings.count("people")?,
            median_friends: settings.number("median_friends")?,
            spread: settings.number("spread")?,
            most_friends: settings.number("most_friends")?,
            inside: settings.number("inside")?,
            community: settings.count("community")?,
        }))
    },
};

/// The sum of wishes to be expected: log-normal, cut at the most.
fn expected_wishes(community: &Community) -> f64 {
    let (median, spread) = (community.median_friends, community.spread);
    let most = community.most_friends;
    let mean = if spread == 0.0 || median == 0.0 || most == 0.0 {
        median.min(most)
    } else {
        let cut = libm::log(most / median) / spread;
        let below = |x: f64| libm::erfc(-x / std::f64::consts::SQRT_2) / 2.0;
        let uncut = median * libm::exp(spread * spread / 2.0) * below(cut - spread);
        uncut + most * below(-cut)
    };
    f64::from(community.people) * mean
}

impl Generator for Community {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn people(&self) -> u32 {
        self.people
    }

    fn check(&self) -> Result<f64, Error> {
        KIND.check(&[
            ("people", self.people.into()),
            ("median_friends", self.median_friends),
            ("spread", self.spread),
            ("most_friends", self.most_friends),
            ("inside", self.inside),
            ("community", self.community.into()),
        ])?;
        can_be_held(expected_wishes(self) / 2.0, Direction::Mutual)
    }

    fn draw(&self, seed: u64) -> Result<Drawn, Error> {
        self.check()?;
        let picks = self.pick(seed)?;
        let pairs = picks.picks.len() as u64;
        let own = |v: u32| picks.of(v as usize).iter().filter(move |w| w.0 == v);
        let self_loops = (0..self.people).flat_map(own).count() as u64;
        let ties = picks.freeze(self.people)?;
        let imported = Imported {
            pairs,
            ties: ties.count(),
            self_loops,
            duplicates: 2 * (pairs - self_loops) - u64::from(ties.count()),
        };
        let communities = (0..self.people).map(|v| v / self.community).collect();
        Ok(Drawn {
            ties,
            communities: Some(communities),
            imported,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_friends_are_wished_as_expected() {
        for most_friends in [20.0, 60.0, 5000.0] {
            let community = Community {
                people: 20_000,
                most_friends,
                ..Default::default()
            };
            let wishes = community.pick(1).unwrap().wishes;
            let found: f64 = wishes.iter().sum();
            let expected = expected_wishes(&community);
            let gap = (found - expected) / 20_000.0;
            let square = |w: &f64| (w - expected / 20_000.0) * (w - expected / 20_000.0);
            let variance = wishes.iter().map(square).sum::<f64>() / 20_000.0;
            let error = libm::sqrt(variance / 20_000.0);
            assert!(gap.abs() < 4.5 * error, "{most_friends}: {gap}");
        }
    }

    #[test]
    fn the_registered_model_is_the_neighbourhood() {
        let community = Community::default();
        let drawn = community.draw(1).unwrap();
        assert!(drawn.ties.iter().eq(community.ties(1).unwrap().iter()));
        let of = drawn.communities.unwrap();
        let ends = community.community_of(700);
        assert!((0..1000).all(|v| (of[v as usize] == of[700]) == ends.contains(&v)));
        assert_eq!(of[999], 6);
    }
}
