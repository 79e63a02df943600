//! The models of opinions by their names, with their settings.

use groundswell_graph::probability::Probability;

use crate::model::{Kind, Model};
use crate::setting::{Parameter, Range, Settings};

/// A model of opinions, and what people think at first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opinions {
    /// The model.
    pub rule: Rule,
    /// What people think at first.
    pub start: Start,
}

/// How people come to think what they think.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// As somebody heard.
    Voter(Turns),
    /// One makes another think so too.
    Invasion,
    /// As q people heard who agree.
    QVoter {
        /// How many are asked.
        q: u32,
        /// Chance to change one's mind where they disagree.
        epsilon: Probability,
        /// Who has the turn.
        turns: Turns,
    },
    /// As more than half of those heard.
    Majority(Turns),
    /// The weighted mean.
    DeGroot {
        /// The weight of one's own opinion.
        own: Probability,
    },
    /// The weighted mean, and one's prejudice.
    FriedkinJohnsen {
        /// The weight of one's own opinion within the mean.
        own: Probability,
        /// The share of the mean; the rest is the first opinion's.
        susceptibility: Probability,
    },
    /// Two not too far apart draw nearer.
    Deffuant {
        /// The largest distance at which they do.
        confidence: f64,
        /// The share of the distance by which each moves.
        step: f64,
    },
    /// The mean of those not too far off.
    HegselmannKrause {
        /// The largest distance of those who count.
        confidence: f64,
    },
    /// Two who agree convince all who hear them.
    Sznajd,
}

/// Who has the turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turns {
    /// Somebody at random, as often as there are people, makes a round.
    OneAtATime,
    /// All at once.
    AtOnce,
}

/// What people think at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Seeds think one, all others zero.
    Seeds,
    /// Seeds think one, others anything between, drawn anew in every world.
    Random,
}

const fn start(default: &'static str) -> Parameter {
    Parameter {
        key: "start",
        meaning: "what people think at first: seeds one and others zero, or others at random",
        default,
        range: Range::Word(&["seeds", "random"]),
    }
}

const fn turns(default: &'static str) -> Parameter {
    Parameter {
        key: "turns",
        meaning: "who has the turn: one at random, as often as there are people, or all at once",
        default,
        range: Range::Word(&["one-at-a-time", "at-once"]),
    }
}

const OWN: Parameter = Parameter {
    key: "own",
    meaning: "weight of one's own opinion; the rest is shared by those heard",
    default: "0.5",
    range: Range::Number(0.0, 1.0),
};

const CONFIDENCE: Parameter = Parameter {
    key: "confidence",
    meaning: "largest distance at which others still count",
    default: "0.3",
    range: Range::Number(0.0, 1.0),
};

fn model(set: &Settings, rule: Rule) -> Model {
    let start = match set.word("start") {
        "random" => Start::Random,
        _ => Start::Seeds,
    };
    Model::Opinions(Opinions { rule, start })
}

fn whose(set: &Settings) -> Turns {
    match set.word("turns") {
        "at-once" => Turns::AtOnce,
        _ => Turns::OneAtATime,
    }
}

pub(crate) const VOTER: Kind = Kind {
    name: "voter",
    alias: "",
    adopts: "what somebody thinks whom one hears",
    source: "Clifford & Sudbury, Biometrika 60, 1973; Holley & Liggett, Annals of Probability 3, 1975",
    weights: "uniform:1",
    parameters: &[turns("one-at-a-time"), start("seeds")],
    read: |set| model(set, Rule::Voter(whose(set))),
};

pub(crate) const INVASION: Kind = Kind {
    name: "invasion",
    alias: "",
    adopts: "what somebody thinks who has the turn and is heard",
    source: "Sood, Antal & Redner, Physical Review E 77, 2008",
    weights: "uniform:1",
    parameters: &[start("seeds")],
    read: |set| model(set, Rule::Invasion),
};

pub(crate) const Q_VOTER: Kind = Kind {
    name: "q-voter",
    alias: "",
    adopts: "what q people think who are asked and agree",
    source: "Castellano, Muñoz & Pastor-Satorras, Physical Review E 80, 2009",
    weights: "uniform:1",
    parameters: &[
        Parameter {
            key: "q",
            meaning: "how many are asked",
            default: "2",
            range: Range::Whole(1, 1_000_000),
        },
        Parameter {
            key: "epsilon",
            meaning: "chance to change one's mind where they disagree",
            default: "0",
            range: Range::Number(0.0, 1.0),
        },
        turns("one-at-a-time"),
        start("seeds"),
    ],
    read: |set| {
        let rule = Rule::QVoter {
            q: set.count("q"),
            epsilon: set.chance("epsilon"),
            turns: whose(set),
        };
        model(set, rule)
    },
};

pub(crate) const MAJORITY: Kind = Kind {
    name: "majority",
    alias: "",
    adopts: "what more than half of those heard think",
    source: "Peleg, Theoretical Computer Science 282(2), 2002",
    weights: "uniform:1",
    parameters: &[turns("at-once"), start("seeds")],
    read: |set| model(set, Rule::Majority(whose(set))),
};

pub(crate) const DE_GROOT: Kind = Kind {
    name: "degroot",
    alias: "",
    adopts: "the weighted mean of what is heard and one's own opinion",
    source: "DeGroot, Journal of the American Statistical Association 69, 1974",
    weights: "uniform:1",
    parameters: &[OWN, start("seeds")],
    read: |set| {
        let own = set.chance("own");
        model(set, Rule::DeGroot { own })
    },
};

pub(crate) const FRIEDKIN_JOHNSEN: Kind = Kind {
    name: "friedkin-johnsen",
    alias: "",
    adopts: "the weighted mean, and clings to one's first opinion",
    source: "Friedkin & Johnsen, Journal of Mathematical Sociology 15, 1990",
    weights: "uniform:1",
    parameters: &[
        Parameter {
            key: "susceptibility",
            meaning: "share of the mean; the rest is one's first opinion's",
            default: "0.8",
            range: Range::Number(0.0, 1.0),
        },
        OWN,
        start("random"),
    ],
    read: |set| {
        let rule = Rule::FriedkinJohnsen {
            own: set.chance("own"),
            susceptibility: set.chance("susceptibility"),
        };
        model(set, rule)
    },
};

pub(crate) const DEFFUANT: Kind = Kind {
    name: "deffuant",
    alias: "",
    adopts: "something nearer to somebody who does not think too differently",
    source: "Deffuant, Neau, Amblard & Weisbuch, Advances in Complex Systems 3, 2000",
    weights: "uniform:1",
    parameters: &[
        CONFIDENCE,
        Parameter {
            key: "step",
            meaning: "share of the distance by which each of two moves",
            default: "0.5",
            range: Range::Number(0.000_001, 0.5),
        },
        start("random"),
    ],
    read: |set| {
        let rule = Rule::Deffuant {
            confidence: set.number("confidence").unwrap_or_default(),
            step: set.number("step").unwrap_or_default(),
        };
        model(set, rule)
    },
};

pub(crate) const HEGSELMANN_KRAUSE: Kind = Kind {
    name: "hegselmann-krause",
    alias: "",
    adopts: "the mean of those heard who do not think too differently, and of oneself",
    source: "Hegselmann & Krause, Journal of Artificial Societies and Social Simulation 5(3), 2002",
    weights: "uniform:1",
    parameters: &[CONFIDENCE, start("random")],
    read: |set| {
        let confidence = set.number("confidence").unwrap_or_default();
        model(set, Rule::HegselmannKrause { confidence })
    },
};

pub(crate) const SZNAJD: Kind = Kind {
    name: "sznajd",
    alias: "",
    adopts: "what two people think who agree and are heard",
    source: "Sznajd-Weron & Sznajd, International Journal of Modern Physics C 11, 2000",
    weights: "uniform:1",
    parameters: &[start("seeds")],
    read: |set| model(set, Rule::Sznajd),
};
