//! Numbers of an audience that cannot all be true, told from the numbers alone.
//!
//! Every rule here is a proof, not an estimate: what it refuses no graph could
//! have. What only turns out when a graph is drawn is told by
//! [`Target`](crate::target::Target) instead.

use crate::Error;
use crate::aggregates::Aggregates;
use crate::known::Known;

/// The side from which a number is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// So many people at least.
    AtLeast(u64),
    /// So many people at most.
    AtMost(u64),
}

/// Shares and ratios are rounded to people: by so many may a number be off.
const ROUNDING: f64 = 2.0;

/// Refuses numbers that contradict each other.
///
/// # Errors
///
/// [`Error::Contradiction`], for the first one found.
pub(crate) fn check(known: &Aggregates) -> Result<(), Error> {
    for platform in known.platforms() {
        fans_are_members(known, platform)?;
        friends_fit_among_people(known, platform)?;
        friends_of_fans_are_friends(known, platform)?;
    }
    pairs_fit(known, false)?;
    pairs_fit(known, true)
}

fn at_most(asked: Known, people: f64, most: f64, because: Vec<Known>) -> Result<(), Error> {
    if people <= most + ROUNDING {
        return Ok(());
    }
    Err(Error::Contradiction {
        asked: Box::new(asked),
        people: people as u64,
        bound: Bound::AtMost(most.max(0.0) as u64),
        because,
    })
}

fn at_least(asked: Known, people: f64, least: f64, because: Vec<Known>) -> Result<(), Error> {
    if people + ROUNDING >= least {
        return Ok(());
    }
    Err(Error::Contradiction {
        asked: Box::new(asked),
        people: people as u64,
        bound: Bound::AtLeast(least as u64),
        because,
    })
}

/// Those on a platform, and the number that says so.
fn on(known: &Aggregates, platform: &str) -> (f64, Known) {
    let because = match known.members_of(platform) {
        Some(_) => Known::Members(platform.to_owned()),
        None => Known::People,
    };
    (f64::from(known.count_of_members(platform)), because)
}

fn fans_are_members(known: &Aggregates, platform: &str) -> Result<(), Error> {
    let (members, because) = on(known, platform);
    let fans = known.count_of_fans(platform);
    // Counts, not shares: nothing is rounded.
    if f64::from(fans) <= members {
        return Ok(());
    }
    Err(Error::Contradiction {
        asked: Box::new(Known::Fans(platform.to_owned())),
        people: fans.into(),
        bound: Bound::AtMost(members as u64),
        because: vec![because],
    })
}

fn friends_fit_among_people(known: &Aggregates, platform: &str) -> Result<(), Error> {
    let (members, because) = on(known, platform);
    let name = platform.to_owned();
    // The mean is above the median, and the median may be missed by five per cent.
    let near = 0.95 * known.friends_on(platform) * known.nearby;
    let because = vec![Known::Nearby(name.clone()), because];
    at_most(Known::Friends(name), near, members - 1.0, because)
}

/// Friends of fans are fans' friends, and those nearby are people who are no fans.
fn friends_of_fans_are_friends(known: &Aggregates, platform: &str) -> Result<(), Error> {
    let Some(ratio) = known.ratio_of(platform) else {
        return Ok(());
    };
    let (members, because) = on(known, platform);
    let name = || platform.to_owned();
    let fans = f64::from(known.count_of_fans(platform));
    // The mean of a log-normal, with the tolerance that its median has.
    let mean = 1.05 * known.friends_on(platform) * libm::exp(known.spread * known.spread / 2.0);
    let asked = || Known::FriendsOfFans(name());
    let friends = vec![Known::Friends(name()), Known::FriendsSpread(name())];
    // A ratio may be missed by five per cent.
    let people = 0.95 * ratio * fans;
    at_most(asked(), people, fans * mean, friends)?;
    let far = fans * mean * (1.0 - known.nearby) / 0.95;
    let why = vec![because, Known::Fans(name()), Known::Nearby(name())];
    at_most(asked(), people, members - fans + far, why)
}

/// The number of a pair, with its platforms in the order in which it is stated.
fn named(
    pairs: &[(String, String, f64)],
    one: &str,
    other: &str,
    known: fn(String, String) -> Known,
) -> Known {
    match pairs.iter().any(|(a, b, _)| a == other && b == one) {
        true => known(other.to_owned(), one.to_owned()),
        false => known(one.to_owned(), other.to_owned()),
    }
}

/// What two or three sets of people can have in common: the fans, or else the
/// members, of platforms.
fn pairs_fit(known: &Aggregates, fans: bool) -> Result<(), Error> {
    let pairs = match fans {
        true => &known.further.fans_in_common,
        false => &known.further.members_in_common,
    };
    let count = |name: &str| match fans {
        true => f64::from(known.count_of_fans(name)),
        false => f64::from(known.count_of_members(name)),
    };
    let size = |name: &str| match fans {
        true => Known::Fans(name.to_owned()),
        false => on(known, name).1,
    };
    let pair = |one: &str, other: &str| match fans {
        true => named(pairs, one, other, Known::FansInCommon),
        false => named(pairs, one, other, Known::MembersInCommon),
    };
    let common = |one: &str, other: &str, share: f64| share * count(one).min(count(other));
    for (one, other, share) in pairs {
        let people = common(one, other, *share);
        let members_in_both = known.members_in_common(one, other);
        let everybody = match fans {
            true => {
                let least_in_both = members_in_both.unwrap_or(0.0);
                let on = on(known, one).0 + on(known, other).0 - least_in_both;
                on.min(known.people.into())
            }
            false => known.people.into(),
        };
        let least = count(one) + count(other) - everybody;
        let why = vec![size(one), size(other), Known::People];
        at_least(pair(one, other), people, least, why)?;
        if let Some(both) = members_in_both.filter(|_| fans) {
            let members = &known.further.members_in_common;
            let why = vec![named(members, one, other, Known::MembersInCommon)];
            at_most(pair(one, other), people, both, why)?;
        }
    }
    // Those of `a` who are in `b` or in `c` must find room in `a`, or meet in both.
    let stated = |one: &str, other: &str| {
        let found = pairs
            .iter()
            .find(|(a, b, _)| (a == one && b == other) || (a == other && b == one));
        found.map(|(_, _, share)| common(one, other, *share))
    };
    for (one, other, share) in pairs {
        let people = common(one, other, *share);
        for through in known.platforms() {
            if let (Some(first), Some(second)) = (stated(through, one), stated(through, other)) {
                let why = vec![pair(through, one), pair(through, other), size(through)];
                let least = first + second - count(through);
                at_least(pair(one, other), people, least, why)?;
            }
        }
    }
    Ok(())
}
