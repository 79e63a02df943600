//! Why a model cannot be made, or cannot be run.

use std::fmt;

use groundswell_graph::id::NodeId;

/// Why a model cannot be made or run, with the values that are in the way.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The weights of those whom somebody hears sum to more than one.
    WeightsAboveOne {
        /// Who hears them.
        person: NodeId,
        /// Their sum.
        sum: f64,
    },
    /// Ties into the same person differ where they may not.
    UnevenChances,
    /// A number lies outside its range.
    OutOfRange {
        /// What it is for.
        name: &'static str,
        /// What stands there.
        value: f64,
        /// What would do.
        range: &'static str,
    },
    /// A list that may not be empty is.
    Empty {
        /// What it is for.
        name: &'static str,
    },
    /// Something that has one entry per person has another number of them.
    NotOnePerPerson {
        /// Entries given.
        entries: usize,
        /// People there are.
        people: u32,
    },
    /// An opinion that is not a number, or too large to be added up.
    NotAnOpinion {
        /// Whose.
        person: NodeId,
        /// What was given.
        opinion: f64,
    },
    /// Trust by weights on a platform whose ties have none.
    NoWeights {
        /// The platform.
        platform: String,
    },
    /// A weight below zero, or none at all.
    NotAWeight {
        /// Who trusts.
        listener: NodeId,
        /// Who is trusted; the listener itself for trust in oneself.
        speaker: NodeId,
        /// What was given.
        weight: f64,
    },
    /// There are more networks than a model can tell apart.
    TooManyNetworks {
        /// How many there are.
        networks: usize,
        /// How many there may be.
        most: usize,
    },
    /// A network is over other people than the first.
    OtherPeople {
        /// Its place among the networks.
        layer: usize,
        /// How many people it has.
        others: u32,
        /// How many the first has.
        people: u32,
    },
    /// A seed who is nobody.
    NoSuchPerson {
        /// Who was named.
        person: NodeId,
        /// How many people there are.
        people: u32,
    },
    /// The engine that skips was asked for where it cannot run.
    NotSkippable {
        /// What it is not for.
        what: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WeightsAboveOne { person, sum } => write!(
                f,
                "the weights into person {} sum to {sum}; thresholds need at most 1",
                person.0
            ),
            Self::UnevenChances => write!(
                f,
                "ties into the same person need the same chance; uniform and weighted-cascade would do"
            ),
            Self::OutOfRange { name, value, range } => {
                write!(f, "{name} is {value}; it is {range}")
            }
            Self::Empty { name } => write!(f, "{name} is empty; it needs at least one entry"),
            Self::NotOnePerPerson { entries, people } => {
                write!(
                    f,
                    "{entries} entries for {people} people; give one per person"
                )
            }
            Self::NotAnOpinion { person, opinion } => write!(
                f,
                "the opinion of person {} is {opinion}; an opinion is a number of ordinary size",
                person.0
            ),
            Self::NoWeights { platform } => write!(
                f,
                "the ties of platform \"{platform}\" have no weights; trust everyone alike instead"
            ),
            Self::NotAWeight {
                listener,
                speaker,
                weight,
            } => write!(
                f,
                "the weight of person {} with person {} is {weight}; a weight is 0 or more",
                speaker.0, listener.0
            ),
            Self::TooManyNetworks { networks, most } => {
                write!(f, "{networks} platforms; this model knows at most {most}")
            }
            Self::OtherPeople {
                layer,
                others,
                people,
            } => write!(
                f,
                "network {layer} has {others} people and network 0 has {people}; networks of one run are over the same people"
            ),
            Self::NoSuchPerson { person, people } => write!(
                f,
                "person {} is a seed among {people} people; ids are below their number",
                person.0
            ),
            Self::NotSkippable { what } => write!(
                f,
                "the engine that skips is not for {what}; it runs independent-cascade with uniform weights and a coin for each direction"
            ),
        }
    }
}

impl std::error::Error for Error {}

/// `value` where it lies between `least` and `most`.
pub(crate) fn within(
    name: &'static str,
    value: f64,
    (least, most): (f64, f64),
    range: &'static str,
) -> Result<f64, Error> {
    match (least..=most).contains(&value) {
        true => Ok(value),
        false => Err(Error::OutOfRange { name, value, range }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_stands_there_and_what_would_do() {
        let (entries, people) = (2, 3);
        let person = NodeId(4);
        let messages = [
            (
                Error::NotOnePerPerson { entries, people },
                "2 entries for 3 people; give one per person",
            ),
            (
                Error::NotAnOpinion {
                    person,
                    opinion: f64::NAN,
                },
                "the opinion of person 4 is NaN; an opinion is a number of ordinary size",
            ),
            (
                Error::NotAWeight {
                    listener: NodeId(1),
                    speaker: NodeId(2),
                    weight: -0.5,
                },
                "the weight of person 2 with person 1 is -0.5; a weight is 0 or more",
            ),
            (
                Error::OutOfRange {
                    name: "step",
                    value: 0.7,
                    range: "above 0 and at most 0.5",
                },
                "step is 0.7; it is above 0 and at most 0.5",
            ),
        ];
        for (error, message) in messages {
            assert_eq!(error.to_string(), message);
        }
    }
}
