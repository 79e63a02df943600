//! The models of people who look round, by their names, with their settings.

use groundswell_diffusion::looking::Order;
use groundswell_diffusion::looking::talk_of_the_network::Chances;
use groundswell_graph::probability::Probability;

use crate::model::{Kind, Model};
use crate::setting::{Parameter, Range, Settings};

/// A model of people who look round, with what was set for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Looking {
    /// The model.
    pub rule: Rule,
    /// Who looks when.
    pub order: Order,
}

/// After what somebody adopts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// By oneself, or by the share of adopters among those one hears.
    DiscreteBass {
        /// Chance a round of adopting by oneself, p in the paper.
        innovation: Probability,
        /// Chance a round of imitating where all have who are heard, q in the paper.
        imitation: Probability,
    },
    /// By advertising, by adopters one hears, by adopters one meets.
    TalkOfTheNetwork(Chances),
}

const ORDER: Parameter = Parameter {
    key: "order",
    meaning: "who looks when: all at once, or one after the other, anew in every round",
    default: "at-once",
    range: Range::Word(&["at-once", "in-turn"]),
};

const fn chance(key: &'static str, meaning: &'static str, default: &'static str) -> Parameter {
    Parameter {
        key,
        meaning,
        default,
        range: Range::Number(0.0, 1.0),
    }
}

fn model(set: &Settings, rule: Rule) -> Model {
    let order = match set.word(ORDER.key) {
        "in-turn" => Order::InTurn,
        _ => Order::AtOnce,
    };
    Model::Looking(Looking { rule, order })
}

pub(crate) const DISCRETE_BASS: Kind = Kind {
    name: "discrete-bass",
    alias: "",
    adopts: "once a round with a chance that grows with the share of those heard who have",
    source: "Stonedahl, Rand & Wilensky, GECCO 2010, after Bass, Management Science 15(5), 1969",
    weights: "uniform:1",
    parameters: &[
        chance(
            "innovation",
            "chance a round to adopt by oneself, p in the paper",
            "0.01",
        ),
        chance(
            "imitation",
            "chance a round to imitate where everybody heard has, q in the paper",
            "0.5",
        ),
        ORDER,
    ],
    read: |set| {
        let rule = Rule::DiscreteBass {
            innovation: set.chance("innovation"),
            imitation: set.chance("imitation"),
        };
        model(set, rule)
    },
};

pub(crate) const TALK_OF_THE_NETWORK: Kind = Kind {
    name: "talk-of-the-network",
    alias: "",
    adopts: "by advertising, by each adopter heard, or by each adopter met by chance in a round",
    source: "Goldenberg, Libai & Muller, Marketing Letters 12(3), 2001",
    weights: "uniform:1",
    parameters: &[
        chance(
            "advertising",
            "chance a round that advertising convinces, α in the paper",
            "0.005",
        ),
        chance(
            "strong",
            "chance a round that an adopter convinces whom one hears, βs in the paper",
            "0.04",
        ),
        chance(
            "weak",
            "chance that an adopter convinces whom one meets, βw in the paper",
            "0.01",
        ),
        Parameter {
            key: "meetings",
            meaning: "how many strangers everybody meets in a round",
            default: "5",
            range: Range::Whole(0, 10_000),
        },
        ORDER,
    ],
    read: |set| {
        let chances = Chances {
            advertising: set.chance("advertising"),
            strong: set.chance("strong"),
            weak: set.chance("weak"),
            meetings: set.count("meetings"),
        };
        model(set, Rule::TalkOfTheNetwork(chances))
    },
};
