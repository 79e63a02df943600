//! The families of draws that one world needs again and again.

use groundswell_diffusion::world::{Draws, TieLuck, World};
use groundswell_graph::name_key::NameKey;

use crate::channel::Channel;
use crate::ground::Ground;
use crate::plan::{Plan, Step};

/// The draws of one world.
pub(crate) struct Luck {
    /// By platform.
    pub(crate) share: Vec<TieLuck>,
    pub(crate) invite: Vec<TieLuck>,
    pub(crate) share_seen: Draws,
    pub(crate) share_delay: Draws,
    pub(crate) invite_seen: Draws,
    pub(crate) invite_delay: Draws,
    /// Whether a friend's word leaves the groups of the one who says it.
    pub(crate) leaves: Draws,
    pub(crate) lead: Draws,
    pub(crate) close_delay: Draws,
    pub(crate) customer: Draws,
    pub(crate) sharing: Draws,
    pub(crate) opt_out: Draws,
    pub(crate) churn: Draws,
    pub(crate) already_customer: Draws,
    pub(crate) in_market: Draws,
    /// By platform.
    pub(crate) fan: Vec<Draws>,
    pub(crate) unfollow: Vec<Draws>,
    /// By step of the plan.
    pub(crate) steps: Vec<StepLuck>,
}

/// The draws of one action.
pub(crate) struct StepLuck {
    /// By number of the impression, as far as impressions have been numbered.
    pub(crate) touches: Vec<TieLuck>,
    pub(crate) is_asked: Draws,
    pub(crate) asked_seen: Draws,
    pub(crate) asked_delay: Draws,
    pub(crate) take_part: Draws,
    pub(crate) how_many: Draws,
    pub(crate) whom: Draws,
    pub(crate) impressions: Draws,
}

impl StepLuck {
    fn new(step: &Step, world: World) -> Self {
        let of = |what: &str| world.people(step.matter(what));
        Self {
            touches: Vec::new(),
            is_asked: of("among"),
            asked_seen: of("asked"),
            asked_delay: of("delay"),
            take_part: of("take part"),
            how_many: of("how many"),
            whom: of("whom"),
            impressions: of("impressions"),
        }
    }
}

impl Luck {
    pub(crate) fn new(ground: &Ground<'_>, plan: &Plan, world: World) -> Self {
        let platforms = ground.graph.platforms();
        let touches = |channel: Channel| {
            let luck = platforms
                .iter()
                .map(|p| world.touches(p.key, channel.key(), 0));
            luck.collect()
        };
        let people = |matter: &str| world.people(NameKey::of(matter));
        let on_each = |what: &str| {
            let luck = platforms
                .iter()
                .map(|p| people(&format!("{what} of {}", p.name)));
            luck.collect()
        };
        Self {
            share: touches(Channel::Share),
            invite: touches(Channel::Invite),
            share_seen: events_of(world, Channel::Share, "seen", 0),
            share_delay: events_of(world, Channel::Share, "delay", 0),
            invite_seen: events_of(world, Channel::Invite, "seen", 0),
            invite_delay: events_of(world, Channel::Invite, "delay", 0),
            leaves: people("leaves groups"),
            lead: people("lead"),
            close_delay: people("close/delay"),
            customer: people("customer"),
            sharing: people("share"),
            opt_out: people("opt out"),
            churn: people("churn"),
            already_customer: people("customer on day 0"),
            in_market: people("in the market"),
            fan: on_each("fan"),
            unfollow: on_each("no fan"),
            steps: plan
                .steps
                .iter()
                .map(|step| StepLuck::new(step, world))
                .collect(),
        }
    }
}

/// The luck of what happens to the `nth` message between two people on a channel.
pub(crate) fn events_of(world: World, channel: Channel, what: &str, nth: u32) -> Draws {
    world.events(NameKey::of(&format!("{}/{what}", channel.name())), nth)
}
