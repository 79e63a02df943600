//! What is paid and earned, as it is entered in the ledger: what a plan is bound to pay
//! whatever happens, what is left of a capped budget, and what a customer brings.

use groundswell_diffusion::draw::Resistance;

use crate::action::ActionKind;
use crate::channel::Channel;
use crate::ledger::{Entry, Ledger};
use crate::money::Money;
use crate::plan::Plan;
use crate::strategy::{BudgetMode, Campaign};
use crate::worth::MONTH;

/// The kind of a cost: where in an entry it stands.
pub(crate) type Kind = fn(&mut Entry) -> &mut Money;

/// Something that a plan pays whatever happens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Commitment {
    pub(crate) day: u32,
    /// Place of the platform; that after the last one for what concerns all of them.
    pub(crate) platform: usize,
    pub(crate) amount: Money,
    pub(crate) kind: Kind,
}

impl Plan {
    /// What is paid whatever happens: fees, creatives, paid media, hours of listening,
    /// professionals, bought followers.
    pub(crate) fn commitments(&self, campaign: &Campaign) -> Vec<Commitment> {
        let mut all = Vec::new();
        let mut made: Vec<&str> = Vec::new();
        for step in &self.steps {
            let (start, end) = (step.action.start, step.action.end.min(campaign.days));
            if start >= end {
                continue;
            }
            let mut pays = |day, amount, kind: Kind| {
                all.push(Commitment {
                    day,
                    platform: step.platform,
                    amount,
                    kind,
                });
            };
            pays(start, step.action.fee, |entry| &mut entry.fees);
            // A creative is made once, whoever uses it.
            if let Some(creative) = &step.action.creative
                && !made.contains(&creative.name.as_str())
            {
                made.push(&creative.name);
                pays(start, creative.cost, |entry| &mut entry.fees);
            }
            match &step.action.kind {
                ActionKind::Boost(_) => {
                    // Every day pays its share, and the last one what rounding left.
                    let share = step.spend.at_rate(1.0 / f64::from(end - start));
                    for day in start..end {
                        pays(day, share, |entry| &mut entry.media);
                    }
                    let left = step.spend - share * (end - start);
                    pays(end - 1, left, |entry| &mut entry.media);
                }
                ActionKind::Listen(listen) => {
                    let daily = campaign.hour.at_rate(listen.hours_per_week / 7.0);
                    for day in start..end {
                        pays(day, daily, |entry| &mut entry.labour);
                    }
                }
                ActionKind::Professional(hired) => {
                    let fee = hired.fee_per_month.at_rate(1.0 / 30.0);
                    let hours = campaign.hour.at_rate(hired.hours_per_month / 30.0);
                    for day in start..end {
                        pays(day, fee, |entry| &mut entry.fees);
                        pays(day, hours, |entry| &mut entry.labour);
                    }
                }
                ActionKind::FakeFans(fakes) => {
                    let price = fakes.per_thousand.at_rate(f64::from(fakes.count) / 1000.0);
                    pays(start, price, |entry| &mut entry.fees);
                }
                ActionKind::Post(_) | ActionKind::Prompt(_) | ActionKind::GroupPost(_) => {}
            }
        }
        all
    }
}

/// What commitments come to together.
pub(crate) fn committed(commitments: &[Commitment]) -> Money {
    let amounts = commitments.iter().map(|commitment| commitment.amount);
    amounts.sum()
}

/// What may still be spent, where the budget is a cap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purse {
    /// `None` where there is no limit.
    left: Option<Money>,
}

impl Purse {
    /// The purse of `campaign` after what is paid anyway.
    pub(crate) fn new(campaign: &Campaign, commitments: &[Commitment]) -> Self {
        let limit = match campaign.budget_mode {
            BudgetMode::Cap => campaign.budget,
            BudgetMode::Expected | BudgetMode::Planned => None,
        };
        Self {
            left: limit.map(|limit| limit - committed(commitments)),
        }
    }

    /// Whether that much may still be spent; if so, it is.
    pub(crate) fn affords(&mut self, amount: Money) -> bool {
        match &mut self.left {
            Some(left) if *left < amount => false,
            Some(left) => {
                *left = *left - amount;
                true
            }
            None => true,
        }
    }

    /// Takes out what was promised, also where it goes beyond the cap.
    pub(crate) fn owes(&mut self, amount: Money) {
        if let Some(left) = &mut self.left {
            *left = *left - amount;
        }
    }
}

/// A new customer as far as money goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewCustomer {
    pub(crate) day: u32,
    pub(crate) platform: usize,
    /// What won them; nothing where they came by themselves.
    pub(crate) channel: Option<Channel>,
    /// Factor on what they are worth.
    pub(crate) value: f64,
    /// How much it takes until they leave.
    pub(crate) leaves: Resistance,
}

impl Ledger {
    /// Everything that is paid whatever happens.
    pub(crate) fn pays_all(&mut self, campaign: &Campaign, commitments: &[Commitment]) {
        for commitment in commitments {
            let place = (commitment.day, commitment.platform);
            self.pays(campaign, place, commitment.amount, commitment.kind);
        }
    }

    /// A cost of that kind: paid, and discounted.
    pub(crate) fn pays(
        &mut self,
        campaign: &Campaign,
        (day, platform): (u32, usize),
        amount: Money,
        kind: Kind,
    ) {
        let present = campaign.worth.discounted(amount, day);
        let entry = self.at(day, platform);
        *kind(entry) += amount;
        entry.present_value += -present;
    }

    /// A new customer: what they bring is entered on the days on which it comes in.
    pub(crate) fn wins(&mut self, campaign: &Campaign, customer: NewCustomer) {
        let NewCustomer {
            day,
            platform,
            channel,
            value,
            leaves,
        } = customer;
        let worth = &campaign.worth;
        let margin = worth.margin.at_rate(value);
        let present = worth.discounted(margin, day);
        let entry = self.at(day, platform);
        match channel {
            Some(channel) => entry.customers[channel.index()] += 1,
            None => entry.on_their_own += 1,
        }
        entry.margin += margin;
        entry.revenue += worth.revenue.at_rate(value);
        entry.present_value += present;
        let Some(loyalty) = worth.loyalty else {
            return;
        };
        let months = loyalty.months(channel, leaves);
        entry.retained += u32::from(months == loyalty.horizon / MONTH);
        let monthly = loyalty.monthly(channel).at_rate(value);
        for month in 1..=months {
            let later = day + month * MONTH;
            let present = worth.discounted(monthly, later);
            let entry = match later < campaign.all_days() {
                true => self.at(later, platform),
                false => self.after(platform),
            };
            entry.margin += monthly;
            entry.present_value += present;
        }
    }

    /// Somebody who is a customer already buys again.
    pub(crate) fn sells_again(&mut self, campaign: &Campaign, (day, platform): (u32, usize)) {
        let again = campaign.worth.again;
        let present = campaign.worth.discounted(again, day);
        let entry = self.at(day, platform);
        entry.repeat_purchases += 1;
        entry.margin += again;
        entry.present_value += present;
    }
}
