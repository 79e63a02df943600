//! Why a model cannot be made, or a discussion cannot be run.

use std::fmt;

use groundswell_graph::id::NodeId;

/// Why a model cannot be made, or a discussion cannot be run.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
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
    /// A distance of opinions that is below zero or not a number.
    NotAConfidence {
        /// What was given.
        confidence: f64,
    },
    /// A step by which two opinions would not draw nearer, or would swap sides.
    NotAStep {
        /// What was given, μ in the paper.
        step: f64,
    },
    /// A voter who asks nobody.
    NobodyAsked,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
            Self::NotAConfidence { confidence } => write!(
                f,
                "the confidence is {confidence}; it is a distance of opinions, 0 or more"
            ),
            Self::NotAStep { step } => write!(
                f,
                "the step is {step}; it lies above 0 and is at most 0.5, where both meet halfway"
            ),
            Self::NobodyAsked => write!(f, "q is 0; a voter asks at least one person"),
        }
    }
}

impl std::error::Error for Error {}

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
                Error::NotAStep { step: 0.7 },
                "the step is 0.7; it lies above 0 and is at most 0.5, where both meet halfway",
            ),
        ];
        for (error, message) in messages {
            assert_eq!(error.to_string(), message);
        }
    }
}
