//! What can only be seen of a scenario as a whole: amounts that add up to too much, and
//! levers that come to nothing.

use std::ops::Range;

use groundswell_campaign::action::boost::Spend;
use groundswell_campaign::action::prompt::{Delivery, Prompt};
use groundswell_campaign::action::{Action, ActionKind};
use groundswell_campaign::channel::Channel;
use groundswell_campaign::metric::Metric;
use groundswell_campaign::money::Money;
use groundswell_campaign::strategy::Strategy;

use crate::audience::Audience;
use crate::diagnostic::{
    BUDGET_UNSPENT, Diagnostic, NEVER_CLOSES, NOBODY_ANSWERS, SUPERCRITICAL, TOO_MUCH,
};
use crate::document::Section;
use crate::effective::{self, bare};
use crate::scenario::Scenario;

/// Units of money that a strategy may cost at the very most, so that sums hold.
const MOST_MONEY: f64 = 1e12;

/// Reports them; the scenario is free of other mistakes.
pub(crate) fn check(top: &Section<'_>, scenario: &Scenario) {
    check_worth(top, scenario);
    check_surroundings(top, scenario);
    for (at, strategy) in scenario.strategies.iter().enumerate() {
        let place = top.place_of_item("strategy", at);
        check_strategy(top, scenario, strategy, place);
    }
}

fn check_worth(top: &Section<'_>, scenario: &Scenario) {
    let campaign = &scenario.campaign;
    let worth = &campaign.worth;
    let values = campaign.segments.iter().map(|segment| segment.value);
    let value = values.fold(1.0, f64::max);
    let again = worth.again.units() * f64::from(campaign.all_days());
    let each = value * (worth.most() + worth.revenue.units() + again);
    if each * people(scenario) > MOST_MONEY {
        let (what, amount) = match worth.margin.units() * people(scenario) > MOST_MONEY {
            true => ("money.margin_per_customer", worth.margin.to_string()),
            false => ("what a customer may bring", effective::number(each)),
        };
        let message = format!(
            "{what} is {amount}, which everybody together could not pay; less than {} in all would do",
            effective::grouped(MOST_MONEY as i64)
        );
        let place = top.place_of("money");
        top.report(Diagnostic::new(TOO_MUCH, message).at(place));
    }
}

/// What happens to every strategy alike, and comes to nothing.
fn check_surroundings(top: &Section<'_>, scenario: &Scenario) {
    let campaign = &scenario.campaign;
    let surroundings = [
        (Channel::Word, campaign.word.is_some()),
        (Channel::Media, campaign.media.is_some()),
        (Channel::Search, campaign.search.is_some()),
    ];
    for (channel, _) in surroundings.into_iter().filter(|(_, is_there)| *is_there) {
        let key = channel.name();
        let place = top.place_of(key);
        if campaign.response.to(channel).engage.get() == 0.0 {
            let message = format!(
                "[{key}] reaches people, and none of them engages; response.{key}.engage above 0 would do"
            );
            top.report(Diagnostic::new(NOBODY_ANSWERS, message).at(place.clone()));
        }
        if channel != Channel::Word && !is_spoken_of(scenario) {
            let message = format!(
                "[{key}] lives on mentions, and nobody speaks of the brand; response.post.mention above 0 would do"
            );
            top.report(Diagnostic::new(NOBODY_ANSWERS, message).at(place));
        }
    }
    let leads: Vec<&str> = Channel::ALL
        .iter()
        .filter(|channel| campaign.response.to(**channel).lead.get() > 0.0)
        .map(|channel| channel.name())
        .collect();
    // Who counts leads may leave it at that.
    let counts = scenario.objective == Metric::Leads;
    if let (Some(first), true) = (
        leads.first(),
        campaign.response.close.get() == 0.0 && !counts,
    ) {
        let message = format!(
            "response.{first}.lead makes leads, and none of them becomes a customer; response.close above 0 would do"
        );
        let place = top.place_of("response");
        top.report(Diagnostic::new(NEVER_CLOSES, message).at(place));
    }
}

/// Whether anybody ever speaks of the brand in public.
fn is_spoken_of(scenario: &Scenario) -> bool {
    let response = &scenario.campaign.response;
    Channel::ALL.iter().any(|&channel| {
        let funnel = response.to(channel);
        funnel.engage.get() > 0.0 && funnel.mention.get() > 0.0
    })
}

fn check_strategy(
    top: &Section<'_>,
    scenario: &Scenario,
    strategy: &Strategy,
    place: Option<Range<usize>>,
) {
    let path = format!("strategy.{}", bare(&strategy.name));
    let campaign = &scenario.campaign;
    let dearest = dearest(scenario, strategy);
    if dearest > MOST_MONEY {
        let message = format!(
            "{path} could cost more than {} {}; smaller amounts would do",
            effective::grouped(MOST_MONEY as i64),
            scenario.terms.currency
        );
        top.report(Diagnostic::new(TOO_MUCH, message).at(place.clone()));
    }
    if let Some(budget) = campaign.budget
        && budget > Money::ZERO
        && !strategy.actions.is_empty()
        && dearest == 0.0
    {
        let message = format!(
            "{path} spends nothing of money.budget, which is {budget}; a boost, a fee, a reward or hours would do"
        );
        top.report(Diagnostic::new(BUDGET_UNSPENT, message).at(place.clone()));
    }
    for action in &strategy.actions {
        if let Some(why) = comes_to_nothing(scenario, action) {
            let message = format!("{path}.{} {why}", bare(&action.name));
            top.report(Diagnostic::new(NOBODY_ANSWERS, message).at(place.clone()));
        }
    }
    let invite = &campaign.response.invite;
    let bring = |prompt: &Prompt| {
        let persuaded = prompt.incentive.persuades.map_or(0.0, |p| p.get());
        let takes_part = 1.0 - (1.0 - prompt.take_part.get()) * (1.0 - persuaded);
        let asked = prompt.share.get() * prompt.seen.get() * takes_part * prompt.invitations.mean();
        asked * invite.seen.get() * invite.engage.get() * invite.fan.get()
    };
    let fans_per_fan: f64 = strategy
        .actions
        .iter()
        .filter_map(|action| match &action.kind {
            ActionKind::Prompt(prompt) => Some(bring(prompt)),
            _ => None,
        })
        .sum();
    if fans_per_fan >= 1.0 {
        let message = format!(
            "{path} lets every fan bring {fans_per_fan:.2} new fans, so that the chain never dies out; below 1 is usual"
        );
        top.report(Diagnostic::new(SUPERCRITICAL, message).at(place));
    }
}

/// Why nothing comes of an action, if nothing does.
fn comes_to_nothing(scenario: &Scenario, action: &Action) -> Option<String> {
    let response = &scenario.campaign.response;
    let channel = match &action.kind {
        ActionKind::Post(_) => Channel::Post,
        ActionKind::Boost(_) => Channel::Boost,
        ActionKind::Prompt(_) => Channel::Invite,
        ActionKind::GroupPost(_) => Channel::Group,
        ActionKind::Listen(_) if !is_spoken_of(scenario) => {
            return Some(
                "listens, and nobody speaks of the brand; response.post.mention above 0 would do"
                    .to_owned(),
            );
        }
        ActionKind::Listen(listen) => {
            let effects = [listen.trust, listen.calms.get(), listen.mends.get()];
            if effects.iter().any(|&effect| effect > 0.0) {
                return None;
            }
            Channel::Reply
        }
        ActionKind::Professional(_) | ActionKind::FakeFans(_) => return None,
    };
    let channel_name = channel.name();
    (response.to(channel).engage.get() == 0.0).then(|| {
        format!(
            "sends on a channel on which nobody engages; response.{channel_name}.engage above 0 would do"
        )
    })
}

/// How many people there are at least, as far as the file alone tells.
fn people(scenario: &Scenario) -> f64 {
    match &scenario.audience {
        Audience::FromAggregates(known) => f64::from(known.people),
        // As many as may be met.
        Audience::Branching(known) => f64::from(known.most_people),
        // Not known before files are read or a model draws; amounts are bounded one by one.
        Audience::File(_) | Audience::Generated(_) | Audience::BuiltIn { .. } => 1.0,
    }
}

/// What a strategy costs if everybody does everything, in units; 0 only if it is
/// free whatever happens.
fn dearest(scenario: &Scenario, strategy: &Strategy) -> f64 {
    let campaign = &scenario.campaign;
    let people = people(scenario);
    let hour = campaign.hour.units();
    let weeks = f64::from(campaign.days) / 7.0;
    let posts = |per_week: f64, hours: f64| (per_week * weeks + 1.0) * hours * hour;
    let cost = |action: &Action| {
        let varying = match &action.kind {
            ActionKind::Post(post) => posts(post.per_week, post.hours),
            ActionKind::GroupPost(post) => posts(post.per_week, post.hours),
            ActionKind::Boost(boost) => match boost.budget {
                Spend::Fixed(budget) => budget.units(),
                Spend::Rest => campaign.budget.unwrap_or_default().units(),
            },
            ActionKind::Prompt(prompt) => {
                let asking = match prompt.via {
                    Delivery::Post { per_week } => posts(per_week, prompt.hours),
                    _ => people * prompt.hours * hour,
                };
                let each = prompt.reward.most().units()
                    + prompt.incentive.amount.units()
                    + prompt.per_invitation.units() * (prompt.invitations.mean() + 1.0);
                people * each + asking
            }
            ActionKind::Listen(listen) => listen.hours_per_week * hour * (weeks + 1.0),
            ActionKind::Professional(hired) => {
                let month = hired.fee_per_month.units() + hired.hours_per_month * hour;
                month * f64::from(campaign.days) / 30.0
            }
            ActionKind::FakeFans(fakes) => {
                f64::from(fakes.count) * fakes.per_thousand.units() / 1000.0
            }
        };
        let creative = action.creative.as_ref();
        let creative = creative.map_or(0.0, |creative| creative.cost.units());
        action.fee.units() + creative + varying
    };
    strategy.actions.iter().map(cost).sum()
}
