//! The models of contagion in continuous time by their names, with their settings.
//!
//! A round stands for one unit of time: counts are told at times 0, 1, 2, …

use groundswell_graph::probability::Probability;

use crate::model::{COINS, Kind, Model};
use crate::setting::{Parameter, Range, Settings};

/// A model in continuous time with what was set for it. Rates are per unit of time; the
/// activation probability of a tie thins its contacts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InTime {
    /// Infect for ever.
    Si {
        /// Contacts along each tie.
        rate: f64,
    },
    /// Infect until recovery.
    Sir {
        /// Contacts along each tie.
        rate: f64,
        /// Recoveries of each infected.
        recovery: f64,
    },
    /// Infect until recovery, and be infected again.
    Sis {
        /// Contacts along each tie.
        rate: f64,
        /// Recoveries of each infected.
        recovery: f64,
    },
    /// Be exposed, infect, recover.
    Seir {
        /// Contacts along each tie.
        rate: f64,
        /// Onsets of each exposed.
        onset: f64,
        /// Recoveries of each infectious.
        recovery: f64,
    },
    /// One contact along each tie, live or not, which takes its time.
    Cascade {
        /// The mean time that word takes.
        delay: f64,
        /// How it varies.
        law: Law,
    },
    /// Meet by chance in each round, and try once at the first meeting.
    TimeCritical {
        /// Chance of a meeting in a round.
        meeting: Probability,
    },
    /// Adopt by oneself, or by the share of those heard who have.
    Bass {
        /// Rate of adopting by oneself, p in the paper.
        innovation: f64,
        /// Rate of adopting where all have who are heard, q in the paper.
        imitation: f64,
    },
}

/// How delays vary around their mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// Exponentially.
    Exponential,
    /// Not at all.
    Fixed,
}

const fn rate(default: &'static str) -> Parameter {
    Parameter {
        key: "rate",
        meaning: "contacts along each tie in a unit of time",
        default,
        range: Range::Number(0.0, 1000.0),
    }
}

const RECOVERY: Parameter = Parameter {
    key: "recovery",
    meaning: "recoveries in a unit of time: one over the mean time of infection",
    default: "1",
    range: Range::Number(0.0, 1e6),
};

fn number(set: &Settings, key: &str) -> f64 {
    set.number(key).unwrap_or_default()
}

pub(crate) const SI: Kind = Kind {
    name: "continuous-si",
    alias: "",
    adopts: "at the first contact; contacts come at a rate, for ever",
    source: "Kiss, Miller & Simon, Mathematics of Epidemics on Networks, 2017",
    weights: "uniform:1",
    parameters: &[rate("0.2")],
    read: |set| {
        let rate = number(set, "rate");
        Model::InTime(InTime::Si { rate })
    },
};

pub(crate) const SIR: Kind = Kind {
    name: "continuous-sir",
    alias: "",
    adopts: "at the first contact; contacts come at a rate until recovery",
    source: "Kiss, Miller & Simon, Mathematics of Epidemics on Networks, 2017",
    weights: "uniform:1",
    parameters: &[rate("0.2"), RECOVERY],
    read: |set| {
        Model::InTime(InTime::Sir {
            rate: number(set, "rate"),
            recovery: number(set, "recovery"),
        })
    },
};

pub(crate) const SIS: Kind = Kind {
    name: "continuous-sis",
    alias: "",
    adopts: "as in continuous-sir, but whoever recovered can be infected again",
    source: "Kiss, Miller & Simon, Mathematics of Epidemics on Networks, 2017",
    weights: "uniform:1",
    parameters: &[rate("0.4"), RECOVERY],
    read: |set| {
        Model::InTime(InTime::Sis {
            rate: number(set, "rate"),
            recovery: number(set, "recovery"),
        })
    },
};

pub(crate) const SEIR: Kind = Kind {
    name: "continuous-seir",
    alias: "",
    adopts: "as in continuous-sir, but the infected wait before they infect",
    source: "Kiss, Miller & Simon, Mathematics of Epidemics on Networks, 2017",
    weights: "uniform:1",
    parameters: &[
        rate("0.2"),
        Parameter {
            key: "onset",
            meaning: "onsets in a unit of time: one over the mean time of being exposed",
            default: "1",
            range: Range::Number(0.0, 1e6),
        },
        RECOVERY,
    ],
    read: |set| {
        Model::InTime(InTime::Seir {
            rate: number(set, "rate"),
            onset: number(set, "onset"),
            recovery: number(set, "recovery"),
        })
    },
};

pub(crate) const CASCADE: Kind = Kind {
    name: "continuous-cascade",
    alias: "",
    adopts: "when the first word along a live tie arrives; word takes its time",
    source: "Gomez-Rodriguez, Balduzzi & Schölkopf, ICML 2011",
    weights: "uniform:0.1",
    parameters: &[
        Parameter {
            key: "delay",
            meaning: "mean time that word takes along a tie",
            default: "1",
            range: Range::Number(0.000_001, 1e6),
        },
        Parameter {
            key: "law",
            meaning: "how the time varies",
            default: "exponential",
            range: Range::Word(&["exponential", "fixed"]),
        },
        COINS,
    ],
    read: |set| {
        Model::InTime(InTime::Cascade {
            delay: number(set, "delay"),
            law: match set.word("law") {
                "fixed" => Law::Fixed,
                _ => Law::Exponential,
            },
        })
    },
};

pub(crate) const TIME_CRITICAL: Kind = Kind {
    name: "time-critical",
    alias: "",
    adopts: "at the first meeting along a live tie, if that is before the last round",
    source: "Chen, Lu & Zhang, AAAI 2012",
    weights: "uniform:0.1",
    parameters: &[
        Parameter {
            key: "meeting",
            meaning: "chance that an adopter meets a friend in a round",
            default: "0.5",
            range: Range::Number(0.0, 1.0),
        },
        COINS,
    ],
    read: |set| {
        let meeting = set.chance("meeting");
        Model::InTime(InTime::TimeCritical { meeting })
    },
};

pub(crate) const BASS: Kind = Kind {
    name: "bass",
    alias: "",
    adopts: "at a rate that grows with the share of those heard who have; seeds are not needed",
    source: "Bass, Management Science 15(5), 1969",
    weights: "uniform:1",
    parameters: &[
        Parameter {
            key: "innovation",
            meaning: "rate of adopting by oneself, p in the paper",
            default: "0.03",
            range: Range::Number(0.0, 1e6),
        },
        Parameter {
            key: "imitation",
            meaning: "rate of adopting where everybody heard has, q in the paper",
            default: "0.38",
            range: Range::Number(0.0, 1e6),
        },
    ],
    read: |set| {
        Model::InTime(InTime::Bass {
            innovation: number(set, "innovation"),
            imitation: number(set, "imitation"),
        })
    },
};
