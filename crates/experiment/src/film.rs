//! One world as it can be shown: who stands where, and what happens to whom, step by
//! step, under each strategy.
//!
//! All takes of a film are of the same world and show the same people in the same
//! places, so that two strategies can be watched side by side. Large graphs are shown
//! in part; what is counted is counted among all.

mod cascade;
mod journey;
mod shown;

use groundswell_graph::id::NodeId;
use groundswell_graph::layout::Place;

/// The most steps of a film. Longer campaigns take several days to a step; longer
/// cascades are shown up to here.
pub const MOST_STEPS: u32 = 120;

/// How many people a film shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// People up to whom all are shown.
    pub all: u32,
    /// People who are shown of more.
    pub some: usize,
    /// Of these, people to whom much happens, at most.
    pub busy: usize,
    /// Fans who are shown besides, at most.
    pub fans: usize,
}

impl Frame {
    /// A film that stands alone.
    pub const WIDE: Self = Self {
        all: 3000,
        some: 1000,
        busy: 400,
        fans: 150,
    };

    /// A film beside much else, in a tenth of the room.
    pub const SMALL: Self = Self {
        all: 250,
        some: 250,
        busy: 90,
        fans: 40,
    };
}

/// One world, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Film {
    /// The world's number.
    pub world: u64,
    /// The seed of all luck.
    pub seed: u64,
    /// What happens in it.
    pub plot: Plot,
    /// How many people there are.
    pub people: u32,
    /// Those who are shown, by id.
    pub shown: Vec<Shown>,
    /// Who of them are friends, by their places in `shown`; each pair once.
    pub ties: Vec<[u32; 2]>,
    /// What is counted in every step, in the order in which it is told.
    pub counted: Vec<State>,
    /// One for each strategy; one for a cascade. All have the same steps.
    pub takes: Vec<Take>,
}

/// What kind of thing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plot {
    /// A campaign, day by day.
    Campaign,
    /// A cascade, round by round.
    Cascade,
}

/// Somebody who is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Who.
    pub person: NodeId,
    /// Where, within the square from 0 to 1.
    pub place: Place,
    /// Whether somebody follows the brand on some platform at first; in a cascade,
    /// whether somebody is a seed.
    pub is_fan: bool,
}

/// What happens under one strategy.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// The strategy's name, or the model's.
    pub name: String,
    /// One after the other.
    pub steps: Vec<Step>,
}

/// What happens on some days, or in a round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The last of its days, or its round.
    pub at: u32,
    /// Words that pass between those shown.
    pub touches: Vec<Touch>,
    /// Who of those shown, by place, is something else at its end; each once.
    pub changes: Vec<(u32, State)>,
    /// How many of all people there are at its end, one entry for each of
    /// [`Film::counted`].
    pub counts: Vec<u64>,
}

/// One word that reaches somebody who is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Touch {
    /// How it comes.
    pub by: Carrier,
    /// The place of whoever brings it; nobody where the brand does.
    pub from: Option<u32>,
    /// The place of whom it reaches.
    pub to: u32,
}

/// How a word comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Carrier {
    /// A post, paid impressions, and all else that no friend brings.
    Brand,
    /// A friend's activity or word.
    Friend,
    /// A friend's invitation.
    Invitation,
}

/// What somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Nothing has come so far, or it has passed.
    Untouched,
    /// Has seen a touch.
    Reached,
    /// Has engaged.
    Visitor,
    /// Is a lead.
    Lead,
    /// Is a new customer.
    Customer,
    /// Has adopted, and does not speak yet.
    Waiting,
    /// Has adopted, and speaks.
    Speaking,
    /// Has adopted, and has fallen silent.
    Silent,
}
